//! `hw_change_removed`: up to where the changes of a collection are kept no longer.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// The last change of a collection that was removed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_change_removed")]
pub struct Model {
    /// The collection; empty for changes of the model.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection: String,
    /// The position of the change.
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
