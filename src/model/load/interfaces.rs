//! Checks that types have the fields of the interfaces that they implement.

use apollo_compiler::ast::Type;

use super::declare::{Declaration, Declared, Form};
use super::report::Report;
use crate::model::Model;

pub(super) fn check(report: &mut Report, declared: &Declared, model: &Model) {
    for declaration in declared.model_types() {
        for name in &declaration.implements {
            let interface = declared.types.get(name.as_str()).filter(|known| known.form == Form::Interface);
            let Some(interface) = interface else { continue };
            if interface.name == declaration.name {
                report
                    .error(name.location(), format!("`{name}` implements itself"))
                    .with_hint("leave it out");
                continue;
            }
            check_fields(report, declared, model, declaration, interface);
            check_parents(report, declaration, interface);
        }
    }
}

fn check_fields(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    declaration: &Declaration,
    interface: &Declaration,
) {
    for wanted in &interface.fields {
        let Some(field) = declaration.field(&wanted.name) else {
            let message =
                format!("`{}` lacks the field `{}` of `{}`", declaration.name, wanted.name, interface.name);
            let place = declaration.implements.iter().find(|name| **name == interface.name);
            report
                .error(place.and_then(|name| name.location()), message)
                .with_hint(format!("add `{}: {}`", wanted.name, wanted.ty));
            continue;
        };
        if !fits(declared, model, &field.ty, &wanted.ty) {
            report
                .error(
                    field.ty.inner_named_type().location(),
                    format!("`{}` must be `{}`, as `{}` says", field.name, wanted.ty, interface.name),
                )
                .with_hint(format!("write `{}: {}`", wanted.name, wanted.ty));
        }
    }
}

/// Whether a field of one type may stand where the other is promised: it may promise more.
fn fits(declared: &Declared, model: &Model, given: &Type, wanted: &Type) -> bool {
    match (given, wanted) {
        (Type::NonNullNamed(given), Type::NonNullNamed(wanted) | Type::Named(wanted))
        | (Type::Named(given), Type::Named(wanted)) => {
            given == wanted || is_member(model, declared, given, wanted)
        }
        (Type::NonNullList(given), Type::NonNullList(wanted) | Type::List(wanted))
        | (Type::List(given), Type::List(wanted)) => fits(declared, model, given, wanted),
        _ => false,
    }
}

/// Whether the type is one of the union's members.
fn is_member(model: &Model, declared: &Declared, given: &str, wanted: &str) -> bool {
    let in_union =
        model.blocks.get(wanted).is_some_and(|union| union.members.iter().any(|name| name == given));
    let implements = declared
        .types
        .get(given)
        .is_some_and(|declaration| declaration.implements.iter().any(|name| name == wanted));
    in_union || implements
}

fn check_parents(report: &mut Report, declaration: &Declaration, interface: &Declaration) {
    for parent in &interface.implements {
        if !declaration.implements.contains(parent) && *parent != declaration.name {
            let place = declaration.implements.iter().find(|name| **name == interface.name);
            report
                .error(
                    place.and_then(|name| name.location()),
                    format!(
                        "`{}` must implement `{parent}`, because `{}` does",
                        declaration.name, interface.name
                    ),
                )
                .with_hint(format!("write `implements {parent} & {}`", interface.name));
        }
    }
}
