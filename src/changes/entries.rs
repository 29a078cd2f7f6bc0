//! How changes become rows of the log.
//!
//! Read [`Tx::finish`] first.

use serde_json::Value as Json;

use super::notes::{Kind, Note};
use super::tables::RowShape;
use super::tx::{Failure, Tx, run};
use crate::model::{Scalar, Value};
use crate::query::dialect::write::RowColumn;

impl Tx<'_> {
    /// Sends everything to the database, and writes the log of it.
    ///
    /// # Errors
    ///
    /// A database that fails, or records that are there already.
    pub async fn finish(&mut self) -> Result<(), Failure> {
        self.flush().await?;
        if self.state.notes.is_empty() {
            return Ok(());
        }
        let number = self.number().await?;
        let at = Value::DateTime(self.now());
        let author = [&self.author.actor, &self.author.request_id];
        let [actor, request_id] = author.map(|name| name.clone().map_or(Value::Null, Value::Text));
        let rows = self.state.notes.take().map(|note| {
            let mut row = vec![at.clone(), actor.clone(), request_id.clone()];
            row.extend(noted(note));
            row.extend(number.map(Value::Integer));
            row
        });
        let rows: Vec<_> = rows.collect();
        let mut columns =
            LOG_COLUMNS.map(|(name, scalar)| RowColumn { name: name.to_owned(), scalar }).to_vec();
        if number.is_none() {
            columns.pop();
        }
        run(self.db, &self.tables.rows(RowShape::Insert, "hw_change", &columns), &rows).await?;
        Ok(())
    }

    /// What the log calls the transaction, where rows don't come by it themselves.
    pub(super) async fn number(&mut self) -> Result<Option<i64>, Failure> {
        if let (None, Some(sql)) = (self.state.number, self.tables.dialect.transaction_number()) {
            let texts = self.db.texts(sql, &[]).await?;
            self.state.number = texts.first().and_then(|text| text.parse().ok());
        }
        Ok(self.state.number)
    }
}

/// The columns of the log that a transaction writes; the last only where it must.
const LOG_COLUMNS: [(&str, Scalar); 10] = [
    ("at", Scalar::DateTime),
    ("actor", Scalar::String),
    ("request_id", Scalar::String),
    ("collection", Scalar::String),
    ("record_id", Scalar::String),
    ("version", Scalar::BigInt),
    ("operation", Scalar::String),
    ("before", Scalar::JSON),
    ("after", Scalar::JSON),
    ("transaction_id", Scalar::BigInt),
];

fn noted(note: Note) -> [Value; 6] {
    let object = |fields| Value::Json(Json::Object(fields));
    let (operation, before, after) = match note.kind {
        Kind::Create(after) => ("CREATE", Value::Null, object(after)),
        Kind::Update(before, after) => ("UPDATE", object(before), object(after)),
        // What came to nothing is left out before.
        Kind::Delete(before) => ("DELETE", object(before), Value::Null),
        Kind::Nothing => ("DELETE", Value::Null, Value::Null),
    };
    let text = |text: &str| Value::Text(text.to_owned());
    [text(&note.collection), text(&note.id), Value::Integer(note.version), text(operation), before, after]
}
