//! From a mutation's arguments to checked [`Data`]: every mistake that can be seen without looking at
//! what is stored, all at once.
//!
//! The arguments fit the API's schema already. Read [`Reading`] first.

mod relation;
mod value;

use std::fmt::Display;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::authorize::{may_create, may_find_by, may_write_inside};
use super::data::{Assignment, Command, Data, Embedded, Key, Upsert};
use super::fault::FORBIDDEN;
use crate::access::Roles;
use crate::access::rules::{self, Action};
use crate::error::FieldError;
use crate::model::check::{Patterns, Violation};
use crate::model::{Collection, Field, Model, Scalar, Value};
use crate::query::mutation::MutationKind;

/// The reading of the arguments of one root field.
pub struct Reading<'m> {
    model: &'m Model,
    patterns: &'m Patterns,
    /// The roles of whoever writes.
    roles: &'m Roles,
    /// Whether the record that is being read is made or changed.
    moment: Moment,
    /// Whether it may turn out that what is being read is not done: one half of an upsert.
    is_uncertain: bool,
    /// Where the reading is: `data.comments.create[0]`.
    path: String,
    /// The relations inside components that were read so far.
    embedded: Vec<Embedded>,
    /// What is wrong so far.
    pub faults: Vec<FieldError>,
}

/// The arguments of a root field, made to fit the schema.
pub type Arguments = Map<String, Json>;

