//! Those who watch the same query: it is evaluated once for all of them, and sent when its answer is another.
//!
//! A cohort that is marked is evaluated as soon as it can be. Marks that come meanwhile are one: an idle node answers
//! at once, a busy one less often. Read [`Watching::next`] first, then [`Cohort::mark`].

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use super::{Demand, Inner, LONGEST_RETRY, retries};
use crate::error::{Code, Error};
use crate::filter::Values;
use crate::model::Model;
use crate::query::footprint::{Footprint, Moment, Step};

/// What tells a query from others: whoever has the same key gets the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; 32]);

/// Evaluates a query.
pub trait Source: Send + Sync {
    /// The answer as it is sent.
    ///
    /// # Errors
    ///
    /// Why there is none.
    fn evaluate(&self) -> BoxFuture<'_, Result<Arc<str>, Vec<Error>>>;
}

/// A query to watch.
pub struct Query {
    /// What tells it from others.
    pub key: Key,
    /// What its answer depends on.
    pub footprint: Footprint,
    /// The values in the conditions of that.
    pub values: Values,
    /// The model that it was made for.
    pub model: Arc<Model>,
    /// Whether its answer depends on what the log does not tell.
    pub is_polled: bool,
    /// What evaluates it.
    pub source: Box<dyn Source>,
}

/// Those who watch the same query.
pub struct Cohort {
    query: Query,
    inner: Weak<Inner>,
    state: Mutex<State>,
    /// The newest answer; none before the first.
    newest: watch::Sender<Option<Evaluated>>,
    /// Counts evaluations, for those who wait for one that began later than they came.
    evaluated: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    is_marked: bool,
    is_running: bool,
    /// The commits of this process that the newest answer is sure to know of.
    knows: Option<u64>,
}

/// An answer.
#[derive(Debug, Clone)]
struct Evaluated {
    result: Result<Arc<str>, Vec<Error>>,
    hash: u64,
    taken: Arc<Taken>,
}

/// How many have taken an answer.
#[derive(Debug, Default)]
struct Taken {
    count: AtomicUsize,
    more: Notify,
}

/// Cohorts of fewer are not waited for.
const SMALL: usize = 32;
/// The longest that a cohort waits for its slow members before its next evaluation.
const LONGEST_WAIT: Duration = Duration::from_millis(150);

impl Cohort {
    pub(super) fn new(inner: &Arc<Inner>, query: Query) -> Arc<Self> {
        Arc::new(Self {
            query,
            inner: Arc::downgrade(inner),
            state: Mutex::default(),
            newest: watch::channel(None).0,
            evaluated: watch::channel(0).0,
        })
    }

    pub(super) fn collections(&self) -> impl Iterator<Item = &str> {
        self.query.footprint.collections()
    }

    pub(super) fn has_conditions(&self, collection: &str) -> bool {
        self.query.footprint.has_conditions(collection)
    }

    /// Whether its answer may change without a change in the log.
    pub(super) fn is_timed(&self) -> bool {
        self.is_polled() || !self.moments().is_empty()
    }

    /// Whether it must be evaluated to know.
    pub(super) fn is_polled(&self) -> bool {
        self.query.footprint.is_timed || self.query.is_polled
    }

    /// With what the moment is compared.
    pub(super) fn moments(&self) -> &BTreeSet<Moment> {
        &self.query.footprint.moments
    }

    /// Whether it ended with an error.
    pub(super) fn is_over(&self) -> bool {
        self.newest.borrow().as_ref().is_some_and(|newest| newest.result.is_err())
    }

    /// Whether it is to be evaluated anyway.
    pub(super) fn is_marked(&self) -> bool {
        self.state().is_marked
    }

    /// Whether nothing is to be done for it.
    pub(super) fn is_idle(&self) -> bool {
        let state = self.state();
        !state.is_running && (!state.is_marked || self.newest.receiver_count() == 0)
    }

    /// Whether the answer may be another one after the step.
    pub(super) fn is_touched(&self, step: Step<'_>) -> bool {
        self.query.footprint.is_touched(&self.query.model, &self.query.values, step)
    }

