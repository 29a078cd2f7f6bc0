//! From JSON to a checked value of a field: kinds, enums, components, blocks, references, `@check`.
//!
//! Every fault of a row is found at once. Read [`Reading`] first.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::problem::Fault;
use super::resolve::{Key, Resolved, Resolver};
use crate::model::check::{self, Patterns, Violation, quoted};
use crate::model::suggest::did_you_mean;
use crate::model::{Field, FieldKind, Model, Relation, Scalar, Value};

/// The reading of one row.
pub struct Reading<'a, 'm> {
    /// The model.
    pub model: &'m Model,
    /// Answers references.
    pub resolver: &'a mut Resolver<'m>,
    /// The model's patterns.
    pub patterns: &'a Patterns,
    /// What is wrong so far.
    pub faults: Vec<Fault>,
}

impl Reading<'_, '_> {
    /// The value of a field's column. Faults are noted, and a null takes the value's place.
    pub fn column(&mut self, field: &Field, path: &str, given: Option<Json>) -> Value {
        let given = given.filter(|json| !json.is_null()).or_else(|| field.default.clone());
        match given {
            None if field.list && field.required => Value::Json(Json::Array(Vec::new())),
            None => {
                if field.required {
                    self.fault(path, "is required");
                }
                Value::Null
            }
            Some(json) if field.list => self.list(field, path, json),
            Some(json) => self.item(field, path, &json).unwrap_or(Value::Null),
        }
    }

