//! Many write at random while watchers come, are cut off and come back: in the end everybody has what a fresh query
//! answers, and every stream was what the log says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::generator::Random;
use crate::support::postgres::TestDatabase;
use crate::support::process::{ADMIN_TOKEN, ProjectDir, Server};
use crate::support::socket::{self, Client};

const SDL: &str = r#"
    type Post @collection(orderBy: { id: ASC }) {
        title: String!
        rank: Int
        author: Writer @relation(onDelete: SET_NULL)
        tags: [Tag!]!
    }
    type Writer @collection { name: String! posts: [Post!]! @inverse(of: "author") }
    type Tag @collection { label: String! posts: [Post!]! @inverse(of: "tags") }
"#;
const WRITERS: u64 = 4;
const WRITES: usize = 60;
const WATCHERS: u64 = 8;
const QUERIES: [&str; 5] = [
    "posts(where: { rank: { gte: 5 } }) { id title author { name } tags { label } }",
    "writers(orderBy: [{ posts: { count: DESC } }, { id: ASC }]) { id name postsAggregate { count } }",
    "postsAggregate { count sum { rank } }",
    "posts(where: { author: { name: { startsWith: \"a\" } } }, limit: 5, orderBy: [{ rank: DESC_NULLS_LAST }, { id: ASC }]) { id rank }",
    "tags { label posts(where: { rank: { lt: 5 } }) { id } }",
];

