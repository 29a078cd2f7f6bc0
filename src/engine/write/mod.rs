//! Writing content: the mutations of a request, all in one transaction.
//!
//! A mutation's way: its arguments are read and checked without looking at what is stored ([`input`]);
//! in the transaction it is judged by the rules ([`authorize`]) and done step by step ([`step`], [`run`], [`relate`], [`remove`]) through the one
//! type that writes content, [`Tx`]; the checks of types are judged ([`checks`]); what is answered is read by
//! the compiler that answers queries ([`answer`]). Read [`Writer::write`] first.

mod admins;
mod amount;
mod answer;
mod authorize;
mod checks;
mod data;
mod embedded;
mod fault;
mod found;
mod input;
mod join;
mod judge;
mod keep;
mod leavers;
mod lengths;
mod own;
mod preset;
mod relate;
mod remove;
mod run;
mod slug;
mod step;
mod taken;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use answer::MOST;
pub use checks::{Checks, among, ids_of};
pub use input::Arguments;

use super::read::{Planned, Reader};
use crate::access::{Actor, Roles};
use crate::changes::{self, Author, Log, Once, Outcome, Tables, Tx};
use crate::error::{Code, Error, Step};
use crate::model::Model;
use crate::model::check::Patterns;
use crate::query::mutation::{Mutation, Shape};
use crate::query::{self, Variables};
use crate::store::{Store, StoreError, WriteError};
use data::Command;
use input::Reading;
use judge::Rules;
use run::Run;

/// Writes the content of one model in one database.
#[derive(Debug, Clone)]
pub struct Writer(Arc<Inner>);

/// What every write needs.
#[derive(Debug)]
struct Inner {
    store: Store,
    log: Log,
    model: Arc<Model>,
    tables: Arc<Tables>,
    reader: Arc<Reader>,
    patterns: Patterns,
    checks: Checks,
    rules: Rules,
    /// The most records that a mutation of all that pass a filter may write.
    most_matching: u32,
}

/// A mutation, and the plans of what it reads.
#[derive(Debug)]
pub struct PlannedMutation {
    /// The mutation.
    pub mutation: Mutation,
    answer: Planned,
    matching: Option<Planned>,
}

impl PlannedMutation {
    /// Plans what the mutation reads, for the roles of whoever asks.
    pub fn new(model: &Model, mutation: Mutation, roles: &Roles) -> Self {
        let plan = |selection: &query::Selection| Planned::new(query::plan(model, selection.clone(), roles));
        let answer = plan(&mutation.answer);
        let matching = mutation.matching.as_ref().map(plan);
        Self { mutation, answer, matching }
    }

    /// The variables that `@skip` and `@include` ask for below the root.
    pub fn conditions(&self) -> Vec<String> {
        let mut names = self.answer.plan.conditions.clone();
        if let Shape::Batch(fields) = &self.mutation.shape {
            fields.iter().for_each(|field| field.when.note_variables(&mut names));
        }
        names
    }

    /// The variables in the arguments of what it reads.
    pub fn variables(&self) -> Vec<String> {
        let matching = self.mutation.matching.iter().flat_map(query::Selection::variables);
        matching.chain(self.mutation.answer.variables()).collect()
    }
}

/// What a request wants written.
pub struct WriteRequest {
    /// The mutations of its document.
    pub mutations: Arc<[PlannedMutation]>,
    /// Those that are done, in order, with their arguments.
    pub steps: Vec<(usize, Arguments)>,
    /// The values of its variables.
    pub variables: Variables,
    /// Who writes.
    pub actor: Actor,
    /// Whom the log names.
    pub author: Author,
    /// What tells it from others, if it must not be done twice.
    pub once: Option<Once>,
    /// What makes the answer.
    pub assemble: Assemble,
}

/// Makes the JSON of the whole answer out of the steps' members of it: `"createPost":{...}`.
pub type Assemble = Box<dyn Fn(&[String]) -> String + Send + Sync>;

/// What a transaction works on.
struct Work {
    writer: Arc<Inner>,
    mutations: Arc<[PlannedMutation]>,
    steps: Vec<(usize, Command)>,
    variables: Variables,
    actor: Actor,
    once: Option<Once>,
    assemble: Assemble,
}

impl Writer {
    /// A writer whose mutations of all that pass a filter may write so many records.
    pub fn new(store: Store, log: Log, reader: Arc<Reader>, most_matching: u32) -> Self {
        let model = reader.model().clone();
        Self(Arc::new(Inner {
            tables: Arc::new(Tables::new(model.clone(), store.dialect())),
            patterns: Patterns::of(&model),
            checks: Checks::of(&model),
            rules: Rules::default(),
            store,
            log,
            model,
            reader,
            most_matching,
        }))
    }

    /// The model whose content it writes.
    pub fn model(&self) -> &Arc<Model> {
        &self.0.model
    }

    /// The tables that it writes.
    pub fn tables(&self) -> &Arc<Tables> {
        &self.0.tables
    }

