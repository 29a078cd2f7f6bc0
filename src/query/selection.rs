//! What an operation asks for, freed from GraphQL's syntax: fragments are spread, fields merged,
//! names resolved to fields of the model. Holds no request's values.

use serde_json::Value as Json;

/// The content that one operation asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The root fields in the order of the answer.
    pub roots: Vec<Entry<Root>>,
    /// Every place where records are read, by [`NodeId`].
    pub nodes: Vec<Node>,
}

impl Selection {
    /// The variables in arguments, some of them several times.
    pub fn variables(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (_, input) in self.nodes.iter().flat_map(|node| &node.arguments) {
            input.note_variables(&mut names);
        }
        names
    }
}

/// The number of a place where records are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId(pub usize);

/// A place where records of a collection are read, and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The collection read.
    pub collection: String,
    /// What is made of the records.
    pub role: Role,
    /// The arguments as they stand in the document.
    pub arguments: Vec<(String, Input)>,
    /// Under which conditions the node is part of the answer.
    pub when: When,
    /// The way to it in the answer, for error messages.
    pub path: Vec<String>,
}

/// The argument of [`Role::Given`]: a list of ids, however long.
pub const IDS: &str = "ids";

/// What is made of a node's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// One record, found by a unique field.
    One,
    /// The one record of a singleton, or the far end of a to-one relation.
    Only,
    /// One record, found by its id alone.
    ById,
    /// The records whose ids the server gives itself in the argument [`IDS`], in the order of the ids.
    /// An id that is given twice is answered twice; one that no record has is passed over.
    Given,
    /// A list.
    List {
        /// Whether the list has the order that its owner keeps, when none is asked for.
        positioned: bool,
    },
    /// A Relay connection.
    Connection {
        /// Whether the list has the order that its owner keeps, when none is asked for.
        positioned: bool,
    },
    /// Aggregates over all of them.
    Aggregate,
    /// Aggregates by group.
    Groups,
}

/// One key of an answer's object.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<T> {
    /// The response key.
    pub key: String,
    /// Under which conditions it is there.
    pub when: When,
    /// What it holds.
    pub output: T,
}

/// A root field.
#[derive(Debug, Clone, PartialEq)]
pub enum Root {
    /// The root type's name.
    Typename(String),
    /// A record, or null.
    Record(NodeId, Object),
    /// The record of a given id in whichever collection, or null.
    Node(Vec<(NodeId, Object)>),
    /// Records.
    Many(NodeId, Many),
}

/// What is made of many records.
#[derive(Debug, Clone, PartialEq)]
pub enum Many {
    /// A list of objects.
    List(Object),
    /// A Relay connection.
    Connection(Vec<Entry<ConnectionField>>),
    /// Aggregates.
    Aggregate(Vec<Entry<AggregateField>>),
}

/// The fields asked of a record or a component, whose type is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The type's name.
    pub type_name: String,
    /// The entries in the order of the answer.
    pub entries: Vec<Entry<Output>>,
}

/// What one key of a record's object holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The type's name.
    Typename,
    /// A scalar, an enum, or a list of them.
    Leaf(String),
    /// A component, or a list of them.
    Component(String, Object),
    /// A block, or a list of them: what is asked of each component.
    Blocks(String, Vec<Object>),
    /// A to-one relation.
    Record(String, NodeId, Object),
    /// A to-many relation.
    Many(String, NodeId, Many),
}

/// A field of a connection.
#[derive(Debug, Clone, PartialEq)]
pub enum ConnectionField {
    /// The type's name.
    Typename(String),
    /// The edges.
    Edges(Vec<Entry<EdgeField>>),
    /// The records without edges.
    Nodes(Object),
    /// Where the page stands.
    PageInfo(Vec<Entry<PageInfoField>>),
    /// The number of all records, on every page.
    TotalCount,
}

