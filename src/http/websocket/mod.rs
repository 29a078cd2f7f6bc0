//! `graphql-transport-ws` at `GET /graphql`: many operations over one connection.
//!
//! The protocol is <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>. Read [`upgrade`] first, then
//! `connection.rs`.

mod clock;
mod close;
mod connection;
mod message;
mod operations;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::actor::arrived;
use super::origin::{Place, may_read};
use super::{ServerState, failure};
use crate::error::{Code, Error};
use crate::graphql::answer::RequestId;
use connection::{Connection, Opening};

/// The protocol's name.
const PROTOCOL: &str = "graphql-transport-ws";

/// What is read at once. Most messages are small, and there may be many connections.
const READ_BUFFER: usize = 2 * 1024;

/// A message that is this many times too large is not even read.
const FAR_TOO_LARGE: usize = 4;

/// Whether the request wants a WebSocket.
pub fn is_asked(headers: &HeaderMap) -> bool {
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    upgrade.is_some_and(|value| value.split(',').any(|name| name.trim().eq_ignore_ascii_case("websocket")))
}

/// Answers the request for a WebSocket. Who it is for is judged when `connection_init` comes.
pub async fn upgrade(state: Arc<ServerState>, request_id: RequestId, mut parts: Parts) -> Response {
    let place = Place::of(&state.config.server, &parts.uri, &parts.headers, &parts.extensions);
    // Browsers ask nobody before a page opens a WebSocket, so it is judged here who may read what is sent.
    if !may_read(&parts.headers, &place, &state.config.cors.origins, state.stage) {
        let message =
            "pages of this origin may not open a WebSocket here: name it in the setting `cors.origins`";
        return failure(Error::new(Code::Forbidden, message));
    }
    let arrived = match arrived(&state, &parts.method, &place, &parts.headers) {
        Ok(arrived) => arrived,
        Err(error) => return failure(error),
    };
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return not_upgraded(rejection.into_response().status()),
    };
    let settings = &state.config.realtime;
    let admitted = match state.connections.admit(settings, place.ip) {
        Ok(admitted) => admitted,
        Err(error) => return failure(error),
    };
    let largest = settings.message_bytes.saturating_mul(FAR_TOO_LARGE);
    let task = state.connections.tasks().token();
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(largest)
        .max_frame_size(largest)
        .protocols([PROTOCOL]);
    let opening =
        Opening { credentials: arrived.credentials, told: arrived.told.without_cookies(), request_id };
    upgrade.on_upgrade(move |socket| async move {
        Connection::new(state, socket, opening).run().await;
        drop((admitted, task));
    })
}

fn not_upgraded(status: StatusCode) -> Response {
    let message = "this is no handshake of a WebSocket (https://www.rfc-editor.org/rfc/rfc6455)";
    let mut response = failure(Error::bad_request(message));
    *response.status_mut() = status;
    response
}