    /// Does all that the request wants, or nothing, and returns the JSON of the answer.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the request's values, or what is stored that contradicts it.
    pub async fn write(&self, request: WriteRequest) -> Result<String, Vec<Error>> {
        let steps = self.0.read(&request)?;
        let WriteRequest { mutations, variables, actor, author, once, assemble, .. } = request;
        if steps.is_empty() {
            return Ok(assemble(&[]));
        }
        let work = Work { writer: self.0.clone(), mutations, steps, variables, actor, once, assemble };
        let written = changes::write(&self.0.store, self.0.tables.clone(), author, work).await;
        match written {
            Ok(answer) => {
                self.0.log.wake();
                Ok(answer)
            }
            Err(WriteError::Refused(errors)) => Err(errors),
            Err(WriteError::Store(error)) => Err(vec![refused(&self.0, error)]),
            Err(WriteError::Again) => Err(vec![contention()]),
        }
    }
}

impl Inner {
    /// What each step wants, or all that is wrong with it.
    fn read(&self, request: &WriteRequest) -> Result<Vec<(usize, Command)>, Vec<Error>> {
        let mut steps = Vec::with_capacity(request.steps.len());
        let mut errors = self.forbidden(request);
        for (index, arguments) in &request.steps {
            let mutation = request.mutations.get(*index).map(|planned| &planned.mutation);
            let collection = mutation.and_then(|mutation| self.model.collections.get(&mutation.collection));
            let (Some(mutation), Some(collection)) = (mutation, collection) else { continue };
            let mut reading = Reading::new(&self.model, &self.patterns, &request.actor.roles);
            let command = reading.command(collection, mutation.kind, arguments);
            match reading.faults.is_empty() {
                true => steps.push((*index, command)),
                false => errors.push(at(fault::error_of(reading.faults), &mutation.key)),
            }
        }
        if errors.is_empty() { Ok(steps) } else { Err(errors) }
    }
}

impl Inner {
    /// What the request asks of the records that it writes and may not read, told before anything is done.
    fn forbidden(&self, request: &WriteRequest) -> Vec<Error> {
        let planned = request.steps.iter().filter_map(|(index, _)| request.mutations.get(*index));
        let read = planned.filter(|planned| answer::asks_for_ids(&planned.mutation).is_none());
        read.flat_map(|planned| self.reader.forbidden(&planned.answer, &request.variables)).collect()
    }
}

impl changes::Work for Work {
    type Done = String;
    type Refusal = Vec<Error>;

    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<String, WriteError<Vec<Error>>>> {
        Box::pin(self.steps(tx))
    }
}

impl Work {
    async fn steps(&self, tx: &mut Tx<'_>) -> Result<String, WriteError<Vec<Error>>> {
        if let Some(once) = &self.once {
            match once.begin(tx).await? {
                Outcome::New => {}
                Outcome::Answered(answer) => return Ok(answer),
                Outcome::Other => return Err(WriteError::Refused(vec![once_for_another(once)])),
            }
        }
        let mut members = Vec::with_capacity(self.steps.len());
        for (index, command) in &self.steps {
            let Some(planned) = self.mutations.get(*index) else { continue };
            members.push(self.step(tx, planned, command).await?);
        }
        self.writer.keep_admin_in(tx, &self.actor).await?;
        let answer = (self.assemble)(&members);
        if let Some(once) = &self.once {
            once.end(tx, &answer).await?;
        }
        Ok(answer)
    }

    /// Does one mutation, and returns its answer as a member of an object.
    async fn step(
        &self,
        tx: &mut Tx<'_>,
        planned: &PlannedMutation,
        command: &Command,
    ) -> Result<String, WriteError<Vec<Error>>> {
        tx.begin_step();
        let mut run = Run::begin(&self.writer, tx, &self.actor);
        let ended = run.step(planned, command, &self.variables).await;
        let key = &planned.mutation.key;
        run.end(ended).await.map_err(|error| match error {
            WriteError::Refused(errors) => {
                WriteError::Refused(errors.into_iter().map(|error| at(error, key)).collect())
            }
            other => other,
        })
    }
}

/// What can't be said of a value: a constraint that the checks before did not find broken, because
/// another transaction came between.
fn refused(writer: &Inner, error: StoreError) -> Error {
    match error {
        StoreError::Constraint { constraint, message } => {
            let error = StoreError::Constraint { constraint: constraint.clone(), message };
            let message = answer::in_words(writer, &constraint);
            Error::conflict(message).with_cause(error)
        }
        other => Error::from(other),
    }
}

fn contention() -> Error {
    Error::new(Code::Unavailable, "other writes came first again and again; try again")
}

fn once_for_another(once: &Once) -> Error {
    Error::conflict(format!(
        "the Idempotency-Key `{}` was used for another request: choose a new one for each request",
        once.key
    ))
}

fn at(mut error: Error, key: &str) -> Error {
    if error.path.is_empty() {
        error.path = vec![Step::Key(key.to_owned())];
    }
    error
}
