//! Conditions that say less.
//!
//! Read [`weaker`] first.

use super::{Filter, PathTest, Slot, Test};

/// A condition that holds wherever the filter does, whatever the slots hold: what looks into them is left out.
pub fn weaker(filter: &Filter, without: &[Slot]) -> Filter {
    if without.is_empty() { filter.clone() } else { weaken(filter, without, true) }
}

/// Says less where that is wanted, and else more: under `not`.
fn weaken(filter: &Filter, without: &[Slot], less: bool) -> Filter {
    let neutral = || if less { Filter::And(Vec::new()) } else { Filter::Or(Vec::new()) };
    let each = |parts: &[Filter]| parts.iter().map(|part| weaken(part, without, less)).collect();
    match filter {
        Filter::And(parts) => Filter::And(each(parts)),
        Filter::Or(parts) => Filter::Or(each(parts)),
        Filter::Not(inner) => Filter::Not(Box::new(weaken(inner, without, !less))),
        Filter::Rule(inner) => Filter::Rule(Box::new(weaken(inner, without, less))),
        _ if looks_into(filter, without) => neutral(),
        _ => filter.clone(),
    }
}

fn looks_into(filter: &Filter, slots: &[Slot]) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(|part| looks_into(part, slots)),
        Filter::Not(inner) | Filter::Rule(inner) | Filter::One(_, inner) | Filter::Many(_, _, inner) => {
            looks_into(inner, slots)
        }
        Filter::Block(_, inner) => looks_into(inner, slots),
        Filter::Asking(own, inner) => own.iter().any(|slot| slots.contains(slot)) || looks_into(inner, slots),
        Filter::Field(_, test) | Filter::Count(_, test) => looks_into_test(test, slots),
        Filter::IsNull(..) | Filter::BlockIs(_) => false,
    }
}

/// Whether the test looks into one of the slots.
pub fn looks_into_test(test: &Test, slots: &[Slot]) -> bool {
    let any = |asked: &[Slot]| asked.iter().any(|slot| slots.contains(slot));
    match test {
        Test::Compare(_, slot, _) | Test::Text(_, slot, _) | Test::List(_, slot) => any(&[*slot]),
        Test::In { values, .. } => any(&[*values]),
        Test::Between(low, high, _) => any(&[*low, *high]),
        Test::IsNull(_) | Test::IsEmpty(_) => false,
        Test::Near { lat, lng, meters } => any(&[*lat, *lng, *meters]),
        Test::WithinBox(corners) => any(corners),
        Test::WithinPolygon(slot) => any(&[*slot]),
        Test::Path(slot, test) => any(&[*slot]) || path_tests(test, slots),
        Test::All(all) => all.iter().any(|test| looks_into_test(test, slots)),
    }
}

fn path_tests(test: &PathTest, slots: &[Slot]) -> bool {
    match test {
        PathTest::Compare(_, _, slot) | PathTest::Text(_, slot) => slots.contains(slot),
        PathTest::Boolean { .. } | PathTest::Exists(_) | PathTest::IsNull(_) => false,
        PathTest::All(all) | PathTest::Any(all) => all.iter().any(|test| path_tests(test, slots)),
    }
}
