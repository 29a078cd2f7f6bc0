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

use super::actor::actor;
use super::negotiate::{Media, accepted};
use super::observe::Operations as ObservedOperations;
use super::request::{Document, Malformed, Operations, Wanted, from_body, from_query_string};
use super::{ServerState, Stage};
use crate::access::Actor;
use crate::error::{Code, Error};
use crate::graphql::answer::{Answer, RequestId};
use crate::graphql::executor::Asked;
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
    let actor = match actor(&headers, &state.config.server) {
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
    match operations {
        Operations::One(wanted) => {
            let (answer, observed) = answer(&state, &actor, wanted, &request_id).await;
            reply(media, answer, observed)
        }
        Operations::Batch(batch) => answer_batch(&state, &actor, media, batch, &request_id).await,
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
    let actor = match actor(&headers, &state.config.server) {
        Ok(actor) => actor,
        Err(error) => return reply(media, Answer::refused(vec![error]), ObservedOperations::default()),
    };
    let wanted = match from_query_string(query.as_deref()) {
        Ok(wanted) => wanted,
        Err(malformed) => return refuse(media, malformed),
    };
    match ready(&state, &actor, wanted) {
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
fn ready(state: &ServerState, actor: &Actor, wanted: Wanted) -> Result<Ready, Vec<Error>> {
    let Wanted { document, operation_name, variables, beside } = wanted;
    if beside.explain && !actor.is_admin() && state.stage != Stage::Development {
        let message = "only admins may ask for `extensions.explain`: send the token of the setting `server.admin_token`";
        return Err(vec![Error::new(Code::Forbidden, message)]);
    }
    let ready = |document: &str| {
        let operation_name = operation_name.as_deref();
        state.executor.ready(Asked { actor, document, operation_name, variables, beside })
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

async fn answer(
    state: &ServerState,
    actor: &Actor,
    wanted: Wanted,
    request_id: &RequestId,
) -> (Answer, ObservedOperations) {
    let (answer, observed) = match ready(state, actor, wanted) {
        Ok(ready) => {
            let observed = ObservedOperations::one(ready.operation_name());
            (ready.run().await, observed)
        }
        Err(errors) => (Answer::refused(errors), ObservedOperations::default()),
    };
    (answer.reported(request_id), observed)
}

/// One after the other: a batch may hold mutations, and its size must not multiply the load.
async fn answer_batch(
    state: &ServerState,
    actor: &Actor,
    media: Media,
    batch: Vec<Wanted>,
    request_id: &RequestId,
) -> Response {
    let mut observed = ObservedOperations::default();
    let mut answers = Vec::with_capacity(batch.len());
    for wanted in batch {
        let (answer, operation) = answer(state, actor, wanted, request_id).await;
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
