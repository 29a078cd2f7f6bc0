//! How many records a filter lets through, as far as the model tells. The shape of the SQL depends
//! on it where a database's planner does not find the best way by itself.

use crate::filter::{Filter, Quantifier, Test, TextMode};
use crate::model::{Collection, Field, FieldKind, Model, Operator, RelationStorage, Scalar};

/// How many records pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// One at most: something unique is asked for.
    One,
    /// Those that an index leads to.
    Few,
    /// Any number.
    Many,
}

/// The reach of a filter on records of the collection. Components have no indexes.
pub(super) fn reach(model: &Model, collection: &str, filter: &Filter) -> Reach {
    let Some(found) = model.collections.get(collection) else {
        return Reach::Many;
    };
    let inner = |filter: &Filter| reach(model, collection, filter);
    match filter {
        Filter::And(all) => all.iter().map(inner).min().unwrap_or(Reach::Many),
        Filter::Or(any) => any.iter().map(|filter| inner(filter).max(Reach::Few)).max().unwrap_or(Reach::One),
        Filter::Rule(filter) | Filter::Asking(_, filter) => inner(filter),
        Filter::Field(name, test) => of_field(found, name, |field| of_test(found, field, test)),
        Filter::One(name, filter) => of_field(found, name, |field| of_relation(model, field, filter)),
        Filter::Many(name, Quantifier::Some, filter) => {
            of_field(found, name, |field| of_relation(model, field, filter).max(Reach::Few))
        }
        Filter::Many(_, Quantifier::Every | Quantifier::None, _)
        | Filter::Not(_)
        | Filter::IsNull(_, _)
        | Filter::Count(_, _)
        | Filter::BlockIs(_)
        | Filter::Block(_, _) => Reach::Many,
    }
}

fn of_field(collection: &Collection, name: &str, of: impl FnOnce(&Field) -> Reach) -> Reach {
    collection.fields.get(name).map_or(Reach::Many, of)
}

fn of_test(collection: &Collection, field: &Field, test: &Test) -> Reach {
    let unique = field.unique || field.name == "id";
    match test {
        Test::All(tests) => {
            let reaches = tests.iter().map(|test| of_test(collection, field, test));
            reaches.min().unwrap_or(Reach::Many)
        }
        Test::Compare(Operator::Eq, _, TextMode::Sensitive) if unique => Reach::One,
        Test::Compare(Operator::Eq, _, TextMode::Sensitive)
        | Test::In { negated: false, mode: TextMode::Sensitive, .. }
            if unique || tells_apart(collection, field) =>
        {
            Reach::Few
        }
        _ => Reach::Many,
    }
}

/// Whether an index leads to the field's values, and there are many different ones.
fn tells_apart(collection: &Collection, field: &Field) -> bool {
    let indexed =
        field.index || collection.indexes.iter().any(|index| index.fields.first() == Some(&field.name));
    indexed && !field.list && !matches!(field.kind, FieldKind::Enum(_) | FieldKind::Scalar(Scalar::Boolean))
}

/// The reach of a filter on a relation's records, seen from this side.
fn of_relation(model: &Model, field: &Field, filter: &Filter) -> Reach {
    let Some(relation) = field.relation() else {
        return Reach::Many;
    };
    let there = reach(model, &relation.target, filter);
    match relation.storage {
        RelationStorage::ForeignKey { .. } if !field.unique => there.max(Reach::Few),
        RelationStorage::ForeignKey { .. } | RelationStorage::Inverse { .. } => there,
        RelationStorage::Join { .. } => there.max(Reach::Few),
        RelationStorage::Embedded { .. } => Reach::Many,
    }
}
