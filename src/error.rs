//! The one error that users see: a message, a code from one table, and where it happened.
//!
//! Every layer that answers users makes [`Error`]s; the edge turns them into GraphQL errors and HTTP
//! statuses. What went wrong inside Headwater is never shown: it becomes `INTERNAL`, and
//! [`report`] logs its cause once with the request's id. Read [`Code`] first.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

use async_graphql::{ErrorExtensionValues, PathSegment, Pos, ServerError};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What kind of error it is, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Values of a write break the model's rules; `fields` lists them all.
    Validation,
    /// The request can't be understood, or the operation does not fit the schema.
    BadRequest,
    /// The request needs an account.
    Unauthenticated,
    /// The account may not do this.
    Forbidden,
    /// There is no such record, or it may not be seen.
    NotFound,
    /// The write contradicts what is stored.
    Conflict,
    /// The request asks for more than the server's limits allow.
    LimitExceeded,
    /// The document's hash is not known here; send the document with it.
    PersistedQueryNotFound,
    /// Too many requests in a short time.
    RateLimited,
    /// A hook of the project refused the write.
    Rejected,
    /// Something that the server needs can't be reached.
    Unavailable,
    /// It took longer than allowed.
    Timeout,
    /// A fault inside the server; the log holds the cause.
    Internal,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 13] = [
        Self::Validation,
        Self::BadRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::LimitExceeded,
        Self::PersistedQueryNotFound,
        Self::RateLimited,
        Self::Rejected,
        Self::Unavailable,
        Self::Timeout,
        Self::Internal,
    ];

    /// The table of codes: the name in `extensions.code`, the HTTP status of an answer that holds
    /// nothing else, and the heading in `docs/errors.md`.
    const fn row(self) -> (&'static str, u16, &'static str) {
        match self {
            Self::Validation => ("VALIDATION", 422, "validation"),
            Self::BadRequest => ("BAD_REQUEST", 400, "bad_request"),
            Self::Unauthenticated => ("UNAUTHENTICATED", 401, "unauthenticated"),
            Self::Forbidden => ("FORBIDDEN", 403, "forbidden"),
            Self::NotFound => ("NOT_FOUND", 404, "not_found"),
            Self::Conflict => ("CONFLICT", 409, "conflict"),
            Self::LimitExceeded => ("LIMIT_EXCEEDED", 400, "limit_exceeded"),
            // Clients of the protocol read the body of a 200 alone.
            Self::PersistedQueryNotFound => ("PERSISTED_QUERY_NOT_FOUND", 200, "persisted_query_not_found"),
            Self::RateLimited => ("RATE_LIMITED", 429, "rate_limited"),
            Self::Rejected => ("REJECTED", 422, "rejected"),
            Self::Unavailable => ("UNAVAILABLE", 503, "unavailable"),
            Self::Timeout => ("TIMEOUT", 504, "timeout"),
            Self::Internal => ("INTERNAL", 500, "internal"),
        }
    }

    /// The name in `extensions.code`.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The HTTP status of an answer that holds this error and no data.
    pub const fn status(self) -> u16 {
        self.row().1
    }

    /// The heading of `docs/errors.md` that explains the code.
    pub const fn docs_anchor(self) -> &'static str {
        self.row().2
    }
}

/// One step of the way from the answer's root to the field that failed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// A response key: the field's alias or name.
    Key(String),
    /// A position in a list, counted from 0.
    Index(usize),
}

/// A place in the request's document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

/// One invalid value of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The way to the value inside the input: `data.seo.title`.
    pub path: String,
    /// What rule it breaks: `REQUIRED`, `TOO_LONG`, ...
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
}

/// An error as users see it.
#[derive(Debug, Clone)]
pub struct Error {
    /// What is wrong and, when we know it, what to do.
    pub message: String,
    /// What kind of error it is.
    pub code: Code,
    /// Where in the answer it happened; empty for errors of the whole request.
    pub path: Vec<Step>,
    /// Where in the document it happened.
    pub location: Option<Location>,
    /// Every invalid value, for [`Code::Validation`].
    pub fields: Box<[FieldError]>,
    /// The version that the record is at, for a write that expected another.
    pub current_version: Option<NonZeroU32>,
    /// After how many seconds another try may succeed, for [`Code::RateLimited`].
    pub retry_after: Option<NonZeroU32>,
    /// The request's id, set by [`report`] on errors whose cause is only in the log.
    pub request_id: Option<Arc<str>>,
    cause: Option<Arc<anyhow::Error>>,
}

impl Location {
    /// The place as the parser counts it.
    pub fn new(line: usize, column: usize) -> Self {
        let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: narrow(line), column: narrow(column) }
    }
}

