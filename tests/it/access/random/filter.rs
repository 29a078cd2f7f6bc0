//! Filters: written as GraphQL, and judged in three-valued logic.

use std::fmt;

use serde_json::{Value, json};

use super::world::{Asker, Eyes, Row, World};

#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Id(Test, Operand),
    /// A value of the record's own.
    Value(String, Test, Operand),
    IsNull(String, bool),
    /// The field holds no record.
    Missing(String),
    /// The component, or the record that a field holds, is so.
    Inside(String, Box<Filter>),
    Some(String, Box<Filter>),
    Every(String, Box<Filter>),
    None(String, Box<Filter>),
    Count(String, Test, i64),
    /// The record was made in the last quarter of an hour, as all are.
    Fresh,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    Eq,
    Ne,
    Lt,
    Gte,
    In,
    NotIn,
    StartsWith,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    Literal(Value),
    Variable(&'static str),
}

impl Test {
    fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Lt => "lt",
            Self::Gte => "gte",
            Self::In => "in",
            Self::NotIn => "notIn",
            Self::StartsWith => "startsWith",
        }
    }

    /// Unknown where a side is null.
    fn holds(self, left: &Value, right: &Value) -> Option<bool> {
        if left.is_null() || right.is_null() {
            return None;
        }
        let order = || match (left, right) {
            (Value::Number(left), Value::Number(right)) => left.as_i64().cmp(&right.as_i64()),
            _ => left.as_str().cmp(&right.as_str()),
        };
        Some(match self {
            Self::Eq => left == right,
            Self::Ne => left != right,
            Self::Lt => order().is_lt(),
            Self::Gte => order().is_ge(),
            Self::In => right.as_array().unwrap().contains(left),
            Self::NotIn => !right.as_array().unwrap().contains(left),
            Self::StartsWith => left.as_str().unwrap().starts_with(right.as_str().unwrap()),
        })
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(value) => write!(f, "{value}"),
            Self::Variable(name) => write!(f, "\"${name}\""),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |parts: &[Self]| parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Self::All(parts) => write!(f, "{{and: [{}]}}", list(parts)),
            Self::Any(parts) => write!(f, "{{or: [{}]}}", list(parts)),
            Self::Not(inner) => write!(f, "{{not: {inner}}}"),
            Self::Id(test, operand) => write!(f, "{{id: {{{}: {operand}}}}}", test.name()),
            Self::Value(field, test, operand) => write!(f, "{{{field}: {{{}: {operand}}}}}", test.name()),
            Self::IsNull(field, is) => write!(f, "{{{field}: {{isNull: {is}}}}}"),
            Self::Missing(field) => write!(f, "{{{field}: null}}"),
            Self::Inside(field, inner) => write!(f, "{{{field}: {inner}}}"),
            Self::Some(field, inner) => write!(f, "{{{field}: {{some: {inner}}}}}"),
            Self::Every(field, inner) => write!(f, "{{{field}: {{every: {inner}}}}}"),
            Self::None(field, inner) => write!(f, "{{{field}: {{none: {inner}}}}}"),
            Self::Count(field, test, count) => {
                write!(f, "{{{field}: {{count: {{{}: {count}}}}}}}", test.name())
            }
            Self::Fresh => write!(f, "{{createdAt: {{gt: \"$now(-15m)\"}}}}"),
        }
    }
}

pub fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

