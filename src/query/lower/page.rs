//! Relay connections: key-set pages in both directions.
//!
//! The page's ids and cursors are found once, in a common table expression with one row more than
//! asked for; edges, nodes and page flags read from it. Only what is selected is computed.

use sea_query::{
    Alias, Asterisk, CommonTableExpression, Expr, ExprTrait, Func, JoinType, Order, SelectStatement,
    WithClause,
};

use super::Context;
use super::base::{self, column};
use super::record::entries as record_entries;
use super::rows::{Link, Rows, key_value, rows, subquery};
use crate::model::kind::JsonForm;
use crate::model::table_name;
use crate::query::bind::Page;
use crate::query::cursor::Cursor;
use crate::query::dialect::value::Encoding;
use crate::query::dialect::{Entries, balanced};
use crate::query::order;
use crate::query::selection::{ConnectionField, EdgeField, Entry, Object, PageInfoField};

/// No field's column can have these names.
const CURSOR: &str = "#cursor";
const ROW: &str = "#row";

/// A connection's place and arguments.
struct Connection<'a> {
    collection: &'a str,
    link: Link<'a>,
    page: &'a Page,
    /// The name of the common table expression.
    name: String,
}

/// The object of a connection.
pub(super) fn connection(
    ctx: &mut Context<'_>,
    collection: &str,
    link: Link<'_>,
    page: &Page,
    fields: &[Entry<ConnectionField>],
) -> Expr {
    let name = ctx.alias("p");
    let connection = Connection { collection, link, page, name };
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match &entry.output {
            ConnectionField::Typename(name) => ctx.dialect.text(name),
            ConnectionField::Edges(fields) => edges(ctx, &connection, fields),
            ConnectionField::Nodes(object) => nodes(ctx, &connection, object),
            ConnectionField::PageInfo(fields) => page_info(ctx, &connection, fields),
            ConnectionField::TotalCount => total_count(ctx, &connection),
        };
        entries.push((entry.key.clone(), value));
    }
    let mut select = SelectStatement::new();
    select.expr(ctx.dialect.object(entries));
    select.with_cte(WithClause::new().cte(found(ctx, &connection)).to_owned());
    subquery(select)
}

/// The page's ids and cursors, numbered in the order they are found.
fn found(ctx: &mut Context<'_>, connection: &Connection<'_>) -> CommonTableExpression {
    let page = connection.page;
    let mut rows = matching(ctx, connection);
    for (cursor, backward) in [(&page.after, false), (&page.before, true)] {
        if let Some(cursor) = cursor {
            let beyond = beyond(ctx, &rows, page, cursor, backward);
            rows.select.and_where(beyond);
        }
    }
    rows.order(ctx, &page.order, page.backward);
    rows.select.limit(ctx.parameter_number(page.size_and_one, Encoding::Column(JsonForm::Integer)));
    let keys = page.order.iter().map(|key| {
        let value = key_value(ctx, &rows.base, rows.position.as_ref(), &key.target);
        let form = order::facts(ctx.model, &rows.base.type_name, &key.target).map(|facts| facts.form);
        ctx.dialect.shown(value, form.unwrap_or(JsonForm::Text))
    });
    let keys = keys.collect();
    rows.select.expr_as(base::id(&rows.base), Alias::new("id"));
    rows.select.expr_as(ctx.dialect.cursor(&page.mark, keys), Alias::new(CURSOR));
    let mut numbered = SelectStatement::new();
    numbered.column((Alias::new("k"), Asterisk));
    numbered.expr_as(Expr::cust("row_number() OVER ()"), Alias::new(ROW));
    numbered.from_subquery(rows.select, Alias::new("k"));
    CommonTableExpression::new().table_name(Alias::new(&connection.name)).query(numbered).to_owned()
}

/// All records of the connection, on every page.
fn matching(ctx: &mut Context<'_>, connection: &Connection<'_>) -> Rows {
    let mut rows = rows(ctx, connection.collection, connection.link);
    rows.filter(ctx, &connection.page.filter);
    rows
}

fn total_count(ctx: &mut Context<'_>, connection: &Connection<'_>) -> Expr {
    let mut rows = matching(ctx, connection);
    rows.select.expr(Func::count(Expr::cust("*")));
    subquery(rows.select)
}

fn edges(ctx: &mut Context<'_>, connection: &Connection<'_>, fields: &[Entry<EdgeField>]) -> Expr {
    let (select, alias) = page_rows(ctx, connection);
    let base = base::Base::row(connection.collection, &alias);
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match &entry.output {
            EdgeField::Typename(name) => ctx.dialect.text(name),
            EdgeField::Cursor => column(&alias, CURSOR),
            EdgeField::Node(object) => {
                let entries = record_entries(ctx, &base, object);
                ctx.dialect.object(entries)
            }
        };
        entries.push((entry.key.clone(), value));
    }
    ctx.dialect.records(select, &alias, entries)
}

fn nodes(ctx: &mut Context<'_>, connection: &Connection<'_>, object: &Object) -> Expr {
    let (select, alias) = page_rows(ctx, connection);
    let entries = record_entries(ctx, &base::Base::row(connection.collection, &alias), object);
    ctx.dialect.records(select, &alias, entries)
}

