//! Live queries and streams whose watchers and writers are connected to different processes.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use headwater::store::{Store, StoreOptions};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::{Value, json};

use super::cut_all;
use crate::support::postgres::TestDatabase;
use crate::support::process::{ADMIN_TOKEN, ProjectDir, Server};
use crate::support::socket::{self, Client};

const SDL: &str = "type Post @collection(orderBy: { title: ASC }) { title: String! rank: Int }";
const POSTS: &str = "subscription { posts { title } }";
const CHANGES: &str = "subscription($since: String) { postChanges(since: $since) { op id cursor } }";

/// Processes that serve the same project from the same database.
struct Nodes {
    project: ProjectDir,
    database: TestDatabase,
}

impl Nodes {
    async fn new() -> Self {
        let (project, database) = (ProjectDir::new(SDL), TestDatabase::create().await);
        project.write("headwater.toml", &format!("[database]\nurl = \"{}\"\n", database.url));
        Self { project, database }
    }

    fn start(&self) -> Server {
        Server::start(&self.project, &["serve"])
    }

    async fn store(&self) -> Store {
        let options = StoreOptions { max_connections: 2, ..StoreOptions::default() };
        Store::connect(&self.database.url, Path::new("/nowhere"), &options).await.unwrap()
    }
}

async fn connect(server: &Server) -> Client {
    socket::connect(&server.url, socket::bearer(ADMIN_TOKEN)).await
}

async fn create(server: &Server, id: &str) {
    let made = server
        .ask(&format!(r#"mutation {{ createPost(data: {{ id: "{id}", title: "{id}" }}) {{ id }} }}"#))
        .await;
    assert_eq!(made["data"]["createPost"]["id"], id, "{made}");
}

/// Waits until the live query says that.
async fn until(client: &mut Client, id: &str, titles: &[&str]) {
    let expected: Vec<Value> = titles.iter().map(|title| json!({ "title": title })).collect();
    loop {
        if client.next(id).await["data"]["posts"] == json!(expected) {
            return;
        }
    }
}

async fn event(client: &mut Client, id: &str) -> (String, String, String) {
    let event = client.next(id).await["data"]["postChanges"].clone();
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    (text("op"), text("id"), text("cursor"))
}

#[tokio::test]
async fn write_on_one_node_is_seen_by_the_watchers_of_all() {
    let nodes = Nodes::new().await;
    let servers = [nodes.start(), nodes.start(), nodes.start()];
    let (mut queries, mut streams) = (Vec::new(), Vec::new());
    for server in &servers {
        let mut query = connect(server).await;
        query.subscribe("q", POSTS, Value::Null).await;
        until(&mut query, "q", &[]).await;
        queries.push(query);
        let mut stream = connect(server).await;
        stream.subscribe("s", CHANGES, Value::Null).await;
        stream.ping().await;
        streams.push(stream);
    }
    // The streams have begun when this is heard.
    for (index, server) in servers.iter().enumerate() {
        create(server, &format!("p{index}")).await;
    }
    for query in &mut queries {
        until(query, "q", &["p0", "p1", "p2"]).await;
    }
    let mut first = Vec::new();
    for stream in &mut streams {
        let mut events = Vec::new();
        while events.last().is_none_or(|(_, id, _): &(String, String, String)| id != "p2") {
            events.push(event(stream, "s").await);
        }
        if first.is_empty() {
            first = events;
        } else {
            assert_eq!(events, first);
        }
    }
    // Heard again after the connections on which they hear of each other were cut.
    cut_all(&nodes.database.url).await;
    create(&servers[1], "p3").await;
    for query in &mut queries {
        until(query, "q", &["p0", "p1", "p2", "p3"]).await;
    }
}

#[tokio::test]
async fn stream_goes_on_after_its_node_was_killed() {
    let nodes = Nodes::new().await;
    let (other, mut killed) = (nodes.start(), nodes.start());
    let mut stream = connect(&killed).await;
    stream.subscribe("s", CHANGES, json!({ "since": "0" })).await;
    create(&other, "a").await;
    create(&killed, "b").await;
    let mut events = vec![event(&mut stream, "s").await, event(&mut stream, "s").await];
    killed.signal("KILL");
    killed.wait(Duration::from_secs(10));
    assert_eq!(stream.close_code().await, 1006);
    for id in ["c", "d", "e"] {
        create(&other, id).await;
    }
    let again = nodes.start();
    let mut stream = connect(&again).await;
    stream.subscribe("s", CHANGES, json!({ "since": events[1].2 })).await;
    create(&other, "f").await;
    for _ in 0..4 {
        events.push(event(&mut stream, "s").await);
    }
    let ids: Vec<&str> = events.iter().map(|(_, id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e", "f"]);
    let logged = other.ask("{ changes(where: { collection: \"Post\" }) { position id } }").await;
    let logged: BTreeMap<u64, String> = logged["data"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            (change["position"].as_str().unwrap().parse().unwrap(), change["id"].as_str().unwrap().to_owned())
        })
        .collect();
    let streamed: BTreeMap<u64, String> =
        events.iter().map(|(_, id, cursor)| (cursor.parse().unwrap(), id.clone())).collect();
    assert_eq!(streamed, logged);
}

#[tokio::test]
async fn transaction_that_commits_late_is_not_skipped() {
    let nodes = Nodes::new().await;
    let server = nodes.start();
    create(&server, "a").await;
    let mut client = connect(&server).await;
    client.subscribe("q", POSTS, Value::Null).await;
    until(&mut client, "q", &["a"]).await;
    let mut stream = connect(&server).await;
    stream.subscribe("s", CHANGES, json!({ "since": "0" })).await;
    assert_eq!(event(&mut stream, "s").await.1, "a");
    // It takes its place in the log now, and is there later.
    let store = nodes.store().await;
    let late = store.connection().begin().await.unwrap();
    late.execute_unprepared("UPDATE post SET title = 'late', version = version + 1 WHERE id = 'a'")
        .await
        .unwrap();
    late.execute_unprepared(
        "INSERT INTO hw_change (collection, record_id, operation, version, before, after) \
         VALUES ('Post', 'a', 'UPDATE', 2, '{\"title\":\"a\"}', '{\"title\":\"late\"}')",
    )
    .await
    .unwrap();
    create(&server, "b").await;
    create(&server, "c").await;
    // A query shows what is there; a stream keeps the order of the log.
    until(&mut client, "q", &["a", "b", "c"]).await;
    late.commit().await.unwrap();
    until(&mut client, "q", &["b", "c", "late"]).await;
    let mut events = Vec::new();
    for _ in 0..3 {
        let (op, id, _) = event(&mut stream, "s").await;
        events.push((op, id));
    }
    let expected = [("UPDATED", "a"), ("ENTERED", "b"), ("ENTERED", "c")];
    assert_eq!(events, expected.map(|(op, id)| (op.to_owned(), id.to_owned())));
    store.close().await.unwrap();
}
