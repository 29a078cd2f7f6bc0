//! Runs operations: content by the compiler, system fields by their handlers, introspection by the
//! schema; one answer in the order of the document.
//!
//! Read [`Ready::run`] first.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use apollo_compiler::executable::{Field, OperationType};
use futures_util::future::{BoxFuture, join, join_all};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::answer::{Answer, JsonData, SlowOperation};
use super::collect::{Fields, Source, Variables, collect};
use super::complete::{Completion, Nulled};
use super::content::{Content, split};
use super::describe::Describe;
use super::executor::{Api, Beside, Origin};
use super::explain::{self, Explanation};
use super::handlers::Call;
use super::input::coerce_arguments;
use super::operation::Checked;
use super::prepared::{Prepared, Work};
use super::records::{self, Records};
use super::system::FOR_ANYONE;
use super::write::PreparedWrite;
use crate::access::Actor;
use crate::changes::{Author, Once};
use crate::engine::read::{Bound, Planned};
use crate::engine::write::WriteRequest;
use crate::error::{Code, Error};

/// An operation with its values, ready to run.
#[derive(Debug)]
pub struct Ready {
    pub(super) api: Arc<Api>,
    pub(super) prepared: Arc<Prepared>,
    pub(super) variables: Variables,
    pub(super) actor: Actor,
    pub(super) origin: Origin,
    /// What tells a mutation from others that must not be done twice.
    pub(super) once: Option<Once>,
    pub(super) beside: Beside,
    /// Whether the operation was found prepared.
    pub(super) was_kept: bool,
    pub(super) watch: Stopwatch,
    /// What was bound for the content, once it was.
    pub(super) bound: OnceLock<Arc<Bound>>,
}

