//! `hw_identity`: accounts elsewhere that users sign in with.
//!
//! Times are milliseconds since 1970 in UTC.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An account elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_identity")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The provider's name in the settings; empty for an issuer whose tokens are trusted.
    pub provider: String,
    /// Who says that it is them: subjects of another issuer are other people. Empty where there is none.
    pub issuer: String,
    /// Their id there.
    pub subject: String,
    /// Whose it is here.
    pub user_id: String,
    /// Their address there, when they signed in last.
    pub email: Option<String>,
    /// When it was linked.
    pub created_at: i64,
    /// When they signed in with it last.
    pub used_at: i64,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
