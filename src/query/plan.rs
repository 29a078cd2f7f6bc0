//! From a selection to a plan: everything about an operation that does not depend on a request's
//! values. Permissions for reading are merged here, and only here, once there are rules.

use super::order::{self, OrderKey};
use super::selection::{Node, Role, Selection};
use crate::model::Model;

/// An operation ready to be bound to a request's variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is asked for.
    pub selection: Selection,
    /// What the model says of each place where records are read, by `NodeId`.
    pub nodes: Vec<NodePlan>,
}

/// What the model says of a place where records are read.
#[derive(Debug, Clone, PartialEq)]
pub struct NodePlan {
    /// The order when the request asks for none. The id is its last key.
    pub order: Vec<OrderKey>,
}

/// Plans a selection.
pub fn plan(model: &Model, selection: Selection) -> Plan {
    let nodes = selection.nodes.iter().map(|node| plan_node(model, node)).collect();
    Plan { selection, nodes }
}

fn plan_node(model: &Model, node: &Node) -> NodePlan {
    let positioned = match node.role {
        Role::List { positioned } | Role::Connection { positioned } => positioned,
        Role::One | Role::Only | Role::ById | Role::Aggregate | Role::Groups => false,
    };
    NodePlan { order: order::total(order::default_order(model, &node.collection, positioned)) }
}
