//! The statements of a model's tables, each written once.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::model::layout::{Layout, Table};
use crate::model::{Collection, Field, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET, Model, Scalar};
use crate::query::dialect::Dialect;
use crate::query::dialect::write::{self, Lock, RowColumn, RowStatement};

/// How many texts are kept. What is written follows from the model, what is read from the fields that
/// requests change: there are seldom more.
const MOST_TEXTS: usize = 4_096;

/// What a transaction must know of the tables that it writes.
#[derive(Debug)]
pub struct Tables {
    /// The model.
    pub model: Arc<Model>,
    /// Its tables.
    pub layout: Layout,
    /// The database that runs.
    pub dialect: Dialect,
    rows: Cache<(RowShape, String, Vec<String>), RowStatement>,
    reads: Cache<ReadShape, Arc<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RowShape {
    InsertRecords,
    Insert,
    Update,
    Delete,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ReadShape {
    table: String,
    fields: Vec<String>,
    by: String,
    lock: Lock,
}

impl Tables {
    /// The tables of that model.
    pub fn new(model: Arc<Model>, dialect: Dialect) -> Self {
        let layout = Layout::of(&model);
        Self { model, layout, dialect, rows: Cache::new(MOST_TEXTS), reads: Cache::new(MOST_TEXTS) }
    }

    /// The collection's table.
    pub fn table(&self, collection: &Collection) -> Option<&Table> {
        self.layout.tables.get(&collection.table)
    }

    /// The statement for rows of the table with these columns.
    pub(super) fn rows(&self, shape: RowShape, table: &str, columns: &[RowColumn]) -> RowStatement {
        let names = columns.iter().map(|column| column.name.clone()).collect();
        let key = (shape, table.to_owned(), names);
        let write = match shape {
            RowShape::InsertRecords => RowStatement::insert_records,
            RowShape::Insert => RowStatement::insert,
            RowShape::Update => RowStatement::update,
            RowShape::Delete => RowStatement::delete,
        };
        self.rows.get(&key).unwrap_or_else(|| {
            let statement = write(self.dialect, table, columns);
            self.rows.insert(key, statement.clone());
            statement
        })
    }

    /// The statement that reads records as they are.
    pub(super) fn images(&self, table: &str, fields: &[&Field], by: &Field, lock: Lock) -> Arc<str> {
        let shape = ReadShape {
            table: table.to_owned(),
            fields: fields.iter().map(|field| field.name.clone()).collect(),
            by: by.name.clone(),
            lock,
        };
        self.reads.get(&shape).unwrap_or_else(|| {
            let text: Arc<str> = write::images(self.dialect, table, fields, by, lock).into();
            self.reads.insert(shape, text.clone());
            text
        })
    }

    /// The columns of the collection's table in the order of its fields.
    pub(super) fn columns(&self, collection: &Collection) -> Vec<RowColumn> {
        let table = self.table(collection);
        table.map(|table| table.columns.values().map(RowColumn::from).collect()).unwrap_or_default()
    }

    /// A field's column.
    pub(super) fn column(&self, collection: &Collection, field: &str) -> Option<RowColumn> {
        let name = collection.fields.get(field)?.column()?;
        self.table(collection)?.columns.get(&name).map(RowColumn::from)
    }
}

/// A column of ids.
pub(super) fn id_column(name: &str) -> RowColumn {
    RowColumn { name: name.to_owned(), scalar: Scalar::ID }
}

/// The columns of a join table.
pub(super) fn link_columns() -> [RowColumn; 3] {
    let position = RowColumn { name: JOIN_POSITION.to_owned(), scalar: Scalar::Int };
    [id_column(JOIN_SOURCE), id_column(JOIN_TARGET), position]
}
