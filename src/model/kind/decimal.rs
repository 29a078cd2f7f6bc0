//! `Decimal`: an exact decimal number, such as a price. It travels as text.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Decimal",
    description: "An exact decimal number of up to 28 digits, as text: \"19.99\".",
    specified_by: None,
    sqlite: "TEXT COLLATE HW_DECIMAL",
    postgres: "numeric",
    json: JsonForm::DecimalText,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return Err(EXPECTED.into()),
    };
    parse_text(&text).map(Value::Decimal)
}

const EXPECTED: &str = "must be a decimal number such as `\"19.99\"`";

fn parse_text(text: &str) -> Result<Decimal, String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    if !is_plain_number(mantissa) {
        return Err(EXPECTED.into());
    }
    let number = match exponent {
        None => Decimal::from_str_exact(without_trailing_zeros(mantissa)),
        Some(exponent) if exponent.parse::<i32>().is_ok() => Decimal::from_scientific(text),
        Some(_) => return Err(EXPECTED.into()),
    };
    match number {
        Ok(number) => Ok(number.normalize()),
        Err(_) => Err("must have at most 28 digits".into()),
    }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(value: Json) -> String {
        match parse(&value) {
            Ok(parsed) => parsed.to_json().to_string(),
            Err(reason) => reason,
        }
    }

    #[test]
    fn trailing_zeros_go() {
        assert_eq!(shown(json!("19.90")), "\"19.9\"");
        assert_eq!(shown(json!("100")), "\"100\"");
        assert_eq!(shown(json!("-0.00")), "\"0\"");
        assert_eq!(shown(json!("0.0000000000000000000000000000000000")), "\"0\"");
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(shown(json!(0.99)), "\"0.99\"");
        assert_eq!(shown(json!(12)), "\"12\"");
        assert_eq!(shown(json!(1e-7)), "\"0.0000001\"");
        assert_eq!(shown(json!("1.5e3")), "\"1500\"");
    }

    #[test]
    fn too_many_digits_are_named() {
        assert_eq!(shown(json!("0.12345678901234567890123456789")), "must have at most 28 digits");
        assert_eq!(shown(json!("123456789012345678901234567890")), "must have at most 28 digits");
        assert_eq!(shown(json!("1e99")), "must have at most 28 digits");
        assert_eq!(shown(json!("1e-40")), "must have at most 28 digits");
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "-", ".5", "5.", "1_000", "1,5", "NaN", "1e", "0x1"] {
            assert_eq!(shown(json!(text)), EXPECTED, "{text}");
        }
    }
}
