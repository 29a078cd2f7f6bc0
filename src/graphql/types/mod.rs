//! A model written out as the API's schema, in SDL. One file for each kind of type.
//!
//! Owns what the API looks like; the names are in [`super::names`], the answers are computed
//! elsewhere. The order of everything follows the model, so that equal models print equal text.
//! Read [`write_schema`] first.

mod aggregate;
mod argument;
mod connection;
mod filter;
mod operators;
mod order;
mod output;
mod reach;
mod root;
mod scalar;
mod text;

use crate::model::{Collection, Field, Model};

use super::system::SystemField;
use reach::Reach;
use text::Sdl;

/// The SDL of the whole API.
pub fn write_schema(model: &Model, system: &[SystemField]) -> String {
    let reach = Reach::new(model);
    let mut sdl = Sdl::default();
    root::write_roots(&mut sdl, model, system);
    output::write_node(&mut sdl);
    for interface in model.interfaces.values() {
        output::write_interface(&mut sdl, model, interface);
    }
    for collection in model.collections.values() {
        output::write_collection(&mut sdl, collection);
        if reach.is_listed(collection) {
            write_list_types(&mut sdl, &reach, collection);
        }
    }
    for component in model.components.values() {
        output::write_component(&mut sdl, component);
        filter::write_where(&mut sdl, &component.name, &component.fields);
        order::write_order_by(&mut sdl, &reach, &component.name, &component.fields);
    }
    for blocks in model.blocks.values() {
        output::write_blocks(&mut sdl, blocks);
        filter::write_blocks_where(&mut sdl, blocks);
    }
    for enum_type in model.enums.values() {
        output::write_enum(&mut sdl, enum_type);
    }
    filter::write_list_wheres(&mut sdl, model, &reach);
    connection::write_page_info(&mut sdl);
    order::write_direction(&mut sdl);
    aggregate::write_date_bucket(&mut sdl);
    operators::write_filters(&mut sdl, model);
    scalar::write_scalars(&mut sdl);
    sdl.into_text()
}

/// Everything that a list of a collection's records needs.
fn write_list_types(sdl: &mut Sdl, reach: &Reach, collection: &Collection) {
    filter::write_where(sdl, &collection.name, &collection.fields);
    order::write_order_by(sdl, reach, &collection.name, &collection.fields);
    order::write_list_order_by(sdl, reach, &collection.name);
    connection::write_connection(sdl, &collection.name);
    aggregate::write_aggregate(sdl, collection);
}

/// The fields that the API may show: all but the secret ones.
fn visible(fields: &indexmap::IndexMap<String, Field>) -> impl Iterator<Item = &Field> {
    fields.values().filter(|field| !field.secret)
}
