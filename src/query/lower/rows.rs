//! Rows of a collection: from which tables, linked to which parent, in which order.

use sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Order, SelectStatement};

use super::Context;
use super::base::{self, Base, Columns, column};
use super::filter::{self, Sense};
use super::reach::{Reach, reach};
use super::text::number;
use crate::filter::{Filter, Slot};
use crate::model::kind::JsonForm;
use crate::model::layout::{TableIndex, indexes_of};
use crate::model::{Direction, Field, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET, Relation, RelationStorage};
use crate::query::bind::{Known, Window};
use crate::query::dialect::balanced;
use crate::query::dialect::value::Encoding;
use crate::query::order::{OrderKey, OrderTarget};

/// What the rows belong to.
#[derive(Clone, Copy)]
pub(super) enum Link<'a> {
    /// Nothing: all of the collection.
    Root,
    /// The records that a relation leads to.
    Field(&'a Base, &'a Field, &'a Relation),
    /// The records of a list of ids.
    Ids(Slot),
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
    /// The record's id as the join table has it, where an index may have it beside the place.
    linked_id: Option<Expr>,
    /// The row's number in the collection's table, when these are rows of something else.
    pub place: Option<Expr>,
    /// How many of the collection's records there may be.
    reach: Reach,
    /// The to-one relations that the order goes through.
    joined: Vec<Joined>,
}

/// A to-one relation's record beside each row.
struct Joined {
    /// The fields that lead there.
    path: Vec<String>,
    base: Base,
    /// Whether every row has one.
    certain: bool,
}

/// The collection's rows that the link leads to.
pub(super) fn rows(ctx: &mut Context<'_>, collection: &str, link: Link<'_>) -> Rows {
    let alias = ctx.alias("t");
    let table = Alias::new(ctx.table(collection));
    let mut select = SelectStatement::new();
    let (mut position, mut linked_id) = (None, None);
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
                let (own, other) = join_columns(*owner);
                select.from_as(Alias::new(join), Alias::new(&link));
                select.join_as(JoinType::InnerJoin, table, Alias::new(&alias), id().eq(column(&link, other)));
                select.and_where(column(&link, own).eq(base::id(parent)));
                position = Some(column(&link, JOIN_POSITION));
                linked_id = Some(column(&link, other));
            }
            RelationStorage::Embedded { many: true } => {
                let ids = json_list(ctx, parent, field);
                position = Some(begin_with_ids(ctx, &mut select, ids, (table, &alias)));
            }
        },
        Link::Ids(ids) => {
            let ids = ctx.parameter(ids, Encoding::Json);
            let ids = ctx.dialect.json(ids);
            position = Some(begin_with_ids(ctx, &mut select, ids, (table, &alias)));
        }
    }
    let reach = match link {
        Link::Root => Reach::Many,
        Link::Field(_, _, _) | Link::Ids(_) => Reach::Few,
    };
    let base = Base::row(collection, &alias);
    Rows { select, base, alias, position, linked_id, place: None, reach, joined: Vec::new() }
}

/// Selects from a JSON list of ids and the record of each, and answers the ids' places in the list.
fn begin_with_ids(
    ctx: &mut Context<'_>,
    select: &mut SelectStatement,
    ids: Expr,
    (table, alias): (Alias, &str),
) -> Expr {
    let item = ctx.alias("e");
    select.from_subquery(ctx.dialect.items(ids, false), Alias::new(&item));
    let is_found = column(alias, "id").eq(column(&item, "value"));
    select.join_as(JoinType::InnerJoin, table, Alias::new(alias), is_found);
    column(&item, "position")
}

/// The columns of a join table that hold this end's id and the other end's.
pub(super) fn join_columns(owner: bool) -> (&'static str, &'static str) {
    if owner { (JOIN_SOURCE, JOIN_TARGET) } else { (JOIN_TARGET, JOIN_SOURCE) }
}

/// The JSON list that a field holds.
pub(super) fn json_list(ctx: &Context<'_>, parent: &Base, field: &Field) -> Expr {
    match &parent.place {
        base::Place::Json(json) => ctx.dialect.member(json.clone(), &field.name, JsonForm::Raw),
        _ => base::typed(ctx, parent, field),
    }
}

