//! The HTTP surface: one file per group of routes.
//!
//! Owns what HTTP adds to the API: media types, status codes, limits of bodies, CORS, compression,
//! request ids and the log of requests. What is answered is decided below. Read [`router`] first.

mod actor;
pub mod admin_ui;
pub mod auth;
mod connections;
mod credentials;
mod event_stream;
pub mod graphql;
pub mod health;
pub mod link;
pub mod negotiate;
pub mod observe;
mod origin;
mod plain;
pub mod request;
pub mod router;
mod set_up;
mod speaker;
mod websocket;

use std::fmt;
use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;

pub use connections::Connections;
pub use router::router;

use crate::auth::Auth;
use crate::config::Config;
use crate::error::Error;
use crate::graphql::answer::Answer;
use crate::graphql::executor::Executor;

/// Says whether the server can answer, or why it can't.
pub type Readiness = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// What the routes share.
#[derive(Clone)]
pub struct ServerState {
    /// Runs the operations.
    pub executor: Executor,
    /// Who may be signed in; none where nobody can.
    pub auth: Option<Auth>,
    /// The settings.
    pub config: Arc<Config>,
    /// Whether the server can answer.
    pub readiness: Readiness,
    /// Who may use the server.
    pub stage: Stage,
    /// The connections that stay open.
    pub connections: Connections,
}

impl fmt::Debug for ServerState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("ServerState");
        debug.field("executor", &self.executor).field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// What the server runs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// `headwater dev`: web pages of this machine may call the API.
    Development,
    /// `headwater serve`
    Production,
}

/// An answer that holds only an error, for requests that never reach GraphQL.
fn failure(error: Error) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let wait = error.retry_after;
    let body = Answer::refused(vec![error]).into_json();
    let media = [(header::CONTENT_TYPE, negotiate::Media::Json.content_type())];
    let mut response = (status, media, body).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.get()));
    }
    response
}
