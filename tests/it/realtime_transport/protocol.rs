//! `graphql-transport-ws`, rule by rule.

use futures_util::SinkExt;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio_tungstenite::tungstenite::Message;

use super::ticking::{serve, serve_with};
use crate::support::process::client;
use crate::support::socket::{Closed, connect, open, try_open_raw};

#[tokio::test]
async fn subscription_sends_its_results_and_completes() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("a", "subscription { three }", json!({})).await;
    for n in 1..=3 {
        assert_eq!(client.next("a").await, json!({ "data": { "three": n } }));
    }
    client.completed("a").await;
    // The id is free again.
    client.subscribe("a", "subscription { three }", json!({})).await;
    assert_eq!(client.next("a").await, json!({ "data": { "three": 1 } }));
}

#[tokio::test]
async fn many_operations_share_a_socket_each_with_its_own_results() {
    let server = serve().await;
    let mut client = connect(&server.url, json!(null)).await;
    client.subscribe("live", "subscription { ticks }", json!({})).await;
    assert_eq!(client.next("live").await, json!({ "data": { "ticks": 0 } }));
    client.subscribe("query", "query Q { value }", json!({})).await;
    assert_eq!(client.next("query").await, json!({ "data": { "value": 1 } }));
    client.completed("query").await;
    client.subscribe("\"ü\n", "mutation { inc }", json!(null)).await;
    assert_eq!(client.next("\"ü\n").await, json!({ "data": { "inc": 7 } }));
    client.completed("\"ü\n").await;
    server.ticks.send_replace(5);
    assert_eq!(client.next("live").await, json!({ "data": { "ticks": 5 } }));
}

#[tokio::test]
async fn what_an_operation_can_not_do_ends_it_alone() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    for (document, code) in [
        ("subscription {", "BAD_REQUEST"),
        ("subscription { none }", "BAD_REQUEST"),
        ("subscription { three ticks }", "BAD_REQUEST"),
        ("subscription { refused }", "FORBIDDEN"),
        ("", "BAD_REQUEST"),
    ] {
        client.subscribe("1", document, json!({})).await;
        assert_eq!(client.error_code("1").await, code, "{document}");
    }
    client.subscribe("1", "query($n: Int!) { value @include(if: $n) }", json!({})).await;
    assert_eq!(client.error_code("1").await, "BAD_REQUEST");
    // A field that fails is no end of the operation.
    client.subscribe("1", "{ broken }", json!({})).await;
    let result = client.next("1").await;
    assert_eq!((&result["data"]["broken"], &result["errors"][0]["path"]), (&json!(null), &json!(["broken"])));
    client.completed("1").await;
    // What goes wrong later ends it as well.
    client.subscribe("1", "subscription { breaks }", json!({})).await;
    assert_eq!(client.next("1").await, json!({ "data": { "breaks": 1 } }));
    assert_eq!(client.error_code("1").await, "CONFLICT");
    client.ping().await;
}

#[tokio::test]
async fn fault_of_one_operation_is_not_the_others() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("live", "subscription { ticks }", json!({})).await;
    client.next("live").await;
    client.subscribe("1", "subscription { panics }", json!({})).await;
    assert_eq!(client.next("1").await, json!({ "data": { "panics": 1 } }));
    let errors = client.error("1").await;
    assert_eq!(errors[0]["extensions"]["code"], "INTERNAL");
    assert!(errors[0]["extensions"]["requestId"].is_string(), "{errors}");
    client.subscribe("1", "{ panics }", json!({})).await;
    assert_eq!(client.error_code("1").await, "INTERNAL");
    server.ticks.send_replace(5);
    assert_eq!(client.next("live").await, json!({ "data": { "ticks": 5 } }));
}

#[tokio::test]
async fn completed_operation_is_stopped_and_sends_nothing_more() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    for id in ["1", "2"] {
        client.subscribe(id, "subscription { ticks }", json!({})).await;
        client.next(id).await;
    }
    client.complete("1").await;
    client.ping().await;
    assert_eq!(server.running(), 1);
    server.ticks.send_replace(9);
    assert_eq!(client.next("2").await, json!({ "data": { "ticks": 9 } }));
    // Nobody knows these.
    client.complete("1").await;
    client.complete("never").await;
    // The id is free again at once.
    client.complete("2").await;
    client.subscribe("2", "subscription { ticks }", json!({})).await;
    assert_eq!(client.next("2").await, json!({ "data": { "ticks": 9 } }));
    client.ping().await;
    assert_eq!(server.running(), 1);
}

