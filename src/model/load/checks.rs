//! Checks what directives say against what the fields hold, and completes the model with it:
//! defaults, bounds, orders and indexes.

use std::collections::HashSet;

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, FieldDefinition, Value as Literal};

use super::arguments::{boolean, find, find_all, texts, value};
use super::bounds::field_check;
use super::declare::{Declaration, Declared, Form};
use super::report::{Place, Report};
use super::values;
use crate::model::suggest::did_you_mean;
use crate::model::{
    Collection, Direction, Field, FieldKind, Index, Model, ModelOrder, RelationStorage, Scalar,
};

pub(super) fn check(report: &mut Report, declared: &Declared, model: &mut Model) {
    for declaration in declared.model_types() {
        for node in &declaration.fields {
            check_field(report, declared, model, declaration, node);
        }
        if model.collections.contains_key(declaration.name.as_str()) {
            check_collection(report, declared, model, declaration);
        } else {
            check_old_type_name(report, model, declaration);
        }
    }
    check_recursion(report, declared, model);
}

/// A field of the model by name. Reports an unknown name, but not one whose declaration had a
/// mistake of its own.
pub(super) fn known_field<'a>(
    report: &mut Report,
    declared: &Declared,
    model: &'a Model,
    type_name: &str,
    name: &str,
    place: Place,
) -> Option<&'a Field> {
    let fields = model.fields_of(type_name)?;
    let found = fields.get(name);
    if found.is_none() && declared.field(type_name, name).is_none() {
        let hint = did_you_mean(name, fields.keys().map(String::as_str)).unwrap_or_else(|| {
            let names: Vec<_> = fields.keys().map(String::as_str).collect();
            format!("its fields are {}", names.join(" "))
        });
        report.unknown(place, name, format!("`{type_name}` has no field `{name}`"), hint);
    }
    found
}

fn check_field(
    report: &mut Report,
    declared: &Declared,
    model: &mut Model,
    owner: &Declaration,
    node: &Node<FieldDefinition>,
) {
    let directives = &node.directives.0;
    if owner.form == Form::Interface {
        refuse_on_interface(report, directives);
        return;
    }
    let Some(field) = model.fields_of(&owner.name).and_then(|fields| fields.get(node.name.as_str())) else {
        return;
    };
    if field.built_in {
        return;
    }
    if model.components.contains_key(owner.name.as_str()) {
        refuse_in_component(report, directives);
    }
    check_fit(report, field, directives);
    check_slug(report, declared, model, owner, field, directives);
    check_old_name(report, model, owner, directives);
    let default = find(directives, "default").and_then(|default| value_of_default(default));
    let default = default.filter(|_| can_have_default(field));
    let default = default.and_then(|value| values::check(report, model, field, value));
    let check = field_check(report, field, directives);
    if let Some(field) = field_mut(model, &owner.name, &node.name) {
        field.default = default;
        field.check = check;
    }
}

fn value_of_default(default: &Directive) -> Option<&Node<Literal>> {
    value(default, "value")
}

pub(super) fn field_mut<'a>(model: &'a mut Model, owner: &str, field: &str) -> Option<&'a mut Field> {
    let fields = match model.collections.get_mut(owner) {
        Some(collection) => &mut collection.fields,
        None => &mut model.components.get_mut(owner)?.fields,
    };
    fields.get_mut(field)
}

fn refuse_on_interface(report: &mut Report, directives: &[Node<Directive>]) {
    for directive in directives.iter().filter(|directive| directive.name != "deprecated") {
        report
            .error(directive.name.location(), format!("`@{}` can't stand in an interface", directive.name))
            .with_hint("put it on the fields of the types that implement the interface");
    }
}

fn refuse_in_component(report: &mut Report, directives: &[Node<Directive>]) {
    for name in ["unique", "index", "slug"] {
        if let Some(directive) = find(directives, name) {
            report
                .error(directive.name.location(), format!("`@{name}` can't stand in a component"))
                .with_hint("a component is stored inside its record: put the field on the collection");
        }
    }
}

