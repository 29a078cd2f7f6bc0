//! Checks every directive against its definition in the prelude: the name, where it stands, how
//! often, the names of its arguments and the types of their values.

use std::collections::HashSet;

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, DirectiveDefinition, DirectiveLocation, Type, Value};

use super::declare::{Declared, Form};
use super::report::Report;
use crate::model::suggest::{did_you_mean, nearest};

/// Checks the directives of every type, field and enum value.
pub(super) fn check(report: &mut Report, declared: &Declared) {
    for declaration in declared.types.values() {
        check_list(report, declared, &declaration.directives, location_of(declaration.form));
        for field in &declaration.fields {
            check_list(report, declared, &field.directives, DirectiveLocation::FieldDefinition);
        }
        for value in &declaration.values {
            check_list(report, declared, &value.directives, DirectiveLocation::EnumValue);
        }
    }
}

fn location_of(form: Form) -> DirectiveLocation {
    match form {
        Form::Object => DirectiveLocation::Object,
        Form::Interface => DirectiveLocation::Interface,
        Form::Union => DirectiveLocation::Union,
        Form::Enum => DirectiveLocation::Enum,
    }
}

fn describe(location: DirectiveLocation) -> &'static str {
    match location {
        DirectiveLocation::Object => "a type",
        DirectiveLocation::Interface => "an interface",
        DirectiveLocation::Union => "a union",
        DirectiveLocation::Enum => "an enum",
        DirectiveLocation::EnumValue => "an enum value",
        DirectiveLocation::FieldDefinition => "a field",
        _ => "this",
    }
}

fn check_list(
    report: &mut Report,
    declared: &Declared,
    list: &[Node<Directive>],
    location: DirectiveLocation,
) {
    let mut seen = HashSet::new();
    for directive in list {
        // GraphQL's own; stock tools check it, and so do we.
        if directive.name == "deprecated" {
            check_deprecated(report, directive, location);
            continue;
        }
        let Some(definition) = declared.directives.get(directive.name.as_str()) else {
            unknown_directive(report, declared, directive, location);
            continue;
        };
        if !definition.locations.contains(&location) {
            let message = format!("`@{}` can't stand on {}", directive.name, describe(location));
            report.error(directive.name.location(), message).with_hint(allowed_places(definition));
            continue;
        }
        if !seen.insert(&directive.name) && !definition.repeatable {
            let message = format!("`@{}` is given twice", directive.name);
            report.error(directive.name.location(), message).with_hint("leave one of them out");
        }
        check_arguments(report, declared, directive, definition);
    }
}

fn allowed_places(definition: &DirectiveDefinition) -> String {
    let places: Vec<_> = definition.locations.iter().map(|location| describe(*location)).collect();
    format!("it belongs on {}", places.join(" or "))
}

fn check_deprecated(report: &mut Report, directive: &Directive, location: DirectiveLocation) {
    if !matches!(location, DirectiveLocation::FieldDefinition | DirectiveLocation::EnumValue) {
        let message = format!("`@deprecated` can't stand on {}", describe(location));
        report.error(directive.name.location(), message).with_hint("it belongs on a field or an enum value");
    }
    for argument in &directive.arguments {
        if argument.name != "reason" {
            let message = format!("`@deprecated` has no argument `{}`", argument.name);
            report.error(argument.name.location(), message).with_hint("its argument is `reason`");
        } else if argument.value.as_str().is_none() {
            report
                .error(argument.value.location(), "`reason` must be text")
                .with_hint("write it in double quotes");
        }
    }
}

fn unknown_directive(
    report: &mut Report,
    declared: &Declared,
    directive: &Directive,
    location: DirectiveLocation,
) {
    let fitting =
        || declared.directives.values().filter(|definition| definition.locations.contains(&location));
    let near = nearest(&directive.name, fitting().map(|definition| definition.name.as_str()));
    let hint = near.map(|near| format!("did you mean `@{near}`?"));
    let hint = hint.unwrap_or_else(|| {
        let known: Vec<_> = fitting().map(|definition| format!("@{}", definition.name)).collect();
        match known.is_empty() {
            true => format!("{} takes no directives", describe(location)),
            false => format!("{} takes {}", describe(location), known.join(" ")),
        }
    });
    report
        .error(directive.name.location(), format!("unknown directive `@{}`", directive.name))
        .with_hint(hint);
}

