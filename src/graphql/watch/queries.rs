//! Live queries: a query that is answered again whenever its answer is another one.
//!
//! Read [`watch`] first.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::reader;
use crate::engine::read::Planned;
use crate::error::Error;
use crate::filter::Values;
use crate::graphql::answer::{Answer, JsonData, RequestId};
use crate::graphql::content::Content;
use crate::graphql::handlers::Call;
use crate::graphql::prepared::Work;
use crate::graphql::ready::Ready;
use crate::graphql::subscription::{Payload, Payloads, Standing, reported};
use crate::graphql::system::Root;
use crate::live::cohort::{Key, Query, Source, Watching};
use crate::query::footprint::Footprint;

/// Watches the query of a subscription.
///
/// # Errors
///
/// Everything for which it can't be answered.
pub fn watch(ready: Ready, standing: Standing, request_id: RequestId) -> Result<Payloads, Vec<Error>> {
    let ready = Arc::new(ready);
    let watching = join(&ready, &request_id)?;
    let query = LiveQuery { ready, watching, standing, request_id };
    Ok(stream::unfold(Some(query), next).boxed())
}

/// A query that somebody watches.
struct LiveQuery {
    ready: Arc<Ready>,
    watching: Watching,
    standing: Standing,
    request_id: RequestId,
}

type Sent = Result<Payload, Vec<Error>>;

async fn next(query: Option<LiveQuery>) -> Option<(Sent, Option<LiveQuery>)> {
    let mut query = query?;
    loop {
        tokio::select! {
            biased;
            actor = query.standing.changed() => {
                let again = query.ready.for_actor(&actor).map(Arc::new);
                let joined = again.and_then(|ready| Ok((join(&ready, &query.request_id)?, ready)));
                match joined {
                    Ok((watching, ready)) => {
                        query.watching = watching.after(&query.watching);
                        query.ready = ready;
                    }
                    Err(errors) => return Some((Err(reported(errors, &query.request_id)), None)),
                }
            }
            answer = query.watching.next() => {
                return Some(match answer {
                    Ok(text) => (Ok(Payload(text)), Some(query)),
                    Err(errors) => (Err(reported(errors, &query.request_id)), None),
                });
            }
        }
    }
}

/// Joins those who watch the same.
fn join(ready: &Arc<Ready>, request_id: &RequestId) -> Result<Watching, Vec<Error>> {
    let live = ready.api.content().map(Content::live);
    let live = live.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("there is no content"))])?;
    let reader = reader(ready)?;
    let (ready, request_id) = (ready.clone(), request_id.clone());
    let model = reader.model().clone();
    let query = match &ready.prepared.work {
        Work::Content(planned) => {
            let watched = reader.watch(planned, &ready.variables, &ready.actor)?;
            Query {
                key: Key(watched.digest),
                footprint: watched.footprint,
                values: watched.values,
                model,
                is_polled: false,
                source: Box::new(ContentSource { ready, request_id }),
            }
        }
        // What a handler reads is not known: it is asked after every change, and every second.
        _ => Query {
            key: Key(Sha256::digest(uuid::Uuid::new_v4()).into()),
            footprint: Footprint::of_all(model.collections.keys().cloned()),
            values: Values::default(),
            model,
            is_polled: true,
            source: Box::new(HandlerSource { ready, request_id }),
        },
    };
    Ok(live.watch(query))
}

/// Content that one statement answers.
struct ContentSource {
    ready: Arc<Ready>,
    request_id: RequestId,
}

impl ContentSource {
    async fn answer(&self, planned: &Planned) -> Result<Answer, Vec<Error>> {
        let reader = reader(&self.ready)?;
        // Bound anew: the moment is another one.
        let bound = reader.bind(planned, &self.ready.variables, &self.ready.actor)?;
        let read = reader.read(planned, &bound, JsonData::open()).await.map_err(|error| vec![error])?;
        Ok(Answer::new(JsonData::from_opened(read.text), read.errors))
    }
}

impl Source for ContentSource {
    fn evaluate(&self) -> BoxFuture<'_, Result<Arc<str>, Vec<Error>>> {
        Box::pin(async {
            let Work::Content(planned) = &self.ready.prepared.work else { return Err(Vec::new()) };
            let answer = self.answer(planned).await?;
            Ok(answer.into_payload(&self.request_id).0)
        })
    }
}

/// A field that a handler answers.
struct HandlerSource {
    ready: Arc<Ready>,
    request_id: RequestId,
}

impl HandlerSource {
    async fn value(&self) -> Result<Value, Error> {
        let unanswered = || Error::internal(anyhow::anyhow!("no handler answers this field"));
        let Work::Mixed { checked, .. } = &self.ready.prepared.work else { return Err(unanswered()) };
        let roots = self.ready.roots(checked);
        let fields = roots.values().next().ok_or_else(unanswered)?;
        let field = fields.first().ok_or_else(unanswered)?;
        let handler =
            self.ready.api.handlers.get(Root::Query, &field.name).cloned().ok_or_else(unanswered)?;
        let call = self.ready.call(checked, fields)?;
        // What was read for the answer before counts for that one.
        let exchange = Arc::new(call.exchange.anew());
        handler(Call { exchange, ..call }).await
    }
}

impl Source for HandlerSource {
    fn evaluate(&self) -> BoxFuture<'_, Result<Arc<str>, Vec<Error>>> {
        Box::pin(async {
            let value = self.value().await;
            let answer = self.ready.answer_event(value).await;
            match answer.data {
                None => Err(answer.errors),
                Some(_) => Ok(answer.into_payload(&self.request_id).0),
            }
        })
    }
}
