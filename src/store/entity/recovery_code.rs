//! `hw_recovery_code`: codes for who lost their authenticator app.
//!
//! Times are milliseconds since 1970 in UTC.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_recovery_code")]
pub struct Model {
    /// A keyed hash of the user and the code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    /// The user.
    pub user_id: String,
    /// When it was used.
    pub used_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
