//! The root types: where every operation starts.

use crate::graphql::names;
use crate::graphql::system::{Root, SystemField};
use crate::model::{Collection, Model};

use super::argument::{aggregate_arguments, connection_arguments, key_arguments, list_arguments};
use super::text::Sdl;

/// Writes `Query`, and each other root type that has a field.
pub fn write_roots(sdl: &mut Sdl, model: &Model, system: &[SystemField]) {
    sdl.define("What can be read.", format_args!("type {}", names::QUERY), |sdl| {
        for collection in model.collections.values() {
            if collection.singleton {
                write_singleton(sdl, collection);
            } else {
                write_reads(sdl, collection);
            }
        }
        let description = "The record with that id, of any type; null when there is none.";
        sdl.line(description, format_args!("{}(id: ID!): {}", names::NODE_FIELD, names::NODE));
        write_system(sdl, Root::Query, system);
    });
    write_other_root(sdl, Root::Mutation, system);
    write_other_root(sdl, Root::Subscription, system);
}

fn write_singleton(sdl: &mut Sdl, collection: &Collection) {
    let name = &collection.name;
    let description = format!("The only `{name}` record; null until it is written.");
    sdl.line(&description, format_args!("{}: {name}", names::one_field(collection)));
}

fn write_reads(sdl: &mut Sdl, collection: &Collection) {
    let name = collection.name.as_str();
    let list = names::list_field(collection);
    sdl.field(
        &format!("One `{name}` record by its id or another unique field; null when there is none."),
        names::one_field(collection),
        &key_arguments(collection),
        name,
    );
    sdl.field(
        &format!("The `{name}` records that pass a filter, in an order."),
        list,
        &list_arguments(name),
        format_args!("[{name}!]!"),
    );
    sdl.field(
        &format!("The `{name}` records in pages, with cursors that stay right while records come and go."),
        &names::connection_field(list),
        &connection_arguments(name),
        format_args!("{}!", names::connection(name)),
    );
    sdl.field(
        &format!("Counts, totals and groups of the `{name}` records that pass a filter."),
        &names::aggregate_field(list),
        &aggregate_arguments(name),
        format_args!("{}!", names::aggregate(name)),
    );
}

fn write_other_root(sdl: &mut Sdl, root: Root, system: &[SystemField]) {
    if !system.iter().any(|field| field.root == root) {
        return;
    }
    let (name, description) = match root {
        Root::Query => return,
        Root::Mutation => (names::MUTATION, "What can be written."),
        Root::Subscription => (names::SUBSCRIPTION, "What can be watched."),
    };
    sdl.define(description, format_args!("type {name}"), |sdl| write_system(sdl, root, system));
}

fn write_system(sdl: &mut Sdl, root: Root, system: &[SystemField]) {
    for field in system.iter().filter(|field| field.root == root) {
        sdl.raw_field(field.description, field.name, field.arguments, field.type_ref);
    }
}
