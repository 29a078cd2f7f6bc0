//! The header `Idempotency-Key`: a request that is sent again is not done again.

use reqwest::Client;
use serde_json::{Value, json};

use crate::support::postgres::TestDatabase;
use crate::support::process::{ProjectDir, Server, admin_client};

const SDL: &str = "type Tag @collection { label: String! n: Int! @default(value: 0) }";

async fn send(client: &Client, url: &str, key: &str, query: &str) -> (u16, String) {
    let request = client.post(format!("{url}/graphql")).header("idempotency-key", key);
    let request = request.header("accept", "application/graphql-response+json");
    let response = request.json(&json!({ "query": query })).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn count(server: &Server) -> Value {
    server.ask("{ tagsAggregate { count } }").await["data"]["tagsAggregate"]["count"].clone()
}

#[tokio::test]
async fn repeated_request_is_answered_as_the_first_on_sqlite() {
    check(&[]).await;
}

#[tokio::test]
async fn repeated_request_is_answered_as_the_first_on_postgresql() {
    let database = TestDatabase::create().await;
    check(&["--database-url", &database.url]).await;
}

async fn check(arguments: &[&str]) {
    let project = ProjectDir::new(SDL);
    let arguments = [&["serve"], arguments].concat();
    let server = Server::start(&project, &arguments);
    let client = admin_client();
    let create = r#"mutation { createTag(data: { label: "a" }) { id createdAt label } }"#;
    let first = send(&client, &server.url, "k1", create).await;
    assert_eq!(first.0, 200, "{}", first.1);
    assert_eq!(send(&client, &server.url, "k1", create).await, first);
    // Quotes are those of the draft, and no part of the key.
    assert_eq!(send(&client, &server.url, "\"k1\"", create).await, first);
    assert_eq!(count(&server).await, json!(1));
    let other = r#"mutation { createTag(data: { label: "b" }) { id } }"#;
    let (status, body) = send(&client, &server.url, "k1", other).await;
    assert_eq!(status, 409, "{body}");
    assert!(body.contains("another request"), "{body}");

    // While the first still runs.
    let many: Vec<String> =
        (0..50).map(|number| format!("a{number}: createTag(data: {{ label: \"x\" }}) {{ id }}")).collect();
    let many = format!("mutation {{ {} }}", many.join(" "));
    let sent = (0..8).map(|_| send(&client, &server.url, "k2", &many));
    let answers = futures_util::future::join_all(sent).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(count(&server).await, json!(51));

    // After a restart.
    drop(server);
    let server = Server::start(&project, &arguments);
    assert_eq!(send(&client, &server.url, "k1", create).await, first);
    assert_eq!(count(&server).await, json!(51));

    // A refused write is not done; what it needs may be there the next time.
    let broken = r#"mutation { updateTag(id: "later", data: { n: 1 }) { n } }"#;
    let (status, _) = send(&client, &server.url, "k3", broken).await;
    assert_eq!(status, 404);

    // Each operation of a batch has a key of its own.
    let batch = json!([{ "query": create }, { "query": create }]);
    let mut bodies = Vec::new();
    for _ in 0..2 {
        let request =
            client.post(format!("{}/graphql", server.url)).header("idempotency-key", "k4").json(&batch);
        bodies.push(request.send().await.unwrap().text().await.unwrap());
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(count(&server).await, json!(53));

    let (status, body) = send(&client, &server.url, "", create).await;
    assert_eq!(status, 400, "{body}");
}
