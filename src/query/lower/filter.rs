//! The one lowering of filters to SQL.

use sea_query::{Alias, Expr, ExprTrait, SelectStatement};

use super::base::{self, Base, column};
use super::reach::{Reach, reach};
use super::rows::{self, Link, join_columns, json_list, rows, subquery};
use super::{Context, test};
use crate::filter::{Filter, Quantifier, Slot, Test};
use crate::model::kind::JsonForm;
use crate::model::{Field, FieldKind, Relation, RelationStorage};
use crate::query::dialect::balanced;
use crate::query::dialect::value::Encoding;

/// What becomes of a condition that is neither true nor false because of a null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// It counts as false: nothing around the condition can tell the two apart.
    Where,
    /// It must be what the filter language says: something negates the condition.
    Exact,
}

/// The condition on the base.
pub(super) fn filter(ctx: &mut Context<'_>, base: &Base, filter: &Filter, sense: Sense) -> Expr {
    match filter {
        Filter::And(filters) => {
            let parts = filters.iter().map(|inner| self::filter(ctx, base, inner, sense)).collect();
            balanced(parts, &|left, right| left.and(right)).unwrap_or_else(|| Expr::cust("TRUE"))
        }
        Filter::Or(filters) => {
            let parts = filters.iter().map(|inner| self::filter(ctx, base, inner, sense)).collect();
            balanced(parts, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
        }
        Filter::Not(inner) => self::filter(ctx, base, inner, Sense::Exact).not(),
        Filter::Rule(inner) => ctx.judging(|ctx| self::filter(ctx, base, inner, sense)),
        Filter::Asking(slots, inner) => asking(ctx, base, slots, inner, sense),
        Filter::BlockIs(names) => {
            let is = |name: &String| block_is(ctx, base, name);
            let parts = names.iter().map(is).collect();
            balanced(parts, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
        }
        Filter::Block(name, inner) => {
            let is = block_is(ctx, base, name);
            let component = Base { type_name: name.clone(), ..base.clone() };
            is.and(self::filter(ctx, &component, inner, sense))
        }
        Filter::Field(name, _)
        | Filter::One(name, _)
        | Filter::IsNull(name, _)
        | Filter::Many(name, _, _)
        | Filter::Count(name, _) => match base::field(ctx, base, name) {
            Some(field) => on_field(ctx, base, field, filter, sense),
            None => Expr::cust("FALSE"), // filters are read against the same model
        },
    }
}

/// A look at other records that a rule's variables are part of. Where one of them has no value, it may be true
/// all the same, but else it is neither true nor false, as a comparison with null.
fn asking(ctx: &mut Context<'_>, base: &Base, slots: &[Slot], inner: &Filter, sense: Sense) -> Expr {
    let present = |ctx: &mut Context<'_>| {
        let present = slots.iter().map(|slot| ctx.parameter(*slot, Encoding::Presence)).collect();
        balanced(present, &|left, right| left.and(right)).unwrap_or_else(|| Expr::cust("TRUE"))
    };
    let (some, any, is_none) = match inner {
        Filter::Many(name, Quantifier::None, condition) => {
            let some = |condition| Filter::Many(name.clone(), Quantifier::Some, Box::new(condition));
            (some((**condition).clone()), some(Filter::And(Vec::new())), true)
        }
        _ if sense == Sense::Where => return filter(ctx, base, inner, sense),
        Filter::Many(name, ..) => {
            let any = Filter::Many(name.clone(), Quantifier::Some, Box::new(Filter::And(Vec::new())));
            (inner.clone(), any, false)
        }
        Filter::One(name, _) => (inner.clone(), Filter::IsNull(name.clone(), false), false),
        _ => return filter(ctx, base, inner, sense),
    };
    let found = filter(ctx, base, &some, Sense::Where);
    let known = present(ctx);
    let any = filter(ctx, base, &any, Sense::Where);
    let text = match is_none {
        true => "CASE WHEN {} THEN FALSE WHEN {} OR NOT {} THEN TRUE END",
        false => "CASE WHEN {} THEN TRUE WHEN {} OR NOT {} THEN FALSE END",
    };
    ctx.dialect.template(text, [found, known, any])
}

fn block_is(ctx: &Context<'_>, base: &Base, name: &str) -> Expr {
    match &base.place {
        base::Place::Json(json) => {
            let typename = ctx.dialect.member(json.clone(), "__typename", JsonForm::Text);
            typename.eq(ctx.dialect.text(name))
        }
        _ => Expr::cust("FALSE"), // blocks are always JSON
    }
}

fn on_field(ctx: &mut Context<'_>, base: &Base, field: &Field, filter: &Filter, sense: Sense) -> Expr {
    match filter {
        Filter::Field(_, test) => test::test(ctx, base::typed(ctx, base, field), field.form(), test),
        Filter::One(_, inner) => match field.relation() {
            Some(relation) => one(ctx, base, (field, relation), inner, sense),
            None => component(ctx, base, field, inner, sense),
        },
        Filter::IsNull(_, wanted) => is_null(ctx, base, field, *wanted),
        Filter::Many(_, quantifier, inner) => many(ctx, base, field, *quantifier, inner, sense),
        Filter::Count(_, test) => {
            let count = rows::count(ctx, base, field);
            test::test(ctx, count, JsonForm::Integer, test)
        }
        Filter::And(_)
        | Filter::Or(_)
        | Filter::Not(_)
        | Filter::BlockIs(_)
        | Filter::Block(_, _)
        | Filter::Asking(..)
        | Filter::Rule(_) => self::filter(ctx, base, filter, sense),
    }
}

/// A single component is there and matches.
fn component(ctx: &mut Context<'_>, base: &Base, field: &Field, inner: &Filter, sense: Sense) -> Expr {
    let json = json_list(ctx, base, field);
    let component = Base::json(field.inner_type().unwrap_or_default(), json.clone());
    json.is_not_null().and(filter(ctx, &component, inner, sense))
}

/// A to-one relation's record is there and matches.
fn one(
    ctx: &mut Context<'_>,
    base: &Base,
    (field, relation): (&Field, &Relation),
    inner: &Filter,
    sense: Sense,
) -> Expr {
    let inner = &*ctx.seen(&relation.target, inner);
    if let (RelationStorage::ForeignKey { .. }, Some(tests)) = (&relation.storage, only_id(inner)) {
        let key = base::typed(ctx, base, field);
        // The key points to a record: a test of its id needs no look at it.
        return tests_of_id(ctx, &key, tests).unwrap_or_else(|| key.is_not_null());
    }
    if let Some(found) = found_first(ctx, base, (field, relation), inner, sense) {
        return found;
    }
    let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
    rows.filter(ctx, inner);
    Expr::exists(rows.select.expr(Expr::cust("1")).take())
}

/// The tests, when a filter is about nothing but the record's id.
pub(super) fn only_id(filter: &Filter) -> Option<Vec<&Test>> {
    match filter {
        Filter::Field(name, test) if name == "id" => Some(vec![test]),
        Filter::And(filters) => {
            let tests: Option<Vec<_>> = filters.iter().map(only_id).collect();
            tests.map(|tests| tests.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn tests_of_id(ctx: &mut Context<'_>, key: &Expr, tests: Vec<&Test>) -> Option<Expr> {
    let tests = tests.into_iter().map(|test| test::test(ctx, key.clone(), JsonForm::Text, test)).collect();
    balanced(tests, &|left, right| left.and(right))
}

/// The condition that the record is among those which a search of the related ones finds, where
/// that is better than to look at each record's own: an index leads to the related ones, and the
/// database would not start there by itself.
fn found_first(
    ctx: &mut Context<'_>,
    base: &Base,
    (field, relation): (&Field, &Relation),
    inner: &Filter,
    sense: Sense,
) -> Option<Expr> {
    let reach = reach(ctx.model, &relation.target, inner);
    let is_key = matches!(relation.storage, RelationStorage::ForeignKey { .. });
    // Many records point to few: what a related one's own records say is found once for each of them.
    let is_better_found_once = is_key && !ctx.is_narrow && ctx.dialect.wants_lists() && asks_lists(inner);
    if sense == Sense::Exact || (reach == Reach::Many && !is_better_found_once) {
        return None;
    }
    match (&relation.storage, reach) {
        // One value to compare with: an index that begins with the key goes on with the order.
        (RelationStorage::ForeignKey { .. }, Reach::One) => {}
        _ if !ctx.dialect.wants_lists() => return None,
        _ => {}
    }
    match &relation.storage {
        RelationStorage::ForeignKey { .. } => {
            let found = matching(ctx, &relation.target, inner, base::id);
            Some(among(base::typed(ctx, base, field), found, reach))
        }
        RelationStorage::Inverse { column: key, .. } => {
            let found = matching(ctx, &relation.target, inner, |base| base::named(base, key));
            Some(among(base::id(base), found, reach))
        }
        RelationStorage::Join { table, owner, .. } => {
            let (own, other) = join_columns(*owner);
            let alias = ctx.alias("j");
            let condition = match only_id(inner) {
                Some(tests) => tests_of_id(ctx, &column(&alias, other), tests)?,
                None => {
                    let found = matching(ctx, &relation.target, inner, base::id);
                    among(column(&alias, other), found, reach)
                }
            };
            let mut links = SelectStatement::new();
            links.expr(column(&alias, own)).from_as(Alias::new(table), Alias::new(&alias));
            Some(among(base::id(base), links.and_where(condition).take(), Reach::Few))
        }
        RelationStorage::Embedded { .. } => None,
    }
}

/// Whether the filter looks at records of a to-many relation.
fn asks_lists(filter: &Filter) -> bool {
    match filter {
        Filter::Many(..) | Filter::Count(..) => true,
        Filter::And(filters) | Filter::Or(filters) => filters.iter().any(asks_lists),
        Filter::Not(inner) | Filter::One(_, inner) | Filter::Rule(inner) | Filter::Asking(_, inner) => {
            asks_lists(inner)
        }
        Filter::Field(..) | Filter::IsNull(..) | Filter::BlockIs(_) | Filter::Block(..) => false,
    }
}

/// Whether the value is one that was found.
fn among(value: Expr, found: SelectStatement, reach: Reach) -> Expr {
    match reach {
        Reach::One => value.eq(subquery(found)),
        Reach::Few | Reach::Many => value.in_subquery(found),
    }
}

/// A value of each of the collection's records that match.
fn matching(
    ctx: &mut Context<'_>,
    collection: &str,
    filter: &Filter,
    value: impl FnOnce(&Base) -> Expr,
) -> SelectStatement {
    let mut rows = rows(ctx, collection, Link::Root);
    rows.filter(ctx, filter);
    let value = value(&rows.base);
    rows.select.expr(value).take()
}

fn is_null(ctx: &mut Context<'_>, base: &Base, field: &Field, wanted: bool) -> Expr {
    let is_elsewhere = |relation: &Relation| matches!(relation.storage, RelationStorage::Inverse { .. });
    let relation = field.relation();
    // A record that may not be seen is as good as none.
    let asks = |relation: &&Relation| is_elsewhere(relation) || ctx.visible(&relation.target).is_some();
    if let Some(relation) = relation.filter(asks) {
        let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
        rows.see(ctx);
        let select = rows.select.expr(Expr::cust("1")).take();
        return if wanted { Expr::not_exists(select) } else { Expr::exists(select) };
    }
    let value = match &field.kind {
        FieldKind::Relation(_) => base::typed(ctx, base, field),
        _ => json_list(ctx, base, field),
    };
    if wanted { value.is_null() } else { value.is_not_null() }
}

/// A quantifier over a to-many relation's records, or a list's components or blocks.
fn many(
    ctx: &mut Context<'_>,
    base: &Base,
    field: &Field,
    quantifier: Quantifier,
    inner: &Filter,
    sense: Sense,
) -> Expr {
    if let (Quantifier::Some, Some(relation)) = (quantifier, field.relation()) {
        let seen = ctx.seen(&relation.target, inner);
        if let Some(found) = found_first(ctx, base, (field, relation), &seen, sense) {
            return found;
        }
    }
    let (mut select, item) = match field.relation() {
        Some(relation) => {
            let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
            rows.see(ctx);
            (rows.select, rows.base)
        }
        None => items(ctx, base, field),
    };
    let condition = filter(ctx, &item, inner, Sense::Where);
    select.expr(Expr::cust("1"));
    match quantifier {
        Quantifier::Some => Expr::exists(select.and_where(condition).take()),
        Quantifier::None => Expr::not_exists(select.and_where(condition).take()),
        Quantifier::Every => {
            let fails = ctx.dialect.template("({}) IS NOT TRUE", [condition]);
            Expr::not_exists(select.and_where(fails).take())
        }
    }
}

/// The items of a list of components or blocks.
fn items(ctx: &mut Context<'_>, base: &Base, field: &Field) -> (SelectStatement, Base) {
    let alias = ctx.alias("e");
    let items = ctx.dialect.items(json_list(ctx, base, field), true);
    let mut select = SelectStatement::new();
    select.from_subquery(items, Alias::new(&alias));
    (select, Base::json(field.inner_type().unwrap_or_default(), column(&alias, "value")))
}