impl Error {
    /// An error of that kind.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code,
            path: Vec::new(),
            location: None,
            fields: Box::default(),
            current_version: None,
            retry_after: None,
            request_id: None,
            cause: None,
        }
    }

    /// The request can't be understood, or does not fit the schema.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(Code::BadRequest, message)
    }

    /// The request asks for more than a limit allows.
    pub fn limit(message: impl Into<String>) -> Self {
        Self::new(Code::LimitExceeded, message)
    }

    /// The write contradicts what is stored.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, message)
    }

    /// The same error, with the version that the record is at.
    pub fn with_current_version(mut self, version: i64) -> Self {
        self.current_version = u32::try_from(version).ok().and_then(NonZeroU32::new);
        self
    }

    /// The same error, with the seconds after which another try may succeed.
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = NonZeroU32::new(seconds);
        self
    }

    /// A fault inside the server. Users see none of the cause; [`report`] logs it.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let mut error = Self::new(Code::Internal, "internal error");
        error.cause = Some(Arc::new(cause.into()));
        error
    }

    /// An error of that kind whose cause is for the log alone.
    pub fn with_cause(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(Arc::new(cause.into()));
        self
    }

    /// The same error at that place of the answer.
    pub fn at_path(mut self, path: Vec<Step>) -> Self {
        self.path = path;
        self
    }

    /// The same error at that place of the document.
    pub fn at_location(mut self, location: Option<Location>) -> Self {
        self.location = location;
        self
    }

    /// What lies behind the error; for the log.
    pub fn cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_deref()
    }
}

/// Logs the cause of every error that hides one, and gives these errors the request's id so that
/// the log's line can be found. An error is logged once: its cause is taken.
pub fn report(errors: &mut [Error], request_id: &str) {
    for error in errors {
        if let Some(cause) = error.cause.take() {
            let code = error.code.name();
            tracing::error!(request_id, code, path = %dotted(&error.path), cause = format!("{cause:#}"), "request failed");
            error.request_id = Some(request_id.into());
        }
    }
}

/// `posts.0.title`
fn dotted(path: &[Step]) -> String {
    let steps: Vec<_> = path.iter().map(Step::to_string).collect();
    steps.join(".")
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => formatter.write_str(key),
            Self::Index(index) => write!(formatter, "{index}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The form of the GraphQL specification.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ServerError::from(self.clone()).serialize(serializer)
    }
}

impl Serialize for FieldError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("code", self.code)?;
        map.serialize_entry("message", &self.message)?;
        map.end()
    }
}

impl From<Error> for ServerError {
    fn from(error: Error) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code.name());
        if !error.fields.is_empty() {
            extensions.set("fields", async_graphql::to_value(&error.fields).unwrap_or_default());
        }
        if let Some(version) = error.current_version {
            extensions.set("currentVersion", version.get());
        }
        if let Some(seconds) = error.retry_after {
            extensions.set("retryAfter", seconds.get());
        }
        if let Some(request_id) = error.request_id {
            extensions.set("requestId", &*request_id);
        }
        let mut server_error = Self::new(error.message, None);
        server_error.locations = error.location.into_iter().map(Pos::from).collect();
        server_error.path = error.path.into_iter().map(PathSegment::from).collect();
        server_error.extensions = Some(extensions);
        server_error
    }
}

impl From<Location> for Pos {
    fn from(location: Location) -> Self {
        Self { line: location.line as usize, column: location.column as usize }
    }
}

impl From<Step> for PathSegment {
    fn from(step: Step) -> Self {
        match step {
            Step::Key(key) => Self::Field(key),
            Step::Index(index) => Self::Index(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_has_the_form_of_the_specification() {
        let mut error = Error::new(Code::Validation, "2 values are invalid")
            .at_path(vec![Step::Key("posts".into()), Step::Index(1)])
            .at_location(Some(Location { line: 1, column: 3 }));
        error.fields = Box::new([FieldError {
            path: "data.title".into(),
            code: "REQUIRED",
            message: "is required".into(),
        }]);
        insta::assert_snapshot!(serde_json::to_string(&error).unwrap(), @r#"{"message":"2 values are invalid","locations":[{"line":1,"column":3}],"path":["posts",1],"extensions":{"code":"VALIDATION","fields":[{"path":"data.title","code":"REQUIRED","message":"is required"}]}}"#);
    }

    #[test]
    fn cause_of_an_internal_error_stays_inside() {
        let mut errors = [Error::internal(anyhow::anyhow!("no such table: secrets"))];
        report(&mut errors, "r-1");
        insta::assert_snapshot!(serde_json::to_string(&errors[0]).unwrap(), @r#"{"message":"internal error","extensions":{"code":"INTERNAL","requestId":"r-1"}}"#);
        assert!(errors[0].cause().is_none(), "logged once");
    }

    #[test]
    fn every_code_is_explained_in_the_documentation() {
        let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md")).unwrap();
        for code in Code::ALL {
            let heading = format!("\n## {}\n", code.name());
            assert!(docs.contains(&heading), "docs/errors.md lacks the heading `## {}`", code.name());
            assert_eq!(code.docs_anchor(), code.name().to_lowercase());
        }
    }
}
