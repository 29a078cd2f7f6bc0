//! What `inc`, `mul` and the operations on lists make of a stored value.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::data::ListChange;
use crate::model::check::{self, Patterns, Violation};
use crate::model::{Field, FieldKind, Scalar, Value};

/// The field's number and so much. Nothing is counted from 0.
pub(super) fn added(
    field: &Field,
    before: &Json,
    by: &Value,
    patterns: &Patterns,
) -> Result<Value, Vec<Violation>> {
    computed(field, before, patterns, |scalar, before| match (before, by) {
        (Value::Integer(before), Value::Integer(by)) => whole(scalar, before.checked_add(*by)),
        (Value::Float(before), Value::Float(by)) => finite(before + by),
        (Value::Decimal(before), Value::Decimal(by)) => before.checked_add(*by).map(decimal),
        _ => None,
    })
}

/// The field's number so many times.
pub(super) fn multiplied(
    field: &Field,
    before: &Json,
    by: &Value,
    patterns: &Patterns,
) -> Result<Value, Vec<Violation>> {
    computed(field, before, patterns, |scalar, before| match (before, by) {
        (Value::Integer(before), Value::Integer(by)) => whole(scalar, before.checked_mul(*by)),
        (Value::Float(before), Value::Float(by)) => finite(before * by),
        (Value::Decimal(before), Value::Decimal(by)) => before.checked_mul(*by).map(decimal),
        _ => None,
    })
}

fn computed(
    field: &Field,
    before: &Json,
    patterns: &Patterns,
    compute: impl FnOnce(Scalar, Value) -> Option<Value>,
) -> Result<Value, Vec<Violation>> {
    let FieldKind::Scalar(scalar) = field.kind else { return Ok(Value::Null) };
    let zero = || if matches!(scalar, Scalar::BigInt | Scalar::Decimal) { "0".into() } else { 0.into() };
    let before = if before.is_null() { zero() } else { before.clone() };
    let before = scalar.parse(&before).map_err(|reason| vec![Violation::new("INVALID", reason)])?;
    let Some(value) = compute(scalar, before) else {
        let message = format!("comes to more than a {} can hold", scalar.name());
        return Err(vec![Violation::new("TOO_BIG", message)]);
    };
    let violations = field
        .check
        .as_ref()
        .map(|check| check::of_value(check, patterns, scalar, &value))
        .unwrap_or_default();
    if violations.is_empty() { Ok(value) } else { Err(violations) }
}

/// The number if the scalar can hold it.
fn whole(scalar: Scalar, number: Option<i64>) -> Option<Value> {
    let number = number?;
    let fits = scalar != Scalar::Int || i32::try_from(number).is_ok();
    fits.then_some(Value::Integer(number))
}

fn finite(number: f64) -> Option<Value> {
    // Minus zero is zero.
    number.is_finite().then_some(Value::Float(number + 0.0))
}

fn decimal(number: Decimal) -> Value {
    Value::Decimal(number.normalize())
}

/// The field's list without some items, and with others.
pub(super) fn list(field: &Field, before: &Json, change: &ListChange) -> Result<Value, Vec<Violation>> {
    let kept = before.as_array().map(Vec::as_slice).unwrap_or_default().iter();
    let kept = kept.filter(|item| !change.remove.contains(item));
    let items: Vec<Json> = change.prepend.iter().chain(kept).chain(&change.append).cloned().collect();
    let violations =
        field.check.as_ref().map(|check| check::of_length(check, items.len(), "items")).unwrap_or_default();
    if violations.is_empty() { Ok(Value::Json(Json::Array(items))) } else { Err(violations) }
}
