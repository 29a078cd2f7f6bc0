//! How checked values are handed to each database.

use chrono::Utc;
use sea_query::{ArrayType, Expr, ExprTrait, Value as Sql};
use serde_json::Value as Json;

use super::Dialect;
use crate::filter::{Bound, JsonPath};
use crate::model::kind::JsonForm;
use crate::model::{Operator, Value};

/// How a parameter's value is written for the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As the value of a column of that form.
    Column(JsonForm),
    /// As lower-case text.
    Lowered,
    /// As a list of values of that form: a JSON text on SQLite, an array on PostgreSQL.
    List(JsonForm),
    /// As a list of lower-case texts.
    LoweredList,
    /// As the pattern of `contains startsWith endsWith like`: for GLOB on SQLite, LIKE on
    /// PostgreSQL.
    Pattern {
        /// The operator.
        operator: Operator,
        /// Whether in lower case.
        lowered: bool,
    },
    /// As the path of a place inside JSON.
    Path,
    /// Whether there is a value, and of a list every one.
    Presence,
    /// As JSON text: the value itself, or the list of values.
    Json,
    /// A list of points: JSON text on SQLite, the text of a `polygon` on PostgreSQL.
    Polygon,
}

/// The value of a column of the form. A null is typed, as PostgreSQL wants it. JSON is handed
/// over as text: PostgreSQL needs a cast to `json` around the parameter.
pub fn to_database(dialect: Dialect, form: JsonForm, value: &Value) -> Sql {
    match (dialect, value) {
        (_, Value::Null) => null(dialect, form),
        (_, Value::Boolean(value)) => Sql::Bool(Some(*value)),
        (_, Value::Integer(value)) => Sql::BigInt(Some(*value)),
        (_, Value::Float(value)) => Sql::Double(Some(*value)),
        (_, Value::Text(value)) => Sql::String(Some(value.clone())),
        (_, Value::Json(value)) => Sql::String(Some(value.to_string())),
        (Dialect::Postgres, Value::Decimal(value)) => Sql::Decimal(Some(*value)),
        (Dialect::Postgres, Value::DateTime(value)) => Sql::ChronoDateTimeUtc(Some(*value)),
        (Dialect::Postgres, Value::Date(value)) => Sql::ChronoDate(Some(*value)),
        (Dialect::Postgres, Value::Time(value)) => Sql::ChronoTime(Some(*value)),
        (Dialect::Sqlite, Value::Decimal(_) | Value::DateTime(_) | Value::Date(_) | Value::Time(_)) => {
            Sql::String(value.to_json().as_str().map(str::to_owned))
        }
    }
}

/// The value as it is stored in a column of the form.
pub fn stored(dialect: Dialect, form: JsonForm, value: &Value) -> Expr {
    let value = Expr::val(to_database(dialect, form, value));
    match (dialect, form) {
        (Dialect::Postgres, JsonForm::Raw) => value.cast_as("json"),
        _ => value,
    }
}

fn null(dialect: Dialect, form: JsonForm) -> Sql {
    match (dialect, form) {
        (_, JsonForm::Text | JsonForm::Raw) => Sql::String(None),
        (_, JsonForm::Integer | JsonForm::IntegerText) => Sql::BigInt(None),
        (_, JsonForm::Float) => Sql::Double(None),
        (_, JsonForm::Boolean) => Sql::Bool(None),
        (Dialect::Postgres, JsonForm::DecimalText) => Sql::Decimal(None),
        (Dialect::Postgres, JsonForm::DateTime) => Sql::ChronoDateTimeUtc(None::<chrono::DateTime<Utc>>),
        (Dialect::Postgres, JsonForm::Date) => Sql::ChronoDate(None),
        (Dialect::Postgres, JsonForm::Time) => Sql::ChronoTime(None),
        (Dialect::Sqlite, JsonForm::DecimalText | JsonForm::DateTime | JsonForm::Date | JsonForm::Time) => {
            Sql::String(None)
        }
    }
}

