//! One entry of the log: what a transaction changed in one record.
//!
//! Read [`Change`] first.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::store::StoreError;
use crate::store::entity::change::Model as Row;

/// A change's place in the log. A change that comes after another one of the same record has the greater
/// position; there may be positions that nothing stands at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub i64);

impl Position {
    /// Before every change.
    pub const START: Self = Self(0);
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Position {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A record was made.
    Create,
    /// A record was changed.
    Update,
    /// A record was deleted.
    Delete,
    /// A changed model was applied to the database.
    Model,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 4] = [Self::Create, Self::Update, Self::Delete, Self::Model];

    /// The name in the log and in the API: `CREATE`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Model => "MODEL",
        }
    }
}

/// What a transaction changed in one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its place in the log.
    pub position: Position,
    /// The transaction: the same text for all that was changed together.
    pub transaction: String,
    /// When it was changed.
    pub at: DateTime<Utc>,
    /// Who changed it; none for nobody in particular, and for Headwater itself.
    pub actor: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The record's collection; empty for a change of the model.
    pub collection: String,
    /// The record's id.
    pub id: String,
    /// What was done.
    pub operation: Operation,
    /// The record's version after the change.
    pub version: Option<i64>,
    /// The changed fields as they were, in the API's JSON form; none for a record that was made.
    pub before: Option<Map<String, Json>>,
    /// The changed fields as they are since; none for a record that was deleted.
    pub after: Option<Map<String, Json>>,
}

impl Change {
    /// Whether the field is among the changed ones.
    pub fn is_of(&self, field: &str) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|fields| fields.contains_key(field))
    }
}

impl TryFrom<Row> for Change {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let operation = Operation::ALL.into_iter().find(|known| known.name() == row.operation);
        let operation = operation.ok_or_else(|| {
            StoreError::Other(format!(
                "the change {} is a `{}`, which is unknown",
                row.position, row.operation
            ))
        })?;
        Ok(Self {
            position: Position(row.position),
            transaction: row.transaction_id.to_string(),
            at: row.at,
            actor: row.actor,
            request_id: row.request_id,
            collection: row.collection,
            id: row.record_id,
            operation,
            version: row.version,
            before: object(row.before),
            after: object(row.after),
        })
    }
}

fn object(json: Option<Json>) -> Option<Map<String, Json>> {
    match json {
        Some(Json::Object(fields)) => Some(fields),
        _ => None,
    }
}
