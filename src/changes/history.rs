//! What records were before and after changes of the log.
//!
//! A change holds the fields that it changed. The others are what the next change of the record says that they
//! were before it, or what is stored now if none came since. Read [`Histories::of`] first, then [`Past`].

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use serde_json::Value as Json;

use super::by_record::ByRecord;
use super::notes::Fields;
use super::tables::Tables;
use super::{Change, Log, Operation, Position};
use crate::model::kind::JsonForm;
use crate::model::value::format_date_time;
use crate::model::{Collection, Field, RelationStorage, Value};
use crate::query::dialect::write::{self, Lock};
use crate::query::footprint::CHANGED_ALWAYS;
use crate::store::StoreError;
use crate::store::entity::change::{Column, Entity};

/// The pasts of some records.
#[derive(Debug, Default)]
pub struct Histories {
    records: ByRecord<History>,
    tables: Option<Arc<Tables>>,
}

/// The past of one record.
#[derive(Debug, Default)]
struct History {
    /// Its changes in order, from the first that was asked about to the newest.
    steps: Vec<Arc<Change>>,
    /// The record after all of them, if it is there.
    row: Option<Fields>,
    id: Json,
    /// Where a change is among the steps.
    places: HashMap<Position, usize>,
}

/// Which side of a change is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// A record before or after a change.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    history: &'a History,
    collection: &'a Collection,
    place: usize,
    side: Side,
}

/// More ids are not asked for in one statement.
const IDS_AT_ONCE: usize = 500;

impl Histories {
    /// The pasts of the records of these changes, which are in order and all that there were of their records
    /// between the first and the last of them.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn of(
        log: &Log,
        tables: &Arc<Tables>,
        changes: impl Iterator<Item = &Arc<Change>>,
    ) -> Result<Self, StoreError> {
        let mut histories = Self { records: ByRecord::default(), tables: Some(tables.clone()) };
        let mut ids: HashMap<&str, Vec<&str>> = HashMap::new();
        for change in changes {
            match histories.records.get_mut(&change.collection, &change.id) {
                Some(history) => history.push(change.clone()),
                None => {
                    let mut history = History { id: change.id.as_str().into(), ..History::default() };
                    history.push(change.clone());
                    histories.records.insert(&change.collection, &change.id, history);
                    ids.entry(&change.collection).or_default().push(&change.id);
                }
            }
        }
        for (name, ids) in ids {
            let Some(collection) = tables.model.collections.get(name) else { continue };
            for ids in ids.chunks(IDS_AT_ONCE) {
                histories.complete(log, collection, ids).await?;
            }
        }
        Ok(histories)
    }

    /// Adds what is stored now, and what was changed since.
    async fn complete(&mut self, log: &Log, collection: &Collection, ids: &[&str]) -> Result<(), StoreError> {
        let Some(tables) = self.tables.clone() else { return Ok(()) };
        let mut rows = stored(log, &tables, collection, ids).await?;
        let mut behind = Vec::new();
        for id in ids {
            let Some(history) = self.records.get_mut(&collection.name, id) else { continue };
            history.row = rows.remove(*id);
            if !history.is_newest() {
                behind.push(*id);
            }
        }
        if behind.is_empty() {
            return Ok(());
        }
        let first = self.records.get(&collection.name, behind[0]).and_then(History::last_position);
        let mut since = first.unwrap_or_default();
        for id in &behind {
            let last = self.records.get(&collection.name, id).and_then(History::last_position);
            since = since.min(last.unwrap_or_default());
        }
        // Read after the rows: nothing that they hold is missing.
        for change in since_then(log, collection, &behind, since).await? {
            if let Some(history) = self.records.get_mut(&collection.name, &change.id) {
                history.push(Arc::new(change));
            }
        }
        for id in behind {
            if let Some(history) = self.records.get_mut(&collection.name, id) {
                history.forget_newer();
            }
        }
        Ok(())
    }

    /// The record before the change; none when it was not there.
    pub fn before(&self, change: &Change) -> Option<Past<'_>> {
        (change.operation != Operation::Create).then(|| self.past(change, Side::Before)).flatten()
    }

    /// The record after the change; none when it is gone.
    pub fn after(&self, change: &Change) -> Option<Past<'_>> {
        (change.operation != Operation::Delete).then(|| self.past(change, Side::After)).flatten()
    }

    fn past(&self, change: &Change, side: Side) -> Option<Past<'_>> {
        let collection = self.tables.as_ref()?.model.collections.get(&change.collection)?;
        let history = self.records.get(&change.collection, &change.id)?;
        let place = *history.places.get(&change.position)?;
        Some(Past { history, collection, place, side })
    }
}

impl History {
    fn push(&mut self, change: Arc<Change>) {
        if self.last_position().is_none_or(|last| change.position > last) {
            self.places.insert(change.position, self.steps.len());
            self.steps.push(change);
        }
    }

