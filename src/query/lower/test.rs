//! Tests of one value as SQL conditions.

use sea_query::{Expr, ExprTrait};

use super::Context;
use crate::filter::{JsonType, PathTest, Slot, Test, TextMode};
use crate::model::Operator;
use crate::model::kind::JsonForm;
use crate::query::dialect::balanced;
use crate::query::dialect::value::Encoding;

/// The condition on a value of the form.
pub(super) fn test(ctx: &mut Context<'_>, value: Expr, form: JsonForm, test: &Test) -> Expr {
    match test {
        Test::All(tests) => {
            let parts = tests.iter().map(|test| self::test(ctx, value.clone(), form, test)).collect();
            balanced(parts, &|left, right| left.and(right)).unwrap_or_else(|| Expr::cust("TRUE"))
        }
        Test::IsNull(true) => value.is_null(),
        Test::IsNull(false) => value.is_not_null(),
        Test::Compare(operator, slot, mode) => {
            let (value, operand) = operand(ctx, value, form, *slot, *mode);
            compare(value, *operator, operand)
        }
        Test::Between(low, high, mode) => {
            let (value, low) = operand(ctx, value, form, *low, *mode);
            let high = ctx.parameter(*high, encoding(form, *mode));
            value.clone().gte(low).and(value.lte(high))
        }
        Test::In { values, negated, mode } => {
            let (value, encoding) = match mode {
                TextMode::Sensitive => (value, Encoding::List(form)),
                TextMode::Insensitive => (ctx.dialect.lower(value), Encoding::LoweredList),
            };
            let list = ctx.parameter(*values, encoding);
            ctx.dialect.in_list(value, list, *negated)
        }
        Test::Text(operator, slot, mode) => text(ctx, value, *operator, *slot, *mode),
        Test::List(operator, slot) => {
            let wanted = ctx.parameter(*slot, Encoding::Json);
            let has = ctx.dialect.list_has(value, *operator, wanted);
            match ctx.is_judging {
                false => has,
                // A variable may have no value.
                true => {
                    let wanted = ctx.parameter(*slot, Encoding::Json);
                    ctx.dialect.if_wanted(wanted, has)
                }
            }
        }
        Test::IsEmpty(wanted) => {
            let length = ctx.dialect.length(value);
            if *wanted { length.eq(Expr::cust("0")) } else { length.gt(Expr::cust("0")) }
        }
        Test::Near { lat, lng, meters } => {
            let mut number = |slot| ctx.parameter(slot, Encoding::Column(JsonForm::Float));
            let (lat, lng, meters) = (number(*lat), number(*lng), number(*meters));
            ctx.dialect.distance(value, lat, lng).lte(meters)
        }
        Test::WithinBox(edges) => within_box(ctx, &value, edges),
        Test::WithinPolygon(slot) => {
            let polygon = ctx.parameter(*slot, Encoding::Polygon);
            ctx.dialect.in_polygon(value, polygon)
        }
        Test::Path(at, test) => path(ctx, &value, *at, test),
    }
}

/// The value and the operand, both in lower case when capitals don't matter.
fn operand(ctx: &mut Context<'_>, value: Expr, form: JsonForm, slot: Slot, mode: TextMode) -> (Expr, Expr) {
    let operand = ctx.parameter(slot, encoding(form, mode));
    match mode {
        TextMode::Sensitive => (value, operand),
        TextMode::Insensitive => (ctx.dialect.lower(value), operand),
    }
}

fn encoding(form: JsonForm, mode: TextMode) -> Encoding {
    match mode {
        TextMode::Sensitive => Encoding::Column(form),
        TextMode::Insensitive => Encoding::Lowered,
    }
}

fn compare(value: Expr, operator: Operator, operand: Expr) -> Expr {
    match operator {
        Operator::Ne => value.ne(operand),
        Operator::Lt => value.lt(operand),
        Operator::Lte => value.lte(operand),
        Operator::Gt => value.gt(operand),
        Operator::Gte => value.gte(operand),
        _ => value.eq(operand),
    }
}

