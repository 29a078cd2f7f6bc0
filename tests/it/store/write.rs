//! Transactions that write: what is committed, what is undone, and who waits for whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use headwater::query::dialect::Dialect;
use headwater::store::{Constraint, ReadStatement, Store, StoreError, StoreOptions, Transaction, WriteError};
use sea_orm::ConnectionTrait;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::Databases;
use crate::support::asking::read_text;
use crate::support::process::eventually;

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

async fn execute(store: &Store, sql: &'static str) -> Written<u64> {
    store.write(|tx| Box::pin(async { Ok(tx.execute(sql, &[]).await?) })).await
}

async fn insert(tx: &mut Transaction, id: i32) -> Written<u64> {
    Ok(tx.execute("INSERT INTO number VALUES ($1, 0)", &[id.into()]).await?)
}

/// The numbers that are committed: `1 2 3`.
async fn numbers(store: &Store) -> String {
    let sql = "SELECT coalesce(string_agg(CAST(id AS text), ' ' ORDER BY id), '') FROM number";
    read_text(store, sql, &[]).await.unwrap()
}

/// Work that adds a number and then waits until it is told to go on.
struct Held {
    running: JoinHandle<Written<()>>,
    go_on: Arc<Notify>,
}

impl Held {
    /// Answers once the number is added.
    async fn start(store: &Store, id: i32) -> Self {
        let [added, go_on] = [Arc::new(Notify::new()), Arc::new(Notify::new())];
        let (store, told, waits) = (store.clone(), added.clone(), go_on.clone());
        let work = async move {
            let work = store.write(move |tx| {
                let (told, waits) = (told.clone(), waits.clone());
                Box::pin(async move {
                    insert(tx, id).await?;
                    told.notify_one();
                    waits.notified().await;
                    Ok(())
                })
            });
            work.await
        };
        let running = tokio::spawn(work);
        added.notified().await;
        Self { running, go_on }
    }

    async fn finish(self) {
        self.go_on.notify_one();
        self.running.await.unwrap().unwrap();
    }
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

#[tokio::test]
async fn work_that_ends_otherwise_leaves_nothing() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        let refused: Written<()> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 1).await?;
                    Err(WriteError::Refused("no".to_owned()))
                })
            })
            .await;
        assert!(matches!(refused, Err(WriteError::Refused(reason)) if reason == "no"));
        let panicked: Written<()> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 2).await?;
                    panic!("this test panics")
                })
            })
            .await;
        let Err(WriteError::Store(StoreError::Other(message))) = panicked else { panic!("{panicked:?}") };
        assert_eq!(message, "the work panicked: this test panics");
        let failed: Written<u64> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 3).await?;
                    insert(tx, 3).await
                })
            })
            .await;
        let Err(WriteError::Store(StoreError::Constraint { constraint, .. })) = failed else {
            panic!("{failed:?}")
        };
        assert!(matches!(constraint, Constraint::Unique { .. }));
        let held = Held::start(store, 4).await;
        held.running.abort();
        add(store, 5).await.unwrap();
        assert_eq!(numbers(store).await, "5");
    }
}

#[tokio::test]
async fn work_that_nobody_waits_for_is_not_begun() {
    let databases = databases(&StoreOptions { max_connections: 1, ..StoreOptions::default() }).await;
    for store in databases.each() {
        let held = Held::start(store, 1).await;
        let waiting = tokio::spawn({
            let store = store.clone();
            async move { add(&store, 2).await }
        });
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.is_err());
        held.finish().await;
        add(store, 3).await.unwrap();
        assert_eq!(numbers(store).await, "1 3");
    }
}

#[tokio::test]
async fn failed_statement_is_undone_to_the_mark_or_with_everything() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        let marked: Written<()> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 1).await?;
                    for id in [1, 2, 1, 3] {
                        tx.savepoint().await?;
                        match insert(tx, id).await {
                            Ok(_) => tx.release().await?,
                            Err(_) => tx.roll_back_to().await?,
                        }
                    }
                    Ok(())
                })
            })
            .await;
        marked.unwrap();
        assert_eq!(numbers(store).await, "1 2 3");
        // PostgreSQL would answer the commit as if nothing had happened.
        let ignored: Written<()> = store
            .write(|tx| {
                Box::pin(async {
                    insert(tx, 4).await?;
                    let _ = insert(tx, 4).await;
                    Ok(())
                })
            })
            .await;
        assert!(matches!(ignored, Err(WriteError::Store(StoreError::Other(_)))), "{ignored:?}");
        assert_eq!(numbers(store).await, "1 2 3");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_are_all_written() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        add(store, 0).await.unwrap();
        let writes = (0..200).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let sql = "UPDATE number SET value = value + 1 WHERE id = 0";
                store
                    .write(|tx| Box::pin(async { Ok::<_, WriteError<String>>(tx.execute(sql, &[]).await?) }))
                    .await
            })
        });
        for written in join_all(writes).await {
            assert_eq!(written.unwrap().unwrap(), 1);
        }
        let sum = read_text(store, "SELECT CAST(value AS text) FROM number", &[]).await.unwrap();
        assert_eq!(sum, "200");
    }
    assert_eq!(databases.postgres.commits(), 201);
}

