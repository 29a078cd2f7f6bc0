//! The database below everything: connections, limits, and the sync of tables with the model.

mod connection;
mod functions;
mod migrate_command;
mod sync_components;
mod sync_property;
mod sync_rules;
mod sync_safety;
mod system_tables;
mod write;

use headwater::store::{Store, StoreOptions};
use tempfile::TempDir;

use crate::support::postgres::TestDatabase;

/// An empty database of each kind.
struct Databases {
    sqlite: Store,
    postgres: Store,
    _folder: TempDir,
    _database: TestDatabase,
}

impl Databases {
    async fn open(options: &StoreOptions) -> Self {
        let folder = TempDir::new().unwrap();
        let database = TestDatabase::create().await;
        let sqlite = Store::connect("sqlite://data/headwater.db", folder.path(), options).await.unwrap();
        let postgres = Store::connect(&database.url, folder.path(), options).await.unwrap();
        Self { sqlite, postgres, _folder: folder, _database: database }
    }

    fn each(&self) -> [&Store; 2] {
        [&self.sqlite, &self.postgres]
    }
}
