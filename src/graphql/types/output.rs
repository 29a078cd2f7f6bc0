//! What answers are made of: objects, interfaces, unions and enums of the model.

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Blocks, Collection, Component, EnumType, Field, FieldKind, Interface, Model};

use super::argument::{aggregate_arguments, connection_arguments, list_arguments};
use super::document::{Document, Output, enum_value, field, field_with};

/// Writes Relay's `Node`.
pub fn write_node(document: &mut Document) {
    let id = field("The id.", "id", "ID!");
    document.interface("Anything that has an id of its own.", names::NODE, &[], vec![id]);
}

/// Writes a collection's object.
pub fn write_collection(document: &mut Document, collection: &Collection) {
    let interfaces = std::iter::once(names::NODE).chain(collection.implements.iter().map(String::as_str));
    let fields = super::visible(&collection.fields).flat_map(|field| {
        let companions = if field.is_to_many() { companions(field) } else { Vec::new() };
        std::iter::once(output(field)).chain(companions)
    });
    document.object(text(&collection.description), &collection.name, interfaces, fields.collect());
}

/// Writes a component's object.
pub fn write_component(document: &mut Document, component: &Component) {
    let interfaces = component.implements.iter().map(String::as_str);
    let fields = super::visible(&component.fields).map(output).collect();
    document.object(text(&component.description), &component.name, interfaces, fields);
}

/// Writes an interface of the model, without the fields that are secret in a type that implements it.
pub fn write_interface(document: &mut Document, model: &Model, interface: &Interface) {
    let fields = super::visible(&interface.fields)
        .filter(|field| !is_secret_somewhere(model, &interface.name, &field.name))
        .map(output);
    let (description, implements) = (text(&interface.description), &interface.implements);
    document.interface(description, &interface.name, implements, fields.collect());
}

/// Writes a union of components.
pub fn write_blocks(document: &mut Document, blocks: &Blocks) {
    document.union(text(&blocks.description), &blocks.name, &blocks.members);
}

/// Writes an enum of the model.
pub fn write_enum(document: &mut Document, enum_type: &EnumType) {
    let values = enum_type
        .values
        .iter()
        .map(|value| enum_value(text(&value.description), &value.name, value.deprecated.as_deref()));
    document.enumeration(text(&enum_type.description), &enum_type.name, values.collect());
}

/// The field as it stands in answers.
fn output(field: &Field) -> Output {
    let arguments = match field.relation() {
        Some(relation) if relation.is_to_many() => list_arguments(&relation.target),
        _ => Vec::new(),
    };
    let deprecated = field.deprecated.as_deref();
    field_with(text(&field.description), &field.name, arguments, &type_ref(field), deprecated)
}

/// The connection and the aggregate that stand beside a to-many field.
fn companions(field: &Field) -> Vec<Output> {
    let Some(relation) = field.relation() else { return Vec::new() };
    let (name, target) = (&field.name, relation.target.as_str());
    let deprecated = field.deprecated.as_deref();
    vec![
        field_with(
            &format!("`{name}` in pages."),
            &names::connection_field(name),
            connection_arguments(target),
            &format!("{}!", names::connection(target)),
            deprecated,
        ),
        field_with(
            &format!("Counts, totals and groups of `{name}`."),
            &names::aggregate_field(name),
            aggregate_arguments(target),
            &format!("{}!", names::aggregate(target)),
            deprecated,
        ),
    ]
}

/// The field's type in answers.
fn type_ref(field: &Field) -> String {
    let name = type_name(field);
    if field.is_to_many() {
        return format!("[{name}!]!");
    }
    let outer = if field.required { "!" } else { "" };
    if field.list {
        let inner = if field.items_required { "!" } else { "" };
        format!("[{name}{inner}]{outer}")
    } else {
        format!("{name}{outer}")
    }
}

/// The name of the type of one item of the field.
pub fn type_name(field: &Field) -> &str {
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.name(),
        FieldKind::Enum(name) | FieldKind::Component(name) | FieldKind::Blocks(name) => name,
        FieldKind::Relation(relation) => &relation.target,
    }
}

fn is_secret_somewhere(model: &Model, interface: &str, field: &str) -> bool {
    let hides = |implements: &[String], fields: &IndexMap<String, Field>| {
        implements.iter().any(|name| name == interface) && fields.get(field).is_some_and(|field| field.secret)
    };
    model.collections.values().any(|collection| hides(&collection.implements, &collection.fields))
        || model.components.values().any(|component| hides(&component.implements, &component.fields))
}

fn text(description: &Option<String>) -> &str {
    description.as_deref().unwrap_or_default()
}
