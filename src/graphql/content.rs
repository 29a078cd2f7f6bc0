//! The content half of an operation: every content field at its root, answered by one statement.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::collect::Variables;
use super::operation::Prepared;
use crate::error::Error;
use crate::model::Model;
use crate::store::Store;

/// Where content is read.
#[derive(Debug)]
pub struct Content {
    _store: Store,
    _model: Arc<Model>,
}

/// What content answers.
#[derive(Debug)]
pub struct ContentAnswer {
    /// The JSON text of an object with the content's root keys, or `null`.
    pub data: String,
    /// What went wrong, each with its path.
    pub errors: Vec<Error>,
}

impl Content {
    /// The content of that model in that database.
    pub fn new(store: Store, model: Arc<Model>) -> Self {
        Self { _store: store, _model: model }
    }

    /// Reads the operation's content.
    ///
    /// # Errors
    ///
    /// What is wrong with the operation's values, or with the database.
    pub async fn read(
        &self,
        _prepared: &Prepared,
        _variables: &Variables,
    ) -> Result<ContentAnswer, Vec<Error>> {
        Err(vec![Error::internal(anyhow::anyhow!("content is still to come"))])
    }
}

/// Takes the object apart by its keys, without reading what is below them.
///
/// # Errors
///
/// When the text is not an object.
pub fn split(data: &str) -> Result<HashMap<&str, &RawValue>, Error> {
    let fields: Option<HashMap<&str, &RawValue>> = serde_json::from_str(data).map_err(Error::internal)?;
    Ok(fields.unwrap_or_default())
}
