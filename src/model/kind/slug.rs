//! `Slug`: the part of an address that names a record.

use serde_json::Value as Json;

use super::operator::TEXT_OPERATORS;
use super::{JsonForm, Kind, string};
use crate::model::Value;
pub(super) const KIND: Kind = Kind {
    name: "Slug",
    description: "The part of an address that names a record: lower-case letters, digits and single hyphens.",
    specified_by: None,
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
    if value.as_str().is_some_and(is_slug) {
        Ok(parsed)
    } else {
        Err("must be lower-case letters, digits and hyphens, such as `my-first-post`".into())
    }
}

fn is_slug(text: &str) -> bool {
    let is_allowed = |letter: char| match letter {
        '-' | '_' | '.' | '~' => true,
        _ => letter.is_alphanumeric() && !letter.is_uppercase() || is_mark(letter),
    };
    text.starts_with(char::is_alphanumeric) && text.chars().all(is_allowed)
}

/// Scripts such as Devanagari write vowels as marks, which are no letters.
fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && !letter.is_alphanumeric() && !letter.is_whitespace() && !letter.is_control()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn letters_of_any_script_are_taken() {
        for text in ["a", "my-first-post", "2024-review", "über-uns", "हिन्दी", "v1.2"] {
            assert_eq!(parse(&json!(text)), Ok(Value::Text(text.into())));
        }
        for text in ["", "-a", "My-Post", "a b", "a/b", "a?b"] {
            assert!(parse(&json!(text)).is_err(), "{text}");
        }
    }
}
