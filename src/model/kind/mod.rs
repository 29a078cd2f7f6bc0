//! The kinds of scalar field, one file each. A kind says everything about itself: the column on
//! each database, the scalar's name and meaning in GraphQL, the operators of its filter, how a
//! JSON value is checked, and how a stored value is shown as JSON.
//!
//! Read [`Kind`] first.

use serde::{Deserialize, Serialize};

use super::Value;

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

/// An operator of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the API's own")]
pub enum Operator {
    Eq,
    Ne,
    In,
    NotIn,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    IsNull,
    Contains,
    StartsWith,
    EndsWith,
    Like,
    Has,
    HasEvery,
    HasSome,
    IsEmpty,
    Near,
    Within,
    Path,
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
