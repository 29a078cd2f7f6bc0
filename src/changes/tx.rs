//! The one type that writes content. Whatever goes through it is in the change log, in the same
//! transaction.
//!
//! Records that are written wait until something is read or the transaction ends, and then go to the
//! database together: a hundred nested records are one statement. Read [`Tx::insert`] first, then
//! [`Tx::finish`].

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use sea_orm::Value as Sql;
use serde_json::Value as Json;

use super::notes::{Fields, Kind, Note, Notes, loggable};
use super::pending::{Pending, by_rank};
use super::tables::{RowShape, Tables, id_column};
use crate::model::kind::JsonForm;
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, Scalar, Value};
use crate::query::dialect::Dialect;
use crate::query::dialect::write::{self, Lock, RowColumn, RowStatement};
use crate::store::{ReadStatement, StoreError, Transaction};

/// Whom the log names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Who writes; none when nobody is signed in.
    pub actor: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
}

/// A transaction that writes content.
#[derive(Debug)]
pub struct Tx<'t> {
    db: &'t mut Transaction,
    tables: &'t Tables,
    author: &'t Author,
    now: DateTime<Utc>,
    pending: Pending,
    notes: Notes,
    /// Records whose version went up already since [`Tx::begin_step`].
    raised: HashSet<(String, String)>,
    /// What the log calls this transaction, where the database does not say it.
    number: Option<i64>,
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

/// A record as it is stored, or those fields of it that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// How many times it was written.
    pub version: i64,
    /// The fields in the API's JSON form; of a to-one relation the id.
    pub fields: Fields,
}

/// A row of a join table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The owner's id.
    pub source: String,
    /// The other record's id.
    pub target: String,
    /// The place in the owner's list.
    pub position: i64,
}

/// The list of a many-to-many field, at the end that owns it.
#[derive(Debug, Clone, Copy)]
pub struct LinkField<'m> {
    /// The collection that owns the list.
    pub collection: &'m Collection,
    /// The field.
    pub field: &'m Field,
    /// The join table.
    pub table: &'m str,
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
/// The others are written: the transaction must not go on.
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

impl<'t> Tx<'t> {
    /// A transaction of content in one of the database.
    pub(super) fn new(db: &'t mut Transaction, tables: &'t Tables, author: &'t Author) -> Self {
        let now = Utc::now();
        Self {
            db,
            tables,
            author,
            now: now.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(now),
            pending: Pending::default(),
            notes: Notes::default(),
            raised: HashSet::new(),
            number: None,
        }
    }

    /// When it began: the time of everything that it writes.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Begins the next step of the request: a record's version goes up once in each.
    pub fn begin_step(&mut self) {
        self.raised.clear();
    }

    /// Makes a record.
    pub fn insert(&mut self, collection: &Collection, record: NewRecord) {
        let columns = collection.fields.values().filter(|field| field.column().is_some());
        let fields = columns.zip(&record.values).filter(|(_, value)| **value != Value::Null);
        let after = fields.filter_map(|(field, value)| {
            Some((field.name.clone(), loggable(&self.tables.model, field, field.json_of(value))?))
        });
        self.notes.create(&collection.name, &record.id, 1, after.collect());
        self.raised.insert((collection.name.clone(), record.id.clone()));
        self.pending.insert(&collection.name, record);
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
        let own = (collection.name.clone(), before.id.clone());
        if self.pending.holds_update(&own) {
            self.flush().await?;
        }
        let (mut old, mut new) = (Fields::new(), Fields::new());
        let mut columns = Vec::with_capacity(changed.len() + 3);
        let mut values = Vec::with_capacity(changed.len() + 3);
        for (field, value) in changed {
            let known = before.fields.get(&field.name).cloned().unwrap_or_default();
            let model = &self.tables.model;
            if let Some(known) = loggable(model, field, known)
                && let Some(value) = loggable(model, field, field.json_of(&value))
            {
                old.insert(field.name.clone(), known);
                new.insert(field.name.clone(), value);
            }
            columns.extend(self.tables.column(collection, &field.name));
            values.push(value);
        }
        let version = self.raise(collection, before, &mut columns, &mut values);
        self.notes.update(&collection.name, &before.id, version, (old, new));
        if columns.is_empty() {
            return Ok(());
        }
        columns.push(id_column("id"));
        values.push(Value::Text(before.id.clone()));
        self.pending.update(own, &collection.table, columns, values);
        Ok(())
    }

