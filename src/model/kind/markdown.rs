//! `Markdown`: text in Markdown.

use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Markdown",
    description: "Text in Markdown.",
    specified_by: Some("https://spec.commonmark.org/"),
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
    fn marks_are_kept() {
        assert_eq!(parse(&json!("# a\n*b*")), Ok(Value::Text("# a\n*b*".into())));
    }
}
