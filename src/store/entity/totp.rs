//! `hw_totp`: the authenticator apps of users.
//!
//! Times are milliseconds since 1970 in UTC.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A user's authenticator app.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_totp")]
pub struct Model {
    /// The user.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: String,
    /// The shared secret, sealed.
    pub secret: String,
    /// The time step whose code was used last: none of its codes, or of those before, counts again.
    pub last_step: i64,
    /// When it was set up.
    pub created_at: i64,
    /// When the user showed that it works; it is asked for from then on.
    pub confirmed_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
