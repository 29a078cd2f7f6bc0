//! From a selection to a plan: everything about an operation that does not depend on a request's
//! values. The rules for reading are merged here, and only here: see [`Sight`].

use super::bind::Variables;
use super::order::{self, OrderKey};
use super::selection::{Input, Node, Role, Selection};
use super::sight::{Sees, Sight};
use super::weight::{Weight, survey};
use crate::access::{Actor, Roles};
use crate::model::Model;

/// An operation ready to be bound to a request's variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is asked for.
    pub selection: Selection,
    /// What the model says of each place where records are read, by `NodeId`.
    pub nodes: Vec<NodePlan>,
    /// The variables that `@skip` and `@include` ask for.
    pub conditions: Vec<String>,
    /// Whether every request binds to the same: no argument and no condition holds a variable, and no rule
    /// asks who it is.
    pub is_constant: bool,
    /// What the roles of whoever asks see of it.
    pub sight: Sight,
}

/// What the model says of a place where records are read.
#[derive(Debug, Clone, PartialEq)]
pub struct NodePlan {
    /// The order when the request asks for none. The id is its last key.
    pub order: Vec<OrderKey>,
    /// What the place adds to the cost.
    pub weight: Weight,
}

impl Plan {
    /// What the conditions' variables are: with equal bindings, they decide what the statement is.
    pub fn held(&self, variables: &Variables) -> Vec<Option<bool>> {
        let value = |name: &String| variables.get(name).and_then(serde_json::Value::as_bool);
        self.conditions.iter().map(value).collect()
    }
}

/// Plans a selection for the roles of whoever asks.
pub fn plan(model: &Model, selection: Selection, roles: &Roles) -> Plan {
    let survey = survey(&selection);
    let sight = Sight::of(model, &selection, roles);
    let nodes = selection.nodes.iter().zip(survey.weights);
    let nodes = nodes.map(|(node, weight)| plan_node(model, roles, node, weight)).collect();
    let is_constant = survey.conditions.is_empty()
        && selection.nodes.iter().all(has_constant_arguments)
        && !sight.values.are_wanted();
    Plan { selection, nodes, conditions: survey.conditions, is_constant, sight }
}

/// Plans a selection of one collection's records that sees those which pass a rule, and all of them. Writes
/// are judged with it.
pub fn plan_by_rule(model: &Model, selection: Selection, rule: &serde_json::Value) -> Plan {
    let mut planned = plan(model, selection, &Actor::admin().roles);
    if let Some(node) = planned.selection.nodes.first() {
        planned.sight.add_rule(model, &node.collection, rule);
        planned.is_constant = false;
    }
    planned
}

fn plan_node(model: &Model, roles: &Roles, node: &Node, weight: Weight) -> NodePlan {
    let positioned = match node.role {
        Role::List { positioned } | Role::Connection { positioned } => positioned,
        Role::Given => true,
        Role::One | Role::Only | Role::ById | Role::Aggregate | Role::Groups => false,
    };
    let order = order::default_order(model, &Sees { model, roles }, &node.collection, positioned);
    NodePlan { order: order::total(order), weight }
}

fn has_constant_arguments(node: &Node) -> bool {
    node.arguments.iter().all(|(_, input)| matches!(input, Input::Constant(_)))
}
