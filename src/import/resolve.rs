//! Which record a reference means: by its id first, else by a unique field.
//!
//! Records may be referred to before they are read, so every file is surveyed first: [`Known`] holds
//! the ids and unique values of all rows to come. What is not among them is looked up in the
//! database, many keys at once. Read [`Resolver`] first.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::problem::Place;
use crate::changes::{Failure, Tx};
use crate::model::{Collection, Field, FieldKind, Model, Value};
use crate::query::dialect::write::Lock;

/// How many answers of the database are kept.
const MOST_ANSWERS: usize = 100_000;
/// How many keys one statement asks for.
const KEYS_AT_ONCE: usize = 1_000;

/// What the files hold of one collection.
#[derive(Debug, Default)]
pub struct Known {
    /// Where each id first stands.
    pub ids: HashMap<String, Place>,
    /// The ids by unique field and value.
    pub unique: HashMap<String, HashMap<String, String>>,
}

/// What a reference says of the record it means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The collection.
    pub collection: String,
    /// The field that has the value; none when it may be the id or any unique field.
    pub field: Option<String>,
    /// The value.
    pub value: String,
}

/// What became of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// The record's id.
    Id(String),
    /// There is no such record.
    Nothing,
    /// The database must be asked: see [`Resolver::ask`].
    Pending,
}

/// Answers references.
#[derive(Debug)]
pub struct Resolver<'a> {
    model: &'a Model,
    known: HashMap<String, Known>,
    answers: HashMap<Key, Option<String>>,
    pending: HashSet<Key>,
}

impl<'a> Resolver<'a> {
    /// A resolver for the rows that were surveyed.
    pub fn new(model: &'a Model, known: HashMap<String, Known>) -> Self {
        Self { model, known, answers: HashMap::new(), pending: HashSet::new() }
    }

    /// Where the row of that id first stands in the files.
    pub fn place_of(&self, collection: &str, id: &str) -> Option<Place> {
        self.known.get(collection)?.ids.get(id).copied()
    }

    /// The rows of a collection, in the order of the files, with their ids.
    pub fn rows_of(&self, collection: &str) -> Vec<(Place, &str)> {
        let ids = self.known.get(collection).into_iter().flat_map(|known| &known.ids);
        let mut rows: Vec<(Place, &str)> = ids.map(|(id, place)| (*place, id.as_str())).collect();
        rows.sort_unstable();
        rows
    }

    /// Whether a row gives that value of a unique field.
    pub fn is_given(&self, collection: &str, field: &str, value: &str) -> bool {
        let values = self.known.get(collection).and_then(|known| known.unique.get(field));
        values.is_some_and(|values| values.contains_key(value))
    }

    /// Forgets rows that will not be written.
    pub fn forget(&mut self, rejected: impl Fn(Place) -> bool) {
        for known in self.known.values_mut() {
            let mut gone = HashSet::new();
            known.ids.retain(|id, place| !(rejected(*place) && gone.insert(id.clone())));
            for values in known.unique.values_mut() {
                values.retain(|_, owner| !gone.contains(owner));
            }
        }
    }

    /// Forgets what the database answered: another transaction may see other rows.
    pub fn forget_answers(&mut self) {
        self.answers.clear();
        self.pending.clear();
    }

    /// The record that the key means.
    pub fn resolve(&mut self, key: &Key) -> Resolved {
        let known = self.known.get(&key.collection);
        let is_id = key.field.as_deref().is_none_or(|field| field == "id");
        if is_id && known.is_some_and(|known| known.ids.contains_key(&key.value)) {
            return Resolved::Id(key.value.clone());
        }
        // A stored id goes before a unique value of a row to come.
        let Some(stored) = self.answers.get(key) else {
            self.pending.insert(key.clone());
            return Resolved::Pending;
        };
        let in_files = || known.and_then(|known| unique_in_files(known, key));
        match stored.clone().or_else(in_files) {
            Some(id) => Resolved::Id(id),
            None => Resolved::Nothing,
        }
    }

    /// Asks the database for every key that was pending. Says whether there was any.
    pub async fn ask(&mut self, tx: &mut Tx<'_>) -> Result<bool, Failure> {
        if self.pending.is_empty() {
            return Ok(false);
        }
        if self.answers.len() > MOST_ANSWERS {
            self.answers.clear();
        }
        let mut by_collection: HashMap<String, Vec<Key>> = HashMap::new();
        for key in self.pending.drain() {
            by_collection.entry(key.collection.clone()).or_default().push(key);
        }
        for (name, keys) in by_collection {
            let Some(collection) = self.model.collections.get(&name) else { continue };
            for keys in keys.chunks(KEYS_AT_ONCE) {
                let mut found = look_up(tx, collection, keys).await?;
                self.answers.extend(keys.iter().map(|key| (key.clone(), found.remove(key))));
            }
        }
        Ok(true)
    }
}

fn unique_in_files(known: &Known, key: &Key) -> Option<String> {
    let mut fields =
        known.unique.iter().filter(|(field, _)| key.field.as_ref().is_none_or(|wanted| wanted == *field));
    fields.find_map(|(_, values)| values.get(&key.value)).cloned()
}

/// Asks for the ids first, then for what is left by each unique field.
async fn look_up(
    tx: &mut Tx<'_>,
    collection: &Collection,
    keys: &[Key],
) -> Result<HashMap<Key, String>, Failure> {
    let mut found = HashMap::new();
    let id = collection.fields.get("id");
    for field in id.into_iter().chain(unique_fields(collection)) {
        let wanted: Vec<(&Key, Value)> = keys
            .iter()
            .filter(|key| !found.contains_key(*key))
            .filter(|key| key.field.as_ref().is_none_or(|wanted| *wanted == field.name))
            .filter_map(|key| Some((key, operand(field, &key.value)?)))
            .collect();
        let values = wanted.iter().map(|(_, value)| value.clone()).collect();
        let images = tx.images(collection, &[field], field, values, Lock::None).await?;
        let ids: HashMap<String, String> = images
            .into_iter()
            .filter_map(|image| Some((image.fields.get(&field.name)?.to_string(), image.id)))
            .collect();
        for (key, value) in wanted {
            if let Some(id) = ids.get(&value.to_json().to_string()) {
                found.insert(key.clone(), id.clone());
            }
        }
    }
    Ok(found)
}

/// The collection's fields by which a record can be named, besides its id.
pub fn unique_fields(collection: &Collection) -> impl Iterator<Item = &Field> {
    collection.fields.values().filter(|field| {
        let is_value = matches!(field.kind, FieldKind::Scalar(_) | FieldKind::Enum(_));
        field.unique && is_value && !field.list && field.name != "id"
    })
}

/// The key as a value of the field, in the form in which it is stored; none if it can't be one.
pub fn operand(field: &Field, key: &str) -> Option<Value> {
    let text = Json::from(key);
    match &field.kind {
        FieldKind::Scalar(scalar) => {
            let number = || key.parse::<i64>().ok().and_then(|number| scalar.parse(&number.into()).ok());
            scalar.parse(&text).ok().or_else(number)
        }
        FieldKind::Enum(_) => Some(Value::Text(key.to_owned())),
        FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => None,
    }
}

/// How a unique value is written in [`Known::unique`].
pub fn key_text(value: &Value) -> Option<String> {
    match value.to_json() {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}
