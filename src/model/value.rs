//! A scalar value that was checked against its kind: what filters compare with and what is
//! written into columns.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A checked value. Which variant a field holds follows from its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// No value.
    Null,
    /// `Boolean`
    Boolean(bool),
    /// `Int` and `BigInt`
    Integer(i64),
    /// `Float`; always finite.
    Float(f64),
    /// `Decimal`, without trailing zeros.
    Decimal(Decimal),
    /// Every kind of text, ids and enum values. Never holds U+0000, which PostgreSQL can't store.
    Text(String),
    /// `DateTime`: UTC, whole milliseconds, years 1 to 9999.
    DateTime(DateTime<Utc>),
    /// `Date`, years 1 to 9999.
    Date(NaiveDate),
    /// `Time` of day, whole milliseconds.
    Time(NaiveTime),
    /// Anything kept as JSON text: `JSON`, `RichText`, `Point`, lists, components, blocks.
    Json(serde_json::Value),
}

impl Value {
    /// The value as JSON. A whole number is a number, whichever scalar it is of: see
    /// [`Scalar::json_of`](super::Scalar::json_of).
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Boolean(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Float(value) => (*value).into(),
            Self::Decimal(value) => value.to_string().into(),
            Self::Text(value) => value.as_str().into(),
            Self::DateTime(value) => format_date_time(value).into(),
            Self::Date(value) => value.format("%Y-%m-%d").to_string().into(),
            Self::Time(value) => format_time(value).into(),
            Self::Json(value) => value.clone(),
        }
    }
}

/// `2026-11-20T09:19:13.000Z`: the one text form of a date-time, in SQLite's columns and in answers.
pub fn format_date_time(value: &DateTime<Utc>) -> String {
    value.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// `09:19:13.000`: the one text form of a time of day.
pub fn format_time(value: &NaiveTime) -> String {
    value.format("%H:%M:%S%.3f").to_string()
}
