//! What is wrong with a write, in words for people and codes for programs.

use crate::access::Action;
use crate::changes::Failure;
use crate::error::{Code, Error, FieldError};
use crate::model::check::{Violation, quoted};
use crate::model::{Collection, Field};

use super::authorize::Refused;
use super::data::Key;

/// Why the doing of a mutation ended.
#[derive(Debug)]
pub(super) enum Stop {
    /// The database failed, or records are there already.
    Failure(Failure),
    /// Another transaction came first.
    Again,
    /// What is wrong was noted.
    Faults,
    /// It can't be done, whatever the values are.
    Refused(Error),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Of several errors the first: what can be told at once was told before anything was done.
impl From<Vec<Error>> for Stop {
    fn from(errors: Vec<Error>) -> Self {
        match errors.into_iter().next() {
            Some(error) => Self::Refused(error),
            None => Self::Faults,
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Faults that say: it contradicts what is stored. All others say: the input is wrong.
/// Says that a rule does not let it happen.
pub(super) const FORBIDDEN: &str = "FORBIDDEN";

const CONFLICTS: [&str; 2] = ["UNIQUE", "RESTRICT"];

/// Why a record may not be written, as a code and in words.
pub(super) fn refusal(collection: &Collection, action: Action, reason: Refused) -> (&'static str, String) {
    let name = &collection.name;
    match reason {
        Refused::Unseen => ("NOT_FOUND", format!("there is no such {name}")),
        Refused::Forbidden => {
            let what = if action == Action::Delete { "delete" } else { "change" };
            ("FORBIDDEN", format!("you may not {what} this {name}"))
        }
    }
}

/// All that is wrong with the input of one root field.
pub(super) fn error_of(faults: Vec<FieldError>) -> Error {
    let is_conflict = faults.iter().all(|fault| CONFLICTS.contains(&fault.code));
    let is_forbidden = faults.iter().any(|fault| fault.code == FORBIDDEN);
    let code = match (is_forbidden, is_conflict) {
        (true, _) => Code::Forbidden,
        (false, true) => Code::Conflict,
        (false, false) => Code::Validation,
    };
    let message = match faults.as_slice() {
        [fault] if fault.path.is_empty() => fault.message.clone(),
        [fault] => format!("`{}`: {}", fault.path, fault.message),
        [first, rest @ ..] => {
            format!("{} values are wrong; `{}`: {}", rest.len() + 1, first.path, first.message)
        }
        [] => "the values are wrong".to_owned(),
    };
    let mut error = Error::new(code, message);
    error.fields = faults.into();
    error
}

/// The violations as faults of the value at that path.
pub(super) fn broken(path: &str, violations: Vec<Violation>) -> impl Iterator<Item = FieldError> {
    let path = path.to_owned();
    violations.into_iter().map(move |Violation { code, message }| FieldError {
        path: path.clone(),
        code,
        message,
    })
}

/// There is no record of that id.
pub(super) fn not_found(collection: &Collection, id: &str) -> Error {
    Error::new(Code::NotFound, format!("there is no {} with the id {}", collection.name, quoted(id)))
}

/// The key names nothing.
pub(super) fn names_nothing(collection: &Collection, key: &Key) -> String {
    let value = match key.value.to_json() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    format!("there is no {} with the {} {}", collection.name, key.field, quoted(&value))
}

/// The record that the key names is not in the relation.
pub(super) fn is_no_member(near: &Collection, field: &str, far: &Collection, key: &Key) -> String {
    let value = key.value.to_json().to_string();
    let value = quoted(value.trim_matches('"'));
    format!(
        "the {} with the {} {value} is not among the `{field}` of this {}",
        far.name, key.field, near.name
    )
}

/// Records need the relation that they are taken out of.
pub(super) fn needs(collection: &Collection, field: &Field, ids: &[String]) -> String {
    let (name, ids) = (&collection.name, listed(ids));
    format!(
        "would leave {name} {ids} without `{}`, which is required: delete or connect elsewhere",
        field.name
    )
}

/// Records stand in the way of a deletion.
pub(super) fn still_point_here(collection: &Collection, field: &Field, ids: &[String]) -> String {
    let (name, count) = (&collection.name, ids.len());
    let records = if count == 1 { "record still points" } else { "records still point" };
    format!("{count} {name} {records} here with `{}`: {}", field.name, listed(ids))
}

/// The first of the ids.
fn listed(ids: &[String]) -> String {
    const MOST: usize = 5;
    let mut shown: Vec<String> = ids.iter().take(MOST).map(|id| quoted(id)).collect();
    if ids.len() > MOST {
        shown.push(format!("and {} more", ids.len() - MOST));
    }
    shown.join(", ")
}
