//! A model written out as the API's schema. One file for each kind of type.
//!
//! Owns what the API looks like; the names are in [`super::names`], the answers are computed
//! elsewhere. The order of everything follows the model, so that equal models print equal text.
//! Read [`write_schema`] first.

mod access;
mod account;
mod aggregate;
mod argument;
mod change;
mod channel;
mod connection;
mod document;
mod filter;
mod input;
mod link;
mod mail;
mod model;
mod model_field;
mod model_files;
mod operators;
mod order;
mod output;
mod reach;
mod root;
mod saved_item;
mod scalar;
mod server;
#[cfg(test)]
mod tests;
mod update;
mod watch;
mod write;

use apollo_compiler::ast::{self, DirectiveLocation};
use indexmap::IndexMap;

use super::system::SystemField;
use crate::model::{Collection, Field, Model};
use document::Document;

pub(super) use aggregate::is_groupable;
pub(super) use filter::words;
pub(super) use order::order_type;
pub(super) use reach::Reach;

/// The schema of the whole API, as a syntax tree that prints itself as SDL.
pub fn write_schema(model: &Model, system: &[SystemField]) -> ast::Document {
    let reach = Reach::new(model);
    let mut document = Document::default();
    root::write_roots(&mut document, model, system);
    output::write_node(&mut document);
    for interface in model.interfaces.values() {
        output::write_interface(&mut document, model, interface);
    }
    for collection in model.collections.values() {
        write_collection(&mut document, &reach, collection);
    }
    for component in model.components.values() {
        output::write_component(&mut document, component);
        filter::write_where(&mut document, &component.name, &component.fields);
        order::write_order_by(&mut document, &reach, &component.name, &component.fields);
        input::write_component_input(&mut document, component);
    }
    for blocks in model.blocks.values() {
        output::write_blocks(&mut document, blocks);
        filter::write_blocks_where(&mut document, blocks);
        input::write_blocks_input(&mut document, blocks);
    }
    for enum_type in model.enums.values().filter(|enum_type| !enum_type.values.is_empty()) {
        output::write_enum(&mut document, enum_type);
    }
    write_shared(&mut document, model, &reach);
    document.finish()
}

/// A collection's object, and everything that reading a list of its records and writing them needs.
fn write_collection(document: &mut Document, reach: &Reach, collection: &Collection) {
    output::write_collection(document, collection);
    if reach.is_listed(collection) {
        filter::write_where(document, &collection.name, &collection.fields);
        order::write_order_by(document, reach, &collection.name, &collection.fields);
        order::write_list_order_by(document, reach, &collection.name);
        connection::write_connection(document, &collection.name);
        aggregate::write_aggregate(document, collection);
    }
    input::write_inputs(document, reach, collection);
    watch::write_record_change(document, collection);
}

/// The types that there is one copy of.
fn write_shared(document: &mut Document, model: &Model, reach: &Reach) {
    filter::write_list_wheres(document, model, reach);
    connection::write_page_info(document);
    order::write_direction(document);
    aggregate::write_date_bucket(document);
    access::write_accesses(document);
    change::write_changes(document);
    watch::write_change_op(document);
    mail::write_mails(document);
    model::write_model(document);
    model_files::write_model_files(document);
    saved_item::write_saved_items(document);
    server::write_server(document);
    channel::write_channels(document);
    account::write_accounts(document);
    link::write_links(document, model);
    // Built into GraphQL since September 2025, but apollo-compiler 1.33 does not know it.
    document.directive("Exactly one field must be given.", "oneOf", DirectiveLocation::InputObject);
    operators::write_filters(document, model);
    update::write_updates(document, model);
    scalar::write_scalars(document);
}

/// The fields that the API may show: all but the secret ones.
fn visible(fields: &IndexMap<String, Field>) -> impl Iterator<Item = &Field> {
    fields.values().filter(|field| !field.secret)
}

/// The fields that clients may write: all but those that Headwater writes itself.
fn writable(fields: &IndexMap<String, Field>) -> impl Iterator<Item = &Field> {
    fields.values().filter(|field| !field.built_in)
}

/// Whether there is anything to change in the collection's records.
pub(super) fn can_change(collection: &Collection) -> bool {
    writable(&collection.fields).next().is_some()
}