impl Rows {
    /// The rows of a common table expression of records. The columns that are read are noted.
    pub(super) fn of_expression(
        ctx: &mut Context<'_>,
        collection: &str,
        name: &str,
        columns: &Columns,
        [position, place]: [Option<&str>; 2],
    ) -> Self {
        let alias = ctx.alias("t");
        let mut select = SelectStatement::new();
        select.from_as(Alias::new(name), Alias::new(&alias));
        let [position, place] = [position, place].map(|name| name.map(|name| column(&alias, name)));
        let base = Base::reading(collection, &alias, columns);
        let (reach, joined) = (Reach::Few, Vec::new());
        Self { select, base, alias, position, linked_id: None, place, reach, joined }
    }

    /// Leaves only the records that whoever asks may see.
    pub(super) fn see(&mut self, ctx: &mut Context<'_>) {
        if let Some(rule) = ctx.visible(&self.base.type_name) {
            self.filter(ctx, rule);
        }
    }

    /// The same for rows of which there is one at most.
    pub(super) fn see_one(&mut self, ctx: &mut Context<'_>) {
        self.reach = Reach::One;
        self.see(ctx);
    }

    /// Leaves only the records that match. Whether they may be seen is for `Context::seen` to add.
    pub(super) fn filter(&mut self, ctx: &mut Context<'_>, filter: &Filter) {
        let rule;
        let parts = match filter {
            Filter::And(parts) => parts.as_slice(),
            Filter::Rule(inner) if matches!(**inner, Filter::And(_)) => {
                rule = filter.clone().and(Filter::And(Vec::new()));
                match &rule {
                    Filter::And(parts) => parts.as_slice(),
                    part => std::slice::from_ref(part),
                }
            }
            part => std::slice::from_ref(part),
        };
        let few = |part: &Filter| reach(ctx.model, &self.base.type_name, part) != Reach::Many;
        // Where there is a choice, it is the planner's.
        let only = parts.iter().position(few).filter(|place| !parts.iter().skip(place + 1).any(few));
        let first = only.filter(|place| self.begin_with_found(ctx, &parts[*place]));
        let rest = parts.iter().enumerate().filter(|(place, _)| Some(*place) != first);
        self.reach = self.reach.min(reach(ctx.model, &self.base.type_name, filter));
        let was_narrow = std::mem::replace(&mut ctx.is_narrow, self.reach != Reach::Many);
        let conditions = rest.map(|(_, part)| filter::filter(ctx, &self.base, part, Sense::Where)).collect();
        ctx.is_narrow = was_narrow;
        if let Some(condition) = balanced(conditions, &|left, right| left.and(right)) {
            self.select.and_where(condition);
        }
    }

    /// Where a database joins tables as they are written: begins with the records of a relation that
    /// an index leads to, if the filter is one on such a relation.
    fn begin_with_found(&mut self, ctx: &mut Context<'_>, filter: &Filter) -> bool {
        if let Filter::Rule(inner) = filter {
            return ctx.judging(|ctx| self.begin_with_found(ctx, inner));
        }
        if let Filter::Asking(_, inner) = filter {
            return self.begin_with_found(ctx, inner);
        }
        let Filter::One(name, inner) = filter else { return false };
        let Some(relation) = self.leading_relation(ctx, name) else { return false };
        if reach(ctx.model, &relation.target, inner) != Reach::Few || filter::only_id(inner).is_some() {
            return false;
        }
        let there = self.begin_with(ctx, name, relation);
        let seen = ctx.seen(&relation.target, inner);
        self.select.and_where(filter::filter(ctx, &there, &seen, Sense::Where));
        true
    }

    /// Orders the rows; `reversed` reads the order from its end.
    pub(super) fn order(&mut self, ctx: &mut Context<'_>, keys: &[OrderKey], reversed: bool) {
        for key in keys {
            let value = self.key(ctx, &key.target);
            let direction = if reversed { key.direction.reversed() } else { key.direction };
            let facts = crate::query::order::facts(ctx.model, &self.base.type_name, &key.target);
            let nullable = facts.is_some_and(|facts| facts.nullable);
            order_by(ctx, &mut self.select, value, direction, nullable);
        }
    }

