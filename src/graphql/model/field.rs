//! A field of a collection or a component as `ModelField` tells it. Read [`shown`] first.

use serde_json::{Value as Json, json};

use super::collection::rules;
use super::label;
use super::view::View;
use crate::graphql::types::{Reach, is_groupable, order_type, words};
use crate::model::{
    AssetOptions, Field, FieldCheck, FieldKind, OnDelete, Relation, RelationStorage, RichTextOptions, Scalar,
    UiOptions, Value,
};

/// The field as far as it is seen. `type_name` is that of the collection or the component.
pub fn shown(view: &View<'_>, reach: &Reach<'_>, type_name: &str, field: &Field) -> Json {
    let (kind, of) = kind(field);
    let can = view.field_actions(type_name, field);
    let collection = view.model.collections.get(type_name);
    let is_listed = collection.is_none_or(|collection| reach.is_listed(collection));
    let is_judged_by = is_listed && view.judges_by(type_name, field);
    let slug_from = field.slug_from.as_ref().filter(|from| view.shows_named(type_name, from));
    json!({
        "name": field.name,
        "label": label::of_field(&field.name),
        "description": field.description,
        "kind": kind,
        "type": of,
        "list": field.list || field.is_to_many(),
        "required": field.required,
        "itemsRequired": field.items_required,
        "builtIn": field.built_in,
        "default": field.default,
        "unique": field.unique,
        "readOnly": field.read_only,
        "writeOnce": field.write_once,
        "secret": field.secret,
        "localized": field.localized,
        "search": field.search.is_some(),
        "slugFrom": slug_from,
        "check": field.check.as_ref().map(check),
        "relation": field.relation().map(|to| relation(view, type_name, field, to)),
        "asset": field.asset.as_ref().map(asset),
        "richText": field.rich_text.as_ref().map(rich_text),
        "ui": field.ui.as_ref().map(|options| ui(view, type_name, options)),
        "deprecated": field.deprecated,
        "rules": rules(view, &field.allow),
        "operators": if is_judged_by { words(field) } else { Vec::new() },
        "sortable": is_judged_by && order_type(reach, field).is_some(),
        "groupable": is_judged_by && collection.is_some() && is_groupable(field),
        "can": {
            "read": can.read.name(),
            "create": can.create.name(),
            "update": can.update.name(),
        },
    })
}

fn kind(field: &Field) -> (&'static str, &str) {
    match &field.kind {
        FieldKind::Scalar(scalar) => ("SCALAR", scalar.name()),
        FieldKind::Enum(name) => ("ENUM", name),
        FieldKind::Component(name) => ("COMPONENT", name),
        FieldKind::Blocks(name) => ("BLOCKS", name),
        FieldKind::Relation(relation) => ("RELATION", &relation.target),
    }
}

fn check(check: &FieldCheck) -> Json {
    json!({
        "min": check.min,
        "max": check.max,
        "minLength": check.min_length,
        "maxLength": check.max_length,
        "pattern": check.pattern,
        "message": check.message,
    })
}

fn relation(view: &View<'_>, type_name: &str, field: &Field, relation: &Relation) -> Json {
    let storage = match &relation.storage {
        RelationStorage::ForeignKey { .. } => "KEY",
        RelationStorage::Inverse { .. } => "INVERSE",
        RelationStorage::Join { owner: true, .. } => "JOIN",
        RelationStorage::Join { owner: false, .. } => "JOIN_INVERSE",
        RelationStorage::Embedded { .. } => "EMBEDDED",
    };
    let on_delete = match relation.on_delete {
        OnDelete::Restrict => "RESTRICT",
        OnDelete::Cascade => "CASCADE",
        OnDelete::SetNull => "SET_NULL",
    };
    let inverse = inverse(view, type_name, field, relation);
    json!({
        "target": relation.target,
        "storage": storage,
        "onDelete": on_delete,
        "max": relation.max,
        "inverse": inverse.filter(|inverse| view.shows_named(&relation.target, inverse)),
    })
}

/// The field at the other end.
fn inverse<'a>(view: &View<'a>, type_name: &str, field: &Field, relation: &'a Relation) -> Option<&'a str> {
    match &relation.storage {
        RelationStorage::Inverse { field, .. } => Some(field),
        RelationStorage::Join { inverse, .. } => inverse.as_deref(),
        RelationStorage::ForeignKey { .. } => {
            let target = view.model.collections.get(&relation.target)?;
            let far = target.fields.values().find(|far| {
                far.relation().is_some_and(|back| {
                    let leads_here = matches!(&back.storage, RelationStorage::Inverse { field: key, .. } if *key == field.name);
                    leads_here && back.target == type_name
                })
            });
            far.map(|far| far.name.as_str())
        }
        RelationStorage::Embedded { .. } => None,
    }
}

fn asset(options: &AssetOptions) -> Json {
    let max_bytes = options.max_bytes.and_then(|bytes| i64::try_from(bytes).ok());
    let max_bytes = max_bytes.map(|bytes| Scalar::BigInt.json_of(&Value::Integer(bytes)));
    json!({ "accept": options.accept, "maxBytes": max_bytes })
}

fn rich_text(options: &RichTextOptions) -> Json {
    json!({ "blocks": options.blocks, "marks": options.marks })
}

fn ui(view: &View<'_>, type_name: &str, options: &UiOptions) -> Json {
    let show_if = options.show_if.as_ref().filter(|filter| view.shows_filter(type_name, filter));
    json!({
        "widget": options.widget,
        "tab": options.tab,
        "width": options.width,
        "help": options.help,
        "showIf": show_if,
    })
}
