//! The transaction in which many records are written at once.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::{Store, StoreError};
use crate::query::dialect::Dialect;

impl Store {
    /// Has PostgreSQL look at the tables after many rows were written: until it does, it plans as if they
    /// were empty. SQLite plans by the indexes alone, and statistics were seen to mislead it.
    pub async fn study(&self, tables: impl Iterator<Item = &str>) {
        if self.dialect() == Dialect::Sqlite {
            return;
        }
        let tables: Vec<String> = tables.map(|table| format!("\"{table}\"")).collect();
        let studied = self.db.execute_unprepared(&format!("ANALYZE {}", tables.join(", "))).await;
        if let Err(error) = studied {
            tracing::warn!(%error, "the tables could not be analyzed; the server does it later");
        }
    }

    /// Begins a transaction whose foreign keys are judged at its end, so that records may be written
    /// before those that they point to.
    pub async fn begin_pool_import(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.connection().begin_with_options(options).await?;
        let defer = match self.dialect() {
            Dialect::Sqlite => "PRAGMA defer_foreign_keys = ON",
            Dialect::Postgres => "SET CONSTRAINTS ALL DEFERRED",
        };
        tx.execute_unprepared(defer).await?;
        Ok(tx)
    }
}
