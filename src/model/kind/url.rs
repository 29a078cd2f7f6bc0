//! `URL`: an absolute address.

use ::url::Url;
use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "URL",
    description: "An absolute URL.",
    specified_by: Some("https://url.spec.whatwg.org/"),
    sqlite: "TEXT",
    postgres: r#"text COLLATE "C""#,
    json: JsonForm::Text,
    operators: TEXT_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

/// The text is kept as given: a parsed URL would come back with other slashes and cases.
fn parse(value: &Json) -> Result<Value, String> {
    let parsed = string::parse(value)?;
    match value.as_str().map(Url::parse) {
        Some(Ok(_)) => Ok(parsed),
        _ => Err("must be an absolute URL such as `https://example.com/page`".into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn absolute_urls_are_kept_as_given() {
        for text in ["https://example.com", "https://müller.de/ü?q=1#x", "mailto:ada@example.com"] {
            assert_eq!(parse(&json!(text)), Ok(Value::Text(text.into())));
        }
        for text in ["", "/page", "example.com", "https://", "http://a b"] {
            assert!(parse(&json!(text)).is_err(), "{text}");
        }
    }
}
