//! `hw_consumer`: how far the consumers of the change log are.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// One consumer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_consumer")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The last change that it is done with.
    pub position: i64,
    /// When that was.
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
