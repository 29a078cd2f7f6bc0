//! A server that stops, and an API that is replaced: clients come again by themselves.

use std::time::Duration;

use serde_json::json;

use super::ticking::{serve, until};
use crate::support::events::{Event, Events};
use crate::support::process::client;
use crate::support::socket::{Closed, connect, open, try_open};

#[tokio::test]
async fn server_that_stops_says_so_and_takes_nobody_new() {
    let server = serve().await;
    let mut socket = connect(&server.url, json!({})).await;
    socket.subscribe("1", "subscription { ticks }", json!({})).await;
    socket.next("1").await;
    let mut silent = open(&server.url, &[]).await;
    let url = format!("{}/graphql?query=subscription%7Bticks%7D", server.url);
    let mut events = Events::of(client().get(&url).header("accept", "text/event-stream")).await;
    events.next().await;
    server.connections.stop();
    let reason = "the server is going away".to_owned();
    assert_eq!(socket.closed().await, Closed { code: 1001, reason });
    assert_eq!(silent.close_code().await, 1001);
    // Without a `complete`, from which clients know that they are to come again.
    assert_eq!(events.hear().await, Event::End);
    tokio::time::timeout(Duration::from_secs(10), server.connections.ended()).await.unwrap();
    assert_eq!(try_open(&server.url, &[]).await.err().unwrap().status(), 503);
    server.is_idle().await;
}

#[tokio::test]
async fn client_that_takes_nothing_does_not_keep_the_server() {
    let server = serve().await;
    let mut socket = connect(&server.url, json!({})).await;
    socket.subscribe("1", "subscription { flood(size: 1000000) }", json!({})).await;
    socket.next("1").await;
    server.connections.stop();
    tokio::time::timeout(Duration::from_secs(10), server.connections.ended()).await.unwrap();
    assert_eq!(server.running(), 0);
}

#[tokio::test]
async fn replaced_api_sends_clients_to_the_new_one() {
    let server = serve().await;
    let mut socket = connect(&server.url, json!({})).await;
    socket.subscribe("1", "subscription { ticks }", json!({})).await;
    socket.next("1").await;
    let url = format!("{}/graphql?query=subscription%7Bticks%7D", server.url);
    let mut events = Events::of(client().get(&url).header("accept", "text/event-stream")).await;
    events.next().await;
    server.replace();
    assert_eq!(socket.closed().await, Closed { code: 1012, reason: "the API has changed".to_owned() });
    assert_eq!(events.hear().await, Event::End);
    until("they are gone", || server.running() == 0).await;
    let mut socket = connect(&server.url, json!({})).await;
    socket.subscribe("1", "subscription { ticks }", json!({})).await;
    socket.next("1").await;
}
