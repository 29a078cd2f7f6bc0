//! Readers of the log see every change once and in order, however transactions overlap.

use std::collections::BTreeSet;
use std::time::Duration;

use headwater::changes::{Log, Position};
use headwater::query::dialect::Dialect;
use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use tokio_util::sync::CancellationToken;

use super::{Logs, entry, ids_since, note};

/// A transaction that a test begins and ends when it likes.
struct Open(PgConnection);

impl Open {
    async fn begin(logs: &Logs) -> Self {
        let mut connection = PgConnection::connect(&logs.database.url).await.unwrap();
        connection.execute("BEGIN").await.unwrap();
        Self(connection)
    }

    /// Gives it its number.
    async fn number(&mut self) -> &mut Self {
        self.0.execute("SELECT pg_current_xact_id()").await.unwrap();
        self
    }

    async fn note(&mut self, id: &str) -> i64 {
        let sql = entry("Tag", id, Dialect::Postgres) + " RETURNING position";
        self.0.fetch_one(AssertSqlSafe(sql)).await.unwrap().get(0)
    }

    async fn end(mut self, how: &'static str) {
        self.0.execute(how).await.unwrap();
        self.0.close().await.unwrap();
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let start = log.last().await.unwrap();
        note(log, "Tag", &["1", "2", "3", "4", "5"]).await;
        let mut seen = Vec::new();
        let mut position = start;
        loop {
            let page = log.since(position, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            position = last.position;
            seen.extend(page.into_iter().map(|change| change.id));
        }
        assert_eq!(seen, ["1", "2", "3", "4", "5"]);
        assert_eq!(position, log.last().await.unwrap());
    }
}

#[tokio::test]
async fn nothing_is_seen_past_a_transaction_that_is_open() {
    let logs = Logs::open().await;
    let log = &logs.postgres;
    for (how, expected) in [("COMMIT", vec!["a", "b", "c"]), ("ROLLBACK", vec!["b", "c"])] {
        note(log, "Tag", &["before"]).await;
        let start = log.last().await.unwrap();
        let mut a = Open::begin(&logs).await;
        a.note("a").await;
        note(log, "Tag", &["b", "c"]).await;
        for _ in 0..3 {
            assert_eq!(ids_since(log, start).await, Vec::<String>::new());
        }
        a.end(how).await;
        assert_eq!(ids_since(log, start).await, expected);
        // Who did not see the gap before sees the same.
        assert_eq!(ids_since(&Log::new(log.store().clone()), start).await, expected);
    }
}

/// A transaction with the greater number has the smaller position: whoever reads up to the oldest number
/// that runs, in the order of positions, loses it.
#[tokio::test]
async fn later_transaction_may_have_the_earlier_position() {
    let logs = Logs::open().await;
    let log = &logs.postgres;
    note(log, "Tag", &["before"]).await;
    let start = log.last().await.unwrap();
    let (mut first, mut second) = (Open::begin(&logs).await, Open::begin(&logs).await);
    first.number().await;
    second.number().await.note("second").await;
    first.note("first").await;
    first.end("COMMIT").await;
    assert_eq!(ids_since(log, start).await, Vec::<String>::new());
    second.end("COMMIT").await;
    assert_eq!(ids_since(log, start).await, ["second", "first"]);
}

#[tokio::test]
async fn long_transaction_holds_up_no_more_than_a_gap() {
    let logs = Logs::open().await;
    let log = &logs.postgres;
    note(log, "Tag", &["before"]).await;
    let start = log.last().await.unwrap();
    // One that does not write to the log holds up nothing.
    let mut other = Open::begin(&logs).await;
    other.number().await;
    let mut undone = Open::begin(&logs).await;
    undone.note("undone").await;
    undone.end("ROLLBACK").await;
    note(log, "Tag", &["a", "b"]).await;
    assert_eq!(ids_since(log, start).await, ["a", "b"]);
    let mut long = Open::begin(&logs).await;
    long.note("long").await;
    long.0.execute("SAVEPOINT later").await.unwrap();
    long.note("undone").await;
    long.0.execute("ROLLBACK TO SAVEPOINT later").await.unwrap();
    note(log, "Tag", &["c"]).await;
    assert_eq!(ids_since(log, start).await, ["a", "b"]);
    long.end("COMMIT").await;
    assert_eq!(ids_since(log, start).await, ["a", "b", "long", "c"]);
    other.end("ROLLBACK").await;
}

/// Transactions of random length that overlap, a third of which come to nothing, and readers beside them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_change_is_seen_once_and_in_order() {
    const WRITERS: u64 = 8;
    let logs = Logs::open().await;
    let log = &logs.postgres;
    let start = log.last().await.unwrap();
    let done = CancellationToken::new();
    let readers: Vec<_> =
        [1, 7, 1000].map(|limit| tokio::spawn(follow(log.clone(), start, limit, done.clone()))).into();
    let writers = (0..WRITERS).map(|seed| write(&logs, seed));
    let written = futures_util::future::join_all(writers).await;
    done.cancel();
    let committed: BTreeSet<i64> = written.into_iter().flatten().collect();
    let committed: Vec<i64> = committed.into_iter().collect();
    assert!(committed.len() > 300, "{}", committed.len());
    for reader in readers {
        assert!(reader.await.unwrap() == committed, "a reader saw something else than was committed");
    }
}

/// The positions that were committed.
async fn write(logs: &Logs, seed: u64) -> Vec<i64> {
    const TRANSACTIONS: u64 = 60;
    let mut random = Random(seed * 7919 + 1);
    let mut connection = PgConnection::connect(&logs.database.url).await.unwrap();
    let sql = entry("Tag", "x", Dialect::Postgres) + " RETURNING position";
    let mut committed = Vec::new();
    for _ in 0..TRANSACTIONS {
        connection.execute("BEGIN").await.unwrap();
        let mut taken = Vec::new();
        for _ in 0..random.below(4) {
            let row = connection.fetch_one(AssertSqlSafe(sql.clone())).await.unwrap();
            taken.push(row.get::<i64, _>(0));
            tokio::time::sleep(Duration::from_micros(random.below(4000))).await;
        }
        match random.below(3) {
            0 => connection.execute("ROLLBACK").await.unwrap(),
            _ => {
                committed.append(&mut taken);
                connection.execute("COMMIT").await.unwrap()
            }
        };
    }
    connection.close().await.unwrap();
    committed
}

/// The positions in the order in which they were seen, until the writers are done and nothing is left.
async fn follow(log: Log, start: Position, limit: u64, done: CancellationToken) -> Vec<i64> {
    let mut position = start;
    let mut seen = Vec::new();
    loop {
        let is_last_look = done.is_cancelled();
        let changes = log.since(position, limit).await.unwrap();
        match changes.last() {
            Some(last) => position = last.position,
            None if is_last_look => return seen,
            None => tokio::time::sleep(Duration::from_millis(1)).await,
        }
        seen.extend(changes.iter().map(|change| change.position.0));
    }
}

/// xorshift64*: <https://www.jstatsoft.org/article/view/v008i14>
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }
}
