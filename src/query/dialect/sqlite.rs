//! What is SQLite's own. `hw_*` functions and the `HW_DECIMAL` collation are registered by the
//! store on every connection.

use sea_query::{Alias, Expr, ExprTrait, Func, FunctionCall, SelectStatement};

use super::{Dialect::Sqlite, Entries, concatenated};
use crate::model::Scalar;
use crate::model::kind::JsonForm;
use crate::query::aggregate::Bucket;
use crate::query::selection::Function;

/// `json_object` takes at most 1,000 arguments.
const MOST_ENTRIES: usize = 500;

pub(super) fn shown(value: Expr, form: JsonForm) -> Expr {
    match form {
        JsonForm::Text
        | JsonForm::Integer
        | JsonForm::DecimalText
        | JsonForm::DateTime
        | JsonForm::Date
        | JsonForm::Time => value,
        JsonForm::IntegerText => value.cast_as(Alias::new("TEXT")),
        JsonForm::Float => Sqlite.template("json(hw_float({}))", [value]),
        JsonForm::Boolean => {
            Sqlite.template("CASE {} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END", [value])
        }
        JsonForm::Raw => Sqlite.template("json({})", [value]),
    }
}

pub(super) fn member(json: Expr, key: &str, form: JsonForm) -> Expr {
    let path = Expr::Constant(format!("$.{key}").into());
    if form == JsonForm::Raw {
        // JSON's null stands for SQL's. Not `json_extract`: text alone is no JSON.
        return Sqlite.template("nullif({} -> {}, 'null')", [json, path]);
    }
    let value = Sqlite.template("json_extract({}, {})", [json, path]);
    match form {
        JsonForm::IntegerText => value.cast_as(Alias::new("INTEGER")),
        JsonForm::DecimalText => Sqlite.template("{} COLLATE HW_DECIMAL", [value]),
        JsonForm::Text
        | JsonForm::Integer
        | JsonForm::Float
        | JsonForm::Boolean
        | JsonForm::DateTime
        | JsonForm::Date
        | JsonForm::Time
        | JsonForm::Raw => value,
    }
}

pub(super) fn object(entries: Entries) -> Expr {
    if entries.len() > MOST_ENTRIES {
        let text = concatenated(entries, |value| Sqlite.template("json_quote({})", [value]));
        return Sqlite.template("json({})", [text.unwrap_or_else(|| Expr::Constant("{}".into()))]);
    }
    let arguments = entries.into_iter().flat_map(|(key, value)| [Expr::Constant(key.into()), value]);
    function("json_object").args(arguments).into()
}

pub(super) fn record(mut rows: SelectStatement, entries: Entries) -> Expr {
    subquery(rows.expr(object(entries)).take())
}

pub(super) fn records(rows: SelectStatement, alias: &str, entries: Entries) -> Expr {
    let mut list = SelectStatement::new();
    list.expr(function("json_group_array").arg(object(entries))).from_subquery(rows, Alias::new(alias));
    subquery(list)
}

pub(super) fn list(mut rows: SelectStatement, item: Expr) -> Expr {
    subquery(rows.expr(function("json_group_array").arg(item)).take())
}

pub(super) fn items(list: Expr) -> SelectStatement {
    let mut rows = SelectStatement::new();
    rows.column(Alias::new("value"))
        .expr_as(Expr::col(Alias::new("key")), Alias::new("position"))
        .from_function(function("json_each").arg(list), Alias::new("item"));
    rows
}

pub(super) fn cursor(mark: &str, keys: Vec<Expr>) -> Expr {
    let values = std::iter::once(Expr::Constant(mark.into())).chain(keys);
    function("hw_base64url").arg(Expr::from(function("json_array").args(values))).into()
}

/// With one `max` in a statement, columns outside of aggregates are those of the row that has it
/// (sqlite.org/lang_select.html, "Bare columns in an aggregate query"). It stays one however often
/// it is written.
pub(super) fn of_last(text: Expr, row: Expr) -> Expr {
    Sqlite.template("CASE WHEN max({}) IS NOT NULL THEN {} END", [row, text])
}

pub(super) fn bucket(value: Expr, form: JsonForm, bucket: Bucket) -> Expr {
    let midnight = if form == JsonForm::Date { "" } else { "T00:00:00.000Z" };
    let text = match bucket {
        Bucket::Hour => "strftime('%Y-%m-%dT%H:00:00.000Z', {})".to_owned(),
        Bucket::Day => format!("strftime('%Y-%m-%d{midnight}', {{}})"),
        Bucket::Week => format!("strftime('%Y-%m-%d{midnight}', {{}}, 'weekday 0', '-6 days')"),
        Bucket::Month => format!("strftime('%Y-%m-01{midnight}', {{}})"),
        Bucket::Year => format!("strftime('%Y-01-01{midnight}', {{}})"),
        Bucket::Quarter => {
            let text = format!(
                "strftime('%Y-', {{}}) || substr('01040710', \
                 (CAST(strftime('%m', {{}}) AS INTEGER) - 1) / 3 * 2 + 1, 2) || '-01{midnight}'"
            );
            return Sqlite.template(&text, [value.clone(), value]);
        }
    };
    Sqlite.template(&text, [value])
}

pub(super) fn aggregate(function: Function, value: Expr, scalar: Option<Scalar>) -> Expr {
    let text = match (function, scalar) {
        (Function::CountDistinct, _) => "count(DISTINCT {})",
        (Function::Min, _) => "min({})",
        (Function::Max, _) => "max({})",
        (Function::Sum, Some(Scalar::Int)) => "sum({})",
        (Function::Sum, Some(Scalar::BigInt)) => "hw_integer_sum({})",
        (Function::Sum, Some(Scalar::Decimal)) => "hw_decimal_sum({})",
        (Function::Sum, _) => "hw_float_sum({})",
        (Function::Avg, Some(Scalar::Decimal)) => "hw_decimal_avg({})",
        (Function::Avg, scalar) => {
            let sum = match scalar {
                Some(Scalar::Float) => "hw_float_sum({})",
                _ => "hw_integer_sum({})",
            };
            let text = format!("CAST({sum} AS REAL) / count({{}})");
            return Sqlite.template(&text, [value.clone(), value]);
        }
    };
    Sqlite.template(text, [value])
}

fn function(name: &'static str) -> FunctionCall {
    Func::cust(Alias::new(name))
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
