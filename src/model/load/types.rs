//! Builds the model's types from what is declared. Relations still point one way only, and
//! defaults, checks and rules are still empty: later steps need every type to be there.

use std::collections::HashSet;

use apollo_compiler::Name;
use indexmap::IndexMap;

use super::arguments::{find_all, owned_text, small_number};
use super::declare::{Class, Declaration, Declared, Form};
use super::fields::{self, Home};
use super::names;
use super::report::Report;
use super::values;
use crate::model::suggest::did_you_mean;
use crate::model::{
    Blocks, Collection, Component, EnumType, EnumValue, HookDirective, Interface, Locale, Model, Scalar,
};

/// The enum of the built-in field `status`.
pub(super) const STATUS_ENUM: &str = "EntryStatus";

pub(super) fn build(report: &mut Report, declared: &Declared) -> Model {
    let mut model = Model::default();
    for declaration in declared.model_types() {
        let name = declaration.name.to_string();
        match declaration.form {
            Form::Object if declared.class_of(&name) == Some(Class::Component) => {
                check_roles_of_type(report, declaration);
                model.components.insert(name, component(report, declared, declaration));
            }
            Form::Object => {
                check_roles_of_type(report, declaration);
                model.collections.insert(name, collection(report, declared, declaration));
            }
            Form::Interface => {
                model.interfaces.insert(name, interface(report, declared, declaration));
            }
            Form::Union => {
                model.blocks.insert(name, blocks(report, declared, declaration));
            }
            Form::Enum => add_enum(report, &mut model, declaration),
        }
    }
    if model.collections.values().any(|collection| collection.drafts) {
        model.enums.insert(STATUS_ENUM.into(), status_enum());
    }
    model
}

/// What a component may have beside that.
const ON_COMPONENTS: &str = "oldName";
const STORED_BY: [&str; 3] = ["collection", "singleton", "component"];

fn check_roles_of_type(report: &mut Report, declaration: &Declaration) {
    let given: Vec<_> = declaration
        .directives
        .iter()
        .filter(|directive| STORED_BY.contains(&directive.name.as_str()))
        .collect();
    match given.as_slice() {
        [_] => {}
        [] => report
            .error(declaration.place(), format!("`{}` does not say how it is stored", declaration.name))
            .with_hint("add `@collection` (many records), `@singleton` (one record) or `@component` (part of a record)"),
        // The same one twice is reported as such.
        [first, second, ..] if first.name != second.name => report
            .error(second.name.location(), format!("`{}` can't be both `@{}` and `@{}`", declaration.name, first.name, second.name))
            .with_hint("keep one of them"),
        _ => {}
    }
    let is_component = declaration.directive("component").is_some();
    for directive in declaration.directives.iter().filter(|_| is_component) {
        if !STORED_BY.contains(&directive.name.as_str()) && directive.name != ON_COMPONENTS {
            report
                .error(directive.name.location(), format!("`@{}` can't stand on a component", directive.name))
                .with_hint("it belongs on the types that hold the component");
        }
    }
}

fn collection(report: &mut Report, declared: &Declared, declaration: &Declaration) -> Collection {
    let directive = declaration.directive("collection").or_else(|| declaration.directive("singleton"));
    let text = |name: &str| directive.and_then(|directive| owned_text(directive, name));
    let drafts = declaration.directive("drafts").is_some();
    let name = declaration.name.to_string();
    let singleton = declaration.directive("singleton").is_some();
    let singular = names::singular(&name);
    let fields = fields::of_collection(report, declared, declaration, drafts);
    require_fields(report, declaration);
    Collection {
        plural: match singleton {
            true => singular.clone(),
            false => text("plural").unwrap_or_else(|| names::plural(&singular)),
        },
        singular,
        table: crate::model::table_name(&name),
        singleton,
        description: declaration.description.clone(),
        title: text("title"),
        group: text("group"),
        icon: text("icon"),
        order_by: Vec::new(),
        fields,
        indexes: Vec::new(),
        implements: implements(report, declared, declaration),
        drafts,
        versions: declaration
            .directive("versions")
            .map(|versions| small_number(versions, "keep").unwrap_or(100)),
        trash_days: declaration.directive("trash").map(|trash| small_number(trash, "keepDays").unwrap_or(30)),
        checks: Vec::new(),
        allow: Vec::new(),
        preview: declaration.directive("preview").and_then(|preview| owned_text(preview, "url")),
        hooks: hooks(declaration),
        old_name: declaration.directive("oldName").and_then(|old| owned_text(old, "is")),
        name,
    }
}

