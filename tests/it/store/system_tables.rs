//! The tables of Headwater's own, and what becomes of the change log when a model is applied.

use headwater::model::Model;
use headwater::store::sync::{self, Consent, Outcome};
use headwater::store::{Store, StoreOptions};
use sea_orm::ConnectionTrait;

use super::Databases;
use crate::support::asking::read_text;
use crate::support::content::model;

async fn apply(store: &Store, model: &Model) -> Outcome {
    sync::apply(store, model, "", Consent::Safe).await.unwrap()
}

async fn run(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap();
}

async fn log(store: &Store) -> String {
    let sql = "SELECT coalesce(string_agg(concat(operation, ' ', collection, record_id, ' ', CAST(after AS text)), '\n' \
               ORDER BY position), '') FROM hw_change";
    read_text(store, sql, &[]).await.unwrap()
}

#[tokio::test]
async fn applied_models_are_in_the_log() {
    let databases = Databases::open(&StoreOptions::default()).await;
    for store in databases.each() {
        apply(store, &model("type Tag @collection { label: String }")).await;
        apply(store, &model("type Tag @collection { label: String note: Text }")).await;
        assert_eq!(
            apply(store, &model("type Tag @collection { label: String note: Text }")).await,
            Outcome::UpToDate
        );
        let log = log(store).await;
        let (first, second) = log.split_once('\n').unwrap();
        assert!(first.contains("create the table `tag` for `Tag`"), "{first}");
        assert_eq!(second, r#"MODEL 2 {"steps":["add `Tag.note` (Text)"]}"#);
        let numbers = "SELECT CAST(count(*) AS text) FROM hw_change WHERE transaction_id = position OR transaction_id > 100";
        assert_eq!(read_text(store, numbers, &[]).await.unwrap(), "2");
    }
}

#[tokio::test]
async fn older_database_gets_the_tables_at_the_next_start() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let model = model("type Tag @collection { label: String }");
    for store in databases.each() {
        apply(store, &model).await;
        for table in ["hw_change", "hw_consumer", "hw_set_aside", "hw_idempotency"] {
            run(store, &format!("DROP TABLE {table}")).await;
        }
        run(store, "DELETE FROM hw_migrations WHERE version LIKE '%_changes'").await;
        assert_eq!(apply(store, &model).await, Outcome::UpToDate);
        assert_eq!(log(store).await, "");
    }
}

#[tokio::test]
async fn restored_log_shares_no_transaction_with_this_server() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let model = model("type Tag @collection { label: String }");
    let store = &databases.postgres;
    apply(store, &model).await;
    let restored = "INSERT INTO hw_change (transaction_id, collection, record_id, operation) \
                    SELECT 4000000000 + n / 2, 'Tag', n::text, 'DELETE' FROM generate_series(1, 5) AS n";
    run(store, restored).await;
    apply(store, &model).await;
    let numbers =
        "SELECT concat(count(*) FILTER (WHERE transaction_id = 0), ' of ', count(*)) FROM hw_change";
    assert_eq!(read_text(store, numbers, &[]).await.unwrap(), "5 of 6");
}
