//! Tests of a place inside a JSON value.

use serde_json::Value as Json;

use super::compare::{holds, order_of_number};
use super::test::{looks, one};
use super::truths::Truths;
use crate::filter::json_path::{Found, find};
use crate::filter::{JsonType, PathTest, Values};
use crate::model::{Operator, Value};

/// The test of the place that the path leads to. A null is a value in which there are no places.
pub(super) fn test(json: &Json, at: &Value, test: &PathTest, values: &Values) -> Truths {
    let found = match at {
        Value::Text(at) => find(json, at),
        _ => Found::Unsure,
    };
    of_place(found, test, values)
}

fn of_place(found: Found<'_>, test: &PathTest, values: &Values) -> Truths {
    let place = match found {
        Found::Nothing => None,
        Found::Value(value) => Some(value),
        Found::Unsure => return Truths::ANY,
    };
    let is_null = place.is_none_or(Json::is_null);
    match test {
        PathTest::All(tests) => {
            let each = tests.iter().map(|test| of_place(found, test, values));
            each.fold(Truths::TRUE, Truths::and)
        }
        PathTest::Any(tests) => {
            let each = tests.iter().map(|test| of_place(found, test, values));
            each.fold(Truths::FALSE, Truths::or)
        }
        PathTest::Exists(wanted) => Truths::of(place.is_some() == *wanted),
        PathTest::IsNull(wanted) => Truths::of(is_null == *wanted),
        PathTest::Boolean { value, equal } => {
            let is = place.and_then(Json::as_bool) == Some(*value);
            Truths::of(if *equal { is } else { !is_null && !is })
        }
        PathTest::Compare(Operator::Ne, of, slot) => {
            let equal = compare(place, Operator::Eq, *of, one(values, *slot));
            Truths::of(!is_null).and(equal.not())
        }
        PathTest::Compare(operator, of, slot) => compare(place, *operator, *of, one(values, *slot)),
        PathTest::Text(operator, slot) => match (place, one(values, *slot)) {
            (Some(Json::String(_)), Value::Null) => Truths::NULL,
            (Some(Json::String(text)), Value::Text(operand)) => looks(text, *operator, operand),
            (Some(Json::String(_)), _) => Truths::ANY,
            _ => Truths::FALSE,
        },
    }
}

/// A place of another type fails.
fn compare(place: Option<&Json>, operator: Operator, of: JsonType, operand: &Value) -> Truths {
    let order = match (of, place, operand) {
        (JsonType::Number, Some(Json::Number(_)), Value::Null)
        | (JsonType::Text, Some(Json::String(_)), Value::Null) => return Truths::NULL,
        (JsonType::Number, Some(Json::Number(number)), Value::Float(other)) => {
            order_of_number(number, *other)
        }
        (JsonType::Text, Some(Json::String(text)), Value::Text(other)) => Some(text.as_str().cmp(other)),
        (JsonType::Number, Some(Json::Number(_)), _) | (JsonType::Text, Some(Json::String(_)), _) => None,
        _ => return Truths::FALSE,
    };
    order.map_or(Truths::ANY, |order| Truths::of(holds(operator, order)))
}
