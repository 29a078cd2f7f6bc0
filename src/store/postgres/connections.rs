//! Connections that stay with whoever reads and writes for requests: the pool asks the server whether a
//! connection is alive each time one is given back, which for a short statement doubles the work.
//!
//! A connection that the server closed meanwhile is noticed when it is used. Read [`Connections`] first.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::Value;
use sea_orm::sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, ConnectOptions, IntoArguments, Postgres};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::super::{StoreError, StoreOptions};
use super::{run, session_setup};

/// The statements that each connection keeps compiled on the server.
const STATEMENTS_KEPT: usize = 256;

/// Connections that are open or may be opened.
#[derive(Debug)]
pub(super) struct Connections {
    options: PgConnectOptions,
    setup: String,
    acquire_timeout: Duration,
    permits: Semaphore,
    idle: Mutex<Vec<PgConnection>>,
}

impl Connections {
    /// At most so many at once.
    pub(super) fn new(options: &PgConnectOptions, settings: &StoreOptions, count: u32) -> Self {
        Self {
            options: options.clone().statement_cache_capacity(STATEMENTS_KEPT),
            setup: session_setup(Some(settings.statement_timeout)),
            acquire_timeout: settings.acquire_timeout,
            permits: Semaphore::new(count as usize),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The right to use a connection.
    pub(super) async fn permit(&self) -> Result<SemaphorePermit<'_>, StoreError> {
        match tokio::time::timeout(self.acquire_timeout, self.permits.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(closed()),
            Err(_) => Err(StoreError::Unavailable("no connection is free".to_owned())),
        }
    }

    /// One that was used before, and may have been lost since.
    pub(super) fn used(&self) -> Option<PgConnection> {
        self.idle().pop()
    }

    /// A new one.
    pub(super) async fn connect(&self) -> sqlx::Result<PgConnection> {
        let mut connection = self.options.connect().await?;
        run(&mut connection, self.setup.clone()).await?;
        Ok(connection)
    }

    /// Keeps one for the next.
    pub(super) fn put_back(&self, connection: PgConnection) {
        if !self.permits.is_closed() {
            self.idle().push(connection);
        }
    }

    /// The server has closed one: those beside it are no better.
    pub(super) fn forget_used(&self) {
        self.idle().clear();
    }

    /// Closes those that nobody uses, and hands out none any more.
    pub(super) fn close(&self) {
        self.permits.close();
        self.forget_used();
    }

    fn idle(&self) -> MutexGuard<'_, Vec<PgConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn closed() -> StoreError {
    StoreError::Unavailable("the database is closed".to_owned())
}

/// The values as the driver takes them.
pub(super) fn arguments(values: &[Value]) -> PgArguments {
    IntoArguments::<Postgres>::into_arguments(SqlxValues(sea_query::Values(values.to_vec())))
}

/// Whether the connection is of no use any more.
pub(super) fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        // Told to go: the server stops, or an administrator ended the session.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P")),
        _ => true,
    }
}
