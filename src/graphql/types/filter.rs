//! The filters of objects: `PostWhere`, `SeoWhere`, `BlockWhere`, `CommentWhereList`. Those of values
//! are in [`super::operators`].

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use crate::model::{Blocks, Field, FieldKind, Model, Scalar};

use super::document::{Document, Input, enum_value, input};
use super::operators;
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

/// The tests of a list of objects. All but the count are of what the items must be like.
const OF_LISTS: [(&str, &str); 4] = [
    (names::SOME, "At least one passes."),
    (names::EVERY, "Every one passes; true of an empty list."),
    (names::NONE, "Not one passes; true of an empty list."),
    (names::COUNT, "How many there are."),
];

fn write_list_where(document: &mut Document, type_name: &str) {
    let item = names::where_input(type_name);
    let count = document.using(names::filter(Scalar::Int.name()));
    let test = |(name, description)| match name {
        names::COUNT => input(description, name, &count),
        _ => input(description, name, &item),
    };
    let tests = OF_LISTS.into_iter().map(test).collect();
    let description = format!("What a list of `{type_name}` must be like. Everything given must hold.");
    document.input(&description, &names::list_where(type_name), tests);
}

/// What puts filters together.
const LOGIC: [(&str, &str); 3] = [
    (names::AND, "Every one of these must hold."),
    (names::OR, "At least one of these must hold."),
    (names::NOT, "This must not hold."),
];

/// `and`, `or` and `not` of a filter.
pub fn logic(filter: &str) -> Vec<Input> {
    let list = format!("[{filter}!]");
    let part = |(name, description)| match name {
        names::NOT => input(description, name, filter),
        _ => input(description, name, &list),
    };
    LOGIC.into_iter().map(part).collect()
}

/// The words of the field's filter: its operators. Beside them the filter of one object has the fields of that
/// object, or the members of the union, and that of a text has `mode`.
pub fn words(field: &Field) -> Vec<&'static str> {
    let is_list = field.list || field.is_to_many();
    let names = |words: &[(&'static str, &str)]| words.iter().map(|(name, _)| *name).collect();
    match &field.kind {
        FieldKind::Scalar(_) | FieldKind::Enum(_) if is_list => operators::names_of(LIST_OPERATORS),
        FieldKind::Scalar(scalar) => operators::names_of(scalar.kind().operators),
        FieldKind::Enum(_) => operators::names_of(ENUM_OPERATORS),
        _ if is_list => names(&OF_LISTS),
        FieldKind::Component(_) | FieldKind::Relation(_) => names(&LOGIC),
        FieldKind::Blocks(_) => [names(&LOGIC), vec![names::IS]].concat(),
    }
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
