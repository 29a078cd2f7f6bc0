//! What a mutation answers, read in its own transaction by the compiler that answers queries.

use std::collections::HashMap;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::data::{Assignment, Data};
use super::fault::Stop;
use super::run::{Done, Run, default};
use super::{Inner, PlannedMutation};
use crate::changes::Image;
use crate::engine::read::Answer;
use crate::error::{Code, Error};
use crate::model::{Collection, Field, FieldKind, Scalar, Value};
use crate::query::Variables;
use crate::query::dialect::write::Lock;
use crate::query::mutation::{BatchField, Mutation, MutationKind, Shape, WRITTEN};
use crate::query::selection::{Entry, Many, Object, Output, Root, When};
use crate::store::Constraint;

/// The variable that holds how many records a filter may match.
pub const MOST: &str = "#most";

/// The answer of one mutation.
pub(super) struct Answers<'p> {
    pub planned: &'p PlannedMutation,
    pub variables: &'p Variables,
}

impl Answers<'_> {
    /// The answer for the records of those ids, as a member of an object.
    pub(super) async fn read(&mut self, run: &mut Run<'_, '_>, ids: &[String]) -> Done<String> {
        let mutation = &self.planned.mutation;
        if let Some(known) = known(mutation, ids) {
            return Ok(known);
        }
        self.check_visible(run, ids).await?;
        let is_one = !matches!(
            mutation.kind,
            MutationKind::CreateMany | MutationKind::UpdateMatching | MutationKind::DeleteMatching
        );
        let written = match (is_one, ids) {
            (true, [id]) => Json::from(id.as_str()),
            (true, _) => Json::Null,
            (false, ids) => ids.into(),
        };
        let mut variables = self.variables.clone();
        variables.insert(WRITTEN.to_owned(), written);
        let reader = &run.writer.reader;
        let bound = reader.bind(&self.planned.answer, &variables, run.actor)?;
        let mut text = bound.lowered.open(String::new());
        run.tx.read_text(&bound.lowered.statement, &bound.values, &mut text).await?;
        let Answer { text, errors } = reader.close(&self.planned.answer, &bound, text, 0);
        if let Some(error) = errors.into_iter().next() {
            return Err(Stop::Refused(error));
        }
        match &mutation.shape {
            Shape::Records => member(&text),
            Shape::Batch(fields) => {
                let nodes: HashMap<&str, &RawValue> = serde_json::from_str(&text).map_err(unreadable)?;
                let fields = fields.iter().filter(|field| field.when.holds(self.variables));
                let fields = fields.map(|field| {
                    let value = match &field.output {
                        BatchField::Typename(name) => format!("\"{name}\""),
                        BatchField::Count => ids.len().to_string(),
                        BatchField::Nodes => {
                            nodes.get(field.key.as_str()).map_or("[]", |nodes| nodes.get()).to_owned()
                        }
                    };
                    format!("\"{}\":{value}", field.key)
                });
                let fields = fields.collect::<Vec<_>>().join(",");
                Ok(format!("\"{}\":{{{fields}}}", mutation.key))
            }
        }
    }

    /// Refuses a mutation of records that are asked for more than their ids and may not be read.
    async fn check_visible(&self, run: &mut Run<'_, '_>, ids: &[String]) -> Done<()> {
        let Mutation { collection, shape, .. } = &self.planned.mutation;
        if run.actor.is_admin() {
            return Ok(());
        }
        let Some(collection) = run.model.collections.get(collection) else { return Ok(()) };
        if *shape != Shape::Records || run.visible(collection, ids).await?.len() == ids.len() {
            return Ok(());
        }
        let message =
            format!("you may not read the {} that you write: ask for nothing but its `id`", collection.name);
        Err(Stop::Refused(Error::new(Code::Forbidden, message)))
    }

    /// The answer when there was no record.
    pub(super) fn nothing(&self) -> Done<String> {
        Ok(format!("\"{}\":null", self.planned.mutation.key))
    }
}

/// What is asked of the records, if it is nothing but their ids, which are known: many clients want no more of
/// what they made.
pub(super) fn asks_for_ids(mutation: &Mutation) -> Option<(&Entry<Root>, &Object)> {
    let (Shape::Records, [root]) = (&mutation.shape, mutation.answer.roots.as_slice()) else { return None };
    let object = match &root.output {
        Root::Record(_, object) | Root::Many(_, Many::List(object)) => object,
        Root::Typename(_) | Root::Node(_) | Root::Many(..) => return None,
    };
    let is_known = |entry: &Entry<Output>| {
        let is_id = matches!(&entry.output, Output::Leaf(name) if name == "id");
        entry.when == When::Always && (is_id || entry.output == Output::Typename)
    };
    object.entries.iter().all(is_known).then_some((root, object))
}

