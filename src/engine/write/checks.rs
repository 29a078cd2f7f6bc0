//! What is judged once everything is written: `@check(where)` on types, a filter that every record must
//! pass, and the lists that relations have at their far ends.
//!
//! Read [`Checks`] first.

use std::collections::{HashMap, HashSet};

use serde_json::{Value as Json, json};

use super::fault::Stop;
use super::run::{Done, Run};
use crate::engine::read::Planned;
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, Model, RelationStorage, Value};
use crate::query::dialect::write::Lock;
use crate::query::selection::{
    Entry, Input, Many, Node, NodeId, Object, Output, Role, Root, Selection, When,
};
use crate::query::{self, Variables};

/// How many records one statement looks at.
const RECORDS_AT_ONCE: usize = 1_000;
/// The variable that holds the ids of the records to look at.
const IDS: &str = "#ids";

/// The checks of a model's types, planned.
#[derive(Debug)]
pub(super) struct Checks(HashMap<String, Vec<Check>>);

#[derive(Debug)]
struct Check {
    message: String,
    passing: Planned,
}

impl Checks {
    /// The checks of that model.
    pub(super) fn of(model: &Model) -> Self {
        let of_collection = |collection: &Collection| {
            let checks = collection.checks.iter().map(|check| Check {
                message: check
                    .message
                    .clone()
                    .unwrap_or_else(|| format!("must pass the check `{}`", check.filter)),
                passing: Planned::new(query::plan(model, passing(collection, &check.filter))),
            });
            (collection.name.clone(), checks.collect::<Vec<_>>())
        };
        let with_checks = model.collections.values().filter(|collection| !collection.checks.is_empty());
        Self(with_checks.map(of_collection).collect())
    }
}