impl<'m> Reading<'m> {
    /// Reads what somebody with these roles writes, by the rules of that model.
    pub fn new(model: &'m Model, patterns: &'m Patterns, roles: &'m Roles) -> Self {
        Self {
            model,
            patterns,
            roles,
            moment: Moment::Create,
            is_uncertain: false,
            path: String::new(),
            embedded: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// What the root field wants.
    pub fn command(&mut self, collection: &'m Collection, kind: MutationKind, given: &Arguments) -> Command {
        let argument = |name: &str| given.get(name).unwrap_or(&Json::Null);
        let if_version = argument("ifVersion").as_i64();
        match kind {
            MutationKind::Create => {
                Command::Create(vec![self.at("data", |this| this.create(collection, argument("data"), None))])
            }
            MutationKind::CreateMany => {
                let items = items(argument("data"));
                Command::Create(
                    self.at("data", |this| {
                        this.each(items, |this, item| this.create(collection, item, None))
                    }),
                )
            }
            MutationKind::Update => {
                let data = self.at("data", |this| this.update(collection, argument("data")));
                Command::Update(id_key(argument("id")), data, if_version)
            }
            MutationKind::UpdateMatching => {
                Command::UpdateMatching(self.at("data", |this| this.update(collection, argument("data"))))
            }
            MutationKind::Upsert => Command::Upsert(Box::new(self.upsert(collection, given, None))),
            MutationKind::Delete => Command::Delete(id_key(argument("id")), if_version),
            MutationKind::DeleteMatching => Command::DeleteMatching,
            MutationKind::UpdateOnly => {
                let data = self.at("data", |this| this.update(collection, argument("data")));
                Command::UpdateOnly(data, if_version)
            }
            MutationKind::DeleteOnly => Command::DeleteOnly(if_version),
        }
    }

    /// A new record. The field `parent` is set by the relation in which the record stands.
    fn create(&mut self, collection: &'m Collection, json: &Json, parent: Option<&str>) -> Data {
        let given = object(json);
        // Who may make none need not be told what such a record must be like.
        if !self.is_uncertain && !may_create(collection, self.roles) {
            self.fault(FORBIDDEN, format!("you may not create any {}", collection.name));
            return self.data();
        }
        // A component in which this record is made has relations of its own.
        let outer = std::mem::take(&mut self.embedded);
        let outer_moment = std::mem::replace(&mut self.moment, Moment::Create);
        let mut data = self.data();
        data.id = self.new_id(given.get("id"));
        let presets = rules::presets(collection, self.roles);
        for field in writable(collection) {
            let json = given.get(&field.name);
            if parent == Some(&field.name) {
                if json.is_some_and(|json| !json.is_null()) {
                    let message = "is set by the relation that the record is made in: leave it out";
                    self.at_field(field, |this| this.fault("INVALID", message));
                }
                continue;
            }
            let preset = presets.iter().find(|preset| preset.field == field.name);
            if preset.is_some_and(|preset| preset.is_forced || json.is_none()) {
                continue;
            }
            self.field(field, json, Moment::Create, &mut data);
        }
        self.moment = outer_moment;
        data.embedded = std::mem::replace(&mut self.embedded, outer);
        data
    }

    /// Whether a component's field may be written: its own rules speak of roles alone.
    fn may_write(&self, component: &str, field: &Field) -> bool {
        let action = match self.moment {
            Moment::Create => Action::Create,
            Moment::Update => Action::Update,
        };
        may_write_inside(self.model, component, field, self.roles, action)
    }

    /// A change of a record: what is not given stays.
    fn update(&mut self, collection: &'m Collection, json: &Json) -> Data {
        let given = object(json);
        let outer = std::mem::take(&mut self.embedded);
        let outer_moment = std::mem::replace(&mut self.moment, Moment::Update);
        let mut data = self.data();
        for field in writable(collection) {
            if let Some(json) = given.get(&field.name) {
                self.field(field, Some(json), Moment::Update, &mut data);
            }
        }
        self.moment = outer_moment;
        data.embedded = std::mem::replace(&mut self.embedded, outer);
        data
    }

    fn data(&self) -> Data {
        Data {
            path: self.path.clone(),
            id: None,
            given: Vec::new(),
            values: Vec::new(),
            relations: Vec::new(),
            embedded: Vec::new(),
        }
    }

    fn field(&mut self, field: &'m Field, json: Option<&Json>, moment: Moment, data: &mut Data) {
        if json.is_some() {
            data.given.push(field.name.clone());
        }
        // What is being read of the record around it waits meanwhile.
        let outer = std::mem::take(&mut self.embedded);
        self.at_field(field, |this| {
            if field.read_only && json.is_some() {
                this.fault("READ_ONLY", "can't be written");
            } else if let Some(relation) = field.relation() {
                data.relations.extend(this.relation(field, relation, json, moment));
            } else if let Some(assignment) = this.assignment(field, json, moment) {
                data.values.push((field.name.clone(), assignment));
            }
        });
        let inner = std::mem::replace(&mut self.embedded, outer);
        let of_field = inner.into_iter().map(|found| Embedded { field: field.name.clone(), ..found });
        self.embedded.extend(of_field);
    }

    /// What becomes of a column; none when it is left to the record's making.
    fn assignment(&mut self, field: &'m Field, json: Option<&Json>, moment: Moment) -> Option<Assignment> {
        match (json, moment) {
            (Some(json), Moment::Update) if !json.is_null() => self.change(field, json),
            (None, Moment::Update) => None,
            (json, _) => self.value(field, json, moment).map(Assignment::Set),
        }
    }

    fn new_id(&mut self, json: Option<&Json>) -> Option<String> {
        let json = json.filter(|json| !json.is_null())?;
        match Scalar::ID.parse(json) {
            Ok(Value::Text(id)) => Some(id),
            Ok(_) => None,
            Err(reason) => {
                self.at(".id", |this| this.fault("INVALID", reason));
                None
            }
        }
    }

    /// `{ key, create, update }`, at the root or in a relation.
    fn upsert(&mut self, collection: &'m Collection, given: &Arguments, parent: Option<&str>) -> Upsert {
        let part = |name: &str| given.get(name).unwrap_or(&Json::Null);
        let dot = if self.path.is_empty() { "" } else { "." };
        let key = self.at(format!("{dot}key"), |this| this.key(collection, part("key")));
        let key = key.unwrap_or_else(|| id_key(&Json::Null));
        let mut filled = object(part("create")).clone();
        // What the record is looked for by, it has when it is made.
        let names = [key.field.as_str()].into_iter().filter(|name| Some(*name) != parent);
        for name in names {
            let is_relation = collection.fields.get(name).is_some_and(|field| field.relation().is_some());
            let value = match is_relation {
                true => serde_json::json!({ "connect": { "id": key.value.to_json() } }),
                false => key.value.to_json(),
            };
            let entry = filled.entry(name).or_insert(Json::Null);
            if entry.is_null() {
                *entry = value;
            }
        }
        let outer = std::mem::replace(&mut self.is_uncertain, true);
        let create =
            self.at(format!("{dot}create"), |this| this.create(collection, &Json::Object(filled), parent));
        let update = self.at(format!("{dot}update"), |this| this.update(collection, part("update")));
        self.is_uncertain = outer;
        Upsert { key, create, update }
    }

    /// `{ id: ... }` or another unique field; the schema sees to it that it is one.
    fn key(&mut self, collection: &'m Collection, json: &Json) -> Option<Key> {
        let (name, value) = object(json).iter().find(|(_, value)| !value.is_null())?;
        let field = collection.fields.get(name)?;
        if !may_find_by(self.model, collection, field, self.roles) {
            let message = format!("speaks of `{}.{name}`, which you may not read", collection.name);
            self.at(format!(".{name}"), |this| this.fault(FORBIDDEN, message));
            return None;
        }
        let parsed = match field.kind {
            crate::model::FieldKind::Scalar(scalar) => scalar.parse_operand(value),
            _ => Ok(Value::Text(value.as_str().unwrap_or_default().to_owned())),
        };
        match parsed {
            Ok(value) => Some(Key { path: self.path.clone(), field: name.clone(), value: field.kept(value) }),
            Err(reason) => {
                self.at(format!(".{name}"), |this| this.fault("INVALID", reason));
                None
            }
        }
    }

    /// Reads a part of the input that stands at that step from here.
    fn at<T>(&mut self, step: impl Display, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        // Writing to a text can't fail.
        let _ = write!(self.path, "{step}");
        let value = read(self);
        self.path.truncate(length);
        value
    }

    fn at_field<T>(&mut self, field: &Field, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at(format_args!(".{}", field.name), read)
    }

    fn each<T>(&mut self, items: &[Json], mut read: impl FnMut(&mut Self, &Json) -> T) -> Vec<T> {
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            values.push(self.at(format_args!("[{index}]"), |this| read(this, item)));
        }
        values
    }

    fn fault(&mut self, code: &'static str, message: impl Into<String>) {
        self.faults.push(FieldError { path: self.path.clone(), code, message: message.into() });
    }

    fn broken(&mut self, violations: Vec<Violation>) {
        for Violation { code, message } in violations {
            self.fault(code, message);
        }
    }
}

/// Whether a record is made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Create,
    Update,
}

/// The fields that requests may speak of.
fn writable(collection: &Collection) -> impl Iterator<Item = &Field> {
    collection.fields.values().filter(|field| !field.built_in)
}

/// The key of the record with that id.
fn id_key(json: &Json) -> Key {
    let id = json.as_str().unwrap_or_default();
    Key { path: "id".to_owned(), field: "id".to_owned(), value: Value::Text(id.to_owned()) }
}

/// The entries of an object; none for null.
fn object(json: &Json) -> &Map<String, Json> {
    static NONE: std::sync::LazyLock<Map<String, Json>> = std::sync::LazyLock::new(Map::new);
    json.as_object().unwrap_or(&NONE)
}

/// The items of a list; none for null. The schema has made a list of a single item.
fn items(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}
