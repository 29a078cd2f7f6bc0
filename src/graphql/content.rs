//! The content half of an operation: every content field at its root, answered by one statement.

use std::collections::HashMap;
use std::sync::Arc;

use apollo_compiler::Schema;
use serde_json::value::RawValue;

use super::collect::Variables;
use super::operation::Prepared;
use super::select::select;
use crate::engine::read::{self, Answer};
use crate::error::Error;
use crate::model::Model;
use crate::query::{self, Plan};
use crate::store::Store;

/// Where content is read.
#[derive(Debug)]
pub struct Content {
    store: Store,
    model: Arc<Model>,
    max_rows: u32,
}

impl Content {
    /// The content of that model in that database. No list may hold more than `max_rows` records.
    pub fn new(store: Store, model: Arc<Model>, max_rows: u32) -> Self {
        Self { store, model, max_rows }
    }

    /// Plans the content half of an operation, which stays the same whatever the variables are.
    pub fn plan(&self, schema: &Schema, prepared: &Prepared) -> Plan {
        let selection = select(&self.model, schema, &prepared.document, &prepared.operation);
        query::plan(&self.model, selection)
    }

    /// Reads what the plan asks for.
    ///
    /// # Errors
    ///
    /// What is wrong with the operation's values, or with the database.
    pub async fn read(&self, plan: &Plan, variables: &Variables) -> Result<Answer, Vec<Error>> {
        let answer = read::read(&self.store, &self.model, plan, variables, self.max_rows).await;
        answer.map_err(|error| vec![error])
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
