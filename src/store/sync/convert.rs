//! Which type changes lose nothing, and the SQL that makes them.

use crate::model::Scalar;
use crate::model::layout::{Column, ColumnKind, Layout};
use crate::query::dialect::Dialect;
use crate::store::ddl::quoted;

/// The expression of a column that has no values.
pub(super) const NO_VALUE: &str = "NULL";

/// How a column's values become values of another type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Conversion {
    /// What is stored stays as it is.
    Same,
    /// What is stored stays as it is, if every value is one of these.
    Among(Vec<String>),
    /// By an expression; `{}` stands for the column.
    By {
        /// On SQLite.
        sqlite: &'static str,
        /// On PostgreSQL.
        postgres: &'static str,
    },
    /// Not without losing something.
    Lossy,
}

/// How values of the old column become values of the new one.
pub(super) fn conversion(old: &Column, new: &Column, layout: &Layout) -> Conversion {
    use ColumnKind::{Blocks, Component, Enum, Reference, Scalar as Plain};
    if new.kind == Plain(Scalar::JSON) && !new.list && old.scalar().kind().postgres == "json" {
        return Conversion::Same;
    }
    match (&old.kind, &new.kind) {
        _ if old.list != new.list => Conversion::Lossy,
        (Plain(old), Plain(new)) if old == new => Conversion::Same,
        (Plain(old_scalar), Plain(new)) if old.list => list_items(*old_scalar, *new),
        (Plain(old), Plain(new)) => scalars(*old, *new),
        (Enum(_) | Reference(_), Plain(Scalar::String | Scalar::Text | Scalar::ID)) => Conversion::Same,
        (Plain(Scalar::String | Scalar::Text | Scalar::Slug), Enum(name)) => {
            let values = layout.enums.get(name).into_iter().flatten();
            Conversion::Among(values.map(|value| value.name.clone()).collect())
        }
        // Removed and renamed values are judged by themselves.
        (Enum(_), Enum(_)) | (Reference(_), Reference(_)) => Conversion::Same,
        // Fields of components are matched by their names when they are read.
        (Component(_), Component(_)) | (Blocks(_), Blocks(_)) => Conversion::Same,
        (Plain(_) | Enum(_) | Component(_) | Blocks(_) | Reference(_), _) => Conversion::Lossy,
    }
}

/// Items of a list are JSON: only text stays the same.
fn list_items(old: Scalar, new: Scalar) -> Conversion {
    if is_any_text(new) && is_text(old) { Conversion::Same } else { Conversion::Lossy }
}

/// Text without rules of its own.
fn is_any_text(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::String | Scalar::Text | Scalar::Markdown | Scalar::ID)
}

fn is_text(scalar: Scalar) -> bool {
    is_any_text(scalar) || matches!(scalar, Scalar::Email | Scalar::URL | Scalar::Slug)
}

fn scalars(old: Scalar, new: Scalar) -> Conversion {
    use Scalar::{BigInt, Boolean, Date, DateTime, Decimal, Float, Int, String, Text, Time};
    match (old, new) {
        (old, new) if is_text(old) && is_any_text(new) => Conversion::Same,
        (Int, BigInt) => by("{}", "{}::bigint"),
        (Int, Float) => by("CAST({} AS REAL)", "{}::double precision"),
        (Int | BigInt, Decimal) => by("CAST({} AS TEXT)", "{}::numeric"),
        (Int | BigInt, String | Text) => by("CAST({} AS TEXT)", "{}::text"),
        (Decimal, String | Text) => by("{}", "trim_scale({})::text"),
        (Float, String | Text) => by("hw_float({})", "{}::text"),
        (Boolean, String | Text) => by("CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", "{}::text"),
        (Date, DateTime) => by("{} || 'T00:00:00.000Z'", "{}::timestamp AT TIME ZONE 'UTC'"),
        (Date, String | Text) => by("{}", "to_char({}, 'YYYY-MM-DD')"),
        (Time, String | Text) => by("{}", "to_char({}::interval, 'HH24:MI:SS.MS')"),
        (DateTime, String | Text) => {
            by("{}", "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
        }
        _ => Conversion::Lossy,
    }
}

fn by(sqlite: &'static str, postgres: &'static str) -> Conversion {
    Conversion::By { sqlite, postgres }
}

impl Conversion {
    /// The value in the new type, as an expression over the column of that name.
    pub(super) fn expression(&self, column: &str, dialect: Dialect) -> String {
        let column = quoted(column);
        match (self, dialect) {
            (Self::Same | Self::Among(_), _) => column,
            (Self::By { sqlite, .. }, Dialect::Sqlite) => sqlite.replace("{}", &column),
            (Self::By { postgres, .. }, Dialect::Postgres) => postgres.replace("{}", &column),
            // Done only where there is no value.
            (Self::Lossy, _) => NO_VALUE.to_owned(),
        }
    }
}
