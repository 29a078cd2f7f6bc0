//! `Boolean`: yes or no.

use serde_json::Value as Json;

use super::operator::BOOLEAN_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Boolean",
    description: "True or false.",
    specified_by: None,
    sqlite: "INTEGER",
    postgres: "boolean",
    json: JsonForm::Boolean,
    operators: BOOLEAN_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    value.as_bool().map(Value::Boolean).ok_or_else(|| "must be true or false".into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_true_and_false() {
        assert_eq!(parse(&json!(true)), Ok(Value::Boolean(true)));
        assert_eq!(parse(&json!(1)), Err("must be true or false".into()));
        assert_eq!(parse(&json!("true")), Err("must be true or false".into()));
    }
}