    /// Adds what every change writes, and returns the record's version after it.
    fn raise(
        &mut self,
        collection: &Collection,
        before: &Image,
        columns: &mut Vec<RowColumn>,
        values: &mut Vec<Value>,
    ) -> i64 {
        if !self.raised.insert((collection.name.clone(), before.id.clone())) {
            return before.version.max(self.version_of(collection, before));
        }
        let version = before.version + 1;
        let implied = [("version", Value::Integer(version)), ("updatedAt", Value::DateTime(self.now))];
        for (name, value) in implied {
            columns.extend(self.tables.column(collection, name));
            values.push(value);
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
                let value = loggable(&self.tables.model, field, value.clone()).filter(|_| is_there)?;
                Some((name.clone(), value))
            });
            self.notes.delete(&collection.name, &image.id, image.version, fields.collect());
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

    /// Gives a list of records other members: those that are gone from it, and those that it has now,
    /// in order. The owner's version goes up.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn relink(
        &mut self,
        list: LinkField<'_>,
        owner: &Image,
        before: &[Link],
        after: &[String],
    ) -> Result<(), Failure> {
        let old: Vec<&str> = before.iter().map(|link| link.target.as_str()).collect();
        if old == after {
            return Ok(());
        }
        self.note_list(list, owner, &old, after).await?;
        let kept: HashSet<&str> = after.iter().map(String::as_str).collect();
        let stays: Vec<&Link> = before.iter().filter(|link| kept.contains(link.target.as_str())).collect();
        let in_order = stays.iter().map(|link| link.target.as_str()).eq(after.iter().take(stays.len()));
        let (gone, added, first): (Vec<&Link>, &[String], i64) = match in_order {
            // What stays keeps its place: only the end of the list is new.
            true => (
                before.iter().filter(|link| !kept.contains(link.target.as_str())).collect(),
                after.get(stays.len()..).unwrap_or_default(),
                stays.iter().map(|link| link.position + 1).max().unwrap_or(0),
            ),
            false => (before.iter().collect(), after, 0),
        };
        let gone: Vec<_> = gone.iter().map(|link| link_key(&link.source, &link.target).to_vec()).collect();
        if !gone.is_empty() {
            self.flush().await?;
            let keys = [id_column(JOIN_SOURCE), id_column(JOIN_TARGET)];
            run(self.db, &self.tables.rows(RowShape::Delete, list.table, &keys), &gone).await?;
        }
        for (target, position) in added.iter().zip(first..) {
            let [source, target] = link_key(&owner.id, target);
            self.pending.link(list.table, vec![source, target, Value::Integer(position)]);
        }
        Ok(())
    }

    async fn note_list(
        &mut self,
        list: LinkField<'_>,
        owner: &Image,
        old: &[&str],
        new: &[String],
    ) -> Result<(), Failure> {
        // The record itself changes in its version alone.
        self.update(list.collection, owner, Vec::new()).await?;
        let version = self.version_of(list.collection, owner);
        let name = list.field.name.clone();
        let before = [(name.clone(), Json::from(old.to_vec()))].into_iter().collect();
        let after = [(name, Json::from(new.to_vec()))].into_iter().collect();
        self.notes.update(&list.collection.name, &owner.id, version, (before, after));
        Ok(())
    }

    /// The record's version after what was done to it since the image was read.
    fn version_of(&self, collection: &Collection, image: &Image) -> i64 {
        self.notes.version(&collection.name, &image.id).unwrap_or(image.version)
    }

    /// The records of which the field has one of the values, with the fields asked for. A relation's
    /// value is an id.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn images(
        &mut self,
        collection: &Collection,
        fields: &[&Field],
        by: &Field,
        values: Vec<Value>,
        lock: Lock,
    ) -> Result<Vec<Image>, Failure> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        self.flush().await?;
        let always = ["id", "version"].into_iter().filter_map(|name| collection.fields.get(name));
        let mut asked: Vec<&Field> = always.collect();
        asked.extend(fields.iter().filter(|field| !["id", "version"].contains(&field.name.as_str())));
        let sql = self.tables.images(&collection.table, &asked, by, lock);
        let parameter = write::list_parameter(self.tables.dialect, by.form(), values);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        let floats = asked.iter().filter(|field| !field.list && field.form() == JsonForm::Float);
        let floats: Vec<&str> = floats.map(|field| field.name.as_str()).collect();
        texts.iter().map(|text| image(text, &floats)).collect()
    }

    /// The records of which the field's JSON holds one of the ids, with that field: more than those that
    /// point to them. Nobody is kept from changing them.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn mentions(
        &mut self,
        collection: &Collection,
        field: &Field,
        ids: &[String],
    ) -> Result<Vec<Image>, Failure> {
        /// Beyond that, looking at all records is faster than looking for each id in each of them.
        const MOST_IDS: usize = 32;
        self.flush().await?;
        let always = ["id", "version"].into_iter().filter_map(|name| collection.fields.get(name));
        let fields: Vec<&Field> = always.chain([field]).collect();
        let sql = write::mentions(self.tables.dialect, &collection.table, &fields, field);
        let texts: Vec<Value> = match ids.len() <= MOST_IDS {
            true => ids.iter().map(|id| Value::Text(Json::from(id.as_str()).to_string())).collect(),
            false => vec![Value::Text("\"".to_owned())],
        };
        let parameter = write::list_parameter(self.tables.dialect, JsonForm::Text, texts);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        texts.iter().map(|text| image(text, &[])).collect()
    }

    /// The rows of a join table whose column has one of the ids, in the order of their lists.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn links(&mut self, table: &str, by: &str, ids: Vec<Value>) -> Result<Vec<Link>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.flush().await?;
        let sql = write::links(self.tables.dialect, table, by);
        let parameter = write::list_parameter(self.tables.dialect, JsonForm::Text, ids);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        texts.iter().map(|text| link(text)).collect()
    }

    /// Runs a statement of the compiler, which sees everything that was written.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn read_text(
        &mut self,
        statement: &ReadStatement,
        values: &[Sql],
        into: &mut String,
    ) -> Result<(), Failure> {
        self.flush().await?;
        Ok(self.db.read_text(statement, values, into).await?)
    }

    /// The ids of the first records of a collection: of a singleton, the one there is.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn ids(&mut self, collection: &Collection) -> Result<Vec<String>, Failure> {
        self.flush().await?;
        Ok(self.db.texts(&write::first_ids(&collection.table), &[]).await?)
    }

    /// The database that runs.
    pub(super) fn dialect(&self) -> Dialect {
        self.tables.dialect
    }

    /// The transaction of the database, for system tables that belong to the same step.
    pub(super) fn system(&mut self) -> &mut Transaction {
        self.db
    }

    /// Sends everything that waits to the database.
    ///
    /// # Errors
    ///
    /// A database that fails, or records that are there already.
    pub async fn flush(&mut self) -> Result<(), Failure> {
        if self.pending.is_empty() {
            return Ok(());
        }
        for batch in by_rank(&self.tables.model, self.pending.take()) {
            batch.run(self.db, self.tables).await?;
        }
        Ok(())
    }

    /// Sends everything to the database, and writes the log of it.
    ///
    /// # Errors
    ///
    /// A database that fails, or records that are there already.
    pub async fn finish(&mut self) -> Result<(), Failure> {
        self.flush().await?;
        if self.notes.is_empty() {
            return Ok(());
        }
        let number = self.number().await?;
        let at = Value::DateTime(self.now);
        let author = [&self.author.actor, &self.author.request_id];
        let [actor, request_id] = author.map(|name| name.clone().map_or(Value::Null, Value::Text));
        let rows = self.notes.take().map(|note| {
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
    async fn number(&mut self) -> Result<Option<i64>, Failure> {
        if let (None, Some(sql)) = (self.number, self.tables.dialect.transaction_number()) {
            let texts = self.db.texts(sql, &[]).await?;
            self.number = texts.first().and_then(|text| text.parse().ok());
        }
        Ok(self.number)
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

/// Runs the statement for the rows, and says how many rows it changed.
pub(super) async fn run(
    db: &mut Transaction,
    statement: &RowStatement,
    rows: &[Vec<Value>],
) -> Result<u64, StoreError> {
    let mut changed = 0;
    if rows.is_empty() {
        return Ok(changed);
    }
    for (sql, parameters) in statement.runs(rows) {
        changed += db.execute(sql, &parameters).await?;
    }
    Ok(changed)
}

fn link_key(source: &str, target: &str) -> [Value; 2] {
    [Value::Text(source.to_owned()), Value::Text(target.to_owned())]
}

fn image(text: &str, floats: &[&str]) -> Result<Image, Failure> {
    let mut fields: Fields = serde_json::from_str(text).map_err(unreadable)?;
    for name in floats {
        // The databases write `2` for what is 2.0 everywhere else.
        if let Some(value) = fields.get_mut(*name) {
            *value = value.as_f64().map_or(Json::Null, Json::from);
        }
    }
    let id = fields.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
    let version = fields.get("version").and_then(Json::as_i64).unwrap_or(1);
    Ok(Image { id, version, fields })
}

fn link(text: &str) -> Result<Link, Failure> {
    let (source, target, position) = serde_json::from_str(text).map_err(unreadable)?;
    Ok(Link { source, target, position })
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::Store(StoreError::Other(format!("a stored record can't be read: {error}")))
}

/// Links by the id of the list's owner.
pub fn by_source(links: Vec<Link>) -> HashMap<String, Vec<Link>> {
    let mut lists: HashMap<String, Vec<Link>> = HashMap::new();
    for link in links {
        lists.entry(link.source.clone()).or_default().push(link);
    }
    lists
}
