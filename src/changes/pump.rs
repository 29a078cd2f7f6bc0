//! Feeds the consumers: every change at least once and in order, from where each was before.
//!
//! Positions are stored after each batch. A change that a consumer can't take is tried again, later each
//! time, and then set aside with its error, so that it holds up neither the consumer for ever nor the others
//! at all. Read [`Pump::run`] first.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use tokio_util::sync::CancellationToken;

use super::consumer::{begin, progress, store_position, store_set_aside};
use super::retention::Retention;
use super::{Change, Consumer, Log, Position};
use crate::store::{Lead, StoreError};

/// The changes that are read at once.
const BATCH: u64 = 256;

/// How consumers are fed.
#[derive(Debug, Clone)]
pub struct PumpOptions {
    /// How often a change is tried before it is set aside.
    pub tries: u32,
    /// How long the second try waits; each one after waits twice as long.
    pub first_wait: Duration,
    /// The longest that a try waits.
    pub longest_wait: Duration,
    /// How often the log is looked at when nobody says that there is something new.
    pub poll: Duration,
    /// How often a node looks whether it is the one that feeds, still or at last.
    pub lead_poll: Duration,
}

impl Default for PumpOptions {
    fn default() -> Self {
        Self {
            tries: 8,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            lead_poll: Duration::from_secs(5),
        }
    }
}

/// Feeds consumers, and keeps the log from growing for ever.
#[derive(Clone)]
pub struct Pump {
    log: Log,
    consumers: Vec<Arc<dyn Consumer>>,
    retention: Retention,
    options: PumpOptions,
}

/// What became of a change.
enum Fed {
    Taken,
    /// It was tried so often, and the last time this went wrong.
    Failed(u32, anyhow::Error),
    /// There was no time left to try again.
    Stopped,
}

impl Pump {
    /// A pump of the log that feeds those consumers.
    pub fn new(
        log: Log,
        consumers: Vec<Arc<dyn Consumer>>,
        retention: Retention,
        options: PumpOptions,
    ) -> Self {
        Self { log, consumers, retention, options }
    }

    /// Feeds the consumers until it is told to stop, whenever this node is the one that does so.
    pub async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.log.store().lead().await {
                Ok(Some(lead)) => self.run_as_leader(lead, &stop).await,
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "this node can't learn whether it feeds the consumers"),
            }
            pause(self.options.lead_poll, &stop).await;
        }
    }

    async fn run_as_leader(&self, mut lead: Lead, stop: &CancellationToken) {
        let leading = stop.child_token();
        let names: Vec<String> = self.names().map(str::to_owned).collect();
        let duties = join(
            join_all(self.consumers.iter().map(|consumer| self.feed(consumer.as_ref(), &leading))),
            self.retention.run(&self.log, &names, &leading),
        );
        let watch = async {
            while !leading.is_cancelled() {
                if !lead.holds().await {
                    tracing::warn!("this node feeds the consumers no more: its connection is gone");
                    leading.cancel();
                }
                pause(self.options.lead_poll, &leading).await;
            }
        };
        join(duties, watch).await;
    }

    /// The consumers' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.consumers.iter().map(|consumer| consumer.name())
    }

    /// Waits until every consumer is done with what the log holds now. Somebody must be feeding them.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn settle(&self) -> Result<(), StoreError> {
        const LOOK_AGAIN: Duration = Duration::from_millis(5);
        let end = self.log.last().await?;
        loop {
            let progress = progress(self.log.store()).await?;
            let is_done =
                |name: &str| progress.iter().any(|known| known.name == name && known.position >= end);
            if self.names().all(is_done) {
                return Ok(());
            }
            self.log.heard();
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    async fn feed(&self, consumer: &dyn Consumer, stop: &CancellationToken) {
        let mut wakes = self.log.wakes();
        let mut position = None;
        let mut was_told = false;
        while !stop.is_cancelled() {
            wakes.mark_unchanged();
            match self.feed_batch(consumer, &mut position, stop).await {
                Ok(true) => was_told = false,
                Ok(false) => {
                    was_told = false;
                    tokio::select! {
                        () = stop.cancelled() => {}
                        _ = wakes.changed() => {}
                        () = tokio::time::sleep(self.options.poll) => {}
                    }
                }
                Err(error) => {
                    if !std::mem::replace(&mut was_told, true) {
                        tracing::error!(consumer = consumer.name(), %error, "a consumer can't go on; it will try again");
                    }
                    pause(self.options.poll, stop).await;
                }
            }
        }
    }

    /// Feeds what comes next. Answers whether there was anything.
    async fn feed_batch(
        &self,
        consumer: &dyn Consumer,
        position: &mut Option<Position>,
        stop: &CancellationToken,
    ) -> Result<bool, StoreError> {
        let start = match *position {
            Some(position) => position,
            None => *position.insert(begin(&self.log, consumer).await?),
        };
        let changes = self.log.since(start, BATCH).await?;
        let mut done = start;
        let fed = self.feed_changes(consumer, &changes, &mut done, stop).await;
        if done > start {
            store_position(self.log.store(), consumer.name(), done).await?;
            *position = Some(done);
        }
        fed.map(|()| done > start)
    }

    async fn feed_changes(
        &self,
        consumer: &dyn Consumer,
        changes: &[Change],
        done: &mut Position,
        stop: &CancellationToken,
    ) -> Result<(), StoreError> {
        for change in changes {
            match self.feed_change(consumer, change, stop).await {
                Fed::Taken => {}
                Fed::Failed(tries, error) => self.set_aside(consumer, change, tries, &error).await?,
                Fed::Stopped => break,
            }
            *done = change.position;
        }
        Ok(())
    }

    async fn feed_change(&self, consumer: &dyn Consumer, change: &Change, stop: &CancellationToken) -> Fed {
        let mut waits = self.waits();
        let mut tries = 0;
        while !stop.is_cancelled() {
            let Err(error) = consume(consumer, change).await else { return Fed::Taken };
            tries += 1;
            match waits.next() {
                Some(wait) => pause(wait, stop).await,
                None => return Fed::Failed(tries, error),
            }
        }
        Fed::Stopped
    }

    fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::default()
            .with_min_delay(self.options.first_wait)
            .with_max_delay(self.options.longest_wait)
            .with_max_times(self.options.tries.saturating_sub(1) as usize)
            .build()
    }

    async fn set_aside(
        &self,
        consumer: &dyn Consumer,
        change: &Change,
        tries: u32,
        error: &anyhow::Error,
    ) -> Result<(), StoreError> {
        let (name, position) = (consumer.name(), change.position);
        let error = format!("{error:#}");
        store_set_aside(self.log.store(), name, position, &error, tries).await?;
        tracing::error!(consumer = name, %position, tries, error, "a consumer went on without a change");
        Ok(())
    }
}

/// A panic of the consumer is an error like any other.
async fn consume(consumer: &dyn Consumer, change: &Change) -> anyhow::Result<()> {
    match AssertUnwindSafe(consumer.consume(change)).catch_unwind().await {
        Ok(consumed) => consumed,
        Err(_panic) => Err(anyhow::anyhow!("the consumer panicked")),
    }
}

/// Waits so long, or until it is told to stop.
pub(super) async fn pause(time: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

impl std::fmt::Debug for Pump {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.names().collect();
        formatter.debug_struct("Pump").field("consumers", &names).finish_non_exhaustive()
    }
}
