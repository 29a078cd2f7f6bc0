//! What can go wrong in the database, told apart by what the caller can do about it.
//!
//! Owns the classification of driver errors; the messages that users see are made above. Read
//! [`StoreError`] first.

use sea_orm::{DbErr, RuntimeErr, sqlx};
use thiserror::Error;

/// An error of the database.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The settings can't work; says what to change.
    #[error("{0}")]
    Configuration(String),
    /// The database can't be reached, or has no connection to spare.
    #[error("the database can't be reached: {0}")]
    Unavailable(String),
    /// Too many writes wait already.
    #[error("too many writes wait")]
    Busy,
    /// Other transactions came first, again and again.
    #[error("other transactions came first: {0}")]
    Contention(String),
    /// The statement is more than the database can plan.
    #[error("the statement is too complex: {0}")]
    TooComplex(String),
    /// The statement ran longer than it may.
    #[error("the statement ran longer than it may")]
    Timeout,
    /// The data breaks a constraint.
    #[error("{constraint}: {message}")]
    Constraint {
        /// Which constraint.
        constraint: Constraint,
        /// What the driver says.
        message: String,
    },
    /// The model can't be applied to this database; says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// Anything else: a fault of Headwater, or of the database.
    #[error("{0}")]
    Other(String),
}

/// A constraint of the database that data breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Constraint {
    /// Two rows agree where they may not.
    #[error("a value is taken")]
    Unique {
        /// The table, when the driver names it.
        table: Option<String>,
        /// The index or its columns, as the driver names them: PostgreSQL the index, SQLite the columns.
        index: Option<String>,
        /// The columns, when the driver names them.
        columns: Vec<String>,
    },
    /// A reference to a row that is not there, or a row that is still referred to.
    #[error("a reference does not hold")]
    ForeignKey {
        /// The table, when the driver names it; SQLite does not.
        table: Option<String>,
        /// The constraint, when the driver names it; SQLite does not.
        name: Option<String>,
    },
    /// A null where none may be.
    #[error("a value is missing")]
    NotNull {
        /// The table, when the driver names it.
        table: Option<String>,
        /// The column, when the driver names it.
        column: Option<String>,
    },
    /// Another check.
    #[error("a check does not hold")]
    Check {
        /// The check's name, when the driver names it.
        name: Option<String>,
    },
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => classify(&error),
            DbErr::ConnectionAcquire(error) => Self::Unavailable(error.to_string()),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(code, message) => {
                classify_sqlite(code.extended_code, message.unwrap_or_else(|| code.to_string()))
            }
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        classify(&error)
    }
}

fn classify(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => classify_answer(error.as_ref()),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
        sqlx::Error::Configuration(error) => StoreError::Configuration(error.to_string()),
        other => StoreError::Other(other.to_string()),
    }
}

fn classify_answer(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let constraint = match error.kind() {
        sqlx::error::ErrorKind::UniqueViolation => unique(error),
        sqlx::error::ErrorKind::ForeignKeyViolation => {
            Constraint::ForeignKey { table: owned(error.table()), name: owned(error.constraint()) }
        }
        sqlx::error::ErrorKind::NotNullViolation => not_null(error),
        sqlx::error::ErrorKind::CheckViolation | sqlx::error::ErrorKind::ExclusionViolation => {
            Constraint::Check { name: owned(error.constraint()) }
        }
        _ => return classify_code(error),
    };
    StoreError::Constraint { constraint, message: error.message().to_owned() }
}

/// SQLite writes `UNIQUE constraint failed: post.slug, post.locale`.
fn unique(error: &dyn sqlx::error::DatabaseError) -> Constraint {
    let places = sqlite_places(error.message());
    Constraint::Unique {
        table: owned(error.table()).or_else(|| places.first().map(|(table, _)| table.clone())),
        index: owned(error.constraint()),
        columns: places.into_iter().map(|(_, column)| column).collect(),
    }
}

