//! Reading content: a plan and a request's variables become one statement, one row, one text.
//!
//! What does not depend on a request's values is kept: a plan without variables is bound once, and
//! of two requests that differ in values alone, the second finds the statement of the first. Read
//! [`Reader::bind`] first, then [`Reader::read`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use sea_query::Value as Sql;

use super::statements::{Shape, Statements};
use crate::access::Actor;
use crate::error::{Code, Error, Step};
use crate::filter::{Asker, Filter};
use crate::model::Model;
use crate::query::complete::Marked;
use crate::query::{self, Advice, BadArgument, Parameter, Plan, Refused, Variables, complete};
use crate::store::{DatabasePlan, ReadStatement, Store, StoreError};

/// What a query answers.
#[derive(Debug)]
pub struct Answer {
    /// The JSON text of an object with the content's root keys, or `null`, behind the text that it was
    /// to be appended to.
    pub text: String,
    /// Promised values that are missing, each with its path.
    pub errors: Vec<Error>,
}

/// How much one operation may read.
#[derive(Debug, Clone, Copy)]
pub struct ReadLimits {
    /// The most records of one list.
    pub rows: u32,
    /// The most values of an answer, as [`query::cost`] counts them.
    pub cost: u64,
}

/// For what the server itself asks for.
const NO_LIMITS: ReadLimits = ReadLimits { rows: u32::MAX, cost: u64::MAX };

/// A plan, and what its requests share.
#[derive(Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Which plan it is, among all that this process made.
    number: u64,
    /// What every request binds to, when there are no variables.
    constant: OnceLock<Arc<Bound>>,
}

impl Planned {
    /// Nothing is bound yet.
    pub fn new(plan: Plan) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        Self { plan, number: MADE.fetch_add(1, Ordering::Relaxed), constant: OnceLock::new() }
    }

    /// Which plan it is, among all that this process made.
    pub fn number(&self) -> u64 {
        self.number
    }
}

/// A statement, and where its parameters come from.
#[derive(Debug)]
pub struct Lowered {
    /// The statement.
    pub statement: ReadStatement,
    pub(super) parameters: Vec<Parameter>,
    marks: bool,
    /// What belongs before the text that the statement answers.
    opening: String,
    /// What belongs behind it.
    closing: String,
    /// The indexes that would help it.
    pub advice: Vec<Advice>,
}

/// A plan with a request's values: all that the database needs.
#[derive(Debug)]
pub struct Bound {
    /// The statement.
    pub lowered: Arc<Lowered>,
    /// Its parameters.
    pub values: Vec<Sql>,
    /// The most values that the answer may hold.
    pub cost: u64,
}

/// Reads the content of one model in one database.
#[derive(Debug)]
pub struct Reader {
    store: Store,
    model: Arc<Model>,
    limits: ReadLimits,
    statements: Statements,
}

impl Reader {
    /// A reader that keeps statements of so many bytes in all.
    pub fn new(store: Store, model: Arc<Model>, limits: ReadLimits, statement_bytes: u64) -> Self {
        Self { store, model, limits, statements: Statements::new(statement_bytes) }
    }

    /// The model.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The statement and its parameters for a request's variables. The actor has the roles that it was planned
    /// for.
    ///
    /// # Errors
    ///
    /// What may not be read, an argument that can't be used, or an operation that asks for too much.
    pub fn bind(
        &self,
        planned: &Planned,
        variables: &Variables,
        actor: &Actor,
    ) -> Result<Arc<Bound>, Vec<Error>> {
        if let Some(bound) = planned.constant.get() {
            return Ok(bound.clone());
        }
        let bound = Arc::new(self.bind_within(planned, variables, actor, self.limits)?);
        if planned.plan.is_constant {
            // Another request may have been faster: what it bound is the same.
            let _ = planned.constant.set(bound.clone());
        }
        Ok(bound)
    }

    /// The same for what the server itself asks for, which no limit holds for.
    ///
    /// # Errors
    ///
    /// What may not be read, or an argument that can't be used.
    pub fn bind_all(
        &self,
        planned: &Planned,
        variables: &Variables,
        actor: &Actor,
    ) -> Result<Bound, Vec<Error>> {
        self.bind_within(planned, variables, actor, NO_LIMITS)
    }

    /// The same for whoever knows what the variables of rules stand for.
    ///
    /// # Errors
    ///
    /// As for [`Reader::bind_all`].
    pub fn bind_rule(
        &self,
        planned: &Planned,
        variables: &Variables,
        asker: &dyn Asker,
    ) -> Result<Bound, Vec<Error>> {
        self.bind_for(planned, variables, asker, NO_LIMITS)
    }

    fn bind_within(
        &self,
        planned: &Planned,
        variables: &Variables,
        actor: &Actor,
        limits: ReadLimits,
    ) -> Result<Bound, Vec<Error>> {
        actor.asking(|asker| self.bind_for(planned, variables, asker, limits))
    }

