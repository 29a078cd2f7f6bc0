//! Aggregates over a collection's records, and groups of them.

use sea_query::{Alias, Expr, ExprTrait, Func, SelectStatement};

use super::base::{self, Base, Place, column, group_column};
use super::record::entries as record_entries;
use super::rows::{Link, Rows, cut, order_by, rows};
use super::{Context, test};
use crate::filter::Filter;
use crate::model::kind::JsonForm;
use crate::model::{Direction, Field, FieldKind, Scalar};
use crate::query::aggregate::{GroupKey, GroupOrder, Groups, Having, Measure, function_type};
use crate::query::bind::Reads;
use crate::query::dialect::{Entries, List, balanced};
use crate::query::selection::{AggregateField, Entry, Function, FunctionField, NodeId};

/// The records that are aggregated.
#[derive(Clone, Copy)]
struct Records<'a> {
    collection: &'a str,
    link: Link<'a>,
    filter: &'a Filter,
}

/// The object of a collection's aggregates.
pub(super) fn aggregate(
    ctx: &mut Context<'_>,
    collection: &str,
    link: Link<'_>,
    filter: &Filter,
    fields: &[Entry<AggregateField>],
) -> Expr {
    let filter = &*ctx.seen(collection, filter);
    let records = Records { collection, link, filter };
    let mut rows = matching(ctx, records);
    let mut measures = Measures { alias: ctx.alias("a"), measured: Vec::new() };
    let entries = entries(ctx, records, &rows, &mut measures, None, fields);
    // The count makes it one row, whatever else is asked for.
    measures.column(&Measure::Count);
    measures.select(ctx, &mut rows);
    let mut select = SelectStatement::new();
    select.from_subquery(rows.select, Alias::new(&measures.alias));
    ctx.dialect.record(select, entries)
}

fn matching(ctx: &mut Context<'_>, records: Records<'_>) -> Rows {
    let mut rows = rows(ctx, records.collection, records.link);
    rows.filter(ctx, records.filter);
    rows
}

/// The measures that an aggregate's subquery computes, each once.
struct Measures {
    /// The subquery's alias.
    alias: String,
    measured: Vec<Measure>,
}

impl Measures {
    /// The subquery's column of the measure.
    fn column(&mut self, measure: &Measure) -> Expr {
        let known = self.measured.iter().position(|known| known == measure);
        let index = known.unwrap_or_else(|| {
            self.measured.push(measure.clone());
            self.measured.len() - 1
        });
        column(&self.alias, &format!("m{index}"))
    }

    fn select(&self, ctx: &mut Context<'_>, rows: &mut Rows) {
        for (index, measure) in self.measured.iter().enumerate() {
            let value = value(ctx, &rows.base, measure);
            rows.select.expr_as(value, Alias::new(format!("m{index}")));
        }
    }
}

/// The measure over the rows.
fn value(ctx: &mut Context<'_>, base: &Base, measure: &Measure) -> Expr {
    let Measure::Of(function, name) = measure else {
        return Func::count(Expr::cust("*")).into();
    };
    let Some(field) = base::field(ctx, base, name) else {
        return Expr::cust("NULL"); // measures are read against the same model
    };
    let scalar = match &field.kind {
        FieldKind::Scalar(scalar) => Some(*scalar),
        _ => None,
    };
    let value = seen(ctx, base, field);
    ctx.dialect.aggregate(*function, value, scalar)
}

/// The measure as it is compared, and the form that values compared with it have.
fn comparable(ctx: &mut Context<'_>, base: &Base, measure: &Measure) -> (Expr, JsonForm) {
    let (_, form) = forms(ctx, base, measure);
    let value = value(ctx, base, measure);
    (ctx.dialect.comparable(value, form), form)
}

/// The form in which the measure is shown, and in which it is compared.
fn forms(ctx: &Context<'_>, base: &Base, measure: &Measure) -> (JsonForm, JsonForm) {
    let Measure::Of(function, name) = measure else {
        return (JsonForm::Integer, JsonForm::Integer);
    };
    let measured = base::field(ctx, base, name).and_then(|field| function_type(*function, field));
    match measured {
        Some(measured) => (measured.form, Scalar::kind(measured.scalar).json),
        None => (JsonForm::Integer, JsonForm::Integer),
    }
}

fn entries(
    ctx: &mut Context<'_>,
    records: Records<'_>,
    rows: &Rows,
    measures: &mut Measures,
    group: Option<&[GroupKey]>,
    fields: &[Entry<AggregateField>],
) -> Entries {
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match &entry.output {
            AggregateField::Typename(name) => ctx.dialect.text(name),
            AggregateField::Count => measures.column(&Measure::Count),
            AggregateField::Of(function, fields) => over_fields(ctx, rows, measures, *function, fields),
            AggregateField::Groups(node, fields) => groups(ctx, records, *node, fields),
            AggregateField::Key(type_name, object) => {
                let fields = group.unwrap_or_default().iter().map(|key| key.field.clone()).collect();
                let place = Place::Group { alias: measures.alias.clone(), fields };
                let base = Base { type_name: records.collection.into(), place };
                let mut entries = record_entries(ctx, &base, object);
                key_typename(ctx, object, type_name, &mut entries);
                ctx.dialect.object(entries)
            }
        };
        entries.push((entry.key.clone(), value));
    }
    entries
}

/// A group's key is read like a record, but has a type of its own.
fn key_typename(
    ctx: &Context<'_>,
    object: &crate::query::selection::Object,
    typename: &str,
    entries: &mut Entries,
) {
    let shown = object.entries.iter().filter(|entry| entry.when.holds(ctx.variables));
    for (entry, (_, value)) in shown.zip(entries) {
        if entry.output == crate::query::selection::Output::Typename {
            *value = ctx.dialect.text(typename);
        }
    }
}

