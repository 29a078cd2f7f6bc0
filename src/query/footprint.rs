//! What the answer of a bound plan depends on: which fields of which records, and under which conditions.
//!
//! A change that no place of the footprint is touched by leaves the answer as it is. The reverse does not
//! hold: what is not sure counts as a touch. Read [`Footprint::of`] first, then [`Footprint::is_touched`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::bind::{Bindings, Reads};
use super::order::{OrderKey, OrderTarget};
use super::plan::Plan;
use super::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, FunctionField, Many, NodeId, Object, Output, Root,
};
use crate::filter::{
    Facts, Filter, Quantifier, Slot, Test, TextMode, Values, Verdict, evaluate, looks_into_test, weaker,
};
use crate::model::kind::JsonForm;
use crate::model::{Field, Model, Operator, Relation, RelationStorage};

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
        let timed = bindings.values.timed();
        let slots: Vec<Slot> = timed.iter().map(|(slot, _)| *slot).collect();
        let footprint = Self::default();
        let mut survey =
            Survey { model, plan, bindings, timed: &slots, shifts: &timed, footprint, is_judging: false };
        for entry in &plan.selection.roots {
            survey.root(&entry.output);
        }
        survey.footprint
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

/// The walk over a plan.
struct Survey<'a> {
    model: &'a Model,
    plan: &'a Plan,
    bindings: &'a Bindings,
    /// The slots that hold the moment.
    timed: &'a [Slot],
    /// The same, with the seconds by which it is moved; none where it is in another way.
    shifts: &'a [(Slot, Option<i64>)],
    footprint: Footprint,
    /// Whether what is looked at is a rule's condition, which sees everything.
    is_judging: bool,
}

/// A place that is being put together.
struct Draft {
    collection: String,
    place: Place,
}

impl Draft {
    fn note(&mut self, field: &str) {
        self.place.fields.insert(field.to_owned());
    }

    /// Also this must hold of the records that matter.
    fn narrow(&mut self, condition: Filter) {
        let known = self.place.condition.take();
        self.place.condition = Some(match known {
            None => condition,
            Some(known) => known.and(condition),
        });
    }

