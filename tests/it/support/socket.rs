//! A client of `graphql-transport-ws` that says exactly what a test wants, and hears everything.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves the routes on a free port as the server does, and returns `http://127.0.0.1:PORT`.
pub async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

/// A socket that is open.
pub struct Client {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What ended a socket: the close frame's code and reason; 1006 and nothing for one that broke.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed {
    pub code: u16,
    pub reason: String,
}

/// Opens a socket at `http://HOST/graphql` with those headers, and says nothing yet.
pub async fn open(url: &str, headers: &[(&str, &str)]) -> Client {
    try_open(url, headers).await.unwrap_or_else(|refused| panic!("no socket: {refused:?}"))
}

/// The same where the server may refuse: then its answer is returned.
pub async fn try_open(url: &str, headers: &[(&str, &str)]) -> Result<Client, Response> {
    let with_protocol = [&[("sec-websocket-protocol", "graphql-transport-ws")], headers].concat();
    try_open_raw(url, &with_protocol).await
}

/// Offers no protocol of its own.
pub async fn try_open_raw(url: &str, headers: &[(&'_ str, &'_ str)]) -> Result<Client, Response> {
    use axum::http::{HeaderName, HeaderValue};
    use tokio_tungstenite::tungstenite::Error;
    let url = format!("{}/graphql", url.replacen("http", "ws", 1));
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(Client { socket }),
        Err(Error::Http(response)) => Err(*response),
        Err(error) => panic!("can't open a socket: {error}"),
    }
}

/// Opens a socket and is acknowledged.
pub async fn connect(url: &str, init_payload: Value) -> Client {
    let mut client = open(url, &[]).await;
    client.init(init_payload).await;
    client
}

/// What `connection_init` shows for who has that token.
pub fn bearer(token: &str) -> Value {
    json!({ "authorization": format!("Bearer {token}") })
}

impl Client {
    /// Sends `connection_init` and waits for the acknowledgement.
    pub async fn init(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(self.hear().await, json!({ "type": "connection_ack" }));
    }

    /// Sends a message.
    pub async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    /// Sends any text.
    pub async fn say_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// Asks for an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }

    /// Wants no more of it.
    pub async fn complete(&mut self, id: &str) {
        self.say(json!({ "id": id, "type": "complete" })).await;
    }

    /// The next message, whatever it is about.
    #[track_caller]
    pub fn hear(&mut self) -> impl Future<Output = Value> {
        let waits = std::panic::Location::caller();
        async move {
            match self.hear_or_end().await {
                Ok(message) => message,
                Err(closed) => panic!("closed while a message was awaited at {waits}: {closed:?}"),
            }
        }
    }

    /// The next message, or what ended the socket.
    pub async fn hear_or_end(&mut self) -> Result<Value, Closed> {
        loop {
            let received = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match received.expect("nothing was said for a long time") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    let closed = Closed { code: frame.code.into(), reason: frame.reason.to_string() };
                    // The goodbye is answered by reading on.
                    while let Some(Ok(_)) = self.socket.next().await {}
                    return Err(closed);
                }
                Some(Ok(Message::Close(None))) => return Err(Closed { code: 1005, reason: String::new() }),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Closed { code: 1006, reason: String::new() }),
            }
        }
    }

    /// The next result of the operation, as `payload` holds it. Nothing else may come before.
    #[track_caller]
    pub fn next(&mut self, id: &str) -> impl Future<Output = Value> {
        let message = self.hear();
        async move {
            let message = message.await;
            assert_eq!((&message["id"], &message["type"]), (&json!(id), &json!("next")), "{message:#}");
            message["payload"].clone()
        }
    }

    /// The errors with which the operation ends.
    #[track_caller]
    pub fn error(&mut self, id: &str) -> impl Future<Output = Value> {
        let message = self.hear();
        async move {
            let message = message.await;
            assert_eq!((&message["id"], &message["type"]), (&json!(id), &json!("error")), "{message:#}");
            message["payload"].clone()
        }
    }

    /// The code of the first error with which the operation ends.
    #[track_caller]
    pub fn error_code(&mut self, id: &str) -> impl Future<Output = String> {
        let errors = self.error(id);
        async move { errors.await[0]["extensions"]["code"].as_str().unwrap_or_default().to_owned() }
    }

    /// Waits for the end of the operation.
    #[track_caller]
    pub fn completed(&mut self, id: &str) -> impl Future<Output = ()> {
        let message = self.hear();
        async move { assert_eq!(message.await, json!({ "id": id, "type": "complete" })) }
    }

    /// Waits for the end of the socket, whatever is said before.
    pub async fn closed(&mut self) -> Closed {
        loop {
            if let Err(closed) = self.hear_or_end().await {
                return closed;
            }
        }
    }

    /// The code with which the server closes.
    pub async fn close_code(&mut self) -> u16 {
        self.closed().await.code
    }

    /// Asks whether the server is there, and waits for its answer: it has heard all that was said before.
    pub async fn ping(&mut self) {
        self.say(json!({ "type": "ping" })).await;
        assert_eq!(self.hear().await, json!({ "type": "pong" }));
    }
}
