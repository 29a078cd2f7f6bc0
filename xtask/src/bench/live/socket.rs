//! A client of `graphql-transport-ws` that does as little as it can: there are thousands of them on one thread.

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::bench::operations::GRAPHQL;

/// Of each socket: answers are small.
const BUFFER: usize = 4 * 1024;

/// A socket that was acknowledged.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    pub async fn open(address: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(address).await.with_context(|| format!("can't connect to {address}"))?;
        stream.set_nodelay(true)?;
        let mut request = format!("ws://{address}{GRAPHQL}").into_client_request()?;
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
        let opened = client_async_with_config(request, stream, Some(config)).await;
        let mut socket = Self(opened.context("no WebSocket is opened")?.0);
        socket.say(&json!({ "type": "connection_init" })).await?;
        let answer = socket.hear().await?;
        ensure!(answer.contains("connection_ack"), "a WebSocket is not acknowledged: {answer}");
        Ok(socket)
    }

    pub async fn subscribe(&mut self, id: &str, document: &str, variables: &Json) -> Result<()> {
        let payload = json!({ "query": document, "variables": variables });
        self.say(&json!({ "id": id, "type": "subscribe", "payload": payload })).await
    }

    /// The next result of an operation, with what is around it.
    pub async fn next(&mut self) -> Result<Utf8Bytes> {
        loop {
            let text = self.hear().await?;
            if text.contains(r#""type":"next""#) {
                ensure!(!text.contains(r#""errors":["#), "a subscription answers {text}");
                return Ok(text);
            }
            let message: Json = serde_json::from_str(&text).context("a message is no JSON")?;
            match message["type"].as_str() {
                Some("ping") => self.say(&json!({ "type": "pong" })).await?,
                Some("pong") => {}
                _ => bail!("a subscription ends: {text}"),
            }
        }
    }

    async fn say(&mut self, message: &Json) -> Result<()> {
        self.0.send(Message::text(message.to_string())).await.context("a WebSocket takes no message")
    }

    async fn hear(&mut self) -> Result<Utf8Bytes> {
        loop {
            match self.0.next().await.context("a WebSocket has ended")?.context("a WebSocket broke")? {
                Message::Text(text) => return Ok(text),
                Message::Close(frame) => bail!("a WebSocket was closed: {frame:?}"),
                _ => {}
            }
        }
    }
}

/// The payload of a result: what a query would be answered with.
pub fn payload(text: &str) -> Result<Json> {
    let mut message: Json = serde_json::from_str(text).context("a message is no JSON")?;
    Ok(message["payload"].take())
}

/// The number behind the name, where it stands first.
pub fn number_of(text: &str, name: &str) -> Option<u64> {
    let rest = text.split_once(name)?.1;
    let end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Lets this program, and servers that it starts from now on, open so many files, or says how that is done.
pub fn allow_open_files(wanted: u64) -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    limit.current = Some(limit.maximum.map_or(wanted, |maximum| maximum.min(wanted)));
    setrlimit(Resource::Nofile, limit).context("can't raise the limit of open files")?;
    ensure!(
        limit.current.is_none_or(|current| current >= wanted),
        "{wanted} files can't be open at once here: raise the limit (`ulimit -Hn {wanted}`), or take fewer `--subscribers`"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_behind_a_name() {
        let text = r#"{"payload":{"data":{"posts":[{"views":1042,"id":"a"},{"views":7}]}}}"#;
        assert_eq!(number_of(text, r#""views":"#), Some(1042));
        assert_eq!(number_of(text, r#""likes":"#), None);
    }
}