fn hooks(declaration: &Declaration) -> Vec<HookDirective> {
    let named = |name| find_all(&declaration.directives, name);
    let arguments = |directive: &apollo_compiler::ast::Directive| {
        let entries = directive.arguments.iter();
        entries.map(|argument| (argument.name.to_string(), values::to_json(&argument.value))).collect()
    };
    named("webhook")
        .chain(named("hook"))
        .map(|directive| HookDirective { name: directive.name.to_string(), arguments: arguments(directive) })
        .collect()
}

fn component(report: &mut Report, declared: &Declared, declaration: &Declaration) -> Component {
    require_fields(report, declaration);
    Component {
        name: declaration.name.to_string(),
        description: declaration.description.clone(),
        fields: fields::of_type(report, declared, declaration, Home::Component),
        implements: implements(report, declared, declaration),
        old_name: declaration.directive("oldName").and_then(|old| owned_text(old, "is")),
    }
}

fn interface(report: &mut Report, declared: &Declared, declaration: &Declaration) -> Interface {
    require_fields(report, declaration);
    Interface {
        name: declaration.name.to_string(),
        description: declaration.description.clone(),
        fields: fields::of_type(report, declared, declaration, Home::Interface),
        implements: implements(report, declared, declaration),
    }
}

fn require_fields(report: &mut Report, declaration: &Declaration) {
    if declaration.fields.is_empty() {
        report
            .error(declaration.place(), format!("`{}` has no fields", declaration.name))
            .with_hint("give it at least one, such as `title: String!`");
    }
}

fn implements(report: &mut Report, declared: &Declared, declaration: &Declaration) -> Vec<String> {
    let mut names = Vec::new();
    for name in unique(report, &declaration.implements) {
        match declared.class_of(name) {
            Some(Class::Interface) => names.push(name.to_string()),
            Some(_) => report
                .error(name.location(), format!("`{name}` is no interface"))
                .with_hint("only an `interface` can be implemented"),
            None => {
                let known = declared.model_types().filter(|known| known.form == Form::Interface);
                let hint = did_you_mean(name, known.map(|known| known.name.as_str()));
                let hint = hint.unwrap_or_else(|| format!("declare it: `interface {name} {{ ... }}`"));
                report.unknown(name.location(), name, format!("unknown interface `{name}`"), hint);
            }
        }
    }
    names
}

fn blocks(report: &mut Report, declared: &Declared, declaration: &Declaration) -> Blocks {
    let mut members = Vec::new();
    for name in unique(report, &declaration.members) {
        match declared.class_of(name) {
            Some(Class::Component) => members.push(name.to_string()),
            Some(_) => report.error(name.location(), format!("`{name}` is no component")).with_hint(format!(
                "the members of a union are stored inside records: mark `{name}` with `@component`"
            )),
            None => unknown_type(report, declared, name),
        }
    }
    if declaration.members.is_empty() {
        report
            .error(declaration.place(), format!("`{}` has no members", declaration.name))
            .with_hint(format!("name its components: `union {} = Prose | Picture`", declaration.name));
    }
    Blocks { name: declaration.name.to_string(), description: declaration.description.clone(), members }
}

/// Reports a type's name that nothing declares.
pub(super) fn unknown_type(report: &mut Report, declared: &Declared, name: &Name) {
    let mut known: Vec<&str> = Scalar::ALL.into_iter().map(Scalar::name).collect();
    known.extend(declared.model_types().map(|known| known.name.as_str()));
    let hint = did_you_mean(name, known);
    let hint = hint.unwrap_or_else(|| format!("declare it: `type {name} @collection {{ ... }}`"));
    report.unknown(name.location(), name, format!("unknown type `{name}`"), hint);
}

fn unique<'a>(report: &mut Report, names: &'a [Name]) -> Vec<&'a Name> {
    let mut seen = HashSet::new();
    let mut unique = Vec::new();
    for name in names {
        if seen.insert(name.as_str()) {
            unique.push(name);
        } else {
            report
                .error(name.location(), format!("`{name}` is named twice"))
                .with_hint("leave one of them out");
        }
    }
    unique
}

