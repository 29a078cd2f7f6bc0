//! Runs operations: content by the compiler, system fields by their handlers, introspection by the
//! schema; one answer in the order of the document.
//!
//! [`Executor`] is the seam to every transport and implements async-graphql's trait of the same name.
//! async-graphql's own executor is not used: it departs from the specification in the ways that
//! `tests/it/conformance.rs` lists. Read [`Ready`] first.

use std::any::TypeId;
use std::sync::Arc;

use apollo_compiler::executable::{Field, OperationType};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema};
use arc_swap::ArcSwap;
use async_graphql::{Data, Request, Response};
use futures_util::future::{BoxFuture, join, join_all};
use futures_util::stream::{self, BoxStream, StreamExt};
use serde_json::Value;

use super::answer::{Answer, RequestId};
use super::collect::{Fields, Source, Variables, collect};
use super::complete::{Completion, Nulled};
use super::content::{Content, split};
use super::describe::{Describe, ImplementersByName, with_one_of};
use super::handlers::{Call, Handler, Handlers};
use super::input::{Judge, coerce_arguments};
use super::operation::{Prepared, prepare};
use super::system::Root;
use crate::config::Config;
use crate::engine::read::Answer as ReadAnswer;
use crate::error::{Code, Error};
use crate::query::Plan;

/// All that operations are judged by and answered from. A changed model makes a new one.
#[derive(Debug)]
pub struct Api {
    schema: Valid<Schema>,
    implementers: ImplementersByName,
    handlers: Handlers,
    content: Option<Content>,
    config: Arc<Config>,
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
        Self { implementers: schema.implementers_map(), schema, handlers, content, config }
    }

    fn judge(&self) -> Judge<'_> {
        Judge { schema: &self.schema, limits: &self.config.limits }
    }

    /// Everything about an operation that does not depend on a request's values.
    fn prepare(&self, document: &str, operation_name: Option<&str>) -> Result<Planned, Vec<Error>> {
        let Config { limits, graphql, .. } = &*self.config;
        let prepared = prepare(&self.schema, document, operation_name, limits, graphql)?;
        let content = self.content.as_ref().filter(|_| prepared.kind() == OperationType::Query);
        let plan = content.map(|content| content.plan(&self.schema, &prepared));
        Ok(Planned { prepared, plan })
    }
}

/// A prepared operation and what must be read for it.
#[derive(Debug)]
struct Planned {
    prepared: Prepared,
    plan: Option<Plan>,
}

/// Runs operations on the API of the moment. Clones share it.
#[derive(Debug, Clone)]
pub struct Executor {
    current: Arc<ArcSwap<Api>>,
}

impl Executor {
    /// An executor of that API.
    pub fn new(api: Api) -> Self {
        Self { current: Arc::new(ArcSwap::from_pointee(api)) }
    }

    /// Replaces the API. Operations that are running finish on the one that they began with.
    pub fn replace(&self, api: Api) {
        self.current.store(Arc::new(api));
    }

    /// Prepares the operation and its variables.
    ///
    /// # Errors
    ///
    /// Everything for which the request must be refused before it runs.
    pub fn ready(
        &self,
        document: &str,
        operation_name: Option<&str>,
        variables: &Variables,
    ) -> Result<Ready, Vec<Error>> {
        let api = self.current.load_full();
        let Planned { prepared, plan } = api.prepare(document, operation_name)?;
        let variables = prepared.coerce_variables(api.judge(), variables)?;
        Ok(Ready { api, prepared, plan, variables })
    }
}

/// An operation with its values, ready to run.
#[derive(Debug)]
pub struct Ready {
    api: Arc<Api>,
    prepared: Prepared,
    plan: Option<Plan>,
    variables: Variables,
}

impl Ready {
    /// Query, mutation or subscription.
    pub fn kind(&self) -> OperationType {
        self.prepared.kind()
    }

    /// The operation's name in the document.
    pub fn operation_name(&self) -> Option<&str> {
        self.prepared.operation.name.as_ref().map(Name::as_str)
    }

