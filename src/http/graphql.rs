//! `/graphql`: operations over HTTP, to the letter of <https://graphql.github.io/graphql-over-http/draft/>.
//!
//! POST takes JSON, one operation or a batch; GET answers queries only. Read [`post`] first.

use std::sync::Arc;

use apollo_compiler::executable::OperationType;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::actor::{self, sender};
use super::negotiate::{Accepted, Media, accepted};
use super::observe::Operations as ObservedOperations;
use super::origin::Place;
use super::request::{Document, Malformed, Operations, Wanted, from_body, from_query_string};
use super::speaker::Speaker;
use super::{ServerState, event_stream, failure, websocket};
use crate::access::Actor;
use crate::error::{Code, Error};
use crate::graphql::accounts::cookies;
use crate::graphql::answer::{Answer, RequestId};
use crate::graphql::exchange::Exchange;
use crate::graphql::executor::{Asked, Origin};
use crate::graphql::ready::Ready;

/// When to ask again what could not be answered now. A queue of writes is done within a second.
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Answers a POST request.
pub async fn post(
    State(state): State<Arc<ServerState>>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    let Some(accepted) = accepted(headers) else { return not_acceptable() };
    let media = accepted.media;
    let who = match who(&state, &parts).await {
        Ok(who) => who,
        Err(error) => return refused(media, error, &request_id),
    };
    let read = from_body(headers, body, &state.config.limits);
    let operations = match tokio::time::timeout(state.config.server.request_timeout(), read).await {
        Ok(Ok(operations)) => operations,
        Ok(Err(malformed)) => return refuse(media, malformed),
        Err(_elapsed) => {
            let error = Error::new(Code::Timeout, "the request's body did not arrive in time");
            return refuse(media, Malformed { status: StatusCode::REQUEST_TIMEOUT, error });
        }
    };
    let sender = match idempotency_key(headers) {
        Ok(key) => Sender { who, request_id, idempotency_key: key },
        Err(malformed) => return refuse(media, malformed),
    };
    match operations {
        Operations::One(wanted) => {
            let origin = sender.origin(None);
            let exchange = origin.exchange.clone();
            let response = match ready(&state, &sender, wanted, origin) {
                Ok(ready) => run(state, sender, accepted, ready).await,
                Err(errors) => refused_with(media, errors, &sender.request_id),
            };
            with_cookies(response, [&*exchange])
        }
        Operations::Batch(_) if media == Media::EventStream => {
            let error = Error::bad_request("a batch can't be answered by events: send each operation alone");
            refuse(media, Malformed { status: StatusCode::BAD_REQUEST, error })
        }
        Operations::Batch(batch) => answer_batch(&state, &sender, media, batch).await,
    }
}