#[tokio::test]
async fn pings_are_answered_with_what_came_along() {
    let server = serve().await;
    let mut client = open(&server.url, &[]).await;
    // Before the connection is acknowledged, too.
    client.say(json!({ "type": "ping", "payload": { "a": [1, { "b": null }] } })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "a": [1, { "b": null }] } }));
    client.say(json!({ "type": "pong" })).await;
    client.init(json!({ "anything": 1 })).await;
    client.say(json!({ "type": "pong", "payload": { "late": true } })).await;
    client.say(json!({ "type": "ping", "payload": null })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
}

#[tokio::test]
async fn breaking_the_protocol_closes_with_its_code() {
    let server = serve().await;
    let before_init = json!({ "id": "1", "type": "subscribe", "payload": { "query": "{ value }" } });
    let mut client = open(&server.url, &[]).await;
    client.say(before_init).await;
    assert_eq!(client.closed().await, Closed { code: 4401, reason: "Unauthorized".into() });

    let mut client = connect(&server.url, json!({})).await;
    client.say(json!({ "type": "connection_init" })).await;
    let reason = "Too many initialisation requests".into();
    assert_eq!(client.closed().await, Closed { code: 4429, reason });

    let mut client = connect(&server.url, json!({})).await;
    for _ in 0..2 {
        client.subscribe("x", "subscription { ticks }", json!({})).await;
    }
    let reason = "Subscriber for x already exists".into();
    assert_eq!(client.closed().await, Closed { code: 4409, reason });

    for text in
        ["nonsense", "{}", r#"{"type":"start"}"#, r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#]
    {
        let mut client = connect(&server.url, json!({})).await;
        client.say_text(text).await;
        let closed = client.closed().await;
        assert_eq!(closed.code, 4400, "{text}");
        assert!((1..=123).contains(&closed.reason.len()), "{closed:?}");
    }
    let mut client = connect(&server.url, json!({})).await;
    client.socket.send(Message::binary(&b"{}"[..])).await.unwrap();
    assert_eq!(client.close_code().await, 1003);
}

#[tokio::test]
async fn client_that_does_not_begin_is_let_go() {
    let server = serve_with(|config| config.realtime.init_timeout_ms = 50).await;
    let mut client = open(&server.url, &[]).await;
    let reason = "Connection initialisation timeout".into();
    assert_eq!(client.closed().await, Closed { code: 4408, reason });
}

#[tokio::test]
async fn other_protocols_are_told_so_after_the_upgrade() {
    let server = serve().await;
    let mut client = try_open_raw(&server.url, &[]).await.unwrap();
    assert_eq!(client.closed().await, Closed { code: 4406, reason: "Subprotocol not acceptable".into() });
    // One of several is enough.
    let offered = [("sec-websocket-protocol", "graphql-ws, graphql-transport-ws")];
    let mut client = try_open_raw(&server.url, &offered).await.unwrap();
    client.init(json!({})).await;
}

#[tokio::test]
async fn request_without_an_upgrade_stays_graphql_over_http() {
    let server = serve().await;
    let url = format!("{}/graphql?query=%7Bvalue%7D", server.url);
    assert_eq!(client().get(&url).send().await.unwrap().text().await.unwrap(), r#"{"data":{"value":1}}"#);
    let broken = client().get(&url).header("upgrade", "websocket").send().await.unwrap();
    assert_eq!(broken.status(), 400);
    assert!(broken.text().await.unwrap().contains("no handshake of a WebSocket"));
}

#[tokio::test]
async fn persisted_queries_work_as_over_http() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    let document = "subscription { three }";
    let digest = Sha256::digest(document);
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let by_hash = json!({ "id": "1", "type": "subscribe", "payload": { "extensions": extensions } });
    client.say(by_hash.clone()).await;
    assert_eq!(client.error_code("1").await, "PERSISTED_QUERY_NOT_FOUND");
    let both = json!({ "query": document, "extensions": extensions });
    client.say(json!({ "id": "1", "type": "subscribe", "payload": both })).await;
    for n in 1..=3 {
        assert_eq!(client.next("1").await, json!({ "data": { "three": n } }));
    }
    client.completed("1").await;
    client.say(by_hash).await;
    assert_eq!(client.next("1").await, json!({ "data": { "three": 1 } }));
}