    /// Runs a query or a mutation, for no longer than a request may take.
    pub async fn run(self) -> Answer {
        let limit = self.api.config.server.request_timeout();
        match tokio::time::timeout(limit, self.run_to_the_end()).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(errors)) => Answer::refused(errors),
            Err(_elapsed) => {
                let message = format!("the request took longer than {} ms", limit.as_millis());
                Answer::refused(vec![Error::new(Code::Timeout, message)])
            }
        }
    }

    async fn run_to_the_end(&self) -> Result<Answer, Vec<Error>> {
        let roots = self.roots();
        match self.kind() {
            OperationType::Query if roots.values().all(|fields| self.is_content(fields)) => {
                let ReadAnswer { data, errors } = self.read_content().await?;
                Ok(Answer { data: Some(data), errors })
            }
            OperationType::Query => self.run_query(roots).await,
            OperationType::Mutation => self.run_mutation(roots).await,
            OperationType::Subscription => Err(vec![Error::bad_request(
                "a subscription needs a connection that stays open: it can't be answered by one HTTP response",
            )]),
        }
    }

    /// Content and handlers run side by side.
    async fn run_query(&self, roots: Fields<'_>) -> Result<Answer, Vec<Error>> {
        let has_content = roots.values().any(|fields| self.is_content(fields));
        let content = async {
            match has_content {
                true => self.read_content().await.map(Some),
                false => Ok(None),
            }
        };
        let handled = join_all(roots.values().map(|fields| self.handle(fields)));
        let (content, handled) = join(content, handled).await;
        self.assemble(&roots, handled, content?)
    }

    /// One after the other, in the order of the document.
    async fn run_mutation(&self, roots: Fields<'_>) -> Result<Answer, Vec<Error>> {
        let mut handled = Vec::with_capacity(roots.len());
        for fields in roots.values() {
            handled.push(self.handle(fields).await);
        }
        self.assemble(&roots, handled, None)
    }

    fn source(&self) -> Source<'_> {
        Source { schema: &self.api.schema, document: &self.prepared.document, variables: &self.variables }
    }

    fn roots(&self) -> Fields<'_> {
        collect(self.source(), self.prepared.root_type(), [&self.prepared.operation.selection_set])
    }

    fn handler(&self, field: &Field) -> Option<&Handler> {
        let root = match self.kind() {
            OperationType::Query => Root::Query,
            OperationType::Mutation => Root::Mutation,
            OperationType::Subscription => Root::Subscription,
        };
        self.api.handlers.get(root, &field.name)
    }

    fn is_content(&self, fields: &[&Field]) -> bool {
        fields.first().is_some_and(|field| !field.name.starts_with("__") && self.handler(field).is_none())
    }

    async fn read_content(&self) -> Result<ReadAnswer, Vec<Error>> {
        match (&self.api.content, &self.plan) {
            (Some(content), Some(plan)) => content.read(plan, &self.variables).await,
            _ => Err(vec![Error::internal(anyhow::anyhow!("nobody answers this field"))]),
        }
    }

    /// What the field's handler returns; none for a field without one.
    fn handle<'a>(&'a self, fields: &[&'a Field]) -> BoxFuture<'a, Option<Result<Value, Error>>> {
        let called = fields.first().and_then(|field| {
            let handler = self.handler(field)?;
            Some(self.call(field).map(|call| handler(call)))
        });
        Box::pin(async {
            match called {
                Some(Ok(returning)) => Some(returning.await),
                Some(Err(error)) => Some(Err(error)),
                None => None,
            }
        })
    }

    fn call(&self, field: &Field) -> Result<Call, Error> {
        let definitions = &field.definition.arguments;
        let arguments = coerce_arguments(self.api.judge(), definitions, &field.arguments, &self.variables)?;
        Ok(Call { arguments })
    }

    /// Answers `__schema` and `__type`.
    fn introspect(&self, fields: &[&Field]) -> Value {
        let (source, judge) = (self.source(), self.api.judge());
        Describe { source, judge, implementers: &self.api.implementers }.root_field(fields)
    }

    /// Puts the parts together in the order of the document.
    fn assemble(
        &self,
        roots: &Fields<'_>,
        handled: Vec<Option<Result<Value, Error>>>,
        content: Option<ReadAnswer>,
    ) -> Result<Answer, Vec<Error>> {
        let (content, mut errors) = content.map(|content| (content.data, content.errors)).unwrap_or_default();
        let content = match content.as_str() {
            "" => Default::default(),
            text => split(text).map_err(|error| vec![error])?,
        };
        let mut data = AnswerObject::default();
        for ((key, fields), handled) in roots.iter().zip(handled) {
            let name = fields.first().map(|field| field.name.as_str()).unwrap_or_default();
            match handled {
                Some(resolved) => {
                    let completion = Completion::of_root_field(self.source(), key);
                    let (completed, found) = completion.run(fields, resolved);
                    errors.extend(found);
                    data.push(key, completed.map(|value| value.to_string()));
                }
                None if name == "__typename" => {
                    data.push(key, Ok(Value::from(self.prepared.root_type()).to_string()));
                }
                None if name.starts_with("__") => {
                    data.push(key, Ok(self.introspect(fields).to_string()));
                }
                None => data.push(key, content.get(*key).map(|text| (*text).get().to_owned()).ok_or(Nulled)),
            }
        }
        Ok(Answer { data: Some(data.into_json()), errors })
    }

    /// Starts a subscription: an answer for each event. A query or a mutation is answered once.
    ///
    /// # Errors
    ///
    /// Everything for which the subscription can't start.
    pub async fn subscribe(self) -> Result<BoxStream<'static, Answer>, Vec<Error>> {
        if self.kind() != OperationType::Subscription {
            return Ok(stream::once(self.run()).boxed());
        }
        let started = {
            let roots = self.roots();
            let field = roots.values().flatten().next().copied();
            let subscriber =
                field.and_then(|field| Some((self.api.handlers.subscriber(&field.name)?, field)));
            let Some((subscriber, field)) = subscriber else {
                return Err(vec![Error::internal(anyhow::anyhow!("no subscriber answers this field"))]);
            };
            let call = self.call(field).map_err(|error| vec![error])?;
            subscriber(call)
        };
        let events = started.await.map_err(|error| vec![error])?;
        Ok(events.map(move |event| self.answer_event(event)).boxed())
    }

    fn answer_event(&self, event: Result<Value, Error>) -> Answer {
        let handled = vec![Some(event)];
        match self.assemble(&self.roots(), handled, None) {
            Ok(answer) => answer,
            Err(errors) => Answer::refused(errors),
        }
    }
}

