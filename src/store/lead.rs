//! What only one node may do at a time: being the one that leads.
//!
//! On PostgreSQL a node leads while it holds an advisory lock, on a connection of its own: when the node or
//! the connection is gone, so is the lock, and another node takes over. Read [`Store::lead`] first.

use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{self, Connection};

use super::{Store, StoreError, Target, postgres};

/// The key of PostgreSQL's advisory lock: `hw` in ASCII, then a number of ours.
const LOCK_KEY: i64 = 0x6877_0002;

/// The right to be the only one, until it is dropped.
#[derive(Debug)]
pub struct Lead {
    /// None on SQLite, which one process serves.
    connection: Option<Box<PgConnection>>,
}

impl Store {
    /// Becomes the node that leads; none when another one does.
    pub async fn lead(&self) -> Result<Option<Lead>, StoreError> {
        let target = match &self.target {
            Target::Sqlite(_) => return Ok(Some(Lead { connection: None })),
            Target::Postgres(target) => target,
        };
        let mut connection = postgres::connect_alone(target).await?;
        let sql = "SELECT pg_try_advisory_lock($1)";
        let leads: bool = sqlx::query_scalar(sql).bind(LOCK_KEY).fetch_one(&mut connection).await?;
        Ok(leads.then(|| Lead { connection: Some(Box::new(connection)) }))
    }
}

impl Lead {
    /// Whether this node still leads.
    pub async fn holds(&mut self) -> bool {
        match &mut self.connection {
            Some(connection) => connection.ping().await.is_ok(),
            None => true,
        }
    }
}
