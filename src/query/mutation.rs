//! What a mutation asks for, freed from GraphQL's syntax: which records are written, with which
//! arguments, and what is answered of them. Holds no request's values.

use super::selection::{Entry, Selection};

/// The variable in which an answer's selection is given the ids of what was written. No variable of a
/// document can have this name.
pub const WRITTEN: &str = "#written";

/// A root field that writes content.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    /// The response key.
    pub key: String,
    /// What is done.
    pub kind: MutationKind,
    /// The collection whose records are written.
    pub collection: String,
    /// Which records, of a mutation of all that pass a filter: a list of their ids.
    pub matching: Option<Selection>,
    /// What the answer is like.
    pub shape: Shape,
    /// What is answered of the records: under the mutation's key, or for each key of a batch's object
    /// that holds them.
    pub answer: Selection,
}

/// What a root field of a mutation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MutationKind {
    /// Makes a record.
    Create,
    /// Makes records.
    CreateMany,
    /// Changes a record.
    Update,
    /// Changes every record that passes a filter.
    UpdateMatching,
    /// Changes a record, or makes it.
    Upsert,
    /// Deletes a record.
    Delete,
    /// Deletes every record that passes a filter.
    DeleteMatching,
    /// Changes a singleton's record, or makes it.
    UpdateOnly,
    /// Deletes a singleton's record.
    DeleteOnly,
}

/// What a mutation's answer is like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// The record, or the list of records: what the selection answers.
    Records,
    /// An object around them.
    Batch(Vec<Entry<BatchField>>),
}

/// A field of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchField {
    /// The type's name.
    Typename(String),
    /// The number of records.
    Count,
    /// The records, as the selection answers them under the same key.
    Nodes,
}
