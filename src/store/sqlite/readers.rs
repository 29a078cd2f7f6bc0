//! Reading from an SQLite file where the request is served: handing a short statement to another
//! thread and waiting for it costs more than the statement.
//!
//! A statement gets some milliseconds on the thread that serves. One that needs longer is stopped
//! there and begun again on a thread that may block; after that it goes there at once. Read
//! [`Readers::read_text`] first.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use sea_orm::Value;
use tokio::sync::Semaphore;

use super::super::explain::Step;
use super::super::{ReadStatement, StoreError, StoreOptions};
use super::STEPS_BETWEEN_LOOKS;
use super::connection::{bind, read_text, set_up};

/// How much of SQLite's work a statement may do on the thread that serves requests, in looks at its
/// limit: some milliseconds. Time would count other work of the machine as well.
const PATIENCE_IN_LOOKS: u32 = 25;
/// And for how long, when it waits for the disk.
const PATIENCE: Duration = Duration::from_millis(50);
/// The statements that each connection keeps compiled.
const COMPILED_STATEMENTS: usize = 64;
/// The pages that each connection keeps, in KiB.
const PAGE_CACHE_KIB: i64 = 8 * 1024;
/// How much of the file is read where the system keeps it, without copying pages. The connections share
/// it, and the system counts what was read as memory of this process.
const MAPPED_BYTES: i64 = 64 * 1024 * 1024;

thread_local! {
    /// What stops the statement that runs on this thread.
    static LIMIT: RefCell<Option<Limit>> = const { RefCell::new(None) };
}

/// When a statement has to stop.
#[derive(Debug)]
struct Limit {
    deadline: Instant,
    looks_left: u32,
    /// Set when nobody waits for the answer any more.
    abandoned: Option<Arc<AtomicBool>>,
}

impl Limit {
    fn is_over(&mut self) -> bool {
        if self.looks_left == 0 {
            return true;
        }
        self.looks_left -= 1;
        let abandoned = self.abandoned.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed));
        abandoned || Instant::now() >= self.deadline
    }
}

/// The connections that only read.
#[derive(Debug)]
pub(in crate::store) struct Readers {
    path: PathBuf,
    /// How long a statement may run in all.
    statement_timeout: Duration,
    /// How long a request waits for a thread that may block.
    acquire_timeout: Duration,
    idle: Mutex<Vec<Connection>>,
    /// The long statements that may run at once.
    aside: Semaphore,
}

impl Readers {
    /// Readers of the file. Connections are opened as they are needed: one for each serving thread,
    /// and one for each long statement that runs at the same time.
    pub(super) fn new(path: PathBuf, options: &StoreOptions) -> Self {
        Self {
            path,
            statement_timeout: options.statement_timeout,
            acquire_timeout: options.acquire_timeout,
            idle: Mutex::new(Vec::new()),
            aside: Semaphore::new(long_at_once(options)),
        }
    }

    /// Runs a statement that answers one row with one text, and appends the text.
    pub(in crate::store) async fn read_text(
        self: &Arc<Self>,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        if statement.is_short() {
            let deadline = Instant::now() + PATIENCE;
            let limit = Limit { deadline, looks_left: PATIENCE_IN_LOOKS, abandoned: None };
            match self.run(statement.sql(), values, limit, into) {
                Err(StoreError::Timeout) => statement.note_long(),
                ended => return ended,
            }
        }
        let read = self.read_aside(statement.shared_sql(), values.to_vec(), into.clone());
        *into = Box::pin(read).await?;
        Ok(())
    }

    /// Runs a long statement on a thread that may block, and answers `text` with what was read behind it.
    async fn read_aside(
        self: &Arc<Self>,
        sql: Arc<str>,
        values: Vec<Value>,
        mut text: String,
    ) -> Result<String, StoreError> {
        let permit = tokio::time::timeout(self.acquire_timeout, self.aside.acquire()).await;
        let Ok(Ok(_permit)) = permit else {
            return Err(StoreError::Unavailable("too many long statements run at once".to_owned()));
        };
        let abandoned = Abandoned::default();
        let flag = Some(abandoned.0.clone());
        let deadline = Instant::now() + self.statement_timeout;
        let limit = Limit { deadline, looks_left: u32::MAX, abandoned: flag };
        let readers = self.clone();
        let ran =
            tokio::task::spawn_blocking(move || readers.run(&sql, &values, limit, &mut text).map(|()| text));
        ran.await.map_err(|error| StoreError::Other(error.to_string()))?
    }

    /// The steps of SQLite's plan for a statement.
    pub(in crate::store) fn explain(&self, sql: &str, values: &[Value]) -> Result<Vec<Step>, StoreError> {
        let connection = self.take()?;
        let steps = explain(&connection, sql, values);
        self.idle().push(connection);
        steps
    }

    fn run(&self, sql: &str, values: &[Value], limit: Limit, into: &mut String) -> Result<(), StoreError> {
        let connection = self.take()?;
        LIMIT.set(Some(limit));
        let read = read_text(&connection, sql, values, into);
        LIMIT.set(None);
        self.idle().push(connection);
        read
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle().pop();
        match idle {
            Some(connection) => Ok(connection),
            None => Ok(self.open()?),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        set_up(&connection)?;
        connection.pragma_update(None, "cache_size", -PAGE_CACHE_KIB)?;
        connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
        connection.set_prepared_statement_cache_capacity(COMPILED_STATEMENTS);
        let is_over = || LIMIT.with_borrow_mut(|limit| limit.as_mut().is_some_and(Limit::is_over));
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_over))?;
        Ok(connection)
    }

    /// Closes the connections that nobody uses.
    pub(in crate::store) fn close(&self) {
        self.idle().clear();
    }
}

/// More would not be done sooner, and each takes a connection and its memory.
fn long_at_once(options: &StoreOptions) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (2 * cores).min(options.max_connections as usize)
}

/// Dropped with the request that waits: the statement need not go on.
#[derive(Default)]
struct Abandoned(Arc<AtomicBool>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn explain(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Step>, StoreError> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(Step { id: row.get(0)?, parent: row.get(1)?, detail: row.get(3)? });
    }
    Ok(steps)
}