/// Asks for the ids of those of the records that pass.
fn passing(collection: &Collection, filter: &Json) -> Selection {
    let among = Input::Object(vec![(
        "id".to_owned(),
        Input::Object(vec![("in".to_owned(), Input::Variable(IDS.to_owned()))]),
    )]);
    let both = Input::List(vec![among, Input::Constant(filter.clone())]);
    let arguments = vec![
        ("where".to_owned(), Input::Object(vec![("and".to_owned(), both)])),
        ("limit".to_owned(), Input::Constant(json!(RECORDS_AT_ONCE))),
    ];
    ids_of(collection, arguments)
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

/// The ids in the answer to [`ids_of`].
pub(super) fn read_ids(text: &str) -> Vec<String> {
    let json: Json = serde_json::from_str(text).unwrap_or_default();
    let ids = json["ids"].as_array().into_iter().flatten();
    ids.filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect()
}

impl<'a> Run<'a, '_> {
    /// Judges what was written as a whole: the checks of types, and the lists at the far ends of
    /// relations, which may have grown too long.
    pub(super) async fn check_written(&mut self) -> Done<()> {
        let touched = std::mem::take(&mut self.touched);
        for (name, records) in touched {
            let Some(collection) = self.model.collections.get(&name) else { continue };
            let mut seen = HashSet::new();
            let records: Vec<_> = records.into_iter().filter(|(id, _)| seen.insert(id.clone())).collect();
            self.check_far_lengths(collection, &records).await?;
            let Some(checks) = self.writer.checks.0.get(&name) else { continue };
            for records in records.chunks(RECORDS_AT_ONCE) {
                for check in checks {
                    self.check_type(check, records).await?;
                }
            }
        }
        Ok(())
    }

    async fn check_far_lengths(
        &mut self,
        collection: &'a Collection,
        records: &[(String, String)],
    ) -> Done<()> {
        for field in collection.fields.values() {
            let Some(far) = limited_far_field(self.model, collection, field) else { continue };
            let ids = records.iter().map(|(id, _)| Value::Text(id.clone())).collect();
            let paths: HashMap<&str, &str> =
                records.iter().map(|(id, path)| (id.as_str(), path.as_str())).collect();
            let mut targets: HashMap<String, String> = HashMap::new();
            for (own, target) in self.pairs(collection, field, ids).await? {
                let path = paths.get(own.as_str()).copied().unwrap_or_default();
                targets.entry(target).or_insert_with(|| format!("{path}.{}", field.name));
            }
            for (target, path) in targets {
                let length = self.number_pointing(collection, field, &target).await?;
                let Some(relation) = far.relation() else { continue };
                for violation in relation.length_violations(far, length) {
                    let message =
                        format!("leads to a record whose `{}` then {}", far.name, violation.message);
                    self.fault(&path, violation.code, message);
                }
            }
        }
        Ok(())
    }

    /// The records of those ids, each with a record that its relation leads to.
    async fn pairs(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        ids: Vec<Value>,
    ) -> Done<Vec<(String, String)>> {
        if let Some(table) = join_table(field) {
            let links = self.tx.links(table, JOIN_SOURCE, ids).await?;
            return Ok(links.into_iter().map(|link| (link.source, link.target)).collect());
        }
        let Some(id) = collection.fields.get("id") else { return Ok(Vec::new()) };
        let images = self.tx.images(collection, &[field], id, ids, Lock::None).await?;
        let pairs = images.into_iter().filter_map(|image| {
            let target = image.fields.get(&field.name)?.as_str()?.to_owned();
            Some((image.id, target))
        });
        Ok(pairs.collect())
    }

    /// How many records' relation leads to that one.
    async fn number_pointing(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        id: &str,
    ) -> Done<usize> {
        let id = vec![Value::Text(id.to_owned())];
        match join_table(field) {
            Some(table) => Ok(self.tx.links(table, JOIN_TARGET, id).await?.len()),
            None => Ok(self.tx.images(collection, &[], field, id, Lock::None).await?.len()),
        }
    }

    async fn check_type(&mut self, check: &Check, records: &[(String, String)]) -> Done<()> {
        let ids: Json = records.iter().map(|(id, _)| Json::from(id.as_str())).collect();
        let variables: Variables = [(IDS.to_owned(), ids)].into_iter().collect();
        let passing: HashSet<String> =
            self.select_ids(&check.passing, &variables).await?.into_iter().collect();
        for (_, path) in records.iter().filter(|(id, _)| !passing.contains(id)) {
            self.fault(path, "CHECK", check.message.clone());
        }
        Ok(())
    }

    /// The ids that a selection made by [`ids_of`] answers.
    pub(super) async fn select_ids(&mut self, planned: &Planned, variables: &Variables) -> Done<Vec<String>> {
        let bound = self.writer.reader.bind_all(planned, variables).map_err(Stop::Refused)?;
        let mut text = bound.lowered.open(String::new());
        self.tx.read_text(&bound.lowered.statement, &bound.values, &mut text).await?;
        Ok(read_ids(&self.writer.reader.close(planned, &bound, text, 0).text))
    }
}

/// The join table of a field that owns one.
fn join_table(field: &Field) -> Option<&str> {
    match &field.relation()?.storage {
        RelationStorage::Join { table, owner: true, .. } => Some(table),
        RelationStorage::ForeignKey { .. }
        | RelationStorage::Inverse { .. }
        | RelationStorage::Join { .. }
        | RelationStorage::Embedded { .. } => None,
    }
}

/// The other end of a relation, if that is a list whose length is limited.
fn limited_far_field<'a>(model: &'a Model, collection: &Collection, field: &Field) -> Option<&'a Field> {
    let relation = field.relation()?;
    let target = model.collections.get(&relation.target)?;
    let far = match &relation.storage {
        RelationStorage::Join { owner: true, inverse, .. } => target.fields.get(inverse.as_ref()?)?,
        RelationStorage::ForeignKey { column } => target.fields.values().find(|far| {
            far.relation().is_some_and(|relation| {
                relation.target == collection.name && matches!(&relation.storage, RelationStorage::Inverse { field: near, column: of, many: true }
                    if *near == field.name && of == column)
            })
        })?,
        RelationStorage::Join { .. } | RelationStorage::Inverse { .. } | RelationStorage::Embedded { .. } => {
            return None;
        }
    };
    let is_limited = far.relation().is_some_and(|relation| relation.max.is_some()) || far.check.is_some();
    is_limited.then_some(far)
}
