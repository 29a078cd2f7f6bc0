//! The real binary: it starts, follows its model, says what is wrong, and stops without cutting
//! anyone off.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use super::support::node;
use super::support::process::{ProjectDir, Server, eventually};

const POST: &str = "type Post @collection { title: String! views: Int }";

#[tokio::test]
async fn saved_change_is_live_in_under_a_second() {
    let project = ProjectDir::new(POST);
    let server = Server::start(&project, &["dev"]);
    let asked = "{ __type(name: \"Tag\") { name } }";
    assert_eq!(server.ask(asked).await, json!({ "data": { "__type": null } }));

    project.write("schema/tag.graphql", "type Tag @collection { label: String! }");
    let saved = Instant::now();
    eventually(Duration::from_secs(10), "the new type", async || {
        (server.ask(asked).await["data"]["__type"]["name"] == "Tag").then_some(())
    })
    .await;
    assert!(saved.elapsed() < Duration::from_secs(1), "it took {:?}", saved.elapsed());
    assert_eq!(server.ask("{ tags { label } }").await, json!({ "data": { "tags": [] } }));
}

#[tokio::test]
async fn broken_change_prints_its_mistakes_and_keeps_the_old_api() {
    let project = ProjectDir::new(POST);
    let server = Server::start(&project, &["dev"]);
    project.write("schema/tag.graphql", "type Tag @collection { label: Strin! }");
    eventually(Duration::from_secs(5), "the mistake", async || {
        server.log().contains("did you mean `String`?").then_some(())
    })
    .await;
    assert!(server.log().contains("schema/tag.graphql:1:31"), "{}", server.log());
    assert_eq!(server.ask("{ posts { title } }").await, json!({ "data": { "posts": [] } }));

    project.write("schema/tag.graphql", "type Tag @collection { label: String! }");
    eventually(Duration::from_secs(5), "the mended model", async || {
        server.ask("{ tags { label } }").await["data"]["tags"].is_array().then_some(())
    })
    .await;
}

#[tokio::test]
async fn destructive_change_is_told_and_waits() {
    let project = ProjectDir::new(POST);
    let server = Server::start(&project, &["dev"]);
    let database = rusqlite::Connection::open(project.path().join("data/headwater.db")).unwrap();
    let row = "INSERT INTO post (id, created_at, updated_at, version, title, views)
        VALUES ('1', '2026-11-20T09:19:13.000Z', '2026-11-20T09:19:13.000Z', 1, 'a', 7)";
    database.execute(row, []).unwrap();
    project.write("schema/model.graphql", "type Post @collection { title: String! }");
    eventually(Duration::from_secs(5), "the plan", async || {
        server.log().contains("migrate apply --allow-destructive").then_some(())
    })
    .await;
    assert_eq!(server.ask("{ posts { views } }").await, json!({ "data": { "posts": [{ "views": 7 }] } }));
    drop(server);

    let refused = project.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("migrate apply --allow-destructive") && told.contains("1 row"), "{told}");
}

