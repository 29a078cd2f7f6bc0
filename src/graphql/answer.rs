//! The answer to an operation, as text.

use std::sync::Arc;

use async_graphql::Response;

use crate::error::{Error, report};

/// The answer to an operation. Its data is finished JSON text: content comes out of the database that
/// way and is never parsed on its way to the client.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The JSON text of `data`; none when the request was refused before it ran.
    pub data: Option<String>,
    /// What went wrong.
    pub errors: Vec<Error>,
}

impl Answer {
    /// The answer to a request that did not run.
    pub fn refused(errors: Vec<Error>) -> Self {
        Self { data: None, errors }
    }

    /// The same answer, its inner causes logged under the request's id.
    pub fn reported(mut self, request_id: &RequestId) -> Self {
        report(&mut self.errors, &request_id.0);
        self
    }

    /// The answer in the form of the GraphQL specification, section 7.1: `data` only if the
    /// operation ran, `errors` only if there are any, and first so that nobody overlooks them.
    pub fn into_json(self) -> String {
        if self.errors.is_empty() {
            let data = self.data.unwrap_or_default();
            return ["{\"data\":", &data, "}"].concat();
        }
        let errors = serde_json::to_string(&self.errors).unwrap_or_else(|_| "[]".to_owned());
        match self.data {
            Some(data) => ["{\"errors\":", &errors, ",\"data\":", &data, "}"].concat(),
            None => ["{\"errors\":", &errors, "}"].concat(),
        }
    }
}

/// For those who use the executor through async-graphql's trait. Its type has no way to leave `data`
/// out: a refused request has null there.
impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let data = answer.data.as_deref().map(serde_json::from_str).transpose();
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
