//! The filters of objects: `PostWhere`, `SeoWhere`, `BlockWhere`, `CommentListWhere`. Those of values
//! are in [`super::operators`].

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Blocks, Field, FieldKind, Model, Scalar};

use super::reach::Reach;
use super::text::Sdl;

/// Writes the filter of a collection or a component.
pub fn write_where(sdl: &mut Sdl, type_name: &str, fields: &IndexMap<String, Field>) {
    let head = format!("input {}", names::where_input(type_name));
    let description = format!("What a `{type_name}` must be like. Everything given must hold.");
    sdl.define(&description, head, |sdl| {
        write_logic(sdl, &names::where_input(type_name));
        for field in super::visible(fields) {
            let filter = filter_type(sdl, field);
            sdl.line("", format_args!("{}: {filter}", field.name));
        }
    });
}

/// Writes the filter of a union of components and the enum of their names.
pub fn write_blocks_where(sdl: &mut Sdl, blocks: &Blocks) {
    let members = names::member_enum(&blocks.name);
    sdl.define(
        &format!("The types that a `{}` may be.", blocks.name),
        format_args!("enum {members}"),
        |sdl| {
            for member in &blocks.members {
                sdl.line("", member);
            }
        },
    );
    let head = format!("input {}", names::where_input(&blocks.name));
    let description = format!("What a `{}` must be like. Everything given must hold.", blocks.name);
    sdl.define(&description, head, |sdl| {
        write_logic(sdl, &names::where_input(&blocks.name));
        sdl.line("It is of one of these types.", format_args!("{}: [{members}!]", names::IS));
        for member in &blocks.members {
            let field = names::member_field(member);
            let description = format!("It is a `{member}` and passes.");
            sdl.line(&description, format_args!("{field}: {}", names::where_input(member)));
        }
    });
}

/// Writes the filters of lists of objects, for every type of which some field holds a list.
pub fn write_list_wheres(sdl: &mut Sdl, model: &Model, reach: &Reach) {
    let names = model.collections.keys().chain(model.components.keys()).chain(model.blocks.keys());
    for name in names.filter(|name| reach.is_list_item(name)) {
        write_list_where(sdl, name);
    }
}

fn write_list_where(sdl: &mut Sdl, type_name: &str) {
    let item = names::where_input(type_name);
    let count = sdl.using(names::filter(Scalar::Int.name()));
    let head = format!("input {}", names::list_where(type_name));
    let description = format!("What a list of `{type_name}` must be like. Everything given must hold.");
    sdl.define(&description, head, |sdl| {
        sdl.line("At least one passes.", format_args!("{}: {item}", names::SOME));
        sdl.line("Every one passes; true of an empty list.", format_args!("{}: {item}", names::EVERY));
        sdl.line("Not one passes; true of an empty list.", format_args!("{}: {item}", names::NONE));
        sdl.line("How many there are.", format_args!("{}: {count}", names::COUNT));
    });
}

/// The type that filters by a field.
fn filter_type(sdl: &mut Sdl, field: &Field) -> String {
    match &field.kind {
        FieldKind::Relation(relation) => object_filter(&relation.target, relation.is_to_many()),
        FieldKind::Component(name) | FieldKind::Blocks(name) => object_filter(name, field.list),
        FieldKind::Scalar(scalar) => sdl.using(value_filter(scalar.name(), field.list)),
        FieldKind::Enum(name) => sdl.using(value_filter(name, field.list)),
    }
}

fn object_filter(type_name: &str, list: bool) -> String {
    if list { names::list_where(type_name) } else { names::where_input(type_name) }
}

fn value_filter(type_name: &str, list: bool) -> String {
    if list { names::list_filter(type_name) } else { names::filter(type_name) }
}

/// `and`, `or` and `not` of an input type.
pub fn write_logic(sdl: &mut Sdl, input: &str) {
    sdl.line("Every one of these must hold.", format_args!("{}: [{input}!]", names::AND));
    sdl.line("At least one of these must hold.", format_args!("{}: [{input}!]", names::OR));
    sdl.line("This must not hold.", format_args!("{}: {input}", names::NOT));
}