/// Which directives fit what the field holds.
fn check_fit(report: &mut Report, field: &Field, directives: &[Node<Directive>]) {
    let scalar = match field.kind {
        FieldKind::Scalar(scalar) => Some(scalar),
        _ => None,
    };
    let is_text = scalar.is_some_and(Scalar::is_text);
    let is_rich_text = scalar == Some(Scalar::RichText);
    let is_asset = field.relation().is_some_and(|relation| relation.target == "Asset");
    let point_index = scalar == Some(Scalar::Point) && !field.list;
    let rules: [(&str, bool, &str); 8] = [
        (
            "unique",
            can_be_indexed(field),
            "it belongs on one short scalar, enum or record: not on long text, JSON, places or lists",
        ),
        (
            "index",
            can_be_indexed(field) || point_index,
            "it belongs on one short scalar, enum or record: not on long text, JSON or lists",
        ),
        (
            "localized",
            field.relation().is_none_or(|relation| is_foreign_key(&relation.storage)),
            "it belongs on values and on single records",
        ),
        ("search", is_text || is_rich_text, "it belongs on text"),
        ("slug", scalar == Some(Scalar::Slug) && !field.list, "it belongs on a field of type `Slug`"),
        ("asset", is_asset, "it belongs on a relation to `Asset`"),
        ("richText", is_rich_text, "it belongs on a field of type `RichText`"),
        ("default", can_have_default(field), "it belongs on scalars, enums and components"),
    ];
    for (name, fits, hint) in rules {
        if let Some(directive) = find(directives, name).filter(|_| !fits) {
            report
                .error(directive.name.location(), format!("`@{name}` does not fit `{}`", field.name))
                .with_hint(hint);
        }
    }
    for directive in find_all(directives, "index") {
        if let Some(argument) = directive.arguments.first() {
            report
                .error(argument.name.location(), "`@index` on a field takes no arguments")
                .with_hint("put `@index(fields: [...])` on the type, or use `@unique`");
        }
    }
}

fn can_have_default(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::Relation(_) | FieldKind::Blocks(_))
}

fn is_foreign_key(storage: &RelationStorage) -> bool {
    matches!(storage, RelationStorage::ForeignKey { .. } | RelationStorage::Embedded { many: false })
}

/// Whether the field has a column that an index can be made of.
fn can_be_indexed(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.kind().indexable && !field.list,
        FieldKind::Enum(_) => !field.list,
        FieldKind::Component(_) | FieldKind::Blocks(_) => false,
        FieldKind::Relation(relation) => is_foreign_key(&relation.storage),
    }
}

fn check_slug(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    owner: &Declaration,
    field: &Field,
    directives: &[Node<Directive>],
) {
    let from = find(directives, "slug").and_then(|slug| value(slug, "from"));
    let Some((from, name)) = from.and_then(|from| Some((from, from.as_str()?))) else { return };
    let Some(source) = known_field(report, declared, model, &owner.name, name, from.location()) else {
        return;
    };
    let is_text = matches!(source.kind, FieldKind::Scalar(scalar) if scalar.is_text()) && !source.list;
    if !is_text || source.name == field.name {
        report
            .error(from.location(), format!("a slug can't be made from `{name}`"))
            .with_hint("name a field that holds text");
    }
}

fn check_old_name(report: &mut Report, model: &Model, owner: &Declaration, directives: &[Node<Directive>]) {
    let old = find(directives, "oldName").and_then(|old| value(old, "is"));
    let Some((place, name)) = old.and_then(|old| Some((old.location(), old.as_str()?))) else { return };
    if model.fields_of(&owner.name).is_some_and(|fields| fields.contains_key(name)) {
        report
            .error(place, format!("`{}` still has a field `{name}`", owner.name))
            .with_hint("`@oldName` is for a name that the model no longer has");
    }
}

fn check_collection(report: &mut Report, declared: &Declared, model: &mut Model, declaration: &Declaration) {
    let Some(collection) = model.collections.get(declaration.name.as_str()) else { return };
    check_title(report, declared, model, declaration);
    check_old_type_name(report, model, declaration);
    check_singleton(report, declaration, collection);
    let order_by = order_by(report, declared, model, declaration);
    let indexes = indexes(report, declared, model, declaration);
    if let Some(collection) = model.collections.get_mut(declaration.name.as_str()) {
        collection.order_by = order_by;
        collection.indexes = indexes;
    }
}

fn check_singleton(report: &mut Report, declaration: &Declaration, collection: &Collection) {
    for name in ["index", "trash"] {
        if let Some(directive) = declaration.directive(name).filter(|_| collection.singleton) {
            report
                .error(directive.name.location(), format!("`@{name}` can't stand on a singleton"))
                .with_hint("there is only one record: leave it out");
        }
    }
}

fn check_title(report: &mut Report, declared: &Declared, model: &Model, declaration: &Declaration) {
    let directive = declaration.directive("collection").or_else(|| declaration.directive("singleton"));
    let title = directive.and_then(|directive| value(directive, "title"));
    let Some((title, name)) = title.and_then(|title| Some((title, title.as_str()?))) else { return };
    let field = known_field(report, declared, model, &declaration.name, name, title.location());
    let Some(field) = field else { return };
    if !can_be_ordered_by(field) {
        report
            .error(title.location(), format!("`{name}` can't be a title"))
            .with_hint("name a field that holds text, a number, a date or an enum value");
    }
}

fn can_be_ordered_by(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.kind().orderable && !field.list,
        FieldKind::Enum(_) => !field.list,
        FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => false,
    }
}