/// Answers a GET request.
pub async fn get(
    State(state): State<Arc<ServerState>>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    if websocket::is_asked(&parts.headers) {
        return websocket::upgrade(state, request_id, parts).await;
    }
    let Some(accepted) = accepted(&parts.headers) else { return not_acceptable() };
    let media = accepted.media;
    let who = match who(&state, &parts).await {
        Ok(who) => who,
        Err(error) => return refused(media, error, &request_id),
    };
    let wanted = match from_query_string(parts.uri.query()) {
        Ok(wanted) => wanted,
        Err(malformed) => return refuse(media, malformed),
    };
    let sender = Sender { who, request_id: request_id.clone(), idempotency_key: None };
    let origin = sender.origin(None);
    let exchange = origin.exchange.clone();
    let is_somebody = sender.who.actor().identity.is_some();
    let mut response = match ready(&state, &sender, wanted, origin) {
        Ok(ready) if ready.kind() == OperationType::Mutation => {
            // A link or an image must not be able to change anything.
            let error = Error::bad_request("a mutation must be sent with POST");
            let mut response = refuse(media, Malformed { status: StatusCode::METHOD_NOT_ALLOWED, error });
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Ok(ready) => run(state, sender, accepted, ready).await,
        Err(errors) => refused_with(media, errors, &request_id),
    };
    if is_somebody {
        response.headers_mut().insert(header::CACHE_CONTROL, PRIVATE);
    }
    with_cookies(response, [&*exchange])
}

/// What somebody who is signed in was told is nobody else's.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Who sends the request.
async fn who(state: &ServerState, parts: &Parts) -> Result<actor::Sender, Error> {
    let place = Place::of(&state.config.server, &parts.uri, &parts.headers, &parts.extensions);
    sender(state, &parts.method, &place, &parts.headers).await
}

/// The answer to who can't be told.
fn refused(media: Media, error: Error, request_id: &RequestId) -> Response {
    refused_with(media, vec![error], request_id)
}

/// The answer to an operation that does not run.
fn refused_with(media: Media, errors: Vec<Error>, request_id: &RequestId) -> Response {
    reply(media, Answer::refused(errors).reported(request_id), ObservedOperations::default())
}

/// Answers an operation that is ready: at once, or for as long as it lasts.
async fn run(state: Arc<ServerState>, sender: Sender, accepted: Accepted, ready: Ready) -> Response {
    let observed = ObservedOperations::one(ready.operation_name());
    if ready.kind() == OperationType::Subscription && accepted.takes_events {
        let mut response = stream(state, sender, ready).await;
        response.extensions_mut().insert(observed);
        return response;
    }
    reply(accepted.media, ready.run().await.reported(&sender.request_id), observed)
}

async fn stream(state: Arc<ServerState>, sender: Sender, ready: Ready) -> Response {
    let Sender { who, request_id, .. } = sender;
    let admitted = match state.connections.admit(&state.config.realtime, who.actor().ip) {
        Ok(admitted) => admitted,
        Err(error) => return failure(error),
    };
    let actor::Sender { judged, credentials, moves, .. } = who;
    match Speaker::judged(state.clone(), credentials, judged, moves).await {
        Ok(speaker) => event_stream::respond(state, speaker, admitted, ready, request_id),
        Err(error) => refused(Media::EventStream, error, &request_id),
    }
}

/// The response with the cookies that the operations set.
pub(super) fn with_cookies<'a>(
    mut response: Response,
    exchanges: impl IntoIterator<Item = &'a Exchange>,
) -> Response {
    for cookie in exchanges.into_iter().flat_map(Exchange::cookies) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
            response.headers_mut().insert(header::CACHE_CONTROL, PRIVATE);
        }
    }
    response
}

/// Finds or prepares the operation, however its document is given.
fn ready(state: &ServerState, sender: &Sender, wanted: Wanted, origin: Origin) -> Result<Ready, Vec<Error>> {
    let exchange = origin.exchange.clone();
    let ready = find(state, sender.who.actor(), wanted, origin)?;
    match &sender.who.stale_cookie {
        // Who asks for a new session need not have one.
        Some(error) if !ready.is_for_anyone() => {
            // Who can refresh the session must not be nobody meanwhile.
            if exchange.refresh_cookie.is_none() {
                cookies::clear_session(&exchange);
            }
            Err(vec![error.clone()])
        }
        Some(_) | None => Ok(ready),
    }
}

/// The same for somebody who shows no cookie that does not count.
pub(super) fn find(
    state: &ServerState,
    actor: &Actor,
    wanted: Wanted,
    origin: Origin,
) -> Result<Ready, Vec<Error>> {
    let Wanted { document, operation_name, variables, beside } = wanted;
    if beside.explain && !actor.may_look_inside() {
        let message = "only admins may ask for `extensions.explain`: send the token of the setting `server.admin_token`";
        return Err(vec![Error::new(Code::Forbidden, message)]);
    }
    let ready = |document: &str| {
        let operation_name = operation_name.as_deref();
        state.executor.ready(Asked { actor, document, operation_name, variables, beside, origin })
    };
    let persisted = state.executor.persisted();
    match document {
        Document::Text(text) => ready(&text),
        Document::Persist(text, hash) => ready(&text).inspect(|_| persisted.insert(hash, &text)),
        Document::Persisted(hash) => match persisted.get(&hash) {
            Some(text) => ready(&text),
            // The message is the protocol's: clients then send the whole document.
            None => Err(vec![Error::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound")]),
        },
    }
}

/// Who sends a request.
struct Sender {
    who: actor::Sender,
    request_id: RequestId,
    idempotency_key: Option<String>,
}

impl Sender {
    /// Where an operation comes from. Those of a batch have keys of their own.
    fn origin(&self, place: Option<usize>) -> Origin {
        let key = self.idempotency_key.as_ref();
        let idempotency_key = key.map(|key| match place {
            Some(place) => format!("{key}#{place}"),
            None => key.clone(),
        });
        Origin { request_id: Some(self.request_id.clone()), idempotency_key, exchange: self.who.exchange() }
    }
}

/// The longest key that is kept.
const LONGEST_KEY: usize = 255;

/// The key by which a client sends a mutation again that it got no answer to:
/// <https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>. Quotes around it, which
/// the draft asks for, are optional.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Malformed> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if key.is_empty() || key.len() > LONGEST_KEY {
        let message = format!("the header `idempotency-key` must hold 1 to {LONGEST_KEY} visible characters");
        return Err(Malformed { status: StatusCode::BAD_REQUEST, error: Error::bad_request(message) });
    }
    Ok(Some(key.to_owned()))
}