#[tokio::test]
async fn writes_that_wait_together_share_a_commit() {
    let databases = databases(&StoreOptions::default()).await;
    let store = &databases.sqlite;
    let held = Held::start(store, 0).await;
    let waiting = join_all((1..=100).map(|id| add(store, id)));
    let (waited, ()) = tokio::join!(waiting, held.finish());
    assert!(waited.into_iter().all(|written| written.is_ok()));
    // The first group may have run out of time before all of them had come.
    assert!(store.commits() <= 5, "{} commits", store.commits());
    assert_eq!(numbers(store).await.split(' ').count(), 101);
}

#[tokio::test]
async fn one_more_than_may_wait_is_refused() {
    let options = StoreOptions { write_queue: 2, max_connections: 2, ..StoreOptions::default() };
    let databases = databases(&options).await;
    for store in databases.each() {
        let held = Held::start(store, 1).await;
        let waiting = tokio::spawn({
            let store = store.clone();
            async move { add(&store, 2).await }
        });
        tokio::task::yield_now().await;
        let refused = add(store, 3).await;
        assert!(matches!(refused, Err(WriteError::Store(StoreError::Busy))), "{refused:?}");
        held.finish().await;
        waiting.await.unwrap().unwrap();
        add(store, 4).await.unwrap();
        assert_eq!(numbers(store).await, "1 2 4");
    }
}

#[tokio::test]
async fn readers_do_not_wait_for_writers() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        let held = Held::start(store, 1).await;
        assert_eq!(numbers(store).await, "");
        held.finish().await;
        assert_eq!(numbers(store).await, "1");
    }
}

#[tokio::test]
async fn stopped_statement_takes_no_other_write_with_it() {
    let limit = Duration::from_millis(300);
    let databases = databases(&StoreOptions { statement_timeout: limit, ..StoreOptions::default() }).await;
    const ENDLESS: &str = "INSERT INTO number \
        WITH RECURSIVE endless(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM endless) SELECT n, 0 FROM endless";
    for store in databases.each() {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = runs.clone();
        let held = Held::start(store, 1).await;
        let first = store.write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            Box::pin(insert(tx, 2))
        });
        let stopped = store
            .write(|tx| Box::pin(async { Ok::<_, WriteError<String>>(tx.execute(ENDLESS, &[]).await?) }));
        let (first, stopped, last, ()) = tokio::join!(first, stopped, add(store, 3), held.finish_again());
        first.unwrap();
        last.unwrap();
        assert!(matches!(stopped, Err(WriteError::Store(StoreError::Timeout))), "{stopped:?}");
        assert_eq!(numbers(store).await, "1 2 3");
        // SQLite stops the whole transaction with the statement: the others were run in another.
        let expected = if store.dialect() == Dialect::Sqlite { 2 } else { 1 };
        assert_eq!(runs.load(Ordering::SeqCst), expected);
    }
}

impl Held {
    /// Lets the work end as often as it is run.
    async fn finish_again(self) {
        let mut running = self.running;
        loop {
            self.go_on.notify_one();
            match tokio::time::timeout(Duration::from_millis(1), &mut running).await {
                Ok(ended) => return ended.unwrap().unwrap(),
                Err(_elapsed) => {}
            }
        }
    }
}

#[tokio::test]
async fn broken_reference_at_the_end_is_its_own_writes_fault() {
    let databases = databases(&StoreOptions::default()).await;
    let store = &databases.sqlite;
    let sql = "CREATE TABLE link (id integer PRIMARY KEY, number integer REFERENCES number (id) DEFERRABLE INITIALLY DEFERRED)";
    store.connection().execute_unprepared(sql).await.unwrap();
    let held = Held::start(store, 1).await;
    let link = |number: i32| {
        store.write(move |tx| {
            Box::pin(async move {
                let sql = "INSERT INTO link (number) VALUES ($1)";
                Ok::<_, WriteError<String>>(tx.execute(sql, &[number.into()]).await?)
            })
        })
    };
    let (good, bad, last, ()) = tokio::join!(link(1), link(9), add(store, 2), held.finish_again());
    good.unwrap();
    last.unwrap();
    let Err(WriteError::Store(StoreError::Constraint { constraint, .. })) = bad else { panic!("{bad:?}") };
    assert!(matches!(constraint, Constraint::ForeignKey { .. }));
    assert_eq!(numbers(store).await, "1 2");
}