fn check_old_type_name(report: &mut Report, model: &Model, declaration: &Declaration) {
    let old = declaration.directive("oldName").and_then(|old| value(old, "is"));
    let Some((place, name)) = old.and_then(|old| Some((old.location(), old.as_str()?))) else { return };
    if model.fields_of(name).is_some() {
        report
            .error(place, format!("the model still has a type `{name}`"))
            .with_hint("`@oldName` is for a name that the model no longer has");
    }
}

/// `@collection(orderBy: {publishedAt: DESC})`, or a list of such objects.
fn order_by(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    declaration: &Declaration,
) -> Vec<ModelOrder> {
    let given = declaration.directive("collection").and_then(|directive| value(directive, "orderBy"));
    let Some(given) = given else { return Vec::new() };
    let mut order = Vec::new();
    let keys = match &**given {
        Literal::List(keys) => keys.as_slice(),
        _ => std::slice::from_ref(given),
    };
    for key in keys {
        let Literal::Object(entries) = &**key else {
            report
                .error(key.location(), "`orderBy` must be an object")
                .with_hint("write it like `{publishedAt: DESC}`");
            continue;
        };
        for (name, direction) in entries {
            let field = known_field(report, declared, model, &declaration.name, name, name.location());
            let direction = direction_of(report, direction);
            let Some(field) = field else { continue };
            if !can_be_ordered_by(field) {
                report
                    .error(name.location(), format!("lists can't be ordered by `{name}`"))
                    .with_hint("name a field that holds text, a number, a date or an enum value");
            } else if let Some(direction) = direction {
                order.push(ModelOrder { field: name.to_string(), direction });
            }
        }
    }
    order
}

fn direction_of(report: &mut Report, given: &Node<Literal>) -> Option<Direction> {
    let name = given.as_enum().map(|name| name.as_str());
    let direction = name.and_then(Direction::from_name);
    if direction.is_none() {
        let names = Direction::ALL.map(|(name, _)| name);
        let hint = name.and_then(|name| did_you_mean(name, names));
        report
            .error(given.location(), "no such direction")
            .with_hint(hint.unwrap_or_else(|| format!("it is one of {}", names.join(" "))));
    }
    direction
}

fn indexes(report: &mut Report, declared: &Declared, model: &Model, declaration: &Declaration) -> Vec<Index> {
    let mut indexes: Vec<Index> = Vec::new();
    for directive in find_all(&declaration.directives, "index") {
        let Some(named) = texts(directive, "fields").filter(|named| !named.is_empty()) else {
            report
                .error(directive.name.location(), "`@index` on a type needs `fields`")
                .with_hint("write `@index(fields: [\"author\", \"publishedAt\"])`");
            continue;
        };
        let mut fields: Vec<String> = Vec::new();
        for (name, place) in named {
            let Some(field) = known_field(report, declared, model, &declaration.name, name, place) else {
                continue;
            };
            if !can_be_indexed(field) {
                report
                    .error(place, format!("`{name}` can't be in an index"))
                    .with_hint("an index takes short scalars, enums and single records: not long text, JSON, places or lists");
            } else if fields.iter().any(|known| known == name) {
                report
                    .error(place, format!("`{name}` is in the index twice"))
                    .with_hint("leave one of them out");
            } else {
                fields.push(name.to_owned());
            }
        }
        let index = Index { fields, unique: boolean(directive, "unique").unwrap_or(false) };
        if indexes.iter().any(|known| known.fields == index.fields) && !index.fields.is_empty() {
            report
                .error(directive.name.location(), "there is an index over these fields already")
                .with_hint("leave one of them out");
        } else {
            indexes.push(index);
        }
    }
    indexes
}

/// A component that must hold itself could never end.
fn check_recursion(report: &mut Report, declared: &Declared, model: &Model) {
    let mut settled = HashSet::new();
    for name in model.components.keys() {
        let mut path = Vec::new();
        find_circle(report, declared, model, name, &mut path, &mut settled);
    }
}

fn find_circle<'a>(
    report: &mut Report,
    declared: &Declared,
    model: &'a Model,
    name: &'a str,
    path: &mut Vec<(&'a str, &'a str)>,
    settled: &mut HashSet<&'a str>,
) {
    if let Some(start) = path.iter().position(|(component, _)| *component == name) {
        let (component, field) = path[path.len() - 1];
        let names: Vec<_> =
            path[start..].iter().map(|(component, field)| format!("{component}.{field}")).collect();
        let place = declared.field(component, field).and_then(|node| node.name.location());
        report
            .error(place, format!("`{name}` would have to hold itself: {}", names.join(" -> ")))
            .with_hint(format!("leave the `!` of `{component}.{field}` out, or make it a list"));
        return;
    }
    if settled.contains(name) {
        return;
    }
    let fields = model.components.get(name).into_iter().flat_map(|component| component.fields.values());
    for field in fields.filter(|field| field.required && !field.list) {
        if let FieldKind::Component(inner) = &field.kind {
            path.push((name, &field.name));
            find_circle(report, declared, model, inner, path, settled);
            path.pop();
        }
    }
    settled.insert(name);
}
