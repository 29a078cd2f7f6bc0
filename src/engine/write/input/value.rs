//! The values of columns: scalars, enums, lists, components and blocks.

use serde_json::{Map, Value as Json};

use super::super::data::{Assignment, Embedded, ListChange};
use super::{FORBIDDEN, Moment, Reading, object};
use crate::model::check::{self, quoted};
use crate::model::suggest::did_you_mean;
use crate::model::{Component, Field, FieldKind, Model, Relation, Scalar, Value};

/// The key under which a stored block says which component it is.
const TYPENAME: &str = "__typename";

impl<'m> Reading<'m> {
    /// The value of a column that is set; none for one that is made later or whose value is wrong.
    pub(super) fn value(&mut self, field: &'m Field, json: Option<&Json>, moment: Moment) -> Option<Value> {
        let json = match json {
            None if moment == Moment::Create => field.default.as_ref(),
            given => given.filter(|json| !json.is_null()),
        };
        match json {
            Some(json) if field.list => self.list(field, json).map(|items| Value::Json(Json::Array(items))),
            Some(json) => self.item(field, json, String::new()),
            None if field.required && field.list && moment == Moment::Create => {
                Some(Value::Json(Json::Array(Vec::new())))
            }
            // It is made of another field when the record is.
            None if moment == Moment::Create && field.slug_from.is_some() => None,
            None if field.required => {
                self.fault("REQUIRED", "is required");
                None
            }
            None => Some(Value::Null),
        }
    }

    /// What becomes of a column that has a value: a plain value, or an operation on what is there.
    pub(super) fn change(&mut self, field: &'m Field, json: &Json) -> Option<Assignment> {
        match (&field.kind, json) {
            (FieldKind::Scalar(scalar), Json::Object(operations)) if !field.list && is_number(*scalar) => {
                self.number_change(field, operations)
            }
            (FieldKind::Scalar(_) | FieldKind::Enum(_), Json::Object(operations)) if field.list => {
                self.list_change(field, operations)
            }
            _ => self.value(field, Some(json), Moment::Update).map(Assignment::Set),
        }
    }

    /// `{ set }`, `{ inc }` or `{ mul }`
    fn number_change(&mut self, field: &'m Field, operations: &Map<String, Json>) -> Option<Assignment> {
        let given: Vec<_> =
            operations.iter().filter(|(name, value)| *name == "set" || !value.is_null()).collect();
        let [(name, json)] = given.as_slice() else {
            self.fault("INVALID", "takes a number, or exactly one of `set`, `inc` and `mul`");
            return None;
        };
        self.at(format_args!(".{name}"), |this| match name.as_str() {
            "set" => this.value(field, Some(json), Moment::Update).map(Assignment::Set),
            // The bounds of the field are for what comes out.
            "inc" => this.operand(field, json).map(Assignment::Add),
            "mul" => this.operand(field, json).map(Assignment::Multiply),
            _ => {
                this.fault("INVALID", "is not one of `set`, `inc` and `mul`");
                None
            }
        })
    }

