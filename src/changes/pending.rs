//! Rows that wait to be written, and the order in which they are.
//!
//! Read [`by_rank`] first.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::tables::{RowShape, Tables, link_columns};
use super::tx::{Failure, NewRecord, Taken, run};
use crate::model::{Collection, Model, RelationStorage, Value};
use crate::query::dialect::write::RowColumn;
use crate::store::Transaction;

/// What waits, in the order in which it came.
#[derive(Debug, Default)]
pub(super) struct Pending {
    writes: Vec<Write>,
    updated: HashSet<(String, String)>,
}

#[derive(Debug)]
enum Write {
    Insert(String, NewRecord),
    Update { table: String, columns: Vec<RowColumn>, values: Vec<Value> },
    Link { table: String, values: Vec<Value> },
}

/// Rows that go to the database together.
#[derive(Debug)]
pub(super) enum Batch {
    Insert { collection: String, records: Vec<NewRecord> },
    Update { table: String, columns: Vec<RowColumn>, rows: Vec<Vec<Value>> },
    Link { table: String, rows: Vec<Vec<Value>> },
}

impl Pending {
    pub(super) fn insert(&mut self, collection: &str, record: NewRecord) {
        self.writes.push(Write::Insert(collection.to_owned(), record));
    }

    pub(super) fn update(
        &mut self,
        record: (String, String),
        table: &str,
        columns: Vec<RowColumn>,
        values: Vec<Value>,
    ) {
        self.updated.insert(record);
        self.writes.push(Write::Update { table: table.to_owned(), columns, values });
    }

    pub(super) fn link(&mut self, table: &str, values: Vec<Value>) {
        self.writes.push(Write::Link { table: table.to_owned(), values });
    }

    /// Whether a change of the record waits: a second one must come after it.
    pub(super) fn holds_update(&self, record: &(String, String)) -> bool {
        self.updated.contains(record)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    pub(super) fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// What waits, in batches that can be written one after the other: new records before those that point
/// to them, and before changes that came after them; links at the end, when their records are there.
pub(super) fn by_rank(model: &Model, pending: Pending) -> Vec<Batch> {
    let mut batches = Vec::new();
    let mut links: IndexMap<String, Vec<Vec<Value>>> = IndexMap::new();
    let mut inserts: Vec<(String, NewRecord)> = Vec::new();
    for write in pending.writes {
        match write {
            Write::Insert(collection, record) => inserts.push((collection, record)),
            Write::Update { table, columns, values } => {
                batches.extend(ranked(model, std::mem::take(&mut inserts)));
                add_update(&mut batches, table, columns, values);
            }
            Write::Link { table, values } => links.entry(table).or_default().push(values),
        }
    }
    batches.extend(ranked(model, inserts));
    batches.extend(links.into_iter().map(|(table, rows)| Batch::Link { table, rows }));
    batches
}

/// Adds to the batch of equal changes since the last new record. No record is changed twice among what
/// waits, so that their order does not matter.
fn add_update(batches: &mut Vec<Batch>, table: String, columns: Vec<RowColumn>, values: Vec<Value>) {
    let names = |columns: &[RowColumn]| columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
    for batch in batches.iter_mut().rev() {
        match batch {
            Batch::Insert { .. } | Batch::Link { .. } => break,
            Batch::Update { table: known, columns: same, rows }
                if *known == table && names(same) == names(&columns) =>
            {
                rows.push(values);
                return;
            }
            Batch::Update { .. } => {}
        }
    }
    batches.push(Batch::Update { table, columns, rows: vec![values] });
}

/// New records by how many others of them they wait for, and by collection.
fn ranked(model: &Model, inserts: Vec<(String, NewRecord)>) -> Vec<Batch> {
    let mut ranks: HashMap<(String, String), usize> = HashMap::new();
    let mut batches: Vec<(usize, Batch)> = Vec::new();
    let single = inserts.len() == 1;
    for (name, record) in inserts {
        let rank = match model.collections.get(&name) {
            Some(collection) if !single => rank_of(&ranks, collection, &record),
            _ => 0,
        };
        ranks.insert((name.clone(), record.id.clone()), rank);
        let known = batches.iter_mut().find_map(|(known, batch)| match batch {
            Batch::Insert { collection, records } if *known == rank && *collection == name => Some(records),
            Batch::Insert { .. } | Batch::Update { .. } | Batch::Link { .. } => None,
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
fn rank_of(ranks: &HashMap<(String, String), usize>, collection: &Collection, record: &NewRecord) -> usize {
    let columns = collection.fields.values().filter(|field| field.column().is_some());
    let targets = columns.zip(&record.values).filter_map(|(field, value)| {
        let relation = field.relation()?;
        let RelationStorage::ForeignKey { .. } = relation.storage else { return None };
        let Value::Text(id) = value else { return None };
        ranks.get(&(relation.target.clone(), id.clone()))
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
                let mut written: HashSet<String> = HashSet::with_capacity(rows.len());
                for (sql, parameters) in statement.runs(&rows) {
                    written.extend(db.texts(sql, &parameters).await?);
                }
                if written.len() == rows.len() {
                    return Ok(());
                }
                let records = records.into_iter().zip(rows);
                let records = records.map(|(record, values)| NewRecord { values, ..record });
                // Of two records with one id, the first was written.
                let records = records.filter(|record| !written.remove(&record.id)).collect();
                return Err(Failure::Taken(Taken { collection: name, records }));
            }
            Self::Update { table, columns, rows } => {
                run(db, &tables.rows(RowShape::Update, &table, &columns), &rows).await?;
            }
            Self::Link { table, rows } => {
                run(db, &tables.rows(RowShape::Insert, &table, &link_columns()), &rows).await?;
            }
        }
        Ok(())
    }
}
