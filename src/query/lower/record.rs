//! Records and components as JSON objects.

use sea_query::{Alias, Expr, ExprTrait, Func, SelectStatement};

use super::base::{self, Base, column, promised, shown, typed};
use super::filter::{self, Sense};
use super::rows::{Link, Rows, cut, json_list, rows};
use super::text::number;
use super::{Context, many};
use crate::filter::{Filter, Slot};
use crate::model::kind::JsonForm;
use crate::model::{Direction, Field};
use crate::query::bind::{Reads, Window};
use crate::query::dialect::value::Encoding;
use crate::query::dialect::{Entries, List};
use crate::query::order::{OrderKey, OrderTarget};
use crate::query::selection::{NodeId, Object, Output};

/// The one record that a node reads, or null.
pub(super) fn record(ctx: &mut Context<'_>, node: NodeId, link: Link<'_>, object: &Object) -> Expr {
    let mut rows = rows(ctx, &object.type_name, link);
    rows.see_one(ctx);
    match (ctx.reads(node), link) {
        (Reads::One(name, slot), _) => {
            if let Some(field) = base::field(ctx, &rows.base, name) {
                let value = ctx.parameter(*slot, Encoding::Column(field.form()));
                rows.select.and_where(typed(ctx, &rows.base, field).eq(value));
            }
        }
        (Reads::Only, Link::Root) => {
            rows.select.order_by_expr(base::id(&rows.base), sea_query::Order::Asc);
            rows.select.limit(number(1));
        }
        (_, _) => {}
    }
    let entries = entries(ctx, &rows.base, object);
    ctx.dialect.record(rows.select, entries)
}

/// A list of records.
pub(super) fn list(
    ctx: &mut Context<'_>,
    link: Link<'_>,
    (filter, order, window): (&Filter, &[OrderKey], &Window),
    object: &Object,
) -> List {
    let mut rows = rows(ctx, &object.type_name, link);
    let seen = ctx.seen(&object.type_name, filter);
    rows.filter(ctx, &seen);
    rows.begin_with_ordered(ctx, order);
    rows.order(ctx, order, false);
    let list = listed(ctx, rows, object);
    List { rows: cut(ctx, list.rows, window), ..list }
}

/// The records of a list of ids, in the order of the ids.
pub(super) fn given(ctx: &mut Context<'_>, ids: Slot, object: &Object) -> List {
    let mut rows = rows(ctx, &object.type_name, Link::Ids(ids));
    rows.see(ctx);
    let by_position = OrderKey { target: OrderTarget::Position, direction: Direction::Asc };
    rows.order(ctx, &[by_position], false);
    listed(ctx, rows, object)
}

/// The rows, selected for what the object of each is made of.
fn listed(ctx: &mut Context<'_>, mut rows: Rows, object: &Object) -> List {
    let alias = ctx.alias("s");
    let outside = Base::row(&object.type_name, &alias);
    let entries = entries(ctx, &outside, object);
    rows.select_for(&outside);
    List { rows: rows.select, alias, entries }
}

/// The keys of an object and their values.
pub(super) fn entries(ctx: &mut Context<'_>, base: &Base, object: &Object) -> Entries {
    let mut entries = Entries::with_capacity(object.entries.len());
    for entry in object.entries.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        entries.push((entry.key.clone(), output(ctx, base, &object.type_name, &entry.output)));
    }
    entries
}

fn output(ctx: &mut Context<'_>, base: &Base, type_name: &str, output: &Output) -> Expr {
    let (Output::Leaf(name)
    | Output::Component(name, _)
    | Output::Blocks(name, _)
    | Output::Record(name, _, _)
    | Output::Many(name, _, _)) = output
    else {
        return ctx.dialect.text(type_name);
    };
    let Some(field) = base::field(ctx, base, name) else {
        return Expr::cust("NULL"); // selections are made from the same model
    };
    let value = value(ctx, base, (type_name, field), output);
    match ctx.readable(type_name, name) {
        None => value,
        Some(rule) => {
            let may = filter::filter(ctx, base, rule, Sense::Where);
            ctx.dialect.if_readable(may, value)
        }
    }
}

fn value(ctx: &mut Context<'_>, base: &Base, (type_name, field): (&str, &Field), output: &Output) -> Expr {
    match output {
        Output::Typename => ctx.dialect.text(type_name),
        Output::Leaf(_) => shown(ctx, base, field),
        Output::Component(_, object) => {
            embedded(ctx, base, field, &|ctx, item| Some(object_of(ctx, item, object)))
        }
        Output::Blocks(_, objects) => embedded(ctx, base, field, &|ctx, item| block(ctx, item, objects)),
        Output::Record(_, node, object) => linked(ctx, base, field, *node, object),
        Output::Many(_, node, inner) => match field.relation() {
            Some(relation) => many(ctx, *node, Link::Field(base, field, relation), inner),
            None => Expr::cust("NULL"),
        },
    }
}

/// A to-one relation's record.
fn linked(ctx: &mut Context<'_>, base: &Base, field: &Field, node: NodeId, object: &Object) -> Expr {
    let Some(relation) = field.relation() else {
        return Expr::cust("NULL");
    };
    let value = record(ctx, node, Link::Field(base, field, relation), object);
    match (&base.place, field.required) {
        // There is one, but whoever asks may not see it.
        (_, true) if ctx.visible(&relation.target).is_some() => {
            Func::coalesce([value, ctx.dialect.forbidden()]).into()
        }
        // A component may point to a record that is gone.
        (base::Place::Json(_), true) => Func::coalesce([value, ctx.dialect.missing()]).into(),
        _ => value,
    }
}

/// A component or block, or a list of them. `item` makes the object of one.
fn embedded(
    ctx: &mut Context<'_>,
    base: &Base,
    field: &Field,
    item: &dyn Fn(&mut Context<'_>, Expr) -> Option<Expr>,
) -> Expr {
    let json = json_list(ctx, base, field);
    let value = if field.list {
        let alias = ctx.alias("e");
        let mut select = SelectStatement::new();
        select.from_subquery(ctx.dialect.items(json.clone(), true), Alias::new(&alias));
        let object = item(ctx, column(&alias, "value"));
        object.map(|object| ctx.dialect.list(select, object))
    } else {
        item(ctx, json.clone())
    };
    let value = value.unwrap_or_else(|| Expr::cust("NULL"));
    let value: Expr = Expr::case(json.clone().is_null(), Expr::cust("NULL")).finally(value).into();
    promised(ctx, base, field, json, value)
}

fn object_of(ctx: &mut Context<'_>, json: Expr, object: &Object) -> Expr {
    let entries = entries(ctx, &Base::json(&object.type_name, json), object);
    ctx.dialect.object(entries)
}

/// The object of whichever component the block is of. A component that the model no longer has
/// in the union is missing.
fn block(ctx: &mut Context<'_>, json: Expr, objects: &[Object]) -> Option<Expr> {
    let mut cases: Option<sea_query::CaseStatement> = None;
    for object in objects {
        let typename = ctx.dialect.member(json.clone(), "__typename", JsonForm::Text);
        let is = typename.eq(ctx.dialect.text(&object.type_name));
        let value = object_of(ctx, json.clone(), object);
        cases = Some(match cases {
            None => Expr::case(is, value),
            Some(cases) => cases.case(is, value),
        });
    }
    cases.map(|cases| cases.finally(ctx.dialect.missing()).into())
}
