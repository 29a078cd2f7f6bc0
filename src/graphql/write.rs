//! Mutations of content: what is prepared of them, and how a request's values come to the engine.
//!
//! Read [`PreparedWrite`] first.

use std::sync::Arc;

use apollo_compiler::Node;
use apollo_compiler::Schema;
use apollo_compiler::executable::Argument;
use apollo_compiler::schema::FieldDefinition;
use serde_json::Map;

use super::collect::Variables;
use super::input::{Judge, coerce_arguments};
use super::operation::Checked;
use super::select::{MutationRoot, mutations};
use crate::access::Roles;
use crate::engine::write::{Arguments, Assemble, PlannedMutation};
use crate::error::Error;
use crate::model::Model;
use crate::query::selection::Entry;

/// The mutations of an operation, without a request's values.
#[derive(Debug)]
pub struct PreparedWrite {
    /// What is done, one after the other.
    pub mutations: Arc<[PlannedMutation]>,
    roots: Vec<Entry<Answered>>,
    /// The arguments of each mutation, as they stand in the document.
    arguments: Vec<(Node<FieldDefinition>, Vec<Node<Argument>>)>,
    /// The variables that `@skip` and `@include` ask for.
    pub conditions: Vec<String>,
    /// The variables in the arguments of what is read.
    read_by: Vec<String>,
}

/// What a root field is answered by.
#[derive(Debug, Clone)]
enum Answered {
    Typename(String),
    Mutation(usize),
}

impl PreparedWrite {
    /// What the operation writes, for those roles; none when it writes no content.
    pub fn new(model: &Model, schema: &Schema, checked: &Checked, roles: &Roles) -> Option<Self> {
        let (mut planned, mut arguments) = (Vec::new(), Vec::new());
        let mut roots: Vec<Entry<Answered>> = Vec::new();
        for Entry { key, when, output } in mutations(model, schema, &checked.document, &checked.operation) {
            let output = match output {
                MutationRoot::Typename(name) => Answered::Typename(name),
                MutationRoot::Write(mutation, field) => {
                    arguments.push((field.definition.clone(), field.arguments.clone()));
                    planned.push(PlannedMutation::new(model, *mutation, roles));
                    Answered::Mutation(planned.len() - 1)
                }
                MutationRoot::System => return None,
            };
            roots.push(Entry { key, when, output });
        }
        let mut conditions: Vec<String> = planned.iter().flat_map(PlannedMutation::conditions).collect();
        roots.iter().for_each(|root| root.when.note_variables(&mut conditions));
        let read_by = planned.iter().flat_map(PlannedMutation::variables).collect();
        Some(Self { mutations: planned.into(), roots, arguments, conditions, read_by })
    }

    /// The mutations that are done for these variables, each with its arguments.
    ///
    /// # Errors
    ///
    /// A variable that is null where null may not stand.
    pub fn steps(&self, judge: Judge<'_>, variables: &Variables) -> Result<Vec<(usize, Arguments)>, Error> {
        let mut steps = Vec::with_capacity(self.mutations.len());
        for root in self.roots.iter().filter(|root| root.when.holds(variables)) {
            if let Answered::Mutation(index) = root.output
                && let Some((definition, given)) = self.arguments.get(index)
            {
                steps.push((index, coerce_arguments(judge, &definition.arguments, given, variables)?));
            }
        }
        Ok(steps)
    }

    /// The variables that what is read depends on: seldom those that hold what is written.
    pub fn read_variables(&self, variables: &Variables) -> Variables {
        let named = |name: &String| Some((name.clone(), variables.get(name)?.clone()));
        self.read_by.iter().chain(&self.conditions).filter_map(named).collect::<Map<_, _>>()
    }

    /// Makes the answer's object out of its members, in the order of the document.
    pub fn assemble(&self, variables: &Variables) -> Assemble {
        let held = self.roots.iter().filter(|root| root.when.holds(variables));
        let known: Vec<Option<String>> = held
            .map(|root| match &root.output {
                Answered::Typename(name) => Some(format!("\"{}\":\"{name}\"", root.key)),
                Answered::Mutation(_) => None,
            })
            .collect();
        Box::new(move |members| {
            let mut members = members.iter();
            let parts = known.iter().filter_map(|known| known.as_ref().or_else(|| members.next()));
            let parts: Vec<&str> = parts.map(String::as_str).collect();
            format!("{{{}}}", parts.join(","))
        })
    }
}
