//! Channels whose members are connected to different processes.

use std::time::Duration;

use serde_json::{Value, json};

use super::{cut_all, listening};
use crate::support::postgres::TestDatabase;
use crate::support::process::{ProjectDir, Server};
use crate::support::socket::{self, Client};

const SETTINGS: &str = r#"
[[channel]]
name = "lobby"
allow = [{ to = ["public"], do = ["ALL"] }]
"#;

const CHANNEL: &str = "subscription($state: JSON) { channel(name: \"lobby\", state: $state) {
    kind members { state } member { id state } payload
} }";

/// Processes that serve the same project from the same database.
struct Nodes {
    project: ProjectDir,
    database: TestDatabase,
}

impl Nodes {
    async fn new() -> Self {
        let (project, database) =
            (ProjectDir::new("type Tag @collection { label: String }"), TestDatabase::create().await);
        project.write("headwater.toml", &format!("[database]\nurl = \"{}\"\n{SETTINGS}", database.url));
        Self { project, database }
    }

    fn start(&self) -> Server {
        Server::start(&self.project, &["serve"])
    }
}

/// Somebody in the channel.
struct Member {
    client: Client,
    id: String,
    /// The states of those who are known to be there.
    present: Vec<Value>,
}

impl Member {
    async fn join(server: &Server, state: &str) -> Self {
        let mut client = socket::connect(&server.url, Value::Null).await;
        client.subscribe("1", CHANNEL, json!({ "state": state })).await;
        let here = client.next("1").await["data"]["channel"].clone();
        assert_eq!(here["kind"], "HERE");
        let id = here["member"]["id"].as_str().unwrap().to_owned();
        let members = here["members"].as_array().unwrap();
        Self { client, id, present: members.iter().map(|member| member["state"].clone()).collect() }
    }

    /// The next event that is no one's coming or going.
    async fn next(&mut self) -> Value {
        loop {
            let event = self.client.next("1").await["data"]["channel"].clone();
            let state = event["member"]["state"].clone();
            match event["kind"].as_str().unwrap() {
                "JOINED" => self.present.push(state),
                "LEFT" => self.present.retain(|present| *present != state),
                _ => return event,
            }
        }
    }

    /// Waits until exactly these are there.
    async fn sees(&mut self, states: &[&str]) {
        loop {
            let mut present: Vec<&str> = self.present.iter().map(|state| state.as_str().unwrap()).collect();
            present.sort_unstable();
            if present == states {
                return;
            }
            let event = self.client.next("1").await["data"]["channel"].clone();
            let state = event["member"]["state"].clone();
            match event["kind"].as_str().unwrap() {
                "JOINED" => self.present.push(state),
                "LEFT" => self.present.retain(|present| *present != state),
                other => panic!("{other}: {event:#}"),
            }
        }
    }

    async fn message(&mut self) -> Value {
        let event = self.next().await;
        assert_eq!(event["kind"], "MESSAGE", "{event:#}");
        event["payload"].clone()
    }
}

async fn say(server: &Server, payload: &Value) {
    let body = json!({
        "query": "mutation($payload: JSON!) { broadcast(channel: \"lobby\", payload: $payload) }",
        "variables": { "payload": payload },
    });
    let sent = server.client.post(format!("{}/graphql", server.url)).json(&body).send().await.unwrap();
    let answer: Value = sent.json().await.unwrap();
    assert_eq!(answer, json!({ "data": { "broadcast": true } }));
}

#[tokio::test]
async fn members_of_three_nodes_see_and_hear_each_other() {
    let nodes = Nodes::new().await;
    let servers = [nodes.start(), nodes.start(), nodes.start()];
    let mut members = [
        Member::join(&servers[0], "a").await,
        Member::join(&servers[1], "b").await,
        Member::join(&servers[2], "c").await,
    ];
    for member in &mut members {
        member.sees(&["a", "b", "c"]).await;
    }
    // More than a notification holds, between small ones.
    let long = json!({ "text": "äö".repeat(10_000) });
    for payload in [&json!(1), &long, &json!(2)] {
        say(&servers[0], payload).await;
    }
    for member in &mut members {
        assert_eq!(member.message().await, json!(1));
        assert!(member.message().await == long, "the long one arrives whole");
        assert_eq!(member.message().await, json!(2));
    }
    // A state is changed by whichever node is asked.
    let set = format!(
        "mutation {{ setPresence(channel: \"lobby\", member: \"{}\", state: \"z\") }}",
        members[2].id
    );
    assert_eq!(servers[0].ask(&set).await, json!({ "data": { "setPresence": true } }));
    for member in &mut members {
        let event = member.next().await;
        assert_eq!((&event["kind"], &event["member"]["state"]), (&json!("CHANGED"), &json!("z")));
    }
    let [one, two, _] = members;
    drop(two);
    let mut one = one;
    one.sees(&["a", "c"]).await;
    let mut late = Member::join(&servers[1], "d").await;
    late.sees(&["a", "d", "z"]).await;
}

#[tokio::test]
async fn members_of_a_killed_node_are_gone_after_a_while() {
    let nodes = Nodes::new().await;
    let [stays, dies] = [nodes.start(), nodes.start()];
    let mut own = Member::join(&stays, "own").await;
    let _other = Member::join(&dies, "other").await;
    own.sees(&["other", "own"]).await;
    dies.signal("KILL");
    own.sees(&["own"]).await;
    // Another node in its place is seen at once.
    let again = nodes.start();
    let mut other = Member::join(&again, "again").await;
    other.sees(&["again", "own"]).await;
    own.sees(&["again", "own"]).await;
}

#[tokio::test]
async fn members_of_a_node_that_stops_are_gone_at_once() {
    let nodes = Nodes::new().await;
    let [stays, mut stops] = [nodes.start(), nodes.start()];
    let mut own = Member::join(&stays, "own").await;
    let _other = Member::join(&stops, "other").await;
    own.sees(&["other", "own"]).await;
    stops.signal("TERM");
    own.sees(&["own"]).await;
    assert!(stops.wait(Duration::from_secs(20)).success());
}

#[tokio::test]
async fn nodes_that_lose_their_connection_tell_each_other_everything_again() {
    let nodes = Nodes::new().await;
    let servers = [nodes.start(), nodes.start()];
    let mut one = Member::join(&servers[0], "one").await;
    let mut two = Member::join(&servers[1], "two").await;
    one.sees(&["one", "two"]).await;
    two.sees(&["one", "two"]).await;
    for round in 0..3 {
        listening(&nodes.database.url, 2).await;
        assert_eq!(cut_all(&nodes.database.url).await, 2);
        let name = format!("new {round}");
        let mut new = Member::join(&servers[0], &name).await;
        new.sees(&[&name, "one", "two"]).await;
        one.sees(&[&name, "one", "two"]).await;
        two.sees(&[&name, "one", "two"]).await;
        cut_all(&nodes.database.url).await;
        drop(new);
        one.sees(&["one", "two"]).await;
        two.sees(&["one", "two"]).await;
    }
    say(&servers[0], &json!("after all")).await;
    assert_eq!(one.message().await, "after all");
    assert_eq!(two.message().await, "after all");
    let warnings = servers[0].log().matches("the connection to the other nodes is lost").count();
    assert!(warnings == 1, "{}", servers[0].log());
}
