//! Judging by other records: what their ids tell, and else what is answered to questions about them.
//!
//! Read [`Judge::related`] first.

use serde_json::Value as Json;

use super::test::{Tested, has_null_operand, test};
use super::truths::Truths;
use super::{At, Facts, Judge, Place, Question, Sense, quantified};
use crate::filter::{Filter, Quantifier, Test};
use crate::model::kind::JsonForm;
use crate::model::{Field, Relation, RelationStorage};

/// What every record matches.
static EVERYTHING: Filter = Filter::And(Vec::new());

/// All that is known of a record that another one points to.
struct IdAlone<'a> {
    id: &'a Json,
    facts: &'a dyn Facts,
}

impl Facts for IdAlone<'_> {
    fn value(&self, field: &str) -> Option<&Json> {
        (field == "id").then_some(self.id)
    }

    fn sees_all(&self, collection: &str) -> Option<bool> {
        self.facts.sees_all(collection)
    }
}

impl<'a> Judge<'a> {
    /// A to-one relation's record is there and matches.
    pub(super) fn one(
        &self,
        place: Place<'a>,
        (field, relation): (&'a Field, &'a Relation),
        whole: &'a Filter,
        inner: &'a Filter,
    ) -> Truths {
        // A test of the id alone is one of the key: where that is null, the test is, too.
        let is_foreign_key = matches!(relation.storage, RelationStorage::ForeignKey { .. });
        let is_of_key = is_foreign_key && is_only_id(inner);
        let sees_all = if is_of_key { self.sees_all(&relation.target) } else { Some(false) };
        match (self.value(place, field), sees_all) {
            (None, Some(false)) => self.ask_here(place, whole),
            (None, _) => match self.ask_here(place, whole) {
                Truths::TRUE => Truths::TRUE,
                other => other.or_else(Truths::NULL),
            },
            (Some(key), Some(true)) => self.of_key(key, inner),
            (Some(Json::Null), Some(false)) => Truths::FALSE,
            (Some(key), Some(false)) => self.related(relation, key, inner),
            (Some(key), None) => match self.of_key(key, inner) {
                Truths::TRUE if !key.is_null() => self.related(relation, key, inner),
                of_key => of_key.or_else(if of_key.may_be_true() { Truths::EITHER } else { Truths::FALSE }),
            },
        }
    }

    /// A filter that is about nothing but the id, of the key that leads to the record.
    fn of_key(&self, key: &Json, filter: &Filter) -> Truths {
        match has_tests(filter) {
            true => self.tests_of_key(key, filter),
            false => Truths::of(!key.is_null()),
        }
    }

    fn tests_of_key(&self, key: &Json, filter: &Filter) -> Truths {
        match filter {
            Filter::And(parts) => {
                let each = parts.iter().map(|part| self.tests_of_key(key, part));
                each.fold(Truths::TRUE, Truths::and)
            }
            Filter::Field(_, one) => test(Tested::plain(JsonForm::Text), key, one, self.values),
            _ => Truths::ANY,
        }
    }

    /// A to-one relation's record is missing, or there.
    pub(super) fn is_missing(
        &self,
        place: Place<'a>,
        (field, relation): (&'a Field, &'a Relation),
        whole: &'a Filter,
        wanted: bool,
    ) -> Truths {
        let is_there = match self.value(place, field) {
            None => return self.ask_here(place, whole),
            Some(Json::Null) => Truths::FALSE,
            Some(key) => self.is_there(relation, key),
        };
        if wanted { is_there.not() } else { is_there }
    }

    /// Whether the record that a to-one relation points to counts as being there: a component may point to one
    /// that is gone.
    fn is_there(&self, relation: &Relation, key: &Json) -> Truths {
        match self.sees_all(&relation.target) {
            Some(true) => Truths::TRUE,
            Some(false) => self.related(relation, key, &EVERYTHING),
            None => match self.related(relation, key, &EVERYTHING) {
                Truths::TRUE => Truths::TRUE,
                _ if is_embedded(relation) => Truths::EITHER,
                other => other,
            },
        }
    }

