//! Opening a database, reading from it, and what stops a statement.

use std::path::Path;
use std::time::{Duration, Instant};

use headwater::store::{ReadStatement, Store, StoreError, StoreOptions};

use super::Databases;
use crate::support::asking::read_text;

#[tokio::test]
async fn a_statement_answers_json() {
    let databases = Databases::open(&StoreOptions::default()).await;
    for store in databases.each() {
        store.ping().await.unwrap();
        assert_eq!(read_text(store, "SELECT '[1]'", &[]).await.unwrap(), "[1]");
    }
    let bound = read_text(&databases.sqlite, "SELECT hw_float(?)", &[1e15.into()]).await.unwrap();
    assert_eq!(bound, "1e+15");
}

#[tokio::test]
async fn a_long_statement_is_stopped() {
    let limit = Duration::from_millis(200);
    let options = StoreOptions { statement_timeout: limit, ..StoreOptions::default() };
    let databases = Databases::open(&options).await;
    let endless = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) \
                   SELECT CAST(max(n) AS text) FROM numbers WHERE n < 0";
    for store in databases.each() {
        let began = Instant::now();
        let error = read_text(store, endless, &[]).await.unwrap_err();
        assert!(matches!(error, StoreError::Timeout), "{error:?}");
        assert!(began.elapsed() < Duration::from_secs(5));
        // The connection is usable again, and the clock starts anew.
        tokio::time::sleep(limit).await;
        assert_eq!(read_text(store, "SELECT '1'", &[]).await.unwrap(), "1");
    }
}

#[tokio::test]
async fn a_statement_too_long_for_the_serving_thread_is_answered_all_the_same() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let sql = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300000) \
               SELECT CAST(sum(n) AS text) FROM numbers";
    for store in databases.each() {
        let statement = ReadStatement::new(sql);
        let runs = (0..6).map(|_| async {
            let mut text = "sum: ".to_owned();
            store.read_text(&statement, &[], &mut text).await.unwrap();
            text
        });
        for text in futures_util::future::join_all(runs).await {
            assert_eq!(text, "sum: 45000150000");
        }
    }
}

#[tokio::test]
async fn unusable_urls_say_why() {
    let connect = |url: &'static str| async move {
        let error = Store::connect(url, Path::new("."), &StoreOptions::default()).await.unwrap_err();
        error.to_string()
    };
    insta::assert_snapshot!(connect("mysql://localhost/blog").await, @"a database url starts with `sqlite://` or `postgres://`, not with `mysql`");
    insta::assert_snapshot!(connect("sqlite::memory:").await, @"the database url names no file: write `sqlite://data/headwater.db`");
}
