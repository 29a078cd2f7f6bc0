//! The database: its connections, what is known about it, and its errors.
//!
//! Owns the pools, the system tables' entities, the sync of content tables with the model, and the
//! classification of driver errors. With `query::dialect` it is the only place that knows which
//! database runs. Read [`Store`] first, then [`sync`].

mod bulk;
pub mod bus;
mod ddl;
pub mod entity;
mod error;
mod explain;
mod in_flight;
mod lead;
mod postgres;
mod sqlite;
mod sqlite_functions;
mod statement;
pub mod sync;
mod transaction;
mod vitals;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, Value};
use tokio::sync::Semaphore;

pub use bus::Bus;
pub use error::{Constraint, StoreError};
pub use explain::DatabasePlan;
pub use lead::Lead;
pub use statement::ReadStatement;
pub use transaction::{Transaction, WriteError};

use crate::query::dialect::Dialect;

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
    readers: Readers,
    writer: Writer,
    /// The places of writes that wait or run.
    places: Arc<Semaphore>,
    target: Target,
    facts: Facts,
    options: StoreOptions,
    bus: Bus,
}

/// How connections are made and limited.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// The most connections open at once.
    pub max_connections: u32,
    /// How long a request waits for a free connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run. Schema changes are not limited.
    pub statement_timeout: Duration,
    /// Whether a missing SQLite file is made.
    pub create_if_missing: bool,
    /// The most writes that wait or run at once; one more is refused.
    pub write_queue: usize,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            max_connections: 16,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
            create_if_missing: true,
            write_queue: 1024,
        }
    }
}

/// What is known about the database since it was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The database's version: `3.51.3`, `15.18`.
    pub version: String,
    /// Whether text can be compared by Unicode rules: the collation `und-x-icu` of PostgreSQL.
    pub icu: bool,
}

/// What is put behind a text seldom takes more: the text need not move then.
const ROOM_BEHIND: usize = 64;

/// What requests read through.
#[derive(Debug, Clone)]
enum Readers {
    Sqlite(Arc<sqlite::Readers>),
    Postgres(Arc<postgres::Readers>),
}

/// What requests write through.
#[derive(Debug, Clone)]
enum Writer {
    Sqlite(Arc<sqlite::Lane>),
    Postgres(Arc<postgres::Writer>),
}

/// Where the database is.
#[derive(Debug, Clone)]
enum Target {
    Sqlite(sqlite::Target),
    Postgres(Box<postgres::Target>),
}

impl Store {
    /// Opens the database of the URL: `sqlite://data/headwater.db` (a path in the project's folder
    /// unless it starts with a slash) or `postgres://user:password@host/database`.
    pub async fn connect(url: &str, project: &Path, options: &StoreOptions) -> Result<Self, StoreError> {
        let target = Target::parse(url, project)?;
        let (db, facts) = match &target {
            Target::Sqlite(target) => sqlite::connect(target, options).await?,
            Target::Postgres(target) => postgres::connect(target, options).await?,
        };
        let (readers, writer) = match &target {
            Target::Sqlite(target) => (
                Readers::Sqlite(Arc::new(target.readers(options))),
                Writer::Sqlite(Arc::new(target.lane(options)?)),
            ),
            Target::Postgres(target) => {
                let (readers, writer) = target.for_requests(options);
                (Readers::Postgres(Arc::new(readers)), Writer::Postgres(Arc::new(writer)))
            }
        };
        let places = Arc::new(Semaphore::new(options.write_queue.clamp(1, Semaphore::MAX_PERMITS)));
        let bus = Bus::new(match &target {
            Target::Sqlite(_) => None,
            Target::Postgres(target) => Some(target.clone()),
        });
        Ok(Self { db, readers, writer, places, target, facts, options: options.clone(), bus })
    }

    /// The pool, for statements that `read_text` does not fit.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.db
    }

    /// How the nodes of this database hear of each other.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// Which database runs.
    pub fn dialect(&self) -> Dialect {
        match self.target {
            Target::Sqlite(_) => Dialect::Sqlite,
            Target::Postgres(_) => Dialect::Postgres,
        }
    }

    /// What is known about the database.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Runs a statement that answers one row with one column of text, and appends that to `into`,
    /// which stays as it was when the statement fails.
    pub async fn read_text(
        &self,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        match &self.readers {
            Readers::Sqlite(readers) => readers.read_text(statement, values, into).await,
            // Boxed: the driver's future is large, and SQLite's readers would carry it along.
            Readers::Postgres(readers) => Box::pin(readers.read_text(statement, values, into)).await,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        // A real statement: the drivers' own ping says nothing about a database that is shutting down.
        self.db.query_one_raw(Statement::from_string(self.backend(), "SELECT 1")).await?;
        Ok(())
    }

    /// Finishes the writes that wait, and closes every connection.
    pub async fn close(&self) -> Result<(), StoreError> {
        match &self.writer {
            Writer::Sqlite(lane) => lane.close().await,
            Writer::Postgres(writer) => writer.close(),
        }
        match &self.readers {
            Readers::Sqlite(readers) => readers.close(),
            Readers::Postgres(readers) => readers.close(),
        }
        Ok(self.db.close_by_ref().await?)
    }

    fn backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    /// A connection for schema changes alone: no time limit, and foreign keys not enforced where the
    /// database can only rebuild tables.
    async fn connect_for_schema(&self) -> Result<DatabaseConnection, StoreError> {
        match &self.target {
            Target::Sqlite(target) => sqlite::connect_for_schema(target, &self.options).await,
            Target::Postgres(target) => postgres::connect_for_schema(target, &self.options).await,
        }
    }
}

impl Target {
    fn parse(url: &str, project: &Path) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(sqlite::Target::parse(path, project)?));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(Box::new(postgres::Target::parse(url)?)));
        }
        let scheme = url.split(':').next().unwrap_or_default();
        Err(StoreError::Configuration(format!(
            "a database url starts with `sqlite://` or `postgres://`, not with `{scheme}`"
        )))
    }
}
