//! Components, unions of them and enums as the answer tells them.

use serde_json::{Value as Json, json};

use super::field;
use super::label;
use super::view::View;
use crate::access::matrix;
use crate::graphql::names;
use crate::graphql::types::Reach;
use crate::model::{Blocks, Component, EnumType, EnumValue, Model};

/// `ModelComponent`
pub fn component(view: &View<'_>, reach: &Reach<'_>, component: &Component) -> Json {
    let name = component.name.as_str();
    let fields = view.fields(name, &component.fields).map(|of| field::shown(view, reach, name, of));
    json!({
        "name": name,
        "label": label::of_type(name),
        "description": component.description,
        "fields": fields.collect::<Vec<_>>(),
    })
}

/// `ModelBlocks`
pub fn blocks(blocks: &Blocks) -> Json {
    let member = |name: &String| json!({ "component": name, "inputKey": names::member_field(name) });
    json!({
        "name": blocks.name,
        "label": label::of_type(&blocks.name),
        "description": blocks.description,
        "members": blocks.members.iter().map(member).collect::<Vec<_>>(),
    })
}

/// `ModelEnum`
pub fn enumeration(of: &EnumType) -> Json {
    json!({
        "name": of.name,
        "label": label::of_type(&of.name),
        "description": of.description,
        "values": of.values.iter().map(|value| enum_value(&of.name, value)).collect::<Vec<_>>(),
    })
}

/// The roles, in the order of [`matrix::roles`].
pub fn roles(model: &Model) -> Vec<Json> {
    let known = |name: &str| model.enums.get("Role")?.values.iter().find(|role| role.name == name);
    let role = |name| match known(name) {
        Some(role) => enum_value("Role", role),
        None => {
            json!({ "name": name, "label": label::of_value(name), "description": null, "deprecated": null })
        }
    };
    matrix::roles(model).into_iter().map(role).collect()
}

fn enum_value(enum_name: &str, value: &EnumValue) -> Json {
    let label = match enum_name {
        // `pt_BR` is how GraphQL writes `pt-BR`.
        "Locale" => value.name.replace('_', "-"),
        _ => label::of_value(&value.name),
    };
    json!({
        "name": value.name,
        "label": label,
        "description": value.description,
        "deprecated": value.deprecated,
    })
}
