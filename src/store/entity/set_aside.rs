//! `hw_set_aside`: changes that a consumer could not take.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// One change that one consumer went on without.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_set_aside")]
pub struct Model {
    /// The consumer's name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub consumer: String,
    /// The change.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    /// What the consumer said the last time.
    pub error: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it was given up.
    pub set_aside_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
