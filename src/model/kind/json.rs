//! `JSON`: any JSON value, kept as it was given.

use serde_json::Value as Json;

use super::operator::JSON_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "JSON",
    description: "Any JSON value.",
    specified_by: Some("https://www.rfc-editor.org/rfc/rfc8259"),
    sqlite: "TEXT",
    postgres: "json",
    json: JsonForm::Raw,
    operators: JSON_OPERATORS,
    orderable: false,
    indexable: false,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    if has_null_character(value) {
        return Err("must not contain the character U+0000".into());
    }
    Ok(Value::Json(value.clone()))
}

/// Whether a text or a key somewhere in the value holds U+0000, which PostgreSQL can't read.
pub(super) fn has_null_character(value: &Json) -> bool {
    match value {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(has_null_character),
        Json::Object(entries) => {
            entries.iter().any(|(key, value)| key.contains('\0') || has_null_character(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn anything_but_a_null_character_is_kept() {
        let value = json!({"b": [1, null, {"a": "x"}], "a": 2});
        assert_eq!(parse(&value), Ok(Value::Json(value.clone())));
        assert!(parse(&json!({"a": ["x\0"]})).is_err());
        assert!(parse(&json!({"a\0": 1})).is_err());
    }
}
