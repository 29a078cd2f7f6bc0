//! The messages of `graphql-transport-ws`:
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>.
//!
//! Read [`read`] first.

use serde_json::{Map, Value as Json};

use super::close::Close;
use crate::error::Error;

/// What a client says.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// It wants to begin, and shows who it is.
    Init(Map<String, Json>),
    /// It asks whether the server is there. What comes along goes back.
    Ping(Option<Map<String, Json>>),
    /// It is there.
    Pong,
    /// It asks for an operation.
    Subscribe {
        /// What it calls the operation.
        id: String,
        /// The members of the request.
        request: Map<String, Json>,
    },
    /// It wants no more of an operation.
    Complete {
        /// What it calls the operation.
        id: String,
    },
}

/// Reads a message.
///
/// # Errors
///
/// What is wrong with a text that is no message of the protocol: the socket is closed with it.
pub fn read(text: &str) -> Result<Message, Close> {
    let value: Json = serde_json::from_str(text).map_err(|_| bad("the message is no JSON"))?;
    let Json::Object(mut fields) = value else { return Err(bad("the message must be an object")) };
    let Some(Json::String(kind)) = fields.remove("type") else {
        return Err(bad("`type` must be a string"));
    };
    match kind.as_str() {
        "connection_init" => Ok(Message::Init(payload(&mut fields)?.unwrap_or_default())),
        "ping" => Ok(Message::Ping(payload(&mut fields)?)),
        "pong" => payload(&mut fields).map(|_| Message::Pong),
        "subscribe" => {
            let id = id(&mut fields)?;
            let request =
                payload(&mut fields)?.ok_or_else(|| bad("`payload` of `subscribe` must be an object"))?;
            check_request(&request)?;
            Ok(Message::Subscribe { id, request })
        }
        "complete" => Ok(Message::Complete { id: id(&mut fields)? }),
        "connection_ack" | "next" | "error" => Err(bad(format!("`{kind}` is for servers to send"))),
        _ => Err(bad("`type` is none of the protocol's")),
    }
}

fn bad(reason: impl Into<std::borrow::Cow<'static, str>>) -> Close {
    Close::bad_message(reason)
}

fn payload(fields: &mut Map<String, Json>) -> Result<Option<Map<String, Json>>, Close> {
    match fields.remove("payload") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Object(payload)) => Ok(Some(payload)),
        Some(_) => Err(bad("`payload` must be an object")),
    }
}

fn id(fields: &mut Map<String, Json>) -> Result<String, Close> {
    match fields.remove("id") {
        Some(Json::String(id)) if !id.is_empty() => Ok(id),
        _ => Err(bad("`id` must be a string that is not empty")),
    }
}

/// What the protocol says of the members of a request.
fn check_request(request: &Map<String, Json>) -> Result<(), Close> {
    let given = |name: &str| request.get(name).filter(|value| !value.is_null());
    let is_persisted = given("extensions").is_some_and(|extensions| extensions["persistedQuery"].is_object());
    match given("query") {
        Some(Json::String(_)) => {}
        None if is_persisted => {}
        _ => return Err(bad("`payload.query` must be a string")),
    }
    if given("operationName").is_some_and(|name| !name.is_string()) {
        return Err(bad("`payload.operationName` must be a string"));
    }
    for name in ["variables", "extensions"] {
        if given(name).is_some_and(|value| !value.is_object()) {
            return Err(bad(format!("`payload.{name}` must be an object")));
        }
    }
    Ok(())
}

/// The connection may be used.
pub const ACK: &str = r#"{"type":"connection_ack"}"#;

/// The server is there, and gives back what came along.
pub fn pong(payload: Option<Map<String, Json>>) -> String {
    match payload {
        None => r#"{"type":"pong"}"#.to_owned(),
        Some(payload) => {
            ["{\"type\":\"pong\",\"payload\":", &Json::Object(payload).to_string(), "}"].concat()
        }
    }
}

/// A result of an operation. The id is JSON already.
pub fn next(id: &str, result: &str) -> String {
    ["{\"id\":", id, ",\"type\":\"next\",\"payload\":", result, "}"].concat()
}

/// The end of an operation, with what ended it.
pub fn error(id: &str, errors: &[Error]) -> String {
    let errors = serde_json::to_string(errors).unwrap_or_else(|_| "[]".to_owned());
    ["{\"id\":", id, ",\"type\":\"error\",\"payload\":", &errors, "}"].concat()
}

/// The end of an operation.
pub fn complete(id: &str) -> String {
    ["{\"id\":", id, ",\"type\":\"complete\"}"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_closes_with_4400_and_a_reason() {
        for text in [
            "",
            "{",
            "[]",
            "null",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"subscribe"}"#,
            r#"{"type":"start","id":"1","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":{}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":1}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":1}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","extensions":1}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"ping","payload":[]}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            &"[".repeat(100_000),
        ] {
            let close = read(text).unwrap_err();
            assert_eq!(close.code, 4400, "{text}");
            assert!((1..=123).contains(&close.frame().reason.len()), "{text}");
        }
        let long = Close::duplicate(&"ü".repeat(200));
        assert_eq!((long.frame().reason.len(), long.code), (123, 4409));
    }
}
