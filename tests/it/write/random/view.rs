//! What is selected of records, and what should be answered then.

use std::fmt::Write as _;

use headwater::model::{Field, FieldKind, Model};
use serde_json::{Value, json};

use super::world::{Kept, Record, World, kept, own_fields};

/// The fields of a type, relations by their ids.
pub fn selection(model: &Model, of: &str) -> String {
    let mut text = "{ id".to_owned();
    for field in own_fields(&model.collections[of]) {
        write!(text, " {}", selected(model, field)).unwrap();
    }
    text + " }"
}

fn selected(model: &Model, field: &Field) -> String {
    let name = &field.name;
    match (&field.kind, kept(field)) {
        (_, Some((_, Kept::There { many: true, .. } | Kept::FarList { .. }))) => {
            format!("{name}(orderBy: [{{ id: ASC }}]) {{ id }}")
        }
        (FieldKind::Relation(_), _) => format!("{name} {{ id }}"),
        (FieldKind::Component(component), _) => {
            format!("{name} {{ {} }}", component_selection(model, component))
        }
        (FieldKind::Blocks(union), _) => {
            let members = model.blocks[union].members.iter();
            let members =
                members.map(|name| format!("... on {name} {{ {} }}", component_selection(model, name)));
            format!("{name} {{ __typename {} }}", members.collect::<Vec<_>>().join(" "))
        }
        (FieldKind::Scalar(_) | FieldKind::Enum(_), _) => name.clone(),
    }
}

fn component_selection(model: &Model, name: &str) -> String {
    let fields = model.components[name].fields.values().map(|field| selected(model, field));
    fields.collect::<Vec<_>>().join(" ")
}

/// What should be answered of a record.
pub fn shown(world: &World, of: &str, id: &str) -> Value {
    let mut shown = Record::new();
    shown.insert("id".to_owned(), json!(id));
    for field in own_fields(&world.model.collections[of]) {
        let members = || world.members(of, id, field).into_iter().map(|id| json!({ "id": id }));
        let value = match &field.kind {
            FieldKind::Relation(relation) if relation.is_to_many() => members().collect(),
            FieldKind::Relation(_) => members().next().unwrap_or_default(),
            kind => shown_value(world, kind, &world.value(of, id, &field.name)),
        };
        shown.insert(field.name.clone(), value);
    }
    Value::Object(shown)
}

fn shown_value(world: &World, kind: &FieldKind, stored: &Value) -> Value {
    let name = match (kind, stored) {
        (FieldKind::Component(_) | FieldKind::Blocks(_), Value::Array(items)) => {
            return items.iter().map(|item| shown_value(world, kind, item)).collect();
        }
        (FieldKind::Component(name), Value::Object(_)) => name,
        (FieldKind::Blocks(_), Value::Object(block)) => block["__typename"].as_str().unwrap(),
        _ => return stored.clone(),
    };
    let mut shown = Record::new();
    shown.extend(stored.get("__typename").map(|name| ("__typename".to_owned(), name.clone())));
    for field in world.model.components[name].fields.values() {
        let stored = &stored[&field.name];
        let link = |id: &Value| json!({ "id": id });
        let value = match (&field.kind, stored) {
            (FieldKind::Relation(_), Value::Array(ids)) => ids.iter().map(link).collect(),
            (FieldKind::Relation(_), Value::String(_)) => link(stored),
            (kind, stored) => shown_value(world, kind, stored),
        };
        shown.insert(field.name.clone(), value);
    }
    Value::Object(shown)
}