async fn answer(
    state: &ServerState,
    sender: &Sender,
    wanted: Wanted,
    origin: Origin,
) -> (Answer, ObservedOperations) {
    let (answer, observed) = match ready(state, sender, wanted, origin) {
        Ok(ready) => {
            let observed = ObservedOperations::one(ready.operation_name());
            (ready.run().await, observed)
        }
        Err(errors) => (Answer::refused(errors), ObservedOperations::default()),
    };
    (answer.reported(&sender.request_id), observed)
}

/// One after the other: a batch may hold mutations, and its size must not multiply the load.
async fn answer_batch(state: &ServerState, sender: &Sender, media: Media, batch: Vec<Wanted>) -> Response {
    let mut observed = ObservedOperations::default();
    let mut answers = Vec::with_capacity(batch.len());
    let mut exchanges = Vec::with_capacity(batch.len());
    for (place, wanted) in batch.into_iter().enumerate() {
        let origin = sender.origin(Some(place));
        exchanges.push(origin.exchange.clone());
        let (answer, operation) = answer(state, sender, wanted, origin).await;
        observed.extend(operation);
        answers.push(answer.into_json());
    }
    let response = respond(media, StatusCode::OK, ["[", &answers.join(","), "]"].concat(), observed);
    with_cookies(response, exchanges.iter().map(|exchange| &**exchange))
}

fn reply(media: Media, answer: Answer, observed: ObservedOperations) -> Response {
    let status = status_of(media, &answer);
    let is_worth_another_try = answer.errors.iter().any(|error| error.code == Code::Unavailable);
    let wait = answer.errors.iter().filter_map(|error| error.retry_after).max();
    let body = match media {
        Media::EventStream => event_stream::single(answer),
        Media::Json | Media::GraphqlResponse => answer.into_json(),
    };
    let mut response = respond(media, status, body, observed);
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.get()));
    } else if is_worth_another_try {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response
}

/// Clients that ask for `application/json` may not read the body of anything but a 200, so it is kept
/// for every operation that the GraphQL service judged. A server that could not answer says so to all.
fn status_of(media: Media, answer: &Answer) -> StatusCode {
    let code = match (&answer.data, answer.errors.first()) {
        (None, Some(error)) => error.code,
        _ => return StatusCode::OK,
    };
    let is_ours = matches!(code, Code::Internal | Code::Timeout | Code::Unavailable);
    match media {
        Media::Json if !is_ours => StatusCode::OK,
        // Clients of the protocol read what is wrong from an event.
        Media::EventStream if !is_ours => StatusCode::OK,
        Media::Json | Media::GraphqlResponse | Media::EventStream => {
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn refuse(media: Media, malformed: Malformed) -> Response {
    // What is no request for an operation is refused as such.
    let media = if media == Media::EventStream { Media::Json } else { media };
    let body = Answer::refused(vec![malformed.error]).into_json();
    respond(media, malformed.status, body, ObservedOperations::default())
}

fn not_acceptable() -> Response {
    let message = "the answer is `application/graphql-response+json`, `application/json` or `text/event-stream`: accept one of them";
    refuse(Media::Json, Malformed { status: StatusCode::NOT_ACCEPTABLE, error: Error::bad_request(message) })
}

fn respond(media: Media, status: StatusCode, body: String, observed: ObservedOperations) -> Response {
    (status, Extension(observed), [(header::CONTENT_TYPE, media.content_type())], body).into_response()
}
