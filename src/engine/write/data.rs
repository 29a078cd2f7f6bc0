//! What a request wants written, read and checked as far as it can be without looking at what is stored.
//!
//! Names are those of the model; paths are those of the input, for messages. Read [`Data`] first.

use serde_json::Value as Json;

use crate::model::Value;

/// What is said of one record.
#[derive(Debug, Clone)]
pub struct Data {
    /// Where it stands in the input: `data.comments.create[0]`.
    pub path: String,
    /// The id that a new record is to have.
    pub id: Option<String>,
    /// The fields that the input speaks of.
    pub given: Vec<String>,
    /// The fields that are columns, relations aside.
    pub values: Vec<(String, Assignment)>,
    /// The relations.
    pub relations: Vec<(String, Write)>,
    /// The relations inside components.
    pub embedded: Vec<Embedded>,
}

/// What becomes of a field.
#[derive(Debug, Clone)]
pub enum Assignment {
    /// It has this value.
    Set(Value),
    /// The number grows by so much.
    Add(Value),
    /// The number is multiplied by so much.
    Multiply(Value),
    /// The list changes.
    List(ListChange),
}

/// Changes of a list of values, made in this order.
#[derive(Debug, Clone, Default)]
pub struct ListChange {
    /// Every item equal to one of these goes.
    pub remove: Vec<Json>,
    /// These come first.
    pub prepend: Vec<Json>,
    /// These come last.
    pub append: Vec<Json>,
}

/// A relation inside a field's component.
#[derive(Debug, Clone)]
pub struct Embedded {
    /// The field that holds the component.
    pub field: String,
    /// The place in the field's JSON, as RFC 6901 writes it: `/2/image`.
    pub pointer: String,
    /// The collection that it points to.
    pub target: String,
    /// What becomes of it.
    pub write: Write,
}

/// What becomes of a relation.
#[derive(Debug, Clone)]
pub enum Write {
    /// Of one to at most one record.
    One(ToOne),
    /// Of one to any number of records.
    Many(ToMany),
}

/// What becomes of a to-one relation.
#[derive(Debug, Clone)]
pub struct ToOne {
    /// Where it stands in the input.
    pub path: String,
    /// Which record it leads to from now on; none when it stays.
    pub link: Option<Target>,
    /// What becomes of the record that it then leads to.
    pub update: Option<Box<Data>>,
}

/// Which record a to-one relation leads to.
#[derive(Debug, Clone)]
pub enum Target {
    /// One that is there.
    Connect(Key),
    /// A new one.
    Create(Box<Data>),
    /// One that is there, or else a new one.
    Upsert(Box<Upsert>),
    /// None.
    Disconnect,
    /// None, and the one that it led to goes.
    Delete,
}

/// What becomes of a to-many relation, done in the order of the fields.
#[derive(Debug, Clone, Default)]
pub struct ToMany {
    /// Where it stands in the input.
    pub path: String,
    /// These and no others are its records.
    pub set: Option<Vec<Key>>,
    /// These come to it.
    pub connect: Vec<Key>,
    /// These leave it.
    pub disconnect: Vec<Key>,
    /// New records of it.
    pub create: Vec<Data>,
    /// What becomes of records of it.
    pub update: Vec<(Key, Data)>,
    /// Records that come to it, made if they are not there.
    pub upsert: Vec<Upsert>,
    /// Records of it that go.
    pub delete: Vec<Key>,
}

/// A record that is changed if it is there, and else made.
#[derive(Debug, Clone)]
pub struct Upsert {
    /// Which record.
    pub key: Key,
    /// What it is like when it is new.
    pub create: Data,
    /// What becomes of it when it is there.
    pub update: Data,
}

/// What a record is found by: its id, or another unique field.
#[derive(Debug, Clone)]
pub struct Key {
    /// Where it stands in the input.
    pub path: String,
    /// The field.
    pub field: String,
    /// The field's value.
    pub value: Value,
}

/// What one root field of a mutation wants.
#[derive(Debug, Clone)]
pub enum Command {
    /// New records.
    Create(Vec<Data>),
    /// One record changed, if it has that version.
    Update(Key, Data, Option<i64>),
    /// Every record that passes a filter changed.
    UpdateMatching(Data),
    /// One record changed or made.
    Upsert(Box<Upsert>),
    /// One record deleted, if it has that version.
    Delete(Key, Option<i64>),
    /// Every record that passes a filter deleted.
    DeleteMatching,
    /// The only record changed, if it has that version, or made.
    UpdateOnly(Data, Option<i64>),
    /// The only record deleted, if it has that version.
    DeleteOnly(Option<i64>),
}
