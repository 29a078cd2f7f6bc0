//! How much an operation may answer at most, and what its shape hangs on: read off the selection
//! once, used for every request.
//!
//! The cost of an operation is the number of values in the largest answer that its limits allow:
//! every scalar, object and list entry counts as one, and what stands in a list counts as often as
//! the list may be long.

use std::collections::BTreeSet;

use super::bind::{Bindings, Reads};
use super::plan::Plan;
use super::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, Many, NodeId, Object, Output, Root, Selection, When,
};
use crate::filter::{Bound, Slot, Values};
use crate::model::Value;

/// What one place that reads records adds to an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// The place whose every record has this one inside.
    pub parent: Option<NodeId>,
    /// The values of one record, without those of places inside it.
    pub values: u64,
}

/// What is known of a selection before any request.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The weight of each place, by `NodeId`.
    pub weights: Vec<Weight>,
    /// The variables that `@skip` and `@include` ask for.
    pub conditions: Vec<String>,
}

/// Walks the selection.
pub(super) fn survey(selection: &Selection) -> Survey {
    let weights = vec![Weight::default(); selection.nodes.len()];
    let mut walk = Walk { weights, conditions: BTreeSet::new(), at: None };
    for node in &selection.nodes {
        walk.condition(&node.when);
    }
    walk.entries(&selection.roots, |walk, root| match root {
        Root::Typename(_) => {}
        Root::Record(node, object) => walk.inside(*node, |walk| walk.object(object)),
        Root::Node(nodes) => {
            for (node, object) in nodes {
                walk.inside(*node, |walk| walk.object(object));
            }
        }
        Root::Many(node, many) => walk.many(*node, many),
    });
    Survey { weights: walk.weights, conditions: walk.conditions.into_iter().collect() }
}

struct Walk {
    weights: Vec<Weight>,
    conditions: BTreeSet<String>,
    at: Option<NodeId>,
}

impl Walk {
    fn condition(&mut self, when: &When) {
        match when {
            When::Always | When::Never => {}
            When::Is(name, _) => drop(self.conditions.insert(name.clone())),
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
        }
    }

    fn count(&mut self) {
        if let Some(at) = self.at {
            self.weights[at.0].values += 1;
        }
    }

    fn inside(&mut self, node: NodeId, walk: impl FnOnce(&mut Self)) {
        let outer = self.at;
        self.weights[node.0] = Weight { parent: outer, values: 1 };
        self.at = Some(node);
        walk(self);
        self.at = outer;
    }

    fn entries<T>(&mut self, entries: &[Entry<T>], mut walk: impl FnMut(&mut Self, &T)) {
        for entry in entries {
            self.condition(&entry.when);
            self.count();
            walk(self, &entry.output);
        }
    }

    fn object(&mut self, object: &Object) {
        self.entries(&object.entries, |walk, output| match output {
            Output::Typename | Output::Leaf(_) => {}
            Output::Component(_, object) => walk.object(object),
            Output::Blocks(_, objects) => objects.iter().for_each(|object| walk.object(object)),
            Output::Record(_, node, object) => walk.inside(*node, |walk| walk.object(object)),
            Output::Many(_, node, many) => walk.many(*node, many),
        });
    }

    fn many(&mut self, node: NodeId, many: &Many) {
        match many {
            Many::List(object) => self.inside(node, |walk| walk.object(object)),
            Many::Connection(fields) => self.inside(node, |walk| {
                walk.entries(fields, |walk, field| match field {
                    ConnectionField::Nodes(object) => walk.object(object),
                    ConnectionField::Edges(fields) => walk.entries(fields, |walk, field| match field {
                        EdgeField::Node(object) => walk.object(object),
                        EdgeField::Typename(_) | EdgeField::Cursor => {}
                    }),
                    ConnectionField::PageInfo(fields) => walk.entries(fields, |_, _| {}),
                    ConnectionField::Typename(_) | ConnectionField::TotalCount => {}
                });
            }),
            Many::Aggregate(fields) => self.inside(node, |walk| walk.aggregate(fields)),
        }
    }

    fn aggregate(&mut self, fields: &[Entry<AggregateField>]) {
        self.entries(fields, |walk, field| match field {
            AggregateField::Typename(_) | AggregateField::Count => {}
            AggregateField::Of(_, fields) => walk.entries(fields, |_, _| {}),
            AggregateField::Groups(node, fields) => walk.inside(*node, |walk| walk.aggregate(fields)),
            AggregateField::Key(_, object) => walk.object(object),
        });
    }
}

/// The cost of an operation with a request's limits.
pub fn cost(plan: &Plan, bindings: &Bindings) -> u64 {
    let mut times: Vec<u64> = Vec::with_capacity(plan.nodes.len());
    let mut cost = 0_u64;
    for (planned, reads) in plan.nodes.iter().zip(&bindings.nodes) {
        // A place stands behind the one that it is inside of.
        let outer = planned.weight.parent.and_then(|parent| times.get(parent.0)).copied().unwrap_or(1);
        let own = outer.saturating_mul(most_records(reads, &bindings.values));
        cost = cost.saturating_add(own.saturating_mul(planned.weight.values));
        times.push(own);
    }
    cost
}

fn most_records(reads: &Reads, values: &Values) -> u64 {
    let number = |slot: Slot| match values.get(slot) {
        Bound::One(Value::Integer(number)) => u64::try_from(*number).unwrap_or(0),
        Bound::One(_) | Bound::Many(_) | Bound::WantedOne(_) | Bound::WantedMany(_) => 1,
    };
    match reads {
        Reads::Nothing => 0,
        Reads::One(..) | Reads::Only | Reads::All(_) => 1,
        Reads::Given(ids) => match values.get(*ids) {
            Bound::Many(ids) => ids.len() as u64,
            Bound::One(_) | Bound::WantedOne(_) | Bound::WantedMany(_) => 1,
        },
        Reads::List { window, .. } => number(window.limit),
        Reads::Page(page) => number(page.size),
        Reads::Groups(groups) => number(groups.window.limit),
    }
}
