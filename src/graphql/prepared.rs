//! Operations made ready once and run many times, and where they are kept.
//!
//! What is kept knows no request's values, so that an operation answers the same whether it was found
//! or prepared anew, whatever was run before. Read [`Prepared`] first.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use apollo_compiler::executable::OperationType;
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, Weighter};

use super::collect::Variables;
use super::input::{self, Declared, Judge};
use super::operation::{Checked, location};
use super::watch::changes::PreparedChanges;
use super::write::PreparedWrite;
use crate::access::Roles;
use crate::engine::read::Planned;
use crate::error::Error;

/// An operation without a request's values.
#[derive(Debug)]
pub struct Prepared {
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// The operation's name in the document.
    pub name: Option<String>,
    /// What is done for it.
    pub work: Work,
    /// The document of a subscription: it may have to be planned again, for other roles.
    pub document: Option<Box<str>>,
    variables: Vec<Declared>,
}

/// What an operation is made of.
#[derive(Debug)]
pub enum Parts {
    /// Content that is read.
    Content(Planned),
    /// Content that is written.
    Write(PreparedWrite),
    /// Changes of content that are watched.
    Changes(Box<PreparedChanges>),
    /// Fields with handlers, and perhaps content beside them.
    Mixed(Option<Planned>),
}

/// What is done for an operation.
#[derive(Debug)]
pub enum Work {
    /// Content alone is read: one statement answers all of it, and the document has served.
    Content(Planned),
    /// Content alone is written.
    Write(PreparedWrite),
    /// Changes of content are watched.
    Changes(Box<PreparedChanges>),
    /// Fields have handlers, or the schema is asked for.
    Mixed {
        /// The document and the operation in it.
        checked: Box<Checked>,
        /// The content beside that.
        content: Option<Planned>,
    },
}

impl Prepared {
    /// Keeps what requests need of the checked operation.
    pub fn new(checked: Checked, parts: Parts, text: &str) -> Self {
        let Checked { document, operation } = &checked;
        let declared = operation
            .variables
            .iter()
            .map(|variable| Declared::of(variable, location(variable.location(), &document.sources)));
        let lasts = operation.operation_type == OperationType::Subscription;
        Self {
            document: lasts.then(|| text.into()),
            kind: operation.operation_type,
            name: operation.name.as_ref().map(ToString::to_string),
            variables: declared.collect(),
            work: match parts {
                Parts::Content(planned) => Work::Content(planned),
                Parts::Write(write) => Work::Write(write),
                Parts::Changes(changes) => Work::Changes(changes),
                Parts::Mixed(content) => Work::Mixed { checked: Box::new(checked), content },
            },
        }
    }

    /// The content that is read, if any.
    pub fn content(&self) -> Option<&Planned> {
        match &self.work {
            Work::Content(planned) => Some(planned),
            Work::Mixed { content, .. } => content.as_ref(),
            Work::Write(_) | Work::Changes(_) => None,
        }
    }

    /// The variables that `@skip` and `@include` ask for.
    fn conditions(&self) -> &[String] {
        match &self.work {
            Work::Write(write) => &write.conditions,
            Work::Changes(changes) => &changes.conditions,
            Work::Content(_) | Work::Mixed { .. } => {
                self.content().map(|planned| planned.plan.conditions.as_slice()).unwrap_or_default()
            }
        }
    }

    /// The variables of a request, made to fit the types that the operation declares.
    ///
    /// # Errors
    ///
    /// One for each variable that is missing or does not fit.
    pub fn coerce_variables(&self, judge: Judge<'_>, given: Variables) -> Result<Variables, Vec<Error>> {
        let coerced = input::coerce_variables(judge, &self.variables, given)?;
        let conditions = self.conditions();
        // A variable with a default may stand where null may not, and be null all the same.
        match conditions.iter().find(|name| coerced.get(*name).is_none_or(serde_json::Value::is_null)) {
            None => Ok(coerced),
            Some(name) => Err(vec![Error::bad_request(format!(
                "variable `${name}` decides over `@skip` or `@include` and may not be null"
            ))]),
        }
    }
}

/// Prepared operations by document, operation name and roles, bounded by bytes. One model's: a changed
/// model starts with an empty one.
#[derive(Debug)]
pub struct PreparedOperations(Cache<Key, Arc<Prepared>, Bytes>);

#[derive(Debug, Clone)]
struct Bytes;

/// An operation of typical size, for the cache's first guess at how many there will be.
const TYPICAL_BYTES: u64 = 8 * 1024;

impl PreparedOperations {
    /// Room for so many bytes.
    pub fn new(bytes: u64) -> Self {
        let typical = usize::try_from(bytes / TYPICAL_BYTES).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(typical, bytes, Bytes))
    }

    /// The operation, if it was kept.
    pub fn get(&self, asked: &AskedFor<'_>) -> Option<Arc<Prepared>> {
        self.0.get(asked)
    }

    /// Keeps the operation.
    pub fn insert(&self, asked: &AskedFor<'_>, prepared: Arc<Prepared>) {
        self.0.insert(asked.to_key(), prepared);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Roughly the bytes that are taken.
    pub fn bytes(&self) -> u64 {
        self.0.weight()
    }
}

/// What an operation is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskedFor<'a> {
    /// The document's text, to the letter.
    pub document: &'a str,
    /// Which of its operations.
    pub operation_name: Option<&'a str>,
    /// The roles whose rules are part of the plan.
    pub roles: &'a Roles,
}

#[derive(Debug, PartialEq, Eq)]
struct Key {
    document: Box<str>,
    operation_name: Option<Box<str>>,
    roles: Roles,
}

impl AskedFor<'_> {
    fn to_key(self) -> Key {
        Key {
            document: self.document.into(),
            operation_name: self.operation_name.map(Box::from),
            roles: self.roles.clone(),
        }
    }
}

impl Key {
    fn as_asked(&self) -> AskedFor<'_> {
        AskedFor {
            document: &self.document,
            operation_name: self.operation_name.as_deref(),
            roles: &self.roles,
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_asked().hash(state);
    }
}

impl Equivalent<Key> for AskedFor<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self == key.as_asked()
    }
}

/// The memory that an operation takes is in proportion to its document. The factors are rounded up
/// from what a million documents were seen to take.
impl Weighter<Key, Arc<Prepared>> for Bytes {
    fn weight(&self, key: &Key, prepared: &Arc<Prepared>) -> u64 {
        let for_one_of_text = match prepared.work {
            Work::Content(_) => 24,
            Work::Write(_) | Work::Changes(_) | Work::Mixed { .. } => 80,
        };
        1024 + for_one_of_text * key.document.len() as u64
    }
}
