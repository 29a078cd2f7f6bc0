//! SQL functions that PostgreSQL has and SQLite lacks, so that both answer the same.
//!
//! Owns their registration on a connection; the query compiler uses them by name. Texts of numbers
//! are in `number.rs`. All of them are deterministic, and all of them answer null for null.

mod number;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bigdecimal::BigDecimal;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::{Connection, Error, Result};

pub(super) use number::compare_decimals;
use number::{DecimalSum, format_float};

use crate::filter::geometry;

/// The collation of `Decimal` columns: texts compared as numbers.
pub(super) const DECIMAL_COLLATION: &str = "HW_DECIMAL";

/// Registers every function on the connection.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("hw_float", 1, flags, |context| {
        Ok(context.get::<Option<f64>>(0)?.map(format_float))
    })?;
    connection.create_scalar_function("hw_lower", 1, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?;
        Ok(text.map(str::to_lowercase))
    })?;
    connection.create_scalar_function("hw_base64url", 1, flags, |context| {
        let text = context.get_raw(0).as_str_or_null()?;
        Ok(text.map(|text| URL_SAFE_NO_PAD.encode(text)))
    })?;
    connection.create_scalar_function("hw_distance", 3, flags, |context| {
        let Some(point) = point(context)? else { return Ok(None) };
        let (lat, lng) = (context.get::<Option<f64>>(1)?, context.get::<Option<f64>>(2)?);
        Ok(lat.zip(lng).map(|(lat, lng)| geometry::distance(&point, &geometry::Point { lat, lng })))
    })?;
    connection.create_scalar_function("hw_within_polygon", 2, flags, |context| {
        let Some(point) = point(context)? else { return Ok(None) };
        let corners = context.get_raw(1).as_str_or_null()?;
        let corners = corners.map(serde_json::from_str::<Vec<geometry::Point>>).transpose();
        let corners = corners.map_err(|error| Error::UserFunctionError(error.into()))?;
        Ok(corners.map(|corners| geometry::contains(corners.into_iter(), &point)))
    })?;
    connection.create_aggregate_function("hw_decimal_sum", 1, flags, SumOfDecimals)?;
    connection.create_aggregate_function("hw_decimal_avg", 1, flags, AverageOfDecimals)?;
    connection.create_aggregate_function("hw_float_sum", 1, flags, SumOfFloats)?;
    connection.create_aggregate_function("hw_integer_sum", 1, flags, SumOfIntegers)
}

/// The first argument as a point: `{"lat": 48.1, "lng": 11.6}`.
fn point(context: &Context<'_>) -> Result<Option<geometry::Point>> {
    let text = context.get_raw(0).as_str_or_null()?;
    text.map(serde_json::from_str).transpose().map_err(|error| Error::UserFunctionError(error.into()))
}

struct SumOfDecimals;

impl Aggregate<DecimalSum, Option<String>> for SumOfDecimals {
    fn init(&self, _: &mut Context<'_>) -> Result<DecimalSum> {
        Ok(DecimalSum::default())
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut DecimalSum) -> Result<()> {
        add_decimal(context, sum)
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<DecimalSum>) -> Result<Option<String>> {
        Ok(sum.and_then(|sum| sum.total()))
    }
}

struct AverageOfDecimals;

impl Aggregate<DecimalSum, Option<String>> for AverageOfDecimals {
    fn init(&self, _: &mut Context<'_>) -> Result<DecimalSum> {
        Ok(DecimalSum::default())
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut DecimalSum) -> Result<()> {
        add_decimal(context, sum)
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<DecimalSum>) -> Result<Option<String>> {
        Ok(sum.and_then(|sum| sum.average()))
    }
}

/// Adds the first argument: a decimal's text, or a whole number.
fn add_decimal(context: &Context<'_>, sum: &mut DecimalSum) -> Result<()> {
    use rusqlite::types::ValueRef;
    let added = match context.get_raw(0) {
        ValueRef::Null => return Ok(()),
        ValueRef::Integer(value) => sum.add(&value.to_string()),
        value => sum.add(value.as_str()?),
    };
    added.ok_or_else(|| Error::UserFunctionError("hw_decimal_sum: not a decimal".into()))
}

