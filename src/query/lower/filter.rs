//! The one lowering of filters to SQL.

use sea_query::{Expr, ExprTrait};

use super::base::{self, Base};
use super::rows::{self, Link, inner_type, json_list, rows};
use super::{Context, test};
use crate::filter::{Filter, Quantifier, Test};
use crate::model::kind::JsonForm;
use crate::model::{Field, FieldKind, RelationStorage};
use crate::query::dialect::balanced;

/// The condition on the base.
pub(super) fn filter(ctx: &mut Context<'_>, base: &Base, filter: &Filter) -> Expr {
    match filter {
        Filter::And(filters) => all(ctx, base, filters),
        Filter::Or(filters) => {
            let parts = filters.iter().map(|inner| self::filter(ctx, base, inner)).collect();
            balanced(parts, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
        }
        Filter::Not(inner) => self::filter(ctx, base, inner).not(),
        Filter::BlockIs(names) => {
            let is = |name: &String| block_is(ctx, base, name);
            let parts = names.iter().map(is).collect();
            balanced(parts, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE"))
        }
        Filter::Block(name, inner) => {
            let is = block_is(ctx, base, name);
            let component = Base { type_name: name.clone(), ..base.clone() };
            is.and(self::filter(ctx, &component, inner))
        }
        Filter::Field(name, _)
        | Filter::One(name, _)
        | Filter::IsNull(name, _)
        | Filter::Many(name, _, _)
        | Filter::Count(name, _) => match base::field(ctx, base, name) {
            Some(field) => on_field(ctx, base, field, filter),
            None => Expr::cust("FALSE"), // filters are read against the same model
        },
    }
}

fn all(ctx: &mut Context<'_>, base: &Base, filters: &[Filter]) -> Expr {
    let parts = filters.iter().map(|inner| filter(ctx, base, inner)).collect();
    balanced(parts, &|left, right| left.and(right)).unwrap_or_else(|| Expr::cust("TRUE"))
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

fn on_field(ctx: &mut Context<'_>, base: &Base, field: &Field, filter: &Filter) -> Expr {
    match filter {
        Filter::Field(_, test) => test::test(ctx, base::typed(ctx, base, field), field.form(), test),
        Filter::One(_, inner) => one(ctx, base, field, inner),
        Filter::IsNull(_, wanted) => is_null(ctx, base, field, *wanted),
        Filter::Many(_, quantifier, inner) => many(ctx, base, field, *quantifier, inner),
        Filter::Count(_, test) => {
            let count = rows::count(ctx, base, field);
            test::test(ctx, count, JsonForm::Integer, test)
        }
        Filter::And(_) | Filter::Or(_) | Filter::Not(_) | Filter::BlockIs(_) | Filter::Block(_, _) => {
            self::filter(ctx, base, filter)
        }
    }
}

/// A to-one relation's record, or a single component, is there and matches.
fn one(ctx: &mut Context<'_>, base: &Base, field: &Field, inner: &Filter) -> Expr {
    let Some(relation) = field.relation() else {
        let json = json_list(ctx, base, field);
        let component = Base::json(inner_type(field).unwrap_or_default(), json.clone());
        return json.is_not_null().and(filter(ctx, &component, inner));
    };
    if let (RelationStorage::ForeignKey { .. }, Some(tests)) = (&relation.storage, only_id(inner)) {
        let key = base::typed(ctx, base, field);
        let tests = tests.into_iter().map(|test| test::test(ctx, key.clone(), JsonForm::Text, test));
        let tests: Vec<Expr> = tests.collect();
        // The key points to a record: a test of its id needs no look at it.
        return balanced(tests, &|left, right| left.and(right)).unwrap_or_else(|| key.is_not_null());
    }
    let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
    rows.filter(ctx, inner);
    Expr::exists(rows.select.expr(Expr::cust("1")).take())
}

/// The tests, when a filter is about nothing but the record's id.
fn only_id(filter: &Filter) -> Option<Vec<&Test>> {
    match filter {
        Filter::Field(name, test) if name == "id" => Some(vec![test]),
        Filter::And(filters) => {
            let tests: Option<Vec<_>> = filters.iter().map(only_id).collect();
            tests.map(|tests| tests.into_iter().flatten().collect())
        }
        _ => None,
    }
}

fn is_null(ctx: &mut Context<'_>, base: &Base, field: &Field, wanted: bool) -> Expr {
    let storage = field.relation().map(|relation| (relation, &relation.storage));
    if let Some((relation, RelationStorage::Inverse { .. })) = storage {
        let mut rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
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
fn many(ctx: &mut Context<'_>, base: &Base, field: &Field, quantifier: Quantifier, inner: &Filter) -> Expr {
    let (mut select, item) = match field.relation() {
        Some(relation) => {
            let rows = rows(ctx, &relation.target, Link::Field(base, field, relation));
            (rows.select, rows.base)
        }
        None => items(ctx, base, field),
    };
    let condition = filter(ctx, &item, inner);
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
fn items(ctx: &mut Context<'_>, base: &Base, field: &Field) -> (sea_query::SelectStatement, Base) {
    let alias = ctx.alias("e");
    let items = ctx.dialect.items(json_list(ctx, base, field), true);
    let mut select = sea_query::SelectStatement::new();
    select.from_subquery(items, sea_query::Alias::new(&alias));
    (select, Base::json(inner_type(field).unwrap_or_default(), base::column(&alias, "value")))
}
