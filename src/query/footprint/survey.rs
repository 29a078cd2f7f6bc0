//! The walk over a plan that finds what its answer depends on.
//!
//! Read [`Survey::of`] first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Footprint, Moment, Place};
use crate::filter::{Filter, Quantifier, Slot, Test, TextMode, looks_into_test, weaker};
use crate::model::kind::JsonForm;
use crate::model::{Field, Model, Operator, Relation, RelationStorage};
use crate::query::bind::{Bindings, Reads};
use crate::query::order::{OrderKey, OrderTarget};
use crate::query::plan::Plan;
use crate::query::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, FunctionField, Many, NodeId, Object, Output, Root,
};

/// The walk over a plan.
pub(super) struct Survey<'a> {
    model: &'a Model,
    plan: &'a Plan,
    bindings: &'a Bindings,
    /// The slots that hold the moment.
    timed: Vec<Slot>,
    /// The same, with the seconds by which it is moved; none where it is in another way.
    shifts: Vec<(Slot, Option<i64>)>,
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
    /// What the answer of the plan depends on, whose bindings are still open.
    pub(super) fn of(model: &'a Model, plan: &'a Plan, bindings: &'a Bindings) -> Footprint {
        let shifts = bindings.values.timed();
        let timed = shifts.iter().map(|(slot, _)| *slot).collect();
        let footprint = Footprint::default();
        let mut survey = Self { model, plan, bindings, timed, shifts, footprint, is_judging: false };
        for entry in &plan.selection.roots {
            survey.root(&entry.output);
        }
        survey.footprint
    }

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
            match weaker(filter, &self.timed) {
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
                    self.footprint.is_timed |= looks_into_test(test, &self.timed);
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
            _ => return self.footprint.is_timed |= looks_into_test(test, &self.timed),
        };
        let has_column = self.model.collections.get(type_name).is_some_and(|collection| {
            let field = collection.fields.get(name);
            field.is_some_and(|field| !field.list && field.form() == JsonForm::DateTime)
        });
        let shifts: Vec<Option<i64>> =
            self.shifts.iter().filter(|(slot, _)| slots.contains(slot)).map(|(_, shift)| *shift).collect();
        for shift in shifts {
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
