//! From a request to an operation that is ready to run, on the API of the moment.
//!
//! [`Executor`] is the seam to every transport and implements async-graphql's trait of the same name. There
//! an [`Actor`] among the request's data, or else the session's, says who asks; without one it is nobody in
//! particular.
//! async-graphql's own executor is not used: it departs from the specification in the ways that
//! `tests/it/conformance.rs` lists. Read [`Executor::ready`] first, then `ready.rs`.

use std::any::TypeId;
use std::sync::{Arc, OnceLock};

use apollo_compiler::Schema;
use apollo_compiler::executable::{Field, OperationType};
use apollo_compiler::validation::Valid;
use arc_swap::ArcSwap;
use async_graphql::{Data, Request, Response};
use futures_util::stream::{self, BoxStream, StreamExt};
use serde_json::Value;
use tokio::sync::watch;

use super::answer::{Answer, RequestId};
use super::collect::Variables;
use super::content::Content;
use super::describe::{ImplementersByName, with_one_of};
use super::exchange::Exchange;
use super::handlers::{Handler, Handlers};
use super::input::Judge;
use super::operation::{self, Checked};
use super::persisted::PersistedDocuments;
use super::prepared::{AskedFor, Parts, Prepared, PreparedOperations};
use super::ready::{self, Ready, Stopwatch};
use super::subscription::{Payload, Standing};
use super::system::Root;
use super::watch::changes::PreparedChanges;
use super::write::PreparedWrite;
use crate::access::{Actor, Roles};
use crate::config::Config;
use crate::engine::write::Writer;
use crate::error::Error;

/// All that operations are judged by and answered from. A changed model makes a new one.
#[derive(Debug)]
pub struct Api {
    pub(super) schema: Valid<Schema>,
    pub(super) implementers: ImplementersByName,
    pub(super) handlers: Handlers,
    pub(super) content: Option<Content>,
    pub(super) config: Arc<Config>,
    prepared: PreparedOperations,
}

impl Api {
    /// An API of that schema whose root fields without a handler are content.
    pub fn new(
        schema: Valid<Schema>,
        handlers: Handlers,
        content: Option<Content>,
        config: Arc<Config>,
    ) -> Self {
        let schema = with_one_of(schema);
        let prepared = PreparedOperations::new(config.graphql.cache_bytes / 2);
        Self { implementers: schema.implementers_map(), schema, handlers, content, config, prepared }
    }

    /// What writes its content, if it has any.
    pub fn writer(&self) -> Option<Writer> {
        self.content.as_ref().map(|content| content.writer().clone())
    }

    /// The operations that are kept.
    pub fn prepared(&self) -> &PreparedOperations {
        &self.prepared
    }

