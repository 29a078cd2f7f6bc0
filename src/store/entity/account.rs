//! `hw_account`: what belongs to a user and is no content: how they sign in, and whether they may.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What is known of one user's account. A user without a row has none of it yet.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_account")]
pub struct Model {
    /// The record of the collection `User`; no foreign key, because content tables come and go.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// Argon2id in PHC form; none for who signs in otherwise.
    pub password_hash: Option<String>,
    /// When the password was set last.
    pub password_changed_at: Option<i64>,
    /// The address that was proved to be theirs. It counts while it is the record's `email`.
    pub verified_email: Option<String>,
    /// When the account was made without anything to sign in with again; none once it was promoted.
    pub anonymous_at: Option<i64>,
    /// When an admin took all access away.
    pub disabled_at: Option<i64>,
    /// When the row was made.
    pub created_at: i64,
    /// When they signed in last.
    pub signed_in_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
