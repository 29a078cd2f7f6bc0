//! Reading from PostgreSQL on connections that stay with the readers: the pool asks the server whether
//! a connection is alive each time one is given back, which for a short statement doubles the work.
//!
//! Read [`Readers::read_text`] first.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::Value;
use sea_orm::sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, IntoArguments, Postgres, Row};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Semaphore;

use super::super::{ROOM_BEHIND, ReadStatement, StoreError, StoreOptions};
use super::{run, session_setup};

/// The connections that only read.
#[derive(Debug)]
pub(in crate::store) struct Readers {
    options: PgConnectOptions,
    setup: String,
    acquire_timeout: Duration,
    permits: Semaphore,
    idle: Mutex<Vec<PgConnection>>,
}

impl Readers {
    /// Readers of the server's database, on at most so many connections.
    pub(super) fn new(options: &PgConnectOptions, settings: &StoreOptions, connections: u32) -> Self {
        Self {
            options: options.clone().statement_cache_capacity(STATEMENTS_KEPT),
            setup: session_setup(Some(settings.statement_timeout)),
            acquire_timeout: settings.acquire_timeout,
            permits: Semaphore::new(connections as usize),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// Runs a statement that answers one row with one text, and appends the text.
    pub(in crate::store) async fn read_text(
        &self,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        let permit = tokio::time::timeout(self.acquire_timeout, self.permits.acquire()).await;
        let Ok(Ok(_permit)) = permit else {
            return Err(StoreError::Unavailable("no connection is free".to_owned()));
        };
        let idle = self.idle().pop();
        if let Some(connection) = idle {
            match self.read_on(connection, statement, values, into).await {
                // The server may have closed it meanwhile: those beside it are no better.
                Err(error) if is_lost(&error) => self.idle().clear(),
                ended => return Ok(ended?),
            }
        }
        Ok(self.read_on(self.connect().await?, statement, values, into).await?)
    }

    /// The connection is kept unless something is wrong with it, or the request is gone before the
    /// answer is there.
    async fn read_on(
        &self,
        mut connection: PgConnection,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> sqlx::Result<()> {
        let read = read_text(&mut connection, statement.shared_sql(), arguments(values), into).await;
        if !read.as_ref().is_err_and(is_lost) {
            self.idle().push(connection);
        }
        read
    }

    /// The lines of the server's plan for a statement.
    pub(in crate::store) async fn explain(
        &self,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<String>, StoreError> {
        // Seldom asked for: a connection of its own, closed at the end.
        let mut connection = self.connect().await?;
        let explain = sqlx::query_with(AssertSqlSafe(format!("EXPLAIN {sql}")), arguments(values));
        let rows = explain.fetch_all(&mut connection).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    async fn connect(&self) -> sqlx::Result<PgConnection> {
        let mut connection = self.options.connect().await?;
        run(&mut connection, self.setup.clone()).await?;
        Ok(connection)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<PgConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the connections that nobody uses.
    pub(in crate::store) fn close(&self) {
        self.idle().clear();
    }
}

/// The statements that each connection keeps compiled on the server.
const STATEMENTS_KEPT: usize = 256;

fn arguments(values: &[Value]) -> PgArguments {
    IntoArguments::<Postgres>::into_arguments(SqlxValues(sea_query::Values(values.to_vec())))
}

async fn read_text(
    connection: &mut PgConnection,
    sql: Arc<str>,
    arguments: PgArguments,
    into: &mut String,
) -> sqlx::Result<()> {
    let row = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch_one(connection).await?;
    let text: &str = row.try_get(0)?;
    into.reserve(text.len() + ROOM_BEHIND);
    into.push_str(text);
    Ok(())
}

/// Whether the connection is of no use any more.
fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        // Told to go: the server stops, or an administrator ended the session.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P")),
        _ => true,
    }
}
