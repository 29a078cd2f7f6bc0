//! Connections that are used where they stand: what each is given, and how values reach a statement.
//!
//! Read [`WriteConnection`] for the ones that write; those that read are in `readers.rs`.

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};
use sea_orm::Value;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::super::{ROOM_BEHIND, StoreError, sqlite_functions};
use super::{BUSY_TIMEOUT, STEPS_BETWEEN_LOOKS};

/// The statements that a writing connection keeps compiled: some for every collection.
const COMPILED_STATEMENTS: usize = 512;
/// The pages that a writing connection keeps, in KiB.
const PAGE_CACHE_KIB: i64 = 16 * 1024;

thread_local! {
    /// When the statement that writes on this thread has to stop.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Where a connection's statements run.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// On a thread of its own, each for no longer than this.
    Lane(Duration),
    /// On whichever thread asks, for as long as they take.
    Anywhere,
}

/// A connection that writes. Its statements run where they are asked for.
#[derive(Debug)]
pub(in crate::store) struct WriteConnection {
    raw: Connection,
    place: Place,
}

impl WriteConnection {
    /// The connection of the lane, whose statements may take so long.
    pub(super) fn for_lane(path: &Path, statement_timeout: Duration) -> Result<Self, StoreError> {
        let raw = open(path)?;
        let is_over = || DEADLINE.get().is_some_and(|deadline| Instant::now() >= deadline);
        raw.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_over))?;
        Ok(Self { raw, place: Place::Lane(statement_timeout) })
    }

    /// A connection without a limit on time, for an import.
    pub(super) fn for_import(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { raw: open(path)?, place: Place::Anywhere })
    }

    /// Runs a statement and answers how many rows it changed.
    pub(in crate::store) fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.run(|| {
            let mut statement = self.raw.prepare_cached(sql)?;
            bind(&mut statement, values)?;
            Ok(statement.raw_execute()? as u64)
        })
    }

    /// Runs a statement once with each of the lists of values, and answers how many rows it changed.
    pub(in crate::store) fn execute_each(
        &self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        self.run(|| {
            let mut statement = self.raw.prepare_cached(sql)?;
            let mut changed = 0;
            for values in runs {
                self.begin_run();
                bind(&mut statement, &values)?;
                changed += statement.raw_execute()? as u64;
            }
            Ok(changed)
        })
    }

    /// Runs a statement and answers the first column of its rows.
    pub(in crate::store) fn texts(&self, sql: &str, values: &[Value]) -> Result<Vec<String>, StoreError> {
        self.run(|| {
            let mut statement = self.raw.prepare_cached(sql)?;
            let mut texts = Vec::new();
            read_texts(&mut statement, values, &mut texts)?;
            Ok(texts)
        })
    }

    /// Runs a statement once with each of the lists of values, and answers the first column of all of
    /// its rows.
    pub(in crate::store) fn texts_each(
        &self,
        sql: &str,
        runs: impl Iterator<Item = Vec<Value>>,
    ) -> Result<Vec<String>, StoreError> {
        self.run(|| {
            let mut statement = self.raw.prepare_cached(sql)?;
            let mut texts = Vec::new();
            for values in runs {
                self.begin_run();
                read_texts(&mut statement, &values, &mut texts)?;
            }
            Ok(texts)
        })
    }

    /// Runs a statement that answers one row with one text, and appends the text.
    pub(in crate::store) fn read_text(
        &self,
        sql: &str,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        self.run(|| read_text(&self.raw, sql, values, into))
    }

    /// Whether no transaction is open: SQLite ends one by itself when the disk is full, or when a
    /// statement that writes was stopped.
    pub(super) fn has_no_transaction(&self) -> bool {
        self.raw.is_autocommit()
    }

    fn run<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match self.place {
            Place::Lane(_) => {
                self.begin_run();
                let ran = work();
                DEADLINE.set(None);
                ran
            }
            Place::Anywhere => beside_others(work),
        }
    }

    /// From now on, the statement has all of its time.
    fn begin_run(&self) {
        match self.place {
            Place::Lane(limit) => DEADLINE.set(Some(Instant::now() + limit)),
            Place::Anywhere => {}
        }
    }
}

/// Lets other tasks leave a thread that serves them, where the runtime has others.
fn beside_others<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    set_up(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What was acknowledged survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -PAGE_CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(COMPILED_STATEMENTS);
    Ok(connection)
}

/// What every connection is given.
pub(super) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Without it SQLite compiles a statement anew whenever other values are bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.create_collation(sqlite_functions::DECIMAL_COLLATION, sqlite_functions::compare_decimals)?;
    sqlite_functions::register(connection)
}

/// Runs a statement that answers one row with one text, and appends the text.
pub(super) fn read_text(
    connection: &Connection,
    sql: &str,
    values: &[Value],
    into: &mut String,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    let row = rows.next()?;
    let row = row.ok_or_else(|| StoreError::Other("the statement answered no row".to_owned()))?;
    let text = text_of(row)?;
    into.reserve(text.len() + ROOM_BEHIND);
    into.push_str(text);
    Ok(())
}

fn read_texts(
    statement: &mut Statement<'_>,
    values: &[Value],
    into: &mut Vec<String>,
) -> Result<(), StoreError> {
    bind(statement, values)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        into.push(text_of(row)?.to_owned());
    }
    Ok(())
}

fn text_of<'a>(row: &'a rusqlite::Row<'_>) -> Result<&'a str, StoreError> {
    row.get_ref(0)?.as_str().map_err(|error| StoreError::Other(error.to_string()))
}

/// Gives a statement its parameters.
pub(super) fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<(), StoreError> {
    for (index, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, bound(value)?)?;
    }
    Ok(())
}

fn bound(value: &Value) -> Result<ToSqlOutput<'_>, StoreError> {
    let integer = |value: i64| ValueRef::Integer(value);
    let bound = match value {
        Value::Bool(value) => value.map(|value| integer(value.into())),
        Value::Int(value) => value.map(|value| integer(value.into())),
        Value::BigInt(value) => value.map(integer),
        // What a `LIMIT` is; none is greater.
        Value::BigUnsigned(value) => value.map(|value| integer(i64::try_from(value).unwrap_or(i64::MAX))),
        Value::Double(value) => value.map(ValueRef::Real),
        Value::String(value) => value.as_ref().map(|value| ValueRef::Text(value.as_bytes())),
        other => return Err(StoreError::Other(format!("SQLite can't hold {other:?}"))),
    };
    Ok(ToSqlOutput::Borrowed(bound.unwrap_or(ValueRef::Null)))
}
