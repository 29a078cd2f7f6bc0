//! Values, and what operators make of them.

use headwater::model::{Field, FieldKind, Scalar};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::world::{Done, Record};

/// Whether the values are the same; `2` and `2.0` are.
pub fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| is_same(left, right)))
        }
        _ => left == right,
    }
}

/// What becomes of a field's value.
pub fn changed_value(field: &Field, before: &Value, given: &Value) -> Done<Value> {
    let value = match given {
        component if !matches!(field.kind, FieldKind::Scalar(_)) => component.clone(),
        Value::Object(operators) if field.list => changed_list(before, operators),
        Value::Object(operators) => changed_number(field, before, operators)?,
        plain => plain.clone(),
    };
    let Some(check) = &field.check else { return Ok(value) };
    let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
    if let Some(own) = value.as_f64() {
        let is_small = number(&check.min).is_some_and(|min| own < min);
        let is_big = number(&check.max).is_some_and(|max| own > max);
        if is_small || is_big {
            return Err(format!("{own} is out of bounds"));
        }
    }
    match (&value, check.max_length) {
        (Value::Array(items), Some(most)) if items.len() > most as usize => Err("too many items".to_owned()),
        _ => Ok(value),
    }
}

fn changed_list(before: &Value, operators: &Record) -> Value {
    let part = |name: &str| operators.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    if operators.contains_key("set") {
        return Value::Array(part("set"));
    }
    let gone = part("remove");
    let kept = before.as_array().cloned().unwrap_or_default().into_iter().filter(|item| !gone.contains(item));
    part("prepend").into_iter().chain(kept).chain(part("append")).collect()
}

fn changed_number(field: &Field, before: &Value, operators: &Record) -> Done<Value> {
    let (operator, operand) = operators.iter().next().unwrap();
    if operator == "set" {
        return Ok(operand.clone());
    }
    let is_product = operator == "mul";
    let too_much = || "too much".to_owned();
    match field.kind {
        FieldKind::Scalar(Scalar::Float) => {
            let (before, operand) = (before.as_f64().unwrap_or(0.0), operand.as_f64().unwrap());
            Ok(json!(if is_product { before * operand } else { before + operand } + 0.0))
        }
        FieldKind::Scalar(Scalar::Decimal) => {
            let (before, operand) = (decimal(before), decimal(operand));
            let result = if is_product { before.checked_mul(operand) } else { before.checked_add(operand) };
            Ok(json!(result.ok_or_else(too_much)?.normalize().to_string()))
        }
        _ => {
            let (before, operand) = (whole(before), whole(operand));
            let result = if is_product { before.checked_mul(operand) } else { before.checked_add(operand) };
            let result = result.ok_or_else(too_much)?;
            Ok(if matches!(field.kind, FieldKind::Scalar(Scalar::BigInt)) {
                json!(result.to_string())
            } else {
                json!(result)
            })
        }
    }
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().map_or(Decimal::ZERO, |text| text.parse().unwrap())
}

fn whole(value: &Value) -> i64 {
    value.as_str().map_or(value.as_i64().unwrap_or(0), |text| text.parse().unwrap())
}

/// Whether a record passes one of the filters that this test writes.
pub fn passes(id: &str, record: &Record, filter: &Value) -> bool {
    filter.as_object().unwrap().iter().all(|(field, test)| {
        let (operator, operand) = test.as_object().unwrap().iter().next().unwrap();
        let own = if field == "id" { json!(id) } else { record[field].clone() };
        match operator.as_str() {
            "in" => operand.as_array().unwrap().contains(&own),
            _ => own.as_f64().is_some_and(|own| own >= operand.as_f64().unwrap()),
        }
    })
}
