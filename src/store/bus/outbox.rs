//! What waits to be told to other nodes, bounded: when too much waits, the oldest is dropped, and its missing
//! number tells the others that they missed something.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::frames;

/// The most bytes that wait for a database that can't be reached. One message of the largest size fits.
const MOST_WAITING: usize = 8 * 1024 * 1024;
/// About so many bytes are sent in one transaction.
const BATCH: usize = 256 * 1024;
/// What a message costs beside its text.
const OVERHEAD: usize = 128;

/// What waits to be told.
#[derive(Debug, Default)]
pub(in crate::store) struct Outbox {
    waiting: Mutex<Waiting>,
    ready: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    wakes: bool,
    messages: VecDeque<Outgoing>,
    bytes: usize,
    /// The number of the newest message.
    number: u64,
}

/// A message on its way.
#[derive(Debug)]
struct Outgoing {
    number: u64,
    topic: &'static str,
    payload: Arc<str>,
}

/// What is sent together.
#[derive(Debug, Default)]
pub(in crate::store) struct Batch {
    wakes: bool,
    messages: Vec<Outgoing>,
}

impl Batch {
    /// Whether there is nothing to be sent.
    pub(in crate::store) fn is_empty(&self) -> bool {
        !self.wakes && self.messages.is_empty()
    }

    /// The notifications that say it.
    pub(in crate::store) fn frames(&self, node: &str) -> Vec<String> {
        let mut frames = Vec::with_capacity(self.messages.len() + 1);
        if self.wakes {
            frames.push(frames::wake(node));
        }
        for message in &self.messages {
            frames::split(node, message.number, message.topic, &message.payload, &mut frames);
        }
        frames
    }
}

impl Outbox {
    pub(super) fn push(&self, topic: &'static str, payload: Arc<str>) {
        let mut waiting = self.waiting();
        waiting.number += 1;
        waiting.bytes += payload.len() + OVERHEAD;
        let number = waiting.number;
        waiting.messages.push_back(Outgoing { number, topic, payload });
        waiting.shrink();
        drop(waiting);
        self.ready.notify_one();
    }

    pub(super) fn wake(&self) {
        self.waiting().wakes = true;
        self.ready.notify_one();
    }

    /// Waits until there may be something to be sent.
    pub(in crate::store) async fn ready(&self) {
        self.ready.notified().await;
    }

    /// Takes what is to be sent next.
    pub(in crate::store) fn take(&self) -> Batch {
        let mut waiting = self.waiting();
        let mut batch = Batch { wakes: std::mem::take(&mut waiting.wakes), messages: Vec::new() };
        let mut bytes = 0;
        while bytes < BATCH
            && let Some(message) = waiting.messages.pop_front()
        {
            bytes += message.payload.len() + OVERHEAD;
            batch.messages.push(message);
        }
        waiting.bytes = waiting.bytes.saturating_sub(bytes);
        batch
    }

    /// Puts back what could not be sent. Perhaps it was: the messages' numbers tell.
    pub(in crate::store) fn put_back(&self, batch: Batch) {
        let mut waiting = self.waiting();
        waiting.wakes |= batch.wakes;
        for message in batch.messages.into_iter().rev() {
            waiting.bytes += message.payload.len() + OVERHEAD;
            waiting.messages.push_front(message);
        }
        waiting.shrink();
        drop(waiting);
        self.ready.notify_one();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn shrink(&mut self) {
        while self.bytes > MOST_WAITING
            && let Some(oldest) = self.messages.pop_front()
        {
            self.bytes = self.bytes.saturating_sub(oldest.payload.len() + OVERHEAD);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_bounded_and_the_oldest_goes_first() {
        let outbox = Outbox::default();
        let payload: Arc<str> = "x".repeat(1024 * 1024).into();
        for _ in 0..20 {
            outbox.push("topic", payload.clone());
        }
        let batch = outbox.take();
        assert_eq!(batch.messages.len(), 1, "a large message goes alone");
        assert_eq!(batch.messages[0].number, 14);
        outbox.put_back(batch);
        assert_eq!(outbox.take().messages[0].number, 14);
    }

    #[test]
    fn wakes_become_one() {
        let outbox = Outbox::default();
        for _ in 0..3 {
            outbox.wake();
        }
        assert_eq!(outbox.take().frames("a"), ["w a"]);
        assert!(outbox.take().is_empty());
    }
}