    pub(super) fn judge(&self) -> Judge<'_> {
        Judge { schema: &self.schema, limits: &self.config.limits }
    }

    pub(super) fn handler(&self, kind: OperationType, field: &Field) -> Option<&Handler> {
        let root = match kind {
            OperationType::Query => Root::Query,
            OperationType::Mutation => Root::Mutation,
            OperationType::Subscription => Root::Subscription,
        };
        self.handlers.get(root, &field.name)
    }

    /// The content, unless handlers answer alone.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// Whether the root field is answered from the database.
    pub(super) fn is_content(&self, kind: OperationType, field: &Field) -> bool {
        let is_handled = match kind {
            // Every query can be watched.
            OperationType::Subscription => {
                self.handlers.subscriber(&field.name).is_some()
                    || self.handler(OperationType::Query, field).is_some()
            }
            OperationType::Query | OperationType::Mutation => self.handler(kind, field).is_some(),
        };
        !field.name.starts_with("__") && !is_handled
    }

    /// The operation as it was kept, or prepared now; whether it was kept is told.
    pub(super) fn find_or_prepare(&self, asked: &AskedFor<'_>) -> Result<(Arc<Prepared>, bool), Vec<Error>> {
        if let Some(kept) = self.prepared.get(asked) {
            return Ok((kept, true));
        }
        let prepared = Arc::new(self.prepare(asked)?);
        self.prepared.insert(asked, prepared.clone());
        Ok((prepared, false))
    }

    /// Everything about an operation that does not depend on a request's values.
    fn prepare(&self, asked: &AskedFor<'_>) -> Result<Prepared, Vec<Error>> {
        let Config { limits, graphql, .. } = &*self.config;
        let checked = operation::check(&self.schema, asked.document, asked.operation_name, limits, graphql)?;
        let parts = match (&self.content, checked.operation.operation_type) {
            (Some(content), OperationType::Query) => {
                let planned = content.plan(&self.schema, &checked, asked.roles);
                match self.is_content_alone(&checked) {
                    true => Parts::Content(planned),
                    false => Parts::Mixed(Some(planned)),
                }
            }
            (Some(content), OperationType::Mutation) if self.writes_content(&checked) => {
                Parts::Write(self.prepare_write(content, &checked, asked.roles)?)
            }
            (Some(content), OperationType::Subscription) if self.is_content_alone(&checked) => {
                let model = content.reader().model();
                match PreparedChanges::new(model, &self.schema, &checked, asked.roles) {
                    Some(changes) => Parts::Changes(Box::new(changes)),
                    None => Parts::Content(content.plan(&self.schema, &checked, asked.roles)),
                }
            }
            _ => Parts::Mixed(None),
        };
        Ok(Prepared::new(checked, parts, asked.document))
    }

    fn writes_content(&self, checked: &Checked) -> bool {
        let kind = checked.operation.operation_type;
        checked.operation.root_fields(&checked.document).any(|field| self.is_content(kind, field))
    }

    fn prepare_write(
        &self,
        content: &Content,
        checked: &Checked,
        roles: &Roles,
    ) -> Result<PreparedWrite, Vec<Error>> {
        let kind = checked.operation.operation_type;
        let mut roots = checked.operation.root_fields(&checked.document);
        if let Some(field) = roots.find(|field| self.handler(kind, field).is_some()) {
            let message = format!(
                "`{}` can't be part of the transaction that the other fields share: send it in a request of its own",
                field.name
            );
            let location = operation::location(field.name.location(), &checked.document.sources);
            return Err(vec![Error::bad_request(message).at_location(location)]);
        }
        let write = PreparedWrite::new(content.reader().model(), &self.schema, checked, roles);
        write.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("a mutation that nobody answers"))])
    }

    /// Whether one statement answers every field that the operation may have at its root.
    fn is_content_alone(&self, checked: &Checked) -> bool {
        let kind = checked.operation.operation_type;
        let mut roots = checked.operation.root_fields(&checked.document);
        let fits = roots.all(|field| field.name == "__typename" || self.is_content(kind, field));
        let mut roots = checked.operation.root_fields(&checked.document);
        fits && roots.any(|field| self.is_content(kind, field))
    }
}

/// What a request asks for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// The document's text.
    pub document: &'a str,
    /// Which of its operations.
    pub operation_name: Option<&'a str>,
    /// The variables as sent.
    pub variables: Variables,
    /// What is asked for beside the data.
    pub beside: Beside,
    /// Which request it is.
    pub origin: Origin,
}

/// What tells a request from others.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Its name in the log.
    pub request_id: Option<RequestId>,
    /// The key by which the client sends it again if it got no answer.
    pub idempotency_key: Option<String>,
    /// What it tells beside its operation, and what its answer is to carry.
    pub exchange: Arc<Exchange>,
}

/// What a request wants to know beside the data: members of its `extensions` that are `true`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// The most values that the answer might have held.
    pub cost: bool,
    /// How the operation was answered. Only admins may ask.
    pub explain: bool,
}

impl<'a> Asked<'a> {
    /// The only operation of a document, and nothing beside its answer.
    pub fn new(actor: &'a Actor, document: &'a str, variables: Variables) -> Self {
        Self {
            actor,
            document,
            operation_name: None,
            variables,
            beside: Beside::default(),
            origin: Origin::default(),
        }
    }
}

/// Runs operations on the API of the moment. Clones share it.
#[derive(Debug, Clone)]
pub struct Executor {
    current: Arc<ArcSwap<Api>>,
    persisted: Arc<PersistedDocuments>,
    replaced: watch::Sender<u64>,
}