/// A field of an edge.
#[derive(Debug, Clone, PartialEq)]
pub enum EdgeField {
    /// The type's name.
    Typename(String),
    /// The record's cursor.
    Cursor,
    /// The record.
    Node(Object),
}

/// A field of `PageInfo`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are Relay's")]
pub enum PageInfoField {
    Typename,
    HasNextPage,
    HasPreviousPage,
    StartCursor,
    EndCursor,
}

/// A field of an aggregate or a group.
#[derive(Debug, Clone, PartialEq)]
pub enum AggregateField {
    /// The type's name.
    Typename(String),
    /// The number of records.
    Count,
    /// A function over several fields: `sum { views }`.
    Of(Function, Vec<Entry<FunctionField>>),
    /// The groups; not inside a group.
    Groups(NodeId, Vec<Entry<AggregateField>>),
    /// The key of a group; only inside one. It is read like a record, but its type has a name of
    /// its own.
    Key(String, Object),
}

/// A field under an aggregate function.
#[derive(Debug, Clone, PartialEq)]
pub enum FunctionField {
    /// The type's name.
    Typename(String),
    /// The function applied to the field.
    Field(String),
}

/// An aggregate function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the API's")]
pub enum Function {
    CountDistinct,
    Sum,
    Avg,
    Min,
    Max,
}

impl Function {
    /// Every function with its name in the API.
    pub const ALL: [(&'static str, Function); 5] = [
        ("countDistinct", Function::CountDistinct),
        ("sum", Function::Sum),
        ("avg", Function::Avg),
        ("min", Function::Min),
        ("max", Function::Max),
    ];

    /// The function of that name in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }
}

/// An argument's value as the document has it: known, or to be filled from variables.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Known from the document.
    Constant(Json),
    /// The variable's value; absent when the request does not give it.
    Variable(String),
    /// A list with a variable somewhere in it.
    List(Vec<Input>),
    /// An object with a variable somewhere in it.
    Object(Vec<(String, Input)>),
}

impl Input {
    fn note_variables(&self, names: &mut Vec<String>) {
        match self {
            Input::Constant(_) => {}
            Input::Variable(name) => names.push(name.clone()),
            Input::List(items) => items.iter().for_each(|item| item.note_variables(names)),
            Input::Object(entries) => entries.iter().for_each(|(_, entry)| entry.note_variables(names)),
        }
    }
}

/// The condition that `@skip` and `@include` put on a part of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Unconditional.
    Always,
    /// Left out whatever the variables are.
    Never,
    /// The boolean variable has this value.
    Is(String, bool),
    /// All of them hold.
    All(Vec<When>),
    /// At least one of them holds.
    Any(Vec<When>),
}

impl When {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: When) -> When {
        match (self, other) {
            (When::Always, other) => other,
            (this, When::Always) => this,
            (When::Never, _) | (_, When::Never) => When::Never,
            (this, other) if this == other => this,
            (this, other) => When::All(vec![this, other]),
        }
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: When) -> When {
        match (self, other) {
            (When::Never, other) => other,
            (this, When::Never) => this,
            (When::Always, _) | (_, When::Always) => When::Always,
            (this, other) if this == other => this,
            (this, other) => When::Any(vec![this, other]),
        }
    }

    /// Notes the variables that it asks for.
    pub fn note_variables(&self, names: &mut Vec<String>) {
        match self {
            When::Always | When::Never => {}
            When::Is(name, _) => names.push(name.clone()),
            When::All(parts) | When::Any(parts) => parts.iter().for_each(|part| part.note_variables(names)),
        }
    }

    /// Whether it holds for the variables.
    pub fn holds(&self, variables: &serde_json::Map<String, Json>) -> bool {
        match self {
            When::Always => true,
            When::Never => false,
            When::Is(name, wanted) => variables.get(name).and_then(Json::as_bool) == Some(*wanted),
            When::All(parts) => parts.iter().all(|part| part.holds(variables)),
            When::Any(parts) => parts.iter().any(|part| part.holds(variables)),
        }
    }
}