    /// Where a database joins tables as they are written: begins with the relation that the order
    /// begins with, if an index has its records in order, so that not every row is read and sorted.
    pub(super) fn begin_with_ordered(&mut self, ctx: &mut Context<'_>, order: &[OrderKey]) {
        let Some(OrderTarget::Through(name, inner)) = order.first().map(|key| &key.target) else { return };
        let OrderTarget::Field(inner) = inner.as_ref() else { return };
        let required = base::field(ctx, &self.base, name).is_some_and(|field| field.required);
        let Some(relation) = self.leading_relation(ctx, name) else { return };
        let all = ctx.visible(&relation.target).is_none();
        if required && all && is_ordered(ctx, &relation.target, inner) {
            self.begin_with(ctx, name, relation);
        }
    }

    /// The to-one relation, if the rows may begin with its records.
    fn leading_relation<'a>(&self, ctx: &Context<'a>, name: &str) -> Option<&'a Relation> {
        let relation = base::field(ctx, &self.base, name)?.relation()?;
        let foreign_key = matches!(relation.storage, RelationStorage::ForeignKey { .. });
        let all = self.reach == Reach::Many && self.joined.is_empty();
        (foreign_key && all && ctx.dialect.joins_as_written()).then_some(relation)
    }

    /// Begins with the relation's records; each row has one.
    fn begin_with(&mut self, ctx: &mut Context<'_>, name: &str, relation: &Relation) -> Base {
        let there = rows(ctx, &relation.target, Link::Root);
        let key = base::field(ctx, &self.base, name).map(|field| base::typed(ctx, &self.base, field));
        let [own, other] = [&self.base.type_name, &relation.target].map(|name| Alias::new(ctx.table(name)));
        self.select.from_clear().from_as(other, Alias::new(&there.alias));
        self.select.join_as(JoinType::CrossJoin, own, Alias::new(&self.alias), Expr::cust("TRUE"));
        self.select.and_where_option(key.map(|key| key.eq(base::id(&there.base))));
        self.joined.push(Joined { path: vec![name.to_owned()], base: there.base.clone(), certain: true });
        there.base
    }

    /// Selects the columns that were read of `outside`, which sees these rows from around them.
    pub(super) fn select_for(&mut self, outside: &Base) {
        let columns = outside.columns();
        if columns.is_empty() {
            self.select.expr(Expr::cust("1"));
        }
        for name in columns {
            self.select.expr_as(base::named(&self.base, &name), Alias::new(name));
        }
    }

    /// The value that an order compares.
    pub(super) fn key(&mut self, ctx: &mut Context<'_>, target: &OrderTarget) -> Expr {
        match (target, &self.linked_id) {
            (OrderTarget::Position, _) => return self.position.clone().unwrap_or_else(|| Expr::cust("0")),
            (OrderTarget::Field(name), Some(id)) if name == "id" => return id.clone(),
            (OrderTarget::Field(_) | OrderTarget::Count(_) | OrderTarget::Through(_, _), _) => {}
        }
        let (mut base, mut target, mut path) = (self.base.clone(), target, Vec::new());
        while let OrderTarget::Through(name, inner) = target {
            path.push(name.clone());
            match self.join(ctx, &base, &path) {
                Some(joined) => (base, target) = (joined, inner),
                None => break,
            }
        }
        key_value(ctx, &base, target)
    }

    /// Joins the to-one relation that the path ends with, once. None for a component, or what is
    /// inside one.
    fn join(&mut self, ctx: &mut Context<'_>, from: &Base, path: &[String]) -> Option<Base> {
        if let Some(known) = self.joined.iter().find(|joined| joined.path == path) {
            return Some(known.base.clone());
        }
        let (name, before) = path.split_last()?;
        let field = base::field(ctx, from, name)?;
        let relation = field.relation()?;
        let base::Place::Row { .. } = from.place else { return None };
        let there = rows(ctx, &relation.target, Link::Root);
        let id = base::id(&there.base);
        let (condition, certain) = match &relation.storage {
            RelationStorage::ForeignKey { .. } => (id.eq(base::typed(ctx, from, field)), field.required),
            RelationStorage::Inverse { column: key, .. } => {
                (base::named(&there.base, key).eq(base::id(from)), false)
            }
            RelationStorage::Join { .. } | RelationStorage::Embedded { .. } => return None,
        };
        let (condition, certain) = match ctx.visible(&relation.target) {
            None => (condition, certain),
            // A record that may not be seen is not there to order by.
            Some(rule) => (condition.and(filter::filter(ctx, &there.base, rule, Sense::Where)), false),
        };
        let certain_before = self.joined.iter().find(|joined| joined.path == before);
        let certain = certain && certain_before.is_none_or(|joined| joined.certain);
        let join = if certain { JoinType::InnerJoin } else { JoinType::LeftJoin };
        let table = Alias::new(ctx.table(&relation.target));
        self.select.join_as(join, table, Alias::new(&there.alias), condition);
        self.joined.push(Joined { path: path.to_vec(), base: there.base.clone(), certain });
        Some(there.base)
    }
}

