//! Reading from PostgreSQL. Read [`Readers::read_text`] first.

use std::sync::Arc;

use sea_orm::Value;
use sea_orm::sqlx::postgres::{PgArguments, PgConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, Row};

use super::super::{ROOM_BEHIND, ReadStatement, StoreError};
use super::connections::{Connections, arguments, is_lost};

/// Reads on connections that stay open.
#[derive(Debug)]
pub(in crate::store) struct Readers {
    connections: Arc<Connections>,
}

impl Readers {
    /// Readers on those connections.
    pub(super) fn new(connections: Arc<Connections>) -> Self {
        Self { connections }
    }

    /// Runs a statement that answers one row with one text, and appends the text.
    pub(in crate::store) async fn read_text(
        &self,
        statement: &ReadStatement,
        values: &[Value],
        into: &mut String,
    ) -> Result<(), StoreError> {
        let _permit = self.connections.permit().await?;
        if let Some(connection) = self.connections.used() {
            match self.read_on(connection, statement, values, into).await {
                Err(error) if is_lost(&error) => self.connections.forget_used(),
                ended => return Ok(ended?),
            }
        }
        let connection = self.connections.connect().await?;
        Ok(self.read_on(connection, statement, values, into).await?)
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
            self.connections.put_back(connection);
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
        let mut connection = self.connections.connect().await?;
        let explain = sqlx::query_with(AssertSqlSafe(format!("EXPLAIN {sql}")), arguments(values));
        let rows = explain.fetch_all(&mut connection).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Closes the connections that nobody uses.
    pub(in crate::store) fn close(&self) {
        self.connections.close();
    }
}

/// Runs a statement that answers one row with one text, and appends the text.
pub(super) async fn read_text(
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
