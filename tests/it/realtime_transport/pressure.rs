//! Clients that read slowly, never, or leave without a word.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::ticking::{serve_with, until};
use crate::support::process::{ADMIN_TOKEN, ProjectDir, Server, eventually};
use crate::support::socket::connect;

#[tokio::test]
async fn subscriber_that_never_reads_costs_bounded_memory_and_is_cut_off() {
    let server = serve_with(|config| {
        config.realtime.send_timeout_ms = 300;
        config.realtime.keep_alive_ms = 0;
    })
    .await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("1", "subscription { flood }", json!({})).await;
    client.next("1").await;
    // Nothing is read from here on. What the kernel takes, of either side, is some megabytes at most.
    until("it is cut off", || server.connections.count() == 0).await;
    assert_eq!(server.running(), 0);
    let asked_for = server.flooded.load(Ordering::SeqCst);
    assert!(asked_for < 400, "{asked_for} results of 100 KB were made for nobody");
}

#[tokio::test]
async fn slow_reader_is_sent_the_newest_when_it_reads_again() {
    let server = serve_with(|_| {}).await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("live", "subscription { ticks }", json!({})).await;
    client.subscribe("flood", "subscription { flood(size: 1000000) }", json!({})).await;
    until("the socket is full", || server.flooded.load(Ordering::SeqCst) > 1 && server.running() == 2).await;
    // Let the flood fill what there is.
    let mut before = 0;
    until("nothing moves any more", || {
        let now = server.flooded.load(Ordering::SeqCst);
        let still = now == before;
        before = now;
        still
    })
    .await;
    for tick in 1..=1000 {
        server.ticks.send_replace(tick);
    }
    let mut seen = Vec::new();
    while seen.last() != Some(&1000) {
        let message = client.hear().await;
        if message["id"] == "live" {
            seen.push(message["payload"]["data"]["ticks"].as_i64().unwrap());
        }
    }
    assert!(seen.len() < 10, "{seen:?}");
}

#[tokio::test]
async fn operations_of_a_socket_take_turns() {
    let server = serve_with(|_| {}).await;
    let mut client = connect(&server.url, json!({})).await;
    for id in ["1", "2", "3"] {
        client.subscribe(id, "subscription { flood(size: 10) }", json!({})).await;
    }
    // What the client says is heard, however much is sent.
    client.say(json!({ "type": "ping" })).await;
    let (mut counts, mut ponged) = ([0_i32; 3], false);
    while counts.iter().sum::<i32>() < 3000 || !ponged {
        let message = client.hear().await;
        match message["id"].as_str() {
            Some(id) => counts[id.parse::<usize>().unwrap() - 1] += 1,
            None => ponged = true,
        }
    }
    assert!(counts.iter().all(|count| *count > 600), "{counts:?}");
    client.complete("1").await;
    client.complete("2").await;
    client.complete("3").await;
    until("all are stopped", || server.running() == 0).await;
}

#[tokio::test]
async fn operations_stop_when_the_socket_breaks() {
    let server = serve_with(|_| {}).await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("1", "subscription { ticks }", json!({})).await;
    client.next("1").await;
    assert_eq!(server.running(), 1);
    // Without a goodbye.
    client.socket.get_mut().shutdown().await.unwrap();
    drop(client);
    server.is_idle().await;
    let mut client = connect(&server.url, json!({})).await;
    client.subscribe("1", "subscription { ticks }", json!({})).await;
    client.next("1").await;
    client.socket.close(None).await.unwrap();
    assert_eq!(client.closed().await.code, 1005);
    server.is_idle().await;
}

#[tokio::test]
async fn half_a_message_keeps_nobody() {
    let server = serve_with(|config| config.realtime.keep_alive_ms = 100).await;
    let mut client = connect(&server.url, json!({})).await;
    // The head of a frame that never comes.
    client.socket.get_mut().write_all(&[0x81, 0xfe, 0x10, 0x00, 1, 2, 3, 4, b'{']).await.unwrap();
    client.socket.get_mut().flush().await.unwrap();
    until("it is cut off", || server.connections.count() == 0).await;
    tokio::time::timeout(Duration::from_secs(5), client.closed()).await.unwrap();
}

#[tokio::test]
async fn event_stream_that_nobody_reads_is_cut_off() {
    use tokio::io::AsyncReadExt;
    let project = ProjectDir::new("type Post @collection { text: Text! }");
    project
        .write("headwater.toml", "[realtime]\nsend_timeout_ms = 500\n[server]\nshutdown_timeout_ms = 2000");
    let mut server = Server::start(&project, &["serve"]);
    let made = server.ask("mutation { createPost(data: { id: \"1\", text: \"a\" }) { id } }").await;
    assert_eq!(made["data"]["createPost"]["id"], "1", "{made}");
    let mut streams = Vec::new();
    for _ in 0..2 {
        let address = server.url.trim_start_matches("http://");
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let body = json!({ "query": "subscription { posts { text } }" }).to_string();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {ADMIN_TOKEN}\r\naccept: text/event-stream\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await.unwrap();
        let mut first = [0; 15];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        streams.push(stream);
    }
    // More than the kernel takes for somebody who does not read.
    let cut_off = async |server: &Server, letter: char| {
        let text = letter.to_string().repeat(1_500_000);
        let document =
            format!("mutation {{ updatePost(id: \"1\", data: {{ text: \"{text}\" }}) {{ version }} }}");
        let written = server.ask(&document).await;
        assert!(written["data"]["updatePost"]["version"].is_number(), "{written}");
        server.log().matches("event stream closed").count()
    };
    let mut letters = ('a'..='z').cycle();
    eventually(Duration::from_secs(30), "both are cut off", async || {
        (cut_off(&server, letters.next().unwrap()).await == 2).then_some(())
    })
    .await;
    server.signal("TERM");
    assert!(server.wait(Duration::from_secs(5)).success());
}
