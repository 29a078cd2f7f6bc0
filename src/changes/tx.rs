//! The one type that writes content. Whatever goes through it is in the change log, in the same
//! transaction.
//!
//! Records that are written wait until something is read or the transaction ends, and then go to the
//! database together: a hundred nested records are one statement. Read [`Tx::insert`] first, then
//! [`Tx::finish`].

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use sea_orm::sea_query::QueryStatementWriter;
use sea_orm::{EntityTrait, IdenStatic, Iterable, QueryTrait, Select};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::by_record::ByRecord;
use super::notes::{Fields, Notes, loggable};
use super::pending::{Pending, References, batches};
use super::reads::Image;
use super::tables::{RowShape, Tables, id_column};
use crate::model::{Collection, Field, Value};
use crate::query::dialect::Dialect;
use crate::query::dialect::write::{RowColumn, RowStatement};
use crate::store::{StoreError, Transaction, WriteError};

/// Whom the log names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Who writes; none when nobody is signed in.
    pub actor: Option<String>,
    /// The id of the user, if it is one who has a record.
    pub user: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
}

/// A transaction that writes content.
#[derive(Debug)]
pub struct Tx<'t> {
    pub(super) db: &'t mut Transaction,
    pub(super) tables: &'t Tables,
    pub(super) author: &'t Author,
    pub(super) state: &'t mut State,
}

/// What a transaction knows of itself, and what it has to write down yet.
#[derive(Debug)]
pub(super) struct State {
    /// When it began.
    now: DateTime<Utc>,
    /// When the database judges references.
    references: References,
    pub(super) pending: Pending,
    pub(super) notes: Notes,
    /// Records whose version went up already since [`Tx::begin_step`].
    pub(super) raised: ByRecord<()>,
    /// What the log calls this transaction, where the database does not say it.
    pub(super) number: Option<i64>,
}

impl State {
    /// Nothing was done yet.
    pub(super) fn new(references: References) -> Self {
        let now = Utc::now();
        Self {
            now: now.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(now),
            references,
            pending: Pending::default(),
            notes: Notes::default(),
            raised: ByRecord::default(),
            number: None,
        }
    }

    /// Forgets what was done since the log was written last.
    pub(super) fn forget(&mut self) {
        self.pending.take();
        self.notes = Notes::default();
        self.raised.clear();
    }
}

/// A record to be made.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its id.
    pub id: String,
    /// The values of the table's columns, in their order.
    pub values: Vec<Value>,
    /// Where it comes from, for whoever has to tell what is wrong with it.
    pub place: String,
}

/// Why a write could not be made.
#[derive(Debug)]
pub enum Failure {
    /// The database failed.
    Store(StoreError),
    /// Some of these records agree with others where none may.
    Taken(Taken),
}

/// New records that were refused because they are there already, by their ids or other unique values.
/// The others of the collection are written, and what waited behind them is not.
#[derive(Debug)]
pub struct Taken {
    /// The collection.
    pub collection: String,
    /// The records.
    pub records: Vec<NewRecord>,
}

impl<E: Into<StoreError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

impl<E> From<Failure> for WriteError<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => Self::Store(error),
            // Somebody else made them at the same moment: a second try sees them.
            Failure::Taken(_) => Self::Again,
        }
    }
}

