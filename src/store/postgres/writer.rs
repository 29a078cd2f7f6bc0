//! Writing to PostgreSQL: transactions that run side by side on connections that stay open, and run again
//! when they were in each other's way.
//!
//! Read [`Writer::write`] first.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use futures_util::future::BoxFuture;
use sea_orm::Value;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, Executor, Row};
use tokio::sync::{RwLock, Semaphore};

use super::super::transaction::{On, State, Transaction, attempt};
use super::super::{ReadStatement, StoreError, WriteError};
use super::alone;
use super::connections::{Connections, arguments, closed, is_lost};
use super::readers::read_text;

/// How often work is run when other transactions come first.
const RUNS: usize = 10;

/// Runs transactions.
#[derive(Debug)]
pub(in crate::store) struct Writer {
    options: PgConnectOptions,
    connections: Arc<Connections>,
    /// The transactions that may run at once.
    permits: Semaphore,
    /// Shared by transactions that run for the first time; one that was in others' way runs alone, so that
    /// it does not happen again and again: the server takes a second to find that two wait for each other.
    turns: RwLock<()>,
    commits: AtomicU64,
}

impl Writer {
    /// A writer that uses at most so many of the connections.
    pub(super) fn new(options: &PgConnectOptions, connections: Arc<Connections>, at_once: u32) -> Self {
        let permits = Semaphore::new(at_once as usize);
        let turns = RwLock::new(());
        Self { options: options.clone(), connections, permits, turns, commits: AtomicU64::new(0) }
    }

    /// Runs the work until it is committed, refused, or has been in others' way too often.
    pub(in crate::store) async fn write<T, E, F>(&self, work: &F) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>>,
    {
        let mut waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(5))
            .with_max_delay(Duration::from_millis(500))
            .with_max_times(RUNS - 1)
            .with_jitter()
            .build();
        let mut ended = {
            let _shared = self.turns.read().await;
            self.write_once(work).await
        };
        loop {
            let in_the_way = match ended {
                Err(WriteError::Again) => StoreError::Contention("the work never came through".to_owned()),
                Err(WriteError::Store(error @ StoreError::Contention(_))) => error,
                ended => return ended,
            };
            match waits.next() {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(in_the_way.into()),
            }
            let _alone = self.turns.write().await;
            ended = self.write_once(work).await;
        }
    }

    async fn write_once<T, E, F>(&self, work: &F) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>>,
    {
        let _turn = self.permits.acquire().await.map_err(|_| closed())?;
        let _permit = self.connections.permit().await?;
        let mut tx = Transaction::new(On::Postgres(Box::new(self.begin().await?)));
        let ended = attempt(work, &mut tx).await;
        // Nobody knows what the server still does for a statement that was left: the connection is dropped
        // with the transaction, as it is when this future is.
        if tx.state == State::Running {
            return ended;
        }
        let finished = tx.control(if ended.is_ok() { "COMMIT" } else { "ROLLBACK" }).await;
        if let On::Postgres(connection) = tx.on
            && !connection.is_lost
        {
            self.connections.put_back(connection.raw);
        }
        if ended.is_ok() {
            finished?;
            self.commits.fetch_add(1, Ordering::Relaxed);
        }
        ended
    }

    /// A connection with an open transaction. One that was lost is replaced: nothing ran on it yet.
    async fn begin(&self) -> Result<WriteConnection, StoreError> {
        if let Some(used) = self.connections.used() {
            let mut connection = WriteConnection::new(used);
            match connection.run(BEGIN).await {
                Ok(()) => return Ok(connection),
                Err(error) if is_lost(&error) => self.connections.forget_used(),
                Err(error) => return Err(error.into()),
            }
        }
        let mut connection = WriteConnection::new(self.connections.connect().await?);
        connection.control(BEGIN).await?;
        Ok(connection)
    }

    /// A transaction on a connection of its own.
    pub(in crate::store) async fn begin_import(&self) -> Result<Transaction, StoreError> {
        let mut connection = WriteConnection::new(alone(&self.options).await?);
        connection.control("BEGIN ISOLATION LEVEL READ COMMITTED; SET CONSTRAINTS ALL DEFERRED").await?;
        Ok(Transaction::new(On::Postgres(Box::new(connection))))
    }

    pub(in crate::store) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Begins no more transactions. Those that run come to their end.
    pub(in crate::store) fn close(&self) {
        self.permits.close();
    }
}

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// A connection in a transaction. Dropped before the end it is closed, and the server rolls back.
#[derive(Debug)]
pub(in crate::store) struct WriteConnection {
    raw: PgConnection,
    is_lost: bool,
}

impl WriteConnection {
    fn new(raw: PgConnection) -> Self {
        Self { raw, is_lost: false }
    }

    /// Runs a statement and answers how many rows it changed.
    pub(in crate::store) async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let statement = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(values));
        let ran = statement.execute(&mut self.raw).await;
        Ok(self.noted(ran)?.rows_affected())
    }

    /// Runs a statement and answers the first column of its rows.
    pub(in crate::store) async fn texts(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<String>, StoreError> {
        let statement = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments(values));
        let ran = statement.fetch_all(&mut self.raw).await;
        self.noted(ran)?.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Runs a statement once with each of the lists of values, and answers how many rows it changed.
    pub(in crate::store) async fn execute_each(
        &mut self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let mut changed = 0;
        for values in runs {
            changed += self.execute(sql, &values).await?;
        }
        Ok(changed)
    }

    /// Runs a statement once with each of the lists of values, and answers the first column of all of
    /// its rows.
    pub(in crate::store) async fn texts_each(
        &mut self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>>,
    ) -> Result<Vec<String>, StoreError> {
        let mut texts = Vec::new();
        for values in runs {
            texts.extend(self.texts(sql, &values).await?);
        }
        Ok(texts)
    }

    /// Runs a statement that answers one row with one text, and appends the text.
    pub(in crate::store) async fn read_text(
        &mut self,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        let ran = read_text(&mut self.raw, statement.shared_sql(), arguments(values), into).await;
        Ok(self.noted(ran)?)
    }

    /// A statement that begins, ends or marks.
    pub(in crate::store) async fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        Ok(self.run(sql).await?)
    }

    async fn run(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let ran = self.raw.execute(sql).await;
        self.noted(ran).map(|_| ())
    }

    fn noted<T>(&mut self, ran: sqlx::Result<T>) -> sqlx::Result<T> {
        self.is_lost |= ran.as_ref().is_err_and(is_lost);
        ran
    }
}
