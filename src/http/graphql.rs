//! `/graphql`: operations over HTTP, to the letter of <https://graphql.github.io/graphql-over-http/draft/>.
//!
//! POST takes JSON, one operation or a batch; GET answers queries only. Read [`post`] first.

use std::sync::Arc;

use apollo_compiler::executable::OperationType;
use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::ServerState;
use super::actor::actor;
use super::negotiate::{Media, accepted};
use super::observe::Operations as ObservedOperations;
use super::request::{Document, Malformed, Operations, Wanted, from_body, from_query_string};
use crate::access::Actor;
use crate::error::{Code, Error};
use crate::graphql::answer::{Answer, RequestId};
use crate::graphql::executor::{Asked, Origin};
use crate::graphql::ready::Ready;

/// When to ask again what could not be answered now. A queue of writes is done within a second.
const RETRY_AFTER_SECONDS: HeaderValue = HeaderValue::from_static("1");

/// Answers a POST request.
pub async fn post(
    State(state): State<Arc<ServerState>>,
    Extension(request_id): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let Some(media) = accepted(&headers) else { return not_acceptable() };
    let actor = match actor(&headers, &state.config.server, state.stage) {
        Ok(actor) => actor,
        Err(error) => return reply(media, Answer::refused(vec![error]), ObservedOperations::default()),
    };
    let read = from_body(&headers, body, &state.config.limits);
    let operations = match tokio::time::timeout(state.config.server.request_timeout(), read).await {
        Ok(Ok(operations)) => operations,
        Ok(Err(malformed)) => return refuse(media, malformed),
        Err(_elapsed) => {
            let error = Error::new(Code::Timeout, "the request's body did not arrive in time");
            return refuse(media, Malformed { status: StatusCode::REQUEST_TIMEOUT, error });
        }
    };
    let sender = match idempotency_key(&headers) {
        Ok(key) => Sender { actor, request_id, idempotency_key: key },
        Err(malformed) => return refuse(media, malformed),
    };
    match operations {
        Operations::One(wanted) => {
            let (answer, observed) = answer(&state, &sender, wanted, sender.origin(None)).await;
            reply(media, answer, observed)
        }
        Operations::Batch(batch) => answer_batch(&state, &sender, media, batch).await,
    }
}

/// Answers a GET request.
pub async fn get(
    State(state): State<Arc<ServerState>>,
    Extension(request_id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(media) = accepted(&headers) else { return not_acceptable() };
    let actor = match actor(&headers, &state.config.server, state.stage) {
        Ok(actor) => actor,
        Err(error) => return reply(media, Answer::refused(vec![error]), ObservedOperations::default()),
    };
    let wanted = match from_query_string(query.as_deref()) {
        Ok(wanted) => wanted,
        Err(malformed) => return refuse(media, malformed),
    };
    let origin = Origin { request_id: Some(request_id.clone()), ..Origin::default() };
    match ready(&state, &actor, wanted, origin) {
        Ok(ready) if ready.kind() == OperationType::Mutation => {
            // A link or an image must not be able to change anything.
            let error = Error::bad_request("a mutation must be sent with POST");
            let mut response = refuse(media, Malformed { status: StatusCode::METHOD_NOT_ALLOWED, error });
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Ok(ready) => {
            let observed = ObservedOperations::one(ready.operation_name());
            reply(media, ready.run().await.reported(&request_id), observed)
        }
        Err(errors) => {
            reply(media, Answer::refused(errors).reported(&request_id), ObservedOperations::default())
        }
    }
}

/// Finds or prepares the operation, however its document is given.
fn ready(state: &ServerState, actor: &Actor, wanted: Wanted, origin: Origin) -> Result<Ready, Vec<Error>> {
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
    actor: Actor,
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
        Origin { request_id: Some(self.request_id.clone()), idempotency_key, ..Origin::default() }
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
    let (answer, observed) = match ready(state, &sender.actor, wanted, origin) {
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
    for (place, wanted) in batch.into_iter().enumerate() {
        let (answer, operation) = answer(state, sender, wanted, sender.origin(Some(place))).await;
        observed.extend(operation);
        answers.push(answer.into_json());
    }
    respond(media, StatusCode::OK, ["[", &answers.join(","), "]"].concat(), observed)
}

fn reply(media: Media, answer: Answer, observed: ObservedOperations) -> Response {
    let status = status_of(media, &answer);
    let is_worth_another_try = answer.errors.iter().any(|error| error.code == Code::Unavailable);
    let mut response = respond(media, status, answer.into_json(), observed);
    if is_worth_another_try {
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
        Media::Json | Media::GraphqlResponse => {
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn refuse(media: Media, malformed: Malformed) -> Response {
    let body = Answer::refused(vec![malformed.error]).into_json();
    respond(media, malformed.status, body, ObservedOperations::default())
}

fn not_acceptable() -> Response {
    let message =
        "the answer is `application/graphql-response+json` or `application/json`: accept one of them";
    refuse(Media::Json, Malformed { status: StatusCode::NOT_ACCEPTABLE, error: Error::bad_request(message) })
}

fn respond(media: Media, status: StatusCode, body: String, observed: ObservedOperations) -> Response {
    (status, Extension(observed), [(header::CONTENT_TYPE, media.content_type())], body).into_response()
}
