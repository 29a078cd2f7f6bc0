//! Judging a filter without a database: by what is known of a record.
//!
//! It says what `query::lower` has the databases say, of both of them, and nothing where they may differ.
//! Read [`evaluate`] first.

mod compare;
mod path;
mod place;
mod related;
mod test;
mod truths;

use indexmap::IndexMap;
use serde_json::Value as Json;

use self::test::Tested;
use self::truths::Truths;
use super::{Filter, Quantifier, Slot, Values};
use crate::model::kind::JsonForm;
use crate::model::{Field, Model, Value};

/// What is known of whether a record matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It matches.
    Yes,
    /// It does not.
    No,
    /// What is known does not tell.
    Unknown,
}

/// What is known of a record.
pub trait Facts {
    /// The field's value in the API's JSON form; of a to-one relation the id, of an owned list of records their
    /// ids. None when it is not known.
    fn value(&self, field: &str) -> Option<&Json>;

    /// What is known of other records, or of what only the database can tell.
    fn ask(&self, _question: Question<'_>) -> Verdict {
        Verdict::Unknown
    }

    /// Whether whoever asks may see every record of the collection. None when it is not known.
    fn sees_all(&self, _collection: &str) -> Option<bool> {
        None
    }
}

/// Something that can't be seen from the record itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a> {
    /// The collection of the record that is asked about.
    pub collection: &'a str,
    /// Its id; none for the record whose facts they are.
    pub id: Option<&'a str>,
    /// The record is there, may be seen, and matches this.
    pub filter: &'a Filter,
    /// Whether a rule asks, which sees every record.
    pub is_rule: bool,
}

/// Judges the filter of that type by the facts. The values are filled in.
pub fn evaluate(
    model: &Model,
    type_name: &str,
    filter: &Filter,
    values: &Values,
    facts: &dyn Facts,
) -> Verdict {
    let judge = Judge { model, values, facts, is_rule: false };
    judge.truths(Place::of(model, type_name, At::Record), filter, Sense::Where).verdict()
}

/// Answers a question by the facts of the record that it is about, which is there and may be seen.
pub fn answer(model: &Model, question: Question<'_>, values: &Values, facts: &dyn Facts) -> Verdict {
    let judge = Judge { model, values, facts, is_rule: question.is_rule };
    let place = Place::of(model, question.collection, At::Record);
    judge.truths(place, question.filter, Sense::Where).verdict()
}

/// What judging carries along.
#[derive(Clone, Copy)]
struct Judge<'a> {
    model: &'a Model,
    values: &'a Values,
    facts: &'a dyn Facts,
    is_rule: bool,
}

/// A record or a component, with its type's fields.
#[derive(Clone, Copy)]
struct Place<'a> {
    type_name: &'a str,
    fields: Option<&'a IndexMap<String, Field>>,
    at: At<'a>,
}

#[derive(Clone, Copy)]
enum At<'a> {
    /// The record that the facts are about.
    Record,
    /// A component in its JSON form.
    Object(&'a Json),
}

/// What matters of a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// Whether it is true: nothing around it can tell false from null.
    Where,
    /// Its very value: something negates it.
    Exact,
}

impl<'a> Place<'a> {
    fn of(model: &'a Model, type_name: &'a str, at: At<'a>) -> Self {
        Self { type_name, fields: model.fields_of(type_name), at }
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        self.fields.and_then(|fields| fields.get(name))
    }
}

