//! Those who watch the same changes: each is judged and written once for all of them.
//!
//! The last events are kept. Read [`Cohort::after`] first.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::watch;

use super::super::{LONGEST_RETRY, retries};
use super::{Changes, Event, Inner, Sent, next};
use crate::changes::{Change, Position};
use crate::error::Error;

/// Those who watch the same changes.
#[derive(Debug)]
pub(super) struct Cohort {
    changes: Changes,
    last: Mutex<Last>,
    head: watch::Sender<Position>,
}

/// The last events, without a gap.
#[derive(Debug, Default)]
struct Last {
    /// Every event after this position is here.
    after: Position,
    up_to: Position,
    events: VecDeque<Sent>,
    bytes: usize,
}

/// The most events that are kept, and the most bytes.
const MOST: (usize, usize) = (1_024, 1024 * 1024);

impl Cohort {
    /// Judges what comes after that position, as long as anybody watches.
    pub(super) fn begin(inner: &Arc<Inner>, changes: Changes, head: Position) -> Arc<Self> {
        let last = Last { after: head, up_to: head, ..Last::default() };
        let cohort = Arc::new(Self { changes, last: Mutex::new(last), head: watch::channel(head).0 });
        let (weak, owner) = (Arc::downgrade(&cohort), inner.clone());
        inner.tasks.spawn(async move {
            let stop = owner.stop.clone();
            tokio::select! {
                () = stop.cancelled() => {}
                () = follow(weak, &owner, head) => {}
            }
        });
        cohort
    }

    pub(super) fn collection(&self) -> &str {
        self.changes.judge.collection()
    }

    /// Up to where events are there.
    pub(super) fn head(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }

    /// At most so many events after a position, and up to where those are all; none when some of them are here no
    /// more.
    pub(super) fn after(&self, position: Position, limit: usize) -> Option<(Vec<Sent>, Position)> {
        let last = self.last();
        // Who is further than the others waits for them.
        if position >= last.up_to {
            return Some((Vec::new(), position));
        }
        if position < last.after {
            return None;
        }
        let first = last.events.partition_point(|(known, _)| *known <= position);
        let events: Vec<Sent> = last.events.iter().skip(first).take(limit).cloned().collect();
        let is_all = first + events.len() == last.events.len();
        let up_to = if is_all { last.up_to } else { events.last().map_or(position, |(known, _)| *known) };
        Some((events, up_to))
    }

    /// What the changes are to those who watch.
    pub(super) async fn events(
        &self,
        inner: &Inner,
        changes: &[Arc<Change>],
    ) -> Result<Vec<Sent>, Vec<Error>> {
        let tables = inner.tables.load_full();
        let Some(tables) = tables.filter(|_| !changes.is_empty()) else { return Ok(Vec::new()) };
        let judged = self.changes.judge.events(&inner.log, &tables, changes).await;
        let mut events = judged.map_err(|error| vec![error])?;
        events.retain(|event| self.changes.turns.contains(&event.turn));
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let texts = self.render(&events).await?;
        Ok(events.iter().map(|event| event.position).zip(texts).collect())
    }

    pub(super) async fn render(&self, events: &[Event]) -> Result<Vec<Arc<str>>, Vec<Error>> {
        self.changes.render.render(events).await
    }

    fn push(&self, events: Vec<Sent>, up_to: Position) {
        let mut last = self.last();
        last.bytes += events.iter().map(|(_, text)| text.len()).sum::<usize>();
        last.events.extend(events);
        last.up_to = up_to;
        while (last.events.len() > MOST.0 || last.bytes > MOST.1)
            && let Some((position, text)) = last.events.pop_front()
        {
            last.after = position;
            last.bytes -= text.len();
        }
        drop(last);
        self.head.send_replace(up_to);
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn follow(cohort: Weak<Cohort>, inner: &Inner, mut position: Position) {
    let mut followed = inner.head.subscribe();
    let mut waits = retries();
    loop {
        let up_to = *followed.borrow_and_update();
        if up_to.is_some_and(|up_to| up_to > position) {
            let Some(cohort) = cohort.upgrade() else { return };
            match step(&cohort, inner, position).await {
                Ok(reached) => {
                    waits = retries();
                    if reached > position {
                        position = reached;
                        continue;
                    }
                }
                Err(errors) => {
                    tracing::warn!(?errors, "a stream of changes has to wait");
                    drop(cohort);
                    tokio::time::sleep(waits.next().unwrap_or(LONGEST_RETRY)).await;
                    continue;
                }
            }
        }
        if cohort.strong_count() == 0 || followed.changed().await.is_err() {
            return;
        }
    }
}

async fn step(cohort: &Cohort, inner: &Inner, position: Position) -> Result<Position, Vec<Error>> {
    let (changes, up_to) =
        next(inner, cohort.collection(), position).await.map_err(|error| vec![Error::from(error)])?;
    let events = cohort.events(inner, &changes).await?;
    cohort.push(events, up_to);
    Ok(up_to)
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Changes")
            .field("collection", &self.judge.collection())
            .finish_non_exhaustive()
    }
}
