//! Connections to an SQLite file: how each is set up, and the limit on a statement's time.
//!
//! Requests read through [`Readers`] and write through the [`Lane`]; the pool does what is rare.

mod connection;
mod job;
mod memory;
mod readers;
mod writer;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, ConnectOptions};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, SqlxSqliteConnector, Statement};

pub(super) use connection::WriteConnection;
pub(super) use readers::Readers;
pub(super) use writer::Lane;

use super::{Facts, StoreError, StoreOptions, sqlite_functions};

/// How long a connection waits for another one's write to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How many steps of SQLite's machine pass between two looks at the clock: about a tenth of a
/// millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

thread_local! {
    /// When the statement that runs on this thread began. The driver gives every connection a thread
    /// of its own and runs all of its statements there.
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The file.
#[derive(Debug, Clone)]
pub(super) struct Target {
    path: PathBuf,
}

impl Target {
    /// `rest` is what follows `sqlite:`.
    pub(super) fn parse(rest: &str, project: &Path) -> Result<Self, StoreError> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() || path == ":memory:" {
            return Err(StoreError::Configuration(
                "the database url names no file: write `sqlite://data/headwater.db`".to_owned(),
            ));
        }
        // Joining an absolute path gives that path.
        Ok(Self { path: project.join(path) })
    }

    /// What requests read through.
    pub(super) fn readers(&self, options: &StoreOptions) -> Readers {
        Readers::new(self.path.clone(), options)
    }

    /// What requests write through.
    pub(super) fn lane(&self, options: &StoreOptions) -> Result<Lane, StoreError> {
        Lane::start(self.path.clone(), options).map_err(|error| StoreError::Unavailable(error.to_string()))
    }
}

/// The pool.
pub(super) async fn connect(
    target: &Target,
    options: &StoreOptions,
) -> Result<(DatabaseConnection, Facts), StoreError> {
    memory::configure();
    if options.create_if_missing {
        make_folder(&target.path).await?;
    }
    let limit = options.statement_timeout;
    let pool = SqlitePoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(move |connection, _| Box::pin(prepare(connection, Some(limit))))
        .connect_with(connect_options(target).create_if_missing(options.create_if_missing))
        .await
        .map_err(|error| name_file(error.into(), &target.path))?;
    let db = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
    let version = version(&db).await?;
    Ok((db, Facts { version, icu: false }))
}

/// One connection without a time limit that does not enforce foreign keys: a rebuilt table is
/// dropped while others refer to it.
pub(super) async fn connect_for_schema(
    target: &Target,
    options: &StoreOptions,
) -> Result<DatabaseConnection, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(options.acquire_timeout)
        .after_connect(|connection, _| Box::pin(prepare(connection, None)))
        .connect_with(connect_options(target).foreign_keys(false))
        .await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}

fn connect_options(target: &Target) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(&target.path)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(256)
        .collation(sqlite_functions::DECIMAL_COLLATION, sqlite_functions::compare_decimals)
        .disable_statement_logging()
}

/// Gives a new connection Headwater's functions and, if asked, the limit on a statement's time.
async fn prepare(connection: &mut SqliteConnection, limit: Option<Duration>) -> sqlx::Result<()> {
    let mut handle = connection.lock_handle().await?;
    {
        // SAFETY: the handle is open and locked: the driver's thread does not touch it while `handle`
        // lives. `from_handle` does not own it, so dropping this connection leaves it open.
        #[allow(unsafe_code, reason = "the driver has no safe way to register functions")]
        let direct = unsafe { rusqlite::Connection::from_handle(handle.as_raw_handle().as_ptr()) };
        let direct = direct.map_err(|error| sqlx::Error::Configuration(error.into()))?;
        sqlite_functions::register(&direct).map_err(|error| sqlx::Error::Configuration(error.into()))?;
        if limit.is_some() {
            direct.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note_begin));
        }
    }
    if let Some(limit) = limit {
        handle.set_progress_handler(STEPS_BETWEEN_LOOKS, move || {
            BEGAN.get().is_none_or(|began| began.elapsed() < limit)
        });
    }
    Ok(())
}

fn note_begin(_: TraceEvent<'_>) {
    BEGAN.set(Some(Instant::now()));
}

async fn make_folder(file: &Path) -> Result<(), StoreError> {
    let Some(folder) = file.parent() else { return Ok(()) };
    tokio::fs::create_dir_all(folder).await.map_err(|error| {
        StoreError::Configuration(format!("can't make the folder `{}`: {error}", folder.display()))
    })
}

fn name_file(error: StoreError, file: &Path) -> StoreError {
    match error {
        StoreError::Unavailable(reason) | StoreError::Other(reason) => {
            StoreError::Configuration(format!("can't open the database `{}`: {reason}", file.display()))
        }
        other => other,
    }
}

async fn version(db: &DatabaseConnection) -> Result<String, StoreError> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()")).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
