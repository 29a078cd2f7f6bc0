//! What nodes tell each other: that there is something new in the log, and small messages by topic.
//!
//! On PostgreSQL it goes through LISTEN and NOTIFY, on one connection that does nothing else
//! (`store/postgres/bus.rs`); on SQLite this process is alone. Nothing is stored: who was away is told that it may
//! have missed something. Read [`Bus`] first.

mod frames;
mod outbox;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::postgres;
pub(super) use frames::{Incoming, Told};
pub(super) use outbox::Outbox;

/// The largest message, in bytes.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The messages that a subscriber may be behind. One that is further behind is told that it missed some.
const MOST_BEHIND: usize = 4096;

/// How this node tells the others of the database something, and hears what they tell. Clones share it.
#[derive(Debug, Clone)]
pub struct Bus(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    node: Arc<str>,
    /// None when this process is alone.
    target: Option<Box<postgres::Target>>,
    topics: Mutex<HashMap<&'static str, broadcast::Sender<Heard>>>,
    outbox: Outbox,
    wakes: watch::Sender<()>,
}

/// What a subscriber of a topic hears.
#[derive(Debug, Clone)]
pub enum Heard {
    /// A message, of this node or another one.
    Message(Message),
    /// There may have been messages that did not arrive.
    Missed,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// The node that sent it.
    pub node: Arc<str>,
    /// What it says.
    pub payload: Arc<str>,
}

/// The messages of a topic from now on.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Heard>);

impl Subscription {
    /// Waits for what is heard next.
    pub async fn next(&mut self) -> Heard {
        match self.0.recv().await {
            Ok(heard) => heard,
            Err(RecvError::Lagged(_)) => Heard::Missed,
            // Nobody can say anything any more.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Bus {
    /// A bus to the other nodes of that database; none where this process is alone.
    pub(super) fn new(target: Option<Box<postgres::Target>>) -> Self {
        Self(Arc::new(Shared {
            node: Uuid::new_v4().simple().to_string().into(),
            target,
            topics: Mutex::default(),
            outbox: Outbox::default(),
            wakes: watch::channel(()).0,
        }))
    }

    /// What this node is called, from its start to its end.
    pub fn node(&self) -> &Arc<str> {
        &self.0.node
    }

    /// Whether there may be other nodes.
    pub fn reaches_others(&self) -> bool {
        self.0.target.is_some()
    }

    /// Tells everybody who subscribed to the topic, here at once and on the other nodes as soon as they can be
    /// reached: in order, and once. Nobody waits for it, and nothing fails because of it. More than
    /// [`MOST_BYTES`] are told to nobody.
    pub fn publish(&self, topic: &'static str, payload: impl Into<Arc<str>>) {
        let payload = payload.into();
        if payload.len() > MOST_BYTES {
            tracing::error!(topic, bytes = payload.len(), "a message to other nodes is too large");
            return;
        }
        if self.0.target.is_some() {
            self.0.outbox.push(topic, payload.clone());
        }
        self.tell(topic, Heard::Message(Message { node: self.0.node.clone(), payload }));
    }

    /// What is published from now on.
    pub fn subscribe(&self, topic: &'static str) -> Subscription {
        let mut topics = self.topics();
        // Topics that nobody listens to any more are few and cost nothing.
        let sender = topics.entry(topic).or_insert_with(|| broadcast::channel(MOST_BEHIND).0);
        Subscription(sender.subscribe())
    }

    /// Tells the other nodes that there is something new in the log. To be called after the commit: NOTIFY takes
    /// a lock of the whole database, in which writers would wait for each other. Calls that come faster than
    /// they can be told become one.
    pub fn wake(&self) {
        if self.0.target.is_some() {
            self.0.outbox.wake();
        }
    }

    /// Waits for other nodes: `changed` ends when one of them wrote, or may have.
    pub fn wakes(&self) -> watch::Receiver<()> {
        self.0.wakes.subscribe()
    }

    /// Carries what is told to and fro until it is told to stop. Without it nobody else hears of this node, nor
    /// it of them.
    pub async fn run(&self, stop: CancellationToken) {
        match &self.0.target {
            Some(target) => postgres::bus::run(target, self, &stop).await,
            None => stop.cancelled().await,
        }
    }

    /// What waits to be told to the others.
    pub(super) fn outbox(&self) -> &Outbox {
        &self.0.outbox
    }

    /// Another node said this.
    pub(super) fn hear(&self, told: Told) {
        match told {
            Told::Wake => {
                self.0.wakes.send_replace(());
            }
            Told::Message { topic, message, is_first_after_gap } => {
                if is_first_after_gap {
                    self.missed();
                }
                self.tell(&topic, Heard::Message(message));
            }
        }
    }

    /// Something may have been said that this node did not hear.
    pub(super) fn missed(&self) {
        self.0.wakes.send_replace(());
        for sender in self.topics().values() {
            let _ = sender.send(Heard::Missed);
        }
    }

    fn tell(&self, topic: &str, heard: Heard) {
        if let Some(sender) = self.topics().get(topic) {
            // An error says that nobody listens.
            let _ = sender.send(heard);
        }
    }

    fn topics(&self) -> MutexGuard<'_, HashMap<&'static str, broadcast::Sender<Heard>>> {
        self.0.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of the last message of each node that was heard.
#[derive(Debug, Default)]
struct Numbers(HashMap<Arc<str>, u64>);

/// More nodes than ever were at once: those that are gone are forgotten with the others.
const MOST_NODES: usize = 1024;

/// What a message's number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbered {
    Next,
    AfterGap,
    Again,
}

impl Numbers {
    fn note(&mut self, node: &Arc<str>, number: u64) -> Numbered {
        if self.0.len() >= MOST_NODES && !self.0.contains_key(node) {
            self.0.clear();
        }
        match self.0.entry(node.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(number);
                Numbered::Next
            }
            Entry::Occupied(mut entry) => {
                let last = *entry.get();
                if number <= last {
                    return Numbered::Again;
                }
                entry.insert(number);
                if number == last + 1 { Numbered::Next } else { Numbered::AfterGap }
            }
        }
    }
}
