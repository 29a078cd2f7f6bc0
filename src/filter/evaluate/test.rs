//! Tests of one value, as `query::lower::test` writes them. Read [`test`] first.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::compare::{holds, is_like, lowered, order};
use super::truths::Truths;
use super::{path, place};
use crate::filter::{Bound, Slot, Test, TextMode, Values};
use crate::model::kind::JsonForm;
use crate::model::{Field, FieldKind, Operator, Scalar, Value};

/// What is tested: the kind of a value, and whether it is a list of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tested {
    pub(super) form: JsonForm,
    /// Whether items of the list are compared alike by both databases.
    has_plain_items: bool,
}

impl Tested {
    pub(super) fn field(field: &Field) -> Self {
        let has_plain_items = match &field.kind {
            FieldKind::Scalar(scalar) => !matches!(scalar, Scalar::JSON | Scalar::RichText | Scalar::Point),
            _ => true,
        };
        Self { form: field.form(), has_plain_items }
    }

    pub(super) fn plain(form: JsonForm) -> Self {
        Self { form, has_plain_items: true }
    }
}

/// The test of a value that is known.
pub(super) fn test(of: Tested, value: &Json, test: &Test, values: &Values) -> Truths {
    match test {
        Test::All(tests) => {
            let each = tests.iter().map(|test| self::test(of, value, test, values));
            each.fold(Truths::TRUE, Truths::and)
        }
        Test::IsNull(wanted) => Truths::of(value.is_null() == *wanted),
        Test::Compare(operator, slot, mode) => compare(of, value, *operator, (*slot, *mode), values),
        Test::Between(low, high, mode) => {
            let low = compare(of, value, Operator::Gte, (*low, *mode), values);
            low.and(compare(of, value, Operator::Lte, (*high, *mode), values))
        }
        Test::In { values: slot, negated, mode } => {
            let found = is_among(of, value, many(values, *slot), *mode);
            if *negated { found.not() } else { found }
        }
        Test::Text(operator, slot, mode) => text(value, *operator, one(values, *slot), *mode),
        Test::List(operator, slot) => list(of, value, *operator, many(values, *slot)),
        Test::IsEmpty(wanted) => match value {
            Json::Null => Truths::NULL,
            Json::Array(items) => Truths::of(items.is_empty() == *wanted),
            _ => Truths::ANY,
        },
        Test::Near { lat, lng, meters } => place::near(value, [*lat, *lng, *meters], values),
        Test::WithinBox(edges) => place::within_box(value, edges, values),
        Test::WithinPolygon(slot) => place::within_polygon(value, one(values, *slot)),
        Test::Path(at, test) => path::test(value, one(values, *at), test, values),
    }
}

/// Whether an operand of the test may have no value.
pub(super) fn has_null_operand(test: &Test, values: &Values) -> bool {
    let is_null = |slot: &Slot| many(values, *slot).contains(&Value::Null);
    match test {
        Test::All(tests) => tests.iter().any(|test| has_null_operand(test, values)),
        Test::Compare(_, slot, _) | Test::In { values: slot, .. } => is_null(slot),
        Test::Between(low, high, _) => is_null(low) || is_null(high),
        // Only numbers are counted.
        _ => false,
    }
}

/// The value of a slot.
pub(super) fn one(values: &Values, slot: Slot) -> &Value {
    many(values, slot).first().unwrap_or(&Value::Null)
}

/// The values of a slot.
pub(super) fn many(values: &Values, slot: Slot) -> &[Value] {
    match values.get(slot) {
        Bound::Many(values) => values,
        Bound::One(value) => std::slice::from_ref(value),
        // Whoever asks has filled them in by now.
        Bound::WantedOne(_) | Bound::WantedMany(_) => &[],
    }
}

