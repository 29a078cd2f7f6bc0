//! Rules: `@allow`, `@check` of a type, `showIf`, and the filters of hooks. Their filters are the
//! API's own language; [`super::filters`] checks them against the model.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, Value as Literal};
use serde_json::Value as Json;

use super::PRELUDE_FILE;
use super::arguments::{find, find_all, names, owned_text, texts, value};
use super::checks::{field_mut, known_field};
use super::declare::{Declaration, Declared, Form};
use super::filters::{self, Holds, Scope};
use super::report::Report;
use super::values;
use crate::model::{Allow, FieldKind, Model, TypeCheck};

pub(super) fn check(report: &mut Report, declared: &Declared, model: &mut Model) {
    for declaration in declared.model_types().filter(|declaration| declaration.form == Form::Object) {
        if model.collections.contains_key(declaration.name.as_str()) {
            check_type(report, declared, model, declaration);
        }
        let is_component = model.components.contains_key(declaration.name.as_str());
        for node in &declaration.fields {
            let directives = &node.directives.0;
            check_field_rules(report, directives, is_component);
            let allow = allow_lines(report, declared, model, &declaration.name, directives);
            let show_if = find(directives, "ui").and_then(|ui| value(ui, "showIf"));
            let show_if = filter(report, declared, model, &declaration.name, show_if);
            if let Some(field) = field_mut(model, &declaration.name, &node.name) {
                field.allow = allow;
                if let Some(ui) = &mut field.ui {
                    ui.show_if = show_if;
                }
            }
        }
    }
}

fn check_type(report: &mut Report, declared: &Declared, model: &mut Model, declaration: &Declaration) {
    let mut allow = allow_lines(report, declared, model, &declaration.name, &declaration.directives);
    if declaration.built_in {
        replace_built_in(&mut allow);
    }
    let checks = type_checks(report, declared, model, declaration);
    for name in ["webhook", "hook"] {
        for directive in find_all(&declaration.directives, name) {
            filter(report, declared, model, &declaration.name, value(directive, "where"));
        }
    }
    if let Some(collection) = model.collections.get_mut(declaration.name.as_str()) {
        collection.allow = allow;
        collection.checks = checks;
    }
}

/// The model's lines for a role and an action take the place of the prelude's.
fn replace_built_in(lines: &mut Vec<Allow>) {
    let is_built_in = |line: &Allow| line.place.contains(PRELUDE_FILE);
    let own: Vec<Allow> = lines.iter().filter(|line| !is_built_in(line)).cloned().collect();
    let speaks_of = |line: &Allow, role: &String, action: &String| {
        line.to.contains(role)
            && (line.actions.contains(action) || line.actions.iter().any(|own| own == "ALL"))
    };
    lines.retain(|line| {
        let is_said_anew = line
            .to
            .iter()
            .all(|role| line.actions.iter().all(|action| own.iter().any(|own| speaks_of(own, role, action))));
        !is_built_in(line) || !is_said_anew
    });
}

fn type_checks(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    declaration: &Declaration,
) -> Vec<TypeCheck> {
    let mut checks = Vec::new();
    for directive in find_all(&declaration.directives, "check") {
        for argument in &directive.arguments {
            if !["where", "message"].contains(&argument.name.as_str()) {
                report
                    .error(
                        argument.name.location(),
                        format!("`{}` belongs to the `@check` of a field", argument.name),
                    )
                    .with_hint("a type is checked with `where`");
            }
        }
        let Some(given) = value(directive, "where") else {
            report
                .error(directive.name.location(), "`@check` on a type needs `where`")
                .with_hint("write `@check(where: {...}, message: \"...\")`");
            continue;
        };
        if let Some(filter) = filter(report, declared, model, &declaration.name, Some(given)) {
            checks.push(TypeCheck { filter, message: owned_text(directive, "message") });
        }
    }
    checks
}

