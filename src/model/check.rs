//! What `@check` on a field asks of a value, for everything that writes: the API and imports.
//!
//! Read [`of_value`] first.

use std::collections::HashMap;

use regex::Regex;
use serde_json::Value as Json;

use super::{Field, FieldCheck, Model, Relation, Scalar, Value};

/// A rule that a value breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which rule, for programs: `TOO_LONG`.
    pub code: &'static str,
    /// What is wrong, for people: "must have at most 3 characters, not 5".
    pub message: String,
}

impl Violation {
    /// A rule that is broken, in words.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The patterns of a model's `@check(pattern)`, compiled: the whole text must match.
#[derive(Debug, Clone, Default)]
pub struct Patterns(HashMap<String, Regex>);

impl Patterns {
    /// The patterns of that model. They were checked when it was loaded.
    pub fn of(model: &Model) -> Self {
        let of_collections = model.collections.values().flat_map(|collection| collection.fields.values());
        let of_components = model.components.values().flat_map(|component| component.fields.values());
        let patterns = of_collections.chain(of_components).filter_map(pattern_of);
        let compiled = patterns.filter_map(|pattern| {
            let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
            Some((pattern.to_owned(), whole))
        });
        Self(compiled.collect())
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        self.0.get(pattern).is_none_or(|compiled| compiled.is_match(text))
    }
}

fn pattern_of(field: &Field) -> Option<&str> {
    field.check.as_ref()?.pattern.as_deref()
}

/// What the field's check says of its value.
pub fn of_value(check: &FieldCheck, patterns: &Patterns, scalar: Scalar, value: &Value) -> Vec<Violation> {
    let mut violations = of_item(check, patterns, scalar, value);
    if let Value::Text(text) = value {
        violations.extend(of_length(check, text.chars().count(), "characters"));
    }
    violations
}

/// What the field's check says of an item of its list: of texts in lists, the length is the list's.
pub fn of_item(check: &FieldCheck, patterns: &Patterns, scalar: Scalar, value: &Value) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let Some(min) = bound(scalar, check.min.as_ref())
        && is_less(value, &min)
    {
        let message = format!("must be at least {}, not {}", shown(&min), shown(value));
        violations.push(said(check, "TOO_SMALL", message));
    }
    if let Some(max) = bound(scalar, check.max.as_ref())
        && is_less(&max, value)
    {
        let message = format!("must be at most {}, not {}", shown(&max), shown(value));
        violations.push(said(check, "TOO_BIG", message));
    }
    if let (Value::Text(text), Some(pattern)) = (value, &check.pattern)
        && !patterns.matches(pattern, text)
    {
        let message = format!("must match `{pattern}`, and {} does not", quoted(text));
        violations.push(said(check, "PATTERN", message));
    }
    violations
}

/// What the field's check says of so many characters, items or records.
pub fn of_length(check: &FieldCheck, length: usize, what: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let Some(min) = check.min_length.filter(|min| length < *min as usize) {
        violations.push(said(check, "TOO_SHORT", format!("must have at least {min} {what}, not {length}")));
    }
    if let Some(max) = check.max_length.filter(|max| length > *max as usize) {
        violations.push(said(check, "TOO_LONG", format!("must have at most {max} {what}, not {length}")));
    }
    violations
}

impl Relation {
    /// What `@relation(max)` and `@check` on a to-many field say of so many records.
    pub fn length_violations(&self, field: &Field, length: usize) -> Vec<Violation> {
        let most = self.max.filter(|max| length > *max as usize).map(|max| {
            Violation::new("TOO_MANY", format!("holds {length} records, and at most {max} are allowed"))
        });
        let checked = field.check.iter().flat_map(|check| of_length(check, length, "records"));
        most.into_iter().chain(checked).collect()
    }
}

/// A value in a message: cut off where it gets long.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// The model's own words go before ours.
fn said(check: &FieldCheck, code: &'static str, message: String) -> Violation {
    Violation { code, message: check.message.clone().unwrap_or(message) }
}

fn bound(scalar: Scalar, json: Option<&Json>) -> Option<Value> {
    scalar.parse(json?).ok()
}

fn shown(value: &Value) -> String {
    match value.to_json() {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

fn is_less(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => left < right,
        (Value::Float(left), Value::Float(right)) => left < right,
        (Value::Decimal(left), Value::Decimal(right)) => left < right,
        (Value::DateTime(left), Value::DateTime(right)) => left < right,
        (Value::Date(left), Value::Date(right)) => left < right,
        (Value::Time(left), Value::Time(right)) => left < right,
        _ => false,
    }
}
