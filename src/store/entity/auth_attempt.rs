//! `hw_auth_attempt`: failures in a row of those who may be guessing, for accounts that exist and for those that don't.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Attempts at one account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_auth_attempt")]
pub struct Model {
    /// A keyed hash of what is guessed and for which account: addresses are not kept.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_hash: String,
    /// How many attempts failed since the last success.
    pub failures: i32,
    /// Until when further ones are refused unread.
    pub locked_until: Option<i64>,
    /// When the last one was.
    pub updated_at: i64,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
