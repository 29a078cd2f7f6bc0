//! A client of event streams that reads what is sent, event by event.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::Value;

/// A test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A response that goes on.
pub struct Events {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    chunks: BoxStream<'static, Vec<u8>>,
    text: String,
}

/// Something that was sent.
#[derive(Debug, PartialEq)]
pub enum Event {
    Next(Value),
    Complete,
    /// The response ended.
    End,
}

impl Events {
    /// Sends the request and waits for the response's head.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let chunks = response.bytes_stream();
        let chunks = chunks.take_while(|chunk| std::future::ready(chunk.is_ok()));
        let chunks = chunks.map(|chunk| chunk.unwrap().to_vec()).boxed();
        Self { status, headers, chunks, text: String::new() }
    }

    /// The next event; comments are none.
    pub async fn hear(&mut self) -> Event {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                match read(&event) {
                    Some(event) => return event,
                    None => continue,
                }
            }
            if !self.more().await {
                return Event::End;
            }
        }
    }

    /// Waits for a comment.
    pub async fn comment(&mut self) {
        while !self.text.contains(":\n\n") {
            assert!(self.more().await, "the response ended");
        }
        self.text = self.text.replacen(":\n\n", "", 1);
    }

    async fn more(&mut self) -> bool {
        let chunk = tokio::time::timeout(PATIENCE, self.chunks.next()).await;
        let Some(chunk) = chunk.expect("nothing was sent for a long time") else { return false };
        self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        true
    }

    /// The next result.
    pub async fn next(&mut self) -> Value {
        match self.hear().await {
            Event::Next(value) => value,
            other => panic!("a result was awaited: {other:?}"),
        }
    }
}

fn read(event: &str) -> Option<Event> {
    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    match field("event")? {
        "next" => Some(Event::Next(serde_json::from_str(field("data").unwrap()).unwrap())),
        "complete" => {
            assert_eq!(field("data"), Some(""));
            Some(Event::Complete)
        }
        other => panic!("no such event: {other}"),
    }
}
