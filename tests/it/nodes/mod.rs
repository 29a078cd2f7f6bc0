//! Several nodes on one database of PostgreSQL: how they hear of each other.

mod bus;
mod channels;
mod log;
mod members;
mod watching;

use std::path::Path;
use std::time::Duration;

use headwater::store::bus::{Heard, Subscription};
use headwater::store::{Store, StoreOptions};
use sea_orm::ConnectionTrait;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::postgres::TestDatabase;
use crate::support::process::eventually;

/// Nothing that these tests wait for takes so long.
const LIMIT: Duration = Duration::from_secs(30);

/// A node's store whose bus runs.
struct Node {
    store: Store,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Node {
    async fn start(url: &str) -> Self {
        let store = Store::connect(url, Path::new("/nowhere"), &StoreOptions::default()).await.unwrap();
        let (stop, bus) = (CancellationToken::new(), store.bus().clone());
        let mut topic = bus.subscribe("start");
        let token = stop.clone();
        let task = tokio::spawn(async move { bus.run(token).await });
        // The first thing that is heard is that the connection is there.
        assert!(matches!(heard(&mut topic).await, Heard::Missed));
        Self { store, stop, task }
    }

    async fn end(self) {
        self.stop.cancel();
        tokio::time::timeout(LIMIT, self.task).await.unwrap().unwrap();
        self.store.close().await.unwrap();
    }
}

async fn heard(topic: &mut Subscription) -> Heard {
    tokio::time::timeout(LIMIT, topic.next()).await.expect("something is heard")
}

/// What the next message says.
async fn message(topic: &mut Subscription) -> String {
    loop {
        if let Heard::Message(message) = heard(topic).await {
            return message.payload.to_string();
        }
    }
}

/// What is heard up to that message, `!` for what may have been missed.
async fn heard_up_to(topic: &mut Subscription, last: &str) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        match heard(topic).await {
            Heard::Missed => all.push("!".to_owned()),
            Heard::Message(message) => all.push(message.payload.to_string()),
        }
        if all.last().is_some_and(|heard| heard == last) {
            return all;
        }
    }
}

/// Cuts the connections on which the nodes of the database hear of each other, and answers how many there were.
async fn cut(store: &Store) -> u64 {
    let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
               WHERE application_name = 'headwater bus' AND datname = current_database()";
    store.connection().execute_unprepared(sql).await.unwrap().rows_affected()
}

/// The same for the oldest of them alone.
async fn cut_oldest(store: &Store) -> u64 {
    let sql = "SELECT pg_terminate_backend(pid, 5000) FROM (SELECT pid FROM pg_stat_activity \
               WHERE application_name = 'headwater bus' AND datname = current_database() \
               ORDER BY backend_start LIMIT 1) AS oldest";
    store.connection().execute_unprepared(sql).await.unwrap().rows_affected()
}

/// Cuts all of them, for who has no store there.
async fn cut_all(url: &str) -> u64 {
    let options = StoreOptions { max_connections: 1, ..StoreOptions::default() };
    let store = Store::connect(url, Path::new("/nowhere"), &options).await.unwrap();
    let count = cut(&store).await;
    store.close().await.unwrap();
    count
}

/// Waits until so many nodes of the database listen.
async fn listening(url: &str, nodes: u64) {
    let options = StoreOptions { max_connections: 1, ..StoreOptions::default() };
    let store = Store::connect(url, Path::new("/nowhere"), &options).await.unwrap();
    let sql = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'headwater bus' AND datname = current_database()";
    eventually(LIMIT, "the nodes listen", async || {
        let found = store.connection().execute_unprepared(sql).await.unwrap().rows_affected();
        (found == nodes).then_some(())
    })
    .await;
    store.close().await.unwrap();
}

/// Whether new connections to the database are let in.
async fn let_in(database: &TestDatabase, is_let_in: bool) {
    let (start, name) = database.url.rsplit_once('/').unwrap();
    let server = format!("{start}/postgres");
    let options = StoreOptions { max_connections: 1, ..StoreOptions::default() };
    let store = Store::connect(&server, Path::new("/nowhere"), &options).await.unwrap();
    let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {is_let_in}");
    store.connection().execute_unprepared(&sql).await.unwrap();
    store.close().await.unwrap();
}