fn not_null(error: &dyn sqlx::error::DatabaseError) -> Constraint {
    let place = sqlite_places(error.message()).into_iter().next();
    let postgres = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>();
    Constraint::NotNull {
        table: owned(error.table()).or_else(|| place.as_ref().map(|(table, _)| table.clone())),
        column: owned(postgres.and_then(|error| error.column())).or(place.map(|(_, column)| column)),
    }
}

fn sqlite_places(message: &str) -> Vec<(String, String)> {
    let Some((_, places)) = message.split_once("constraint failed: ") else { return Vec::new() };
    let places = places.split(", ").filter_map(|place| place.split_once('.'));
    places.map(|(table, column)| (table.to_owned(), column.to_owned())).collect()
}

/// What is left after constraints, by SQLSTATE (five characters) or by SQLite's result code.
fn classify_code(error: &dyn sqlx::error::DatabaseError) -> StoreError {
    let code = error.code().unwrap_or_default();
    let message = error.message().to_owned();
    if let Ok(code) = code.parse::<i32>()
        && code_is_of_sqlite(error)
    {
        return classify_sqlite(code, message);
    }
    match code.as_ref() {
        // query_canceled: the only one who cancels is statement_timeout.
        "57014" => StoreError::Timeout,
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => StoreError::Contention(message),
        // program_limit_exceeded: too deep, too many columns or arguments
        code if code.starts_with("54") => StoreError::TooComplex(message),
        // connection exceptions, admin shutdown, starting up, too many connections
        code if code.starts_with("08") || code.starts_with("57P") || code == "53300" => {
            StoreError::Unavailable(message)
        }
        // bad password, unknown role, unknown database
        code if code.starts_with("28") || code == "3D000" => StoreError::Configuration(message),
        _ => StoreError::Other(message),
    }
}

fn code_is_of_sqlite(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some()
}

/// SQLite's primary result codes: <https://sqlite.org/rescode.html>
fn classify_sqlite(code: i32, message: String) -> StoreError {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const INTERRUPT: i32 = 9;
    const FULL: i32 = 13;
    const CANT_OPEN: i32 = 14;
    if let Some(constraint) = sqlite_constraint(code, &message) {
        return StoreError::Constraint { constraint, message };
    }
    match code & 0xff {
        INTERRUPT => StoreError::Timeout,
        BUSY | LOCKED | FULL | CANT_OPEN => StoreError::Unavailable(message),
        _ if is_beyond_sqlite(&message) => StoreError::TooComplex(message),
        _ => StoreError::Other(message),
    }
}

/// The constraint that an extended result code names.
fn sqlite_constraint(code: i32, message: &str) -> Option<Constraint> {
    const CHECK: i32 = 275;
    const FOREIGN_KEY: i32 = 787;
    const NOT_NULL: i32 = 1299;
    const PRIMARY_KEY: i32 = 1555;
    const UNIQUE: i32 = 2067;
    let mut places = sqlite_places(message).into_iter();
    Some(match code {
        UNIQUE | PRIMARY_KEY => {
            let (tables, columns): (Vec<_>, _) = places.unzip();
            Constraint::Unique { table: tables.into_iter().next(), index: None, columns }
        }
        FOREIGN_KEY => Constraint::ForeignKey { table: None, name: None },
        NOT_NULL => {
            let (table, column) = places.next().unzip();
            Constraint::NotNull { table, column }
        }
        CHECK => {
            let name = message.split_once("constraint failed: ").map(|(_, name)| name.to_owned());
            Constraint::Check { name }
        }
        _ => return None,
    })
}

/// SQLite has no result code for its limits: <https://sqlite.org/limits.html>
fn is_beyond_sqlite(message: &str) -> bool {
    let limits = [
        "Expression tree is too large",
        "parser stack overflow",
        "too many SQL variables",
        "too many arguments on function",
        "too many columns",
        "too many terms in",
        "at most 64 tables in a join",
        "statement too long",
    ];
    limits.iter().any(|limit| message.contains(limit))
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}