    /// Has it evaluated again.
    pub(super) fn mark(self: &Arc<Self>) {
        let Some(inner) = self.inner.upgrade() else { return };
        let mut state = self.state();
        state.is_marked = true;
        if !state.is_running && self.newest.receiver_count() > 0 {
            state.is_running = true;
            let (cohort, stop) = (self.clone(), inner.stop.clone());
            inner.tasks.spawn(async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = cohort.run() => {}
                }
            });
        }
    }

    /// Evaluates until there is no mark any more.
    async fn run(&self) {
        let mut waits = retries();
        while self.begins() {
            let Some(inner) = self.inner.upgrade() else { return };
            if inner.followed().await.is_none() {
                return;
            }
            let knows = inner.log.commits();
            let result = {
                let _turn = inner.turns.acquire().await;
                inner.evaluated.fetch_add(1, Ordering::Relaxed);
                self.query.source.evaluate().await
            };
            drop(inner);
            match result {
                Err(errors) if is_passing(&errors) => {
                    self.state().is_marked = true;
                    tokio::time::sleep(waits.next().unwrap_or(LONGEST_RETRY)).await;
                }
                result => {
                    waits = retries();
                    let taken = self.publish(result, knows);
                    self.wait_for_members(taken).await;
                }
            }
        }
    }

    /// Takes the mark away. Without one, or without anybody who watches, it is over for now.
    fn begins(&self) -> bool {
        let mut state = self.state();
        let begins = state.is_marked && self.newest.receiver_count() > 0;
        if begins {
            state.is_marked = false;
        } else {
            state.is_running = false;
        }
        begins
    }

    /// Sends the answer to all, unless it is the one that they have.
    fn publish(&self, result: Result<Arc<str>, Vec<Error>>, knows: u64) -> Option<Arc<Taken>> {
        let hash = hash_of(&result);
        let taken = Arc::new(Taken::default());
        let new = Evaluated { result, hash, taken: taken.clone() };
        let is_new = self.newest.send_if_modified(|newest| {
            let is_new = newest.as_ref().is_none_or(|newest| newest.hash != hash);
            if is_new {
                *newest = Some(new);
            }
            is_new
        });
        self.state().knows = Some(knows);
        self.evaluated.send_modify(|count| *count += 1);
        is_new.then_some(taken)
    }

    /// Gives a large cohort the time to take an answer before the next one comes: what nobody has the time to read
    /// need not be made.
    async fn wait_for_members(&self, taken: Option<Arc<Taken>>) {
        let Some(taken) = taken else { return };
        let enough = || self.newest.receiver_count() / 10 * 9;
        if enough() < SMALL {
            return;
        }
        let all = async {
            while taken.count.load(Ordering::Relaxed) < enough() {
                taken.more.notified().await;
            }
        };
        // Who is slower than that is sent less.
        let _ = timeout(LONGEST_WAIT, all).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it is worth another try: the database did not answer.
fn is_passing(errors: &[Error]) -> bool {
    let passes = |error: &Error| matches!(error.code, Code::Unavailable | Code::Timeout | Code::Internal);
    !errors.is_empty() && errors.iter().all(passes)
}

fn hash_of(result: &Result<Arc<str>, Vec<Error>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match result {
        Ok(text) => text.hash(&mut hasher),
        Err(errors) => format!("{errors:?}").hash(&mut hasher),
    }
    hasher.finish()
}

/// Somebody who watches a query.
#[derive(Debug)]
pub struct Watching {
    cohort: Arc<Cohort>,
    newest: watch::Receiver<Option<Evaluated>>,
    /// An answer that was made later than this is wanted first.
    waits_for: Option<(u64, watch::Receiver<u64>)>,
    sent: Option<u64>,
    _demand: Demand,
}

impl Watching {
    pub(super) fn new(cohort: Arc<Cohort>, demand: Demand) -> Self {
        let newest = cohort.newest.subscribe();
        let commits = cohort.inner.upgrade().map_or(0, |inner| inner.log.commits());
        let evaluated = cohort.evaluated.subscribe();
        let is_fresh = cohort.state().knows.is_some_and(|knows| knows >= commits) && !cohort.is_marked();
        let waits_for = (!is_fresh).then_some((commits, evaluated));
        if waits_for.is_some() {
            cohort.mark();
        }
        Self { cohort, newest, waits_for, sent: None, _demand: demand }
    }

    /// Goes on with what somebody else watches: what was sent of the same answer is not sent again.
    #[must_use]
    pub fn after(self, before: &Self) -> Self {
        Self { sent: before.sent, ..self }
    }

    /// The newest answer, when it is another one than was returned before: the first at once, the others when they
    /// are there. One that is over, with an error, has no more.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn next(&mut self) -> Result<Arc<str>, Vec<Error>> {
        // Whoever waits may be interrupted, and waits on then.
        if let Some((commits, evaluated)) = &mut self.waits_for {
            while self.cohort.state().knows.is_none_or(|knows| knows < *commits) {
                if evaluated.changed().await.is_err() {
                    break;
                }
            }
            self.waits_for = None;
        }
        loop {
            let newest = self.newest.borrow_and_update().clone();
            if let Some(newest) = newest.filter(|newest| self.sent != Some(newest.hash)) {
                self.sent = Some(newest.hash);
                newest.taken.count.fetch_add(1, Ordering::Relaxed);
                newest.taken.more.notify_one();
                return newest.result;
            }
            if self.newest.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

impl std::fmt::Debug for Cohort {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Cohort").field("key", &self.query.key).finish_non_exhaustive()
    }
}