    /// What the condition says of ids alone: of that, records that point here can be judged as well.
    fn ids(&self) -> Option<Filter> {
        let condition = self.place.condition.as_ref()?;
        let parts = match condition {
            Filter::And(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let is_about_id = |part: &&Filter| matches!(part, Filter::Field(name, _) if name == "id");
        let ids: Vec<Filter> = parts.iter().filter(is_about_id).cloned().collect();
        (!ids.is_empty()).then_some(Filter::And(ids))
    }
}

impl<'a> Survey<'a> {
    fn root(&mut self, root: &Root) {
        match root {
            Root::Typename(_) => {}
            Root::Record(node, object) => self.record(*node, object, None),
            Root::Node(nodes) => nodes.iter().for_each(|(node, object)| self.record(*node, object, None)),
            Root::Many(node, many) => self.many(*node, many, None),
        }
    }

    /// A record of the place, which the relation leads to if there is one.
    fn record(&mut self, node: NodeId, object: &Object, from: Option<(&Draft, &Field, &Relation)>) {
        let Some(mut draft) = self.draft(node, from) else { return };
        self.object(&mut draft, object);
        self.keep(draft);
    }

    fn many(&mut self, node: NodeId, many: &Many, from: Option<(&Draft, &Field, &Relation)>) {
        let Some(mut draft) = self.draft(node, from) else { return };
        match many {
            Many::List(object) => self.object(&mut draft, object),
            Many::Connection(entries) => self.connection(&mut draft, entries),
            Many::Aggregate(entries) => self.aggregate(&mut draft, entries),
        }
        self.keep(draft);
    }

    /// What the place reads, and who sees it; none when it reads nothing.
    fn draft(&mut self, node: NodeId, from: Option<(&Draft, &Field, &Relation)>) -> Option<Draft> {
        let collection = self.plan.selection.nodes.get(node.0)?.collection.clone();
        let place = Place { fields: BTreeSet::new(), condition: None, new_ones: true };
        let mut draft = Draft { collection, place };
        // Whatever changes in it, a record's fields are never none.
        draft.note("id");
        match self.bindings.nodes.get(node.0)? {
            Reads::Nothing => return None,
            Reads::Only => {}
            Reads::One(field, slot) => {
                draft.note(field);
                let test = Test::Compare(Operator::Eq, *slot, TextMode::Sensitive);
                draft.narrow(Filter::Field(field.clone(), test));
            }
            Reads::Given(slot) => {
                let test = Test::In { values: *slot, negated: false, mode: TextMode::Sensitive };
                draft.narrow(Filter::Field("id".to_owned(), test));
            }
            Reads::List { filter, order, .. } => {
                self.filter(&mut draft, filter, true);
                self.order(&mut draft, order);
            }
            Reads::Page(page) => {
                self.filter(&mut draft, &page.filter, true);
                self.order(&mut draft, &page.order);
            }
            Reads::All(filter) => self.filter(&mut draft, filter, true),
            Reads::Groups(groups) => {
                groups.fields().for_each(|field| draft.note(field));
            }
        }
        self.sight(&mut draft, true);
        if let Some((parent, field, relation)) = from {
            self.link(&mut draft, Some(parent), field, relation);
        }
        Some(draft)
    }

    fn keep(&mut self, draft: Draft) {
        let places = self.footprint.places.entry(draft.collection).or_default();
        if !places.contains(&draft.place) {
            places.push(draft.place);
        }
    }

    /// Which records of the place are visible.
    fn sight(&mut self, draft: &mut Draft, narrows: bool) {
        if self.is_judging {
            return;
        }
        let rows = |rows: &'a BTreeMap<String, Filter>| rows.get(&draft.collection);
        let rule = rows(&self.plan.sight.rows).or_else(|| rows(&self.bindings.rows));
        if let Some(rule) = rule {
            self.filter(draft, rule, narrows);
        }
    }

    /// What of the records at a relation's far end decides whether it leads to them.
    fn link(&mut self, draft: &mut Draft, parent: Option<&Draft>, _field: &Field, relation: &Relation) {
        match &relation.storage {
            RelationStorage::ForeignKey { .. } => draft.place.new_ones = false,
            RelationStorage::Inverse { field, .. } => {
                draft.note(field);
                if let Some(ids) = parent.and_then(Draft::ids) {
                    draft.narrow(Filter::One(field.clone(), Box::new(ids)));
                }
            }
            RelationStorage::Join { owner: true, .. } => draft.place.new_ones = false,
            RelationStorage::Join { owner: false, inverse, .. } => {
                inverse.iter().for_each(|field| draft.note(field));
            }
            RelationStorage::Embedded { .. } => {}
        }
    }

    fn object(&mut self, draft: &mut Draft, object: &Object) {
        let is_own = object.type_name == draft.collection;
        for Entry { output, .. } in &object.entries {
            let name = match output {
                Output::Typename => continue,
                Output::Leaf(name)
                | Output::Component(name, _)
                | Output::Blocks(name, _)
                | Output::Record(name, ..)
                | Output::Many(name, ..) => name,
            };
            if is_own {
                draft.note(name);
            }
            // A rule may open the field in some records only.
            let rule = self.plan.sight.fields.get(&(object.type_name.clone(), name.clone()));
            if let Some(rule) = rule.filter(|_| is_own) {
                self.filter(draft, rule, false);
            } else if let Some(rule) = rule {
                self.inside(&object.type_name, rule);
            }
            self.output(draft, &object.type_name, output);
        }
    }

    fn output(&mut self, draft: &mut Draft, type_name: &str, output: &Output) {
        match output {
            Output::Typename | Output::Leaf(_) => {}
            Output::Component(_, object) => self.object(draft, object),
            Output::Blocks(_, objects) => objects.iter().for_each(|object| self.object(draft, object)),
            Output::Record(name, node, object) => {
                let field = self.field(type_name, name);
                let from = field.and_then(|field| Some((&*draft, field, field.relation()?)));
                self.record(*node, object, from);
            }
            Output::Many(name, node, many) => {
                let field = self.field(type_name, name);
                let from = field.and_then(|field| Some((&*draft, field, field.relation()?)));
                self.many(*node, many, from);
            }
        }
    }

    fn connection(&mut self, draft: &mut Draft, entries: &[Entry<ConnectionField>]) {
        for entry in entries {
            match &entry.output {
                ConnectionField::Typename(_) | ConnectionField::PageInfo(_) | ConnectionField::TotalCount => {
                }
                ConnectionField::Nodes(object) => self.object(draft, object),
                ConnectionField::Edges(edges) => {
                    for edge in edges {
                        match &edge.output {
                            EdgeField::Typename(_) | EdgeField::Cursor => {}
                            EdgeField::Node(object) => self.object(draft, object),
                        }
                    }
                }
            }
        }
    }

    fn aggregate(&mut self, draft: &mut Draft, entries: &[Entry<AggregateField>]) {
        for entry in entries {
            match &entry.output {
                AggregateField::Typename(_) | AggregateField::Count => {}
                AggregateField::Of(_, fields) => {
                    for field in fields {
                        if let FunctionField::Field(name) = &field.output {
                            draft.note(name);
                        }
                    }
                }
                AggregateField::Groups(node, entries) => {
                    if let Some(Reads::Groups(groups)) = self.bindings.nodes.get(node.0) {
                        groups.fields().for_each(|field| draft.note(field));
                    }
                    self.aggregate(draft, entries);
                }
                // The type of a group's key has a name of its own; its fields are the collection's.
                AggregateField::Key(_, object) => {
                    let object = Object { type_name: draft.collection.clone(), ..object.clone() };
                    self.object(draft, &object);
                }
            }
        }
    }

    fn order(&mut self, draft: &mut Draft, keys: &[OrderKey]) {
        for key in keys {
            self.order_target(draft, &key.target);
        }
    }

    fn order_target(&mut self, draft: &mut Draft, target: &OrderTarget) {
        match target {
            OrderTarget::Position => {}
            OrderTarget::Field(name) => draft.note(name),
            OrderTarget::Count(name) => {
                draft.note(name);
                if let Some((field, relation)) = self.relation(&draft.collection, name) {
                    let far = self.far(field, relation);
                    self.keep(far);
                }
            }
            OrderTarget::Through(name, inner) => {
                draft.note(name);
                if let Some((field, relation)) = self.relation(&draft.collection, name) {
                    let mut far = self.far(field, relation);
                    self.order_target(&mut far, inner);
                    self.keep(far);
                }
            }
        }
    }

    fn field(&self, type_name: &str, name: &str) -> Option<&'a Field> {
        self.model.fields_of(type_name)?.get(name)
    }

    fn relation(&self, type_name: &str, name: &str) -> Option<(&'a Field, &'a Relation)> {
        let field = self.field(type_name, name)?;
        Some((field, field.relation()?))
    }

    /// The records at a relation's far end that a condition or an order asks about.
    fn far(&mut self, field: &Field, relation: &Relation) -> Draft {
        let place = Place { fields: BTreeSet::new(), condition: None, new_ones: true };
        let mut far = Draft { collection: relation.target.clone(), place };
        far.note("id");
        self.sight(&mut far, false);
        self.link(&mut far, None, field, relation);
        far
    }

    /// What the filter looks at. Whether it narrows the records that matter is told.
    fn filter(&mut self, draft: &mut Draft, filter: &Filter, narrows: bool) {
        let collection = draft.collection.clone();
        self.looks_at(draft, &collection, filter);
        if narrows {
            match weaker(filter, self.timed) {
                Filter::And(parts) if parts.is_empty() => {}
                weaker => draft.narrow(weaker),
            }
        }
    }

    /// A condition inside a component: the field that holds it is noted already.
    fn inside(&mut self, type_name: &str, filter: &Filter) {
        let place = Place { fields: BTreeSet::new(), condition: None, new_ones: false };
        let mut nobody = Draft { collection: String::new(), place };
        self.looks_at(&mut nobody, type_name, filter);
    }

    fn looks_at(&mut self, draft: &mut Draft, type_name: &str, filter: &Filter) {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().for_each(|part| self.looks_at(draft, type_name, part));
            }
            Filter::Not(inner) | Filter::Asking(_, inner) => self.looks_at(draft, type_name, inner),
            Filter::Rule(inner) => {
                let before = std::mem::replace(&mut self.is_judging, true);
                self.looks_at(draft, type_name, inner);
                self.is_judging = before;
            }
            Filter::BlockIs(_) => {}
            Filter::Block(name, inner) => self.looks_at(draft, name, inner),
            Filter::Field(name, test) => {
                self.looks_at_field(draft, type_name, name);
                self.note_moments(type_name, name, test);
            }
            Filter::IsNull(name, _) | Filter::Count(name, _) => {
                self.looks_at_field(draft, type_name, name);
                if let Filter::Count(_, test) = filter {
                    self.footprint.is_timed |= looks_into_test(test, self.timed);
                }
                if let Some((field, relation)) = self.relation(type_name, name) {
                    let far = self.far(field, relation);
                    self.keep(far);
                }
            }
            Filter::One(name, inner) | Filter::Many(name, _, inner) => {
                self.looks_at_field(draft, type_name, name);
                match self.relation(type_name, name) {
                    Some((field, relation)) => {
                        let mut far = self.far(field, relation);
                        // Those that fail it matter to `every`.
                        let narrows = !matches!(filter, Filter::Many(_, Quantifier::Every, _));
                        self.filter(&mut far, inner, narrows);
                        self.keep(far);
                    }
                    None => {
                        let inner_type = self.field(type_name, name).and_then(Field::inner_type);
                        self.looks_at(draft, inner_type.unwrap_or_default(), inner);
                    }
                }
            }
        }
    }

    /// Fields inside components are not noted: the field that holds the component is.
    fn looks_at_field(&mut self, draft: &mut Draft, type_name: &str, name: &str) {
        if draft.collection == type_name {
            draft.note(name);
        }
    }

    /// With which of the field's values the moment is compared. Inside a component they are in no column.
    fn note_moments(&mut self, type_name: &str, name: &str, test: &Test) {
        let slots = match test {
            Test::All(tests) => {
                return tests.iter().for_each(|test| self.note_moments(type_name, name, test));
            }
            Test::Compare(_, slot, _) | Test::In { values: slot, .. } => vec![*slot],
            Test::Between(low, high, _) => vec![*low, *high],
            _ => return self.footprint.is_timed |= looks_into_test(test, self.timed),
        };
        let has_column = self.model.collections.get(type_name).is_some_and(|collection| {
            let field = collection.fields.get(name);
            field.is_some_and(|field| !field.list && field.form() == JsonForm::DateTime)
        });
        for (_, shift) in self.shifts.iter().filter(|(slot, _)| slots.contains(slot)) {
            match shift.filter(|_| has_column) {
                Some(shift) => {
                    let (collection, field) = (type_name.to_owned(), name.to_owned());
                    self.footprint.moments.insert(Moment { collection, field, shift });
                }
                None => self.footprint.is_timed = true,
            }
        }
    }
}