impl Tx<'_> {
    /// When it began: the time of everything that it writes.
    pub fn now(&self) -> DateTime<Utc> {
        self.state.now
    }

    /// The id of the user who writes.
    pub fn user(&self) -> Option<&str> {
        self.author.user.as_deref()
    }

    /// Begins the next step of the request: a record's version goes up once in each.
    pub fn begin_step(&mut self) {
        self.state.raised.clear();
    }

    /// Makes a record.
    pub fn insert(&mut self, collection: &Collection, record: NewRecord) {
        let columns = collection.fields.values().filter(|field| field.has_column());
        let mut after = Fields::new();
        let mut version = 1;
        for (field, value) in columns.zip(&record.values).filter(|(_, value)| **value != Value::Null) {
            match (field.name.as_str(), value) {
                ("version", Value::Integer(given)) if field.built_in => version = *given,
                _ => {
                    let shown = loggable(&self.tables.model, field, || field.json_of(value));
                    after.extend(shown.map(|shown| (field.name.clone(), shown)));
                }
            }
        }
        self.state.notes.create(&collection.name, &record.id, version, after);
        self.state.raised.insert(&collection.name, &record.id, ());
        self.state.pending.insert(&collection.name, record);
    }

    /// Changes fields of a record that was read before. Its version goes up, and it is noted when and
    /// by whom it was changed.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting before this one that are there already.
    pub async fn update(
        &mut self,
        collection: &Collection,
        before: &Image,
        changed: Vec<(&Field, Value)>,
    ) -> Result<(), Failure> {
        if self.state.pending.holds_update(&collection.name, &before.id) {
            self.flush().await?;
        }
        let (mut old, mut new) = (Fields::new(), Fields::new());
        let mut columns = Vec::with_capacity(changed.len() + 3);
        let mut values = Vec::with_capacity(changed.len() + 3);
        for (field, value) in changed {
            let known = || before.fields.get(&field.name).cloned().unwrap_or_default();
            let model = &self.tables.model;
            if let Some(known) = loggable(model, field, known)
                && let Some(value) = loggable(model, field, || field.json_of(&value))
            {
                old.insert(field.name.clone(), known);
                new.insert(field.name.clone(), value);
            }
            columns.extend(self.tables.column(collection, &field.name));
            values.push(value);
        }
        let version = self.raise(collection, before, &mut columns, &mut values);
        self.state.notes.update(&collection.name, &before.id, version, (old, new));
        if columns.is_empty() {
            return Ok(());
        }
        columns.push(id_column("id"));
        values.push(Value::Text(before.id.clone()));
        self.state.pending.update(collection, &before.id, columns, values);
        Ok(())
    }

    /// Adds what every change writes and `columns` does not hold, and returns the record's version after
    /// it.
    fn raise(
        &mut self,
        collection: &Collection,
        before: &Image,
        columns: &mut Vec<RowColumn>,
        values: &mut Vec<Value>,
    ) -> i64 {
        if self.state.raised.insert(&collection.name, &before.id, ()).is_some() {
            return before.version.max(self.version_of(collection, before));
        }
        let version = before.version + 1;
        let user = self.user().map_or(Value::Null, |id| Value::Text(id.to_owned()));
        let implied = [
            ("version", Value::Integer(version)),
            ("updatedAt", Value::DateTime(self.now())),
            ("updatedBy", user),
        ];
        for (name, value) in implied {
            let column = self.tables.column(collection, name);
            if let Some(column) = column.filter(|own| columns.iter().all(|column| column.name != own.name)) {
                columns.push(column);
                values.push(value);
            }
        }
        version
    }

    /// Takes records away that were read before with all of their fields. Nothing may point to them
    /// any more.
    ///
    /// # Errors
    ///
    /// A database that fails, or a record that something points to.
    pub async fn delete(&mut self, collection: &Collection, images: &[Image]) -> Result<(), Failure> {
        self.flush().await?;
        for image in images {
            let fields = image.fields.iter().filter_map(|(name, value)| {
                let field = collection.fields.get(name)?;
                let is_there = !value.is_null() && *value != Json::Array(Vec::new());
                let value = loggable(&self.tables.model, field, || value.clone()).filter(|_| is_there)?;
                Some((name.clone(), value))
            });
            self.state.notes.delete(&collection.name, &image.id, image.version, fields.collect());
        }
        let rows: Vec<_> = images.iter().map(|image| vec![Value::Text(image.id.clone())]).collect();
        let statement = self.tables.rows(RowShape::Delete, &collection.table, &[id_column("id")]);
        run(self.db, &statement, &rows).await?;
        Ok(())
    }

    /// Makes a reference null in records that are about to be deleted, so that they can be deleted one
    /// after the other. It is not noted: they go.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn cut(
        &mut self,
        collection: &Collection,
        field: &Field,
        ids: &[String],
    ) -> Result<(), Failure> {
        self.flush().await?;
        let Some(column) = self.tables.column(collection, &field.name) else { return Ok(()) };
        let statement = self.tables.rows(RowShape::Update, &collection.table, &[column, id_column("id")]);
        let rows: Vec<_> = ids.iter().map(|id| vec![Value::Null, Value::Text(id.clone())]).collect();
        run(self.db, &statement, &rows).await?;
        Ok(())
    }

    /// The record's version after what was done to it since the image was read.
    pub(super) fn version_of(&self, collection: &Collection, image: &Image) -> i64 {
        self.state.notes.version(&collection.name, &image.id).unwrap_or(image.version)
    }

    /// How often a record that was there was changed or deleted.
    pub fn changes(&self) -> usize {
        self.state.notes.changes()
    }

    /// Whether the record was deleted, and not made again.
    pub fn has_deleted(&self, collection: &Collection, id: &str) -> bool {
        self.state.notes.has_deleted(&collection.name, id)
    }

    /// How many changes of the record are noted. One that is made twice has two of them.
    pub fn times_written(&self, collection: &Collection, id: &str) -> usize {
        self.state.notes.count(&collection.name, id)
    }

    /// Whether a record that was there had the entry in its list, and has it no more.
    pub fn took_from_list(&self, collection: &Collection, field: &str, entry: &str) -> bool {
        self.state.notes.took_from_list(&collection.name, field, entry)
    }

    /// The database that runs.
    pub(super) fn dialect(&self) -> Dialect {
        self.tables.dialect
    }

    /// The transaction of the database, for system tables that belong to the same step.
    pub(super) fn system(&mut self) -> &mut Transaction {
        self.db
    }

    /// Runs a statement that changes system tables (`hw_*`), in the same transaction as the content, and
    /// answers how many rows it changed. Content that waits is sent first.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn execute_system<S: QueryStatementWriter>(&mut self, statement: &S) -> Result<u64, Failure> {
        self.flush().await?;
        let (sql, values) = self.dialect().build(statement);
        Ok(self.db.execute(&sql, &values).await?)
    }

    /// The first column, which is text and never null, of the rows of a statement on system tables.
    ///
    /// # Errors
    ///
    /// As for [`Tx::execute_system`].
    pub async fn system_texts<S: QueryStatementWriter>(
        &mut self,
        statement: &S,
    ) -> Result<Vec<String>, Failure> {
        self.flush().await?;
        let (sql, values) = self.dialect().build(statement);
        Ok(self.db.texts(&sql, &values).await?)
    }

    /// The rows of a select from a system table.
    ///
    /// # Errors
    ///
    /// As for [`Tx::execute_system`].
    pub async fn system_rows<E>(&mut self, rows: Select<E>) -> Result<Vec<E::Model>, Failure>
    where
        E: EntityTrait,
        E::Model: DeserializeOwned,
    {
        let columns: Vec<String> = E::Column::iter().map(|column| column.as_str().to_owned()).collect();
        let statement = self.dialect().system_rows(rows.into_query(), &columns);
        let texts = self.system_texts(&statement).await?;
        let rows = texts.iter().map(|text| serde_json::from_str(text));
        Ok(rows.collect::<Result<_, _>>().map_err(|error| StoreError::Other(error.to_string()))?)
    }

    /// Sends everything that waits to the database.
    ///
    /// # Errors
    ///
    /// A database that fails, or records that are there already.
    pub async fn flush(&mut self) -> Result<(), Failure> {
        if self.state.pending.is_empty() {
            return Ok(());
        }
        for batch in batches(&self.tables.model, self.state.references, self.state.pending.take()) {
            let ran = batch.run(self.db, self.tables).await;
            if let Err(Failure::Taken(taken)) = &ran {
                let refused = taken.records.iter().map(|record| record.id.as_str());
                self.state.notes.forget(&taken.collection, refused);
            }
            ran?;
        }
        Ok(())
    }
}

/// Runs the statement for the rows, and says how many rows it changed.
pub(super) async fn run(
    db: &mut Transaction,
    statement: &RowStatement,
    rows: &[Vec<Value>],
) -> Result<u64, StoreError> {
    match rows {
        [] => Ok(0),
        rows => db.execute_each(statement.sql(rows.len()), statement.runs(rows)).await,
    }
}