    /// The ids that a to-many field holds, in their order.
    pub fn references(&mut self, field: &Field, relation: &Relation, path: &str, given: Json) -> Vec<String> {
        let items = match given {
            Json::Null => Vec::new(),
            Json::Array(items) => items,
            one => vec![one],
        };
        if let Some(max) = relation.max
            && items.len() > max as usize
        {
            self.fault(path, format!("holds {} records, and at most {max} are allowed", items.len()));
        }
        let mut ids: Vec<String> = Vec::with_capacity(items.len());
        let mut seen = std::collections::HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}.{index}");
            if let Some(id) = self.reference(relation, &path, item) {
                if !seen.insert(id.clone()) {
                    self.fault(&path, format!("names {} a second time", quoted(&id)));
                }
                ids.push(id);
            }
        }
        if let Some(check) = &field.check {
            self.broken(path, check::of_length(check, items.len(), "records"));
        }
        ids
    }

    /// The id of the record that the value names.
    pub fn reference(&mut self, relation: &Relation, path: &str, value: &Json) -> Option<String> {
        let target = &relation.target;
        let key = match self.key(target, value) {
            Ok(key) => key,
            Err(reason) => {
                self.fault(path, reason);
                return None;
            }
        };
        match self.resolver.resolve(&key) {
            Resolved::Id(id) => Some(id),
            // The row will be read again when the database has answered.
            Resolved::Pending => None,
            Resolved::Nothing => {
                let value = quoted(&key.value);
                let by = key.field.map_or_else(String::new, |field| format!(" with that `{field}`"));
                let fault = Fault::new(path, format!("names a {target} that does not exist: {value}{by}"));
                self.faults.push(fault.with_hint(format!(
                    "import the {target} first, or together with this file in one command"
                )));
                None
            }
        }
    }

    /// `7`, `"7"`, `"some-slug"`, `{"id": "7"}` or `{"slug": "some-slug"}`
    fn key(&self, target: &str, value: &Json) -> Result<Key, String> {
        let key = |field: Option<&str>, value: &Json| {
            let value = match value {
                Json::String(text) => text.clone(),
                Json::Number(number) => number.to_string(),
                _ => return None,
            };
            Some(Key { collection: target.to_owned(), field: field.map(str::to_owned), value })
        };
        let expected = || format!("must be the id of a {target}, or the value of a unique field of it");
        let Json::Object(entries) = value else { return key(None, value).ok_or_else(expected) };
        if let Some(id) = entries.get("id") {
            return key(Some("id"), id).ok_or_else(expected);
        }
        let collection = self.model.collections.get(target).ok_or_else(expected)?;
        let mut unique = super::resolve::unique_fields(collection);
        let named = unique.find_map(|field| Some((field, entries.get(&field.name)?)));
        let (field, value) =
            named.ok_or_else(|| format!("must give the `id` or a unique field of {target}"))?;
        key(Some(&field.name), value).ok_or_else(expected)
    }

    fn list(&mut self, field: &Field, path: &str, json: Json) -> Value {
        let Json::Array(items) = json else {
            self.fault(path, format!("must be a list, not {}", quoted(&json.to_string())));
            return Value::Null;
        };
        if let Some(check) = &field.check {
            self.broken(path, check::of_length(check, items.len(), "items"));
        }
        let mut checked = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}.{index}");
            if !item.is_null() {
                let value = self.item(field, &path, item);
                checked.push(value.map_or(Json::Null, |value| field.json_of(&value)));
            } else if field.items_required {
                self.fault(&path, "must not be null");
            } else {
                checked.push(Json::Null);
            }
        }
        Value::Json(Json::Array(checked))
    }

    /// One value of the field: the value itself, or an item of its list.
    fn item(&mut self, field: &Field, path: &str, json: &Json) -> Option<Value> {
        match &field.kind {
            FieldKind::Scalar(scalar) => self.scalar(field, *scalar, path, json),
            FieldKind::Enum(name) => self.enum_value(name, path, json),
            FieldKind::Component(name) => self.component(name, None, path, json).map(Value::Json),
            FieldKind::Blocks(name) => self.block(name, path, json).map(Value::Json),
            FieldKind::Relation(relation) => self.reference(relation, path, json).map(Value::Text),
        }
    }

    fn scalar(&mut self, field: &Field, scalar: Scalar, path: &str, json: &Json) -> Option<Value> {
        match scalar.parse(json) {
            Ok(value) => {
                let value = field.kept(value);
                if let Some(check) = &field.check {
                    let judge = if field.list { check::of_item } else { check::of_value };
                    self.broken(path, judge(check, self.patterns, scalar, &value));
                }
                Some(value)
            }
            Err(reason) => {
                self.fault(path, format!("{reason}, not {}", quoted(&json.to_string())));
                None
            }
        }
    }

    fn enum_value(&mut self, name: &str, path: &str, json: &Json) -> Option<Value> {
        let values = self.model.enums.get(name).map(|known| known.values.as_slice()).unwrap_or_default();
        let names = || values.iter().map(|value| value.name.as_str());
        if let Some(text) = json.as_str().filter(|text| names().any(|name| name == *text)) {
            return Some(Value::Text(text.to_owned()));
        }
        let shown = quoted(json.as_str().unwrap_or(&json.to_string()));
        let mut fault = Fault::new(path, format!("must be a value of {name}, not {shown}"));
        let near = json.as_str().and_then(|text| did_you_mean(text, names()));
        fault.hint =
            near.or_else(|| Some(format!("the values are {}", names().collect::<Vec<_>>().join(", "))));
        self.faults.push(fault);
        None
    }

    /// A component as it is stored: its fields in the model's order, nulls left out.
    fn component(&mut self, name: &str, typename: Option<&str>, path: &str, json: &Json) -> Option<Json> {
        let model = self.model;
        let fields = &model.components.get(name)?.fields;
        let Some(entries) = json.as_object() else {
            self.fault(path, format!("must be an object with the fields of {name}"));
            return None;
        };
        self.unknown_entries(name, fields, path, entries);
        let mut stored = Map::new();
        if let Some(typename) = typename {
            stored.insert(TYPENAME.to_owned(), typename.into());
        }
        for field in fields.values() {
            let path = format!("{path}.{}", field.name);
            let given = entries.get(&field.name).cloned();
            let value = match field.relation().filter(|relation| relation.is_to_many()) {
                Some(relation) => {
                    let ids = self.references(field, relation, &path, given.unwrap_or_default());
                    ids.into_iter().map(Json::from).collect()
                }
                None => field.json_of(&self.column(field, &path, given)),
            };
            if !value.is_null() {
                stored.insert(field.name.clone(), value);
            }
        }
        Some(Json::Object(stored))
    }

    fn block(&mut self, union: &str, path: &str, json: &Json) -> Option<Json> {
        let members =
            self.model.blocks.get(union).map(|blocks| blocks.members.as_slice()).unwrap_or_default();
        let typename = json.get(TYPENAME).and_then(Json::as_str);
        if let Some(member) = members.iter().find(|member| Some(member.as_str()) == typename) {
            return self.component(member, Some(member), path, json);
        }
        let message = match typename {
            Some(other) => format!("has a `{TYPENAME}` that is not one of {union}: {}", quoted(other)),
            None => format!("needs a `{TYPENAME}` that says which component of {union} it is"),
        };
        self.faults
            .push(Fault::new(path, message).with_hint(format!("the components are {}", members.join(", "))));
        None
    }

    fn unknown_entries(
        &mut self,
        name: &str,
        fields: &IndexMap<String, Field>,
        path: &str,
        entries: &Map<String, Json>,
    ) {
        for key in entries.keys().filter(|key| *key != TYPENAME && !fields.contains_key(*key)) {
            let mut fault = Fault::new(format!("{path}.{key}"), format!("is not a field of {name}"));
            fault.hint = did_you_mean(key, fields.keys().map(String::as_str));
            self.faults.push(fault);
        }
    }

    fn broken(&mut self, path: &str, violations: Vec<Violation>) {
        self.faults.extend(violations.into_iter().map(|broken| Fault::new(path, broken.message)));
    }

    fn fault(&mut self, path: &str, message: impl Into<String>) {
        self.faults.push(Fault::new(path, message));
    }
}

/// The key under which a block says which component it is.
const TYPENAME: &str = "__typename";
