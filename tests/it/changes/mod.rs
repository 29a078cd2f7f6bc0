//! The change log: what its readers see, who follows it, and how long it is kept.

mod api;
mod app;
mod consumers;
mod order;
mod questions;
mod retention;

use headwater::changes::{Log, Position};
use headwater::model::Model;
use headwater::query::dialect::Dialect;
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
    model: Model,
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
        let (sqlite, postgres) = (Log::new(sqlite), Log::new(postgres));
        Self { sqlite, postgres, model, database, _folder: folder }
    }

    fn each(&self) -> [&Log; 2] {
        [&self.sqlite, &self.postgres]
    }
}

async fn run(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap();
}

/// Five changes of two records by two actors, a minute apart.
async fn story(log: &Log) {
    let json = if log.store().dialect() == Dialect::Postgres { "::json" } else { "" };
    let changes = [
        ("0", "NULL", "Tag", "a", "CREATE", 1, "NULL", r#"'{"label":"one","n":[1]}'"#),
        ("1", "'admin'", "Tag", "a", "UPDATE", 2, r#"'{"label":"one"}'"#, r#"'{"label":null}'"#),
        ("2", "'admin'", "Tag", "b", "CREATE", 1, "NULL", r#"'{"label":"b"}'"#),
        ("3", "'eve'", "Post", "a", "CREATE", 1, "NULL", "'{}'"),
        ("4", "'eve'", "Tag", "a", "DELETE", 2, r#"'{"n":[1]}'"#, "NULL"),
    ];
    for (minute, actor, collection, id, operation, version, before, after) in changes {
        let cast = |text: &str| if text == "NULL" { text.to_owned() } else { format!("{text}{json}") };
        let sql = format!(
            "INSERT INTO hw_change (transaction_id, at, actor, request_id, collection, record_id, operation, version, \
             before, after) VALUES (7, '2026-11-21T09:0{minute}:00.000Z', {actor}, 'r{minute}', '{collection}', '{id}', \
             '{operation}', {version}, {}, {})",
            cast(before),
            cast(after)
        );
        run(log.store(), &sql).await;
    }
}

/// Writes changes of the records, one transaction after the other. SQLite's transactions are numbered by
/// whoever writes.
async fn note(log: &Log, collection: &str, ids: &[&str]) {
    for id in ids {
        run(log.store(), &entry(collection, id, log.store().dialect())).await;
    }
}

fn entry(collection: &str, id: &str, dialect: Dialect) -> String {
    let (column, value) = match dialect {
        Dialect::Sqlite => ("transaction_id, ", "0, "),
        Dialect::Postgres => ("", ""),
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