#[tokio::test]
async fn running_request_is_finished_when_the_server_is_told_to_stop() {
    let project = ProjectDir::new(POST);
    let mut server = Server::start(&project, &["serve"]);
    let body = r#"{"query": "{ __typename }"}"#;
    let mut connection = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(&body.as_bytes()[..10]).unwrap();
    // Another connection is open and does nothing.
    assert_eq!(server.ask("{ __typename }").await["data"]["__typename"], "Query");

    server.signal("TERM");
    eventually(Duration::from_secs(5), "the stop", async || server.log().contains("stopping").then_some(()))
        .await;
    connection.write_all(&body.as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.ends_with(r#"{"data":{"__typename":"Query"}}"#), "{answer}");
    assert!(server.wait(Duration::from_secs(5)).success());
}

#[tokio::test]
async fn request_that_never_ends_does_not_keep_the_server_from_stopping() {
    let project = ProjectDir::new(POST);
    project.write("headwater.toml", "[server]\nshutdown_timeout_ms = 200");
    let mut server = Server::start(&project, &["dev"]);
    let mut connection = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    let head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
    connection.write_all(head.as_bytes()).unwrap();
    assert_eq!(server.ask("{ __typename }").await["data"]["__typename"], "Query");
    server.signal("INT");
    assert!(server.wait(Duration::from_secs(5)).success());
    assert!(server.log().contains("stopped before every request had finished"), "{}", server.log());
}

#[test]
fn port_in_use_is_said_plainly() {
    let project = ProjectDir::new(POST);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = project.run(&["serve", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains(&format!("{address} is in use by another program")), "{complaint}");
}

#[test]
fn mistakes_of_the_caller_are_told_apart_from_failures() {
    let project = ProjectDir::new(POST);
    assert_eq!(project.run(&["serv"]).status.code(), Some(2));
    project.write("headwater.toml", "[server]\nlisen = \"127.0.0.1:1\"\n[limits]\ndepht = 3\n");
    let output = project.run(&["serve"]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        complaint.contains("headwater.toml: `server.lisen` is not a setting; did you mean `server.listen`?"),
        "{complaint}"
    );
    assert!(complaint.contains("did you mean `limits.depth`?"), "{complaint}");
}

#[test]
fn project_without_a_model_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let project = ProjectDir::new("");
    std::fs::remove_dir_all(project.path().join("schema")).unwrap();
    let output = project.run(&["dev", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the project has no model"));
    drop(folder);
}

#[test]
fn schema_of_the_api_is_printed() {
    let output = ProjectDir::new(POST).run(&["schema"]);
    assert!(output.status.success());
    let sdl = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(sdl.contains("posts("), "{sdl}");
}

#[tokio::test]
async fn audit_suite_of_graphql_over_http_is_content() {
    let project = ProjectDir::new(POST);
    let server = Server::start(&project, &["serve"]);
    let printed = node::run_script("audit.cjs", &[&format!("{}/graphql", server.url)], "");
    let failed: Vec<&str> = printed.lines().filter(|line| !line.starts_with("ok")).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(printed.lines().count() > 50, "{printed}");
}

#[tokio::test]
async fn hostile_operations_are_refused_and_the_server_stays() {
    let project = ProjectDir::new(
        "type Post @collection { title: String! author: Writer! }
         type Writer @collection { name: String! posts: [Post!]! @inverse(of: \"author\") }",
    );
    let server = Server::start(&project, &["serve"]);
    let wide = (0..9000).map(|index| json!({ "name": { "eq": index.to_string() } }));
    let wide = json!({ "or": wide.collect::<Vec<_>>() });
    let mut deep = json!({ "name": { "eq": "a" } });
    for _ in 0..30 {
        deep = json!({ "posts": { "some": { "author": deep } } });
    }
    let many = json!({ "id": { "in": (0..10_001).map(|id| id.to_string()).collect::<Vec<_>>() } });
    for filter in [wide, deep, many] {
        let asked = json!({ "query": "query($w: WriterWhere) { writers(where: $w) { id } }", "variables": { "w": filter } });
        let began = Instant::now();
        let request = server.client.post(format!("{}/graphql", server.url)).json(&asked);
        let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED", "{answer}");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    let thousands = json!({ "id": { "in": (0..9_000).map(|id| id.to_string()).collect::<Vec<_>>() } });
    let asked = json!({ "query": "query($w: WriterWhere) { writers(where: $w) { id } }", "variables": { "w": thousands } });
    let request = server.client.post(format!("{}/graphql", server.url)).json(&asked);
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer, json!({ "data": { "writers": [] } }));

    let mixed = "{ t: __typename writers { id } me { id } s: __schema { queryType { name } } n: writersAggregate { count } }";
    let request = server.client.post(format!("{}/graphql", server.url)).json(&json!({ "query": mixed }));
    assert_eq!(
        request.send().await.unwrap().text().await.unwrap(),
        r#"{"data":{"t":"Query","writers":[],"me":null,"s":{"queryType":{"name":"Query"}},"n":{"count":0}}}"#
    );
}
