//! `BigInt`: a whole number of 64 bits. It travels as text, because JavaScript has no such numbers.

use serde_json::Value as Json;

use super::int::whole_number;
use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "BigInt",
    description: "A whole number of 64 bits, as text: \"9007199254740993\".",
    specified_by: None,
    sqlite: "INTEGER",
    postgres: "bigint",
    json: JsonForm::IntegerText,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    const EXPECTED: &str = "must be a whole number of 64 bits, such as `\"9007199254740993\"`";
    let number = match value {
        Json::String(text) => text.parse().ok(),
        _ => whole_number(value),
    };
    number.map(Value::Integer).ok_or_else(|| EXPECTED.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_numbers_are_taken() {
        assert_eq!(parse(&json!("9223372036854775807")), Ok(Value::Integer(i64::MAX)));
        assert_eq!(parse(&json!(-7)), Ok(Value::Integer(-7)));
        assert!(parse(&json!("9223372036854775808")).is_err());
        assert!(parse(&json!(9223372036854775808_u64)).is_err());
        assert!(parse(&json!("1.5")).is_err());
        assert!(parse(&json!("")).is_err());
    }
}
