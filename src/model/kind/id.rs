//! `ID`: the id of a record.

use serde_json::Value as Json;

use super::operator::ID_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "ID",
    description: "The id of a record: any text. A whole number is taken as its digits.",
    specified_by: None,
    sqlite: "TEXT",
    postgres: r#"text COLLATE "C""#,
    json: JsonForm::Text,
    operators: ID_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    if let Some(number) = value.as_i64() {
        return Ok(Value::Text(number.to_string()));
    }
    match string::parse(value)? {
        Value::Text(text) if text.is_empty() => Err("must not be empty".into()),
        parsed => Ok(parsed),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_become_text() {
        assert_eq!(parse(&json!(12)), Ok(Value::Text("12".into())));
        assert_eq!(parse(&json!("a-1")), Ok(Value::Text("a-1".into())));
        assert_eq!(parse(&json!("")), Err("must not be empty".into()));
        assert_eq!(parse(&json!(1.5)), Err("must be text".into()));
    }
}
