//! A collection as `ModelCollection` tells it. Read [`shown`] first.

use serde_json::{Value as Json, json};

use super::field;
use super::label;
use super::view::View;
use crate::access::Action;
use crate::access::matrix::Records;
use crate::graphql::names;
use crate::graphql::types::{Reach, can_change};
use crate::model::{Allow, Collection, Direction};

/// The collection as far as it is seen.
pub fn shown(view: &View<'_>, reach: &Reach<'_>, collection: &Collection) -> Json {
    let name = collection.name.as_str();
    let is_read = |field: &&String| {
        let found = collection.fields.get(*field);
        found.is_some_and(|found| view.field_actions(name, found).read != Records::None)
    };
    let fields = view.fields(name, &collection.fields).map(|of| field::shown(view, reach, name, of));
    let can = |action| view.records(collection, action).name();
    json!({
        "name": name,
        "label": label::of_type(name),
        "pluralLabel": label::of_many(collection),
        "description": collection.description,
        "singleton": collection.singleton,
        "builtIn": is_built_in(name),
        "title": collection.title.as_ref().filter(is_read),
        "group": collection.group,
        "icon": collection.icon,
        "orderBy": order(collection, is_read),
        "drafts": collection.drafts,
        "versions": collection.versions,
        "trashDays": collection.trash_days,
        "preview": preview(view, collection),
        "fields": fields.collect::<Vec<_>>(),
        "uniqueSets": unique_sets(view, collection),
        "checks": if view.looks_inside { checks(collection) } else { Vec::new() },
        "rules": rules(view, &collection.allow),
        "can": {
            "read": can(Action::Read),
            "create": can(Action::Create),
            "update": can(Action::Update),
            "delete": can(Action::Delete),
        },
        "api": api(reach, collection),
        "implements": collection.implements,
    })
}

/// Whether every model has it.
fn is_built_in(type_name: &str) -> bool {
    matches!(type_name, "User" | "Asset")
}

fn order(collection: &Collection, is_read: impl Fn(&&String) -> bool) -> Vec<Json> {
    let direction = |of| Direction::ALL.into_iter().find(|(_, known)| *known == of).map(|(name, _)| name);
    let orders = collection.order_by.iter().filter(|order| is_read(&&order.field));
    orders.map(|order| json!({ "field": order.field, "direction": direction(order.direction) })).collect()
}

/// The address, if the fields in its braces are seen.
fn preview<'c>(view: &View<'_>, collection: &'c Collection) -> Option<&'c str> {
    let url = collection.preview.as_deref()?;
    let mut paths = url.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
    paths.all(|path| view.shows_path(&collection.name, path)).then_some(url)
}

fn unique_sets<'c>(view: &View<'_>, collection: &'c Collection) -> Vec<Vec<&'c str>> {
    let sets = collection.unique_sets().into_iter();
    sets.filter(|fields| !matches!(fields.as_slice(), [one] if one.name == names::ID))
        .filter(|fields| fields.iter().all(|field| view.shows_field(&collection.name, field)))
        .map(|fields| fields.into_iter().map(|field| field.name.as_str()).collect())
        .collect()
}

fn checks(collection: &Collection) -> Vec<Json> {
    let check = |check: &crate::model::TypeCheck| json!({ "where": check.filter, "message": check.message });
    collection.checks.iter().map(check).collect()
}

/// The lines, for who may see them.
pub fn rules(view: &View<'_>, lines: &[Allow]) -> Vec<Json> {
    let rule = |line: &Allow| {
        json!({
            "to": line.to,
            "do": line.actions,
            "where": line.filter,
            "check": line.check,
            "fields": line.fields,
            "except": line.except,
            "set": line.set,
            "place": line.place,
        })
    };
    if view.looks_inside { lines.iter().map(rule).collect() } else { Vec::new() }
}

/// What the schema has of it; `types/root.rs`, `types/write.rs` and `types/input.rs` write that.
fn api(reach: &Reach<'_>, collection: &Collection) -> Json {
    let name = collection.name.as_str();
    let (is_many, is_changed) = (!collection.singleton, can_change(collection));
    let list = names::list_field(collection);
    let creates = is_many || reach.is_linked(collection);
    json!({
        "one": names::one_field(collection),
        "list": is_many.then_some(list),
        "connection": is_many.then(|| names::connection_field(list)),
        "aggregate": is_many.then(|| names::aggregate_field(list)),
        "changes": names::changes_field(collection),
        "create": is_many.then(|| names::create_field(collection)),
        "update": is_changed.then(|| names::update_field(collection)),
        "updateMany": (is_many && is_changed).then(|| names::update_many_field(collection)),
        "upsert": (is_many && is_changed).then(|| names::upsert_field(collection)),
        "delete": names::delete_field(collection),
        "deleteMany": is_many.then(|| names::delete_many_field(collection)),
        "where": names::where_input(name),
        "orderBy": names::order_by(name),
        "createInput": creates.then(|| names::create_input(name)),
        "updateInput": is_changed.then(|| names::update_input(name)),
    })
}
