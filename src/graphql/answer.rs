//! The answer to an operation, as text.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::Response;
use serde_json::{Map, Value};

use crate::error::{Error, report};
use crate::query::Advice;

/// The answer to an operation. Its data is finished JSON text: content comes out of the database that
/// way and is never parsed on its way to the client.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The value of `data`; none when the request was refused before it ran.
    pub data: Option<JsonData>,
    /// What went wrong.
    pub errors: Vec<Error>,
    /// What was asked for beside the data; most often nothing.
    pub extensions: Map<String, Value>,
    /// What the log is to say when it took long.
    pub slow: Option<Box<SlowOperation>>,
}

/// An operation that took longer than it should.
#[derive(Debug, Clone)]
pub struct SlowOperation {
    /// The operation's name in the document.
    pub name: Option<String>,
    /// How long it took in all.
    pub total: Duration,
    /// The statement that read its content.
    pub sql: Option<String>,
    /// The indexes that would help.
    pub advice: Vec<Advice>,
}

impl SlowOperation {
    fn tell(&self, request_id: &RequestId) {
        let advice = self.advice.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        tracing::warn!(
            operation = self.name,
            ms = u64::try_from(self.total.as_millis()).unwrap_or(u64::MAX),
            sql = self.sql,
            advice = Some(advice).filter(|advice| !advice.is_empty()),
            request_id = &*request_id.0,
            "slow operation"
        );
    }
}

/// The JSON text of `data`. What an answer begins with stands before it from the start, so that the
/// text is not copied to be sent.
#[derive(Debug, Clone)]
pub struct JsonData(String);

/// What an answer without errors begins with.
const OPENING: &str = "{\"data\":";

impl JsonData {
    /// The text that JSON is to be appended to; then it goes `from_opened`.
    pub fn open() -> String {
        OPENING.to_owned()
    }

    /// What `open` returned, with JSON appended.
    pub fn from_opened(text: String) -> Self {
        Self(text)
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get(OPENING.len()..).unwrap_or_default()
    }
}

impl From<&str> for JsonData {
    fn from(json: &str) -> Self {
        Self([OPENING, json].concat())
    }
}

impl Answer {
    /// The answer of an operation that ran.
    pub fn new(data: JsonData, errors: Vec<Error>) -> Self {
        Self { data: Some(data), errors, extensions: Map::new(), slow: None }
    }

    /// The answer to a request that did not run.
    pub fn refused(errors: Vec<Error>) -> Self {
        Self { data: None, errors, extensions: Map::new(), slow: None }
    }

    /// The same answer, its inner causes and its slowness logged under the request's id.
    pub fn reported(mut self, request_id: &RequestId) -> Self {
        if let Some(slow) = self.slow.take() {
            slow.tell(request_id);
        }
        report(&mut self.errors, &request_id.0);
        self
    }

    /// The answer in the form of the GraphQL specification, section 7.1: `data` only if the
    /// operation ran, `errors` only if there are any, and first so that nobody overlooks them.
    pub fn into_json(self) -> String {
        let mut text = match (self.errors.is_empty(), self.data) {
            (true, data) => data.map_or_else(|| "{\"data\":null".to_owned(), |data| data.0),
            (false, data) => {
                let errors = serde_json::to_string(&self.errors).unwrap_or_else(|_| "[]".to_owned());
                match data {
                    Some(data) => ["{\"errors\":", &errors, ",\"data\":", data.as_str()].concat(),
                    None => ["{\"errors\":", &errors].concat(),
                }
            }
        };
        if !self.extensions.is_empty() {
            text.push_str(",\"extensions\":");
            text.push_str(&Value::Object(self.extensions).to_string());
        }
        text.push('}');
        text
    }
}

/// For those who use the executor through async-graphql's trait. Its type has no way to leave `data`
/// out: a refused request has null there.
impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let data = answer.data.as_ref().map(|data| serde_json::from_str(data.as_str())).transpose();
        match data {
            Ok(data) => {
                let mut response = Self::new(data.unwrap_or(async_graphql::Value::Null));
                response.errors = answer.errors.into_iter().map(Into::into).collect();
                response
            }
            Err(error) => Self::from_errors(vec![Error::internal(error).into()]),
        }
    }
}

/// The name of a request in the log and in the errors that point there.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// A new name that no other request has.
    pub fn generate() -> Self {
        Self(uuid::Uuid::now_v7().to_string().into())
    }
}
