//! What should be stored, kept as plainly as can be: records by type and id, each a map of its fields.
//! A to-one relation is an id, a many-to-many list is a list of ids at the end that owns it, and every
//! far end is found by looking through all records.
//!
//! Read [`World::create`] and [`World::update`] first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use headwater::model::{Collection, Field, FieldKind, Model, RelationStorage};
use serde_json::{Map, Value, json};

use super::values::{changed_value, is_same};

pub type Record = Map<String, Value>;
/// A type and an id.
pub type Name = (String, String);
/// Why a request must be refused.
pub type Done<T> = Result<T, String>;

/// All records.
#[derive(Clone)]
pub struct World {
    pub model: Arc<Model>,
    pub records: BTreeMap<Name, Record>,
}

/// The ways in which a relation is kept, as this test sees them.
pub enum Kept {
    /// An id in the record.
    Here,
    /// The other record's field of that name holds this record's id.
    There { field: String, many: bool },
    /// A list of ids in the record.
    List,
    /// The other record's field of that name is a list that holds this record's id.
    FarList { field: String },
}

pub fn kept(field: &Field) -> Option<(String, Kept)> {
    let relation = field.relation()?;
    let kept = match &relation.storage {
        RelationStorage::ForeignKey { .. } => Kept::Here,
        RelationStorage::Inverse { field, many, .. } => Kept::There { field: field.clone(), many: *many },
        RelationStorage::Join { owner: true, .. } => Kept::List,
        RelationStorage::Join { inverse, .. } => Kept::FarList { field: inverse.clone().unwrap() },
        RelationStorage::Embedded { .. } => return None,
    };
    Some((relation.target.clone(), kept))
}

/// The fields that requests may speak of.
pub fn own_fields(collection: &Collection) -> impl Iterator<Item = &Field> {
    collection.fields.values().filter(|field| !field.built_in)
}

/// The part of an object, unless it is null.
pub fn part<'a>(json: &'a Value, name: &str) -> Option<&'a Value> {
    json.get(name).filter(|part| !part.is_null())
}

