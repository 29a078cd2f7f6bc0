//! Reading the log: what came after a position, a record's past, and who did what.
//!
//! Read [`Log::since`] first.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use tokio::sync::watch;

use super::finality::Finality;
use super::{Change, Operation, Position};
use crate::store::entity::change::{Column, Entity};
use crate::store::{Store, StoreError};

/// The change log of a database. Clones share what is known of it.
#[derive(Debug, Clone)]
pub struct Log(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    store: Store,
    finality: Mutex<Finality>,
    woken: watch::Sender<()>,
    /// The commits of this process that it was told of.
    commits: AtomicU64,
}

/// Which changes are asked for. All of what is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// Of records of one of these collections.
    pub collections: Option<Vec<String>>,
    /// Of the records with this id.
    pub id: Option<String>,
    /// By this actor.
    pub actor: Option<String>,
    /// At this moment or later.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// One of these was done.
    pub operations: Option<Vec<Operation>>,
    /// The field of this name is among the changed ones.
    pub field: Option<String>,
}

/// Changes that are committed.
#[derive(Debug)]
pub struct Visible {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Before how many of them, from the first on, none can come any more.
    pub certain: usize,
}

impl Log {
    /// The log of that database.
    pub fn new(store: Store) -> Self {
        let (woken, _) = watch::channel(());
        Self(Arc::new(Shared { store, finality: Mutex::default(), woken, commits: AtomicU64::new(0) }))
    }

    /// The changes after a position, in order, at most so many. Asked again with the last one's position it
    /// goes on; whoever does so sees every change once. A change is held back while one before it may still
    /// come.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn since(&self, after: Position, limit: u64) -> Result<Vec<Change>, StoreError> {
        let Visible { mut changes, certain } = self.visible(after, limit).await?;
        changes.truncate(certain);
        Ok(changes)
    }

    /// The same, with those that are held back.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn visible(&self, after: Position, limit: u64) -> Result<Visible, StoreError> {
        loop {
            // Before the changes are read: what becomes certain meanwhile may be missing among them.
            let up_to = self.finality().up_to();
            let changes = self.read_after(after, limit).await?;
            let positions = changes.iter().map(|change| change.position);
            let certain = Finality::certain(up_to, after, positions);
            let (Some(last), Some(uncertain)) = (changes.last(), changes.get(certain)) else {
                return Ok(Visible { changes, certain });
            };
            if self.learn(last.position).await? < uncertain.position {
                return Ok(Visible { changes, certain });
            }
        }
    }

    /// Learns what is certain after a position was seen.
    async fn learn(&self, seen: Position) -> Result<Position, StoreError> {
        let asked = self.finality().ask();
        let writers = self.0.store.log_writers().await?;
        let mut finality = self.finality();
        finality.learn(seen, asked, writers);
        Ok(finality.up_to())
    }

    async fn read_after(&self, after: Position, limit: u64) -> Result<Vec<Change>, StoreError> {
        let changes = Entity::find().filter(Column::Position.gt(after.0)).order_by_asc(Column::Position);
        self.read(changes.limit(limit)).await
    }

    /// A record's past, the newest change first; `before` goes on where an answer ended.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn history(
        &self,
        collection: &str,
        id: &str,
        limit: u64,
        before: Option<Position>,
    ) -> Result<Vec<Change>, StoreError> {
        let filter = ChangeFilter {
            collections: Some(vec![collection.to_owned()]),
            id: Some(id.to_owned()),
            ..ChangeFilter::default()
        };
        self.audit(&filter, limit, before).await
    }

    /// The changes that pass the filter, the newest first; `before` goes on where an answer ended.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn audit(
        &self,
        filter: &ChangeFilter,
        limit: u64,
        before: Option<Position>,
    ) -> Result<Vec<Change>, StoreError> {
        let changes = Entity::find()
            .apply_if(filter.collections.as_ref(), |rows, names| rows.filter(Column::Collection.is_in(names)))
            .apply_if(filter.id.as_ref(), |rows, id| rows.filter(Column::RecordId.eq(id)))
            .apply_if(filter.actor.as_ref(), |rows, actor| rows.filter(Column::Actor.eq(actor)))
            .apply_if(filter.since, |rows, since| rows.filter(Column::At.gte(since)))
            .apply_if(filter.until, |rows, until| rows.filter(Column::At.lt(until)))
            .apply_if(filter.operations.as_ref(), |rows, done| {
                rows.filter(Column::Operation.is_in(done.iter().map(|done| done.name())))
            })
            .apply_if(filter.field.as_ref(), |rows, field| rows.filter(self.changes_field(field)))
            .apply_if(before, |rows, before| rows.filter(Column::Position.lt(before.0)))
            .order_by_desc(Column::Position);
        self.read(changes.limit(limit)).await
    }

    /// Whether the field is one of those that a change holds, whatever its values.
    fn changes_field(&self, field: &str) -> Condition {
        let dialect = self.store().dialect();
        let holds = |column: Column| dialect.has_member(column.into_expr(), field);
        Condition::any().add(holds(Column::Before)).add(holds(Column::After))
    }

    async fn read(&self, changes: Select<Entity>) -> Result<Vec<Change>, StoreError> {
        let rows = changes.all(self.0.store.connection()).await?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// The position of the last change that is committed. Some before it may still come.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn last(&self) -> Result<Position, StoreError> {
        let last = Entity::find().select_only().column(Column::Position).order_by_desc(Column::Position);
        let last: Option<i64> = last.into_tuple().one(self.0.store.connection()).await?;
        Ok(last.map_or(Position::START, Position))
    }

    /// How many changes come after a position.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn count_after(&self, after: Position) -> Result<u64, StoreError> {
        Ok(Entity::find().filter(Column::Position.gt(after.0)).count(self.0.store.connection()).await?)
    }

    /// Whether the log knows of a collection, also of one that the model has no more.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn knows(&self, collection: &str) -> Result<bool, StoreError> {
        let filter =
            ChangeFilter { collections: Some(vec![collection.to_owned()]), ..ChangeFilter::default() };
        Ok(!self.audit(&filter, 1, None).await?.is_empty())
    }

    /// Tells those who wait that there is something new, here and on other nodes. Called after a commit in this
    /// process.
    pub fn wake(&self) {
        self.0.commits.fetch_add(1, Ordering::AcqRel);
        self.heard();
        self.0.store.bus().wake();
    }

    /// How many commits of this process it was told of.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    /// Tells those who wait here that there is something new, which another node has written.
    pub fn heard(&self) {
        self.0.woken.send_replace(());
    }

    /// Waits for [`Log::wake`] and [`Log::heard`]: `changed` ends when one was called since the last time.
    pub fn wakes(&self) -> watch::Receiver<()> {
        self.0.woken.subscribe()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    fn finality(&self) -> MutexGuard<'_, Finality> {
        self.0.finality.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
