//! Connections to PostgreSQL: how each is set up, and what the server must be.
//!
//! Requests read through [`Readers`] and write through the [`Writer`], which share their connections; the
//! pool does what is rare.

pub(super) mod bus;
mod connections;
mod readers;
mod writer;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sea_orm::sqlx::{self, ConnectOptions, Executor};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, SqlxPostgresConnector, Statement};

pub(super) use readers::Readers;
pub(super) use writer::{WriteConnection, Writer};

use connections::Connections;

use super::{Facts, StoreError, StoreOptions};

/// The oldest server that is tested against.
const OLDEST_VERSION: i32 = 13;
/// How long a schema change waits for a table that another one holds.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// The server and the database on it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    options: PgConnectOptions,
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        // The driver's message may quote the url, which holds the password.
        let options = PgConnectOptions::from_str(url).map_err(|_| {
            StoreError::Configuration("the database url can't be read as one of postgresql".to_owned())
        })?;
        Ok(Self { options: options.application_name("headwater").disable_statement_logging() })
    }

    /// What requests read and write through.
    pub(super) fn for_requests(&self, options: &StoreOptions) -> (Readers, Writer) {
        let shared = options.max_connections.saturating_sub(pool_share(options)).max(1);
        let connections = Arc::new(Connections::new(&self.options, options, shared));
        let writers = (options.max_connections / 2).max(1);
        (Readers::new(connections.clone()), Writer::new(&self.options, connections, writers))
    }
}

/// The pool's connections; the others belong to the requests.
fn pool_share(options: &StoreOptions) -> u32 {
    (options.max_connections / 8).max(1)
}

/// The pool.
pub(super) async fn connect(
    target: &Target,
    options: &StoreOptions,
) -> Result<(DatabaseConnection, Facts), StoreError> {
    let setup = session_setup(Some(options.statement_timeout));
    let pool = PgPoolOptions::new()
        .max_connections(pool_share(options))
        .acquire_timeout(options.acquire_timeout)
        .after_connect(move |connection, _| Box::pin(run(connection, setup.clone())))
        .connect_with(target.options.clone())
        .await
        .map_err(|error| name_server(error.into(), target))?;
    let db = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    let facts = facts(&db).await?;
    Ok((db, facts))
}

/// One connection without a time limit.
pub(super) async fn connect_for_schema(
    target: &Target,
    options: &StoreOptions,
) -> Result<DatabaseConnection, StoreError> {
    let setup = format!("{}; SET lock_timeout = {}", session_setup(None), LOCK_TIMEOUT.as_millis());
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(options.acquire_timeout)
        .after_connect(move |connection, _| Box::pin(run(connection, setup.clone())))
        .connect_with(target.options.clone())
        .await?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// One connection that is closed when it is dropped, without a time limit.
pub(super) async fn connect_alone(target: &Target) -> Result<PgConnection, StoreError> {
    alone(&target.options).await
}

async fn alone(options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    let mut connection = options.connect().await?;
    run(&mut connection, session_setup(None)).await?;
    Ok(connection)
}

/// What a session must agree on for answers to be the same on every server. Sent as statements, not
/// as startup options, which connection poolers refuse. Just-in-time compilation costs more than any
/// of our statements runs. Where nobody chose what a random page costs, the default of 4 is for disks
/// with moving heads: with it, small tables are scanned again and again, and a second index is read
/// half to spare a few pages.
fn session_setup(statement_timeout: Option<Duration>) -> String {
    let timeout = statement_timeout.unwrap_or_default().as_millis();
    format!(
        "SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1; \
         SET client_min_messages = 'warning'; SET jit = off; SET statement_timeout = {timeout}; \
         SELECT set_config('random_page_cost', '1.1', false) WHERE current_setting('random_page_cost') = '4'"
    )
}

async fn run(connection: &mut PgConnection, sql: String) -> sqlx::Result<()> {
    connection.execute(sqlx::AssertSqlSafe(sql)).await?;
    Ok(())
}

async fn facts(db: &DatabaseConnection) -> Result<Facts, StoreError> {
    let sql = "SELECT current_setting('server_version') AS version, \
               current_setting('server_version_num')::int4 AS number, \
               current_setting('server_encoding') AS encoding, \
               EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') AS icu";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    let row = row.ok_or_else(|| StoreError::Other("the server says nothing about itself".to_owned()))?;
    let version: String = row.try_get("", "version")?;
    let number: i32 = row.try_get("", "number")?;
    let encoding: String = row.try_get("", "encoding")?;
    if number / 10_000 < OLDEST_VERSION {
        return Err(StoreError::Configuration(format!(
            "postgresql {version} is too old: headwater needs {OLDEST_VERSION} or newer"
        )));
    }
    if encoding != "UTF8" {
        return Err(StoreError::Configuration(format!(
            "the database's encoding is `{encoding}`: headwater needs one made with `ENCODING 'UTF8'`"
        )));
    }
    Ok(Facts { version, icu: row.try_get("", "icu")? })
}

fn name_server(error: StoreError, target: &Target) -> StoreError {
    let host = target.options.get_host();
    let port = target.options.get_port();
    match error {
        StoreError::Unavailable(reason) => {
            StoreError::Unavailable(format!("postgresql at `{host}:{port}`: {reason}"))
        }
        StoreError::Configuration(reason) => {
            StoreError::Configuration(format!("postgresql at `{host}:{port}`: {reason}"))
        }
        other => other,
    }
}
