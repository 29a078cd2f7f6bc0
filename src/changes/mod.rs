//! The change log: everything that was ever written, in the order in which it was.
//!
//! Owns the one type that writes content, [`Tx`], which appends to the log in the same transaction; and
//! those that read the log: [`Log`] answers questions, the [`Pump`] feeds [`Consumer`]s. Read [`write`]
//! first, then [`Log::since`].

mod by_record;
mod change;
mod consumer;
mod entries;
mod finality;
mod history;
mod import;
mod lists;
mod log;
mod notes;
mod once;
mod pending;
mod pump;
mod reads;
mod retention;
mod slugs;
mod tables;
mod tx;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use change::{Change, Operation, Position};
pub use consumer::{Consumer, Progress, SetAside, progress, set_aside};
pub use history::{Histories, Past};
pub use import::ImportTx;
pub use lists::LinkField;
pub use log::{ChangeFilter, Log, Visible};
pub use once::{Once, Outcome};
pub use pump::{Pump, PumpOptions};
pub use reads::{Image, Link, by_source};
pub use retention::{Retention, is_removed_since, retain};
pub use slugs::{Slugs, no_slug};
pub use tables::Tables;
pub use tx::{Author, Failure, NewRecord, Taken, Tx};

use pending::References;
use tx::State;

use crate::store::{Store, StoreError, Transaction, WriteError};

/// What is done in a transaction. It may be run several times, each time from the beginning.
pub trait Work: Send + Sync + 'static {
    /// What comes of it.
    type Done: Send + 'static;
    /// Why it is not done.
    type Refusal: Send + 'static;

    /// Does it.
    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<Self::Done, WriteError<Self::Refusal>>>;
}

/// Runs the work in a transaction and commits it with the log of what it did.
///
/// # Errors
///
/// What the work says, or a database that fails.
pub async fn write<W: Work>(
    store: &Store,
    tables: Arc<Tables>,
    author: Author,
    work: W,
) -> Result<W::Done, WriteError<W::Refusal>> {
    let context = Arc::new((tables, author, work));
    let run = store.write(move |db| {
        let context = context.clone();
        Box::pin(async move {
            let (tables, author, work) = &*context;
            run(db, tables, author, work).await
        })
    });
    run.await
}

async fn run<W: Work>(
    db: &mut Transaction,
    tables: &Tables,
    author: &Author,
    work: &W,
) -> Result<W::Done, WriteError<W::Refusal>> {
    let mut state = State::new(References::AtOnce);
    let mut tx = Tx { db, tables, author, state: &mut state };
    let done = work.run(&mut tx).await?;
    match tx.finish().await {
        Ok(()) => Ok(done),
        Err(Failure::Store(error)) => Err(WriteError::Store(error)),
        Err(Failure::Taken(_)) => {
            let message = "records waited to the end that are there already";
            Err(WriteError::Store(StoreError::Other(message.to_owned())))
        }
    }
}
