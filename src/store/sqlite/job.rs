//! Work that waits in the lane, with whoever asked for it.

use std::pin::pin;

use futures_util::future::{BoxFuture, Either, select};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::super::transaction::{Transaction, attempt};
use super::super::{StoreError, WriteError};

/// How often work is run that says each time that another transaction came first.
const RUNS: u32 = 10;

/// Work of whatever kind.
pub(super) trait Job: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// Runs the work. What it wrote stays in the transaction, whatever it ended with.
    fn run<'t>(&'t mut self, tx: &'t mut Transaction) -> BoxFuture<'t, Ended>;
    /// Tells what the work ended with.
    fn answer(self: Box<Self>);
    /// Tells that nothing was written.
    fn fail(self: Box<Self>, error: StoreError);
}

/// How work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It is to be committed.
    Well,
    /// It failed, refused, or nobody waits for it.
    Badly,
    /// It says that another transaction came first, and may be run again.
    Again,
}

/// The work of one call of `Store::write`.
pub(super) struct Asked<T, E, F> {
    work: F,
    answer: oneshot::Sender<Result<T, WriteError<E>>>,
    ended: Result<T, WriteError<E>>,
    runs: u32,
    /// Taken for as long as the work waits or runs.
    _place: OwnedSemaphorePermit,
}

impl<T, E, F> Asked<T, E, F> {
    /// The work, not run yet.
    pub(super) fn new(
        work: F,
        answer: oneshot::Sender<Result<T, WriteError<E>>>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Self { work, answer, ended: Err(WriteError::Again), runs: 0, _place: place }
    }
}

impl<T, E, F> Job for Asked<T, E, F>
where
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
    T: Send,
    E: Send,
{
    fn is_abandoned(&self) -> bool {
        self.answer.is_closed()
    }

    fn run<'t>(&'t mut self, tx: &'t mut Transaction) -> BoxFuture<'t, Ended> {
        Box::pin(async {
            // Work that waits for something else than the database must not hold the lane for nobody.
            let work = pin!(attempt(&self.work, tx));
            self.ended = match select(work, pin!(self.answer.closed())).await {
                Either::Left((ended, _)) => ended,
                Either::Right(_) => return Ended::Badly,
            };
            self.runs += 1;
            match self.ended {
                Ok(_) => Ended::Well,
                Err(WriteError::Again) if self.runs < RUNS => Ended::Again,
                Err(_) => Ended::Badly,
            }
        })
    }

    fn answer(self: Box<Self>) {
        let ended = match self.ended {
            Err(WriteError::Again) => {
                Err(StoreError::Contention("the work never came through".to_owned()).into())
            }
            ended => ended,
        };
        // Whoever is gone does not want to know.
        let _ = self.answer.send(ended);
    }

    fn fail(self: Box<Self>, error: StoreError) {
        let _ = self.answer.send(Err(error.into()));
    }
}
