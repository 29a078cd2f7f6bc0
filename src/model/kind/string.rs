//! `String`: a line of text.

use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "String",
    description: "A line of text.",
    specified_by: None,
    sqlite: "TEXT",
    postgres: r#"text COLLATE "C""#,
    json: JsonForm::Text,
    operators: TEXT_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

/// Any text that both databases can store: PostgreSQL knows no U+0000.
pub(super) fn parse(value: &Json) -> Result<Value, String> {
    let text = value.as_str().ok_or("must be text")?;
    if text.contains('\0') {
        return Err("must not contain the character U+0000".into());
    }
    Ok(Value::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_is_kept_as_given() {
        assert_eq!(parse(&json!(" Ünïcode 🎵 ")), Ok(Value::Text(" Ünïcode 🎵 ".into())));
        assert_eq!(parse(&json!("")), Ok(Value::Text(String::new())));
        assert_eq!(parse(&json!(3)), Err("must be text".into()));
        assert_eq!(parse(&json!("\0")), Err("must not contain the character U+0000".into()));
    }
}
