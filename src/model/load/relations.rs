//! Resolves relations: which fields are two ends of one link, and where the link is kept.

use std::collections::HashMap;

use apollo_compiler::Node;
use apollo_compiler::ast::Directive;

use super::arguments::{find, text, value};
use super::declare::{Class, Declaration, Declared, Form};
use super::report::{Place, Report};
use crate::model::suggest::did_you_mean;
use crate::model::{Model, Relation, RelationStorage, join_table_name};

/// Resolves every `@inverse`, and checks `@relation`.
pub(super) fn resolve(report: &mut Report, declared: &Declared, model: &mut Model) {
    check_places(report, declared);
    let mut ends = HashMap::new();
    for end in inverse_fields(declared) {
        let Some(storage) = far_end(report, declared, model, &end) else { continue };
        let near = (end.target.clone(), end.of.to_owned());
        if let Some(first) = ends.insert(near, (end.owner, end.field)) {
            report
                .error(
                    end.place,
                    format!("`{}.{}` already has an inverse: `{}.{}`", end.target, end.of, first.0, first.1),
                )
                .with_hint("a field has one far end: leave one of them out");
            continue;
        }
        connect(model, &end, storage);
    }
}

/// A field with `@inverse`.
struct End<'a> {
    owner: &'a str,
    field: &'a str,
    target: String,
    is_list: bool,
    required: bool,
    of: &'a str,
    place: Place,
    field_place: Place,
}

fn inverse_fields(declared: &Declared) -> Vec<End<'_>> {
    let collections =
        declared.model_types().filter(|known| declared.class_of(&known.name) == Some(Class::Collection));
    let fields = collections.flat_map(|owner| owner.fields.iter().map(move |field| (owner, field)));
    fields
        .filter_map(|(owner, field)| {
            let inverse = find(&field.directives.0, "inverse")?;
            let target = field.ty.inner_named_type();
            (declared.class_of(target) == Some(Class::Collection)).then_some(())?;
            Some(End {
                owner: &owner.name,
                field: &field.name,
                target: target.to_string(),
                is_list: field.ty.is_list(),
                required: field.ty.is_non_null(),
                of: text(inverse, "of")?,
                place: value(inverse, "of")?.location(),
                field_place: field.name.location(),
            })
        })
        .collect()
}

/// The storage that the end reads, or a report of why there is none.
fn far_end(report: &mut Report, declared: &Declared, model: &Model, end: &End) -> Option<RelationStorage> {
    let target = model.collections.get(&end.target)?;
    let Some(near) = target.fields.get(end.of) else {
        if declared.field(&end.target, end.of).is_none() {
            let hint = did_you_mean(end.of, target.fields.keys().map(String::as_str)).unwrap_or_else(|| {
                format!("add `{}: {}` to `{}`, or leave `@inverse` out", end.of, end.owner, end.target)
            });
            report.unknown(end.place, end.of, format!("`{}` has no field `{}`", end.target, end.of), hint);
        }
        return None;
    };
    let points_back = near.relation().is_some_and(|relation| relation.target == end.owner);
    if !points_back {
        report
            .error(end.place, format!("`{}.{}` does not point back to `{}`", end.target, end.of, end.owner))
            .with_hint(fields_pointing_back(model, end));
        return None;
    }
    let near_definition = declared.field(&end.target, end.of);
    if near_definition.is_some_and(|near| find(&near.directives.0, "inverse").is_some()) {
        report
            .error(end.place, format!("`{}.{}` is an `@inverse` itself", end.target, end.of))
            .with_hint("one of the two fields keeps the link: leave `@inverse` out there");
        return None;
    }
    let near_is_list = near_definition.is_some_and(|near| near.ty.is_list());
    match (near_is_list, end.is_list) {
        (true, true) => Some(RelationStorage::Join {
            table: join_table_name(&end.target, end.of),
            owner: false,
            inverse: Some(end.of.to_owned()),
        }),
        (true, false) => {
            report
                .error(
                    end.place,
                    format!("`{}.{}` is a list, so this end can't hold just one", end.target, end.of),
                )
                .with_hint(format!(
                    "put `@inverse(of: \"{}\")` on `{}.{}` instead",
                    end.field, end.target, end.of
                ));
            None
        }
        (false, is_list) => {
            check_single(report, end, near.unique);
            let column = near.column()?;
            Some(RelationStorage::Inverse { field: end.of.to_owned(), column, many: is_list })
        }
    }
}