    fn bind_for(
        &self,
        planned: &Planned,
        variables: &Variables,
        asker: &dyn Asker,
        limits: ReadLimits,
    ) -> Result<Bound, Vec<Error>> {
        let plan = &planned.plan;
        let bound = query::bind(&self.model, plan, variables, asker, limits.rows);
        let bindings = bound.map_err(|bad| bad.into_iter().map(bad_argument).collect::<Vec<_>>())?;
        let cost = query::cost(plan, &bindings);
        if cost > limits.cost {
            return Err(vec![Error::limit(format!(
                "the operation may answer {cost} values; at most {} are allowed (setting `limits.cost`): \
                 ask for shorter lists",
                limits.cost
            ))]);
        }
        let query::Bindings { nodes, values, rows } = bindings;
        let shape = Shape { plan: planned.number, nodes, rows, held: plan.held(variables) };
        let lowered = self
            .statements
            .find_or(shape, |Shape { nodes, rows, .. }| self.lower(plan, (nodes, rows), variables));
        let values = query::values(&lowered.parameters, self.store.dialect(), &values);
        Ok(Bound { lowered, values, cost })
    }

    /// The statement of bindings that holds for no other request.
    pub fn lower_once(&self, planned: &Planned, bindings: &query::Bindings) -> Bound {
        let read = (bindings.nodes.as_slice(), &bindings.rows);
        let lowered = Arc::new(self.lower(&planned.plan, read, &Variables::new()));
        let values = query::values(&lowered.parameters, self.store.dialect(), &bindings.values);
        Bound { lowered, values, cost: 0 }
    }

    fn lower(
        &self,
        plan: &Plan,
        (nodes, rows): (&[query::Reads], &BTreeMap<String, Filter>),
        variables: &Variables,
    ) -> Lowered {
        let statement = query::lower(&self.model, plan, (nodes, rows), variables, self.store.dialect());
        Lowered {
            statement: ReadStatement::new(statement.sql),
            parameters: statement.parameters,
            marks: statement.marks,
            opening: statement.opening,
            closing: statement.closing,
            advice: query::advise(&self.model, plan, nodes),
        }
    }

    /// How much one operation may read.
    pub(super) fn limits(&self) -> ReadLimits {
        self.limits
    }

    /// What is asked for with these variables and may not be read.
    pub fn forbidden(&self, planned: &Planned, variables: &Variables) -> Vec<Error> {
        query::forbidden(&planned.plan, variables).map(bad_argument).collect()
    }

    /// How the database runs the statement.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn explain(&self, bound: &Bound) -> Result<DatabasePlan, Error> {
        Ok(self.store.explain(&bound.lowered.statement, &bound.values).await?)
    }

    /// Runs the statement. The answer is appended to `into`.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn read(&self, planned: &Planned, bound: &Bound, into: String) -> Result<Answer, Error> {
        let start = into.len();
        let mut into = bound.lowered.open(into);
        self.store.read_text(&bound.lowered.statement, &bound.values, &mut into).await?;
        Ok(self.close(planned, bound, into, start))
    }

    /// The answer, when the statement was run on a text that [`Lowered::open`] gave. It begins at
    /// `start` of that.
    pub fn close(&self, planned: &Planned, bound: &Bound, mut into: String, start: usize) -> Answer {
        into.push_str(&bound.lowered.closing);
        let suspect = bound.lowered.marks.then(|| &into[start..]);
        let completed =
            suspect.and_then(|text| complete::complete(&self.model, &planned.plan.selection, text));
        match completed {
            None => Answer { text: into, errors: Vec::new() },
            Some(completed) => {
                into.truncate(start);
                into.push_str(&completed.data.to_string());
                Answer { text: into, errors: completed.marks.into_iter().map(marked).collect() }
            }
        }
    }
}

impl Lowered {
    /// The text with what belongs before the statement's.
    pub fn open(&self, mut into: String) -> String {
        into.push_str(&self.opening);
        into
    }
}

pub(super) fn bad_argument(bad: BadArgument) -> Error {
    let code = match bad.kind {
        Refused::Argument => Code::BadRequest,
        Refused::Limit => Code::LimitExceeded,
        Refused::Access => Code::Forbidden,
    };
    let message = match bad.problem.at.is_empty() {
        true => bad.problem.to_string(),
        false => format!("argument {}", bad.problem),
    };
    let mut error = Error::new(code, message);
    error.path = bad.path.into_iter().map(Step::Key).collect();
    error
}

fn marked(Marked { path, is_forbidden }: Marked) -> Error {
    let mut error = match is_forbidden {
        true => Error::new(Code::Forbidden, "you may not see what is here"),
        false => Error::new(
            Code::Internal,
            "the stored component lacks a value that the model requires; save the record again",
        ),
    };
    let step = |step| match step {
        complete::Step::Key(key) => Step::Key(key),
        complete::Step::Index(index) => Step::Index(index),
    };
    error.path = path.into_iter().map(step).collect();
    error
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooComplex(_) => Self::limit(
                "the operation is more than the database can plan; nest less or ask for less at once",
            ),
            StoreError::Timeout => Self::new(Code::Timeout, "the database took too long; ask for less"),
            StoreError::Unavailable(_) => {
                Self::new(Code::Unavailable, "the database can't be reached; try again").with_cause(error)
            }
            StoreError::Busy => Self::new(Code::Unavailable, "too many writes wait; try again"),
            StoreError::Contention(_) => {
                Self::new(Code::Unavailable, "too many writes of the same records at once; try again")
            }
            StoreError::Configuration(_)
            | StoreError::Constraint { .. }
            | StoreError::Refused(_)
            | StoreError::Other(_) => Self::internal(error),
        }
    }
}
