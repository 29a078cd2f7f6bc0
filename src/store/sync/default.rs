//! The value that existing rows get in a required column: the field's default, as SQL.

use crate::model::layout::{Column, ColumnKind};
use crate::model::{Scalar, Value, value};
use crate::query::dialect::Dialect;
use crate::store::ddl::quoted_text;

/// The default as a literal; the empty list where there may be one; none when rows can't be filled.
pub(super) fn literal(column: &Column, dialect: Dialect) -> Option<String> {
    let value = match (&column.default, column.list) {
        (Some(default), _) => stored(column, default)?,
        (None, true) => Value::Json(serde_json::json!([])),
        (None, false) => return None,
    };
    Some(write(&value, dialect))
}

/// The default in the form in which it is stored. The model's loader has checked it.
fn stored(column: &Column, default: &serde_json::Value) -> Option<Value> {
    match &column.kind {
        _ if default.is_null() => None,
        ColumnKind::Scalar(scalar) if column.list => list_to_json(*scalar, default).map(Value::Json),
        ColumnKind::Scalar(scalar) => scalar.parse(default).ok(),
        ColumnKind::Enum(_) if !column.list => default.as_str().map(|value| Value::Text(value.to_owned())),
        ColumnKind::Enum(_) | ColumnKind::Component(_) | ColumnKind::Blocks(_) => {
            Some(Value::Json(default.clone()))
        }
        ColumnKind::Reference(_) => None,
    }
}

/// A default that is a list, with its items in the form that they have inside JSON columns.
pub(super) fn list_to_json(scalar: Scalar, default: &serde_json::Value) -> Option<serde_json::Value> {
    let items = default.as_array()?.iter().map(|item| match item {
        serde_json::Value::Null => Some(serde_json::Value::Null),
        item => scalar.parse(item).ok().map(|value| scalar.json_of(&value)),
    });
    Some(items.collect::<Option<Vec<_>>>()?.into())
}

fn write(value: &Value, dialect: Dialect) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(value) => match dialect {
            Dialect::Sqlite => i64::from(*value).to_string(),
            Dialect::Postgres => value.to_string(),
        },
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Decimal(value) => match dialect {
            Dialect::Sqlite => quoted_text(&value.to_string()),
            Dialect::Postgres => value.to_string(),
        },
        Value::Text(value) => quoted_text(value),
        Value::DateTime(value) => quoted_text(&value::format_date_time(value)),
        Value::Date(value) => quoted_text(&value.format("%Y-%m-%d").to_string()),
        Value::Time(value) => quoted_text(&value::format_time(value)),
        Value::Json(value) => quoted_text(&value.to_string()),
    }
}
