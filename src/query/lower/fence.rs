//! Where a row lies in an order, seen from a cursor: the conditions of key-set pages.
//!
//! Each is written so that an index on the order's first key can be entered at the cursor.

use sea_query::{Expr, ExprTrait};

use super::Context;
use super::rows::Rows;
use crate::model::kind::JsonForm;
use crate::query::cursor::Cursor;
use crate::query::dialect::balanced;
use crate::query::dialect::value::Encoding;
use crate::query::order::{self, OrderKey};

/// A cursor in an order.
pub(super) struct Fence<'a> {
    pub cursor: &'a Cursor,
    pub order: &'a [OrderKey],
    /// Whether the order is read from its end.
    pub backward: bool,
    /// Whether the cursor's own record counts as behind it.
    pub itself: bool,
}

/// What the keys after the one at hand demand of rows that are equal to the cursor up to there.
enum Rest {
    Nothing,
    Anything,
    Condition(Expr),
}

/// The conditions on rows behind the cursor: one for each stretch of the order's first key, the
/// nearest first. There are two when nulls come after the values, which no index can enter as one.
pub(super) fn behind(ctx: &mut Context<'_>, rows: &mut Rows, fence: &Fence<'_>) -> Vec<Expr> {
    let mut rest = if fence.itself { Rest::Anything } else { Rest::Nothing };
    let mut stretches = Vec::new();
    for (key, slot) in fence.order.iter().zip(&fence.cursor.0).rev() {
        let value = rows.key(ctx, &key.target);
        let facts = order::facts(ctx.model, &rows.base.type_name, &key.target);
        let direction = if fence.backward { key.direction.reversed() } else { key.direction };
        let nulls_after = facts.is_some_and(|facts| facts.nullable) && !direction.has_nulls_first();
        stretches = match slot {
            Some(slot) => {
                let form = facts.map_or(JsonForm::Text, |facts| facts.form);
                let mut operand = || ctx.parameter(*slot, Encoding::Column(form));
                let past = |inclusive: bool, operand: Expr| match (direction.is_descending(), inclusive) {
                    (false, false) => value.clone().gt(operand),
                    (false, true) => value.clone().gte(operand),
                    (true, false) => value.clone().lt(operand),
                    (true, true) => value.clone().lte(operand),
                };
                let values = match rest {
                    Rest::Nothing => past(false, operand()),
                    Rest::Anything => past(true, operand()),
                    Rest::Condition(rest) => past(true, operand()).and(past(false, operand()).or(rest)),
                };
                let nulls = nulls_after.then(|| value.clone().is_null());
                std::iter::once(values).chain(nulls).collect()
            }
            None => {
                let nulls = match rest {
                    Rest::Nothing => None,
                    Rest::Anything => Some(value.clone().is_null()),
                    Rest::Condition(rest) => Some(value.clone().is_null().and(rest)),
                };
                let values = direction.has_nulls_first().then(|| value.is_not_null());
                nulls.into_iter().chain(values).collect()
            }
        };
        rest = match stretches.is_empty() {
            true => Rest::Nothing,
            false => Rest::Condition(joined_by_or(stretches.clone())),
        };
    }
    if stretches.is_empty() {
        stretches.push(Expr::cust("FALSE"));
    }
    stretches
}

/// One condition for all stretches.
pub(super) fn joined_by_or(stretches: Vec<Expr>) -> Expr {
    balanced(stretches, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
}
