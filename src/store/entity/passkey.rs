//! `hw_passkey`: the passkeys of users.
//!
//! Times are milliseconds since 1970 in UTC.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One passkey.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_passkey")]
pub struct Model {
    /// The authenticator's name for it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub credential_id: String,
    /// Its id in the API.
    #[sea_orm(unique)]
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// What the user calls it.
    pub name: String,
    /// Its public key and counter: JSON.
    pub passkey: String,
    /// When it was registered.
    pub created_at: i64,
    /// When it was used last.
    pub last_used_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
