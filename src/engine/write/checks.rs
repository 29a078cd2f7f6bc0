//! `@check(where)` on types: a filter that every record must pass after it was written.
//!
//! Read [`Checks`] first.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use super::Inner;
use super::run::{Done, Run};
use crate::access::Actor;
use crate::changes::{Failure, Tx};
use crate::engine::read::{Bound, Planned, Reader};
use crate::error::Error;
use crate::model::{Collection, Model};
use crate::query::selection::{
    Entry, Input, Many, Node, NodeId, Object, Output, Role, Root, Selection, When,
};
use crate::query::{self, Variables};
use crate::store::StoreError;

/// How many records one statement looks at.
pub(super) const RECORDS_AT_ONCE: usize = 1_000;
/// The variable that holds the ids of the records to look at.
pub(super) const IDS: &str = "#ids";

/// The checks of a model's types, planned.
#[derive(Debug)]
pub struct Checks(HashMap<String, Vec<Check>>);

#[derive(Debug)]
struct Check {
    message: String,
    passing: Planned,
}

impl Checks {
    /// The checks of that model.
    pub fn of(model: &Model) -> Self {
        let server = Actor::admin();
        let of_collection = |collection: &Collection| {
            let checks = collection.checks.iter().map(|check| Check {
                message: check
                    .message
                    .clone()
                    .unwrap_or_else(|| format!("must pass the check `{}`", check.filter)),
                passing: Planned::new(query::plan(model, passing(collection, &check.filter), &server.roles)),
            });
            (collection.name.clone(), checks.collect::<Vec<_>>())
        };
        let with_checks = model.collections.values().filter(|collection| !collection.checks.is_empty());
        Self(with_checks.map(of_collection).collect())
    }

    /// Whether records of the collection have to pass any.
    pub fn concern(&self, collection: &str) -> bool {
        self.0.contains_key(collection)
    }

    /// The ids that are of no record of the collection that passes, each with what is said of that, in the
    /// order of the checks.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn broken<'i>(
        &self,
        reader: &Reader,
        tx: &mut Tx<'_>,
        collection: &str,
        ids: &[&'i str],
    ) -> Result<Vec<(&'i str, &str)>, Failure> {
        let (mut broken, server) = (Vec::new(), Actor::admin());
        let Some(checks) = self.0.get(collection) else { return Ok(broken) };
        for ids in ids.chunks(RECORDS_AT_ONCE) {
            let among: Json = ids.iter().map(|id| Json::from(*id)).collect();
            let variables: Variables = [(IDS.to_owned(), among)].into_iter().collect();
            for check in checks {
                let bound = reader.bind_all(&check.passing, &variables, &server);
                let bound = bound.map_err(|errors| StoreError::Other(said(errors)))?;
                let passing = read_ids(reader, tx, &check.passing, &bound).await?;
                let passing: HashSet<String> = passing.into_iter().collect();
                let failing = ids.iter().filter(|id| !passing.contains(**id));
                broken.extend(failing.map(|id| (*id, check.message.as_str())));
            }
        }
        Ok(broken)
    }
}

fn said(errors: Vec<Error>) -> String {
    errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; ")
}

/// Asks for the ids of those of the records that pass.
fn passing(collection: &Collection, filter: &Json) -> Selection {
    let both = Input::List(vec![among(IDS), Input::Constant(filter.clone())]);
    let arguments = vec![
        ("where".to_owned(), Input::Object(vec![("and".to_owned(), both)])),
        ("limit".to_owned(), Input::Constant(json!(RECORDS_AT_ONCE))),
    ];
    ids_of(collection, arguments)
}

/// The filter of the records whose ids stand in the variable.
pub fn among(variable: &str) -> Input {
    let within = Input::Object(vec![("in".to_owned(), Input::Variable(variable.to_owned()))]);
    Input::Object(vec![("id".to_owned(), within)])
}

/// The ids of the records that a list with those arguments has, as `{"ids":[{"id":"1"}]}`.
pub fn ids_of(collection: &Collection, arguments: Vec<(String, Input)>) -> Selection {
    let id = Entry { key: "id".to_owned(), when: When::Always, output: Output::Leaf("id".to_owned()) };
    let object = Object { type_name: collection.name.clone(), entries: vec![id] };
    let root = Root::Many(NodeId(0), Many::List(object));
    let node = Node {
        collection: collection.name.clone(),
        role: Role::List { positioned: false },
        arguments,
        when: When::Always,
        path: Vec::new(),
    };
    Selection {
        roots: vec![Entry { key: "ids".to_owned(), when: When::Always, output: root }],
        nodes: vec![node],
    }
}

/// The ids that a selection made by [`ids_of`] answers.
pub(super) async fn read_ids(
    reader: &Reader,
    tx: &mut Tx<'_>,
    planned: &Planned,
    bound: &Bound,
) -> Result<Vec<String>, Failure> {
    let mut text = bound.lowered.open(String::new());
    tx.read_text(&bound.lowered.statement, &bound.values, &mut text).await?;
    let json: Json = serde_json::from_str(&reader.close(planned, bound, text, 0).text).unwrap_or_default();
    let ids = json["ids"].as_array().into_iter().flatten();
    Ok(ids.filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect())
}

impl Run<'_, '_> {
    /// Notes the records that were written and do not pass the checks of their types.
    pub(super) async fn check_types(&mut self) -> Done<()> {
        let touched = std::mem::take(&mut self.touched);
        for (name, records) in touched {
            let mut places: IndexMap<&str, &str> = IndexMap::with_capacity(records.len());
            for (id, path) in &records {
                places.entry(id).or_insert(path);
            }
            let ids: Vec<&str> = places.keys().copied().collect();
            let Inner { checks, reader, .. } = self.writer;
            for (id, message) in checks.broken(reader, self.tx, &name, &ids).await? {
                self.fault(places.get(id).copied().unwrap_or_default(), "CHECK", message);
            }
        }
        Ok(())
    }

    /// The ids that a selection made by [`ids_of`] answers.
    pub(super) async fn select_ids(&mut self, planned: &Planned, variables: &Variables) -> Done<Vec<String>> {
        let reader = &self.writer.reader;
        let bound = reader.bind_all(planned, variables, self.actor)?;
        Ok(read_ids(reader, self.tx, planned, &bound).await?)
    }
}
