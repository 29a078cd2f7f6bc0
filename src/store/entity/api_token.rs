//! `hw_api_token`: tokens for programs. They act as the user who made them, with some of their roles.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One API token.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_api_token")]
pub struct Model {
    /// Its id. No secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Who made it, and as whom it acts.
    pub user_id: String,
    /// What it is for, in its maker's words.
    pub name: String,
    /// The SHA-256 of the token, which is random and long.
    pub token_hash: String,
    /// The token's last four characters, to tell it from others.
    pub hint: String,
    /// The roles that it has while its maker has them: a JSON list.
    pub roles: String,
    /// When it was made.
    pub created_at: i64,
    /// Until when it can be used; none for no end.
    pub expires_at: Option<i64>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