    /// A quantifier over a to-many relation's records.
    pub(super) fn many(
        &self,
        place: Place<'a>,
        (field, relation): (&'a Field, &'a Relation),
        whole: &'a Filter,
        (quantifier, inner): (Quantifier, &'a Filter),
    ) -> Truths {
        let ids = match self.value(place, field) {
            Some(Json::Array(ids)) => ids.as_slice(),
            Some(Json::Null) => &[],
            _ => return self.ask_here(place, whole),
        };
        let each = ids.iter().map(|id| match quantifier {
            Quantifier::Some | Quantifier::None => self.related(relation, id, inner),
            Quantifier::Every => self.passes(relation, id, inner),
        });
        quantified(quantifier, each)
    }

    /// The record matches, or is none of those that count.
    fn passes(&self, relation: &Relation, id: &Json, inner: &Filter) -> Truths {
        let matches = self.related(relation, id, inner);
        if matches == Truths::TRUE || self.is_certain(relation) {
            return matches;
        }
        matches.or(self.related(relation, id, &EVERYTHING).not())
    }

    /// A test of the number of a to-many relation's records.
    pub(super) fn count(
        &self,
        place: Place<'a>,
        (field, relation): (&'a Field, &'a Relation),
        whole: &'a Filter,
        test: &'a Test,
    ) -> Truths {
        let ids = match self.value(place, field) {
            Some(Json::Array(ids)) => ids.as_slice(),
            Some(Json::Null) => &[],
            _ => {
                let answer = self.ask_here(place, whole);
                let is_sure = answer == Truths::TRUE || !has_null_operand(test, self.values);
                return if is_sure { answer } else { answer.or_else(Truths::NULL) };
            }
        };
        if self.is_certain(relation) {
            return self.is_counted(ids.len(), test);
        }
        // Not to be asked about each, if it can't matter how many there are.
        let of_range = |least: usize, most: usize| {
            let each = (least..=most).map(|count| self.is_counted(count, test));
            each.reduce(Truths::or_else).unwrap_or(Truths::ANY)
        };
        let all = of_range(0, ids.len());
        if !(all.may_be_true() && all.may_fail()) {
            return all;
        }
        let (mut least, mut most) = (0, 0);
        for id in ids {
            let is_there = self.related(relation, id, &EVERYTHING);
            least += usize::from(is_there == Truths::TRUE);
            most += usize::from(is_there.may_be_true());
        }
        of_range(least, most)
    }

    /// Whether a field holds no component, no record that counts, or an empty list.
    pub(super) fn is_empty(&self, place: Place<'a>, name: &str) -> Truths {
        self.on_field(place, name, |field| {
            let Some(relation) = field.relation() else {
                return match self.value(place, field) {
                    None => Truths::EITHER,
                    Some(Json::Array(items)) => Truths::of(items.is_empty()),
                    Some(value) => Truths::of(value.is_null()),
                };
            };
            match self.value(place, field) {
                None if relation.is_to_many() => {
                    let any = Filter::Many(name.to_owned(), Quantifier::Some, Box::new(EVERYTHING.clone()));
                    self.ask_here(place, &any).not()
                }
                None => self.ask_here(place, &Filter::IsNull(name.to_owned(), true)),
                Some(Json::Null) => Truths::TRUE,
                Some(Json::Array(ids)) => {
                    let each = ids.iter().map(|id| self.related(relation, id, &EVERYTHING));
                    quantified(Quantifier::None, each)
                }
                Some(key) => self.is_there(relation, key).not(),
            }
        })
    }

    /// Whether the record with that id is there, may be seen, and matches: by its id, or by what is answered.
    fn related(&self, relation: &Relation, id: &Json, inner: &Filter) -> Truths {
        let Some(text) = id.as_str() else {
            return if id.is_null() { Truths::FALSE } else { Truths::EITHER };
        };
        let alone = IdAlone { id, facts: self.facts };
        let judge = Judge { facts: &alone, model: self.model, values: self.values, is_rule: self.is_rule };
        let place = Place::of(self.model, &relation.target, At::Record);
        let by_id = judge.truths(place, inner, Sense::Where).as_sure();
        if by_id == Truths::FALSE || by_id == Truths::TRUE && self.is_certain(relation) {
            return by_id;
        }
        self.facts
            .ask(Question {
                collection: &relation.target,
                id: Some(text),
                filter: inner,
                is_rule: self.is_rule,
            })
            .into()
    }

    /// A condition on the record itself that only others can tell.
    fn ask_here(&self, place: Place<'_>, filter: &Filter) -> Truths {
        match place.at {
            At::Record => {
                let question =
                    Question { collection: place.type_name, id: None, filter, is_rule: self.is_rule };
                self.facts.ask(question).into()
            }
            At::Object(_) => Truths::EITHER,
        }
    }

    fn sees_all(&self, collection: &str) -> Option<bool> {
        if self.is_rule { Some(true) } else { self.facts.sees_all(collection) }
    }

    /// Whether every record that the relation names is there and may be seen.
    fn is_certain(&self, relation: &Relation) -> bool {
        !is_embedded(relation) && self.sees_all(&relation.target) == Some(true)
    }
}

/// Whether the ids stand in a component, where nothing keeps their records from going.
fn is_embedded(relation: &Relation) -> bool {
    matches!(relation.storage, RelationStorage::Embedded { .. })
}

/// Whether a filter is about nothing but the record's id.
fn is_only_id(filter: &Filter) -> bool {
    match filter {
        Filter::Field(name, _) => name == "id",
        Filter::And(parts) => parts.iter().all(is_only_id),
        _ => false,
    }
}

fn has_tests(filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().any(has_tests),
        _ => true,
    }
}
