//! The example `embed`: a program of one's own around Headwater's router, with generated entities.

#[path = "../../examples/embed/main.rs"]
#[allow(dead_code, reason = "its `main` listens, which the test does itself")]
mod embed;

use std::path::Path;

use headwater::app::Project;
use headwater::config::Flags;
use headwater::generate::entities::entities;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::support::postgres::TestDatabase;
use crate::support::process::client;

#[tokio::test]
async fn own_routes_and_the_api_share_the_tables_on_sqlite() {
    let folder = TempDir::new().unwrap();
    own_routes_and_the_api_share_the_tables(&format!("sqlite://{}/library.db", folder.path().display()))
        .await;
}

#[tokio::test]
async fn own_routes_and_the_api_share_the_tables_on_postgres() {
    let database = TestDatabase::create().await;
    own_routes_and_the_api_share_the_tables(&database.url).await;
}

async fn own_routes_and_the_api_share_the_tables(database: &str) {
    let server = start(database).await;
    let http = client();
    let new = json!({ "title": "On Growth and Form", "writer": "D’Arcy Thompson" });
    let shelf = format!("{server}/shelves/SCIENCE");
    let added = http.post(&shelf).json(&new).send().await.unwrap();
    assert_eq!(added.status(), 201);

    let listed: Value = http.get(&shelf).send().await.unwrap().json().await.unwrap();
    assert_eq!(listed[0]["title"], "On Growth and Form");
    assert_eq!(listed[0]["writer"]["name"], "D’Arcy Thompson");
    assert_eq!(http.get(format!("{server}/shelves/ATTIC")).send().await.unwrap().status(), 404);

    let query =
        json!({ "query": "{ books { id title shelf createdAt version writer { name books { title } } } }" });
    let answer: Value =
        http.post(format!("{server}/graphql")).json(&query).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    let book = &answer["data"]["books"][0];
    assert_eq!(
        book["writer"],
        json!({ "name": "D’Arcy Thompson", "books": [{ "title": "On Growth and Form" }] })
    );
    assert_eq!((&book["shelf"], &book["version"]), (&json!("SCIENCE"), &json!(1)));
    // The entity wrote and prints what Headwater does.
    assert_eq!(book["createdAt"], listed[0]["createdAt"]);
    assert_eq!(book["id"], listed[0]["id"]);
}

/// The library on a free port.
async fn start(database: &str) -> String {
    let flags = Flags { database_url: Some(database.to_owned()), ..Flags::default() };
    let router = embed::library(Project::open(example(), &flags).unwrap()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn example() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/embed"))
}

#[test]
fn entities_of_the_example_are_those_of_its_model() {
    let project = Project::open(example(), &Flags::default()).unwrap();
    for file in entities(&project.load_model().unwrap().model).unwrap() {
        let written = std::fs::read_to_string(example().join("entity").join(&file.name)).unwrap_or_default();
        let hint =
            "run `cargo run -- generate entities --project examples/embed --out examples/embed/entity`";
        assert_eq!(written, file.text, "{} is stale: {hint}", file.name);
    }
}
