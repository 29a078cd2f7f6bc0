//! `hw_model`: the models that were applied to this database. The newest is the one that holds.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// One applied model.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_model")]
pub struct Model {
    /// Counts up with every applied model.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When it was applied.
    pub applied_at: DateTimeUtc,
    /// A hash of the model: equal for equal models.
    pub fingerprint: String,
    /// The model itself.
    pub model: Json,
    /// The tables that were made for it.
    pub layout: Json,
    /// The SDL that it was read from.
    pub sources: String,
}

impl ActiveModelBehavior for ActiveModel {}
