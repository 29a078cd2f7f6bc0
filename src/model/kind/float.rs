//! `Float`: a 64-bit float.

use serde_json::Value as Json;

use super::operator::ORDERED_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Float",
    description: "A number with a fraction, in 64 bits.",
    specified_by: Some("https://en.wikipedia.org/wiki/IEEE_754"),
    sqlite: "REAL",
    postgres: "double precision",
    json: JsonForm::Float,
    operators: ORDERED_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    let number = value.as_f64().filter(|number| number.is_finite());
    // Adding zero makes 0 of -0: the databases print the negative zero differently.
    number.map(|number| Value::Float(number + 0.0)).ok_or_else(|| "must be a number".into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_numbers_are_floats_too() {
        assert_eq!(parse(&json!(3)), Ok(Value::Float(3.0)));
        assert_eq!(parse(&json!(2.5)), Ok(Value::Float(2.5)));
        assert_eq!(parse(&json!("2.5")), Err("must be a number".into()));
    }

    #[test]
    fn negative_zero_is_zero() {
        let Ok(Value::Float(zero)) = parse(&json!(-0.0)) else { panic!("not a float") };
        assert!(zero.is_sign_positive());
    }
}
