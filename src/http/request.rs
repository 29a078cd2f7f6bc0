//! From an HTTP request to the operations that it asks for.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use super::negotiate::is_utf8;
use crate::config::Limits;
use crate::error::Error;
use crate::graphql::executor::Beside;
use crate::graphql::persisted::DocumentHash;

/// One operation that a request asks for.
#[derive(Debug)]
pub struct Wanted {
    /// The document.
    pub document: Document,
    /// Which of its operations.
    pub operation_name: Option<String>,
    /// The values of the operation's variables, as sent.
    pub variables: Map<String, Value>,
    /// What is asked for beside the data.
    pub beside: Beside,
}

/// How a request gives its document.
#[derive(Debug)]
pub enum Document {
    /// As text.
    Text(String),
    /// As text that is to be known by its hash from now on.
    Persist(String, DocumentHash),
    /// By its hash alone.
    Persisted(DocumentHash),
}

/// What a request holds.
#[derive(Debug)]
pub enum Operations {
    /// One operation.
    One(Wanted),
    /// A list of operations, to be answered by a list.
    Batch(Vec<Wanted>),
}

/// Why a request is no GraphQL request.
#[derive(Debug)]
pub struct Malformed {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong with it.
    pub error: Error,
}

impl Malformed {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, error: Error::bad_request(message) }
    }

    fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

/// Reads the operation from the parameters of a GET request.
///
/// # Errors
///
/// When there is no document, or a parameter is given twice or holds no JSON where it must.
pub fn from_query_string(query: Option<&str>) -> Result<Wanted, Malformed> {
    let mut fields = Map::new();
    for (name, text) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let value = match name.as_ref() {
            "query" | "operationName" => Value::String(text.into_owned()),
            "variables" | "extensions" if text.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&text)
                .map_err(|error| Malformed::bad(format!("the parameter `{name}` is no JSON: {error}")))?,
            _ => continue,
        };
        if fields.insert(name.to_string(), value).is_some() {
            return Err(Malformed::bad(format!("the parameter `{name}` is given twice")));
        }
    }
    wanted(fields)
}

/// Reads the operations from the body of a POST request.
///
/// # Errors
///
/// When the body is of another type, too large, or no GraphQL request.
pub async fn from_body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Operations, Malformed> {
    check_content_type(headers)?;
    let bytes = to_bytes(body, limits.body_bytes).await.map_err(|error| unreadable(&error, limits))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Malformed::bad("the body is not encoded in UTF-8"))?;
    // Some clients begin with a byte order mark, which is no part of JSON.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => wanted(fields).map(Operations::One),
        Ok(Value::Array(items)) => batch(items, limits).map(Operations::Batch),
        Ok(_) => Err(Malformed::bad("the body must be a JSON object with the member `query`")),
        Err(error) => Err(Malformed::bad(format!("the body is no JSON: {error}"))),
    }
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Malformed> {
    let unsupported = |message: &str| Err(Malformed::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        return unsupported("the header `content-type: application/json` is missing");
    };
    let value = value.to_str().unwrap_or_default();
    let mut parts = value.split(';').map(str::trim);
    match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "application/json" => {}
        "multipart/form-data" => {
            return unsupported("no field takes a file yet: send the operation as `application/json`");
        }
        _ => return unsupported("the body must be `application/json`"),
    }
    let charset =
        parts.filter_map(|part| part.split_once('=')).find(|(key, _)| key.eq_ignore_ascii_case("charset"));
    match charset {
        Some((_, charset)) if !is_utf8(charset) => unsupported("the body must be encoded in UTF-8"),
        _ => Ok(()),
    }
}

fn unreadable(error: &axum::Error, limits: &Limits) -> Malformed {
    let source = std::error::Error::source(error);
    if source.is_some_and(|source| source.is::<http_body_util::LengthLimitError>()) {
        let limit = limits.body_bytes;
        let message = format!("the body is larger than {limit} bytes (setting `limits.body_bytes`)");
        return Malformed { status: StatusCode::PAYLOAD_TOO_LARGE, error: Error::limit(message) };
    }
    Malformed::bad("the body could not be read to its end")
}

fn batch(items: Vec<Value>, limits: &Limits) -> Result<Vec<Wanted>, Malformed> {
    let (found, limit) = (items.len(), limits.batch);
    if found == 0 {
        return Err(Malformed::bad("the batch is empty"));
    }
    if found > limit {
        let message =
            format!("the batch has {found} operations; at most {limit} are allowed (setting `limits.batch`)");
        return Err(Malformed { status: StatusCode::BAD_REQUEST, error: Error::limit(message) });
    }
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| {
            let in_batch = |problem: Malformed| {
                Malformed::bad(format!("operation {index} of the batch: {}", problem.error.message))
            };
            match item {
                Value::Object(fields) => wanted(fields).map_err(in_batch),
                _ => Err(in_batch(Malformed::bad("must be a JSON object with the member `query`"))),
            }
        })
        .collect()
}

/// The operation that the members of a request ask for. Others are ignored, as the specification wants.
///
/// # Errors
///
/// When a member is missing, or of another type.
pub fn wanted(mut fields: Map<String, Value>) -> Result<Wanted, Malformed> {
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let operation_name = match take("operationName") {
        Value::Null => None,
        Value::String(name) => Some(name),
        _ => return Err(Malformed::bad("`operationName` must be a string")),
    };
    let variables = object("variables", take("variables"))?;
    let extensions = object("extensions", take("extensions"))?;
    let asked = |name: &str| extensions.get(name) == Some(&Value::Bool(true));
    let beside = Beside { cost: asked("cost"), explain: asked("explain") };
    let document = match (take("query"), hash(&extensions)?) {
        (Value::String(text), None) => Document::Text(text),
        (Value::String(text), Some(hash)) if DocumentHash::of(&text) == hash => Document::Persist(text, hash),
        (Value::String(_), Some(_)) => {
            return Err(Malformed::bad(
                "the SHA-256 of `query` is not `extensions.persistedQuery.sha256Hash`",
            ));
        }
        (Value::Null, Some(hash)) => Document::Persisted(hash),
        (Value::Null, None) => return Err(Malformed::bad("`query`, the document, is missing")),
        (_, _) => return Err(Malformed::bad("`query` must be a string")),
    };
    Ok(Wanted { document, operation_name, variables, beside })
}

/// The hash of a persisted query.
fn hash(extensions: &Map<String, Value>) -> Result<Option<DocumentHash>, Malformed> {
    let Some(persisted) = extensions.get("persistedQuery").filter(|member| !member.is_null()) else {
        return Ok(None);
    };
    if persisted.get("version").and_then(Value::as_u64) != Some(1) {
        return Err(Malformed::bad("`extensions.persistedQuery.version` must be 1"));
    }
    let hash = persisted.get("sha256Hash").and_then(Value::as_str).and_then(DocumentHash::from_hex);
    let message = "`extensions.persistedQuery.sha256Hash` must be 64 hexadecimal digits";
    hash.map(Some).ok_or_else(|| Malformed::bad(message))
}

fn object(name: &str, value: Value) -> Result<Map<String, Value>, Malformed> {
    match value {
        Value::Null => Ok(Map::new()),
        Value::Object(object) => Ok(object),
        _ => Err(Malformed::bad(format!("`{name}` must be an object"))),
    }
}
