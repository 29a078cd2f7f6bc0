//! How values compare: those of records, in the API's JSON form, with those of filters.
//!
//! Both databases' rules, and nothing where they, or different versions of them, may differ.

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde_json::{Number, Value as Json};

use crate::model::kind::JsonForm;
use crate::model::{Operator, Scalar, Value};

/// How the value stands to the operand, neither of which is null; none when that is not known.
pub(super) fn order(form: JsonForm, value: &Json, operand: &Value) -> Option<Ordering> {
    match (form, value, operand) {
        // UTF-8 has the order of code points.
        (JsonForm::Text, Json::String(text), Value::Text(other)) => Some(text.as_str().cmp(other)),
        (JsonForm::Integer, Json::Number(number), Value::Integer(other)) => {
            number.as_i64().map(|number| number.cmp(other))
        }
        (JsonForm::Float, Json::Number(number), Value::Float(other)) => number.as_f64()?.partial_cmp(other),
        (JsonForm::Boolean, Json::Bool(value), Value::Boolean(other)) => Some(value.cmp(other)),
        (JsonForm::IntegerText, Json::String(text), Value::Integer(other)) => {
            text.parse::<i64>().ok().map(|number| number.cmp(other))
        }
        (JsonForm::DecimalText, Json::String(text), Value::Decimal(other)) => {
            Decimal::from_str_exact(text).ok().map(|number| number.cmp(other))
        }
        (JsonForm::DateTime, _, Value::DateTime(other)) => match Scalar::DateTime.parse(value) {
            Ok(Value::DateTime(moment)) => Some(moment.cmp(other)),
            _ => None,
        },
        (JsonForm::Date, _, Value::Date(other)) => match Scalar::Date.parse(value) {
            Ok(Value::Date(day)) => Some(day.cmp(other)),
            _ => None,
        },
        (JsonForm::Time, _, Value::Time(other)) => match Scalar::Time.parse(value) {
            Ok(Value::Time(time)) => Some(time.cmp(other)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an operator of comparison holds of what is ordered so.
pub(super) fn holds(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Ne => order.is_ne(),
        Operator::Lt => order.is_lt(),
        Operator::Lte => order.is_le(),
        Operator::Gt => order.is_gt(),
        Operator::Gte => order.is_ge(),
        _ => order.is_eq(),
    }
}

/// How a number inside JSON stands to another; none where the databases differ: one compares whole numbers
/// of more than 53 bits as they are, the other as floats.
pub(super) fn order_of_number(number: &Number, other: f64) -> Option<Ordering> {
    const EXACT: i64 = 1 << 53;
    let as_float = number.as_f64()?.partial_cmp(&other)?;
    match number.as_i64() {
        Some(whole) if !(-EXACT..=EXACT).contains(&whole) => {
            // A float of such a size is a whole number.
            let exact = i128::from(whole).cmp(&(other as i128));
            (exact == as_float).then_some(as_float)
        }
        _ => Some(as_float),
    }
}

/// The text in lower case; none when it holds letters for which that depends on the database's version of
/// Unicode, or on what stands around them.
pub(super) fn lowered(text: &str) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        let has_capitals = text.bytes().any(|byte| byte.is_ascii_uppercase());
        return Some(if has_capitals { text.to_ascii_lowercase().into() } else { text.into() });
    }
    text.chars().all(has_sure_case).then(|| text.to_lowercase().into())
}

/// Blocks to which no pairs of letters were added since Unicode 13, but for those left out.
fn has_sure_case(char: char) -> bool {
    match char {
        // A dotted capital I becomes two characters, a sigma another one at the end of a word, and the last
        // is younger.
        '\u{130}' | '\u{3a3}' | '\u{2c2f}' => false,
        '\0'..='\u{52f}'
        | '\u{1d00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fffd}'
        | '\u{1f000}'..='\u{3ffff}' => true,
        _ => false,
    }
}

/// Whether the text matches a pattern of `like`; none for a pattern that ends in an escape.
pub(super) fn is_like(text: &str, pattern: &str) -> Option<bool> {
    let is_whole = pattern.chars().rev().take_while(|char| *char == '\\').count().is_multiple_of(2);
    is_whole.then(|| matches(text, pattern))
}

fn matches(text: &str, pattern: &str) -> bool {
    let (mut text, mut pattern) = (text.chars(), pattern.chars());
    // The last `%` with the place in the text up to which it reaches.
    let mut retry = None;
    loop {
        let mut rest = pattern.clone();
        let is_fitting = match rest.next() {
            Some('%') => {
                retry = Some((text.clone(), rest.clone()));
                pattern = rest;
                continue;
            }
            None if text.as_str().is_empty() => return true,
            None => false,
            Some('_') => text.next().is_some(),
            Some('\\') => rest.next() == text.next(),
            Some(char) => text.next() == Some(char),
        };
        if is_fitting {
            pattern = rest;
            continue;
        }
        let Some((from, after)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        (text, pattern) = (from.clone(), after.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_texts() {
        for (text, pattern, expected) in [
            ("", "", true),
            ("", "%", true),
            ("a", "", false),
            ("abc", "abc", true),
            ("abc", "ab", false),
            ("abc", "a%", true),
            ("abc", "%c", true),
            ("abcbc", "a%bc", true),
            ("abcbd", "a%bc", false),
            ("abc", "a_c", true),
            ("aüc", "a_c", true),
            ("ac", "a_c", false),
            ("a%c", "a\\%c", true),
            ("abc", "a\\%c", false),
            ("a\\c", "a\\\\c", true),
            ("aXbXc", "%X%X%", true),
            ("aXb", "%X%X%", false),
            ("abc", "%_", true),
            ("", "%_", false),
            ("\n", "_", true),
            ("aaab", "%a%ab", true),
        ] {
            assert_eq!(is_like(text, pattern), Some(expected), "{text} like {pattern}");
        }
        assert_eq!(is_like("a", "a\\"), None);
    }

    #[test]
    fn case_is_only_told_where_every_database_agrees() {
        assert_eq!(lowered("ABC").as_deref(), Some("abc"));
        assert_eq!(lowered("ÄNNE Ж 漢字 🎵").as_deref(), Some("änne ж 漢字 🎵"));
        assert_eq!(lowered("ΟΔΟΣ"), None);
        assert_eq!(lowered("İ"), None);
    }

    #[test]
    fn long_whole_numbers_are_only_compared_where_every_database_agrees() {
        let number = |number: i64| Number::from(number);
        let limit = 9_007_199_254_740_992.0;
        assert_eq!(order_of_number(&number(3), 3.5), Some(Ordering::Less));
        assert_eq!(order_of_number(&number(9_007_199_254_740_993), limit), None);
        assert_eq!(order_of_number(&number(9_007_199_254_740_995), limit), Some(Ordering::Greater));
        assert_eq!(order_of_number(&number(i64::MIN), f64::MIN), Some(Ordering::Greater));
    }

    #[test]
    fn decimals_compare_as_numbers() {
        let order = |left: &str, right: &str| {
            let right = Value::Decimal(Decimal::from_str_exact(right).unwrap());
            order(JsonForm::DecimalText, &left.into(), &right)
        };
        assert_eq!(order("9.5", "10"), Some(Ordering::Less));
        assert_eq!(order("-3", "-3.0"), Some(Ordering::Equal));
        assert_eq!(order("x", "1"), None);
    }
}
