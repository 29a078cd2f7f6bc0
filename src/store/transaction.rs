//! Transactions that write: the handle that work is given, and how work is run in one.
//!
//! Work is a function, because it may be run more than once: when another transaction came first, or
//! when the group of writes that it was in has to be made again. Read [`Store::write`] first, then
//! [`Transaction`].

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::Value;

use super::{ReadStatement, Store, StoreError, Writer, postgres, sqlite};
use crate::query::dialect::Dialect;

/// Why work was not committed.
#[derive(Debug)]
pub enum WriteError<E> {
    /// The database failed, or is busy.
    Store(StoreError),
    /// Another transaction came first: everything has to be done again.
    Again,
    /// The work itself refused.
    Refused(E),
}

impl<E> From<StoreError> for WriteError<E> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A transaction that writes. Until it is committed nobody else sees what it does, and when it is
/// dropped nothing happened.
#[derive(Debug)]
pub struct Transaction {
    pub(super) on: On,
    pub(super) state: State,
    /// Another transaction was in the way: the database says so once, and the work may have taken it
    /// for something else.
    pub(super) was_in_the_way: bool,
}

/// The connection that a transaction has for itself.
#[derive(Debug)]
pub(super) enum On {
    Sqlite(sqlite::WriteConnection),
    Postgres(Box<postgres::WriteConnection>),
}

/// How the last statement ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Well.
    Fine,
    /// Not at all: it still runs, or nobody waited for its end.
    Running,
    /// With an error. PostgreSQL takes nothing more until the transaction is rolled back, and turns its
    /// commit into a rollback without a word; on SQLite the same is held to.
    Failed,
}

impl Transaction {
    pub(super) fn new(on: On) -> Self {
        Self { on, state: State::Fine, was_in_the_way: false }
    }

    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        match self.on {
            On::Sqlite(_) => Dialect::Sqlite,
            On::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and answers how many rows it changed.
    pub async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.begin_statement()?;
        let ran = match &mut self.on {
            On::Sqlite(connection) => connection.execute(sql, values),
            On::Postgres(connection) => connection.execute(sql, values).await,
        };
        self.end_statement(ran)
    }

    /// Runs a statement once with each of the lists of values, and answers how many rows it changed in
    /// all.
    pub async fn execute_each(
        &mut self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>> + Send,
    ) -> Result<u64, StoreError> {
        self.begin_statement()?;
        let ran = match &mut self.on {
            On::Sqlite(connection) => connection.execute_each(sql, runs),
            On::Postgres(connection) => connection.execute_each(sql, runs).await,
        };
        self.end_statement(ran)
    }

    /// Runs a statement once with each of the lists of values, and answers the first column of all of
    /// its rows, which is text and never null.
    pub async fn texts_each(
        &mut self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>> + Send,
    ) -> Result<Vec<String>, StoreError> {
        self.begin_statement()?;
        let ran = match &mut self.on {
            On::Sqlite(connection) => connection.texts_each(sql, runs),
            On::Postgres(connection) => connection.texts_each(sql, runs).await,
        };
        self.end_statement(ran)
    }

    /// Runs a statement and answers the first column of its rows, which is text and never null.
    pub async fn texts(&mut self, sql: &str, values: &[Value]) -> Result<Vec<String>, StoreError> {
        self.begin_statement()?;
        let ran = match &mut self.on {
            On::Sqlite(connection) => connection.texts(sql, values),
            On::Postgres(connection) => connection.texts(sql, values).await,
        };
        self.end_statement(ran)
    }

    /// Runs a statement that answers one row with one column of text, and appends that to `into`,
    /// which stays as it was when the statement fails. It sees what this transaction wrote.
    pub async fn read_text(
        &mut self,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        self.begin_statement()?;
        let ran = match &mut self.on {
            On::Sqlite(connection) => connection.read_text(statement.sql(), values, into),
            On::Postgres(connection) => connection.read_text(statement, values, into).await,
        };
        self.end_statement(ran)
    }

    /// Marks where [`Transaction::roll_back_to`] goes back to. One mark is there at a time.
    pub async fn savepoint(&mut self) -> Result<(), StoreError> {
        self.begin_statement()?;
        let ran = self.control("SAVEPOINT mark").await;
        self.end_statement(ran)
    }

