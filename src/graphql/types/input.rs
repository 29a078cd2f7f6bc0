//! What is written: `PostCreate`, `PostUpdate`, `PostKey`, `SeoInput`, `BlockInput`, and `PostBatch`, which
//! writes of many records answer.
//!
//! Every field may be left out as far as GraphQL is concerned, whatever the model requires: what is
//! missing is told by the write together with every other mistake. Read [`write_inputs`] first.

use crate::graphql::names;
use crate::model::{Blocks, Collection, Component, Field, FieldKind, Relation, Scalar};

use super::argument::keys;
use super::document::{Document, Input, input, input_with};
use super::reach::Reach;
use super::{can_change, writable, write};

/// What a field's value is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A record or a component that is made.
    Create,
    /// A record that is there.
    Update,
}

/// Writes everything that writing the collection's records needs.
pub fn write_inputs(document: &mut Document, reach: &Reach, collection: &Collection) {
    let name = collection.name.as_str();
    if !collection.singleton || reach.is_linked(collection) {
        write_create(document, collection);
    }
    if can_change(collection) {
        write_update(document, collection);
    }
    if !collection.singleton || reach.is_linked(collection) {
        write_key(document, collection);
    }
    if !collection.singleton {
        let description = format!("What a write of many `{name}` records did.");
        document.plain_object(&description, &names::batch(name), write::batch_fields(name));
    }
}

fn write_create(document: &mut Document, collection: &Collection) {
    let name = collection.name.as_str();
    let mut fields = vec![input("The id to give it; one is made when it is left out.", names::ID, "ID")];
    fields.extend(inputs(document, writable(&collection.fields), Purpose::Create));
    document.input(&format!("A `{name}` to make."), &names::create_input(name), fields);
}

fn write_update(document: &mut Document, collection: &Collection) {
    let name = collection.name.as_str();
    let fields = inputs(document, writable(&collection.fields), Purpose::Update);
    let description =
        format!("Changes to a `{name}`. What is left out stays as it is; null takes the value away.");
    document.input(&description, &names::update_input(name), fields);
}

fn write_key(document: &mut Document, collection: &Collection) {
    let name = collection.name.as_str();
    let fields = keys(collection).map(|(field, type_name)| input("", &field.name, type_name));
    let description = format!("What finds one `{name}`: its id, or another value that is unique.");
    document.one_of(&description, &names::key_input(name), fields.collect());
}

/// Writes what makes a component.
pub fn write_component_input(document: &mut Document, component: &Component) {
    let name = component.name.as_str();
    let fields = inputs(document, writable(&component.fields), Purpose::Create);
    document.input(&format!("A `{name}` to write, as a whole."), &names::value_input(name), fields);
}

/// Writes what makes a block.
pub fn write_blocks_input(document: &mut Document, blocks: &Blocks) {
    let member = |member: &String| {
        let description = format!("It is a `{member}`.");
        input(&description, &names::member_field(member), &names::value_input(member))
    };
    let members = blocks.members.iter().map(member).collect();
    let description = format!("A `{}` to write: exactly one of these.", blocks.name);
    document.one_of(&description, &names::value_input(&blocks.name), members);
}

fn inputs<'a>(
    document: &mut Document,
    fields: impl Iterator<Item = &'a Field>,
    purpose: Purpose,
) -> Vec<Input> {
    let field = |field: &Field| {
        let type_ref = type_ref(document, field, purpose);
        input_with(&describe(field, purpose), &field.name, &type_ref, field.deprecated.as_deref())
    };
    fields.map(field).collect()
}

/// The type of what is written into a field.
fn type_ref(document: &mut Document, field: &Field, purpose: Purpose) -> String {
    let name = match &field.kind {
        FieldKind::Relation(relation) => return document.using(link_type(relation, purpose)),
        FieldKind::Component(name) | FieldKind::Blocks(name) => names::value_input(name),
        FieldKind::Scalar(scalar) => scalar.name().to_owned(),
        FieldKind::Enum(name) => name.clone(),
    };
    let is_value = matches!(field.kind, FieldKind::Scalar(_) | FieldKind::Enum(_));
    match (purpose, field.list) {
        (Purpose::Update, true) if is_value => document.using(names::list_update(&name)),
        (Purpose::Update, false) if is_number(field) => document.using(names::number_update(&name)),
        (_, true) if field.items_required => format!("[{name}!]"),
        (_, true) => format!("[{name}]"),
        (_, false) => name,
    }
}

fn link_type(relation: &Relation, purpose: Purpose) -> String {
    let target = relation.target.as_str();
    match (purpose, relation.is_to_many()) {
        (Purpose::Create, false) => names::one_create_input(target),
        (Purpose::Create, true) => names::many_create_input(target),
        (Purpose::Update, false) => names::one_update_input(target),
        (Purpose::Update, true) => names::many_update_input(target),
    }
}

/// Whether the field holds a number that can be counted up.
fn is_number(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Scalar(scalar) if Scalar::NUMBERS.contains(&scalar))
}

/// What the model says of the field, and what its directives mean to whoever writes it.
fn describe(field: &Field, purpose: Purpose) -> String {
    let mut parts: Vec<String> = field.description.iter().cloned().collect();
    let notes = notes(field, purpose);
    if !notes.is_empty() {
        parts.push(notes.join(" "));
    }
    parts.join("\n\n")
}

fn notes(field: &Field, purpose: Purpose) -> Vec<String> {
    let mut notes = Vec::new();
    match (purpose, field.read_only, field.write_once) {
        (_, true, _) => notes.push("Read-only: a value is refused.".to_owned()),
        (Purpose::Create, false, once) => {
            notes.extend(when_left_out(field));
            notes.extend(once.then(|| "Can't be changed later.".to_owned()));
        }
        (Purpose::Update, false, true) => notes.push("Can't be changed once it has a value.".to_owned()),
        (Purpose::Update, false, false) => {}
    }
    if field.secret {
        notes.push("Never shown in answers.".to_owned());
    }
    notes
}

/// What happens when a record is made without the field. A list is empty then.
fn when_left_out(field: &Field) -> Option<String> {
    if let Some(from) = &field.slug_from {
        return Some(format!("Made from `{from}` when left out."));
    }
    if let Some(default) = &field.default {
        let literal = match (&field.kind, default.as_str()) {
            (FieldKind::Enum(_), Some(value)) => value.to_owned(),
            _ => default.to_string(),
        };
        return Some(format!("`{literal}` when left out."));
    }
    let is_required = field.required && !field.list && !field.is_to_many();
    is_required.then(|| "Required.".to_owned())
}
