//! `@check` on a field: the bounds that its values keep to.

use apollo_compiler::Node;
use apollo_compiler::ast::Directive;

use super::arguments::{find, find_all, owned_text, small_number, text, value};
use super::report::Report;
use super::values;
use crate::model::{Field, FieldCheck, FieldKind, Scalar};

/// `@check` of a field.
pub(super) fn field_check(
    report: &mut Report,
    field: &Field,
    directives: &[Node<Directive>],
) -> Option<FieldCheck> {
    let check = find(directives, "check")?;
    if let Some(second) = find_all(directives, "check").nth(1) {
        report
            .error(second.name.location(), "`@check` is given twice")
            .with_hint("write all arguments into one");
    }
    if let Some(filter) = value(check, "where") {
        report
            .error(filter.location(), "`where` belongs to the `@check` of a type")
            .with_hint("use min, max, minLength, maxLength or pattern, or move it to the type");
    }
    let pattern = text(check, "pattern").filter(|_| check_pattern(report, field, check));
    let built = FieldCheck {
        min: bound(report, field, check, "min"),
        max: bound(report, field, check, "max"),
        min_length: small_number(check, "minLength"),
        max_length: small_number(check, "maxLength"),
        pattern: pattern.map(str::to_owned),
        message: owned_text(check, "message"),
    };
    check_lengths(report, field, check);
    check_order(report, field, check, &built);
    Some(built)
}

fn check_pattern(report: &mut Report, field: &Field, check: &Directive) -> bool {
    let Some(pattern) = value(check, "pattern") else { return false };
    if !matches!(field.kind, FieldKind::Scalar(scalar) if scalar.is_text()) {
        report
            .error(pattern.location(), format!("`pattern` does not fit `{}`", field.name))
            .with_hint("it belongs on text");
        return false;
    }
    match regex::Regex::new(pattern.as_str().unwrap_or_default()) {
        Ok(_) => true,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
            report
                .error(pattern.location(), "`pattern` is no regular expression")
                .with_hint(if reason.is_empty() { "it is too large".into() } else { reason });
            false
        }
    }
}

fn bound(report: &mut Report, field: &Field, check: &Directive, name: &str) -> Option<serde_json::Value> {
    let bound = value(check, name)?;
    let has_order = |scalar: Scalar| {
        !scalar.is_text() && scalar.kind().orderable && !matches!(scalar, Scalar::Boolean | Scalar::ID)
    };
    let scalar = match field.kind {
        FieldKind::Scalar(scalar) if has_order(scalar) => scalar,
        _ => {
            report.error(bound.location(), format!("`{name}` does not fit `{}`", field.name)).with_hint(
                "it belongs on numbers, dates and times; for text there is `minLength` and `maxLength`",
            );
            return None;
        }
    };
    match scalar.parse(&values::to_json(bound)) {
        Ok(parsed) => Some(parsed.to_json()),
        Err(reason) => {
            report.error(bound.location(), format!("`{name}` {reason}")).with_hint(format!(
                "`{}` is of type `{}`",
                field.name,
                scalar.name()
            ));
            None
        }
    }
}

fn check_lengths(report: &mut Report, field: &Field, check: &Directive) {
    let is_text = matches!(field.kind, FieldKind::Scalar(scalar) if scalar.is_text() || scalar == Scalar::ID);
    let has_length = is_text || field.list || field.is_to_many();
    for name in ["minLength", "maxLength"] {
        if let Some(length) = value(check, name).filter(|_| !has_length) {
            report
                .error(length.location(), format!("`{name}` does not fit `{}`", field.name))
                .with_hint("it belongs on text and on lists; for numbers there is `min` and `max`");
        }
    }
}

fn check_order(report: &mut Report, field: &Field, check: &Directive, built: &FieldCheck) {
    if let (Some(min), Some(max), FieldKind::Scalar(scalar)) = (&built.min, &built.max, &field.kind)
        && is_greater(*scalar, min, max)
    {
        let place = value(check, "min").and_then(|min| min.location());
        report.error(place, "`min` is greater than `max`").with_hint("no value can pass: swap them");
    }
    if let (Some(min), Some(max)) = (built.min_length, built.max_length)
        && min > max
    {
        let place = value(check, "minLength").and_then(|min| min.location());
        report
            .error(place, "`minLength` is greater than `maxLength`")
            .with_hint("no value can pass: swap them");
    }
}

fn is_greater(scalar: Scalar, left: &serde_json::Value, right: &serde_json::Value) -> bool {
    use crate::model::Value as V;
    match (scalar.parse(left), scalar.parse(right)) {
        (Ok(V::Integer(left)), Ok(V::Integer(right))) => left > right,
        (Ok(V::Float(left)), Ok(V::Float(right))) => left > right,
        (Ok(V::Decimal(left)), Ok(V::Decimal(right))) => left > right,
        (Ok(V::DateTime(left)), Ok(V::DateTime(right))) => left > right,
        (Ok(V::Date(left)), Ok(V::Date(right))) => left > right,
        (Ok(V::Time(left)), Ok(V::Time(right))) => left > right,
        _ => false,
    }
}