pub fn items<'a>(json: &'a Value, name: &str) -> &'a [Value] {
    part(json, name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl World {
    pub fn ids(&self, of: &str) -> Vec<String> {
        self.records.keys().filter(|(name, _)| name == of).map(|(_, id)| id.clone()).collect()
    }

    pub fn has(&self, of: &str, id: &str) -> bool {
        self.records.contains_key(&(of.to_owned(), id.to_owned()))
    }

    pub fn value(&self, of: &str, id: &str, field: &str) -> Value {
        let record = self.records.get(&(of.to_owned(), id.to_owned()));
        record.and_then(|record| record.get(field)).cloned().unwrap_or_default()
    }

    /// The record that a key names.
    pub fn find(&self, of: &str, key: &Value) -> Option<String> {
        let (field, value) = key.as_object()?.iter().next()?;
        let found = self.records.iter().find(|((name, id), record)| {
            let own = if field == "id" { Some(json!(id)) } else { record.get(field).cloned() };
            name == of && own.is_some_and(|own| is_same(&own, value))
        });
        found.map(|((_, id), _)| id.clone())
    }

    pub fn must_find(&self, of: &str, key: &Value) -> Done<String> {
        self.find(of, key).ok_or_else(|| format!("there is no {of} {key}"))
    }

    /// The records that a relation leads to.
    pub fn members(&self, of: &str, id: &str, field: &Field) -> Vec<String> {
        let Some((target, kept)) = kept(field) else { return Vec::new() };
        match kept {
            Kept::Here => self.value(of, id, &field.name).as_str().map(str::to_owned).into_iter().collect(),
            Kept::List => strings(&self.value(of, id, &field.name)),
            Kept::There { field: far, .. } => {
                let points = |other: &String| self.value(&target, other, &far) == json!(id);
                self.ids(&target).into_iter().filter(points).collect()
            }
            Kept::FarList { field: far } => {
                let holds =
                    |other: &String| strings(&self.value(&target, other, &far)).contains(&id.to_owned());
                self.ids(&target).into_iter().filter(holds).collect()
            }
        }
    }

    pub fn create(&mut self, of: &str, given: &Value, parent: Option<(&str, &str)>) -> Done<String> {
        let model = self.model.clone();
        let id = given["id"].as_str().unwrap().to_owned();
        let mut record = Record::new();
        for field in own_fields(&model.collections[of]) {
            let value = match (&field.kind, kept(field)) {
                (_, Some((_, Kept::Here))) if parent.is_some_and(|(name, _)| name == field.name) => {
                    json!(parent.unwrap().1)
                }
                (_, Some((target, Kept::Here))) => {
                    json!(self.lead(&target, given.get(&field.name).unwrap_or(&Value::Null), None)?)
                }
                (_, Some((_, Kept::List))) => json!([]),
                (FieldKind::Relation(_), _) => continue,
                _ => Value::Null,
            };
            record.insert(field.name.clone(), value);
        }
        for field in own_fields(&model.collections[of]).filter(|field| field.relation().is_none()) {
            let value = match given.get(&field.name) {
                Some(value) => changed_value(field, &Value::Null, &self.embed(&field.kind, value)?)?,
                None => field.default.clone().unwrap_or(if field.list { json!([]) } else { Value::Null }),
            };
            record.insert(field.name.clone(), value);
        }
        let required = own_fields(&model.collections[of]).filter(|field| field.required);
        if let Some(lacks) = required.into_iter().find(|field| record.get(&field.name) == Some(&Value::Null))
        {
            return Err(format!("{of} {id} needs {}", lacks.name));
        }
        if self.has(of, &id) {
            return Err(format!("{of} {id} is there already"));
        }
        self.put(of, &id, record)?;
        self.relate(of, &id, given)?;
        if self.has(of, &id) { Ok(id) } else { Err(format!("{of} {id} took itself away")) }
    }

    pub fn update(&mut self, of: &str, id: &str, given: &Value) -> Done<()> {
        let model = self.model.clone();
        let mut record = Record::new();
        let before = self.records[&(of.to_owned(), id.to_owned())].clone();
        let mut left = Vec::new();
        for field in own_fields(&model.collections[of]) {
            let (Some((target, Kept::Here)), Some(write)) = (kept(field), given.get(&field.name)) else {
                continue;
            };
            let current = before.get(&field.name).and_then(Value::as_str).map(str::to_owned);
            if write["delete"] == true {
                left.extend(current.clone().map(|id| (target.clone(), id)));
            }
            let to = self.lead(&target, write, current)?;
            let is_led = write.as_object().is_none_or(|ways| ways.keys().any(|way| way != "update"));
            record.extend(is_led.then(|| (field.name.clone(), json!(to))));
        }
        for field in own_fields(&model.collections[of]).filter(|field| field.relation().is_none()) {
            let Some(value) = given.get(&field.name) else { continue };
            let value = match field.kind {
                FieldKind::Component(_) | FieldKind::Blocks(_) => self.embed(&field.kind, value)?,
                _ => changed_value(field, &self.value(of, id, &field.name), value)?,
            };
            record.insert(field.name.clone(), value);
        }
        if !self.has(of, id) {
            return Err(format!("{of} {id} is gone"));
        }
        self.put(of, id, record)?;
        for gone in left {
            self.remove(vec![gone])?;
        }
        self.relate(of, id, given)?;
        if self.has(of, id) { Ok(()) } else { Err(format!("{of} {id} took itself away")) }
    }

    /// Writes fields of a record, unless another has values that must be unique.
    pub fn put(&mut self, of: &str, id: &str, fields: Record) -> Done<()> {
        let model = self.model.clone();
        let collection = &model.collections[of];
        let changed: BTreeSet<String> = fields.keys().cloned().collect();
        let mut record = self.records.get(&(of.to_owned(), id.to_owned())).cloned().unwrap_or_default();
        record.extend(fields);
        let single =
            collection.fields.values().filter(|field| field.unique).map(|field| vec![field.name.clone()]);
        let together =
            collection.indexes.iter().filter(|index| index.unique).map(|index| index.fields.clone());
        for set in single.chain(together).filter(|set| set.iter().any(|name| changed.contains(name))) {
            let of_record = |record: &Record| set.iter().map(|name| record[name].clone()).collect::<Vec<_>>();
            let own = of_record(&record);
            let others = self.records.iter().filter(|((name, other), _)| name == of && other != id);
            if !own.contains(&Value::Null)
                && others.map(|(_, other)| of_record(other)).any(|other| other == own)
            {
                return Err(format!("another {of} has {own:?} in {set:?}"));
            }
        }
        self.records.insert((of.to_owned(), id.to_owned()), record);
        Ok(())
    }

    pub fn set(&mut self, of: &str, id: &str, field: &str, value: Value) -> Done<()> {
        if !self.has(of, id) {
            return Err(format!("{of} {id} is gone"));
        }
        self.put(of, id, [(field.to_owned(), value)].into_iter().collect())
    }

    /// The id that a to-one relation comes to lead to.
    pub fn lead(&mut self, target: &str, write: &Value, current: Option<String>) -> Done<Option<String>> {
        let id = if let Some(key) = part(write, "connect") {
            Some(self.must_find(target, key)?)
        } else if let Some(data) = part(write, "create") {
            Some(self.create(target, data, None)?)
        } else if let Some(upsert) = part(write, "upsert") {
            Some(self.upsert(target, upsert, None)?)
        } else if write.is_null() || write["disconnect"] == true || write["delete"] == true {
            None
        } else {
            current
        };
        if let Some(data) = part(write, "update") {
            let id = id.clone().ok_or("nothing to update")?;
            self.update(target, &id, data)?;
        }
        Ok(id)
    }

    pub fn upsert(&mut self, of: &str, upsert: &Value, parent: Option<(&str, &str)>) -> Done<String> {
        match self.find(of, &upsert["key"]) {
            Some(id) => self.update(of, &id, &upsert["update"]).map(|()| id),
            None => self.create(of, &self.filled(of, upsert), parent),
        }
    }

    /// What an upsert makes: what the record is looked for by, it has.
    pub fn filled(&self, of: &str, upsert: &Value) -> Value {
        let mut create = upsert["create"].clone();
        let (field, value) = upsert["key"].as_object().unwrap().iter().next().unwrap();
        if create.get(field).is_none() {
            let is_relation = self.model.collections[of].fields[field].relation().is_some();
            create[field] = if is_relation { json!({ "connect": { "id": value } }) } else { value.clone() };
        }
        create
    }

    /// A component as it is stored, with ids where relations are.
    fn embed(&mut self, kind: &FieldKind, given: &Value) -> Done<Value> {
        let model = self.model.clone();
        match (kind, given) {
            (FieldKind::Component(_) | FieldKind::Blocks(_), Value::Array(given)) => {
                given.iter().map(|item| self.embed(kind, item)).collect()
            }
            (FieldKind::Component(name), Value::Object(given)) => self.component(name, given),
            (FieldKind::Blocks(name), Value::Object(given)) => {
                let (key, given) = given.iter().next().unwrap();
                let is_named = |member: &&String| member.to_lowercase() == *key.to_lowercase();
                let member = model.blocks[name].members.iter().find(is_named).unwrap();
                let mut stored = self.component(member, given.as_object().unwrap())?;
                stored["__typename"] = json!(member);
                Ok(stored)
            }
            _ => Ok(given.clone()),
        }
    }

    fn component(&mut self, name: &str, given: &Record) -> Done<Value> {
        let model = self.model.clone();
        let mut stored = Record::new();
        for field in model.components[name].fields.values() {
            let given = given.get(&field.name).cloned().unwrap_or_default();
            let value = match field.relation() {
                Some(relation) if relation.is_to_many() => {
                    let mut ids: Vec<String> = Vec::new();
                    for key in items(&given, "connect") {
                        ids.push(self.must_find(&relation.target, key)?);
                    }
                    for data in items(&given, "create") {
                        ids.push(self.create(&relation.target, data, None)?);
                    }
                    let mut seen = BTreeSet::new();
                    ids.retain(|id| seen.insert(id.clone()));
                    json!(ids)
                }
                Some(relation) => json!(self.lead(&relation.target, &given, None)?),
                None => self.embed(&field.kind, &given)?,
            };
            stored.insert(field.name.clone(), value);
        }
        Ok(Value::Object(stored))
    }

    /// What must hold once a root field is done.
    pub fn judge(&self) -> Done<()> {
        for ((of, id), record) in &self.records {
            if record.get("score") == Some(&json!(13)) {
                return Err(format!("{of} {id} has a score of 13"));
            }
            for field in own_fields(&self.model.collections[of]) {
                let max = field.relation().and_then(|relation| relation.max);
                if max.is_some_and(|max| self.members(of, id, field).len() > max as usize) {
                    return Err(format!("{of} {id} has too many {}", field.name));
                }
            }
        }
        Ok(())
    }
}

pub fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned()).collect()
}