impl<'a> Judge<'a> {
    /// The field's value at the place, as far as it is known.
    fn value(&self, place: Place<'a>, field: &Field) -> Option<&'a Json> {
        match place.at {
            At::Record => self.facts.value(&field.name),
            At::Object(object) => match object.get(&field.name) {
                // What is secret is left out of what is told.
                None if field.secret => None,
                value => Some(value.unwrap_or(&Json::Null)),
            },
        }
    }

    fn truths(&self, place: Place<'a>, filter: &'a Filter, sense: Sense) -> Truths {
        match filter {
            Filter::And(parts) => {
                let is_settled = |known: Truths| match sense {
                    Sense::Where => !known.may_be_true(),
                    Sense::Exact => known == Truths::FALSE,
                };
                self.joined(place, (parts, sense), Truths::TRUE, Truths::and, is_settled)
            }
            Filter::Or(parts) => {
                let is_settled = |known: Truths| known == Truths::TRUE;
                self.joined(place, (parts, sense), Truths::FALSE, Truths::or, is_settled)
            }
            Filter::Not(inner) => self.truths(place, inner, Sense::Exact).not(),
            Filter::Rule(inner) => Self { is_rule: true, ..*self }.truths(place, inner, sense),
            Filter::Asking(slots, inner) => self.asking(place, slots, inner, sense),
            Filter::BlockIs(names) => {
                let each = names.iter().map(|name| block_is(place, name));
                each.fold(Truths::FALSE, Truths::or)
            }
            Filter::Block(name, inner) => match block_is(place, name) {
                Truths::FALSE => Truths::FALSE,
                is => is.and(self.truths(Place::of(self.model, name, place.at), inner, sense)),
            },
            Filter::Field(name, test) => self.on_field(place, name, |field| {
                let value = self.value(place, field);
                value.map_or(Truths::ANY, |value| test::test(Tested::field(field), value, test, self.values))
            }),
            Filter::One(name, inner) => self.on_field(place, name, |field| match field.relation() {
                Some(relation) => self.one(place, (field, relation), filter, inner),
                None => self.component(place, field, inner, sense),
            }),
            Filter::IsNull(name, wanted) => self.on_field(place, name, |field| match field.relation() {
                Some(relation) => self.is_missing(place, (field, relation), filter, *wanted),
                None => self
                    .value(place, field)
                    .map_or(Truths::EITHER, |value| Truths::of(value.is_null() == *wanted)),
            }),
            Filter::Many(name, quantifier, inner) => {
                self.on_field(place, name, |field| match field.relation() {
                    Some(relation) => self.many(place, (field, relation), filter, (*quantifier, inner)),
                    None => self.items(place, field, *quantifier, inner),
                })
            }
            Filter::Count(name, test) => self.on_field(place, name, |field| match field.relation() {
                Some(relation) => self.count(place, (field, relation), filter, test),
                None => match self.value(place, field) {
                    Some(Json::Array(items)) => self.is_counted(items.len(), test),
                    Some(Json::Null) => self.is_counted(0, test),
                    _ => Truths::ANY,
                },
            }),
        }
    }

    fn on_field(&self, place: Place<'a>, name: &str, judge: impl FnOnce(&'a Field) -> Truths) -> Truths {
        // Filters are read against the same model.
        place.field(name).map_or(Truths::FALSE, judge)
    }

    /// The parts of a conjunction or a disjunction, first those that ask nobody, until the rest can't matter.
    fn joined(
        &self,
        place: Place<'a>,
        (parts, sense): (&'a [Filter], Sense),
        start: Truths,
        join: fn(Truths, Truths) -> Truths,
        is_settled: impl Fn(Truths) -> bool,
    ) -> Truths {
        let mut known = start;
        let mut others = false;
        for looks_away in [false, true] {
            for part in parts {
                if self.looks_away(place.fields, part) != looks_away {
                    others = true;
                    continue;
                }
                known = join(known, self.truths(place, part, sense));
                if is_settled(known) {
                    return known;
                }
            }
            if !others {
                break;
            }
        }
        known
    }

    /// Whether judging the filter may lead to other records.
    fn looks_away(&self, fields: Option<&'a IndexMap<String, Field>>, filter: &'a Filter) -> bool {
        let inside = |name: &str, inner: Option<&'a Filter>| {
            let field = fields.and_then(|fields| fields.get(name));
            let away = |inner| {
                let component = field.and_then(Field::inner_type);
                self.looks_away(component.and_then(|name| self.model.fields_of(name)), inner)
            };
            field.is_some_and(|field| field.relation().is_some()) || inner.is_some_and(away)
        };
        match filter {
            Filter::Field(..) | Filter::BlockIs(_) => false,
            Filter::And(parts) | Filter::Or(parts) => parts.iter().any(|part| self.looks_away(fields, part)),
            Filter::Not(inner) | Filter::Rule(inner) | Filter::Asking(_, inner) => {
                self.looks_away(fields, inner)
            }
            Filter::Block(name, inner) => self.looks_away(self.model.fields_of(name), inner),
            Filter::One(name, inner) | Filter::Many(name, _, inner) => inside(name, Some(inner)),
            Filter::IsNull(name, _) | Filter::Count(name, _) => inside(name, None),
        }
    }

