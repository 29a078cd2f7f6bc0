//! Operations that are answered more than once: what transports send, and whom it is for.
//!
//! Read [`Ready::subscribe`] first.

use std::sync::{Arc, OnceLock};

use apollo_compiler::executable::OperationType;
use futures_util::stream::{self, BoxStream, StreamExt};
use serde_json::Value;
use tokio::sync::watch;

use super::answer::{Answer, RequestId};
use super::handlers::Events;
use super::prepared::{AskedFor, Work};
use super::ready::Ready;
use super::watch::{changes, queries};
use crate::access::Actor;
use crate::error::{Error, report};

/// One result of an operation as JSON text, ready to be sent. Clones share the text: what many are sent is made
/// once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload(pub Arc<str>);

/// The results of an operation. They are made when they are asked for: who is slow is given the newest result of a
/// live query, and the events of a stream from the log. An error is the last item: the operation is over
/// because of it. Without one, it is complete.
pub type Payloads = BoxStream<'static, Result<Payload, Vec<Error>>>;

/// Whom a connection speaks for, which may change while it lasts.
#[derive(Debug, Clone)]
pub struct Standing(watch::Receiver<Arc<Actor>>);

impl Standing {
    /// What the connection says of it from now on.
    pub fn new(actor: watch::Receiver<Arc<Actor>>) -> Self {
        Self(actor)
    }

    /// Somebody who stays as they are.
    pub fn fixed(actor: Actor) -> Self {
        Self(watch::channel(Arc::new(actor)).1)
    }

    /// Who it is now.
    pub fn now(&self) -> Arc<Actor> {
        self.0.borrow().clone()
    }

    /// Waits until they are another than when it was asked for last, and says who they are. Never for somebody who
    /// stays as they are.
    pub async fn changed(&mut self) -> Arc<Actor> {
        match self.0.changed().await {
            Ok(()) => self.0.borrow_and_update().clone(),
            Err(_closed) => std::future::pending().await,
        }
    }
}

impl Answer {
    /// The answer as it is sent, its inner causes logged under the request's id.
    pub fn into_payload(self, request_id: &RequestId) -> Payload {
        Payload(self.reported(request_id).into_json().into())
    }
}

impl Ready {
    /// Starts the operation: a result for each event of a subscription; one for a query or a mutation. The
    /// standing's actor is the one that the operation was made ready for.
    ///
    /// # Errors
    ///
    /// Everything for which it can't start.
    pub async fn subscribe(self, standing: Standing) -> Result<Payloads, Vec<Error>> {
        let request_id = self.origin.request_id.clone().unwrap_or_else(RequestId::generate);
        let started = self.start(standing, request_id.clone()).await;
        started.map_err(|errors| reported(errors, &request_id))
    }

    async fn start(self, standing: Standing, request_id: RequestId) -> Result<Payloads, Vec<Error>> {
        if self.kind() != OperationType::Subscription {
            return once(self, request_id).await;
        }
        match &self.prepared.work {
            Work::Content(_) => queries::watch(self, standing, request_id),
            Work::Changes(_) => changes::watch(self, standing, request_id).await,
            Work::Mixed { .. } | Work::Write(_) if self.has_subscriber() => {
                self.handled_events(standing, request_id).await
            }
            Work::Mixed { .. } | Work::Write(_) => queries::watch(self, standing, request_id),
        }
    }

    /// The same operation for somebody else: what they see is planned for their roles.
    ///
    /// # Errors
    ///
    /// What they may not ask.
    pub(super) fn for_actor(&self, actor: &Arc<Actor>) -> Result<Self, Vec<Error>> {
        let prepared = match &self.prepared.document {
            Some(document) if actor.roles != self.actor.roles => {
                let operation_name = self.prepared.name.as_deref();
                self.api.find_or_prepare(&AskedFor { document, operation_name, roles: &actor.roles })?.0
            }
            _ => self.prepared.clone(),
        };
        Ok(Self {
            api: self.api.clone(),
            prepared,
            variables: self.variables.clone(),
            actor: (**actor).clone(),
            origin: self.origin.clone(),
            once: None,
            beside: self.beside,
            was_kept: self.was_kept,
            watch: self.watch.clone(),
            bound: OnceLock::new(),
        })
    }

    fn has_subscriber(&self) -> bool {
        let Work::Mixed { checked, .. } = &self.prepared.work else { return false };
        let roots = self.roots(checked);
        roots.values().flatten().any(|field| self.api.handlers.subscriber(&field.name).is_some())
    }

    async fn handled_events(self, standing: Standing, request_id: RequestId) -> Result<Payloads, Vec<Error>> {
        let events = self.events(standing).await?;
        let ready = Arc::new(self);
        let payloads = events.then(move |event| {
            let (ready, request_id) = (ready.clone(), request_id.clone());
            async move {
                match event {
                    Ok(event) => Ok(ready.answer_event(Ok(event)).await.into_payload(&request_id)),
                    Err(error) => Err(reported(vec![error], &request_id)),
                }
            }
        });
        Ok(payloads.boxed())
    }

    /// The events of a subscription that has a handler.
    async fn events(&self, standing: Standing) -> Result<Events, Vec<Error>> {
        let Work::Mixed { checked, .. } = &self.prepared.work else { return Err(unanswered()) };
        let roots = self.roots(checked);
        let fields = roots.values().next().ok_or_else(unanswered)?;
        let subscriber = fields.first().and_then(|field| self.api.handlers.subscriber(&field.name));
        let subscriber = subscriber.ok_or_else(unanswered)?;
        let mut call = self.call(checked, fields).map_err(|error| vec![error])?;
        call.standing = Some(standing);
        subscriber(call).await.map_err(|error| vec![error])
    }

    pub(super) async fn answer_event(&self, event: Result<Value, Error>) -> Answer {
        let Work::Mixed { checked, .. } = &self.prepared.work else { return Answer::refused(unanswered()) };
        let roots = self.roots(checked);
        let Some((key, fields)) = roots.iter().next() else { return Answer::refused(unanswered()) };
        let handled = self.handled(checked, key, fields, event).await;
        match self.assemble(checked, &roots, vec![Some(handled)], None) {
            Ok(answer) => answer,
            Err(errors) => Answer::refused(errors),
        }
    }
}

/// A query or a mutation has one result. What keeps it from running at all ends it.
async fn once(ready: Ready, request_id: RequestId) -> Result<Payloads, Vec<Error>> {
    let answer = ready.run().await;
    match answer.data {
        None => Err(answer.errors),
        Some(_) => Ok(stream::iter([Ok(answer.into_payload(&request_id))]).boxed()),
    }
}

fn unanswered() -> Vec<Error> {
    vec![Error::internal(anyhow::anyhow!("no subscriber answers this field"))]
}

pub(super) fn reported(mut errors: Vec<Error>, request_id: &RequestId) -> Vec<Error> {
    report(&mut errors, &request_id.0);
    errors
}
