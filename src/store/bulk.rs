//! What is done after many records were written at once.

use sea_orm::ConnectionTrait;

use super::Store;
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
}
