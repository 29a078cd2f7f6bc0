//! What the answer of a bound plan depends on: which fields of which records, and under which conditions.
//!
//! A change that no place of the footprint is touched by leaves the answer as it is. The reverse does not
//! hold: what is not sure counts as a touch. Read [`Footprint::of`] first, then [`Footprint::is_touched`].

mod survey;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::bind::Bindings;
use super::plan::Plan;
use crate::filter::{Facts, Filter, Values, Verdict, evaluate};
use crate::model::Model;
use survey::Survey;

/// What an answer depends on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Footprint {
    places: BTreeMap<String, Vec<Place>>,
    /// With what the moment is compared: the answer may change when a value is passed.
    pub moments: BTreeSet<Moment>,
    /// Whether it changes with time alone in other ways.
    pub is_timed: bool,
}

/// A date-time of records that the moment is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The collection.
    pub collection: String,
    /// The field.
    pub field: String,
    /// By so many seconds the moment is moved.
    pub shift: i64,
}

/// Records of a collection that an answer depends on.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    /// The fields that matter.
    fields: BTreeSet<String>,
    /// Only records that may pass it matter, before or after the change.
    condition: Option<Filter>,
    /// Whether new records matter. Where they don't, what points to them is noticed itself.
    new_ones: bool,
}

/// What was done to a record.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    /// The record's collection.
    pub collection: &'a str,
    /// The fields that changed; none of a record that was made or deleted.
    pub changed: Option<&'a Map<String, Json>>,
    /// What is known of the record before; none when it was not there.
    pub before: Option<&'a dyn Facts>,
    /// What is known of it since; none when it is gone.
    pub after: Option<&'a dyn Facts>,
}

/// Fields that change with every write of a record, and that the log therefore leaves out.
pub const CHANGED_ALWAYS: [&str; 3] = ["version", "updatedAt", "updatedBy"];

impl Footprint {
    /// The footprint of the answer of a plan whose bindings are still open.
    pub fn of(model: &Model, plan: &Plan, bindings: &Bindings) -> Self {
        Survey::of(model, plan, bindings)
    }

    /// The footprint of everything in those collections.
    pub fn of_all(collections: impl IntoIterator<Item = String>) -> Self {
        let place = Place { fields: BTreeSet::new(), condition: None, new_ones: true };
        let places = collections.into_iter().map(|name| (name, vec![place.clone()]));
        Self { places: places.collect(), ..Self::default() }
    }

    /// The collections that it speaks of.
    pub fn collections(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Whether conditions decide which changes of the collection matter.
    pub fn has_conditions(&self, collection: &str) -> bool {
        self.places.get(collection).is_some_and(|places| places.iter().any(|place| place.condition.is_some()))
    }

    /// Whether the answer may be another one after the step. The values are those that the plan was bound to.
    pub fn is_touched(&self, model: &Model, values: &Values, step: Step<'_>) -> bool {
        let places = self.places.get(step.collection);
        places.into_iter().flatten().any(|place| place.is_touched(model, values, step))
    }
}

impl Place {
    fn is_touched(&self, model: &Model, values: &Values, step: Step<'_>) -> bool {
        let matters = match (step.changed, step.before) {
            (Some(changed), Some(_)) => self.is_about(changed),
            (_, None) => self.new_ones,
            (None, Some(_)) => true,
        };
        let Some(condition) = self.condition.as_ref().filter(|_| matters) else { return matters };
        let may_pass = |facts: Option<&dyn Facts>| {
            facts.is_some_and(|facts| {
                evaluate(model, step.collection, condition, values, facts) != Verdict::No
            })
        };
        may_pass(step.before) || may_pass(step.after)
    }

    fn is_about(&self, changed: &Map<String, Json>) -> bool {
        self.fields.is_empty()
            || changed.keys().any(|name| self.fields.contains(name))
            || CHANGED_ALWAYS.iter().any(|name| self.fields.contains(*name))
    }
}
