//! `hw_saved_item`: what users keep beside the content, such as views of lists.
//!
//! Times are milliseconds since 1970 in UTC.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One saved item.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hw_saved_item")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// `VIEW` or `OPERATION`.
    pub kind: String,
    /// The collection that it is about, if it is about one.
    pub collection: Option<String>,
    /// What its owner calls it.
    pub name: String,
    /// What is kept: JSON that the server does not look into.
    pub data: String,
    /// The roles that see it too: a JSON list.
    pub roles: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was saved last.
    pub updated_at: i64,
}

/// None: rows are found by their columns.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