    fn last_position(&self) -> Option<Position> {
        self.steps.last().map(|change| change.position)
    }

    /// Whether the row is what the last step left.
    fn is_newest(&self) -> bool {
        self.steps.last().is_some_and(|last| self.is_left_by(last))
    }

    fn is_left_by(&self, change: &Change) -> bool {
        match &self.row {
            None => change.operation == Operation::Delete,
            Some(row) => {
                change.operation != Operation::Delete
                    && row.get("version").and_then(Json::as_i64) == change.version
            }
        }
    }

    /// Leaves out what was done after the row was read. A row that no step left says nothing.
    fn forget_newer(&mut self) {
        match self.steps.iter().rposition(|change| self.is_left_by(change)) {
            Some(newest) => self.steps.truncate(newest + 1),
            None => self.row = None,
        }
    }
}

static NULL: Json = Json::Null;
static NONE: Json = Json::Array(Vec::new());

impl<'a> Past<'a> {
    /// The field's value in the API's JSON form, if it is known; of a to-one relation the id, of an owned list of
    /// records their ids.
    pub fn value(&self, field: &str) -> Option<&'a Json> {
        let History { steps, row, id, .. } = self.history;
        if field == "id" {
            return Some(id);
        }
        let known = self.collection.fields.get(field).filter(|field| !field.secret)?;
        let step = steps.get(self.place)?;
        let is_last = self.place + 1 == steps.len();
        if CHANGED_ALWAYS.contains(&field) {
            return row.as_ref().filter(|_| is_last && self.side == Side::After)?.get(field);
        }
        let own = match self.side {
            Side::Before => &step.before,
            Side::After => &step.after,
        };
        if let Some(value) = own.as_ref().and_then(|fields| fields.get(field)) {
            return Some(value);
        }
        match (step.operation, self.side) {
            (Operation::Create, Side::After) => return Some(left_out(known)),
            (Operation::Delete, Side::Before) => return gone(known),
            _ => {}
        }
        for later in &steps[self.place + 1..] {
            if let Some(value) = later.before.as_ref().and_then(|fields| fields.get(field)) {
                return Some(value);
            }
            if later.operation == Operation::Delete {
                return gone(known);
            }
        }
        row.as_ref()?.get(field)
    }

    /// When the record was written into this form, where the change did that.
    pub fn written_at(&self) -> Option<String> {
        let step = self.history.steps.get(self.place)?;
        (self.side == Side::After).then(|| format_date_time(&step.at))
    }
}

fn is_list_of_records(field: &Field) -> bool {
    let storage = field.relation().map(|relation| &relation.storage);
    matches!(storage, Some(RelationStorage::Join { owner: true, .. }))
}

/// What a field is that the log of a new record leaves out.
fn left_out(field: &Field) -> &'static Json {
    if is_list_of_records(field) { &NONE } else { &NULL }
}

/// What a field is that the log of a deleted record leaves out: an empty list is left out, too.
fn gone(field: &Field) -> Option<&'static Json> {
    match field.list {
        true if !is_list_of_records(field) => None,
        _ => Some(left_out(field)),
    }
}

/// The records as they are stored now, by id.
async fn stored(
    log: &Log,
    tables: &Tables,
    collection: &Collection,
    ids: &[&str],
) -> Result<HashMap<String, Fields>, StoreError> {
    let Some(id) = collection.fields.get("id") else { return Ok(HashMap::new()) };
    let fields = collection.fields.values().filter(|field| field.has_column() && !field.secret);
    let fields: Vec<&Field> = fields.collect();
    let sql = tables.images(&collection.table, &fields, id, Lock::None);
    let wanted = ids.iter().map(|id| Value::Text((*id).to_owned())).collect();
    let wanted = write::list_parameter(tables.dialect, JsonForm::Text, wanted);
    let connection = log.store().connection();
    let statement =
        Statement::from_sql_and_values(connection.get_database_backend(), sql.to_string(), [wanted]);
    let mut found = HashMap::with_capacity(ids.len());
    for row in connection.query_all_raw(statement).await? {
        let text: String = row.try_get_by_index(0)?;
        let fields: Fields = serde_json::from_str(&text)
            .map_err(|error| StoreError::Other(format!("a stored record can't be read: {error}")))?;
        if let Some(id) = fields.get("id").and_then(Json::as_str) {
            found.insert(id.to_owned(), fields);
        }
    }
    Ok(found)
}

/// The changes of those records after a position, in order.
async fn since_then(
    log: &Log,
    collection: &Collection,
    ids: &[&str],
    after: Position,
) -> Result<Vec<Change>, StoreError> {
    let changes = Entity::find()
        .filter(Column::Collection.eq(&collection.name))
        .filter(Column::RecordId.is_in(ids.iter().copied()))
        .filter(Column::Position.gt(after.0))
        .order_by_asc(Column::Position);
    let rows = changes.all(log.store().connection()).await?;
    rows.into_iter().map(Change::try_from).collect()
}