fn text(ctx: &mut Context<'_>, value: Expr, operator: Operator, slot: Slot, mode: TextMode) -> Expr {
    let lowered = mode == TextMode::Insensitive;
    let pattern = ctx.parameter(slot, Encoding::Pattern { operator, lowered });
    let value = if lowered { ctx.dialect.lower(value) } else { value };
    ctx.dialect.matches(value, pattern)
}

/// A box whose western edge lies east of its eastern one reaches over the antimeridian.
fn within_box(ctx: &mut Context<'_>, point: &Expr, edges: &[Slot; 4]) -> Expr {
    let mut edge = |index: usize| ctx.parameter(edges[index], Encoding::Column(JsonForm::Float));
    let [south, west, north, east] = [edge(0), edge(1), edge(2), edge(3)];
    let lat = ctx.dialect.member(point.clone(), "lat", JsonForm::Float);
    let lng = ctx.dialect.member(point.clone(), "lng", JsonForm::Float);
    let between = lng.clone().gte(west.clone()).and(lng.clone().lte(east.clone()));
    let around = lng.clone().gte(west.clone()).or(lng.lte(east.clone()));
    let lng_within: Expr = Expr::case(west.lte(east), between).finally(around).into();
    lat.clone().gte(south).and(lat.lte(north)).and(lng_within)
}

fn path(ctx: &mut Context<'_>, json: &Expr, at: Slot, test: &PathTest) -> Expr {
    let joined = |ctx: &mut Context<'_>, tests: &[PathTest], join: &dyn Fn(Expr, Expr) -> Expr| {
        let parts = tests.iter().map(|test| path(ctx, json, at, test)).collect();
        balanced(parts, join)
    };
    let is_null = |ctx: &mut Context<'_>| {
        let place = ctx.parameter(at, Encoding::Path);
        ctx.dialect.path_is_null(json.clone(), place)
    };
    match test {
        PathTest::All(tests) => {
            joined(ctx, tests, &|left, right| left.and(right)).unwrap_or_else(|| Expr::cust("TRUE"))
        }
        PathTest::Any(tests) => {
            joined(ctx, tests, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
        }
        PathTest::Exists(wanted) => {
            let place = ctx.parameter(at, Encoding::Path);
            let exists = ctx.dialect.path_exists(json.clone(), place);
            if *wanted { exists } else { exists.not() }
        }
        PathTest::IsNull(wanted) => {
            let is_null = is_null(ctx);
            if *wanted { is_null } else { is_null.not() }
        }
        PathTest::Boolean { value, equal } => {
            let place = ctx.parameter(at, Encoding::Path);
            let is = ctx.dialect.path_is(json.clone(), place, *value);
            if *equal { is } else { is_null(ctx).not().and(is.not()) }
        }
        PathTest::Compare(Operator::Ne, of, slot) => {
            let equal = path(ctx, json, at, &PathTest::Compare(Operator::Eq, *of, *slot));
            is_null(ctx).not().and(equal.not())
        }
        PathTest::Compare(operator, of, slot) => {
            let form = match of {
                JsonType::Number => JsonForm::Float,
                JsonType::Text => JsonForm::Text,
            };
            let place = ctx.parameter(at, Encoding::Path);
            let operand = ctx.parameter(*slot, Encoding::Column(form));
            let condition = |value| compare(value, *operator, operand);
            ctx.dialect.path_value(json.clone(), place, *of, condition)
        }
        PathTest::Text(operator, slot) => {
            let place = ctx.parameter(at, Encoding::Path);
            let pattern = ctx.parameter(*slot, Encoding::Pattern { operator: *operator, lowered: false });
            let dialect = ctx.dialect;
            let condition = |value| dialect.matches(value, pattern);
            dialect.path_value(json.clone(), place, JsonType::Text, condition)
        }
    }
}
