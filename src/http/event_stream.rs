//! Results as server-sent events, in the distinct connections mode of graphql-sse:
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>.
//!
//! The text of a result is shared by all who are sent it. Read [`respond`] first.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt};
use tokio::time::{Instant, sleep_until};

use super::ServerState;
use super::connections::{Admitted, Ending};
use super::negotiate::Media;
use super::speaker::{Speaker, Verdict, is_final, lost_role, unauthenticated};
use crate::error::{Error, report};
use crate::graphql::answer::{Answer, RequestId};
use crate::graphql::ready::Ready;
use crate::graphql::subscription::{Payload, Payloads};

/// What stands before a result.
const NEXT: &str = "event: next\ndata: ";
/// What stands behind it.
const END: &str = "\n\n";
/// The end of an operation. Browsers overlook events without data.
const COMPLETE: &str = "event: complete\ndata: \n\n";
/// Nothing, so that everyone on the way knows that the connection is in use.
const COMMENT: &str = ":\n\n";

/// Asks proxies that would keep a response until it is complete not to.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The body of a response with one result.
pub fn single(answer: Answer) -> String {
    [NEXT, &one_line(answer.into_json()), END, COMPLETE].concat()
}

/// A response that sends the results of the operation as they come.
pub fn respond(
    state: Arc<ServerState>,
    speaker: Speaker,
    admitted: Admitted,
    ready: Ready,
    request_id: RequestId,
) -> Response {
    let (now, ending) = (Instant::now(), state.connections.ending(&state.executor));
    let payloads = Some(speaker.results(ready));
    let connection = Box::new(EventStream {
        state,
        speaker,
        payloads,
        ending,
        request_id,
        opened: now,
        said: now,
        sent: 0,
        why: "the client left",
        _admitted: admitted,
    });
    let events = stream::unfold(connection, |mut connection| async move {
        let parts = connection.next().await?;
        Some((stream::iter(parts.map(Ok::<_, Infallible>)), connection))
    });
    // So that the client knows at once that it is connected.
    let events = stream::iter([Ok(Bytes::from_static(COMMENT.as_bytes()))]).chain(events.flatten());
    headed(Body::from_stream(events.filter(|part| {
        let has_content = part.as_ref().is_ok_and(|part: &Bytes| !part.is_empty());
        std::future::ready(has_content)
    })))
}

fn headed(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, Media::EventStream.content_type()),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (BUFFERING, HeaderValue::from_static("no")),
    ];
    let aside = SetAside(Arc::new(Mutex::new(Some(body))));
    (headers, Extension(aside), Body::empty()).into_response()
}

/// A body that goes around what would make it larger: a compressor has room for its tables in every body, also in
/// those that it leaves as they are, and this one may be there for days.
#[derive(Clone)]
struct SetAside(Arc<Mutex<Option<Body>>>);

/// The response as it is sent, once everything else was done to it.
pub fn with_body(mut response: Response) -> Response {
    if let Some(SetAside(body)) = response.extensions_mut().remove()
        && let Some(body) = body.lock().unwrap_or_else(PoisonError::into_inner).take()
    {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = body;
    }
    response
}

/// A response that goes on.
struct EventStream {
    state: Arc<ServerState>,
    speaker: Speaker,
    /// None once the operation is over.
    payloads: Option<Payloads>,
    ending: BoxFuture<'static, Ending>,
    request_id: RequestId,
    opened: Instant,
    /// When something was sent last.
    said: Instant,
    sent: u64,
    /// Why it ends, as far as it is known.
    why: &'static str,
    _admitted: Admitted,
}

/// What the parts of the body are made of at a time.
type Parts = std::array::IntoIter<Bytes, 4>;

impl EventStream {
    /// What to send next. Without an end of the operation, clients know that they are to ask again.
    async fn next(&mut self) -> Option<Parts> {
        loop {
            let payloads = self.payloads.as_mut()?;
            let keep_alive = self.state.config.realtime.keep_alive().map(|after| self.said + after);
            let due = [keep_alive, self.speaker.due()].into_iter().flatten().min();
            let clock = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                payload = payloads.next() => return Some(self.result(payload)),
                () = self.speaker.changed() => {}
                () = clock => {}
                ending = &mut self.ending => return self.leave(match ending {
                    Ending::Stop => "the server is going away",
                    Ending::Replaced => "the API has changed",
                }),
            }
            let is_due = self.speaker.due().is_some_and(|due| due <= Instant::now());
            if (is_due || self.speaker.is_told())
                && let Some(error) = Box::pin(self.judge_again()).await
            {
                return Some(self.fail(vec![error]));
            }
            if keep_alive.is_some_and(|moment| moment <= Instant::now()) {
                self.said = Instant::now();
                return Some(parts([Bytes::from_static(COMMENT.as_bytes())]));
            }
        }
    }

    fn result(&mut self, payload: Option<Result<Payload, Vec<Error>>>) -> Parts {
        self.said = Instant::now();
        match payload {
            Some(Ok(payload)) => {
                self.sent += 1;
                parts([
                    Bytes::from_static(NEXT.as_bytes()),
                    shared(payload),
                    Bytes::from_static(END.as_bytes()),
                ])
            }
            Some(Err(errors)) => self.fail(errors),
            None => {
                self.leave("the operation is complete");
                parts([Bytes::from_static(COMPLETE.as_bytes())])
            }
        }
    }

    fn fail(&mut self, mut errors: Vec<Error>) -> Parts {
        self.leave("the operation failed");
        report(&mut errors, &self.request_id.0);
        parts([Bytes::from(single(Answer::refused(errors)))])
    }

    fn leave(&mut self, why: &'static str) -> Option<Parts> {
        self.payloads = None;
        self.why = why;
        None
    }

    /// Why the operation must end, if it must.
    async fn judge_again(&mut self) -> Option<Error> {
        match self.speaker.judge().await {
            Ok(Verdict::Same | Verdict::Changed) => None,
            Ok(Verdict::LostRole) => Some(lost_role()),
            Err(error) => is_final(&error).then(|| unauthenticated(error)),
        }
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        tracing::info!(
            reason = self.why,
            results = self.sent,
            seconds = self.opened.elapsed().as_secs(),
            request_id = &*self.request_id.0,
            "event stream closed"
        );
    }
}

fn parts<const COUNT: usize>(given: [Bytes; COUNT]) -> Parts {
    let mut parts = [const { Bytes::new() }; 4];
    for (place, part) in parts.iter_mut().zip(given) {
        *place = part;
    }
    parts.into_iter()
}

/// The text as it is, for all who are sent it.
fn shared(Payload(text): Payload) -> Bytes {
    struct Shared(Arc<str>);
    impl AsRef<[u8]> for Shared {
        fn as_ref(&self) -> &[u8] {
            self.0.as_bytes()
        }
    }
    match has_line_break(&text) {
        true => Bytes::from(one_line(text.to_string())),
        false => Bytes::from_owner(Shared(text)),
    }
}

fn has_line_break(text: &str) -> bool {
    memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
}

/// Between the tokens of a JSON text, where alone a line may break, a space is as good.
fn one_line(text: String) -> String {
    match has_line_break(&text) {
        true => text.replace(['\n', '\r'], " "),
        false => text,
    }
}
