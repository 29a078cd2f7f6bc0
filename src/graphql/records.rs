//! Records of content inside the answers of handlers: `me`, the user of a session. What the operation asks of
//! each is read from the database by the compiler that answers queries, as whoever asks may see it.
//!
//! Read [`find`] first, then [`read`].

use std::collections::HashMap;

use apollo_compiler::executable::Field;
use serde_json::Value;

use super::collect::{Source, collect};
use super::content::Content;
use super::handlers::RECORD;
use super::select::{RECORD_ID, select_record};
use crate::access::Actor;
use crate::engine::read::Planned;
use crate::error::{Error, Step};
use crate::query;

/// A record in an answer.
#[derive(Debug)]
pub(super) struct Found<'doc> {
    id: String,
    /// The collection that the schema names there.
    collection: String,
    /// The fields that ask for it.
    fields: Vec<&'doc Field>,
    /// Its place in the answer.
    path: Vec<Step>,
}

/// What was read of the records, by their places in the answer.
pub(super) type Records = HashMap<Vec<Step>, Result<Read, Vec<Error>>>;

/// What was read of one record.
#[derive(Debug)]
pub(super) struct Read {
    /// The finished object; null for a record that is not there or may not be seen.
    pub value: Value,
    /// What went wrong inside.
    pub errors: Vec<Error>,
}

/// The records that stand in what a handler returned for the fields.
pub(super) fn find<'doc>(
    source: Source<'doc>,
    key: &str,
    fields: &[&'doc Field],
    value: &Value,
) -> Vec<Found<'doc>> {
    let mut found = Vec::new();
    look(source, fields, value, &mut vec![Step::Key(key.to_owned())], &mut found);
    found
}

fn look<'doc>(
    source: Source<'doc>,
    fields: &[&'doc Field],
    value: &Value,
    path: &mut Vec<Step>,
    found: &mut Vec<Found<'doc>>,
) {
    let Some(field) = fields.first() else { return };
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                look(source, fields, item, path, found);
                path.pop();
            }
        }
        Value::Object(object) => {
            let named = field.definition.ty.inner_named_type();
            if let Some(id) = object.get(RECORD).and_then(Value::as_str) {
                let (id, collection) = (id.to_owned(), named.to_string());
                found.push(Found { id, collection, fields: fields.to_vec(), path: path.clone() });
                return;
            }
            let concrete = object.get("__typename").and_then(Value::as_str).unwrap_or(named.as_str());
            let Some(object_type) = source.schema.get_object(concrete) else { return };
            let selections = fields.iter().map(|field| &field.selection_set);
            for (key, fields) in collect(source, object_type.name.as_str(), selections) {
                let inner = fields.first().and_then(|field| object.get(field.name.as_str()));
                path.push(Step::Key(key.to_owned()));
                look(source, &fields, inner.unwrap_or(&Value::Null), path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Reads what is asked of each record, as the actor may see it.
pub(super) async fn read(
    content: &Content,
    source: Source<'_>,
    actor: &Actor,
    found: Vec<Found<'_>>,
) -> Records {
    let mut records = Records::with_capacity(found.len());
    for found in found {
        let read = read_one(content, source, actor, &found).await;
        records.insert(found.path, read);
    }
    records
}

async fn read_one(
    content: &Content,
    source: Source<'_>,
    actor: &Actor,
    found: &Found<'_>,
) -> Result<Read, Vec<Error>> {
    let reader = content.reader();
    let (model, path) = (reader.model(), keys(&found.path));
    let Source { schema, document, variables } = source;
    let selection = select_record(model, schema, document, &found.collection, &found.fields, path);
    let planned = Planned::new(query::plan(model, selection, &actor.roles));
    let mut variables = variables.clone();
    variables.insert(RECORD_ID.to_owned(), found.id.as_str().into());
    let bound = reader.bind(&planned, &variables, actor)?;
    let answer = reader.read(&planned, &bound, String::new()).await.map_err(|error| vec![error])?;
    let mut read: Value = serde_json::from_str(&answer.text).map_err(|error| vec![Error::internal(error)])?;
    let value = read.get_mut("record").map(Value::take).unwrap_or_default();
    let errors = answer.errors.into_iter().map(|mut error| {
        error.path.splice(..error.path.len().min(1), found.path.iter().cloned());
        error
    });
    Ok(Read { value, errors: errors.collect() })
}

fn keys(path: &[Step]) -> Vec<String> {
    let key = |step: &Step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Index(_) => None,
    };
    path.iter().filter_map(key).collect()
}