/// Adds floats by the decimals that they are shown as, so that the sum does not depend on the order
/// of the rows, and PostgreSQL's is the same.
struct SumOfFloats;

type FloatSum = Option<BigDecimal>;

impl Aggregate<FloatSum, Option<f64>> for SumOfFloats {
    fn init(&self, _: &mut Context<'_>) -> Result<FloatSum> {
        Ok(None)
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut FloatSum) -> Result<()> {
        if let Some(value) = context.get::<Option<f64>>(0)? {
            let value: BigDecimal = format!("{value:e}")
                .parse()
                .map_err(|_| Error::UserFunctionError("hw_float_sum: not a finite number".into()))?;
            *sum = Some(sum.take().unwrap_or_default() + value);
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<FloatSum>) -> Result<Option<f64>> {
        let Some(sum) = sum.flatten() else { return Ok(None) };
        let sum: Result<f64, _> = sum.to_scientific_notation().parse();
        sum.map(Some).map_err(|error| Error::UserFunctionError(error.into()))
    }
}

struct SumOfIntegers;

/// The sum, once there was a value.
type IntegerSum = Option<i128>;

impl Aggregate<IntegerSum, Option<String>> for SumOfIntegers {
    fn init(&self, _: &mut Context<'_>) -> Result<IntegerSum> {
        Ok(None)
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut IntegerSum) -> Result<()> {
        if let Some(value) = context.get::<Option<i64>>(0)? {
            // 2^63 rows of the greatest value still fit.
            *sum = Some(sum.unwrap_or_default() + i128::from(value));
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<IntegerSum>) -> Result<Option<String>> {
        Ok(sum.flatten().map(|sum| sum.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sql: &str, expected: &str) {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        let answer = connection.query_row(&format!("SELECT CAST(({sql}) AS TEXT)"), [], |row| {
            Ok(row.get::<_, Option<String>>(0)?.unwrap_or("null".to_owned()))
        });
        assert_eq!(answer.unwrap(), expected, "{sql}");
    }

    #[test]
    fn sums_of_floats_do_not_depend_on_the_order() {
        check("SELECT hw_float(hw_float_sum(column1)) FROM (VALUES (0.1), (0.2), (NULL))", "0.3");
        check("SELECT hw_float(hw_float_sum(column1)) FROM (VALUES (1e300), (1.5), (-1e300))", "1.5");
        check("SELECT hw_float_sum(NULL)", "null");
    }

    #[test]
    fn null_gives_null() {
        check("hw_float(NULL)", "null");
        check("hw_lower(NULL)", "null");
        check("hw_base64url(NULL)", "null");
        check("hw_distance(NULL, 1.0, 2.0)", "null");
        check("hw_within_polygon(NULL, '[]')", "null");
        check("SELECT hw_decimal_sum(NULL)", "null");
        check("SELECT hw_decimal_avg(x) FROM (SELECT 1 AS x WHERE 0)", "null");
        check("SELECT hw_integer_sum(x) FROM (SELECT 1 AS x WHERE 0)", "null");
    }

    #[test]
    fn text_functions() {
        check("hw_lower('GRÜẞE ÉCOLE')", "grüße école");
        check("hw_base64url('a?b>c~ü')", "YT9iPmN-w7w");
        check("hw_float(1e15)", "1e+15");
        check("hw_float(3)", "3");
    }

    #[test]
    fn sums_are_exact() {
        check("SELECT hw_decimal_sum(x) FROM (SELECT '0.1' AS x UNION ALL SELECT '0.20')", "0.3");
        check(
            "SELECT hw_decimal_avg(x) FROM (SELECT '1' AS x UNION ALL SELECT '2' UNION ALL SELECT '2')",
            "1.6666666667",
        );
        check(
            "SELECT hw_integer_sum(x) FROM (SELECT 9223372036854775807 AS x UNION ALL SELECT 9223372036854775807)",
            "18446744073709551614",
        );
    }

    #[test]
    fn points() {
        check(r#"round(hw_distance('{"lat":52.52,"lng":13.405}', 48.137, 11.575))"#, "504339.0");
        check(
            r#"hw_within_polygon('{"lat":1,"lng":1}', '[{"lat":0,"lng":0},{"lat":0,"lng":2},{"lat":2,"lng":0}]')"#,
            "1",
        );
    }
}