/// The value of a parameter.
pub fn encode(dialect: Dialect, encoding: Encoding, bound: &Bound) -> Sql {
    let many = match bound {
        Bound::Many(values) => values.as_slice(),
        Bound::One(value) => std::slice::from_ref(value),
        // Whoever asks has filled them in by now.
        Bound::WantedOne(_) | Bound::WantedMany(_) => &[],
    };
    let first = many.first().unwrap_or(&Value::Null);
    match encoding {
        Encoding::Column(form) => to_database(dialect, form, first),
        Encoding::Presence => Sql::Bool(Some(!many.contains(&Value::Null))),
        // Nothing compares with what is missing.
        Encoding::Lowered | Encoding::Pattern { .. } if *first == Value::Null => Sql::String(None),
        Encoding::Lowered => Sql::String(Some(text(first).to_lowercase())),
        Encoding::List(form) => list(dialect, form, many),
        Encoding::LoweredList => {
            let lowered = many.iter().map(|value| match value {
                Value::Null => Value::Null,
                value => Value::Text(text(value).to_lowercase()),
            });
            list(dialect, JsonForm::Text, &lowered.collect::<Vec<_>>())
        }
        Encoding::Pattern { operator, lowered } => {
            let text = if lowered { text(first).to_lowercase() } else { text(first).to_owned() };
            Sql::String(Some(pattern(dialect, operator, &text)))
        }
        Encoding::Path => path(dialect, text(first)),
        Encoding::Polygon => Sql::String(Some(polygon(dialect, &first.to_json()))),
        Encoding::Json if matches!(bound, Bound::Many(_)) && many.contains(&Value::Null) => Sql::String(None),
        Encoding::Json => Sql::String(Some(match bound {
            Bound::One(value) => value.to_json().to_string(),
            Bound::Many(_) | Bound::WantedOne(_) | Bound::WantedMany(_) => {
                many.iter().map(Value::to_json).collect::<Json>().to_string()
            }
        })),
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

fn list(dialect: Dialect, form: JsonForm, values: &[Value]) -> Sql {
    if dialect == Dialect::Sqlite {
        let stored = values.iter().map(|value| match value {
            Value::Boolean(value) => Json::from(i64::from(*value)),
            value => value.to_json(),
        });
        return Sql::String(Some(stored.collect::<Json>().to_string()));
    }
    let item = match form {
        JsonForm::Text | JsonForm::Raw => ArrayType::String,
        JsonForm::Integer | JsonForm::IntegerText => ArrayType::BigInt,
        JsonForm::Float => ArrayType::Double,
        JsonForm::Boolean => ArrayType::Bool,
        JsonForm::DecimalText => ArrayType::Decimal,
        JsonForm::DateTime => ArrayType::ChronoDateTimeUtc,
        JsonForm::Date => ArrayType::ChronoDate,
        JsonForm::Time => ArrayType::ChronoTime,
    };
    let items = values.iter().map(|value| to_database(dialect, form, value)).collect();
    Sql::Array(item, Some(Box::new(items)))
}

fn path(dialect: Dialect, text: &str) -> Sql {
    let Ok(path) = JsonPath::parse(text) else {
        return Sql::String(None); // paths are checked when the filter is read
    };
    match dialect {
        Dialect::Sqlite => Sql::String(Some(path.to_sqlite())),
        Dialect::Postgres => {
            let items = path.to_postgres().into_iter().map(|item| Sql::String(Some(item))).collect();
            Sql::Array(ArrayType::String, Some(Box::new(items)))
        }
    }
}

fn polygon(dialect: Dialect, points: &Json) -> String {
    let (Dialect::Postgres, Json::Array(points)) = (dialect, points) else {
        return points.to_string();
    };
    let corner = |point: &Json| format!("({},{})", point["lng"], point["lat"]);
    format!("({})", points.iter().map(corner).collect::<Vec<_>>().join(","))
}

/// The database's pattern for a text operator.
fn pattern(dialect: Dialect, operator: Operator, text: &str) -> String {
    let any = match dialect {
        Dialect::Sqlite => "*",
        Dialect::Postgres => "%",
    };
    if operator == Operator::Like {
        return match dialect {
            Dialect::Sqlite => like_to_glob(text),
            Dialect::Postgres => text.to_owned(),
        };
    }
    let literal: String = text.chars().map(|char| literal(dialect, char)).collect();
    match operator {
        Operator::StartsWith => literal + any,
        Operator::EndsWith => any.to_owned() + &literal,
        _ => format!("{any}{literal}{any}"),
    }
}

/// The pattern that matches just this character.
fn literal(dialect: Dialect, char: char) -> String {
    match (dialect, char) {
        (Dialect::Sqlite, '*' | '?' | '[') => format!("[{char}]"),
        (Dialect::Postgres, '%' | '_' | '\\') => format!("\\{char}"),
        _ => char.to_string(),
    }
}

/// SQLite's LIKE ignores the case of ASCII letters, so its GLOB is used instead.
fn like_to_glob(pattern: &str) -> String {
    let mut glob = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        match char {
            '%' => glob.push('*'),
            '_' => glob.push('?'),
            '\\' => glob.extend(chars.next().map(|escaped| literal(Dialect::Sqlite, escaped))),
            other => glob.push_str(&literal(Dialect::Sqlite, other)),
        }
    }
    glob
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_operators_match_literally() {
        let sqlite = |operator, text| pattern(Dialect::Sqlite, operator, text);
        let postgres = |operator, text| pattern(Dialect::Postgres, operator, text);
        assert_eq!(sqlite(Operator::Contains, "a*[b]?"), "*a[*][[]b][?]*");
        assert_eq!(postgres(Operator::StartsWith, "50%_\\"), "50\\%\\_\\\\%");
        assert_eq!(sqlite(Operator::Like, "A_%\\%*"), "A?*%[*]");
    }
}
