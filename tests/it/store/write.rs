//! Transactions that write: what is committed, what is undone, and who waits for whom.

use headwater::store::{ReadStatement, Store, StoreOptions, Transaction, WriteError};
use sea_orm::ConnectionTrait;

use super::Databases;
use crate::support::asking::read_text;

type Written<T> = Result<T, WriteError<String>>;

/// Both databases with a table of numbers.
async fn databases(options: &StoreOptions) -> Databases {
    let databases = Databases::open(options).await;
    for store in databases.each() {
        let sql = "CREATE TABLE number (id integer PRIMARY KEY, value integer NOT NULL)";
        store.connection().execute_unprepared(sql).await.unwrap();
    }
    databases
}

/// Adds a number in a transaction of its own.
async fn add(store: &Store, id: i32) -> Written<u64> {
    store.write(move |tx| Box::pin(insert(tx, id))).await
}

async fn insert(tx: &mut Transaction, id: i32) -> Written<u64> {
    Ok(tx.execute("INSERT INTO number VALUES ($1, 0)", &[id.into()]).await?)
}

/// The numbers that are committed: `1 2 3`.
async fn numbers(store: &Store) -> String {
    let sql = "SELECT coalesce(string_agg(CAST(id AS text), ' ' ORDER BY id), '') FROM number";
    read_text(store, sql, &[]).await.unwrap()
}

#[tokio::test]
async fn work_that_ends_well_is_committed() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        assert_eq!(add(store, 1).await.unwrap(), 1);
        let read: Written<(Vec<String>, String)> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 2).await?;
                    let texts = tx.texts("SELECT CAST(id AS text) FROM number ORDER BY id", &[]).await?;
                    let mut text = "seen: ".to_owned();
                    let statement = ReadStatement::new("SELECT CAST(count(*) AS text) FROM number");
                    tx.read_text(&statement, &[], &mut text).await?;
                    Ok((texts, text))
                })
            })
            .await;
        assert_eq!(read.unwrap(), (vec!["1".to_owned(), "2".to_owned()], "seen: 2".to_owned()));
        assert_eq!(numbers(store).await, "1 2");
    }
}