fn add_enum(report: &mut Report, model: &mut Model, declaration: &Declaration) {
    let mut values = IndexMap::new();
    for value in &declaration.values {
        let name = value.value.to_string();
        let directive = |name: &str| value.directives.iter().find(|directive| directive.name == name);
        let built = EnumValue {
            name: name.clone(),
            description: value.description.as_ref().map(|text| text.to_string()),
            deprecated: directive("deprecated").map(|directive| reason(directive)),
            old_name: directive("oldName").and_then(|old| owned_text(old, "is")),
        };
        if values.insert(name, built).is_some() {
            report
                .error(
                    value.value.location(),
                    format!("`{}` has the value `{}` twice", declaration.name, value.value),
                )
                .with_hint("leave one of them out");
        }
        if let Some(fallback) = directive("fallback").filter(|_| declaration.name != "Locale") {
            report
                .error(fallback.name.location(), "`@fallback` belongs to the values of `Locale`")
                .with_hint("leave it out");
        }
    }
    if declaration.name == "Locale" {
        model.locales = locales(report, declaration);
        if values.is_empty() {
            return;
        }
    } else if values.is_empty() {
        report
            .error(declaration.place(), format!("`{}` has no values", declaration.name))
            .with_hint("give it at least one");
    }
    check_old_names(report, declaration);
    let built = EnumType {
        name: declaration.name.to_string(),
        description: declaration.description.clone(),
        values: values.into_values().collect(),
    };
    model.enums.insert(built.name.clone(), built);
}

fn check_old_names(report: &mut Report, declaration: &Declaration) {
    for value in &declaration.values {
        let old = super::arguments::find(&value.directives, "oldName");
        let Some(argument) = old.and_then(|old| super::arguments::value(old, "is")) else { continue };
        let Some(text) = argument.as_str() else { continue };
        if declaration.values.iter().any(|other| other.value == text) {
            report
                .error(argument.location(), format!("`{}` still has the value `{text}`", declaration.name))
                .with_hint("`@oldName` is for a name that the model no longer has");
        }
    }
}

/// The reason of `@deprecated`, or GraphQL's own words when none is given.
pub(super) fn reason(directive: &apollo_compiler::ast::Directive) -> String {
    owned_text(directive, "reason").unwrap_or_else(|| "No longer supported".into())
}

fn locales(report: &mut Report, declaration: &Declaration) -> Vec<Locale> {
    let mut locales: Vec<Locale> = Vec::new();
    for value in &declaration.values {
        let fallback = super::arguments::find(&value.directives, "fallback");
        let to = fallback.and_then(|fallback| super::arguments::value(fallback, "to"));
        let named = to.and_then(|to| Some((to, to.as_enum().map(|name| name.as_str()).or(to.as_str())?)));
        if let Some((to, name)) = named {
            check_fallback(report, declaration, &value.value, to.location(), name);
        }
        let fallback = named.map(|(_, name)| name.to_owned());
        locales.push(Locale { name: value.value.to_string(), fallback });
    }
    check_fallback_chains(report, declaration, &locales);
    locales
}

fn check_fallback(
    report: &mut Report,
    locales: &Declaration,
    from: &Name,
    place: super::report::Place,
    to: &str,
) {
    if !locales.values.iter().any(|value| value.value == to) {
        let hint = did_you_mean(to, locales.values.iter().map(|value| value.value.as_str()));
        let hint = hint.unwrap_or_else(|| format!("add it with `extend enum Locale {{ {to} }}`"));
        report.unknown(place, to, format!("unknown locale `{to}`"), hint);
    } else if from == to {
        report.error(place, format!("`{from}` falls back to itself")).with_hint("name another locale");
    }
}

fn check_fallback_chains(report: &mut Report, declaration: &Declaration, locales: &[Locale]) {
    let next = |name: &str| {
        let locale = locales.iter().find(|locale| locale.name == name)?;
        locale.fallback.as_deref()
    };
    for value in &declaration.values {
        let start = value.value.as_str();
        let mut at = next(start).filter(|to| *to != start);
        for _ in locales {
            at = at.and_then(next);
            if at == Some(start) {
                report
                    .error(value.value.location(), format!("the fallbacks of `{start}` go round in a circle"))
                    .with_hint("let the last of them have no `@fallback`");
                return;
            }
        }
    }
}

fn status_enum() -> EnumType {
    let value = |name: &str, description: &str| EnumValue {
        name: name.into(),
        description: Some(description.into()),
        deprecated: None,
        old_name: None,
    };
    EnumType {
        name: STATUS_ENUM.into(),
        description: Some("How far a record is from what is published.".into()),
        values: vec![
            value("DRAFT", "Never published, or no longer."),
            value("PUBLISHED", "Published as it is."),
            value("CHANGED", "Published, and changed since."),
        ],
    }
}
