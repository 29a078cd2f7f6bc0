//! What is watched: queries that are answered again when their answer changes, and streams of changes.
//!
//! A node follows the change log while anybody watches ([`follower`]). Those who watch the same are one cohort
//! ([`cohort`]): one statement and one text for all of them. A change that surely leaves an answer as it is costs no
//! statement. Streams are read from the log in its order ([`stream`]). Knows no GraphQL: what is read and how it
//! is written is given by whoever watches. Read [`Live::watch`] first.

pub mod cohort;
mod follower;
mod moments;
mod registry;
pub mod stream;
mod window;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::changes::{Change, Log, Position, Tables};
use crate::error::Error;
use crate::store::StoreError;
use cohort::{Cohort, Query, Watching};
use registry::Registry;
use window::Window;

/// Everything that is watched on this node. Clones share it.
#[derive(Debug, Clone)]
pub struct Live(Arc<Inner>);

/// Told of every change that is followed, before those who watch are.
pub type Listener = Box<dyn Fn(&Change) + Send + Sync>;

struct Inner {
    log: Log,
    tables: ArcSwapOption<Tables>,
    listener: Mutex<Option<Arc<Listener>>>,
    cohorts: Registry,
    streams: stream::Registry,
    window: Window,
    /// Up to where the log was followed; none while it is not.
    head: watch::Sender<Option<Position>>,
    /// How many watch.
    demand: AtomicUsize,
    is_followed: Mutex<bool>,
    /// Evaluations that may run at once.
    turns: Semaphore,
    evaluated: AtomicU64,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// How long the log is followed after the last one who watched is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest that it waits to try again what the database did not answer.
const LONGEST_RETRY: Duration = Duration::from_secs(10);

/// How long it waits before each try.
fn retries() -> impl Iterator<Item = Duration> + Send {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(LONGEST_RETRY)
        .build()
}

impl Live {
    /// What is watched of the database with that log.
    pub fn new(log: Log) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Inner {
            log,
            tables: ArcSwapOption::empty(),
            listener: Mutex::default(),
            cohorts: Registry::default(),
            streams: stream::Registry::default(),
            window: Window::default(),
            head: watch::channel(None).0,
            demand: AtomicUsize::new(0),
            is_followed: Mutex::default(),
            turns: Semaphore::new(2 * cores),
            evaluated: AtomicU64::new(0),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        }))
    }

    /// From now on records are read by these tables.
    pub fn follow_model(&self, tables: Arc<Tables>) {
        self.0.tables.store(Some(tables));
    }

    /// Calls the function with every change that is followed.
    pub fn on_change(&self, listener: Listener) {
        *self.0.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(listener));
    }

    /// Follows the log from now on, whether anybody watches or not, where a transaction that runs now may come
    /// before ones that are there already.
    pub fn start(&self) {
        if self.0.log.store().dialect().writes_side_by_side() {
            self.0.demand.fetch_add(1, Ordering::Relaxed);
            self.0.follow();
        }
    }

    /// Has the log followed, for somebody who wants to be told of changes by [`Live::on_change`].
    pub fn attend(&self) -> Attending {
        Attending { _demand: Demand::new(self.0.clone()) }
    }

    /// Watches a query. Those who watch the same share its evaluations.
    pub fn watch(&self, query: Query) -> Watching {
        let demand = Demand::new(self.0.clone());
        let cohort = self.0.cohorts.join(query, |query| Cohort::new(&self.0, query));
        Watching::new(cohort, demand)
    }

    /// Watches the changes of a collection's records, after a position or from now on.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn changes(
        &self,
        changes: stream::Changes,
        since: Option<Position>,
    ) -> Result<stream::Watching, Error> {
        let demand = Demand::new(self.0.clone());
        stream::watch(self.0.clone(), demand, changes, since).await
    }

    /// The log that is followed.
    pub fn log(&self) -> &Log {
        &self.0.log
    }

    /// How many different queries are watched.
    pub fn cohorts(&self) -> usize {
        self.0.cohorts.len()
    }

    /// How often a query was evaluated because it was watched.
    pub fn evaluations(&self) -> u64 {
        self.0.evaluated.load(Ordering::Relaxed)
    }

    /// Waits until everything that was written before is followed, and every query that it touched is evaluated.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn settle(&self) -> Result<(), StoreError> {
        const LOOK_AGAIN: Duration = Duration::from_millis(2);
        let end = self.0.log.last().await?;
        loop {
            let is_followed = (*self.0.head.borrow()).is_none_or(|head| head >= end);
            if is_followed && self.0.cohorts.all().iter().all(|cohort| cohort.is_idle()) {
                return Ok(());
            }
            self.0.log.heard();
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Ends everything.
    pub async fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }
}

impl Inner {
    /// Follows the log unless that is done already.
    fn follow(self: &Arc<Self>) {
        let mut is_followed = self.is_followed();
        if !*is_followed && !self.stop.is_cancelled() {
            *is_followed = true;
            let inner = self.clone();
            self.tasks.spawn(async move { follower::run(inner).await });
        }
    }

    /// Ends following if nobody watches; whether it is ended is told.
    fn may_rest(&self) -> bool {
        let mut is_followed = self.is_followed();
        let rests = self.demand.load(Ordering::Acquire) == 0 || self.stop.is_cancelled();
        if rests {
            *is_followed = false;
            self.head.send_replace(None);
        }
        rests
    }

    fn is_followed(&self) -> MutexGuard<'_, bool> {
        self.is_followed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the log is followed: what is read from then on is noticed when it changes.
    async fn followed(&self) -> Option<Position> {
        let mut head = self.head.subscribe();
        tokio::select! {
            () = self.stop.cancelled() => None,
            found = head.wait_for(Option::is_some) => found.ok().and_then(|head| *head),
        }
    }

    fn listener(&self) -> Option<Arc<Listener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Somebody who attends, until it is dropped.
#[derive(Debug)]
pub struct Attending {
    _demand: Demand,
}

/// Somebody who watches: the log is followed while there is one.
#[derive(Debug)]
struct Demand(Arc<Inner>);

impl Demand {
    fn new(inner: Arc<Inner>) -> Self {
        inner.demand.fetch_add(1, Ordering::AcqRel);
        inner.follow();
        Self(inner)
    }
}

impl Drop for Demand {
    fn drop(&mut self) {
        self.0.demand.fetch_sub(1, Ordering::AcqRel);
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let demand = self.demand.load(Ordering::Relaxed);
        formatter.debug_struct("Live").field("watched_by", &demand).finish_non_exhaustive()
    }
}
