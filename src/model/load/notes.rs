//! Warnings: what a model may say, but may not mean.

use apollo_compiler::ast::Directive;
use indexmap::IndexMap;

use super::declare::{Class, Declared};
use super::report::{Place, Report};
use crate::model::{FieldKind, Model, RelationStorage, Scalar};

/// Directives whose effect comes with a later version. They are checked like all others.
const WITHOUT_EFFECT: [&str; 8] =
    ["drafts", "versions", "trash", "preview", "webhook", "hook", "localized", "search"];

pub(super) fn warn(report: &mut Report, declared: &Declared, model: &Model) {
    warn_of_directives(report, declared);
    warn_of_missing_rules(report, declared);
    warn_of_one_way_lists(report, declared, model);
}

/// One warning for each directive, where it stands first.
fn warn_of_directives(report: &mut Report, declared: &Declared) {
    let mut first: IndexMap<String, Place> = IndexMap::new();
    let mut note = |directive: &Directive, place: Place| {
        if WITHOUT_EFFECT.contains(&directive.name.as_str()) || directive.name == "fallback" {
            first.entry(format!("@{}", directive.name)).or_insert(place);
        }
        // The admin's pickers follow `accept`; files are weighed only when they are uploaded, which is still to come.
        if directive.name == "asset" && directive.specified_argument_by_name("maxBytes").is_some() {
            first.entry("@asset(maxBytes)".into()).or_insert(place);
        }
    };
    for declaration in declared.model_types() {
        let of_fields = declaration.fields.iter().flat_map(|field| field.directives.iter());
        let of_values = declaration.values.iter().flat_map(|value| value.directives.iter());
        for directive in declaration.directives.iter().chain(of_fields).chain(of_values) {
            note(directive, directive.name.location());
        }
    }
    for field in declared.model_types().flat_map(|declaration| &declaration.fields) {
        let is_point = declared.class_of(field.ty.inner_named_type()) == Some(Class::Scalar(Scalar::Point));
        if let Some(index) = field.directives.get("index").filter(|_| is_point) {
            first.entry("@index` on a `Point".into()).or_insert(index.name.location());
        }
    }
    for (name, place) in first {
        report
            .warning(place, format!("`{name}` is checked but has no effect yet"))
            .with_hint("a later version of Headwater gives it effect: you can leave it in the model");
    }
}

fn warn_of_missing_rules(report: &mut Report, declared: &Declared) {
    for declaration in declared.model_types().filter(|declaration| !declaration.built_in) {
        let is_stored = ["collection", "singleton"].iter().any(|name| declaration.directive(name).is_some());
        if is_stored && declaration.directive("allow").is_none() {
            report.warning(declaration.place(), format!("`{}` has no `@allow`", declaration.name)).with_hint(
                "only an admin will be allowed anything: add a line such as `@allow(to: public, do: READ)`",
            );
        }
    }
}

/// `[Comment!]!` without `@inverse`, where a comment has a post: the author probably meant the far end.
fn warn_of_one_way_lists(report: &mut Report, declared: &Declared, model: &Model) {
    for collection in model.collections.values() {
        for field in collection.fields.values() {
            let FieldKind::Relation(relation) = &field.kind else { continue };
            if !matches!(relation.storage, RelationStorage::Join { owner: true, inverse: None, .. }) {
                continue;
            }
            let target = model.collections.get(&relation.target);
            let back = target.into_iter().flat_map(|target| target.fields.values()).find(|back| {
                let storage = back.relation().filter(|relation| relation.target == collection.name);
                let is_key =
                    storage.is_some_and(|back| matches!(back.storage, RelationStorage::ForeignKey { .. }));
                is_key && !back.built_in && !has_far_end(model, &relation.target, &back.name)
            });
            if let Some(back) = back {
                let place =
                    declared.field(&collection.name, &field.name).and_then(|node| node.name.location());
                report
                    .warning(
                        place,
                        format!("`{}` is not connected with `{}.{}`", field.name, relation.target, back.name),
                    )
                    .with_hint(format!("if it is the far end of it, add `@inverse(of: \"{}\")`", back.name));
            }
        }
    }
}

fn has_far_end(model: &Model, owner: &str, field: &str) -> bool {
    let fields = model.collections.values().flat_map(|collection| collection.fields.values());
    fields.filter_map(|far| far.relation()).any(|relation| {
        relation.target == owner
            && matches!(&relation.storage, RelationStorage::Inverse { field: near, .. } if near == field)
    })
}