    fn operand(&mut self, field: &Field, json: &Json) -> Option<Value> {
        let FieldKind::Scalar(scalar) = field.kind else { return None };
        match scalar.parse(json) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.invalid(&reason, json);
                None
            }
        }
    }

    /// `{ set }`, or any of `{ remove, prepend, append }`
    fn list_change(&mut self, field: &'m Field, operations: &Map<String, Json>) -> Option<Assignment> {
        if let Some(json) = operations.get("set") {
            if operations.len() > 1 {
                self.fault("INVALID", "takes `set` alone, or any of `remove`, `prepend` and `append`");
                return None;
            }
            return self
                .at(".set", |this| this.value(field, Some(json), Moment::Update))
                .map(Assignment::Set);
        }
        if operations.is_empty() {
            self.fault("INVALID", "takes a list, or any of `set`, `remove`, `prepend` and `append`");
        }
        let mut change = ListChange::default();
        for (name, json) in operations {
            let single = std::slice::from_ref(json);
            let given = json.as_array().map_or(single, Vec::as_slice);
            self.at(format_args!(".{name}"), |this| {
                let part = match name.as_str() {
                    "remove" => &mut change.remove,
                    "prepend" => &mut change.prepend,
                    "append" => &mut change.append,
                    _ => {
                        return this
                            .fault("INVALID", "is not one of `set`, `remove`, `prepend` and `append`");
                    }
                };
                *part = this.items(field, given);
            });
        }
        Some(Assignment::List(change))
    }

    fn list(&mut self, field: &'m Field, json: &Json) -> Option<Vec<Json>> {
        let Json::Array(given) = json else {
            self.invalid("must be a list", json);
            return None;
        };
        if let Some(check) = &field.check {
            self.broken(check::of_length(check, given.len(), "items"));
        }
        Some(self.items(field, given))
    }

    fn items(&mut self, field: &'m Field, given: &[Json]) -> Vec<Json> {
        let mut stored = Vec::with_capacity(given.len());
        for (index, item) in given.iter().enumerate() {
            self.at(format_args!("[{index}]"), |this| {
                if item.is_null() && field.items_required {
                    this.fault("REQUIRED", "must not be null");
                }
                let item = Some(item).filter(|item| !item.is_null());
                let value = item.and_then(|item| this.item(field, item, format!("/{index}")));
                stored.push(value.map_or(Json::Null, |value| field.json_of(&value)));
            });
        }
        stored
    }

    /// One value of the field: the value itself, or an item of its list. `pointer` is its place in the
    /// field's JSON.
    fn item(&mut self, field: &'m Field, json: &Json, pointer: String) -> Option<Value> {
        match &field.kind {
            FieldKind::Scalar(scalar) => self.scalar(field, *scalar, json),
            FieldKind::Enum(name) => self.enum_value(name, json),
            FieldKind::Component(name) => {
                let component = self.model.components.get(name)?;
                Some(Value::Json(self.component(component, Map::new(), json, &pointer)))
            }
            FieldKind::Blocks(name) => self.block(name, json, &pointer).map(Value::Json),
            FieldKind::Relation(_) => None,
        }
    }

    fn scalar(&mut self, field: &Field, scalar: Scalar, json: &Json) -> Option<Value> {
        match scalar.parse(json) {
            Ok(value) => {
                let value = field.kept(value);
                if let Some(check) = &field.check {
                    let judge = if field.list { check::of_item } else { check::of_value };
                    let patterns = self.patterns;
                    self.broken(judge(check, patterns, scalar, &value));
                }
                Some(value)
            }
            Err(reason) => {
                self.invalid(&reason, json);
                None
            }
        }
    }

    fn invalid(&mut self, reason: &str, json: &Json) {
        self.fault("INVALID", format!("{reason}, not {}", quoted(&json.to_string())));
    }

    fn enum_value(&mut self, name: &str, json: &Json) -> Option<Value> {
        let values = self.model.enums.get(name).map(|known| known.values.as_slice()).unwrap_or_default();
        let names = || values.iter().map(|value| value.name.as_str());
        let text = json.as_str().unwrap_or_default();
        if names().any(|name| name == text) {
            return Some(Value::Text(text.to_owned()));
        }
        let hint = did_you_mean(text, names());
        let hint =
            hint.unwrap_or_else(|| format!("the values are {}", names().collect::<Vec<_>>().join(", ")));
        self.fault(
            "UNKNOWN_VALUE",
            format!("must be a value of {name}, not {}; {hint}", quoted(&json.to_string())),
        );
        None
    }

    /// `{ picture: {...} }`. The path to what is inside leaves the component's name out, as answers do.
    fn block(&mut self, union: &str, json: &Json, pointer: &str) -> Option<Json> {
        let model: &'m Model = self.model;
        let (name, json) = object(json).iter().find(|(_, inner)| !inner.is_null())?;
        let members = model.blocks.get(union)?.members.iter();
        let mut members = members.filter_map(|member| model.components.get(member));
        let named = |component: &&Component| {
            heck::ToLowerCamelCase::to_lower_camel_case(component.name.as_str()) == *name
        };
        let component = members.find(named)?;
        let typename = (TYPENAME.to_owned(), Json::from(component.name.as_str()));
        Some(self.component(component, [typename].into_iter().collect(), json, pointer))
    }

    /// A component as it is stored: its fields in the model's order, nulls left out.
    fn component(
        &mut self,
        component: &'m Component,
        mut stored: Map<String, Json>,
        json: &Json,
        pointer: &str,
    ) -> Json {
        let given = object(json);
        for field in component.fields.values() {
            let json = given.get(&field.name);
            let value = self.at_field(field, |this| {
                let place = format!("{pointer}/{}", field.name);
                if json.is_some() && !this.may_write(&component.name, field) {
                    this.fault(FORBIDDEN, format!("you may not write `{}.{}`", component.name, field.name));
                    return None;
                }
                match field.relation() {
                    Some(relation) => this.embedded(field, relation, json, place),
                    None => this.component_value(field, json, &place),
                }
            });
            stored.extend(value.map(|value| (field.name.clone(), value)));
        }
        Json::Object(stored)
    }

    fn component_value(&mut self, field: &'m Field, json: Option<&Json>, place: &str) -> Option<Json> {
        // Places noted inside are counted from the field: the component's own comes before them.
        let before = self.embedded.len();
        let value = self.value(field, json, Moment::Create)?;
        for embedded in self.embedded.iter_mut().skip(before) {
            embedded.pointer.insert_str(0, place);
        }
        Some(field.json_of(&value)).filter(|json| !json.is_null())
    }

    /// A relation inside a component: null keeps its place until the record that it leads to is known.
    fn embedded(
        &mut self,
        field: &'m Field,
        relation: &'m Relation,
        json: Option<&Json>,
        pointer: String,
    ) -> Option<Json> {
        let read = self.relation(field, relation, json, Moment::Create);
        let Some((_, write)) = read else {
            return relation.is_to_many().then(|| Json::Array(Vec::new()));
        };
        self.embedded.push(Embedded {
            field: String::new(),
            pointer,
            target: relation.target.clone(),
            write,
        });
        Some(Json::Null)
    }
}

/// Whether a field of the scalar can be counted up and multiplied.
pub(super) fn is_number(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Decimal)
}
