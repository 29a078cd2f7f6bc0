//! Writes records and links, many rows in one statement.

use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};

use super::Existing;
use super::row::Record;
use super::target::{Link, Target};
use crate::model::kind::JsonForm;
use crate::model::{Collection, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET, Value};
use crate::query::dialect::Dialect;
use crate::query::dialect::value::{stored, to_database};
use crate::store::StoreError;

/// Fewer than what SQLite (32,766) and PostgreSQL (65,535) take.
const VALUES_AT_ONCE: usize = 30_000;

/// One row of a join table.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// The owner's id.
    pub source: String,
    /// The other record's id.
    pub target: String,
    /// The place in the owner's list.
    pub position: i64,
}

/// Writes into one transaction.
pub struct Writer<'a> {
    /// The transaction.
    pub tx: &'a DatabaseTransaction,
    /// The running database.
    pub dialect: Dialect,
    /// What becomes of records that are there.
    pub existing: Existing,
}

impl Writer<'_> {
    /// Writes the records. Those that break a constraint are not written; their positions are
    /// answered with the reason.
    pub async fn records(
        &self,
        target: &Target<'_>,
        records: &[Record],
    ) -> Result<Vec<(usize, StoreError)>, StoreError> {
        let at_once = (VALUES_AT_ONCE / target.columns.len().max(1)).max(1);
        let mut refused = Vec::new();
        for (index, chunk) in records.chunks(at_once).enumerate() {
            match self.insert(target, chunk).await {
                Ok(()) => {}
                Err(StoreError::Constraint { .. }) => {
                    for (offset, record) in chunk.iter().enumerate() {
                        match self.insert(target, std::slice::from_ref(record)).await {
                            Ok(()) => {}
                            Err(error @ StoreError::Constraint { .. }) => {
                                refused.push((index * at_once + offset, error));
                            }
                            Err(error) => return Err(error),
                        }
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(refused)
    }

    /// All of the records, or none.
    async fn insert(&self, target: &Target<'_>, records: &[Record]) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        let statement = self.insert_statement(target, records)?;
        let savepoint = self.tx.begin().await?;
        match savepoint.execute(&statement).await {
            Ok(_) => Ok(savepoint.commit().await?),
            Err(error) => {
                savepoint.rollback().await?;
                Err(error.into())
            }
        }
    }

    fn insert_statement(&self, target: &Target, records: &[Record]) -> Result<InsertStatement, StoreError> {
        let mut insert = Query::insert();
        insert.into_table(target.collection.table.clone());
        insert.columns(target.columns.iter().map(|column| column.name.clone()));
        for record in records {
            let values = target.columns.iter().zip(&record.columns);
            let values = values.map(|(column, value)| stored(self.dialect, column.form, value));
            insert.values(values).map_err(|error| StoreError::Other(error.to_string()))?;
        }
        if self.existing == Existing::Replace {
            insert.on_conflict(replacement(target));
        }
        Ok(insert)
    }

    /// Whether the collection has a record of that id.
    pub async fn has(&self, collection: &Collection, id: &str) -> Result<bool, StoreError> {
        let id = to_database(self.dialect, JsonForm::Text, &Value::Text(id.to_owned()));
        let select = Query::select()
            .column("id")
            .from(collection.table.clone())
            .and_where(Expr::col("id").eq(Expr::val(id)))
            .to_owned();
        Ok(self.tx.query_one(&select).await?.is_some())
    }

    /// Removes the links that replaced records had.
    pub async fn remove_links(&self, link: &Link<'_>, ids: &[String]) -> Result<(), StoreError> {
        let column = if link.is_owner { JOIN_SOURCE } else { JOIN_TARGET };
        for ids in ids.chunks(VALUES_AT_ONCE) {
            let values =
                ids.iter().map(|id| to_database(self.dialect, JsonForm::Text, &Value::Text(id.clone())));
            let delete = Query::delete()
                .from_table(link.table.to_owned())
                .and_where(Expr::col(column).is_in(values))
                .to_owned();
            self.tx.execute(&delete).await?;
        }
        Ok(())
    }

    /// Writes rows of a join table. A link that is there already stays as it is: both ends may name it.
    pub async fn links(&self, table: &str, rows: &[LinkRow]) -> Result<(), StoreError> {
        for rows in rows.chunks(VALUES_AT_ONCE / 3) {
            let mut insert = Query::insert();
            insert.into_table(table.to_owned());
            insert.columns([JOIN_SOURCE, JOIN_TARGET, JOIN_POSITION]);
            for row in rows {
                let text = |id: &str| stored(self.dialect, JsonForm::Text, &Value::Text(id.to_owned()));
                let position = stored(self.dialect, JsonForm::Integer, &Value::Integer(row.position));
                insert
                    .values([text(&row.source), text(&row.target), position])
                    .map_err(|error| StoreError::Other(error.to_string()))?;
            }
            insert.on_conflict(OnConflict::columns([JOIN_SOURCE, JOIN_TARGET]).do_nothing().to_owned());
            self.tx.execute(&insert).await?;
        }
        Ok(())
    }

    /// The first free position in the list of each owner that has links.
    pub async fn next_positions(
        &self,
        table: &str,
        sources: &[String],
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let mut next = Vec::new();
        for sources in sources.chunks(VALUES_AT_ONCE) {
            let values =
                sources.iter().map(|id| to_database(self.dialect, JsonForm::Text, &Value::Text(id.clone())));
            let select = Query::select()
                .column(JOIN_SOURCE)
                .expr(Expr::col(JOIN_POSITION).max().cast_as("bigint"))
                .from(table.to_owned())
                .and_where(Expr::col(JOIN_SOURCE).is_in(values))
                .group_by_col(JOIN_SOURCE)
                .to_owned();
            for row in self.tx.query_all(&select).await? {
                let last: i64 = row.try_get_by_index(1)?;
                next.push((row.try_get_by_index(0)?, last + 1));
            }
        }
        Ok(next)
    }
}

/// A record that is there takes every value of the row, except when and by whom it was made; its
/// version goes up by one.
fn replacement(target: &Target) -> OnConflict {
    const KEPT: [&str; 4] = ["id", "created_at", "created_by_id", "version"];
    let is_kept = |name: &str| KEPT.contains(&name);
    let replaced = target.columns.iter().filter(|column| !(column.field.built_in && is_kept(&column.name)));
    let table = target.collection.table.clone();
    OnConflict::column("id")
        .update_columns(replaced.map(|column| column.name.clone()))
        .value("version", Expr::col((table, "version")).add(1))
        .to_owned()
}