fn check_arguments(
    report: &mut Report,
    declared: &Declared,
    directive: &Node<Directive>,
    definition: &DirectiveDefinition,
) {
    let mut seen = HashSet::new();
    for argument in &directive.arguments {
        let known = definition.arguments.iter().find(|known| known.name == argument.name);
        let Some(known) = known else {
            let names = definition.arguments.iter().map(|known| known.name.as_str());
            let hint =
                did_you_mean(&argument.name, names.clone()).unwrap_or_else(|| match names.clone().count() {
                    0 => format!("`@{}` takes no arguments", directive.name),
                    _ => format!("its arguments are {}", names.collect::<Vec<_>>().join(" ")),
                });
            let message = format!("`@{}` has no argument `{}`", directive.name, argument.name);
            report.error(argument.name.location(), message).with_hint(hint);
            continue;
        };
        if !seen.insert(&argument.name) {
            report
                .error(argument.name.location(), format!("argument `{}` is given twice", argument.name))
                .with_hint("leave one of them out");
        }
        check_value(report, declared, &argument.name, &known.ty, &argument.value);
    }
    for missing in definition.arguments.iter().filter(|known| known.ty.is_non_null()) {
        if !seen.contains(&missing.name) {
            let message = format!("`@{}` needs the argument `{}`", directive.name, missing.name);
            report
                .error(directive.name.location(), message)
                .with_hint(format!("write `@{}({}: ...)`", directive.name, missing.name));
        }
    }
}

fn check_value(report: &mut Report, declared: &Declared, argument: &str, ty: &Type, value: &Node<Value>) {
    if value.is_null() {
        if ty.is_non_null() {
            report
                .error(value.location(), format!("`{argument}` can't be null"))
                .with_hint("give it a value");
        }
        return;
    }
    match ty {
        Type::List(item) | Type::NonNullList(item) => match &**value {
            Value::List(values) => {
                for value in values {
                    check_value(report, declared, argument, item, value);
                }
            }
            _ => check_value(report, declared, argument, item, value),
        },
        Type::Named(name) | Type::NonNullNamed(name) => {
            check_named(report, declared, argument, name, value);
        }
    }
}

fn check_named(
    report: &mut Report,
    declared: &Declared,
    argument: &str,
    type_name: &str,
    value: &Node<Value>,
) {
    if let Some(known) = declared.types.get(type_name).filter(|known| known.form == Form::Enum) {
        let names = known.values.iter().map(|value| value.value.as_str());
        check_enum(report, type_name, &names.collect::<Vec<_>>(), value);
        return;
    }
    let (fits, expected, hint) = match type_name {
        "String" => (value.as_str().is_some(), "text", "write it in double quotes"),
        "Boolean" => (value.to_bool().is_some(), "`true` or `false`", "write it without quotes"),
        "Float" => {
            let number = matches!(**value, Value::Int(_) | Value::Float(_));
            (number, "a number", "write it without quotes")
        }
        "Int" => {
            let number = value.to_i32().is_some_and(|number| number >= 0);
            (number, "a whole number from 0 to 2147483647", "write it in digits, without quotes")
        }
        "BigInt" => {
            let number = matches!(&**value, Value::Int(number) if number.as_str().parse::<u64>().is_ok());
            (number, "a whole number from 0", "write it in digits, without quotes")
        }
        "HeadwaterFilter" | "HeadwaterValues" => {
            let object = matches!(**value, Value::Object(_));
            (object, "an object", "write it like `{title: ...}`, with the names of fields")
        }
        _ => (true, "", ""),
    };
    if !fits {
        report.error(value.location(), format!("`{argument}` must be {expected}")).with_hint(hint);
    }
}

fn check_enum(report: &mut Report, type_name: &str, names: &[&str], value: &Node<Value>) {
    let what = match type_name {
        "Role" => "role",
        "HeadwaterAction" => "permission",
        _ => "value",
    };
    let list = || format!("it is one of {}", names.join(" "));
    match &**value {
        Value::Enum(name) if names.contains(&name.as_str()) => {}
        Value::Enum(name) => {
            let hint = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| match what {
                "role" => format!("add it with `extend enum Role {{ {name} }}`"),
                _ => list(),
            });
            report.unknown(value.location(), name, format!("unknown {what} `{name}`"), hint);
        }
        Value::String(text) if names.contains(&text.as_str()) => {
            report
                .error(value.location(), format!("`{text}` is a name here, and no text"))
                .with_hint(format!("write `{text}` without quotes"));
        }
        _ => {
            report.error(value.location(), format!("this must be the name of a {what}")).with_hint(list());
        }
    }
}
