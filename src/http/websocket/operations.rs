//! The operations of one socket. They move on only when the socket can take what they send, each in its turn.
//!
//! Read [`Operations::next`] first.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::stream::{AbortHandle, Abortable, SelectAll, Stream, StreamExt, abortable};

use crate::error::Error;
use crate::graphql::subscription::{Payload, Payloads};

/// The operations that run, by what the client calls them.
#[derive(Debug, Default)]
pub struct Operations {
    running: SelectAll<Abortable<Running>>,
    stops: HashMap<Arc<str>, AbortHandle>,
}

/// What an operation sends.
#[derive(Debug)]
pub enum Step {
    /// A result.
    Next(Payload),
    /// It is over because of these errors.
    Failed(Vec<Error>),
    /// It is over.
    Complete,
}

impl Operations {
    /// How many run.
    pub fn count(&self) -> usize {
        self.stops.len()
    }

    /// Whether none runs.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    /// Whether one of that id runs.
    pub fn has(&self, id: &str) -> bool {
        self.stops.contains_key(id)
    }

    /// Adds one that no other has the id of.
    pub fn add(&mut self, id: &str, payloads: Payloads) {
        let id: Arc<str> = id.into();
        let (running, stop) = abortable(Running { id: id.clone(), payloads: Some(payloads) });
        self.stops.insert(id, stop);
        self.running.push(running);
    }

    /// Stops one, if it runs: nothing more comes of it.
    pub fn stop(&mut self, id: &str) {
        if let Some(stop) = self.stops.remove(id) {
            stop.abort();
        }
    }

    /// Stops all, and returns what the client calls them.
    pub fn stop_all(&mut self) -> Vec<Arc<str>> {
        self.running = SelectAll::new();
        std::mem::take(&mut self.stops).into_keys().collect()
    }

    /// Waits for what one of them sends next. Whoever has sent something waits for the others.
    pub async fn next(&mut self) -> (Arc<str>, Step) {
        match self.running.next().await {
            Some((id, step)) => {
                if !matches!(step, Step::Next(_)) {
                    self.stops.remove(&id);
                }
                (id, step)
            }
            None => std::future::pending().await,
        }
    }
}

/// An operation that runs.
struct Running {
    id: Arc<str>,
    /// None once it is over.
    payloads: Option<Payloads>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Running").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Stream for Running {
    type Item = (Arc<str>, Step);

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(payloads) = &mut self.payloads else { return Poll::Ready(None) };
        let step = match ready!(payloads.poll_next_unpin(context)) {
            Some(Ok(payload)) => Step::Next(payload),
            Some(Err(errors)) => Step::Failed(errors),
            None => Step::Complete,
        };
        if !matches!(step, Step::Next(_)) {
            self.payloads = None;
        }
        Poll::Ready(Some((self.id.clone(), step)))
    }
}
