//! Streams of changes: which records entered what somebody watches, changed in it, or left it.
//!
//! Those who watch the same share what is judged and written ([`cohort`]), as long as they keep up; whoever is slower,
//! or comes back after a while, reads on from the log. Read [`Watching::next`] first.

mod cohort;
mod judge;
mod questions;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use futures_util::future::BoxFuture;

pub use judge::Judge;

use super::cohort::Key;
use super::{Demand, Inner};
use crate::changes::{Change, Position, is_removed_since};
use crate::error::Error;
use crate::store::StoreError;
use cohort::Cohort;

/// What became of a record, for somebody who watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// It is new among those that they watch.
    Entered,
    /// It was and is among them, and changed.
    Updated,
    /// It is not among them any more.
    Left,
    /// Changes are missing: all must be read anew.
    Resync,
}

impl Turn {
    /// Every turn.
    pub const ALL: [Self; 4] = [Self::Entered, Self::Updated, Self::Left, Self::Resync];

    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entered => "ENTERED",
            Self::Updated => "UPDATED",
            Self::Left => "LEFT",
            Self::Resync => "RESYNC",
        }
    }
}

/// An event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What became of the record.
    pub turn: Turn,
    /// The place of the change in the log.
    pub position: Position,
    /// The record; none when changes are missing.
    pub id: Option<String>,
    /// The fields that changed, of those that may be read.
    pub changed: Vec<String>,
}

/// Writes events as they are sent.
pub trait Render: Send + Sync {
    /// The text of each event, in their order.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    fn render<'a>(&'a self, events: &'a [Event]) -> BoxFuture<'a, Result<Vec<Arc<str>>, Vec<Error>>>;
}

/// The changes that somebody watches.
pub struct Changes {
    /// What tells them from others: whoever has the same key gets the same events.
    pub key: Key,
    /// Tells what changes are to those who watch.
    pub judge: Judge,
    /// What they want to hear of.
    pub turns: Vec<Turn>,
    /// What writes the events.
    pub render: Box<dyn Render>,
}

/// An event as it is sent.
type Sent = (Position, Arc<str>);

/// How many changes are judged at once.
const BATCH: usize = 128;

/// The streams of this node.
#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<HashMap<Key, Weak<Cohort>>>);

impl Registry {
    fn join(&self, inner: &Arc<Inner>, changes: Changes, head: Position) -> Arc<Cohort> {
        let mut cohorts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cohorts.get(&changes.key).and_then(Weak::upgrade) {
            return known;
        }
        cohorts.retain(|_, cohort| cohort.strong_count() > 0);
        let key = changes.key;
        let cohort = Cohort::begin(inner, changes, head);
        cohorts.insert(key, Arc::downgrade(&cohort));
        cohort
    }
}

/// Somebody who watches changes.
#[derive(Debug)]
pub struct Watching {
    cohort: Arc<Cohort>,
    inner: Arc<Inner>,
    /// What was read and not yet returned.
    read: VecDeque<Sent>,
    /// Up to where it was read.
    position: Position,
    /// What was there before it began, behind something that may still come.
    known: HashSet<Position>,
    /// Up to where it was returned.
    returned: Position,
    _demand: Demand,
}

pub(super) async fn watch(
    inner: Arc<Inner>,
    demand: Demand,
    changes: Changes,
    since: Option<Position>,
) -> Result<Watching, Error> {
    let stopped = || Error::new(crate::error::Code::Unavailable, "the server is stopping; try again");
    let head = inner.followed().await.ok_or_else(stopped)?;
    let (start, known) = match since {
        Some(since) => (since, HashSet::new()),
        None => now(&inner, head).await?,
    };
    let cohort = inner.streams.join(&inner, changes, head);
    let read = VecDeque::new();
    let mut watching =
        Watching { cohort, inner, read, position: start, known, returned: start, _demand: demand };
    if since.is_some() {
        watching.check().await?;
    }
    Ok(watching)
}

/// Behind what is there now: up to where nothing can be missing, and what is there after that.
async fn now(inner: &Inner, head: Position) -> Result<(Position, HashSet<Position>), StoreError> {
    let mut start = head;
    loop {
        let visible = inner.log.visible(start, 1_000).await?;
        let (given, held_back) = visible.changes.split_at(visible.certain);
        start = given.last().map_or(start, |last| last.position);
        if !held_back.is_empty() || given.is_empty() {
            return Ok((start, held_back.iter().map(|change| change.position).collect()));
        }
    }
}

impl Watching {
    /// Up to where events were returned: whoever begins there again misses none.
    pub fn position(&self) -> Position {
        if self.read.is_empty() { self.position } else { self.returned }
    }

    /// The next event.
    ///
    /// # Errors
    ///
    /// Why there is none any more.
    pub async fn next(&mut self) -> Result<Arc<str>, Vec<Error>> {
        let mut head = self.cohort.head();
        loop {
            if let Some((position, text)) = self.read.pop_front() {
                self.returned = position;
                return Ok(text);
            }
            head.borrow_and_update();
            match self.cohort.after(self.position, BATCH) {
                Some((events, up_to)) => {
                    let is_new = up_to > self.position;
                    self.position = up_to;
                    self.take(events);
                    if is_new {
                        continue;
                    }
                }
                None => {
                    // Boxed: those who keep up need not carry it along.
                    if Box::pin(self.read_from_log()).await? {
                        continue;
                    }
                }
            }
            if head.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    fn take(&mut self, events: Vec<Sent>) {
        let known = &self.known;
        self.read.extend(events.into_iter().filter(|(position, _)| !known.contains(position)));
        if self.known.iter().all(|known| *known <= self.position) {
            self.known.clear();
        }
    }

    /// Reads the next events from the log; whether it came further is told.
    async fn read_from_log(&mut self) -> Result<bool, Vec<Error>> {
        let before = self.position;
        self.check().await.map_err(|error| vec![Error::from(error)])?;
        if self.position > before {
            return Ok(true);
        }
        let (changes, up_to) =
            next(&self.inner, self.cohort.collection(), self.position).await.map_err(failed)?;
        let events = self.cohort.events(&self.inner, &changes).await?;
        self.position = up_to;
        self.take(events);
        Ok(up_to > before)
    }

    /// Says so and begins anew when changes are kept no longer that come next.
    async fn check(&mut self) -> Result<(), StoreError> {
        let collection = self.cohort.collection();
        if !is_removed_since(&self.inner.log, collection, self.position).await? {
            return Ok(());
        }
        let head = self.inner.followed().await.unwrap_or_default();
        let (start, known) = now(&self.inner, head).await?;
        let resync = Event { turn: Turn::Resync, position: start, id: None, changed: Vec::new() };
        match self.cohort.render(&[resync]).await {
            Ok(texts) => self.read.extend(texts.into_iter().map(|text| (start, text))),
            Err(errors) => tracing::warn!(?errors, "a stream's event can't be written"),
        }
        (self.position, self.known) = (start, known);
        Ok(())
    }
}

fn failed(error: StoreError) -> Vec<Error> {
    vec![Error::from(error)]
}

/// The next changes of the collection after a position, and up to where they are all.
async fn next(
    inner: &Inner,
    collection: &str,
    position: Position,
) -> Result<(Vec<Arc<Change>>, Position), StoreError> {
    if let Some(found) = inner.window.since(position, collection, BATCH) {
        return Ok(found);
    }
    let changes = inner.log.since(position, BATCH as u64).await?;
    let up_to = changes.last().map_or(position, |last| last.position);
    let own = changes.into_iter().filter(|change| change.collection == collection);
    Ok((own.map(Arc::new).collect(), up_to))
}