    /// A single component or block is there and matches.
    fn component(&self, place: Place<'a>, field: &'a Field, inner: &'a Filter, sense: Sense) -> Truths {
        match self.value(place, field) {
            Some(Json::Null) => Truths::FALSE,
            Some(object @ Json::Object(_)) => self.truths(self.inside(field, object), inner, sense),
            _ => Truths::ANY,
        }
    }

    /// A quantifier over a list of components or blocks.
    fn items(&self, place: Place<'a>, field: &'a Field, quantifier: Quantifier, inner: &'a Filter) -> Truths {
        let items = match self.value(place, field) {
            Some(Json::Array(items)) => items.as_slice(),
            Some(Json::Null) => &[],
            _ => return Truths::EITHER,
        };
        let each = items.iter().map(|item| self.truths(self.inside(field, item), inner, Sense::Where));
        quantified(quantifier, each)
    }

    /// A component's place. Of a null everything is null.
    fn inside(&self, field: &'a Field, object: &'a Json) -> Place<'a> {
        Place::of(self.model, field.inner_type().unwrap_or_default(), At::Object(object))
    }

    fn is_counted(&self, count: usize, test: &super::Test) -> Truths {
        test::test(Tested::plain(JsonForm::Integer), &count.into(), test, self.values)
    }

    /// A look at other records of which nothing is known while a variable in it has no value, unless it
    /// succeeds, or there are no such records.
    fn asking(&self, place: Place<'a>, slots: &[Slot], inner: &'a Filter, sense: Sense) -> Truths {
        let (name, is_none) = match inner {
            Filter::Many(name, quantifier, _) => (name, *quantifier == Quantifier::None),
            Filter::One(name, _) => (name, false),
            _ => return self.truths(place, inner, sense),
        };
        let holds = self.truths(place, inner, Sense::Where).as_sure();
        let found = if is_none { holds.not() } else { holds };
        let is_present = |slot: &Slot| !test::many(self.values, *slot).contains(&Value::Null);
        let is_settled = found == Truths::TRUE || sense == Sense::Where && !is_none;
        if is_settled || slots.iter().all(is_present) {
            return holds;
        }
        let is_empty = self.is_empty(place, name);
        let mut answer = if is_empty.may_fail() { Truths::NULL } else { Truths::of(is_none) };
        if is_empty.may_be_true() {
            answer = answer.or_else(Truths::of(is_none));
        }
        if found.may_be_true() { answer.or_else(Truths::of(!is_none)) } else { answer }
    }
}

/// Whether the quantifier holds of items that match so.
fn quantified(quantifier: Quantifier, each: impl Iterator<Item = Truths>) -> Truths {
    let mut found = Truths::FALSE;
    for item in each {
        let counts = match quantifier {
            // One that fails.
            Quantifier::Every => item.as_sure().not(),
            Quantifier::Some | Quantifier::None => item.as_sure(),
        };
        found = found.or(counts);
        if found == Truths::TRUE {
            break;
        }
    }
    if quantifier == Quantifier::Some { found } else { found.not() }
}

fn block_is(place: Place<'_>, name: &str) -> Truths {
    match place.at {
        At::Object(object) => match object.get("__typename") {
            Some(Json::String(typename)) => Truths::of(typename == name),
            _ => Truths::NULL,
        },
        At::Record => Truths::FALSE, // blocks are always JSON
    }
}
