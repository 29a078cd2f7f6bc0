//! Values in the model's files: GraphQL literals as JSON, and their check against what a field holds.

use apollo_compiler::Node;
use apollo_compiler::ast::Value as Literal;
use serde_json::Value as Json;

use super::report::Report;
use crate::model::suggest::did_you_mean;
use crate::model::{Field, FieldKind, Model};

/// The literal as JSON; the value of an enum becomes text.
pub(super) fn to_json(literal: &Literal) -> Json {
    match literal {
        Literal::Null | Literal::Variable(_) => Json::Null,
        Literal::Enum(name) => name.as_str().into(),
        Literal::String(text) => text.as_str().into(),
        Literal::Int(number) => parse_number(number.as_str()),
        Literal::Float(number) => parse_number(number.as_str()),
        Literal::Boolean(value) => (*value).into(),
        Literal::List(items) => items.iter().map(|item| to_json(item)).collect(),
        Literal::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect())
        }
    }
}

fn parse_number(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or(Json::Null)
}

/// Checks a value that is to be stored in the field, and gives it in the field's JSON form. What
/// is wrong is reported where it stands.
pub(super) fn check(
    report: &mut Report,
    model: &Model,
    field: &Field,
    value: &Node<Literal>,
) -> Option<Json> {
    if value.is_null() {
        if field.required {
            report
                .error(value.location(), format!("`{}` can't be null", field.name))
                .with_hint("give a value, or leave the `!` of the field out");
            return None;
        }
        return Some(Json::Null);
    }
    if !field.list {
        return check_item(report, model, field, value);
    }
    let items = match &**value {
        Literal::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    let mut checked = Vec::with_capacity(items.len());
    for item in items {
        checked.push(match item.is_null() && !field.items_required {
            true => Some(Json::Null),
            false => check_item(report, model, field, item),
        });
    }
    checked.into_iter().collect()
}

fn check_item(report: &mut Report, model: &Model, field: &Field, value: &Node<Literal>) -> Option<Json> {
    if value.is_null() {
        report
            .error(value.location(), format!("`{}` can't hold null", field.name))
            .with_hint("leave it out of the list");
        return None;
    }
    match &field.kind {
        FieldKind::Scalar(scalar) => match scalar.parse(&to_json(value)) {
            Ok(parsed) => Some(parsed.to_json()),
            Err(reason) => {
                report
                    .error(value.location(), format!("a value of `{}` {reason}", field.name))
                    .with_hint(format!("`{}` is of type `{}`", field.name, scalar.name()));
                None
            }
        },
        FieldKind::Enum(name) => check_enum(report, model, name, value),
        FieldKind::Component(name) => check_component(report, model, name, value),
        FieldKind::Blocks(_) | FieldKind::Relation(_) => {
            report
                .error(value.location(), format!("`{}` can't have a value in the model", field.name))
                .with_hint("give values to scalars, enums and components");
            None
        }
    }
}

fn check_enum(report: &mut Report, model: &Model, enum_name: &str, value: &Node<Literal>) -> Option<Json> {
    let known = model.enums.get(enum_name)?;
    let names = || known.values.iter().map(|value| value.name.as_str());
    let list = || format!("it is one of {}", names().collect::<Vec<_>>().join(" "));
    match &**value {
        Literal::Enum(name) if names().any(|known| known == name.as_str()) => Some(name.as_str().into()),
        Literal::Enum(name) => {
            let hint = did_you_mean(name, names()).unwrap_or_else(list);
            report.unknown(value.location(), name, format!("`{enum_name}` has no value `{name}`"), hint);
            None
        }
        Literal::String(text) if names().any(|known| known == text) => {
            report
                .error(value.location(), format!("`{text}` is a name here, and no text"))
                .with_hint(format!("write `{text}` without quotes"));
            None
        }
        _ => {
            report.error(value.location(), format!("must be a value of `{enum_name}`")).with_hint(list());
            None
        }
    }
}

fn check_component(
    report: &mut Report,
    model: &Model,
    component: &str,
    value: &Node<Literal>,
) -> Option<Json> {
    let component = model.components.get(component)?;
    let Literal::Object(entries) = &**value else {
        report
            .error(value.location(), format!("must be a `{}`", component.name))
            .with_hint("write it as an object: `{field: value}`");
        return None;
    };
    let mut checked = serde_json::Map::new();
    let mut complete = true;
    for (key, value) in entries {
        let Some(field) = component.fields.get(key.as_str()) else {
            let names = || component.fields.keys().map(String::as_str);
            let hint = did_you_mean(key, names());
            let hint =
                hint.unwrap_or_else(|| format!("its fields are {}", names().collect::<Vec<_>>().join(" ")));
            report.unknown(key.location(), key, format!("`{}` has no field `{key}`", component.name), hint);
            complete = false;
            continue;
        };
        match check(report, model, field, value) {
            Some(value) => drop(checked.insert(key.to_string(), value)),
            None => complete = false,
        }
    }
    for field in component.fields.values() {
        if field.required && field.default.is_none() && !checked.contains_key(&field.name) && complete {
            report
                .error(value.location(), format!("`{}` needs `{}`", component.name, field.name))
                .with_hint("give it a value");
            return None;
        }
    }
    complete.then_some(Json::Object(checked))
}
