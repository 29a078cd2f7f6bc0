//! Follows the log, and tells what is watched that it may have changed.
//!
//! Queries are told of a change as soon as it can be seen; streams get it when none can come before it any more.
//! Read [`run`] first.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::cohort::Cohort;
use super::moments::Moments;
use super::{Inner, PATIENCE};
use crate::changes::{Change, Histories, Log, Operation, Past, Position, Visible};
use crate::filter::Facts;
use crate::query::footprint::Step;
use crate::store::StoreError;

/// The changes that are read at once.
const BATCH: u64 = 1_000;
/// How often it is looked at the log when nobody says that there is something new, and at what changes with time.
const POLL: Duration = Duration::from_secs(1);
/// So many changes of a collection at once take longer to judge than a query to evaluate.
const TOO_MANY_TO_JUDGE: usize = 256;
/// Others get to run after so many cohorts.
const AT_A_STRETCH: usize = 256;

/// How far a node is.
struct Follower {
    inner: Arc<Inner>,
    /// Nothing can come before it any more.
    position: Position,
    /// What was seen after that.
    early: BTreeSet<Position>,
    moments: Moments,
}

/// Follows the log until nobody watches.
pub(super) async fn run(inner: Arc<Inner>) {
    let mut wakes = inner.log.wakes();
    let Some(position) = begin(&inner).await else { return };
    inner.window.begin(position);
    inner.head.send_replace(Some(position));
    let mut follower =
        Follower { inner: inner.clone(), position, early: BTreeSet::new(), moments: Moments::from_now() };
    let mut ticks = interval(POLL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut idle_since = None;
    loop {
        follower.catch_up(&mut wakes).await;
        if inner.demand.load(std::sync::atomic::Ordering::Acquire) > 0 {
            idle_since = None;
        }
        tokio::select! {
            () = inner.stop.cancelled() => {}
            _ = wakes.changed() => {}
            _ = ticks.tick() => {
                follower.look_at_the_clock().await;
                inner.cohorts.sweep();
                let since = *idle_since.get_or_insert_with(Instant::now);
                let is_idle = since.elapsed() > PATIENCE;
                if is_idle && inner.may_rest() {
                    return;
                }
            }
        }
        if inner.stop.is_cancelled() && inner.may_rest() {
            return;
        }
    }
}

/// Where to begin: behind all that is there. None when it is over before.
async fn begin(inner: &Arc<Inner>) -> Option<Position> {
    loop {
        match first_certain(&inner.log).await {
            Ok(position) => return Some(position),
            Err(error) => tracing::warn!(%error, "the change log can't be followed yet; it is tried again"),
        }
        tokio::select! {
            () = inner.stop.cancelled() => {
                inner.may_rest();
                return None;
            }
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// The last change, if none can come before it any more. Else an earlier one behind which all may still come.
async fn first_certain(log: &Log) -> Result<Position, StoreError> {
    let last = log.last().await?;
    if log.store().log_writers().await?.is_empty() {
        return Ok(last);
    }
    // A transaction that runs now has taken its positions of late: those before are given.
    Ok(Position(last.0.saturating_sub(i64::try_from(BATCH).unwrap_or(i64::MAX)).max(0)))
}

impl Follower {
    /// Reads until there is nothing new.
    async fn catch_up(&mut self, wakes: &mut tokio::sync::watch::Receiver<()>) {
        loop {
            wakes.mark_unchanged();
            match self.round().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(%error, "the change log can't be read; it is tried again");
                    return;
                }
            }
        }
    }

    /// Reads the next changes; whether there may be more is told.
    async fn round(&mut self) -> Result<bool, StoreError> {
        let Visible { changes, certain } = self.inner.log.visible(self.position, BATCH).await?;
        let is_full = changes.len() as u64 == BATCH;
        let changes: Vec<Arc<Change>> = changes.into_iter().map(Arc::new).collect();
        let fresh: Vec<&Arc<Change>> =
            changes.iter().filter(|change| !self.early.contains(&change.position)).collect();
        if !fresh.is_empty() {
            self.tell(&fresh).await;
        }
        let (given, held_back) = changes.split_at(certain);
        self.early.extend(held_back.iter().map(|change| change.position));
        if let Some(last) = given.last() {
            self.position = last.position;
            self.early = self.early.split_off(&Position(last.position.0 + 1));
            self.inner.window.push(given, last.position);
            self.inner.head.send_replace(Some(last.position));
        }
        if is_full && given.is_empty() {
            // What comes behind can't be seen until a transaction ends: it may be anything.
            self.inner.cohorts.all().iter().for_each(|cohort| cohort.mark());
        }
        Ok(is_full && !given.is_empty())
    }

    /// Marks what time may have changed.
    async fn look_at_the_clock(&mut self) {
        let timed = self.inner.cohorts.timed();
        let moments = timed.iter().flat_map(|cohort| cohort.moments().iter().cloned()).collect();
        let passed = match self.inner.tables.load_full() {
            Some(tables) => self.moments.passed(&self.inner.log, &tables, moments).await,
            None => Ok(moments),
        };
        let passed = passed.unwrap_or_else(|error| {
            tracing::warn!(%error, "it can't be seen what time has changed; it is looked again");
            BTreeSet::new()
        });
        for cohort in timed {
            if cohort.is_polled() || !cohort.moments().is_disjoint(&passed) {
                cohort.mark();
            }
        }
    }

    /// Marks what the changes may have changed.
    async fn tell(&self, changes: &[&Arc<Change>]) {
        if let Some(listener) = self.inner.listener() {
            changes.iter().for_each(|change| listener(change));
        }
        let collections: HashSet<&str> = changes.iter().map(|change| change.collection.as_str()).collect();
        for collection in collections {
            let cohorts = self.inner.cohorts.of(collection);
            let changes: Vec<&Arc<Change>> =
                changes.iter().filter(|change| change.collection == collection).copied().collect();
            if changes.len() > TOO_MANY_TO_JUDGE {
                cohorts.iter().for_each(|cohort| cohort.mark());
                continue;
            }
            self.judge(collection, &cohorts, &changes).await;
        }
    }

    async fn judge(&self, collection: &str, cohorts: &[Arc<Cohort>], changes: &[&Arc<Change>]) {
        let has_conditions = cohorts.iter().any(|cohort| cohort.has_conditions(collection));
        let tables = self.inner.tables.load_full().filter(|_| has_conditions);
        let histories = match &tables {
            Some(tables) => Histories::of(&self.inner.log, tables, changes.iter().copied()).await,
            None => Ok(Histories::default()),
        };
        let histories = match histories {
            Ok(histories) => histories,
            Err(error) => {
                // The tables may be those of another model by now. Whatever changed is seen by evaluating.
                tracing::warn!(%error, collection, "changed records can't be read; what is watched of them is evaluated");
                cohorts.iter().for_each(|cohort| cohort.mark());
                return;
            }
        };
        for some in cohorts.chunks(AT_A_STRETCH) {
            mark_touched(some, changes, &histories);
            tokio::task::yield_now().await;
        }
    }
}

/// Marks those of the cohorts that the changes may have touched.
fn mark_touched(cohorts: &[Arc<Cohort>], changes: &[&Arc<Change>], histories: &Histories) {
    for change in changes {
        let before = histories.before(change).map_or(Seen::Nothing, Seen::Past);
        let after = histories.after(change).map_or(Seen::Nothing, Seen::Past);
        let step = Step {
            collection: &change.collection,
            changed: change.after.as_ref().filter(|_| change.operation == Operation::Update),
            before: (change.operation != Operation::Create).then_some(&before),
            after: (change.operation != Operation::Delete).then_some(&after),
        };
        for cohort in cohorts.iter().filter(|cohort| !cohort.is_marked()) {
            if cohort.is_touched(step) {
                cohort.mark();
            }
        }
    }
}

/// What is known of a record at one side of a change.
enum Seen<'a> {
    Past(Past<'a>),
    Nothing,
}

impl Facts for Seen<'_> {
    fn value(&self, field: &str) -> Option<&serde_json::Value> {
        match self {
            Self::Past(past) => past.value(field),
            Self::Nothing => None,
        }
    }
}