/// What tells the mutation from others: who asks, the key, and a hash of what is asked.
pub(super) fn once(
    actor: &Actor,
    key: &str,
    document: &str,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Once {
    let asked = serde_json::json!([document, operation_name, variables]).to_string();
    let digest = Sha256::digest(asked.as_bytes());
    Once {
        actor: actor.name().unwrap_or_default().into_owned(),
        key: key.to_owned(),
        fingerprint: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// How long the steps of a request took.
#[derive(Debug, Clone)]
pub(super) struct Stopwatch {
    began: Instant,
    /// When the step before ended.
    lap: Instant,
    /// Finding or preparing the operation.
    pub(super) prepare: Duration,
    /// Fitting the variables.
    pub(super) coerce: Duration,
}

impl Stopwatch {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { began: now, lap: now, prepare: Duration::ZERO, coerce: Duration::ZERO }
    }

    pub(super) fn prepared(&mut self) {
        self.prepare = self.next();
    }

    pub(super) fn coerced(&mut self) {
        self.coerce = self.next();
    }

    pub(super) fn total(&self) -> Duration {
        self.began.elapsed()
    }

    fn next(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.lap, now)
    }
}

/// What a handler returned, and what was read of the records that it named.
pub(super) struct Handled {
    value: Result<Value, Error>,
    records: Records,
}

/// Content that was read.
pub(super) struct Read {
    data: JsonData,
    errors: Vec<Error>,
    bound: Arc<Bound>,
    /// Binding the values.
    bind: Duration,
    /// The statement, until its answer was there.
    run: Duration,
}

impl Ready {
    /// Query, mutation or subscription.
    pub fn kind(&self) -> OperationType {
        self.prepared.kind
    }

    /// The operation's name in the document.
    pub fn operation_name(&self) -> Option<&str> {
        self.prepared.name.as_deref()
    }

    /// Whether nobody need be signed in for it: all that it asks for is a new session, or the way to one.
    pub fn is_for_anyone(&self) -> bool {
        let Work::Mixed { checked, .. } = &self.prepared.work else { return false };
        let mut roots = checked.operation.root_fields(&checked.document);
        self.kind() == OperationType::Mutation
            && roots.all(|field| field.name == "__typename" || FOR_ANYONE.contains(&field.name.as_str()))
    }

    /// Runs a query or a mutation, for no longer than a request may take.
    pub async fn run(self) -> Answer {
        let limit = self.api.config.server.request_timeout();
        let mut answer = match tokio::time::timeout(limit, self.run_to_the_end()).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(errors)) => Answer::refused(errors),
            Err(_elapsed) => {
                let message = format!("the request took longer than {} ms", limit.as_millis());
                Answer::refused(vec![Error::new(Code::Timeout, message)])
            }
        };
        let total = self.watch.total();
        if total >= self.api.config.log.slow() {
            answer.slow = Some(Box::new(self.slow(total)));
        }
        answer
    }

    async fn run_to_the_end(&self) -> Result<Answer, Vec<Error>> {
        if self.kind() == OperationType::Subscription {
            let message = "a subscription needs a connection that stays open: it can't be answered by one HTTP response; \
                           use a WebSocket, or accept `text/event-stream`";
            return Err(vec![Error::bad_request(message)]);
        }
        match &self.prepared.work {
            Work::Content(planned) => {
                let read = self.read(planned).await?;
                let extensions = self.extensions(Some(&read)).await?;
                Ok(Answer { extensions, ..Answer::new(read.data, read.errors) })
            }
            Work::Write(write) => Box::pin(self.write(write)).await,
            Work::Mixed { checked, content } => match self.kind() {
                // Boxed: what most operations don't need, they need not carry along.
                OperationType::Query => Box::pin(self.run_query(checked, content.as_ref())).await,
                OperationType::Mutation | OperationType::Subscription => {
                    Box::pin(self.run_mutation(checked)).await
                }
            },
            Work::Changes(_) => Err(vec![Error::internal(anyhow::anyhow!("a stream is no answer"))]),
        }
    }

    /// Content and handlers run side by side.
    async fn run_query(&self, checked: &Checked, planned: Option<&Planned>) -> Result<Answer, Vec<Error>> {
        let roots = self.roots(checked);
        let has_content = roots.values().any(|fields| self.is_content(fields));
        let content = async {
            match planned.filter(|_| has_content) {
                Some(planned) => self.read(planned).await.map(Some),
                None => Ok(None),
            }
        };
        let handled = join_all(roots.iter().map(|(key, fields)| self.handle(checked, key, fields)));
        let (content, handled) = join(content, handled).await;
        let content = content?;
        let mut answer = self.assemble(checked, &roots, handled, content.as_ref())?;
        answer.extensions = self.extensions(content.as_ref()).await?;
        Ok(answer)
    }

    /// One after the other, in the order of the document.
    async fn run_mutation(&self, checked: &Checked) -> Result<Answer, Vec<Error>> {
        let roots = self.roots(checked);
        let mut handled = Vec::with_capacity(roots.len());
        for (key, fields) in &roots {
            handled.push(self.handle(checked, key, fields).await);
        }
        let mut answer = self.assemble(checked, &roots, handled, None)?;
        answer.extensions = self.extensions(None).await?;
        Ok(answer)
    }

    /// All of it in one transaction.
    async fn write(&self, write: &PreparedWrite) -> Result<Answer, Vec<Error>> {
        let writer = self.api.content.as_ref().map(Content::writer);
        let writer = writer.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("there is no content"))])?;
        let steps = write.steps(self.api.judge(), &self.variables).map_err(|error| vec![error])?;
        let request = WriteRequest {
            mutations: write.mutations.clone(),
            steps,
            variables: write.read_variables(&self.variables),
            actor: self.actor.clone(),
            author: self.author(),
            once: self.once.clone(),
            assemble: write.assemble(&self.variables),
        };
        let data = writer.write(request).await?;
        let extensions = self.extensions(None).await?;
        Ok(Answer { extensions, ..Answer::new(JsonData::from(data.as_str()), Vec::new()) })
    }

    /// Whom the log names.
    fn author(&self) -> Author {
        Author {
            actor: self.actor.name().map(Cow::into_owned),
            user: self.actor.recorded_user_id().map(str::to_owned),
            request_id: self.origin.request_id.as_ref().map(|id| id.0.to_string()),
        }
    }

    async fn read(&self, planned: &Planned) -> Result<Read, Vec<Error>> {
        let reader = self.api.content.as_ref().map(Content::reader);
        let reader = reader.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("there is no content"))])?;
        let began = Instant::now();
        let bound = reader.bind(planned, &self.variables, &self.actor)?;
        let bound = self.bound.get_or_init(|| bound);
        let bind = began.elapsed();
        let answer = reader.read(planned, bound, JsonData::open()).await.map_err(|error| vec![error])?;
        let data = JsonData::from_opened(answer.text);
        Ok(Read { data, errors: answer.errors, bound: bound.clone(), bind, run: began.elapsed() - bind })
    }

    /// What was asked for beside the data.
    async fn extensions(&self, read: Option<&Read>) -> Result<serde_json::Map<String, Value>, Vec<Error>> {
        if self.beside == Beside::default() {
            return Ok(serde_json::Map::new());
        }
        let explanation = Explanation {
            beside: self.beside,
            was_kept: self.was_kept,
            watch: &self.watch,
            total: self.watch.total(),
            read: read.map(|read| explain::Read { bound: &read.bound, bind: read.bind, run: read.run }),
        };
        let reader = self.api.content.as_ref().map(Content::reader);
        Box::pin(explanation.describe(reader.map(Arc::as_ref))).await.map_err(|error| vec![error])
    }

    /// What the log is to say of an operation that took so long.
    fn slow(&self, total: Duration) -> SlowOperation {
        let lowered = self.bound.get().map(|bound| &bound.lowered);
        SlowOperation {
            name: self.prepared.name.clone(),
            total,
            sql: lowered.map(|lowered| lowered.statement.sql().to_owned()),
            advice: lowered.map(|lowered| lowered.advice.clone()).unwrap_or_default(),
        }
    }

    fn source<'a>(&'a self, checked: &'a Checked) -> Source<'a> {
        Source { schema: &self.api.schema, document: &checked.document, variables: &self.variables }
    }

    pub(super) fn roots<'a>(&'a self, checked: &'a Checked) -> Fields<'a> {
        let operation = &checked.operation;
        collect(self.source(checked), operation.object_type(), [&operation.selection_set])
    }

    fn is_content(&self, fields: &[&Field]) -> bool {
        fields.first().is_some_and(|field| self.api.is_content(self.kind(), field))
    }

    /// What the field's handler returns; none for a field without one.
    fn handle<'a>(
        &'a self,
        checked: &'a Checked,
        key: &'a str,
        fields: &'a [&'a Field],
    ) -> BoxFuture<'a, Option<Handled>> {
        let called = fields.first().and_then(|field| {
            let handler = self.api.handler(self.kind(), field)?;
            Some(self.call(checked, fields).map(|call| handler(call)))
        });
        Box::pin(async move {
            match called? {
                Ok(returning) => Some(self.handled(checked, key, fields, returning.await).await),
                Err(error) => Some(Handled { value: Err(error), records: Records::new() }),
            }
        })
    }

    /// What a handler returned, with the records of content that it named.
    pub(super) async fn handled(
        &self,
        checked: &Checked,
        key: &str,
        fields: &[&Field],
        value: Result<Value, Error>,
    ) -> Handled {
        let mut records = Records::new();
        if let (Ok(value), Some(content)) = (&value, &self.api.content) {
            let source = self.source(checked);
            let found = records::find(source, key, fields, value);
            let actor = self.origin.exchange.signed_in().unwrap_or(&self.actor);
            records = records::read(content, source, actor, found).await;
        }
        Handled { value, records }
    }

    /// The call of the handler for the fields, which are the same one.
    pub(super) fn call(&self, checked: &Checked, fields: &[&Field]) -> Result<Call, Error> {
        let field = fields.first().ok_or_else(|| Error::internal(anyhow::anyhow!("a call for no field")))?;
        let definitions = &field.definition.arguments;
        let arguments = coerce_arguments(self.api.judge(), definitions, &field.arguments, &self.variables)?;
        let Origin { request_id, exchange, .. } = self.origin.clone();
        let selections = fields.iter().map(|field| &field.selection_set);
        let inner = collect(self.source(checked), field.definition.ty.inner_named_type(), selections);
        let asked = inner.values().flatten().map(|field| field.name.to_string()).collect();
        Ok(Call { actor: self.actor.clone(), arguments, asked, exchange, request_id, standing: None })
    }

    /// Answers `__schema` and `__type`.
    fn introspect(&self, checked: &Checked, fields: &[&Field]) -> Value {
        let (source, judge) = (self.source(checked), self.api.judge());
        Describe { source, judge, implementers: &self.api.implementers }.root_field(fields)
    }

    /// Puts the parts together in the order of the document.
    pub(super) fn assemble(
        &self,
        checked: &Checked,
        roots: &Fields<'_>,
        handled: Vec<Option<Handled>>,
        content: Option<&Read>,
    ) -> Result<Answer, Vec<Error>> {
        let mut errors = content.map(|content| content.errors.clone()).unwrap_or_default();
        let content = match content {
            Some(content) => split(content.data.as_str()).map_err(|error| vec![error])?,
            None => Default::default(),
        };
        let mut data = AnswerObject::default();
        for ((key, fields), handled) in roots.iter().zip(handled) {
            let name = fields.first().map(|field| field.name.as_str()).unwrap_or_default();
            match handled {
                Some(Handled { value, records }) => {
                    let completion = Completion::with_records(self.source(checked), key, records);
                    let (completed, found) = completion.run(fields, value);
                    errors.extend(found);
                    data.push(key, completed.map(|value| value.to_string()));
                }
                None if name == "__typename" => {
                    let root_type = checked.operation.object_type().as_str();
                    data.push(key, Ok(Value::from(root_type).to_string()));
                }
                None if name.starts_with("__") => {
                    data.push(key, Ok(self.introspect(checked, fields).to_string()));
                }
                None => data.push(key, content.get(*key).map(|text| (*text).get().to_owned()).ok_or(Nulled)),
            }
        }
        Ok(Answer::new(data.into_json(), errors))
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
        Self::Fields(JsonData::open() + "{")
    }
}

impl AnswerObject {
    fn push(&mut self, key: &str, value: Result<String, Nulled>) {
        match (&mut *self, value) {
            (Self::Fields(text), Ok(value)) => {
                let comma = if text.ends_with('{') { "" } else { "," };
                // A key is a GraphQL name: nothing in it needs to be escaped.
                text.extend([comma, "\"", key, "\":", &value]);
            }
            (_, Err(Nulled)) => *self = Self::Null,
            (Self::Null, Ok(_)) => {}
        }
    }

    fn into_json(self) -> JsonData {
        match self {
            Self::Fields(text) => JsonData::from_opened(text + "}"),
            Self::Null => JsonData::from("null"),
        }
    }
}
