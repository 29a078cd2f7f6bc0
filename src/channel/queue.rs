//! What waits for a member, bounded. Read [`Queue::push`] first.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::event::Event;

/// What waits for a member.
#[derive(Debug)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    ready: Notify,
}

#[derive(Debug)]
struct Waiting {
    events: VecDeque<Arc<Event>>,
    /// Whether the member is to be told first who is here. Who comes and goes until then need not be told.
    is_behind: bool,
}

/// What a member is to be told.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// Who is here.
    Members,
    /// Something happened.
    Event(Arc<Event>),
}

impl Queue {
    /// Of a member who is to be told first who is here.
    pub fn new() -> Self {
        let waiting = Waiting { events: VecDeque::new(), is_behind: true };
        Self { waiting: Mutex::new(waiting), ready: Notify::new() }
    }

    /// Adds an event. When more than `most` wait, the member is to be told anew who is here, and the oldest messages
    /// are dropped.
    pub fn push(&self, event: &Arc<Event>, most: usize) {
        let mut waiting = self.waiting();
        if waiting.events.len() >= most && !waiting.is_behind {
            waiting.is_behind = true;
            waiting.events.retain(|event| event.is_message());
        }
        if waiting.is_behind && !event.is_message() {
            return;
        }
        while waiting.events.len() >= most {
            waiting.events.pop_front();
        }
        waiting.events.push_back(event.clone());
        drop(waiting);
        self.ready.notify_one();
    }

    /// Takes what is to be told next, if there is anything.
    pub fn take(&self) -> Option<Next> {
        let mut waiting = self.waiting();
        match waiting.is_behind {
            true => Some(Next::Members),
            false => waiting.events.pop_front().map(Next::Event),
        }
    }

    /// The member is told who is here. To be called while nobody comes or goes.
    pub fn catch_up(&self) {
        self.waiting().is_behind = false;
    }

    /// Waits until there may be something.
    pub async fn ready(&self) {
        self.ready.notified().await;
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::event::{Happened, Member};
    use super::*;

    fn message(number: usize) -> Arc<Event> {
        Event::now(Happened::Message { payload: Arc::new(json!(number)), sender: None })
    }

    fn joined() -> Arc<Event> {
        let (id, state, since) = ("m".into(), Arc::new(json!(null)), chrono::Utc::now());
        Event::now(Happened::Joined(Member { id, user: None, state, since }))
    }

    #[test]
    fn who_is_behind_loses_the_oldest_messages_and_is_told_who_is_here() {
        let queue = Queue::new();
        queue.push(&joined(), 4);
        assert_eq!(queue.take(), Some(Next::Members));
        queue.catch_up();
        queue.push(&joined(), 4);
        let messages: Vec<_> = (0..6).map(message).collect();
        for message in &messages {
            queue.push(message, 4);
        }
        queue.push(&joined(), 4);
        assert_eq!(queue.take(), Some(Next::Members));
        queue.catch_up();
        for message in &messages[2..] {
            assert_eq!(queue.take(), Some(Next::Event(message.clone())));
        }
        assert_eq!(queue.take(), None);
    }

    #[test]
    fn who_reads_in_time_is_told_everything() {
        let queue = Queue::new();
        queue.catch_up();
        for number in 0..10 {
            let (message, joined) = (message(number), joined());
            queue.push(&message, 2);
            queue.push(&joined, 2);
            assert_eq!(queue.take(), Some(Next::Event(message)));
            assert_eq!(queue.take(), Some(Next::Event(joined)));
        }
    }
}
