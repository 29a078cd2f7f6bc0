//! `hw_session`: who is signed in where. A session that is not here is over.
//!
//! Times are milliseconds since 1970 in UTC: compared in many statements, and the same on both databases.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_session")]
pub struct Model {
    /// Its id, which access tokens carry. No secret: it opens nothing by itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Who is signed in.
    pub user_id: String,
    /// How they signed in.
    pub method: String,
    /// The admin who acts as this user.
    pub impersonator: Option<String>,
    /// The address that it was last used from to sign in or to refresh.
    pub ip: Option<String>,
    /// What the client said it was, then.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: i64,
    /// When it was refreshed last.
    pub refreshed_at: i64,
    /// When it ends at the latest, whatever is refreshed.
    pub expires_at: i64,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
