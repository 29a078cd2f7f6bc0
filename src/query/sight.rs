//! What of the model the roles of an operation see: the one place where rules for reading are merged into a
//! plan.
//!
//! Rows become filters that the statement adds wherever records of a collection are read; fields that may not
//! be read refuse the operation; fields that may be read of some records only are asked about in each. Read
//! [`Sight::of`] first.

use std::collections::BTreeMap;

use crate::access::Roles;
use serde_json::Value as Json;

use crate::access::rules::{self, Access, Action};
use crate::filter::{self, Filter, Values, read_rule};
use crate::model::{Field, Model};

use super::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, FunctionField, Many, Node, NodeId, Object, Output,
    Root, Selection, When,
};

/// What the roles see of what a selection asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Sight {
    /// The roles.
    pub roles: Roles,
    /// Which records are visible, of each collection that has any that are not.
    pub rows: BTreeMap<String, Filter>,
    /// In which of the visible records a field may be read, by type and field: only fields that may be read in
    /// some of them.
    pub fields: BTreeMap<(String, String), Filter>,
    /// The values of those filters. The slots of an operation begin with them.
    pub values: Values,
    /// What may not be read, if it is asked for.
    pub forbidden: Vec<Forbidden>,
    /// The places whose records nobody of these roles may read, and that are passed over for it.
    pub closed: Vec<NodeId>,
}

/// A field that may not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Forbidden {
    /// Under which conditions it is asked for.
    pub when: When,
    /// Its place in the answer.
    pub path: Vec<String>,
    /// What is said of it.
    pub message: String,
}

impl Sight {
    /// What the roles see of the selection.
    pub fn of(model: &Model, selection: &Selection, roles: &Roles) -> Self {
        let sight = Self {
            roles: roles.clone(),
            rows: BTreeMap::new(),
            fields: BTreeMap::new(),
            values: Values::default(),
            forbidden: Vec::new(),
            closed: Vec::new(),
        };
        if roles.are_admin() {
            return sight;
        }
        let mut look = Look { model, selection, sight, path: Vec::new(), when: vec![When::Always] };
        look.entries(&selection.roots, |look, root| look.root(root));
        look.sight
    }

    /// Only records that pass the rule are visible of the collection.
    pub(super) fn add_rule(&mut self, model: &Model, collection: &str, rule: &Json) {
        let access = Access::Where(rule.clone());
        let filter = filter_of(model, collection, &access, &mut self.values);
        self.rows.insert(collection.to_owned(), filter);
    }

    /// Which records of the collection are visible, read into the values; none when all are.
    ///
    /// A collection of which nothing may be read is not asked for here: that is refused before.
    pub fn rows_of(model: &Model, collection: &str, roles: &Roles, values: &mut Values) -> Option<Filter> {
        let collection = model.collections.get(collection)?;
        match rules::rows(collection, roles, Action::Read) {
            Access::All => None,
            access => Some(filter_of(model, &collection.name, &access, values)),
        }
    }
}

/// A rule's filter. One that can't be read lets nothing through: the model's rules were judged when it was
/// loaded.
fn filter_of(model: &Model, type_name: &str, access: &Access, values: &mut Values) -> Filter {
    let nothing = || Filter::Rule(Box::new(Filter::Or(Vec::new())));
    match access {
        Access::All => Filter::Rule(Box::new(Filter::And(Vec::new()))),
        Access::Nothing => nothing(),
        Access::Where(json) => read_rule(model, type_name, json, values).unwrap_or_else(|_| nothing()),
    }
}

/// What roles may judge records by.
#[derive(Debug, Clone, Copy)]
pub struct Sees<'a> {
    /// The model.
    pub model: &'a Model,
    /// The roles.
    pub roles: &'a Roles,
}

impl filter::Sight for Sees<'_> {
    fn sees(&self, type_name: &str, field: &Field) -> bool {
        sees(self.model, self.roles, type_name, field) == Access::All
            && field.relation().is_none_or(|relation| opens(self.model, self.roles, &relation.target))
    }
}

fn sees(model: &Model, roles: &Roles, type_name: &str, field: &Field) -> Access {
    rules::field(model, type_name, field, roles, Action::Read)
}

/// Whether any record of the collection may be read.
fn opens(model: &Model, roles: &Roles, collection: &str) -> bool {
    let found = model.collections.get(collection);
    found.is_some_and(|found| rules::rows(found, roles, Action::Read) != Access::Nothing)
}

/// The look over a selection.
struct Look<'a> {
    model: &'a Model,
    selection: &'a Selection,
    sight: Sight,
    path: Vec<String>,
    when: Vec<When>,
}