fn check_single(report: &mut Report, end: &End, near_is_unique: bool) {
    if end.is_list {
        return;
    }
    if !near_is_unique {
        report.error(end.place, format!("many `{}` may point to one `{}`", end.target, end.owner)).with_hint(
            format!("make `{}` a list, or add `@unique` to `{}.{}`", end.field, end.target, end.of),
        );
    } else if end.required {
        report
            .error(
                end.field_place,
                format!("`{}` can't be required: nothing makes a `{}` exist", end.field, end.target),
            )
            .with_hint("leave the `!` out");
    }
}

fn fields_pointing_back(model: &Model, end: &End) -> String {
    let fields = model.collections.get(&end.target).into_iter().flat_map(|target| target.fields.values());
    let pointing: Vec<_> = fields
        .filter(|field| {
            !field.built_in && field.relation().is_some_and(|relation| relation.target == end.owner)
        })
        .map(|field| format!("`{}`", field.name))
        .collect();
    match pointing.is_empty() {
        true => {
            format!("no field of `{}` is a `{}`: add one, or leave `@inverse` out", end.target, end.owner)
        }
        false => format!("it may be {}", pointing.join(" or ")),
    }
}

/// Writes the link into both ends.
fn connect(model: &mut Model, end: &End, storage: RelationStorage) {
    if matches!(storage, RelationStorage::Join { .. })
        && let Some(near) = relation_mut(model, &end.target, end.of)
        && let RelationStorage::Join { inverse, .. } = &mut near.storage
    {
        *inverse = Some(end.field.to_owned());
    }
    if let Some(far) = relation_mut(model, end.owner, end.field) {
        far.storage = storage;
    }
}

fn relation_mut<'a>(model: &'a mut Model, owner: &str, field: &str) -> Option<&'a mut Relation> {
    match &mut model.collections.get_mut(owner)?.fields.get_mut(field)?.kind {
        crate::model::FieldKind::Relation(relation) => Some(relation),
        _ => None,
    }
}

/// `@inverse` and `@relation` belong on relations, and not on all of them.
fn check_places(report: &mut Report, declared: &Declared) {
    for owner in declared.model_types() {
        for field in &owner.fields {
            let target = declared.class_of(field.ty.inner_named_type());
            // An unknown type was reported.
            let Some(target) = target else { continue };
            let inverse = find(&field.directives.0, "inverse");
            let relation = find(&field.directives.0, "relation");
            for directive in inverse.iter().chain(&relation).filter(|_| target != Class::Collection) {
                report
                    .error(directive.name.location(), format!("`@{}` belongs on a relation", directive.name))
                    .with_hint(format!("`{}` holds no records of a collection: leave it out", field.name));
            }
            if target == Class::Collection {
                check_inverse(report, declared, owner, inverse);
                let is_far_end = inverse.is_some();
                check_relation(report, declared, owner, field, relation, is_far_end);
            }
        }
    }
}

fn check_inverse(
    report: &mut Report,
    declared: &Declared,
    owner: &Declaration,
    inverse: Option<&Node<Directive>>,
) {
    let Some(inverse) = inverse else { return };
    let is_component = declared.class_of(&owner.name) == Some(Class::Component);
    if is_component && owner.form == Form::Object {
        report
            .error(inverse.name.location(), "a component can't be the far end of a relation")
            .with_hint("put the field on a collection: nothing points to a component");
    }
}

fn check_relation(
    report: &mut Report,
    declared: &Declared,
    owner: &Declaration,
    field: &apollo_compiler::ast::FieldDefinition,
    relation: Option<&Node<Directive>>,
    is_far_end: bool,
) {
    let Some(relation) = relation else { return };
    let is_list = field.ty.is_list();
    if let Some(max) = value(relation, "max").filter(|_| !is_list) {
        report
            .error(max.location(), "`max` belongs on a list")
            .with_hint(format!("`{}` holds one record at most: leave it out", field.name));
    }
    let Some(on_delete) = value(relation, "onDelete") else { return };
    let is_component = declared.class_of(&owner.name) == Some(Class::Component);
    if is_component {
        report
            .error(on_delete.location(), "`onDelete` has no effect inside a component")
            .with_hint("leave it out: a deleted record is read as null there");
    } else if is_far_end {
        report
            .error(on_delete.location(), "`onDelete` belongs on the other end of the relation")
            .with_hint("put it on the field that `@inverse` names");
    } else if is_list {
        report
            .error(on_delete.location(), "`onDelete` belongs on a field that holds one record")
            .with_hint("leave it out: a deleted record leaves the list");
    } else if field.ty.is_non_null() && on_delete.as_enum().is_some_and(|name| name == "SET_NULL") {
        report
            .error(on_delete.location(), format!("`{}` is required and can't become null", field.name))
            .with_hint("leave the `!` out, or use RESTRICT or CASCADE");
    }
}