#[tokio::test]
async fn work_is_run_again_when_it_says_so_but_not_for_ever() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        for (enough, is_written) in [(3, true), (u32::MAX, false)] {
            let runs = Arc::new(AtomicU32::new(0));
            let counted = runs.clone();
            let written = store
                .write(move |tx| {
                    let run = counted.fetch_add(1, Ordering::SeqCst) + 1;
                    Box::pin(async move {
                        insert(tx, 1).await?;
                        if run < enough { Err(WriteError::Again) } else { Ok::<_, WriteError<String>>(()) }
                    })
                })
                .await;
            match is_written {
                true => written.unwrap(),
                false => {
                    assert!(
                        matches!(written, Err(WriteError::Store(StoreError::Contention(_)))),
                        "{written:?}"
                    );
                    assert_eq!(runs.load(Ordering::SeqCst), 10);
                }
            }
            assert_eq!(execute(store, "DELETE FROM number").await.unwrap(), u64::from(is_written));
        }
    }
}

#[tokio::test]
async fn deadlock_is_resolved_by_running_again() {
    let databases = databases(&StoreOptions::default()).await;
    let store = &databases.postgres;
    for id in [1, 2] {
        add(store, id).await.unwrap();
    }
    let both = Arc::new(tokio::sync::Barrier::new(2));
    let change = |first: i32, second: i32| {
        let (both, store) = (both.clone(), store.clone());
        let runs = Arc::new(AtomicU32::new(0));
        async move {
            let sql = "UPDATE number SET value = value + 1 WHERE id = $1";
            let work = store.write(move |tx| {
                let (both, is_first_run) = (both.clone(), runs.fetch_add(1, Ordering::SeqCst) == 0);
                Box::pin(async move {
                    tx.execute(sql, &[first.into()]).await?;
                    if is_first_run {
                        both.wait().await;
                    }
                    // The work may take the database's error for something else.
                    tx.execute(sql, &[second.into()])
                        .await
                        .map_err(|error| WriteError::Refused(error.to_string()))
                })
            });
            work.await.unwrap()
        }
    };
    assert_eq!(tokio::join!(change(1, 2), change(2, 1)), (1, 1));
    let values = read_text(store, "SELECT string_agg(value::text, ' ') FROM number", &[]).await.unwrap();
    assert_eq!(values, "2 2");
}

#[tokio::test]
async fn lost_connection_is_replaced() {
    // One connection is the pool's, which ends the others.
    let databases = databases(&StoreOptions { max_connections: 8, ..StoreOptions::default() }).await;
    let store = &databases.postgres;
    add(store, 1).await.unwrap();
    let others = "SELECT count(pg_terminate_backend(pid))::text FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    store.connection().execute_unprepared(others).await.unwrap();
    eventually(Duration::from_secs(5), "the server ends the sessions", async || {
        let sql =
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let rows = store.connection().execute_unprepared(sql).await.unwrap().rows_affected();
        (rows == 0).then_some(())
    })
    .await;
    add(store, 2).await.unwrap();
    assert_eq!(numbers(store).await, "1 2");
}

#[tokio::test]
async fn closing_finishes_what_waits() {
    let databases = databases(&StoreOptions::default()).await;
    let store = &databases.sqlite;
    let held = Held::start(store, 1).await;
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { add(&store, 2).await }
    });
    tokio::task::yield_now().await;
    let (closed, ()) = tokio::join!(store.close(), held.finish());
    closed.unwrap();
    waiting.await.unwrap().unwrap();
    for store in databases.each() {
        store.close().await.unwrap();
        let refused = add(store, 3).await;
        assert!(matches!(refused, Err(WriteError::Store(StoreError::Unavailable(_)))), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn import_judges_references_at_its_end() {
    let databases = databases(&StoreOptions::default()).await;
    for store in databases.each() {
        let sql = "CREATE TABLE link (number integer REFERENCES number (id) DEFERRABLE)";
        store.connection().execute_unprepared(sql).await.unwrap();
        for (number, is_good) in [(1, true), (2, false)] {
            let mut tx = store.begin_import().await.unwrap();
            tx.execute("INSERT INTO link VALUES ($1)", &[number.into()]).await.unwrap();
            tx.savepoint().await.unwrap();
            insert(&mut tx, 7).await.unwrap();
            tx.roll_back_to().await.unwrap();
            if is_good {
                insert(&mut tx, number).await.unwrap();
                tx.commit().await.unwrap();
            } else {
                let error = tx.commit().await.unwrap_err();
                assert!(matches!(error, StoreError::Constraint { .. }), "{error:?}");
            }
        }
        let mut tx = store.begin_import().await.unwrap();
        insert(&mut tx, 3).await.unwrap();
        tx.rollback().await.unwrap();
        let mut dropped = store.begin_import().await.unwrap();
        insert(&mut dropped, 4).await.unwrap();
        drop(dropped);
        add(store, 5).await.unwrap();
        assert_eq!(numbers(store).await, "1 5");
    }
}
