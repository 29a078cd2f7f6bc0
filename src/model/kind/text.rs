//! `Text`: text of several lines, too long for an index.

use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Text",
    description: "Text of any length, with line breaks.",
    specified_by: None,
    sqlite: "TEXT",
    postgres: r#"text COLLATE "C""#,
    json: JsonForm::Text,
    operators: TEXT_OPERATORS,
    orderable: true,
    indexable: false,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    string::parse(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn line_breaks_are_kept() {
        assert_eq!(parse(&json!("a\r\nb")), Ok(Value::Text("a\r\nb".into())));
    }
}
