//! Rows that wait to be written, and the order in which they are.
//!
//! Read [`batches`] first.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::by_record::ByRecord;
use super::tables::{RowShape, Tables, id_column, link_columns};
use super::tx::{Failure, NewRecord, Taken, run};
use crate::model::{Collection, JOIN_SOURCE, JOIN_TARGET, Model, RelationStorage, Value};
use crate::query::dialect::write::RowColumn;
use crate::store::Transaction;

/// What waits, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Pending {
    writes: Vec<Write>,
    updated: ByRecord<()>,
    /// Rows of join tables that go, and those that come.
    unlinks: Links,
    links: Links,
}

/// Rows by join table.
type Links = IndexMap<String, Vec<Vec<Value>>>;

#[derive(Debug)]
enum Write {
    Insert(String, NewRecord),
    Update { table: String, columns: Vec<RowColumn>, values: Vec<Value> },
}

/// Rows that go to the database together.
#[derive(Debug)]
pub(super) enum Batch {
    Insert { collection: String, records: Vec<NewRecord> },
    Update { table: String, columns: Vec<RowColumn>, rows: Vec<Vec<Value>> },
    Unlink { table: String, rows: Vec<Vec<Value>> },
    Link { table: String, rows: Vec<Vec<Value>> },
}

/// When the database judges whether references hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum References {
    /// After each statement.
    AtOnce,
    /// When the transaction ends.
    AtTheEnd,
}

impl Pending {
    pub(super) fn insert(&mut self, collection: &str, record: NewRecord) {
        self.writes.push(Write::Insert(collection.to_owned(), record));
    }

    pub(super) fn update(
        &mut self,
        collection: &Collection,
        id: &str,
        columns: Vec<RowColumn>,
        values: Vec<Value>,
    ) {
        self.updated.insert(&collection.name, id, ());
        self.writes.push(Write::Update { table: collection.table.clone(), columns, values });
    }

    pub(super) fn link(&mut self, table: &str, values: Vec<Value>) {
        add_row(&mut self.links, table, values);
    }

    pub(super) fn unlink(&mut self, table: &str, values: Vec<Value>) {
        add_row(&mut self.unlinks, table, values);
    }

