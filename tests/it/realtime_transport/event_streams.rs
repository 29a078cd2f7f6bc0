//! graphql-sse, distinct connections mode.

use serde_json::{Value, json};

use super::ticking::{Ticking, serve, serve_with};
use crate::support::events::{Event, Events};
use crate::support::process::client;

const EVENTS: &str = "text/event-stream";

fn post(server: &Ticking, accept: &str, body: &Value) -> reqwest::RequestBuilder {
    client().post(format!("{}/graphql", server.url)).header("accept", accept).json(body)
}

async fn ask(server: &Ticking, document: &str) -> Events {
    Events::of(post(server, EVENTS, &json!({ "query": document }))).await
}

#[tokio::test]
async fn subscription_sends_its_results_and_completes() {
    let server = serve().await;
    let mut events = ask(&server, "subscription { three }").await;
    assert_eq!(events.status, 200);
    assert_eq!(events.headers["content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(events.headers["cache-control"], "private, no-store");
    for n in 1..=3 {
        assert_eq!(events.next().await, json!({ "data": { "three": n } }));
    }
    assert_eq!(events.hear().await, Event::Complete);
    assert_eq!(events.hear().await, Event::End);
}

#[tokio::test]
async fn get_is_answered_as_post_is() {
    let server = serve().await;
    let url = format!("{}/graphql?query=subscription%7Bticks%7D", server.url);
    let mut events = Events::of(client().get(url).header("accept", EVENTS)).await;
    assert_eq!(events.next().await, json!({ "data": { "ticks": 0 } }));
    server.ticks.send_replace(4);
    assert_eq!(events.next().await, json!({ "data": { "ticks": 4 } }));
    let url = format!("{}/graphql?query=mutation%7Binc%7D", server.url);
    let refused = client().get(url).header("accept", EVENTS).send().await.unwrap();
    assert_eq!(refused.status(), 405);
}

#[tokio::test]
async fn queries_and_mutations_have_one_result() {
    let server = serve().await;
    for (document, result) in [
        ("{ value }", json!({ "data": { "value": 1 } })),
        ("mutation { inc }", json!({ "data": { "inc": 7 } })),
    ] {
        let mut events = ask(&server, document).await;
        assert_eq!(events.next().await, result);
        assert_eq!((events.hear().await, events.hear().await), (Event::Complete, Event::End));
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_operation_is_told_by_an_event() {
    let server = serve().await;
    for (document, code) in [
        ("subscription {", "BAD_REQUEST"),
        ("subscription { none }", "BAD_REQUEST"),
        ("{ none }", "BAD_REQUEST"),
        ("subscription { refused }", "FORBIDDEN"),
    ] {
        let mut events = ask(&server, document).await;
        assert_eq!(
            (events.status, &events.headers["content-type"]),
            (200, &"text/event-stream; charset=utf-8".parse().unwrap())
        );
        let result = events.next().await;
        assert_eq!(result["errors"][0]["extensions"]["code"], code, "{document}: {result}");
        assert!(result.get("data").is_none());
        assert_eq!((events.hear().await, events.hear().await), (Event::Complete, Event::End));
    }
    let mut events = ask(&server, "subscription { panics }").await;
    assert_eq!(events.next().await, json!({ "data": { "panics": 1 } }));
    assert_eq!(events.next().await["errors"][0]["extensions"]["code"], "INTERNAL");
    assert_eq!((events.hear().await, events.hear().await), (Event::Complete, Event::End));
}

#[tokio::test]
async fn what_is_no_request_is_refused_by_its_status() {
    let server = serve().await;
    let batch = post(&server, EVENTS, &json!([{ "query": "{ value }" }])).send().await.unwrap();
    assert_eq!(batch.status(), 400);
    assert!(batch.text().await.unwrap().contains("a batch can't be answered by events"));
    let empty = post(&server, EVENTS, &json!({})).send().await.unwrap();
    assert_eq!(
        (empty.status().as_u16(), empty.headers()["content-type"].to_str().unwrap()),
        (400, "application/json; charset=utf-8")
    );
}

#[tokio::test]
async fn events_are_sent_to_who_likes_them_best_and_to_subscribers_who_take_them() {
    let server = serve().await;
    let content_type = async |accept: &str, document: &str| {
        let response = post(&server, accept, &json!({ "query": document })).send().await.unwrap();
        response.headers()["content-type"].to_str().unwrap().split(';').next().unwrap().to_owned()
    };
    let (query, subscription) = ("{ value }", "subscription { three }");
    // What urql sends with every request.
    let any = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed";
    assert_eq!(content_type(any, query).await, "application/graphql-response+json");
    assert_eq!(content_type(any, subscription).await, EVENTS);
    assert_eq!(content_type("text/event-stream, application/json;q=0.9", query).await, EVENTS);
    assert_eq!(content_type("text/event-stream;q=0.5, application/json", query).await, "application/json");
    assert_eq!(
        content_type("text/event-stream;q=0, application/json", subscription).await,
        "application/json"
    );
    // Nobody is surprised by a response without an end.
    for accept in ["*/*", "application/json"] {
        let refused = post(&server, accept, &json!({ "query": subscription })).send().await.unwrap();
        assert!(refused.text().await.unwrap().contains("accept `text/event-stream`"), "{accept}");
    }
}

#[tokio::test]
async fn quiet_stream_is_kept_alive_by_comments() {
    let server = serve_with(|config| config.realtime.keep_alive_ms = 20).await;
    let mut events = ask(&server, "subscription { ticks }").await;
    assert_eq!(events.next().await, json!({ "data": { "ticks": 0 } }));
    for _ in 0..3 {
        events.comment().await;
    }
    server.ticks.send_replace(1);
    assert_eq!(events.next().await, json!({ "data": { "ticks": 1 } }));
}

#[tokio::test]
async fn operation_stops_when_the_client_leaves() {
    let server = serve_with(|config| config.realtime.keep_alive_ms = 20).await;
    let mut events = ask(&server, "subscription { ticks }").await;
    events.next().await;
    assert_eq!((server.running(), server.connections.count()), (1, 1));
    drop(events);
    server.is_idle().await;
}