/// `sum { views }`
fn over_fields(
    ctx: &mut Context<'_>,
    rows: &Rows,
    measures: &mut Measures,
    function: Function,
    fields: &[Entry<FunctionField>],
) -> Expr {
    let mut entries = Entries::new();
    for entry in fields.iter().filter(|entry| entry.when.holds(ctx.variables)) {
        let value = match &entry.output {
            FunctionField::Typename(name) => ctx.dialect.text(name),
            FunctionField::Field(name) => {
                let measure = Measure::Of(function, name.clone());
                let (form, _) = forms(ctx, &rows.base, &measure);
                ctx.dialect.shown(measures.column(&measure), form)
            }
        };
        entries.push((entry.key.clone(), value));
    }
    ctx.dialect.object(entries)
}

/// The list of groups.
fn groups(
    ctx: &mut Context<'_>,
    records: Records<'_>,
    node: NodeId,
    fields: &[Entry<AggregateField>],
) -> Expr {
    let Reads::Groups(groups) = ctx.reads(node) else {
        return Expr::cust("NULL"); // left out
    };
    let mut rows = matching(ctx, records);
    for (place, key) in groups.by.iter().enumerate() {
        let value = key_value(ctx, &rows.base, key);
        let grouped = if hides(ctx, &rows.base, &key.field) { numbered(place) } else { value.clone() };
        rows.select.expr_as(value, Alias::new(group_column(&key.field)));
        rows.select.add_group_by([grouped]);
    }
    let having = having(ctx, &rows.base, &groups.having);
    if let Some(having) = having {
        rows.select.and_having(having);
    }
    order(ctx, &mut rows, groups);
    let mut measures = Measures { alias: ctx.alias("g"), measured: Vec::new() };
    let entries = entries(ctx, records, &rows, &mut measures, Some(&groups.by), fields);
    measures.select(ctx, &mut rows);
    let rows = cut(ctx, rows.select, &groups.window);
    ctx.dialect.records(List { rows, alias: measures.alias, entries })
}

fn key_value(ctx: &mut Context<'_>, base: &Base, key: &GroupKey) -> Expr {
    let Some(field) = base::field(ctx, base, &key.field) else {
        return Expr::cust("NULL"); // keys are read against the same model
    };
    let value = seen(ctx, base, field);
    match key.bucket {
        Some(bucket) => ctx.dialect.bucket(value, field.form(), bucket),
        None => value,
    }
}

/// The field's value; null for a relation to a record that may not be seen, which is as good as none.
fn seen(ctx: &mut Context<'_>, base: &Base, field: &Field) -> Expr {
    let value = base::typed(ctx, base, field);
    match field.relation().filter(|relation| ctx.visible(&relation.target).is_some()) {
        None => value,
        Some(relation) => {
            let mut there = rows(ctx, &relation.target, Link::Field(base, field, relation));
            there.see_one(ctx);
            let there = Expr::exists(there.select.expr(Expr::cust("1")).take());
            ctx.dialect.template("CASE WHEN {} THEN {} END", [there, value])
        }
    }
}

/// Whether the field leads to records of which some may not be seen.
fn hides(ctx: &Context<'_>, base: &Base, field: &str) -> bool {
    let relation = base::field(ctx, base, field).and_then(|field| field.relation());
    relation.is_some_and(|relation| ctx.visible(&relation.target).is_some())
}

/// A selected column by its place: an expression with parameters in it can't be repeated for the database to
/// see that it is the same.
fn numbered(place: usize) -> Expr {
    Expr::cust((place + 1).to_string())
}

/// The condition on a group; none when every group is wanted.
fn having(ctx: &mut Context<'_>, base: &Base, condition: &Having) -> Option<Expr> {
    match condition {
        Having::And(all) => {
            let parts = all.iter().filter_map(|inner| having(ctx, base, inner)).collect();
            balanced(parts, &|left, right| left.and(right))
        }
        Having::Or(any) => {
            let mut parts = Vec::with_capacity(any.len());
            for inner in any {
                parts.push(having(ctx, base, inner).unwrap_or_else(|| Expr::cust("TRUE")));
            }
            Some(balanced(parts, &|left, right| left.or(right)).unwrap_or_else(|| Expr::cust("FALSE")))
        }
        Having::Not(inner) => Some(having(ctx, base, inner).unwrap_or_else(|| Expr::cust("TRUE")).not()),
        Having::Test(measure, test) => {
            let (value, form) = comparable(ctx, base, measure);
            Some(test::test(ctx, value, form, test))
        }
    }
}

fn order(ctx: &mut Context<'_>, rows: &mut Rows, groups: &Groups) {
    let key = |name: &String| groups.by.iter().position(|key| key.field == *name);
    for (target, direction) in &groups.order {
        let value = match target {
            GroupOrder::Measure(measure) => comparable(ctx, &rows.base, measure).0,
            GroupOrder::Key(name) => match key(name) {
                Some(place) => ordered(ctx, &rows.base, groups, place),
                None => continue,
            },
        };
        order_by(ctx, &mut rows.select, value, *direction, true);
    }
    for place in 0..groups.by.len() {
        let value = ordered(ctx, &rows.base, groups, place);
        order_by(ctx, &mut rows.select, value, Direction::Asc, true);
    }
}

/// The value of a key that groups are ordered by.
fn ordered(ctx: &mut Context<'_>, base: &Base, groups: &Groups, place: usize) -> Expr {
    match &groups.by[place] {
        key if hides(ctx, base, &key.field) => numbered(place),
        key => key_value(ctx, base, key),
    }
}