/// On a field a rule only narrows: it has nothing to set and no other fields to name. In a component it
/// speaks of roles alone: a component is no record that a condition could judge.
fn check_field_rules(report: &mut Report, directives: &[Node<Directive>], is_component: bool) {
    for directive in find_all(directives, "allow") {
        for argument in &directive.arguments {
            if ["fields", "except", "set"].contains(&argument.name.as_str()) {
                report
                    .error(
                        argument.name.location(),
                        format!("`{}` belongs to the `@allow` of a type", argument.name),
                    )
                    .with_hint("on a field `@allow` narrows what the type's lines grant: leave it out");
            }
            if is_component && ["where", "check"].contains(&argument.name.as_str()) {
                report
                    .error(
                        argument.name.location(),
                        format!("`{}` can't judge a component's field", argument.name),
                    )
                    .with_hint("in a component `@allow` takes `to` and `do`");
            }
        }
    }
}

fn allow_lines(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    type_name: &str,
    directives: &[Node<Directive>],
) -> Vec<Allow> {
    let mut lines = Vec::new();
    for directive in find_all(directives, "allow") {
        let covered = |report: &mut Report, name: &str| {
            covered_fields(report, declared, model, type_name, directive, name)
        };
        lines.push(Allow {
            to: names(directive, "to"),
            actions: names(directive, "do"),
            fields: covered(report, "fields"),
            except: covered(report, "except"),
            filter: filter(report, declared, model, type_name, value(directive, "where")),
            check: filter(report, declared, model, type_name, value(directive, "check")),
            set: set_values(report, declared, model, type_name, value(directive, "set")),
            place: match report.is_in_model(directive.name.location()) {
                true => report.name_of(directive.name.location()),
                false => PRELUDE_FILE.to_owned(),
            },
        });
        check_contradiction(report, directive);
    }
    lines
}

fn check_contradiction(report: &mut Report, directive: &Directive) {
    if let (Some(_), Some(except)) = (value(directive, "fields"), value(directive, "except")) {
        report
            .error(except.location(), "`fields` and `except` exclude each other")
            .with_hint("keep one of them");
    }
    for list in ["to", "do"] {
        if let Some(given) = value(directive, list)
            .filter(|given| matches!(&***given, Literal::List(items) if items.is_empty()))
        {
            report
                .error(given.location(), format!("`{list}` is empty"))
                .with_hint("this line allows nothing: name somebody and something");
        }
    }
}

fn covered_fields(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    type_name: &str,
    directive: &Directive,
    argument: &str,
) -> Option<Vec<String>> {
    let named = texts(directive, argument)?;
    for (name, place) in &named {
        known_field(report, declared, model, type_name, name, *place);
    }
    Some(named.into_iter().map(|(name, _)| name.to_owned()).collect())
}

/// Checks a filter of the type and gives it as JSON.
fn filter(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    type_name: &str,
    given: Option<&Node<Literal>>,
) -> Option<Json> {
    let given = given?;
    filters::check(&mut Scope { report, declared, model, channel: &[] }, type_name, given);
    Some(values::to_json(given))
}

/// `set: {author: "$user.id"}`: values by field.
fn set_values(
    report: &mut Report,
    declared: &Declared,
    model: &Model,
    type_name: &str,
    given: Option<&Node<Literal>>,
) -> Option<Json> {
    let given = given?;
    let Literal::Object(entries) = &**given else { return None };
    for (name, value) in entries {
        let field = known_field(report, declared, model, type_name, name, name.location());
        let Some(field) = field else { continue };
        let is_list = field.is_to_many();
        if field.built_in || is_list {
            report.error(name.location(), format!("`{name}` can't be set by a rule")).with_hint(if is_list {
                "a rule sets single values"
            } else {
                "Headwater writes it itself"
            });
        } else if value.as_str().is_some_and(filters::is_variable)
            || matches!(field.kind, FieldKind::Relation(_))
        {
            let holds = if field.list { Holds::Many } else { Holds::One };
            filters::check_operand(&mut Scope { report, declared, model, channel: &[] }, field, value, holds);
        } else {
            values::check(report, model, field, value);
        }
    }
    Some(values::to_json(given))
}
