//! `hw_signing_key`: the keys that access tokens are signed with. Only what is public: the rest follows from the secret.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_signing_key")]
pub struct Model {
    /// Its id, which tokens name. The private half is derived from it and the secret `auth.secret`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// Ed25519, base64url.
    pub public_key: String,
    /// When it was made: the newest one signs.
    pub created_at: i64,
    /// Until when tokens may be signed with it that still count.
    pub expires_at: i64,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