/// Whether an index has the collection's records in the field's order.
fn is_ordered(ctx: &Context<'_>, collection: &str, field: &str) -> bool {
    let Some(collection) = ctx.model.collections.get(collection) else { return false };
    let Some(column) = collection.fields.get(field).and_then(Field::column) else { return false };
    let begins = |index: &TableIndex| index.columns.first().is_some_and(|first| first.name == column);
    column == "id" || indexes_of(collection).values().any(begins)
}

/// Adds a key to the order of rows. Where nulls go is only said of values that may be null: of others
/// it would keep PostgreSQL from using an index.
pub(super) fn order_by(
    ctx: &Context<'_>,
    rows: &mut SelectStatement,
    value: Expr,
    direction: Direction,
    nullable: bool,
) {
    let order = if direction.is_descending() { Order::Desc } else { Order::Asc };
    let nulls = ctx.dialect.nulls(direction.is_descending(), direction.has_nulls_first());
    match nulls.filter(|_| nullable) {
        Some(nulls) => rows.order_by_expr_with_nulls(value, order, nulls),
        None => rows.order_by_expr(value, order),
    };
}

/// Leaves only a stretch of ordered rows.
pub(super) fn cut(ctx: &mut Context<'_>, mut rows: SelectStatement, window: &Window) -> SelectStatement {
    match (window.known, ctx.dialect.wants_known_limit()) {
        (Known::Exactly(limit), true) => return rows.limit(number(limit)).take(),
        (Known::Exactly(_), false) => {}
        (Known::AtMost(limit), _) => {
            let name = ctx.alias("w");
            rows = ctx.dialect.fenced(rows.limit(number(limit)).take(), &name);
        }
    }
    let integer = Encoding::Column(JsonForm::Integer);
    rows.limit(ctx.parameter_number(window.limit, integer));
    if let Some(offset) = window.offset {
        rows.offset(ctx.parameter_number(offset, integer));
    }
    rows
}

/// The value that an order compares, of a record or a component.
fn key_value(ctx: &mut Context<'_>, base: &Base, target: &OrderTarget) -> Expr {
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
        OrderTarget::Position => Expr::cust("0"), // only lists have places
        OrderTarget::Through(name, inner) => match field(name) {
            Some(field) => through(ctx, base, field, inner),
            None => Expr::cust("NULL"),
        },
    }
}

fn through(ctx: &mut Context<'_>, base: &Base, field: &Field, inner: &OrderTarget) -> Expr {
    let Some(relation) = field.relation() else {
        let component = field.inner_type().unwrap_or_default();
        let json = json_list(ctx, base, field);
        return key_value(ctx, &Base::json(component, json), inner);
    };
    let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
    rows.see(ctx);
    let value = rows.key(ctx, inner);
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
    rows.see(ctx);
    rows.select.expr(Func::count(Expr::cust("*")));
    subquery(rows.select)
}

pub(super) fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
