//! How the database is: what it is, how large, and how many servers use it.
//!
//! Read [`Store::vitals`] first.

use sea_orm::{ConnectionTrait, Statement};

use super::{Store, StoreError, Target};

/// How a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vitals {
    /// What it is: `PostgreSQL 15.4`.
    pub database: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The servers that hear of each other's writes through it, this one among them.
    pub nodes: u32,
}

impl Store {
    /// How the database is.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn vitals(&self) -> Result<Vitals, StoreError> {
        // A distribution's own number may follow.
        let version = self.facts.version.split_whitespace().next().unwrap_or_default();
        let (name, bytes, nodes) = match self.target {
            Target::Sqlite(_) => {
                let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
                ("SQLite", self.number(sql).await?, 1)
            }
            Target::Postgres(_) => {
                let bytes = self.number("SELECT pg_database_size(current_database())").await?;
                let nodes = "SELECT count(*) FROM pg_stat_activity \
                    WHERE datname = current_database() AND application_name = 'headwater bus'";
                ("PostgreSQL", bytes, self.number(nodes).await?.max(1))
            }
        };
        let nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
        Ok(Vitals { database: format!("{name} {version}"), bytes, nodes })
    }

    async fn number(&self, sql: &str) -> Result<u64, StoreError> {
        let row = self.db.query_one_raw(Statement::from_string(self.backend(), sql)).await?;
        let number: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(number.unwrap_or_default().unsigned_abs())
    }
}
