//! The rows of a connection's page: which, in which order, with which numbers.

use sea_query::{Alias, Asterisk, Expr, ExprTrait, JoinType, Order, SelectStatement, UnionType};

use super::Context;
use super::base::{self, Base, column, typed};
use super::fence::{Fence, behind, joined_by_or};
use super::rows::{Rows, cut, order_by};
use crate::model::kind::JsonForm;
use crate::query::bind::{Page, Window};
use crate::query::dialect::ROW;
use crate::query::dialect::value::Encoding;
use crate::query::order::{self, OrderTarget};

/// The column that says where a row is in its table. No field's column can have this name.
pub(super) const PLACE: &str = "#place";

/// The rows of the page as what is selected sees them.
pub(super) struct Seen {
    pub alias: String,
    pub base: Base,
    /// Whether they are numbered, and there may be one beyond the page.
    pub numbered: bool,
}

impl Seen {
    pub(super) fn new(ctx: &mut Context<'_>, collection: &str, numbered: bool) -> Self {
        let alias = ctx.alias("s");
        Self { base: Base::row(collection, &alias), alias, numbered }
    }
}

/// The rows of the page in the connection's order, out of all that match. What is read of them must
/// have been read of `seen` before.
pub(super) fn page_rows(ctx: &mut Context<'_>, page: &Page, mut found: Rows, seen: &Seen) -> SelectStatement {
    found.begin_with_ordered(ctx, &page.order);
    let (from, to) = if page.backward { (&page.before, &page.after) } else { (&page.after, &page.before) };
    if let Some(cursor) = to {
        let fence = Fence { cursor, order: &page.order, backward: !page.backward, itself: false };
        let inside = joined_by_or(behind(ctx, &mut found, &fence));
        found.select.and_where(inside);
    }
    let mut stretches = match from {
        Some(cursor) => {
            let fence = Fence { cursor, order: &page.order, backward: page.backward, itself: false };
            behind(ctx, &mut found, &fence)
        }
        None => Vec::new(),
    };
    let window = match seen.numbered {
        true => Window { limit: page.size_and_one, offset: None, known: page.known.and_one() },
        false => Window { limit: page.size, offset: None, known: page.known },
    };
    let elsewhere = found.place.is_some();
    let rows = if stretches.len() > 1 {
        merged(ctx, page, found, seen, (stretches, &window))
    } else {
        if let Some(stretch) = stretches.pop() {
            found.select.and_where(stretch);
        }
        found.order(ctx, &page.order, page.backward);
        select(ctx, page, &mut found, seen);
        found.select
    };
    let mut rows = cut(ctx, rows, &window);
    if elsewhere && !seen.base.columns().is_empty() {
        rows = fetched(ctx, page, rows, seen);
    }
    if seen.numbered { numbered(ctx, page, rows) } else { rows }
}

/// The rows of several stretches: a search in an index for each, where one condition for all of
/// them would read the whole index.
fn merged(
    ctx: &mut Context<'_>,
    page: &Page,
    mut found: Rows,
    seen: &Seen,
    (stretches, window): (Vec<Expr>, &Window),
) -> SelectStatement {
    let columns = select_keys(ctx, page, &mut found, seen);
    select(ctx, page, &mut found, seen);
    let ordered = |ctx: &Context<'_>, rows: &mut SelectStatement| {
        for (key, column) in page.order.iter().zip(&columns) {
            let facts = order::facts(ctx.model, &seen.base.type_name, &key.target);
            let direction = if page.backward { key.direction.reversed() } else { key.direction };
            let nullable = facts.is_some_and(|facts| facts.nullable);
            order_by(ctx, rows, Expr::col(Alias::new(column)), direction, nullable);
        }
    };
    let mut parts = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        let mut part = found.select.clone();
        part.and_where(stretch);
        if ctx.dialect.wants_known_limit() {
            ordered(ctx, &mut part);
            part = cut(ctx, part, window);
            part = all_of(ctx, part);
        }
        parts.push(part);
    }
    let mut parts = parts.into_iter();
    let mut rows = parts.next().unwrap_or_default();
    rows.unions(parts.map(|part| (UnionType::All, part)));
    ordered(ctx, &mut rows);
    rows
}

/// The rows as a query without an order of its own.
fn all_of(ctx: &mut Context<'_>, rows: SelectStatement) -> SelectStatement {
    let alias = ctx.alias("u");
    SelectStatement::new().column(Asterisk).from_subquery(rows, Alias::new(alias)).take()
}

