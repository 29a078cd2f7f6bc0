//! `hw_change`: the change log. `changes` knows what it means.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// What a transaction changed in one record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_change")]
pub struct Model {
    /// Counts up with every change; a change that comes after another one of the same record has the
    /// greater position.
    #[sea_orm(primary_key)]
    pub position: i64,
    /// The transaction: the same number for all that was changed together.
    pub transaction_id: i64,
    /// When it was changed.
    pub at: DateTimeUtc,
    /// Who changed it; none for nobody, and for Headwater itself.
    pub actor: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The record's collection; empty for a change of the model.
    pub collection: String,
    /// The record's id.
    pub record_id: String,
    /// `CREATE`, `UPDATE`, `DELETE` or `MODEL`.
    pub operation: String,
    /// The record's version after the change.
    pub version: Option<i64>,
    /// The changed fields as they were.
    pub before: Option<Json>,
    /// The changed fields as they are since.
    pub after: Option<Json>,
}

impl ActiveModelBehavior for ActiveModel {}
