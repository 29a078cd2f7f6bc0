//! What is PostgreSQL's own. Objects and lists are built with `row_to_json` and `array_to_json`,
//! whose text has no blanks, unlike that of `json_build_object` and `json_agg`.

use sea_query::{Alias, Expr, ExprTrait, Func, FunctionCall, SelectStatement};

use super::{Dialect::Postgres, Entries, concatenated};
use crate::model::Scalar;
use crate::model::kind::JsonForm;
use crate::query::aggregate::Bucket;
use crate::query::selection::Function;

/// The column of numbered rows that has the number of the page's last one.
pub(super) const LAST: &str = "#last";
/// Longer column names are cut (`NAMEDATALEN`).
const LONGEST_NAME: usize = 63;
/// A select list may not be longer than 1,664.
const MOST_COLUMNS: usize = 1_600;

pub(super) fn shown(value: Expr, form: JsonForm) -> Expr {
    match form {
        JsonForm::Text
        | JsonForm::Integer
        | JsonForm::Float
        | JsonForm::Boolean
        | JsonForm::Date
        | JsonForm::Raw => value,
        JsonForm::IntegerText => value.cast_as(Alias::new("text")),
        JsonForm::DecimalText => Postgres.template("CAST(trim_scale({}) AS text)", [value]),
        JsonForm::DateTime => {
            Postgres.template(r#"to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#, [value])
        }
        JsonForm::Time => Postgres.template("to_char({}, 'HH24:MI:SS.MS')", [value]),
    }
}

pub(super) fn member(json: Expr, key: &str, form: JsonForm) -> Expr {
    let key = Expr::Constant(key.into());
    let text = match form {
        JsonForm::Text => r#"({} ->> {}) COLLATE "C""#,
        JsonForm::Integer | JsonForm::IntegerText => "CAST({} ->> {} AS bigint)",
        JsonForm::Float => "CAST({} ->> {} AS double precision)",
        JsonForm::Boolean => "CAST({} ->> {} AS boolean)",
        JsonForm::DecimalText => "CAST({} ->> {} AS numeric)",
        JsonForm::DateTime => "CAST({} ->> {} AS timestamptz)",
        JsonForm::Date => "CAST({} ->> {} AS date)",
        JsonForm::Time => "CAST({} ->> {} AS time)",
        // JSON's null stands for SQL's. Not `->>`: text alone is no JSON.
        JsonForm::Raw => "CAST(nullif(CAST({} -> {} AS text), 'null') AS json)",
    };
    Postgres.template(text, [json, key])
}

pub(super) fn object(entries: Entries) -> Expr {
    if let Some(concatenated) = awkward(&entries) {
        return concatenated(entries);
    }
    record(SelectStatement::new(), entries)
}

pub(super) fn record(mut rows: SelectStatement, entries: Entries) -> Expr {
    if let Some(concatenated) = awkward(&entries) {
        return subquery(rows.expr(concatenated(entries)).take());
    }
    for (key, value) in entries {
        rows.expr_as(value, Alias::new(key));
    }
    let mut record = SelectStatement::new();
    record.expr(function("row_to_json").arg(Expr::col(Alias::new("r"))));
    subquery(record.from_subquery(rows, Alias::new("r")).take())
}

pub(super) fn records(rows: SelectStatement, alias: &str, entries: Entries) -> Expr {
    let (rows, object) = objects(rows, alias, entries);
    subquery(array_of(object).from_subquery(rows, Alias::new("r")).take())
}

/// Rows to be selected from as `r`, and the JSON object of each.
pub(super) fn objects(rows: SelectStatement, alias: &str, entries: Entries) -> (SelectStatement, Expr) {
    let mut objects = SelectStatement::new();
    objects.from_subquery(rows, Alias::new(alias));
    if let Some(concatenated) = awkward(&entries) {
        objects.expr_as(concatenated(entries), Alias::new("item"));
        return (objects, Expr::col((Alias::new("r"), Alias::new("item"))));
    }
    for (key, value) in entries {
        objects.expr_as(value, Alias::new(key));
    }
    (objects, function("row_to_json").arg(Expr::col(Alias::new("r"))).into())
}

pub(super) fn list(mut rows: SelectStatement, item: Expr) -> Expr {
    rows.expr_as(item, Alias::new("item"));
    let item = Expr::col((Alias::new("r"), Alias::new("item")));
    subquery(array_of(item).from_subquery(rows, Alias::new("r")).take())
}

pub(super) fn items(list: Expr, objects: bool) -> SelectStatement {
    let name = if objects { "json_array_elements" } else { "json_array_elements_text" };
    let mut rows = SelectStatement::new();
    rows.column((Alias::new("item"), Alias::new("value")))
        .expr_as(Expr::cust("row_number() OVER ()"), Alias::new("position"))
        .from_function(function(name).arg(list), Alias::new("item"));
    rows
}

pub(super) fn cursor(mark: &str, keys: Vec<Expr>) -> Expr {
    let mut text = Expr::Constant(format!("[\"{mark}\"").into());
    for key in keys {
        text = Postgres.template("{} || ',' || coalesce(CAST(to_json({}) AS text), 'null')", [text, key]);
    }
    let template = r"rtrim(translate(encode(convert_to({} || ']', 'UTF8'), 'base64'), E'+/\n', '-_'), '=')";
    Postgres.template(template, [text])
}

pub(super) fn bucket(value: Expr, form: JsonForm, bucket: Bucket) -> Expr {
    let unit = match bucket {
        Bucket::Hour => "hour",
        Bucket::Day => "day",
        Bucket::Week => "week",
        Bucket::Month => "month",
        Bucket::Quarter => "quarter",
        Bucket::Year => "year",
    };
    let text = match form {
        JsonForm::Date => format!("CAST(date_trunc('{unit}', CAST({{}} AS timestamp)) AS date)"),
        _ => format!("date_trunc('{unit}', {{}} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"),
    };
    Postgres.template(&text, [value])
}

pub(super) fn aggregate(function: Function, value: Expr, scalar: Option<Scalar>) -> Expr {
    let text = match (function, scalar) {
        (Function::CountDistinct, _) => "count(DISTINCT {})",
        (Function::Min, _) => "min({})",
        (Function::Max, _) => "max({})",
        // Through decimals, so that the sum does not depend on the order of the rows.
        (Function::Sum, Some(Scalar::Float)) => FLOAT_SUM,
        (Function::Sum, _) => "sum({})",
        (Function::Avg, Some(Scalar::Decimal)) => {
            let text = "trim_scale(round((sum({}) + 0.00000000000000000000) / nullif(count({}), 0), 10))";
            return Postgres.template(text, [value.clone(), value]);
        }
        (Function::Avg, scalar) => {
            let sum = match scalar {
                Some(Scalar::Float) => FLOAT_SUM,
                _ => "CAST(sum({}) AS double precision)",
            };
            return Postgres.template(&format!("{sum} / nullif(count({{}}), 0)"), [value.clone(), value]);
        }
    };
    Postgres.template(text, [value])
}

const FLOAT_SUM: &str = "CAST(sum(CAST(CAST({} AS text) AS numeric)) AS double precision)";

/// The haversine distance on a sphere of the earth's mean radius (IUGG), as `hw_distance`.
pub(super) fn distance(point: Expr, lat: Expr, lng: Expr) -> Expr {
    let coordinate = |name| member(point.clone(), name, JsonForm::Float);
    // `least` passes over nulls.
    Postgres.template(
        "CASE WHEN {} IS NOT NULL THEN 2 * 6371008.8 * asin(least(1, sqrt(\
         sin(radians({} - {}) / 2) ^ 2 + cos(radians({})) * cos(radians({})) * sin(radians({} - {}) / 2) ^ 2))) END",
        [
            point.clone(),
            coordinate("lat"),
            lat.clone(),
            lat,
            coordinate("lat"),
            coordinate("lng"),
            lng,
        ],
    )
}

/// How to write the object when its keys can't be the names of columns.
fn awkward(entries: &Entries) -> Option<fn(Entries) -> Expr> {
    let long = entries.iter().any(|(key, _)| key.len() > LONGEST_NAME);
    (long || entries.is_empty() || entries.len() > MOST_COLUMNS).then_some(|entries| {
        if entries.is_empty() {
            return Expr::cust("CAST('{}' AS json)");
        }
        let shown = |value| Postgres.template("coalesce(CAST(to_json({}) AS text), 'null')", [value]);
        let text = concatenated(entries, shown);
        text.unwrap_or_else(|| Expr::Constant("{}".into())).cast_as(Alias::new("json"))
    })
}

/// `coalesce(array_to_json(array_agg(item)), '[]')`
fn array_of(item: Expr) -> SelectStatement {
    let list = Postgres.template("coalesce(array_to_json(array_agg({})), '[]')", [item]);
    SelectStatement::new().expr(list).take()
}

fn function(name: &'static str) -> FunctionCall {
    Func::cust(Alias::new(name))
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