/// The records of the page in the connection's order.
fn page_rows(ctx: &mut Context<'_>, connection: &Connection<'_>) -> (SelectStatement, String) {
    let alias = ctx.alias("t");
    let table = ctx.model.collections.get(connection.collection).map(|found| found.table.clone());
    let table = table.unwrap_or_else(|| table_name(connection.collection));
    let name = || Alias::new(&connection.name);
    let mut records = SelectStatement::new();
    records
        .column((Alias::new("n"), Asterisk))
        .column((name(), Alias::new(CURSOR)))
        .column((name(), Alias::new(ROW)))
        .from(name())
        .join_as(
            JoinType::InnerJoin,
            Alias::new(table),
            Alias::new("n"),
            column("n", "id").eq(column(&connection.name, "id")),
        );
    let size = Encoding::Column(JsonForm::Integer);
    let mut select = SelectStatement::new();
    let order = if connection.page.backward { Order::Desc } else { Order::Asc };
    select
        .from_subquery(records, Alias::new(&alias))
        .and_where(column(&alias, ROW).lte(ctx.parameter(connection.page.size, size)))
        .order_by_expr(column(&alias, ROW), order)
        .limit(ctx.parameter_number(connection.page.size, size));
    (select, alias)
}

fn page_info(ctx: &mut Context<'_>, connection: &Connection<'_>, fields: &[Entry<PageInfoField>]) -> Expr {
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let backward = connection.page.backward;
        let value = match entry.output {
            PageInfoField::Typename => ctx.dialect.text("PageInfo"),
            PageInfoField::HasNextPage => more(ctx, connection, !backward),
            PageInfoField::HasPreviousPage => more(ctx, connection, backward),
            PageInfoField::StartCursor => outermost(ctx, connection, !backward),
            PageInfoField::EndCursor => outermost(ctx, connection, backward),
        };
        entries.push((entry.key.clone(), value));
    }
    ctx.dialect.object(entries)
}

/// Whether there are records beyond the page: in the direction of reading, or against it.
fn more(ctx: &mut Context<'_>, connection: &Connection<'_>, ahead: bool) -> Expr {
    let page = connection.page;
    let towards_end = ahead != page.backward;
    let fence = if towards_end { &page.before } else { &page.after };
    let behind_fence = fence.as_ref().map(|cursor| {
        let mut rows = matching(ctx, connection);
        let inside = beyond(ctx, &rows, page, cursor, towards_end);
        rows.select.and_where(ctx.dialect.template("({}) IS NOT TRUE", [inside]));
        Expr::exists(rows.select.expr(Expr::cust("1")).take())
    });
    let overflow = ahead.then(|| {
        let mut count = SelectStatement::new();
        count.expr(Func::count(Expr::cust("*"))).from(Alias::new(&connection.name));
        subquery(count).gt(ctx.parameter(page.size, Encoding::Column(JsonForm::Integer)))
    });
    let conditions = overflow.into_iter().chain(behind_fence).collect();
    let condition = balanced(conditions, &|left, right| left.or(right));
    ctx.dialect.truth(condition.unwrap_or_else(|| Expr::cust("FALSE")))
}

/// The cursor of the page's first record found, or of its last.
fn outermost(ctx: &mut Context<'_>, connection: &Connection<'_>, first: bool) -> Expr {
    let mut select = SelectStatement::new();
    let row = || column(&connection.name, ROW);
    let order = if first { Order::Asc } else { Order::Desc };
    select
        .expr(column(&connection.name, CURSOR))
        .from(Alias::new(&connection.name))
        .and_where(row().lte(ctx.parameter(connection.page.size, Encoding::Column(JsonForm::Integer))))
        .order_by_expr(row(), order)
        .limit(ctx.constant_number(1));
    subquery(select)
}

/// Whether a row lies strictly behind the cursor, read forward or `backward`.
///
/// `k1 > v1 OR (k1 = v1 AND (k2 > v2 OR ...))`, with each key's direction and its nulls in place.
fn beyond(ctx: &mut Context<'_>, rows: &Rows, page: &Page, cursor: &Cursor, backward: bool) -> Expr {
    let mut condition = Expr::cust("FALSE");
    for (key, slot) in page.order.iter().zip(&cursor.0).rev() {
        let value = key_value(ctx, &rows.base, rows.position.as_ref(), &key.target);
        let facts = order::facts(ctx.model, &rows.base.type_name, &key.target);
        let direction = if backward { key.direction.reversed() } else { key.direction };
        let Some(slot) = slot else {
            let same = value.clone().is_null().and(condition);
            condition = match direction.has_nulls_first() {
                true => value.is_not_null().or(same),
                false => same,
            };
            continue;
        };
        let operand =
            ctx.parameter(*slot, Encoding::Column(facts.map_or(JsonForm::Text, |facts| facts.form)));
        let past = match direction.is_descending() {
            true => value.clone().lt(operand.clone()),
            false => value.clone().gt(operand.clone()),
        };
        let past = match facts.is_some_and(|facts| facts.nullable) && !direction.has_nulls_first() {
            true => past.or(value.clone().is_null()),
            false => past,
        };
        condition = past.or(value.eq(operand).and(condition));
    }
    condition
}
