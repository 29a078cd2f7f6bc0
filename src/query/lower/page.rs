//! Relay connections: key-set pages in both directions.
//!
//! The page's rows are found once (`page_rows`), and everything is aggregated over them in one pass.
//! Only what is selected is computed.

use std::borrow::Cow;

use sea_query::{Alias, Expr, ExprTrait, Func, SelectStatement};

use super::Context;
use super::base::column;
use super::fence::{Fence, behind};
use super::page_rows::{Seen, cursor, page_rows};
use super::record::entries as record_entries;
use super::rows::{Link, Rows, rows, subquery};
use super::shared::{self, Shared};
use super::text::number;
use crate::filter::Filter;
use crate::query::bind::Page;
use crate::query::cursor::Cursor;
use crate::query::dialect::{Entries, ROW, balanced};
use crate::query::selection::{ConnectionField, EdgeField, Entry, Object, PageInfoField};

/// A connection's place and arguments.
struct Connection<'a> {
    collection: &'a str,
    link: Link<'a>,
    page: &'a Page,
    /// Which records, of those that may be seen.
    filter: Cow<'a, Filter>,
    /// All of its records, when they are found only once.
    shared: Option<Shared>,
}

/// The object of a connection.
pub(super) fn connection(
    ctx: &mut Context<'_>,
    collection: &str,
    link: Link<'_>,
    page: &Page,
    fields: &[Entry<ConnectionField>],
) -> Expr {
    let fields: Vec<_> = fields.iter().filter(|entry| entry.when.holds(ctx.variables)).collect();
    let asks = |wanted: fn(&ConnectionField) -> bool| fields.iter().any(|entry| wanted(&entry.output));
    let pages = asks(|field| matches!(field, ConnectionField::PageInfo(_)));
    let lists = asks(|field| matches!(field, ConnectionField::Edges(_) | ConnectionField::Nodes(_)));
    let counts = asks(|field| matches!(field, ConnectionField::TotalCount));

    let filter = ctx.seen(collection, &page.filter);
    let pays = shared::pays(ctx.model, collection, &filter);
    let mut connection = Connection { collection, link, page, filter, shared: None };
    if counts && (pages || lists) && pays {
        let all = matching(ctx, &connection);
        connection.shared = Some(Shared::new(ctx, all));
    }
    let found = matching(ctx, &connection);
    let seen = Seen::new(ctx, collection, pages || page.backward);
    let mut entries = Entries::new();
    for entry in fields {
        let value = match &entry.output {
            ConnectionField::Typename(name) => ctx.dialect.text(name),
            ConnectionField::Edges(fields) => edges(ctx, page, &seen, fields),
            ConnectionField::Nodes(object) => nodes(ctx, &seen, object),
            ConnectionField::PageInfo(fields) => page_info(ctx, &connection, &seen, fields),
            ConnectionField::TotalCount => total_count(ctx, &connection),
        };
        entries.push((entry.key.clone(), value));
    }
    let mut select = SelectStatement::new();
    if pages || lists {
        select.from_subquery(page_rows(ctx, page, found, &seen), Alias::new(&seen.alias));
    }
    if let Some(shared) = connection.shared {
        select.with_cte(shared.finish());
    }
    ctx.dialect.record(select, entries)
}

/// All records of the connection, on every page.
fn matching(ctx: &mut Context<'_>, connection: &Connection<'_>) -> Rows {
    if let Some(shared) = &connection.shared {
        return shared.rows(ctx);
    }
    let mut rows = rows(ctx, connection.collection, connection.link);
    rows.filter(ctx, &connection.filter);
    rows
}

fn total_count(ctx: &mut Context<'_>, connection: &Connection<'_>) -> Expr {
    let mut rows = matching(ctx, connection);
    rows.select.expr(Func::count(Expr::cust("*")));
    subquery(rows.select)
}

/// The list of an expression's values for the rows of the page.
fn list(ctx: &Context<'_>, seen: &Seen, item: Expr) -> Expr {
    let inside = seen.numbered.then(|| column(&seen.alias, ROW).is_not_null());
    ctx.dialect.gathered(item, inside)
}

fn nodes(ctx: &mut Context<'_>, seen: &Seen, object: &Object) -> Expr {
    let entries = record_entries(ctx, &seen.base, object);
    list(ctx, seen, ctx.dialect.object(entries))
}

fn edges(ctx: &mut Context<'_>, page: &Page, seen: &Seen, fields: &[Entry<EdgeField>]) -> Expr {
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match &entry.output {
            EdgeField::Typename(name) => ctx.dialect.text(name),
            EdgeField::Cursor => cursor(ctx, page, seen),
            EdgeField::Node(object) => {
                let entries = record_entries(ctx, &seen.base, object);
                ctx.dialect.object(entries)
            }
        };
        entries.push((entry.key.clone(), value));
    }
    list(ctx, seen, ctx.dialect.object(entries))
}

fn page_info(
    ctx: &mut Context<'_>,
    connection: &Connection<'_>,
    seen: &Seen,
    fields: &[Entry<PageInfoField>],
) -> Expr {
    let backward = connection.page.backward;
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match entry.output {
            PageInfoField::Typename => ctx.dialect.text("PageInfo"),
            PageInfoField::HasNextPage => more(ctx, connection, seen, !backward),
            PageInfoField::HasPreviousPage => more(ctx, connection, seen, backward),
            PageInfoField::StartCursor => outermost(ctx, connection.page, seen, !backward),
            PageInfoField::EndCursor => outermost(ctx, connection.page, seen, backward),
        };
        entries.push((entry.key.clone(), value));
    }
    ctx.dialect.object(entries)
}

/// Whether there are records beyond the page: in the direction of reading, or against it.
fn more(ctx: &mut Context<'_>, connection: &Connection<'_>, seen: &Seen, ahead: bool) -> Expr {
    let page = connection.page;
    let towards_end = ahead != page.backward;
    let cursor = if towards_end { &page.before } else { &page.after };
    let mut conditions = Vec::new();
    if ahead {
        conditions.push(ctx.dialect.overflows(column(&seen.alias, ROW)));
    }
    if let Some(cursor) = cursor {
        conditions.extend(any_outside(ctx, connection, cursor, !towards_end));
    }
    let condition = balanced(conditions, &|left, right| left.or(right));
    ctx.dialect.truth(condition.unwrap_or_else(|| Expr::cust("FALSE")))
}

/// Whether there are records at the cursor or behind it. The nearest one is looked for: an index
/// leads there, where any one might take a look at all.
fn any_outside(
    ctx: &mut Context<'_>,
    connection: &Connection<'_>,
    cursor: &Cursor,
    backward: bool,
) -> Vec<Expr> {
    let order = &connection.page.order;
    let mut rows = matching(ctx, connection);
    let stretches = behind(ctx, &mut rows, &Fence { cursor, order, backward, itself: true });
    rows.order(ctx, order, backward);
    rows.select.expr(Expr::cust("1")).limit(number(1));
    let nearest = stretches.into_iter().map(|stretch| {
        let mut nearest = rows.select.clone();
        nearest.and_where(stretch);
        subquery(nearest).is_not_null()
    });
    nearest.collect()
}

/// The cursor of the page's row that was found first, or last.
fn outermost(ctx: &mut Context<'_>, page: &Page, seen: &Seen, first: bool) -> Expr {
    let cursor = cursor(ctx, page, seen);
    match first {
        true => ctx.dialect.of_first(cursor, &seen.alias),
        false => ctx.dialect.of_last(cursor, &seen.alias),
    }
}