/// Numbers the rows in the order they are found, and puts them in the order of the answer.
fn numbered(ctx: &mut Context<'_>, page: &Page, rows: SelectStatement) -> SelectStatement {
    let beyond = ctx.parameter(page.size_and_one, Encoding::Column(JsonForm::Integer));
    let rows = ctx.dialect.numbered(rows, beyond);
    if !page.backward {
        return rows;
    }
    let alias = ctx.alias("b");
    let mut turned = SelectStatement::new();
    turned.column(Asterisk).from_subquery(rows, Alias::new(&alias));
    turned.order_by_expr(column(&alias, ROW), Order::Desc);
    // SQLite takes the order of a subquery without a limit for meaningless.
    turned.limit(ctx.parameter_number(page.size_and_one, Encoding::Column(JsonForm::Integer)));
    turned
}

/// Selects what is read of the rows, and the keys of the order that are no columns of the record.
fn select(ctx: &mut Context<'_>, page: &Page, found: &mut Rows, seen: &Seen) {
    for (index, key) in page.order.iter().enumerate() {
        if key_column(ctx, seen, &key.target).is_none() {
            let value = found.key(ctx, &key.target);
            found.select.expr_as(value, Alias::new(key_name(index)));
        }
    }
    match found.place.clone() {
        None => found.select_for(&seen.base),
        Some(place) => drop(found.select.expr_as(place, Alias::new(PLACE))),
    }
}

/// Selects the keys of the order as columns; answers their names.
fn select_keys(ctx: &Context<'_>, page: &Page, found: &mut Rows, seen: &Seen) -> Vec<String> {
    let mut names = Vec::with_capacity(page.order.len());
    for (index, key) in page.order.iter().enumerate() {
        let column = key_column(ctx, seen, &key.target);
        match (&column, &found.place) {
            (None, _) => {}
            (Some(column), None) => drop(base::named(&seen.base, column)),
            (Some(column), Some(_)) => {
                found.select.expr_as(base::named(&found.base, column), Alias::new(column));
            }
        }
        names.push(column.unwrap_or_else(|| key_name(index)));
    }
    names
}

/// The records of rows that only say where they are: what is read of them is not carried along while
/// the page's are picked out.
fn fetched(ctx: &mut Context<'_>, page: &Page, rows: SelectStatement, seen: &Seen) -> SelectStatement {
    let (places, alias) = (ctx.alias("k"), ctx.alias("t"));
    let table = Alias::new(ctx.table(&seen.base.type_name));
    let mut records = SelectStatement::new();
    records.from_subquery(rows, Alias::new(&places));
    records.join_as(JoinType::CrossJoin, table, Alias::new(&alias), Expr::cust("TRUE"));
    let place = ctx.dialect.place(&alias);
    records.and_where_option(place.map(|place| place.eq(column(&places, PLACE))));
    for name in seen.base.columns() {
        records.expr_as(column(&alias, &name), Alias::new(name));
    }
    for (index, key) in page.order.iter().enumerate() {
        if key_column(ctx, seen, &key.target).is_none() {
            records.expr_as(column(&places, &key_name(index)), Alias::new(key_name(index)));
        }
    }
    records
}

/// The record's column that a key of the order is; none when the key must be computed.
fn key_column(ctx: &Context<'_>, seen: &Seen, target: &OrderTarget) -> Option<String> {
    let OrderTarget::Field(name) = target else { return None };
    base::field(ctx, &seen.base, name)?.column()
}

/// The column of a key that had to be computed. No field's column can have this name.
fn key_name(place: usize) -> String {
    format!("#key{place}")
}

/// The cursor of a row of the page.
pub(super) fn cursor(ctx: &Context<'_>, page: &Page, seen: &Seen) -> Expr {
    let keys = page.order.iter().enumerate().map(|(place, key)| {
        let field = match &key.target {
            OrderTarget::Field(name) => base::field(ctx, &seen.base, name),
            OrderTarget::Through(_, _) | OrderTarget::Count(_) | OrderTarget::Position => None,
        };
        let value = match field {
            Some(field) => typed(ctx, &seen.base, field),
            None => column(&seen.alias, &key_name(place)),
        };
        let facts = order::facts(ctx.model, &seen.base.type_name, &key.target);
        ctx.dialect.shown(value, facts.map_or(JsonForm::Text, |facts| facts.form))
    });
    ctx.dialect.cursor(&page.mark, keys.collect())
}
