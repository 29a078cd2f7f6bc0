//! Every request has an id, one line in the log, and an answer even if the code panics.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::event_stream::with_body;
use super::failure;
use crate::error::{Error, report};
use crate::graphql::answer::RequestId;

/// The header that carries a request's id in and out.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The names of the operations that a request ran, for its line in the log.
#[derive(Debug, Clone, Default)]
pub struct Operations(Vec<String>);

impl Operations {
    /// The name of one operation, if it has one.
    pub fn one(name: Option<&str>) -> Self {
        Self(name.map(str::to_owned).into_iter().collect())
    }

    /// Adds the names of others.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }
}

/// Gives the request its id, and writes its line when it is answered.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(id.clone());
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let response = answered.unwrap_or_else(|panic| answer_panic(&*panic, &id));
    let mut response = with_body(response);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let operations = response.extensions().get::<Operations>().map(|operations| operations.0.join(","));
    // Tenths of a millisecond.
    let ms = (began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    tracing::info!(
        method = method.as_str(),
        path,
        status = response.status().as_u16(),
        ms,
        operation = operations.filter(|names| !names.is_empty()),
        request_id = &*id.0,
        "request"
    );
    response
}

/// The client's own id, if it is one that a log can hold; else a new one.
fn request_id(headers: &HeaderMap) -> RequestId {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let is_plain = |id: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:+/=".contains(&byte);
        (1..=128).contains(&id.len()) && id.bytes().all(plain)
    };
    given.filter(is_plain).map_or_else(RequestId::generate, |id| RequestId(id.into()))
}

fn answer_panic(panic: &(dyn Any + Send), id: &RequestId) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let mut errors = [Error::internal(anyhow::anyhow!("panic: {text}"))];
    report(&mut errors, &id.0);
    let [error] = errors;
    failure(error).into_response()
}