    /// Forgets the mark and keeps what was done since.
    pub async fn release(&mut self) -> Result<(), StoreError> {
        self.begin_statement()?;
        let ran = self.control("RELEASE SAVEPOINT mark").await;
        self.end_statement(ran)
    }

    /// Undoes everything since the mark, failed statements too, and forgets the mark.
    pub async fn roll_back_to(&mut self) -> Result<(), StoreError> {
        self.state = State::Running;
        let mut ran = self.control("ROLLBACK TO SAVEPOINT mark").await;
        if ran.is_ok() {
            ran = self.control("RELEASE SAVEPOINT mark").await;
        }
        self.end_statement(ran)
    }

    /// Makes everything durable. Only the transaction of an import is committed by whoever began it.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.begin_statement()?;
        self.control("COMMIT").await
    }

    /// Undoes everything.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        self.control("ROLLBACK").await
    }

    /// Whatever happened to it was undone.
    pub(super) fn reset(&mut self) {
        self.state = State::Fine;
        self.was_in_the_way = false;
    }

    /// A statement that begins, ends or marks.
    pub(super) async fn control(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.on {
            On::Sqlite(connection) => connection.execute(sql, &[]).map(|_| ()),
            On::Postgres(connection) => connection.control(sql).await,
        }
    }

    fn begin_statement(&mut self) -> Result<(), StoreError> {
        if self.state != State::Fine {
            return Err(unfinished());
        }
        self.state = State::Running;
        Ok(())
    }

    fn end_statement<T>(&mut self, ran: Result<T, StoreError>) -> Result<T, StoreError> {
        self.state = if ran.is_ok() { State::Fine } else { State::Failed };
        self.was_in_the_way |= matches!(ran, Err(StoreError::Contention(_)));
        ran
    }
}

fn unfinished() -> StoreError {
    StoreError::Other("a statement of this transaction failed before and was not undone".to_owned())
}

impl Store {
    /// Runs the work in a transaction and commits it: the answer comes once everything is durable.
    /// Whatever else the work ends with undoes everything, and so does dropping this future before the
    /// work has ended. Work may be run several times, each time from the beginning; only the last run
    /// counts.
    ///
    /// # Errors
    ///
    /// What the work says, [`StoreError::Busy`] when too many wait already, and
    /// [`StoreError::Contention`] when other transactions came first again and again.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        let place = self.places.clone().try_acquire_owned().map_err(|_| StoreError::Busy)?;
        match &self.writer {
            Writer::Sqlite(lane) => lane.write(work, place).await,
            // Boxed: the driver's future is large.
            Writer::Postgres(writer) => {
                let _place = place;
                Box::pin(writer.write(&work)).await
            }
        }
    }

    /// Begins a transaction whose foreign keys are judged at its end, so that records may be written
    /// before those that they point to. It waits in no queue, and its statements may take as long as
    /// they need.
    pub async fn begin_import(&self) -> Result<Transaction, StoreError> {
        match &self.writer {
            Writer::Sqlite(lane) => lane.begin_import().await,
            Writer::Postgres(writer) => writer.begin_import().await,
        }
    }

    /// How many transactions were committed by [`Store::write`] since the database was opened. On SQLite
    /// writes that wait together share one.
    pub fn commits(&self) -> u64 {
        match &self.writer {
            Writer::Sqlite(lane) => lane.commits(),
            Writer::Postgres(writer) => writer.commits(),
        }
    }
}

/// Runs the work once. A panic of the work is an error like any other.
pub(super) async fn attempt<T, E, F>(work: &F, tx: &mut Transaction) -> Result<T, WriteError<E>>
where
    F: for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<T, WriteError<E>>>,
{
    let ran = AssertUnwindSafe(async { work(&mut *tx).await }).catch_unwind().await;
    match ran {
        Err(panic) => Err(StoreError::Other(format!("the work panicked: {}", said(panic.as_ref()))).into()),
        Ok(_) if tx.was_in_the_way => Err(WriteError::Again),
        Ok(Ok(_)) if tx.state != State::Fine => Err(unfinished().into()),
        Ok(ended) => ended,
    }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}
