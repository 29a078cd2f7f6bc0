//! Connections that stay open: how many there may be, and how they are told to end.
//!
//! Read [`Connections`] first.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};
use tokio_util::task::TaskTracker;

use crate::config::Realtime;
use crate::error::{Code, Error};
use crate::graphql::executor::Executor;

/// When to come again if there are too many. Others end their connections all the time.
const RETRY_AFTER_SECONDS: u32 = 5;

/// The connections of one server that stay open. Clones share them.
#[derive(Clone, Default)]
pub struct Connections(Arc<Inner>);

#[derive(Default)]
struct Inner {
    open: Mutex<Open>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// Why a connection is to end. Either way its client is to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The server stops.
    Stop,
    /// The API was replaced.
    Replaced,
}

/// A connection that counts until it is dropped.
pub struct Admitted {
    connections: Connections,
    address: Option<IpAddr>,
}

impl Connections {
    /// Lets one more in from that address.
    ///
    /// # Errors
    ///
    /// When there are as many as the settings allow, or the server stops.
    pub fn admit(&self, settings: &Realtime, address: Option<IpAddr>) -> Result<Admitted, Error> {
        if self.0.stop.is_cancelled() {
            return Err(busy("the server is about to stop".to_owned()));
        }
        // Those of this machine are most often a proxy's.
        let address = address.filter(|address| !address.is_loopback());
        let mut open = self.open();
        let is_full = |limit: usize, open: usize| limit > 0 && open >= limit;
        if is_full(settings.connections, open.all) {
            let limit = settings.connections;
            return Err(busy(format!(
                "{limit} connections are open, and no more are allowed (setting `realtime.connections`)"
            )));
        }
        if let Some(address) = address {
            let own = open.by_address.entry(address).or_default();
            if is_full(settings.connections_per_address, *own) {
                let limit = settings.connections_per_address;
                return Err(busy(format!(
                    "{limit} connections are open from this address, and no more are allowed (setting `realtime.connections_per_address`)"
                )));
            }
            *own += 1;
        }
        open.all += 1;
        Ok(Admitted { connections: self.clone(), address })
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.open().all
    }

    /// Waits until the server is told to stop.
    pub fn stopping(&self) -> WaitForCancellationFuture<'_> {
        self.0.stop.cancelled()
    }

    /// What tells a connection that was opened just now to end. It is made once for each: to wait anew for every
    /// message would make all of them meet at one lock.
    pub fn ending(&self, executor: &Executor) -> BoxFuture<'static, Ending> {
        let (stop, mut replaced) = (self.0.stop.clone(), executor.replaced());
        Box::pin(async move {
            tokio::select! {
                () = stop.cancelled() => Ending::Stop,
                _ = replaced.changed() => Ending::Replaced,
            }
        })
    }

    /// Tells all of them to end; new ones are refused.
    pub fn stop(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
    }

    /// Waits until all tasks of connections have ended that were told to.
    pub async fn ended(&self) {
        self.0.tasks.wait().await;
    }

    /// What knows of every task that serves a connection.
    pub(super) fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy(message: String) -> Error {
    Error::new(Code::Unavailable, message).with_retry_after(RETRY_AFTER_SECONDS)
}

impl Drop for Admitted {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        open.all = open.all.saturating_sub(1);
        let Some(address) = self.address else { return };
        if let Some(own) = open.by_address.get_mut(&address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.by_address.remove(&address);
            }
        }
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Connections").field("open", &self.count()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Admitted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Admitted").field("address", &self.address).finish_non_exhaustive()
    }
}
