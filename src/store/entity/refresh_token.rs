//! `hw_refresh_token`: the refresh tokens of sessions, used ones among them: who shows one of those ends the session.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One refresh token.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_refresh_token")]
pub struct Model {
    /// The SHA-256 of the token, which is random and long.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    /// The session that it belongs to: all of its tokens are one family.
    pub session_id: String,
    /// When it was given out.
    pub created_at: i64,
    /// Until when it can be used.
    pub expires_at: i64,
    /// When it was used; a second time is theft.
    pub used_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