    /// Whether a change of the record waits: a second one must come after it.
    pub(super) fn holds_update(&self, collection: &str, id: &str) -> bool {
        self.updated.contains(collection, id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.links.is_empty() && self.unlinks.is_empty()
    }

    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

fn add_row(links: &mut Links, table: &str, values: Vec<Value>) {
    match links.get_mut(table) {
        Some(rows) => rows.push(values),
        None => {
            links.insert(table.to_owned(), vec![values]);
        }
    }
}

/// What waits, in batches that can be written one after the other: new records before those that point
/// to them, and before changes that came after them; links at the end, when their records are there.
pub(super) fn batches(model: &Model, references: References, pending: Pending) -> Vec<Batch> {
    let unlinks = pending.unlinks.into_iter().map(|(table, rows)| Batch::Unlink { table, rows });
    let mut batches: Vec<Batch> = unlinks.collect();
    let mut inserts: Vec<(String, NewRecord)> = Vec::new();
    let mut updates = Updates::default();
    for write in pending.writes {
        match write {
            Write::Insert(collection, record) => inserts.push((collection, record)),
            Write::Update { table, columns, values } => {
                if !inserts.is_empty() {
                    batches.extend(updates.take());
                    batches.extend(ranked(model, references, std::mem::take(&mut inserts)));
                }
                updates.add(table, columns, values);
            }
        }
    }
    batches.extend(updates.take());
    batches.extend(ranked(model, references, inserts));
    batches.extend(pending.links.into_iter().map(|(table, rows)| Batch::Link { table, rows }));
    batches
}

/// Changes by table and columns. No record is changed twice among what waits, so that their order does
/// not matter.
#[derive(Debug, Default)]
struct Updates(IndexMap<(String, Vec<String>), Update>);

#[derive(Debug)]
struct Update {
    columns: Vec<RowColumn>,
    rows: Vec<Vec<Value>>,
}

impl Updates {
    fn add(&mut self, table: String, columns: Vec<RowColumn>, values: Vec<Value>) {
        let names = columns.iter().map(|column| column.name.clone()).collect();
        let update = self.0.entry((table, names)).or_insert_with(|| Update { columns, rows: Vec::new() });
        update.rows.push(values);
    }

    fn take(&mut self) -> impl Iterator<Item = Batch> + use<> {
        let updates = std::mem::take(&mut self.0).into_iter();
        updates.map(|((table, _), Update { columns, rows })| Batch::Update { table, columns, rows })
    }
}

/// New records by how many others of them they wait for, and by collection.
fn ranked(model: &Model, references: References, inserts: Vec<(String, NewRecord)>) -> Vec<Batch> {
    let mut ranks: ByRecord<usize> = ByRecord::default();
    let mut batches: Vec<(usize, Batch)> = Vec::new();
    let may_point = references == References::AtOnce && inserts.len() > 1;
    for (name, record) in inserts {
        let mut rank = 0;
        if let Some(collection) = model.collections.get(&name).filter(|_| may_point) {
            rank = rank_of(&ranks, collection, &record);
            ranks.insert(&name, &record.id, rank);
        }
        let known = batches.iter_mut().find_map(|(known, batch)| match batch {
            Batch::Insert { collection, records } if *known == rank && *collection == name => Some(records),
            _ => None,
        });
        match known {
            Some(records) => records.push(record),
            None => batches.push((rank, Batch::Insert { collection: name, records: vec![record] })),
        }
    }
    batches.sort_by_key(|(rank, _)| *rank);
    batches.into_iter().map(|(_, batch)| batch).collect()
}

/// One more than the highest rank of the new records that this one points to.
fn rank_of(ranks: &ByRecord<usize>, collection: &Collection, record: &NewRecord) -> usize {
    let columns = collection.fields.values().filter(|field| field.has_column());
    let targets = columns.zip(&record.values).filter_map(|(field, value)| {
        let relation = field.relation()?;
        let RelationStorage::ForeignKey { .. } = relation.storage else { return None };
        let Value::Text(id) = value else { return None };
        ranks.get(&relation.target, id)
    });
    targets.max().map_or(0, |rank| rank + 1)
}

impl Batch {
    pub(super) async fn run(self, db: &mut Transaction, tables: &Tables) -> Result<(), Failure> {
        match self {
            Self::Insert { collection: name, mut records } => {
                let Some(collection) = tables.model.collections.get(&name) else { return Ok(()) };
                let columns = tables.columns(collection);
                let statement = tables.rows(RowShape::InsertRecords, &collection.table, &columns);
                let rows: Vec<_> =
                    records.iter_mut().map(|record| std::mem::take(&mut record.values)).collect();
                let written = db.texts_each(statement.sql(rows.len()), statement.runs(&rows)).await?;
                if written.len() == rows.len() {
                    return Ok(());
                }
                let mut written: HashSet<String> = written.into_iter().collect();
                let records = records.into_iter().zip(rows);
                let records = records.map(|(record, values)| NewRecord { values, ..record });
                // Of two records with one id, the first was written.
                let records = records.filter(|record| !written.remove(&record.id)).collect();
                return Err(Failure::Taken(Taken { collection: name, records }));
            }
            Self::Update { table, columns, rows } => {
                run(db, &tables.rows(RowShape::Update, &table, &columns), &rows).await?;
            }
            Self::Unlink { table, rows } => {
                let keys = [id_column(JOIN_SOURCE), id_column(JOIN_TARGET)];
                run(db, &tables.rows(RowShape::Delete, &table, &keys), &rows).await?;
            }
            Self::Link { table, rows } => {
                run(db, &tables.rows(RowShape::Insert, &table, &link_columns()), &rows).await?;
            }
        }
        Ok(())
    }
}
