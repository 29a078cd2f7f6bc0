//! The change log: what its readers see, who follows it, and how long it is kept.

mod consumers;
mod order;
mod questions;
mod retention;

use headwater::changes::{Log, Position};
use headwater::store::sync::{self, Consent};
use headwater::store::{Store, StoreOptions};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::support::content::model;
use crate::support::postgres::TestDatabase;

/// The log of a database of each kind, empty but for the model.
struct Logs {
    sqlite: Log,
    postgres: Log,
    database: TestDatabase,
    _folder: TempDir,
}

impl Logs {
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let database = TestDatabase::create().await;
        let options = StoreOptions::default();
        let sqlite = Store::connect("sqlite://data/headwater.db", folder.path(), &options).await.unwrap();
        let postgres = Store::connect(&database.url, folder.path(), &options).await.unwrap();
        let model = model("type Tag @collection { label: String }");
        for store in [&sqlite, &postgres] {
            sync::apply(store, &model, "", Consent::Safe).await.unwrap();
            run(store, "DELETE FROM hw_change").await;
        }
        Self { sqlite: Log::new(sqlite), postgres: Log::new(postgres), database, _folder: folder }
    }

    fn each(&self) -> [&Log; 2] {
        [&self.sqlite, &self.postgres]
    }
}

async fn run(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap();
}

/// Writes changes of the records, one transaction after the other. SQLite's transactions are numbered by
/// whoever writes.
async fn note(log: &Log, collection: &str, ids: &[&str]) {
    for id in ids {
        run(log.store(), &entry(collection, id, log.store().dialect())).await;
    }
}

fn entry(collection: &str, id: &str, dialect: headwater::query::dialect::Dialect) -> String {
    let (column, value) = match dialect {
        headwater::query::dialect::Dialect::Sqlite => ("transaction_id, ", "0, "),
        headwater::query::dialect::Dialect::Postgres => ("", ""),
    };
    format!(
        "INSERT INTO hw_change ({column}collection, record_id, operation, version, after) \
         VALUES ({value}'{collection}', '{id}', 'CREATE', 1, '{{\"label\":\"{id}\"}}')"
    )
}

/// The ids of the records that changed after the position.
async fn ids_since(log: &Log, after: Position) -> Vec<String> {
    log.since(after, 1000).await.unwrap().into_iter().map(|change| change.id).collect()
}