fn compare(
    of: Tested,
    value: &Json,
    operator: Operator,
    (slot, mode): (Slot, TextMode),
    values: &Values,
) -> Truths {
    let operand = one(values, slot);
    if value.is_null() || *operand == Value::Null {
        return Truths::NULL;
    }
    let order = match mode {
        TextMode::Sensitive => order(of.form, value, operand),
        TextMode::Insensitive => match (value.as_str().and_then(lowered), operand) {
            (Some(value), Value::Text(operand)) => {
                Some(value.as_ref().cmp(lowered_operand(operand).as_ref()))
            }
            _ => None,
        },
    };
    order.map_or(Truths::ANY, |order| Truths::of(holds(operator, order)))
}

/// Operands are put in lower case before the database sees them.
fn lowered_operand(operand: &str) -> Cow<'_, str> {
    match operand.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => operand.into(),
        false => operand.to_lowercase().into(),
    }
}

fn is_among(of: Tested, value: &Json, operands: &[Value], mode: TextMode) -> Truths {
    if operands.is_empty() {
        return Truths::FALSE; // even of null
    }
    if value.is_null() {
        return Truths::NULL;
    }
    let value_lowered = match mode {
        TextMode::Sensitive => None,
        TextMode::Insensitive => match value.as_str().and_then(lowered) {
            Some(lowered) => Some(lowered),
            None => return Truths::ANY,
        },
    };
    let mut found = Truths::FALSE;
    for operand in operands {
        let is_equal = match (operand, &value_lowered) {
            (Value::Null, _) => {
                found = found.or(Truths::NULL);
                continue;
            }
            (Value::Text(operand), Some(value)) => Some(lowered_operand(operand) == *value),
            (_, Some(_)) => None,
            (operand, None) => order(of.form, value, operand).map(|order| order.is_eq()),
        };
        match is_equal {
            Some(true) => return Truths::TRUE,
            Some(false) => {}
            None => found = found.or(Truths::EITHER),
        }
    }
    found
}

fn text(value: &Json, operator: Operator, operand: &Value, mode: TextMode) -> Truths {
    let (text, operand) = match (value, operand) {
        (Json::Null, _) | (_, Value::Null) => return Truths::NULL,
        (Json::String(text), Value::Text(operand)) => (text.as_str(), operand.as_str()),
        _ => return Truths::ANY,
    };
    let (text, operand) = match mode {
        TextMode::Sensitive => (Some(Cow::from(text)), operand.into()),
        TextMode::Insensitive => (lowered(text), lowered_operand(operand)),
    };
    let Some(text) = text else { return Truths::ANY };
    looks(&text, operator, &operand)
}

/// Whether a text contains another, begins or ends with it, or is like it.
pub(super) fn looks(text: &str, operator: Operator, operand: &str) -> Truths {
    match operator {
        Operator::StartsWith => Truths::of(text.starts_with(operand)),
        Operator::EndsWith => Truths::of(text.ends_with(operand)),
        Operator::Like => is_like(text, operand).map_or(Truths::ANY, Truths::of),
        _ => Truths::of(text.contains(operand)),
    }
}

/// Whether a list has every one, or some, of the operands, which are JSON like its items.
fn list(of: Tested, value: &Json, operator: Operator, operands: &[Value]) -> Truths {
    let items = match value {
        _ if operands.contains(&Value::Null) => return Truths::NULL,
        Json::Null => return Truths::NULL,
        Json::Array(items) => items,
        _ => return Truths::ANY,
    };
    if !of.has_plain_items {
        return Truths::EITHER;
    }
    let mut each = operands.iter().map(|operand| match operand {
        Value::Json(operand) => items.iter().any(|item| is_same(item, operand)),
        // An enum's values.
        Value::Text(operand) => items.iter().any(|item| item.as_str() == Some(operand)),
        _ => false,
    });
    Truths::of(match operator {
        Operator::HasSome => each.any(|has| has),
        _ => each.all(|has| has),
    })
}

fn is_same(item: &Json, operand: &Json) -> bool {
    match (item, operand) {
        (Json::Number(item), Json::Number(operand)) => match (item.as_i64(), operand.as_i64()) {
            (Some(item), Some(operand)) => item == operand,
            _ => item.as_f64() == operand.as_f64(),
        },
        (item, operand) => item == operand,
    }
}
