//! What a server takes of connections, and for how long.

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::ticking::{serve, serve_with};
use crate::support::process::client;
use crate::support::socket::{Closed, connect, open, try_open};

#[tokio::test]
async fn no_more_connections_than_allowed_are_let_in() {
    let server = serve_with(|config| config.realtime.connections = 2).await;
    let first = connect(&server.url, json!({})).await;
    let url = format!("{}/graphql?query=subscription%7Bticks%7D", server.url);
    let events = client().get(&url).header("accept", "text/event-stream").send().await.unwrap();
    assert_eq!(events.status(), 200);

    let refused = try_open(&server.url, &[]).await.err().unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "5"));
    let body = String::from_utf8(refused.into_body().unwrap()).unwrap();
    assert!(body.contains("realtime.connections") && body.contains("UNAVAILABLE"), "{body}");
    let refused = client().get(&url).header("accept", "text/event-stream").send().await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "5"));
    // Requests that are answered at once are no connections.
    let query = client().get(format!("{}/graphql?query=%7Bvalue%7D", server.url)).send().await.unwrap();
    assert_eq!(query.status(), 200);

    drop(first);
    super::ticking::until("there is room", || server.connections.count() == 1).await;
    connect(&server.url, json!({})).await;
}

#[tokio::test]
async fn connections_of_one_address_are_counted_behind_proxies() {
    let server = serve_with(|config| {
        config.realtime.connections_per_address = 1;
        config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
    })
    .await;
    let from = |address| [("x-forwarded-for", address)];
    let first = open(&server.url, &from("192.0.2.1")).await;
    let refused = try_open(&server.url, &from("192.0.2.1")).await.err().unwrap();
    assert_eq!(refused.status(), 503);
    let body = String::from_utf8(refused.into_body().unwrap()).unwrap();
    assert!(body.contains("realtime.connections_per_address"), "{body}");
    let _second = open(&server.url, &from("192.0.2.2")).await;
    // Those of this machine are nobody's in particular.
    let _local = [open(&server.url, &[]).await, open(&server.url, &[]).await];
    drop(first);
    super::ticking::until("there is room", || server.connections.count() == 3).await;
    open(&server.url, &from("192.0.2.1")).await;
}

#[tokio::test]
async fn one_operation_too_many_is_refused_alone() {
    let server = serve_with(|config| config.realtime.operations = 2).await;
    let mut client = connect(&server.url, json!({})).await;
    for id in ["1", "2"] {
        client.subscribe(id, "subscription { ticks }", json!({})).await;
        client.next(id).await;
    }
    client.subscribe("3", "subscription { ticks }", json!({})).await;
    let errors = client.error("3").await;
    assert_eq!(errors[0]["extensions"]["code"], "LIMIT_EXCEEDED");
    assert!(errors[0]["message"].as_str().unwrap().contains("realtime.operations"), "{errors}");
    client.complete("1").await;
    client.subscribe("3", "{ value }", json!({})).await;
    assert_eq!(client.next("3").await, json!({ "data": { "value": 1 } }));
}

#[tokio::test]
async fn connection_without_operations_is_closed_some_time() {
    let server = serve_with(|config| config.realtime.idle_timeout_ms = 60).await;
    let mut idle = connect(&server.url, json!({})).await;
    let mut busy = connect(&server.url, json!({})).await;
    busy.subscribe("1", "subscription { ticks }", json!({})).await;
    assert_eq!(idle.close_code().await, 1000);
    busy.next("1").await;
    server.ticks.send_replace(1);
    busy.next("1").await;
    busy.complete("1").await;
    assert_eq!(busy.close_code().await, 1000);
}

#[tokio::test]
async fn message_that_is_too_large_closes() {
    let server = serve_with(|config| config.realtime.message_bytes = 1000).await;
    for (size, fragment) in [(1001, 0), (3000, 0), (100_000, 0), (5000, 100)] {
        let mut client = connect(&server.url, json!({})).await;
        let text = "x".repeat(size);
        match fragment {
            0 => client.say_text(&text).await,
            fragment => fragmented(&mut client, &text, fragment).await,
        }
        let closed = client.closed().await;
        assert_eq!(closed.code, 1009, "{size}");
        assert!(closed.reason.contains("realtime.message_bytes"), "{closed:?}");
    }
    let mut client = connect(&server.url, json!({})).await;
    let padded = format!("{{\"type\":\"ping\"{}}}", " ".repeat(900));
    client.say_text(&padded).await;
    assert_eq!(client.hear().await, json!({ "type": "pong" }));
}

/// Sends a text in pieces.
async fn fragmented(client: &mut crate::support::socket::Client, text: &str, size: usize) {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
    for (place, piece) in pieces.iter().enumerate() {
        let kind = if place == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(piece.to_vec(), OpCode::Data(kind), place + 1 == pieces.len());
        if client.socket.send(Message::Frame(frame)).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn quiet_client_is_asked_and_cut_off_when_it_does_not_answer() {
    let server = serve_with(|config| config.realtime.keep_alive_ms = 50).await;
    // Who reads answers by itself.
    let mut reads = connect(&server.url, json!({})).await;
    reads.subscribe("1", "subscription { ticks }", json!({})).await;
    assert_eq!(reads.next("1").await, json!({ "data": { "ticks": 0 } }));
    let mut asked = 0;
    while asked < 4 {
        let received = reads.socket.next().await.unwrap().unwrap();
        asked += usize::from(matches!(received, Message::Ping(_)));
    }
    // Who does not is cut off.
    let _silent = connect(&server.url, json!({})).await;
    assert_eq!(server.connections.count(), 2);
    let reading = async { reads.hear_or_end().await };
    tokio::select! {
        heard = reading => panic!("nothing was to be heard: {heard:?}"),
        () = super::ticking::until("it is cut off", || server.connections.count() == 1) => {}
    }
    server.ticks.send_replace(1);
    assert_eq!(reads.next("1").await, json!({ "data": { "ticks": 1 } }));
}

#[tokio::test]
async fn what_is_no_websocket_traffic_closes_with_websockets_own_codes() {
    let server = serve().await;
    let mut client = connect(&server.url, json!({})).await;
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    let broken = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    client.socket.send(Message::Frame(broken)).await.unwrap();
    let reason = "the message is not encoded in UTF-8".to_owned();
    assert_eq!(client.closed().await, Closed { code: 1007, reason });
    let mut client = connect(&server.url, json!({})).await;
    let broken = Frame::message(vec![b'x'], OpCode::Data(Data::Continue), true);
    client.socket.send(Message::Frame(broken)).await.unwrap();
    assert_eq!(client.close_code().await, 1002);
}
