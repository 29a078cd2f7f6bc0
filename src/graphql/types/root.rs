//! The root types: where every operation starts.

use apollo_compiler::ast;

use crate::graphql::names;
use crate::graphql::system::{Root, SystemField};
use crate::model::{Collection, Model};

use super::argument::{aggregate_arguments, connection_arguments, key_arguments, list_arguments};
use super::document::{Document, Output, field, field_with, input};
use super::{watch, write};

/// Writes `Query`, and each other root type that has a field.
pub fn write_roots(document: &mut Document, model: &Model, system: &[SystemField]) {
    let mut reads: Vec<Output> = model.collections.values().flat_map(reads_of).collect();
    reads.push(node_field());
    reads.extend(system_fields(Root::Query, system));
    let mut streams = reads.clone();
    document.plain_object("What can be read.", names::QUERY, reads);
    let mut writes: Vec<Output> = model.collections.values().flat_map(write::fields_of).collect();
    writes.extend(system_fields(Root::Mutation, system));
    if !writes.is_empty() {
        let description = "What can be written. All fields of one request are written, or none is.";
        document.plain_object(description, names::MUTATION, writes);
    }
    streams.extend(model.collections.values().map(watch::changes_field));
    streams.extend(system_fields(Root::Subscription, system));
    let description =
        "What can be watched: every query, answered again when its answer changes, and streams of changes.";
    document.plain_object(description, names::SUBSCRIPTION, streams);
}

fn reads_of(collection: &Collection) -> Vec<Output> {
    if collection.singleton { vec![singleton(collection)] } else { collection_reads(collection) }
}

fn singleton(collection: &Collection) -> Output {
    let description = format!("The only `{}` record; null until it is written.", collection.name);
    field(&description, names::one_field(collection), &collection.name)
}

fn collection_reads(collection: &Collection) -> Vec<Output> {
    let name = collection.name.as_str();
    let list = names::list_field(collection);
    vec![
        field_with(
            &format!("One `{name}` record by a unique field; null when there is none."),
            names::one_field(collection),
            key_arguments(collection),
            name,
            None,
        ),
        field_with(
            &format!("The `{name}` records that pass a filter, in an order."),
            list,
            list_arguments(name),
            &format!("[{name}!]!"),
            None,
        ),
        field_with(
            &format!("The `{name}` records in pages, by cursors that last."),
            &names::connection_field(list),
            connection_arguments(name),
            &format!("{}!", names::connection(name)),
            None,
        ),
        field_with(
            &format!("Counts, totals and groups of `{name}` records."),
            &names::aggregate_field(list),
            aggregate_arguments(name),
            &format!("{}!", names::aggregate(name)),
            None,
        ),
    ]
}

fn node_field() -> Output {
    let id = input("The id. `Post:7` says which type is meant where types share ids.", "id", "ID!");
    let description = "The record with that id, of any type; null when there is none.";
    field_with(description, names::NODE_FIELD, vec![id], names::NODE, None)
}

fn system_fields(root: Root, system: &[SystemField]) -> Vec<Output> {
    system.iter().filter(|field| field.root == root).map(system_field).collect()
}

fn system_field(system: &SystemField) -> Output {
    let arguments = arguments_of(system.arguments);
    field_with(system.description, system.name, arguments, system.type_ref, None)
}

/// The arguments that SDL writes so. What can't be read is left out: the texts are constants of
/// [`crate::graphql::system`], and a test reads each of them.
fn arguments_of(sdl: &str) -> Vec<super::document::Input> {
    if sdl.is_empty() {
        return Vec::new();
    }
    let parsed = ast::Document::parse(format!("type Query {{ field({sdl}): Int }}"), "system field");
    let document = parsed.unwrap_or_else(|broken| broken.partial);
    match document.definitions.first() {
        Some(ast::Definition::ObjectTypeDefinition(object)) => {
            object.fields.first().map(|field| field.arguments.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
