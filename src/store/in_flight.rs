//! Which transactions may still add to the change log what stands before something that is there already.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, Statement};

use super::{Store, StoreError};
use crate::query::dialect::Dialect;

impl Store {
    /// The transactions that have written to the change log, or are about to, and have not ended. Each has a
    /// name of its own.
    ///
    /// PostgreSQL locks the table for a transaction before that takes a position, and unlocks it after what
    /// the transaction did can be seen: one that took a position and is not named here has ended, and
    /// whoever looks after this sees what it left. On SQLite one transaction follows the other, so there is
    /// none.
    pub async fn log_writers(&self) -> Result<HashSet<String>, StoreError> {
        match self.dialect() {
            Dialect::Sqlite => return Ok(HashSet::new()),
            Dialect::Postgres => {}
        }
        let sql = "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE mode = 'RowExclusiveLock' \
                   AND relation = 'hw_change'::regclass \
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        let rows = self.db.query_all_raw(Statement::from_string(self.backend(), sql)).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }
}
