//! `hw_auth_event`: what happened to accounts: sign-ins, failures, changes of secrets and roles.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_auth_event")]
pub struct Model {
    /// Counts up.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When it happened.
    pub at: i64,
    /// What happened: `SIGNED_IN`, `SIGN_IN_FAILED`, ...
    pub kind: String,
    /// Whose account it is about; none when there is none.
    pub user_id: Option<String>,
    /// Who did it, where that is somebody else, or an admin as this user.
    pub actor: Option<String>,
    /// The session that it is about, or in which it happened.
    pub session_id: Option<String>,
    /// The address that it came from.
    pub ip: Option<String>,
    /// What the client said it was.
    pub user_agent: Option<String>,
    /// The request, as in the server's log.
    pub request_id: Option<String>,
    /// More of it, by kind: a JSON object.
    pub detail: String,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
