//! Rows of a collection: from which tables, linked to which parent, in which order.

use sea_query::{Alias, Expr, ExprTrait, Func, Order, SelectStatement};

use super::base::{self, Base, column};
use super::{Context, filter};
use crate::filter::Filter;
use crate::model::kind::JsonForm;
use crate::model::{
    Direction, Field, FieldKind, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET, Relation, RelationStorage,
    table_name,
};
use crate::query::bind::Window;
use crate::query::dialect::value::Encoding;
use crate::query::order::{OrderKey, OrderTarget};

/// What the rows belong to.
#[derive(Clone, Copy)]
pub(super) enum Link<'a> {
    /// Nothing: all of the collection.
    Root,
    /// The records that a relation leads to.
    Field(&'a Base, &'a Field, &'a Relation),
}

/// Rows to select from; nothing is selected yet.
pub(super) struct Rows {
    /// `FROM` and `WHERE`.
    pub select: SelectStatement,
    /// The collection's row.
    pub base: Base,
    /// Its alias.
    pub alias: String,
    /// The place in the list that a relation's owner keeps.
    pub position: Option<Expr>,
}

/// The collection's rows that the link leads to.
pub(super) fn rows(ctx: &mut Context<'_>, collection: &str, link: Link<'_>) -> Rows {
    let alias = ctx.alias("t");
    let table = ctx.model.collections.get(collection).map(|found| found.table.clone());
    let table = Alias::new(table.unwrap_or_else(|| table_name(collection)));
    let mut select = SelectStatement::new();
    let mut position = None;
    let id = || column(&alias, "id");
    match link {
        Link::Root => {
            select.from_as(table, Alias::new(&alias));
        }
        Link::Field(parent, field, relation) => match &relation.storage {
            RelationStorage::ForeignKey { .. } | RelationStorage::Embedded { many: false } => {
                select.from_as(table, Alias::new(&alias));
                select.and_where(id().eq(base::typed(ctx, parent, field)));
            }
            RelationStorage::Inverse { column: key, .. } => {
                select.from_as(table, Alias::new(&alias));
                select.and_where(column(&alias, key).eq(base::id(parent)));
            }
            RelationStorage::Join { table: join, owner, .. } => {
                let link = ctx.alias("j");
                let (own, other) =
                    if *owner { (JOIN_SOURCE, JOIN_TARGET) } else { (JOIN_TARGET, JOIN_SOURCE) };
                select.from_as(Alias::new(join), Alias::new(&link));
                select.join_as(
                    sea_query::JoinType::InnerJoin,
                    table,
                    Alias::new(&alias),
                    id().eq(column(&link, other)),
                );
                select.and_where(column(&link, own).eq(base::id(parent)));
                position = Some(column(&link, JOIN_POSITION));
            }
            RelationStorage::Embedded { many: true } => {
                let item = ctx.alias("e");
                let items = ctx.dialect.items(json_list(ctx, parent, field), false);
                select.from_subquery(items, Alias::new(&item));
                select.join_as(
                    sea_query::JoinType::InnerJoin,
                    table,
                    Alias::new(&alias),
                    id().eq(column(&item, "value")),
                );
                position = Some(column(&item, "position"));
            }
        },
    }
    Rows { select, base: Base::row(collection, &alias), alias, position }
}

/// The JSON list that a field holds.
pub(super) fn json_list(ctx: &Context<'_>, parent: &Base, field: &Field) -> Expr {
    match &parent.place {
        base::Place::Json(json) => ctx.dialect.member(json.clone(), &field.name, JsonForm::Raw),
        _ => base::typed(ctx, parent, field),
    }
}

/// The type whose fields an order or a filter goes on with behind the field.
pub(super) fn inner_type(field: &Field) -> Option<&str> {
    match &field.kind {
        FieldKind::Component(name) | FieldKind::Blocks(name) => Some(name),
        FieldKind::Relation(relation) => Some(&relation.target),
        FieldKind::Scalar(_) | FieldKind::Enum(_) => None,
    }
}

impl Rows {
    /// Leaves only the records that match.
    pub(super) fn filter(&mut self, ctx: &mut Context<'_>, filter: &Filter) {
        if *filter != Filter::And(Vec::new()) {
            self.select.and_where(filter::filter(ctx, &self.base, filter));
        }
    }

    /// Orders the rows; `reversed` reads the order from its end.
    pub(super) fn order(&mut self, ctx: &mut Context<'_>, keys: &[OrderKey], reversed: bool) {
        for key in keys {
            let value = key_value(ctx, &self.base, self.position.as_ref(), &key.target);
            let direction = if reversed { key.direction.reversed() } else { key.direction };
            let facts = crate::query::order::facts(ctx.model, &self.base.type_name, &key.target);
            self.order_by(ctx, value, direction, facts.is_some_and(|facts| facts.nullable));
        }
    }

    /// Adds a key to the order. Where nulls go is only said of values that may be null: of others it
    /// would keep PostgreSQL from using an index.
    pub(super) fn order_by(&mut self, ctx: &Context<'_>, value: Expr, direction: Direction, nullable: bool) {
        let order = if direction.is_descending() { Order::Desc } else { Order::Asc };
        let nulls = ctx.dialect.nulls(direction.is_descending(), direction.has_nulls_first());
        match nulls.filter(|_| nullable) {
            Some(nulls) => self.select.order_by_expr_with_nulls(value, order, nulls),
            None => self.select.order_by_expr(value, order),
        };
    }

    /// Leaves only a stretch of the rows.
    pub(super) fn window(&mut self, ctx: &mut Context<'_>, window: &Window) {
        let integer = Encoding::Column(JsonForm::Integer);
        self.select.limit(ctx.parameter_number(window.limit, integer));
        if let Some(offset) = window.offset {
            self.select.offset(ctx.parameter_number(offset, integer));
        }
    }
}

/// The value that an order compares.
pub(super) fn key_value(
    ctx: &mut Context<'_>,
    base: &Base,
    position: Option<&Expr>,
    target: &OrderTarget,
) -> Expr {
    let field = |name: &str| base::field(ctx, base, name);
    match target {
        OrderTarget::Field(name) => match field(name) {
            Some(field) => base::typed(ctx, base, field),
            None => Expr::cust("NULL"),
        },
        OrderTarget::Count(name) => match field(name) {
            Some(field) => count(ctx, base, field),
            None => Expr::cust("0"),
        },
        OrderTarget::Position => position.cloned().unwrap_or_else(|| Expr::cust("0")),
        OrderTarget::Through(name, inner) => match field(name) {
            Some(field) => through(ctx, base, field, inner),
            None => Expr::cust("NULL"),
        },
    }
}

fn through(ctx: &mut Context<'_>, base: &Base, field: &Field, inner: &OrderTarget) -> Expr {
    let Some(relation) = field.relation() else {
        let component = inner_type(field).unwrap_or_default();
        let json = json_list(ctx, base, field);
        return key_value(ctx, &Base::json(component, json), None, inner);
    };
    let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
    let value = key_value(ctx, &rows.base, None, inner);
    rows.select.expr(value);
    subquery(rows.select)
}

/// The number of a field's records or items.
pub(super) fn count(ctx: &mut Context<'_>, base: &Base, field: &Field) -> Expr {
    let Some(relation) = field.relation() else {
        let length = ctx.dialect.length(json_list(ctx, base, field));
        return ctx.dialect.template("coalesce({}, 0)", [length]);
    };
    let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
    rows.select.expr(Func::count(Expr::cust("*")));
    subquery(rows.select)
}

pub(super) fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
