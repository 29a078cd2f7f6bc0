//! `RichText`: formatted text, as HTML or as the document of an editor.

use serde_json::Value as Json;

use super::operator::RICH_TEXT_OPERATORS;
use super::{JsonForm, Kind, json};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "RichText",
    description: "Formatted text: plain text, HTML, or an editor's document as JSON.",
    specified_by: None,
    sqlite: "TEXT",
    postgres: "json",
    json: JsonForm::Raw,
    operators: RICH_TEXT_OPERATORS,
    orderable: false,
    indexable: false,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    if !matches!(value, Json::String(_) | Json::Array(_) | Json::Object(_)) {
        return Err("must be text or a document".into());
    }
    if json::has_null_character(value) {
        return Err("must not contain the character U+0000".into());
    }
    Ok(Value::Json(value.clone()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_documents_are_taken() {
        for value in [json!("<p>a</p>"), json!({"type": "doc"}), json!([{"type": "p"}])] {
            assert_eq!(parse(&value), Ok(Value::Json(value.clone())));
        }
        assert_eq!(parse(&json!(1)), Err("must be text or a document".into()));
        assert!(parse(&json!({"text": "\0"})).is_err());
    }
}
