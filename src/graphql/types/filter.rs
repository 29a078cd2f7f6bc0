//! The filters of objects: `PostWhere`, `SeoWhere`, `BlockWhere`, `CommentWhereList`. Those of values
//! are in [`super::operators`].

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Blocks, Field, FieldKind, Model, Scalar};

use super::document::{Document, Input, enum_value, input};
use super::reach::Reach;

/// Writes the filter of a collection or a component.
pub fn write_where(document: &mut Document, type_name: &str, fields: &IndexMap<String, Field>) {
    let name = names::where_input(type_name);
    let mut tests = logic(&name);
    for field in super::visible(fields) {
        let filter = filter_type(document, field);
        tests.push(input("", &field.name, &filter));
    }
    document.input(&describe(type_name), &name, tests);
}

/// Writes the filter of a union of components and the enum of their names.
pub fn write_blocks_where(document: &mut Document, blocks: &Blocks) {
    let members = names::member_enum(&blocks.name);
    let values = blocks.members.iter().map(|member| enum_value("", member, None)).collect();
    document.enumeration(&format!("The types that a `{}` may be.", blocks.name), &members, values);

    let name = names::where_input(&blocks.name);
    let mut tests = logic(&name);
    tests.push(input("It is of one of these types.", names::IS, &format!("[{members}!]")));
    for member in &blocks.members {
        let description = format!("It is a `{member}` and passes.");
        tests.push(input(&description, &names::member_field(member), &names::where_input(member)));
    }
    document.input(&describe(&blocks.name), &name, tests);
}

/// Writes the filters of lists of objects, for every type of which some field holds a list.
pub fn write_list_wheres(document: &mut Document, model: &Model, reach: &Reach) {
    let names = model.collections.keys().chain(model.components.keys()).chain(model.blocks.keys());
    for name in names.filter(|name| reach.is_list_item(name)) {
        write_list_where(document, name);
    }
}

fn write_list_where(document: &mut Document, type_name: &str) {
    let item = names::where_input(type_name);
    let count = document.using(names::filter(Scalar::Int.name()));
    let tests = vec![
        input("At least one passes.", names::SOME, &item),
        input("Every one passes; true of an empty list.", names::EVERY, &item),
        input("Not one passes; true of an empty list.", names::NONE, &item),
        input("How many there are.", names::COUNT, &count),
    ];
    let description = format!("What a list of `{type_name}` must be like. Everything given must hold.");
    document.input(&description, &names::list_where(type_name), tests);
}

/// `and`, `or` and `not` of a filter.
pub fn logic(filter: &str) -> Vec<Input> {
    let list = format!("[{filter}!]");
    vec![
        input("Every one of these must hold.", names::AND, &list),
        input("At least one of these must hold.", names::OR, &list),
        input("This must not hold.", names::NOT, filter),
    ]
}

/// The type that filters by a field.
fn filter_type(document: &mut Document, field: &Field) -> String {
    match &field.kind {
        FieldKind::Relation(relation) => object_filter(&relation.target, relation.is_to_many()),
        FieldKind::Component(name) | FieldKind::Blocks(name) => object_filter(name, field.list),
        FieldKind::Scalar(scalar) => document.using(value_filter(scalar.name(), field.list)),
        FieldKind::Enum(name) => document.using(value_filter(name, field.list)),
    }
}

fn object_filter(type_name: &str, list: bool) -> String {
    if list { names::list_where(type_name) } else { names::where_input(type_name) }
}

fn value_filter(type_name: &str, list: bool) -> String {
    if list { names::list_filter(type_name) } else { names::filter(type_name) }
}

fn describe(type_name: &str) -> String {
    format!("What a `{type_name}` must be like. Everything given must hold.")
}