/// Documents that write something at random.
fn mutation(random: &mut Random, writer: u64, number: usize) -> String {
    let id = |random: &mut Random, name: &str| format!("{name}{}", random.below(12));
    let rank = random.below(10);
    let name = ["ann", "abe", "bob", "cat"][random.below(4)];
    match random.below(9) {
        0 | 1 => format!(
            r#"upsertPost(key: {{ id: "{post}" }}, create: {{ id: "{post}", title: "{writer}.{number}", rank: {rank} }}, update: {{ rank: {rank} }}) {{ id }}"#,
            post = id(random, "p")
        ),
        2 => format!(
            r#"upsertWriter(key: {{ id: "{who}" }}, create: {{ id: "{who}", name: "{name}" }}, update: {{ name: "{name}" }}) {{ id }}"#,
            who = id(random, "w")
        ),
        3 => format!(
            r#"upsertTag(key: {{ id: "{tag}" }}, create: {{ id: "{tag}", label: "{name}" }}, update: {{ label: "{name}" }}) {{ id }}"#,
            tag = id(random, "t")
        ),
        4 => format!(
            r#"updatePost(id: "{}", data: {{ author: {{ connect: {{ id: "{}" }} }} }}) {{ id }}"#,
            id(random, "p"),
            id(random, "w")
        ),
        5 => format!(
            r#"updatePost(id: "{}", data: {{ tags: {{ set: [{{ id: "{}" }}] }} }}) {{ id }}"#,
            id(random, "p"),
            id(random, "t")
        ),
        6 => format!(
            r#"updatePosts(where: {{ rank: {{ eq: {rank} }} }}, data: {{ rank: {{ inc: 1 }} }}) {{ count }}"#
        ),
        7 => format!(r#"deletePost(id: "{}") {{ id }}"#, id(random, "p")),
        _ => format!(r#"deleteWriter(id: "{}") {{ id }}"#, id(random, "w")),
    }
}

async fn write(url: String, writer: u64) {
    let client = crate::support::process::admin_client();
    let mut random = Random::of(writer);
    for number in 0..WRITES {
        let document = format!("mutation {{ {} }}", mutation(&mut random, writer, number));
        // What does not fit is refused, and that is well.
        let sent = client.post(format!("{url}/graphql")).json(&json!({ "query": document })).send().await;
        let answer: Value = sent.unwrap().json().await.unwrap();
        let codes = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("NOT_FOUND").to_owned();
        assert!(["NOT_FOUND", "CONFLICT", "VALIDATION", "UNAVAILABLE"].contains(&codes.as_str()), "{answer}");
    }
}

async fn connect(url: &str) -> Client {
    socket::connect(url, socket::bearer(ADMIN_TOKEN)).await
}

/// Watches a query, coming and going, until the marker is there; answers the last that was sent.
async fn watch(url: String, watcher: u64) -> (usize, Value) {
    let mut random = Random::of(1_000 + watcher);
    let which = usize::try_from(watcher).unwrap() % QUERIES.len();
    loop {
        let mut client = connect(&url).await;
        let document = format!("subscription {{ {} }}", QUERIES[which]);
        client.subscribe("q", &document, Value::Null).await;
        client.subscribe("end", "subscription { writer(id: \"end\") { id } }", Value::Null).await;
        let stays = 1 + random.below(40);
        let (mut last, mut is_over) = (Value::Null, false);
        for heard in 0.. {
            if heard >= stays && !is_over {
                break;
            }
            let message = client.hear().await;
            assert_eq!(message["type"], "next", "{message}");
            match message["id"].as_str().unwrap() {
                "q" => last = message["payload"].clone(),
                _ => is_over = message["payload"]["data"]["writer"] != Value::Null,
            }
            if is_over {
                // The end may be heard of before the last answer.
                let fresh = ask(&url, &format!("{{ {} }}", QUERIES[which])).await;
                while last != fresh {
                    let message = client.hear().await;
                    if message["id"] == "q" {
                        last = message["payload"].clone();
                    }
                }
                return (which, last);
            }
        }
        // Cut off without a word.
        drop(client);
    }
}

/// Follows the changes, coming back where it was; answers what it was told.
async fn follow(url: String, number: u64) -> Vec<(String, String, String)> {
    let mut random = Random::of(2_000 + number);
    let mut events: Vec<(String, String, String)> = Vec::new();
    let document = "subscription($since: String) { postChanges(since: $since) { op id cursor } }";
    loop {
        let mut client = connect(&url).await;
        let since = events.last().map_or("0".to_owned(), |(_, _, cursor)| cursor.clone());
        client.subscribe("s", document, json!({ "since": since })).await;
        for _ in 0..1 + random.below(60) {
            let event = client.next("s").await["data"]["postChanges"].clone();
            let text = |name: &str| event[name].as_str().unwrap().to_owned();
            events.push((text("op"), text("id"), text("cursor")));
            if events.last().is_some_and(|(_, id, _)| id == "end") {
                return events;
            }
        }
    }
}

async fn ask(url: &str, document: &str) -> Value {
    let client = crate::support::process::admin_client();
    let sent = client.post(format!("{url}/graphql")).json(&json!({ "query": document })).send().await;
    sent.unwrap().json().await.unwrap()
}

/// What the log says became of posts.
async fn logged(url: &str) -> Vec<(String, String, String)> {
    let mut changes: BTreeMap<u64, (String, String)> = BTreeMap::new();
    let mut before = String::new();
    loop {
        let answer = ask(url, &format!("{{ changes(where: {{ collection: \"Post\" }}, limit: 200{before}) {{ position id operation }} }}")).await;
        let some = answer["data"]["changes"].as_array().unwrap().clone();
        for change in &some {
            let text = |name: &str| change[name].as_str().unwrap().to_owned();
            changes.insert(text("position").parse().unwrap(), (text("operation"), text("id")));
        }
        match some.last() {
            Some(last) if some.len() == 200 => before = format!(", before: {}", last["position"]),
            _ => break,
        }
    }
    let turn = |operation: &str| match operation {
        "CREATE" => "ENTERED",
        "UPDATE" => "UPDATED",
        _ => "LEFT",
    };
    let events = changes.into_iter();
    events.map(|(position, (done, id))| (turn(&done).to_owned(), id, position.to_string())).collect()
}

async fn storm(urls: Vec<String>) {
    let url = |number: u64| urls[usize::try_from(number).unwrap() % urls.len()].clone();
    let watchers: Vec<_> = (0..WATCHERS).map(|number| tokio::spawn(watch(url(number), number))).collect();
    let followers: Vec<_> = (0..3).map(|number| tokio::spawn(follow(url(number), number))).collect();
    let writers: Vec<_> = (0..WRITERS).map(|number| tokio::spawn(write(url(number), number))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let ended = ask(&urls[0], r#"mutation { createWriter(data: { id: "end", name: "end" }) { id } createPost(data: { id: "end", title: "end" }) { id } }"#).await;
    assert!(ended.get("errors").is_none(), "{ended}");
    let mut seen = BTreeSet::new();
    for watcher in watchers {
        let (which, last) = watcher.await.unwrap();
        assert_eq!(last, ask(&urls[0], &format!("{{ {} }}", QUERIES[which])).await);
        seen.insert(which);
    }
    assert_eq!(seen.len(), QUERIES.len());
    let logged = logged(&urls[0]).await;
    assert!(logged.len() > 30);
    for follower in followers {
        assert_eq!(follower.await.unwrap(), logged);
    }
}

#[tokio::test]
async fn everybody_has_the_truth_in_the_end_on_sqlite() {
    let project = ProjectDir::new(SDL);
    let server = Server::start(&project, &["serve"]);
    storm(vec![server.url.clone()]).await;
}

#[tokio::test]
async fn everybody_has_the_truth_in_the_end_on_two_nodes_of_postgresql() {
    let (project, database) = (ProjectDir::new(SDL), TestDatabase::create().await);
    let arguments = ["serve", "--database-url", &database.url];
    let servers = [Server::start(&project, &arguments), Server::start(&project, &arguments)];
    storm(servers.iter().map(|server| server.url.clone()).collect()).await;
}
