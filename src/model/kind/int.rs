//! `Int`: a whole number of 32 bits.

use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Int",
    description: "A whole number between -2147483648 and 2147483647.",
    specified_by: None,
    sqlite: "INTEGER",
    postgres: "integer",
    json: JsonForm::Integer,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    let number = whole_number(value).ok_or("must be a whole number")?;
    match i32::try_from(number) {
        Ok(number) => Ok(Value::Integer(number.into())),
        Err(_) => Err("must be between -2147483648 and 2147483647: use `BigInt` for more".into()),
    }
}

/// The number, also when it is written `5.0`.
pub(super) fn whole_number(value: &Json) -> Option<i64> {
    // Beyond 2^53 a float no longer says which whole number was meant.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| {
        let number = value.as_f64().filter(|_| value.is_f64())?;
        (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_whole_numbers_of_32_bits_fit() {
        assert_eq!(parse(&json!(-2147483648)), Ok(Value::Integer(-2147483648)));
        assert_eq!(parse(&json!(5.0)), Ok(Value::Integer(5)));
        assert_eq!(parse(&json!(5.5)), Err("must be a whole number".into()));
        assert_eq!(parse(&json!("5")), Err("must be a whole number".into()));
        assert!(parse(&json!(2147483648_i64)).is_err());
        assert!(parse(&json!(1e300)).is_err());
    }
}
