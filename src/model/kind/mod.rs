//! The kinds of scalar field, one file each. A kind says everything about itself: the column on
//! each database, the scalar's name and meaning in GraphQL, the operators of its filter, how a
//! JSON value is checked, and how a stored value is shown as JSON.
//!
//! Read [`Kind`] first.

mod big_int;
mod boolean;
mod date;
mod date_time;
mod decimal;
mod email;
mod float;
mod id;
mod int;
mod json;
mod markdown;
mod operator;
mod point;
mod rich_text;
mod slug;
mod string;
mod text;
mod time;
mod url;

use serde::{Deserialize, Serialize};

use super::Value;

pub use operator::{ENUM_OPERATORS, LIST_OPERATORS, Operator};

/// What a kind says about itself.
#[derive(Debug)]
pub struct Kind {
    /// The scalar's name in the model and in the API.
    pub name: &'static str,
    /// What the scalar means; becomes its description in the API.
    pub description: &'static str,
    /// Where the scalar's format is specified, for `@specifiedBy`.
    pub specified_by: Option<&'static str>,
    /// The column's type in SQLite's STRICT tables.
    pub sqlite: &'static str,
    /// The column's type in PostgreSQL.
    pub postgres: &'static str,
    /// How a stored value is shown as JSON.
    pub json: JsonForm,
    /// The operators of its filter.
    pub operators: &'static [Operator],
    /// Whether lists can be ordered by it and groups made of it.
    pub orderable: bool,
    /// Whether it can be `@unique` and in an `@index`.
    pub indexable: bool,
    /// Checks a JSON value (never null). The error is a phrase such as "must be a whole number".
    pub parse: fn(&serde_json::Value) -> Result<Value, String>,
}

/// How a stored value is shown as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// Text in quotes.
    Text,
    /// A whole number.
    Integer,
    /// A 64-bit float in its shortest form.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A whole number in quotes: beyond what JavaScript's numbers hold.
    IntegerText,
    /// A decimal in quotes, without trailing zeros.
    DecimalText,
    /// `"2026-11-20T09:19:13.000Z"`
    DateTime,
    /// `"2026-11-20"`
    Date,
    /// `"09:19:13.000"`
    Time,
    /// The stored text is JSON already.
    Raw,
}

/// The scalars of the model language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the model language's own")]
pub enum Scalar {
    ID,
    String,
    Text,
    Int,
    BigInt,
    Float,
    Decimal,
    Boolean,
    DateTime,
    Date,
    Time,
    JSON,
    Email,
    URL,
    Slug,
    Markdown,
    RichText,
    Point,
}

impl Scalar {
    /// Every scalar, in the order in which the documentation lists them.
    pub const ALL: [Scalar; 18] = [
        Self::ID,
        Self::String,
        Self::Text,
        Self::Int,
        Self::BigInt,
        Self::Float,
        Self::Decimal,
        Self::Boolean,
        Self::DateTime,
        Self::Date,
        Self::Time,
        Self::JSON,
        Self::Email,
        Self::URL,
        Self::Slug,
        Self::Markdown,
        Self::RichText,
        Self::Point,
    ];

    /// What the scalar says about itself.
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::ID => &id::KIND,
            Self::String => &string::KIND,
            Self::Text => &text::KIND,
            Self::Int => &int::KIND,
            Self::BigInt => &big_int::KIND,
            Self::Float => &float::KIND,
            Self::Decimal => &decimal::KIND,
            Self::Boolean => &boolean::KIND,
            Self::DateTime => &date_time::KIND,
            Self::Date => &date::KIND,
            Self::Time => &time::KIND,
            Self::JSON => &json::KIND,
            Self::Email => &email::KIND,
            Self::URL => &url::KIND,
            Self::Slug => &slug::KIND,
            Self::Markdown => &markdown::KIND,
            Self::RichText => &rich_text::KIND,
            Self::Point => &point::KIND,
        }
    }

    /// The scalar's name in the model and in the API.
    pub fn name(self) -> &'static str {
        self.kind().name
    }

    /// The scalar of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.name() == name)
    }

    /// The scalars that can be counted up and multiplied.
    pub const NUMBERS: [Scalar; 4] = [Self::Int, Self::BigInt, Self::Float, Self::Decimal];

    /// Checks a JSON value (never null) that is to be stored.
    pub fn parse(self, value: &serde_json::Value) -> Result<Value, String> {
        (self.kind().parse)(value)
    }

    /// A value of the scalar in the JSON form that the API shows, which it also has inside JSON columns.
    pub fn json_of(self, value: &Value) -> serde_json::Value {
        match (self.kind().json, value) {
            (JsonForm::IntegerText, Value::Integer(number)) => number.to_string().into(),
            _ => value.to_json(),
        }
    }

    /// Checks a JSON value (never null) that a filter compares with. A text that could not be
    /// stored, such as half an email address, can still be asked for: it matches nothing.
    pub fn parse_operand(self, value: &serde_json::Value) -> Result<Value, String> {
        match self {
            Self::Email | Self::URL | Self::Slug => string::parse(value),
            Self::ID if value.is_string() => string::parse(value),
            _ => self.parse(value),
        }
    }

    /// Whether the value is text that `contains` and `like` can look into.
    pub fn is_text(self) -> bool {
        self.kind().operators.contains(&Operator::Contains)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scalar_is_found_by_its_name() {
        for scalar in Scalar::ALL {
            assert_eq!(Scalar::from_name(scalar.name()), Some(scalar));
        }
        assert_eq!(Scalar::from_name("Money"), None);
    }

    #[test]
    fn every_scalar_refuses_a_value_of_another_form() {
        let takes_lists = |scalar: &Scalar| matches!(scalar, Scalar::JSON | Scalar::RichText);
        for scalar in Scalar::ALL.into_iter().filter(|scalar| !takes_lists(scalar)) {
            let refused = scalar.parse(&serde_json::json!([true]));
            assert!(refused.is_err(), "{} took a list", scalar.name());
        }
    }

    #[test]
    fn no_scalar_takes_a_null_character() {
        for scalar in Scalar::ALL {
            let refused = scalar.parse(&serde_json::json!("a\u{0}b"));
            assert!(refused.is_err(), "{} took U+0000", scalar.name());
            assert!(scalar.parse_operand(&serde_json::json!("a\u{0}b")).is_err());
        }
    }

    #[test]
    fn filters_may_ask_for_text_that_could_not_be_stored() {
        let half = serde_json::json!("not an address");
        assert!(Scalar::Email.parse(&half).is_err());
        assert!(Scalar::Email.parse_operand(&half).is_ok());
        assert!(Scalar::ID.parse_operand(&serde_json::json!("")).is_ok());
    }
}