impl Executor {
    /// An executor of that API.
    pub fn new(api: Api) -> Self {
        let persisted = Arc::new(PersistedDocuments::new(api.config.graphql.cache_bytes / 8));
        Self { current: Arc::new(ArcSwap::from_pointee(api)), persisted, replaced: watch::channel(0).0 }
    }

    /// Replaces the API. Operations that are running finish on the one that they began with; who serves those that
    /// last hears of it by [`Executor::replaced`].
    pub fn replace(&self, api: Api) {
        self.current.store(Arc::new(api));
        self.replaced.send_modify(|times| *times += 1);
    }

    /// Changes whenever the API is replaced from now on.
    pub fn replaced(&self) -> watch::Receiver<u64> {
        self.replaced.subscribe()
    }

    /// The API of the moment.
    pub fn api(&self) -> Arc<Api> {
        self.current.load_full()
    }

    /// The documents that clients ask for by hash.
    pub fn persisted(&self) -> &PersistedDocuments {
        &self.persisted
    }

    /// Finds or prepares the operation, and fits the request's values to it.
    ///
    /// # Errors
    ///
    /// Everything for which the request must be refused before it runs.
    pub fn ready(&self, asked: Asked<'_>) -> Result<Ready, Vec<Error>> {
        let mut watch = Stopwatch::start();
        let api = self.current.load_full();
        let Asked { actor, document, operation_name, variables, beside, origin } = asked;
        let asked = AskedFor { document, operation_name, roles: &actor.roles };
        let (prepared, was_kept) = api.find_or_prepare(&asked)?;
        watch.prepared();
        let once = origin.idempotency_key.as_deref().filter(|_| prepared.kind == OperationType::Mutation);
        let once = once.map(|key| ready::once(actor, key, document, operation_name, &variables));
        let variables = prepared.coerce_variables(api.judge(), variables)?;
        watch.coerced();
        let (actor, bound) = (actor.clone(), OnceLock::new());
        Ok(Ready { api, prepared, variables, actor, origin, once, beside, was_kept, watch, bound })
    }
}

impl async_graphql::Executor for Executor {
    async fn execute(&self, request: Request) -> Response {
        let id = request_id(&request);
        let answer = match self.ready_for(request, None) {
            Ok(ready) => ready.run().await,
            Err(errors) => Answer::refused(errors),
        };
        answer.reported(&id).into()
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let id = request_id(&request);
        let executor = self.clone();
        let answers = async move {
            let started = match executor.ready_for(request, session_data.as_deref()) {
                Ok(ready) => {
                    let standing = Standing::fixed(ready.actor.clone());
                    ready.subscribe(standing).await
                }
                Err(errors) => Err(errors),
            };
            started.unwrap_or_else(|errors| stream::iter([Err(errors)]).boxed())
        };
        let answers = stream::once(answers).flatten();
        answers.map(move |sent| response(sent, &id)).boxed()
    }
}

impl Executor {
    fn ready_for(&self, request: Request, session: Option<&Data>) -> Result<Ready, Vec<Error>> {
        let actor = given::<Actor>(&request.data).or_else(|| given(session?));
        let actor = actor.cloned().unwrap_or_else(Actor::public);
        let variables = match request.variables.into_value().into_json() {
            Ok(Value::Object(variables)) => variables,
            _ => Variables::new(),
        };
        let operation_name = request.operation_name.as_deref();
        self.ready(Asked { operation_name, ..Asked::new(&actor, &request.query, variables) })
    }
}

fn response(sent: Result<Payload, Vec<Error>>, id: &RequestId) -> Response {
    let read =
        sent.map(|Payload(text)| serde_json::from_str(&text).map_err(|error| vec![Error::internal(error)]));
    match read.and_then(|read| read) {
        Ok(response) => response,
        Err(errors) => Answer::refused(errors).reported(id).into(),
    }
}

fn request_id(request: &Request) -> RequestId {
    given::<RequestId>(&request.data).cloned().unwrap_or_else(RequestId::generate)
}

/// What was put beside a request under its own type.
fn given<T: 'static>(data: &Data) -> Option<&T> {
    data.get(&TypeId::of::<T>())?.downcast_ref()
}