/// Whether the record passes; unknown where it can't be told.
///
/// `eyes` says whose view of related records counts, `asker` whose values variables have.
pub fn holds(
    world: &World,
    eyes: Eyes<'_>,
    asker: &Asker,
    of: &str,
    row: &Row,
    filter: &Filter,
) -> Option<bool> {
    let here = |filter: &Filter| holds(world, eyes, asker, of, row, filter);
    let value = |operand: &Operand| match operand {
        Operand::Literal(value) => value.clone(),
        Operand::Variable(name) => asker.variable(world, name),
    };
    let members = |field: &str| {
        let target = world.model.of(of).field(field).target().unwrap().to_owned();
        let ids = world.members(of, row, field);
        let ids = ids.into_iter().filter(|id| world.is_visible(eyes, &target, id));
        (ids.collect::<Vec<_>>(), target)
    };
    let judge = |target: &str, id: &str, inner: &Filter| {
        let row = &world.rows[&(target.to_owned(), id.to_owned())];
        holds(world, eyes, asker, target, row, inner)
    };
    // Of a variable without a value nothing is known, and of what depends on it neither.
    let unless_unset = |ids: &[String], found: bool, sure: bool, inner: &Filter| {
        (found == sure || ids.is_empty() || !has_unset(world, asker, inner)).then_some(found)
    };
    match filter {
        Filter::All(parts) => parts.iter().map(here).fold(Some(true), and),
        Filter::Any(parts) => not(parts.iter().map(here).map(not).fold(Some(true), and)),
        Filter::Not(inner) => not(here(inner)),
        Filter::Id(test, operand) => test.holds(&row["id"], &value(operand)),
        Filter::Value(field, test, operand) => test.holds(&row[field], &value(operand)),
        Filter::IsNull(field, is) => Some(row[field].is_null() == *is),
        Filter::Missing(field) => Some(members(field).0.is_empty()),
        Filter::Inside(field, inner) => {
            let Some(_) = world.model.of(of).field(field).target() else {
                if row[field].is_null() {
                    return Some(false);
                }
                return card_holds(&card_row(&row[field]), inner, &value);
            };
            let (ids, target) = members(field);
            // Either there is such a record, or there is none.
            unless_unset(
                &ids,
                ids.first().is_some_and(|id| judge(&target, id, inner) == Some(true)),
                true,
                inner,
            )
        }
        Filter::Some(field, inner) => {
            let (ids, target) = members(field);
            unless_unset(&ids, ids.iter().any(|id| judge(&target, id, inner) == Some(true)), true, inner)
        }
        Filter::Every(field, inner) => {
            let (ids, target) = members(field);
            unless_unset(&ids, ids.iter().all(|id| judge(&target, id, inner) == Some(true)), true, inner)
        }
        Filter::None(field, inner) => {
            let (ids, target) = members(field);
            unless_unset(&ids, !ids.iter().any(|id| judge(&target, id, inner) == Some(true)), false, inner)
        }
        Filter::Count(field, test, count) => {
            let ids = members(field).0;
            test.holds(&json!(ids.len()), &json!(count))
        }
        Filter::Fresh => match row["id"] {
            Value::Null => None,
            _ => Some(true),
        },
    }
}

/// Whether something in the filter is compared with a variable that has no value.
fn has_unset(world: &World, asker: &Asker, filter: &Filter) -> bool {
    let has = |inner: &Filter| has_unset(world, asker, inner);
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(has),
        Filter::Id(_, operand) | Filter::Value(_, _, operand) => match operand {
            Operand::Literal(_) => false,
            Operand::Variable(name) => asker.variable(world, name).is_null(),
        },
        Filter::Not(inner)
        | Filter::Inside(_, inner)
        | Filter::Some(_, inner)
        | Filter::Every(_, inner)
        | Filter::None(_, inner) => has(inner),
        Filter::IsNull(..) | Filter::Missing(_) | Filter::Count(..) | Filter::Fresh => false,
    }
}

fn card_row(card: &Value) -> Row {
    super::model::CARD.iter().map(|(name, _)| ((*name).to_owned(), card[name].clone())).collect()
}

fn card_holds(card: &Row, filter: &Filter, value: &dyn Fn(&Operand) -> Value) -> Option<bool> {
    match filter {
        Filter::Value(field, test, operand) => test.holds(&card[field], &value(operand)),
        Filter::Not(inner) => not(card_holds(card, inner, value)),
        other => panic!("no filter of cards: {other:?}"),
    }
}