/// The object at the root of an answer, as text; null once a field that may not be null is.
#[derive(Debug)]
enum AnswerObject {
    Fields(String),
    Null,
}

impl Default for AnswerObject {
    fn default() -> Self {
        Self::Fields(String::new())
    }
}

impl AnswerObject {
    fn push(&mut self, key: &str, value: Result<String, Nulled>) {
        match (&mut *self, value) {
            (Self::Fields(text), Ok(value)) => {
                let comma = if text.is_empty() { "" } else { "," };
                // A key is a GraphQL name: nothing in it needs to be escaped.
                text.extend([comma, "\"", key, "\":", &value]);
            }
            (_, Err(Nulled)) => *self = Self::Null,
            (Self::Null, Ok(_)) => {}
        }
    }

    fn into_json(self) -> String {
        match self {
            Self::Fields(text) => ["{", &text, "}"].concat(),
            Self::Null => "null".to_owned(),
        }
    }
}

impl async_graphql::Executor for Executor {
    async fn execute(&self, request: Request) -> Response {
        let id = request_id(&request);
        let answer = match self.ready_for(request) {
            Ok(ready) => ready.run().await,
            Err(errors) => Answer::refused(errors),
        };
        answer.reported(&id).into()
    }

    fn execute_stream(
        &self,
        request: Request,
        _session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let id = request_id(&request);
        let executor = self.clone();
        let answers = async move {
            let started = match executor.ready_for(request) {
                Ok(ready) => ready.subscribe().await,
                Err(errors) => Err(errors),
            };
            started.unwrap_or_else(|errors| stream::iter([Answer::refused(errors)]).boxed())
        };
        stream::once(answers).flatten().map(move |answer| answer.reported(&id).into()).boxed()
    }
}

impl Executor {
    fn ready_for(&self, request: Request) -> Result<Ready, Vec<Error>> {
        let variables = match request.variables.into_value().into_json() {
            Ok(Value::Object(variables)) => variables,
            _ => Variables::new(),
        };
        self.ready(&request.query, request.operation_name.as_deref(), &variables)
    }
}

fn request_id(request: &Request) -> RequestId {
    let given = request.data.get(&TypeId::of::<RequestId>());
    let given = given.and_then(|id| id.downcast_ref::<RequestId>());
    given.cloned().unwrap_or_else(RequestId::generate)
}