/// The answer that asks for nothing but ids.
fn known(mutation: &Mutation, ids: &[String]) -> Option<String> {
    let (root, object) = asks_for_ids(mutation)?;
    let record = |id: &String| {
        let members = object.entries.iter().map(|entry| {
            let value = if entry.output == Output::Typename { &object.type_name } else { id };
            (entry.key.clone(), Json::from(value.as_str()))
        });
        Json::Object(members.collect())
    };
    let value = match &root.output {
        Root::Record(..) => record(ids.first()?),
        _ => ids.iter().map(record).collect(),
    };
    Some(format!("\"{}\":{value}", mutation.key))
}

/// The one member of an object.
fn member(object: &str) -> Done<String> {
    let inner = object.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let inner = inner.ok_or_else(|| Error::internal(anyhow::anyhow!("an answer is no object")))?;
    Ok(inner.to_owned())
}

fn unreadable(error: serde_json::Error) -> Stop {
    Stop::Refused(Error::internal(error))
}

impl<'a> Run<'a, '_> {
    /// A singleton's record, if it is there.
    pub(super) async fn only(
        &mut self,
        collection: &'a Collection,
        fields: &[&Field],
    ) -> Done<Option<Image>> {
        let Some(id) = collection.fields.get("id") else { return Ok(None) };
        let ids = self.tx.ids(collection).await?;
        let ids = ids.into_iter().take(1).map(Value::Text).collect();
        let images = self.tx.images(collection, fields, id, ids, Lock::Update).await?;
        Ok(images.into_iter().next())
    }

    /// The record that a change makes where none is: what is required must be given. Nothing is
    /// counted from 0, and lists are empty.
    pub(super) fn made_of(&mut self, collection: &'a Collection, change: &Data) -> Data {
        let mut data = change.clone();
        let patterns = &self.writer.patterns;
        for (name, assignment) in &mut data.values {
            let Some(field) = collection.fields.get(name) else { continue };
            let before = default(field).map_or(Json::Null, |value| field.json_of(&value));
            let made = match &*assignment {
                Assignment::Set(_) => continue,
                Assignment::Add(by) => super::amount::added(field, &before, by, patterns),
                Assignment::Multiply(by) => super::amount::multiplied(field, &before, by, patterns),
                Assignment::List(change) => super::amount::list(field, &before, change),
            };
            match made {
                Ok(value) => *assignment = Assignment::Set(value),
                Err(violations) => {
                    self.faults.extend(super::fault::broken(&format!("{}.{name}", change.path), violations));
                }
            }
        }
        for field in collection.fields.values().filter(|field| !field.built_in) {
            let is_given = data.values.iter().any(|(name, _)| *name == field.name)
                || data.relations.iter().any(|(name, _)| *name == field.name);
            if is_given {
                continue;
            }
            match first_value(field) {
                Some(value) => data.values.push((field.name.clone(), Assignment::Set(value))),
                None if field.required && !field.is_to_many() && field.slug_from.is_none() => {
                    self.fault(&format!("{}.{}", change.path, field.name), "REQUIRED", "is required");
                }
                None => {}
            }
        }
        data
    }
}

/// What a field of a new record holds when nothing is said of it.
fn first_value(field: &Field) -> Option<Value> {
    let empty = || (field.list && field.required).then(|| Value::Json(Json::Array(Vec::new())));
    match field.kind {
        FieldKind::Relation(_) => None,
        FieldKind::Scalar(Scalar::ID) if field.built_in => None,
        _ => default(field).or_else(empty),
    }
}

/// What a constraint of the database means in words of the model.
pub(super) fn in_words(writer: &Inner, constraint: &Constraint) -> String {
    let tables = &writer.tables.layout.tables;
    let named = |table: &Option<String>| table.as_ref().and_then(|name| tables.get(name));
    match constraint {
        Constraint::Unique { table, .. } => {
            let holds = named(table).map_or_else(|| "record".to_owned(), |table| table.holds());
            format!(
                "another {holds} got a value at the same time that must be unique: look again and decide anew"
            )
        }
        Constraint::ForeignKey { table, .. } => {
            let holds =
                named(table).map_or_else(|| "a record".to_owned(), |table| format!("a {}", table.holds()));
            format!(
                "{holds} points to a record that is gone, or to one that was to be deleted: look again and decide anew"
            )
        }
        Constraint::NotNull { table, column } => {
            let table = named(table);
            let field = table.and_then(|table| table.columns.get(column.as_deref()?)?.field.clone());
            let holds = table.map_or_else(|| "a record".to_owned(), |table| table.holds());
            match field {
                Some(field) => format!("{holds} needs `{field}`"),
                None => format!("{holds} needs a value that is missing"),
            }
        }
        Constraint::Check { .. } => "a value is not one that may be stored".to_owned(),
    }
}