impl Look<'_> {
    fn entries<T>(&mut self, entries: &[Entry<T>], mut look: impl FnMut(&mut Self, &T)) {
        for entry in entries {
            let outer = self.when.last().cloned().unwrap_or(When::Always);
            self.when.push(outer.and(entry.when.clone()));
            self.path.push(entry.key.clone());
            look(self, &entry.output);
            self.path.pop();
            self.when.pop();
        }
    }

    fn root(&mut self, root: &Root) {
        match root {
            Root::Typename(_) => {}
            Root::Record(node, object) => {
                if self.opens(*node) {
                    self.object(object);
                }
            }
            Root::Node(nodes) => {
                for (node, object) in nodes {
                    // Whatever has that id: a type of which nothing may be read is as good as not there.
                    match self.is_open(*node) {
                        true => self.object(object),
                        false => self.sight.closed.push(*node),
                    }
                }
            }
            Root::Many(node, many) => {
                if self.opens(*node) {
                    self.many(*node, many);
                }
            }
        }
    }

    /// Notes which records of the place are visible. That none is, is refused.
    fn opens(&mut self, node: NodeId) -> bool {
        let is_open = self.is_open(node);
        if !is_open {
            let message = format!("you may not read any `{}`", self.node(node).collection);
            self.forbid(message);
        }
        is_open
    }

    fn is_open(&mut self, node: NodeId) -> bool {
        let collection = self.node(node).collection.clone();
        self.opens_collection(collection)
    }

    fn opens_collection(&mut self, collection: String) -> bool {
        if !opens(self.model, &self.sight.roles, &collection) {
            return false;
        }
        if !self.sight.rows.contains_key(&collection) {
            let Sight { roles, values, .. } = &mut self.sight;
            if let Some(filter) = Sight::rows_of(self.model, &collection, roles, values) {
                self.sight.rows.insert(collection, filter);
            }
        }
        true
    }

    fn node(&self, node: NodeId) -> &Node {
        &self.selection.nodes[node.0]
    }

    fn forbid(&mut self, message: String) {
        let when = self.when.last().cloned().unwrap_or(When::Always);
        self.sight.forbidden.push(Forbidden { when, path: self.path.clone(), message });
    }

    fn object(&mut self, object: &Object) {
        self.entries(&object.entries, |look, output| look.output(&object.type_name, output));
    }

    fn output(&mut self, type_name: &str, output: &Output) {
        let (Output::Leaf(name)
        | Output::Component(name, _)
        | Output::Blocks(name, _)
        | Output::Record(name, ..)
        | Output::Many(name, ..)) = output
        else {
            return;
        };
        if !self.field(type_name, name) {
            return;
        }
        match output {
            Output::Typename | Output::Leaf(_) => {}
            Output::Component(_, object) => self.object(object),
            Output::Blocks(_, objects) => objects.iter().for_each(|object| self.object(object)),
            Output::Record(_, node, object) => {
                if self.opens(*node) {
                    self.object(object);
                }
            }
            Output::Many(_, node, many) => {
                if self.opens(*node) {
                    self.many(*node, many);
                }
            }
        }
    }

    /// Notes in which records the field may be read. That it may in none is refused.
    fn field(&mut self, type_name: &str, name: &str) -> bool {
        let Some(field) = self.model.fields_of(type_name).and_then(|fields| fields.get(name)) else {
            return true;
        };
        match sees(self.model, &self.sight.roles, type_name, field) {
            Access::All => true,
            Access::Nothing => {
                self.forbid(format!("you may not read `{type_name}.{name}`"));
                false
            }
            access => {
                let place = (type_name.to_owned(), name.to_owned());
                if !self.sight.fields.contains_key(&place) {
                    let filter = filter_of(self.model, type_name, &access, &mut self.sight.values);
                    self.sight.fields.insert(place, filter);
                }
                true
            }
        }
    }

    fn many(&mut self, node: NodeId, many: &Many) {
        match many {
            Many::List(object) => self.object(object),
            Many::Connection(fields) => self.entries(fields, |look, field| match field {
                ConnectionField::Nodes(object) => look.object(object),
                ConnectionField::Edges(fields) => look.entries(fields, |look, field| match field {
                    EdgeField::Node(object) => look.object(object),
                    EdgeField::Typename(_) | EdgeField::Cursor => {}
                }),
                ConnectionField::Typename(_) | ConnectionField::PageInfo(_) | ConnectionField::TotalCount => {
                }
            }),
            Many::Aggregate(fields) => {
                let collection = self.node(node).collection.clone();
                self.aggregate(&collection, fields);
            }
        }
    }

    fn aggregate(&mut self, collection: &str, fields: &[Entry<AggregateField>]) {
        self.entries(fields, |look, field| match field {
            AggregateField::Typename(_) | AggregateField::Count => {}
            AggregateField::Of(_, fields) => look.entries(fields, |look, field| match field {
                FunctionField::Typename(_) => {}
                FunctionField::Field(name) => look.measured(collection, name),
            }),
            AggregateField::Groups(_, fields) => look.aggregate(collection, fields),
            AggregateField::Key(_, object) => look.entries(&object.entries, |look, output| match output {
                Output::Record(name, node, object) => {
                    look.measured(collection, name);
                    if look.opens(*node) {
                        look.object(object);
                    }
                }
                Output::Leaf(name) | Output::Component(name, _) | Output::Blocks(name, _) => {
                    look.measured(collection, name);
                }
                Output::Typename | Output::Many(..) => {}
            }),
        });
    }

    /// A value that stands for many records: it has to be readable in all of them.
    fn measured(&mut self, collection: &str, name: &str) {
        let field = self.model.fields_of(collection).and_then(|fields| fields.get(name));
        let Some(field) = field else { return };
        // Which records a relation leads to is told as far as those may be seen.
        let target = field.relation().map(|relation| relation.target.clone());
        let is_open = target.is_none_or(|target| self.opens_collection(target));
        if !is_open || sees(self.model, &self.sight.roles, collection, field) != Access::All {
            self.forbid(format!("you may not read `{collection}.{name}` of every record"));
        }
    }
}
