//! Reading content: a plan and a request's variables become one statement, one row, one text.

use crate::error::{Code, Error, Step};
use crate::model::Model;
use crate::query::{self, BadArgument, Plan, Variables, complete};
use crate::store::{Store, StoreError};

/// What a query answers.
#[derive(Debug)]
pub struct Answer {
    /// The JSON text of an object with the content's root keys, or `null`.
    pub data: String,
    /// Promised values that are missing, each with its path.
    pub errors: Vec<Error>,
}

/// Reads what the plan asks for. No list may hold more than `max_rows` records.
///
/// # Errors
///
/// An argument that can't be used, or a database that does not answer.
pub async fn read(
    store: &Store,
    model: &Model,
    plan: &Plan,
    variables: &Variables,
    max_rows: u32,
) -> Result<Answer, Error> {
    let bindings = query::bind(model, plan, variables, max_rows).map_err(bad_argument)?;
    let dialect = store.dialect();
    let statement = query::lower(model, plan, &bindings, variables, dialect);
    let values = statement.values(dialect, &bindings.values);
    let text = store.read_json(&statement.sql, values).await?;
    Ok(match complete::complete(model, &plan.selection, &text) {
        None => Answer { data: text, errors: Vec::new() },
        Some(completed) => Answer {
            data: completed.data.to_string(),
            errors: completed.missing.into_iter().map(missing).collect(),
        },
    })
}

fn bad_argument(bad: BadArgument) -> Error {
    let code = if bad.limit_exceeded { Code::LimitExceeded } else { Code::BadRequest };
    let message = match bad.problem.at.is_empty() {
        true => bad.problem.to_string(),
        false => format!("argument {}", bad.problem),
    };
    let mut error = Error::new(code, message);
    error.path = bad.path.into_iter().map(Step::Key).collect();
    error
}

fn missing(path: Vec<complete::Step>) -> Error {
    let message = "the stored component lacks a value that the model requires; save the record again";
    let mut error = Error::new(Code::Internal, message);
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
            StoreError::Configuration(_)
            | StoreError::Constraint { .. }
            | StoreError::Refused(_)
            | StoreError::Other(_) => Self::internal(error),
        }
    }
}
