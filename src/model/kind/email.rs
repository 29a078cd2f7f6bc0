//! `Email`: an email address.

use email_address::{EmailAddress, Options};
use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Email",
    description: "An email address.",
    specified_by: Some("https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address"),
    sqlite: "TEXT",
    postgres: r#"text COLLATE "C""#,
    json: JsonForm::Text,
    operators: TEXT_OPERATORS,
    orderable: true,
    indexable: true,
    parse,
};

fn parse(value: &Json) -> Result<Value, String> {
    let parsed = string::parse(value)?;
    let is_valid = value.as_str().is_some_and(is_address);
    if is_valid { Ok(parsed) } else { Err("must be an email address such as `ada@example.com`".into()) }
}

fn is_address(text: &str) -> bool {
    let options = Options::default().with_no_minimum_sub_domains().without_display_text();
    EmailAddress::parse_with_options(text, options).is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_are_taken() {
        for text in ["ada@example.com", "a.b+c@sub.example.co.uk", "jörg@müller.de", "root@localhost"] {
            assert_eq!(parse(&json!(text)), Ok(Value::Text(text.into())));
        }
    }

    #[test]
    fn other_text_is_refused() {
        for text in
            ["", "ada", "ada@", "@example.com", "a b@example.com", "Ada <ada@example.com>", "a@b@c.com"]
        {
            assert!(parse(&json!(text)).is_err(), "{text}");
        }
    }
}
