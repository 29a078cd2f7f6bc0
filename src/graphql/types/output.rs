//! What answers are made of: objects, interfaces, unions and enums of the model.

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Blocks, Collection, Component, EnumType, Field, FieldKind, Interface, Model};

use super::argument::{aggregate_arguments, connection_arguments, list_arguments};
use super::text::{Sdl, deprecation};

/// Writes Relay's `Node`.
pub fn write_node(sdl: &mut Sdl) {
    sdl.define("Anything that has an id of its own.", format_args!("interface {}", names::NODE), |sdl| {
        sdl.line("The id: unique among all records of all types.", "id: ID!");
    });
}

/// Writes a collection's object.
pub fn write_collection(sdl: &mut Sdl, collection: &Collection) {
    let head = format!("type {}{}", collection.name, implements(Some(names::NODE), &collection.implements));
    sdl.define(text(&collection.description), head, |sdl| {
        for field in super::visible(&collection.fields) {
            write_field(sdl, field);
            if field.is_to_many() {
                write_companions(sdl, field);
            }
        }
    });
}

/// Writes a component's object.
pub fn write_component(sdl: &mut Sdl, component: &Component) {
    let head = format!("type {}{}", component.name, implements(None, &component.implements));
    sdl.define(text(&component.description), head, |sdl| {
        for field in super::visible(&component.fields) {
            write_field(sdl, field);
        }
    });
}

/// Writes an interface of the model, without the fields that are secret in a type that implements it.
pub fn write_interface(sdl: &mut Sdl, model: &Model, interface: &Interface) {
    let head = format!("interface {}{}", interface.name, implements(None, &interface.implements));
    sdl.define(text(&interface.description), head, |sdl| {
        for field in super::visible(&interface.fields) {
            if !is_secret_somewhere(model, &interface.name, &field.name) {
                write_field(sdl, field);
            }
        }
    });
}

/// Writes a union of components.
pub fn write_blocks(sdl: &mut Sdl, blocks: &Blocks) {
    let members = blocks.members.join(" | ");
    sdl.define_line(text(&blocks.description), format_args!("union {} = {members}", blocks.name));
}

/// Writes an enum of the model.
pub fn write_enum(sdl: &mut Sdl, enum_type: &EnumType) {
    sdl.define(text(&enum_type.description), format_args!("enum {}", enum_type.name), |sdl| {
        for value in &enum_type.values {
            let deprecated = deprecation(value.deprecated.as_deref());
            sdl.line(text(&value.description), format_args!("{}{deprecated}", value.name));
        }
    });
}

fn write_field(sdl: &mut Sdl, field: &Field) {
    let arguments = match field.relation() {
        Some(relation) if relation.is_to_many() => list_arguments(&relation.target),
        _ => Vec::new(),
    };
    let deprecated = deprecation(field.deprecated.as_deref());
    let result = format!("{}{deprecated}", type_ref(field));
    sdl.field(text(&field.description), &field.name, &arguments, result);
}

/// The connection and the aggregate that stand beside a to-many field.
fn write_companions(sdl: &mut Sdl, field: &Field) {
    let Some(relation) = field.relation() else { return };
    let (name, target) = (&field.name, relation.target.as_str());
    let deprecated = deprecation(field.deprecated.as_deref());
    sdl.field(
        &format!("`{name}` in pages."),
        &names::connection_field(name),
        &connection_arguments(target),
        format_args!("{}!{deprecated}", names::connection(target)),
    );
    sdl.field(
        &format!("Counts, totals and groups of `{name}`."),
        &names::aggregate_field(name),
        &aggregate_arguments(target),
        format_args!("{}!{deprecated}", names::aggregate(target)),
    );
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

fn implements(first: Option<&str>, interfaces: &[String]) -> String {
    let names: Vec<&str> = first.into_iter().chain(interfaces.iter().map(String::as_str)).collect();
    if names.is_empty() { String::new() } else { format!(" implements {}", names.join(" & ")) }
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
