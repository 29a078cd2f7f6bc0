//! `hw_ticket`: secrets that are good for one thing once: links and codes in mails, challenges, the setup link.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One ticket.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_ticket")]
pub struct Model {
    /// Its id. No secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// What it is good for.
    pub purpose: String,
    /// Whom it is for, if they have an account.
    pub user_id: Option<String>,
    /// The address that it is for, in lower case.
    pub email: Option<String>,
    /// A keyed hash of the secret and of what it is good for: short codes can't be guessed from it.
    pub secret_hash: String,
    /// What is to be known when it is used: JSON.
    pub payload: String,
    /// How often a wrong secret was shown for it.
    pub attempts: i32,
    /// When it was made.
    pub created_at: i64,
    /// Until when it can be used.
    pub expires_at: i64,
    /// When it was used.
    pub used_at: Option<i64>,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
