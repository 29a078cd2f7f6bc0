//! The one filter: what `where` arguments, access rules and subscriptions are made of.
//!
//! Owns the tree and its reading from the API's JSON form, type-checked against the model. It knows
//! no SQL: `query::lower` holds the one lowering. Values stand outside the tree, in [`Values`], so
//! that two requests with the same tree share one statement. Read [`Filter`] first.

mod evaluate;
pub mod geometry;
mod json_path;
mod read;
mod sight;
mod variable;
mod weaken;

use std::fmt;

pub use evaluate::{Facts, Question, Verdict, answer, evaluate};
pub use json_path::JsonPath;
pub(crate) use read::{items, object};
pub use read::{read, read_rule, read_test};
pub use sight::{Everything, Sight, traversed};
pub use variable::{Asker, At, InChannel, Operand, Variable, Wanted};
pub use weaken::{looks_into_test, weaker};

use crate::model::{Operator, Value};

/// A condition on a record or a component. Names are those of the model; a filter is read for a
/// given type, and only for that type does it mean something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Every one of them; true when there are none.
    And(Vec<Filter>),
    /// At least one of them; false when there are none.
    Or(Vec<Filter>),
    /// Not true. As in SQL, the negation of a comparison with null does not match either.
    Not(Box<Filter>),
    /// A test of a scalar, an enum, or a list of them.
    Field(String, Test),
    /// A to-one relation or a single component or block: it exists and matches.
    One(String, Box<Filter>),
    /// A to-one relation or a single component or block exists, or does not.
    IsNull(String, bool),
    /// A quantifier over a to-many relation or a list of components or blocks.
    Many(String, Quantifier, Box<Filter>),
    /// A test of the number of related records, or of list items.
    Count(String, Test),
    /// A block is of one of these components.
    BlockIs(Vec<String>),
    /// A block is of this component and matches.
    Block(String, Box<Filter>),
    /// A part of a rule that looks at other records and holds variables inside: what is not true of it is not
    /// known to be false while one of those has no value.
    Asking(Vec<Slot>, Box<Filter>),
    /// A condition of a rule: it sees every record and every field, whoever asks.
    Rule(Box<Filter>),
}

impl Filter {
    /// Both hold. The parts of a conjunction stand beside each other, so that each can be looked at.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut parts = self.into_parts();
        parts.extend(other.into_parts());
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::And(parts),
        }
    }

    fn into_parts(self) -> Vec<Self> {
        match self {
            Self::And(parts) => parts,
            Self::Rule(rule) => match *rule {
                Self::And(parts) => parts.into_iter().map(|part| Self::Rule(Box::new(part))).collect(),
                part => vec![Self::Rule(Box::new(part))],
            },
            part => vec![part],
        }
    }
}

/// How many of a field's records must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// Every one; true when there are none.
    Every,
    /// Not one.
    None,
}

/// A test of one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// `eq ne lt lte gt gte`
    Compare(Operator, Slot, TextMode),
    /// `in`, or `notIn` when negated.
    In {
        /// A list of values in one slot.
        values: Slot,
        /// Whether it is `notIn`.
        negated: bool,
        /// How text is compared.
        mode: TextMode,
    },
    /// Both bounds included.
    Between(Slot, Slot, TextMode),
    /// Whether there is no value.
    IsNull(bool),
    /// `contains startsWith endsWith like`
    Text(Operator, Slot, TextMode),
    /// A list `has`, `hasEvery` or `hasSome` of the values in the slot.
    List(Operator, Slot),
    /// Whether a list is empty.
    IsEmpty(bool),
    /// Within so many meters of a point.
    Near {
        /// Latitude in degrees.
        lat: Slot,
        /// Longitude in degrees.
        lng: Slot,
        /// Distance in meters.
        meters: Slot,
    },
    /// Within a box: the least latitude and longitude, the greatest latitude and longitude.
    WithinBox([Slot; 4]),
    /// Within a polygon: a JSON list of points.
    WithinPolygon(Slot),
    /// A test of a place inside JSON.
    Path(Slot, PathTest),
    /// Several tests of the same value.
    All(Vec<Test>),
}

/// A test of a place inside a JSON value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathTest {
    /// `eq ne lt lte gt gte` with a value of the given type; a place of another type fails it.
    Compare(Operator, JsonType, Slot),
    /// `eq` (true) or `ne` (false) with `true` or `false`.
    Boolean {
        /// The value compared with.
        value: bool,
        /// Whether it is `eq`.
        equal: bool,
    },
    /// `contains startsWith endsWith` of a text.
    Text(Operator, Slot),
    /// Whether there is something at the place, be it null.
    Exists(bool),
    /// Whether the place is missing or null.
    IsNull(bool),
    /// Several tests of the same place.
    All(Vec<PathTest>),
    /// At least one of several tests of the same place.
    Any(Vec<PathTest>),
}

/// The types of JSON values that have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// Compared by value.
    Number,
    /// Compared by Unicode code point.
    Text,
}

/// Whether capitals matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TextMode {
    /// Capitals matter.
    #[default]
    Sensitive,
    /// Capitals don't matter.
    Insensitive,
}

/// The place of a value in [`Values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot(pub usize);

/// The values of a request, apart from the trees that use them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values(Vec<Bound>);

/// What a slot holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// One value.
    One(Value),
    /// The values of `in`, `has` and their like.
    Many(Vec<Value>),
    /// One value that whoever asks decides.
    WantedOne(Operand),
    /// Values that whoever asks decides.
    WantedMany(Vec<Operand>),
}

impl Values {
    /// Keeps one value.
    pub fn push(&mut self, value: Value) -> Slot {
        self.0.push(Bound::One(value));
        Slot(self.0.len() - 1)
    }

    /// Keeps a list of values in one slot.
    pub fn push_list(&mut self, values: Vec<Value>) -> Slot {
        self.0.push(Bound::Many(values));
        Slot(self.0.len() - 1)
    }

    /// Keeps an operand of a rule.
    pub fn push_wanted(&mut self, operand: Operand) -> Slot {
        self.0.push(match operand {
            Operand::Known(value) => Bound::One(value),
            wanted @ Operand::Wanted(_) => Bound::WantedOne(wanted),
        });
        Slot(self.0.len() - 1)
    }

    /// Keeps a list of operands of a rule in one slot.
    pub fn push_wanted_list(&mut self, operands: Vec<Operand>) -> Slot {
        self.0.push(Bound::WantedMany(operands));
        Slot(self.0.len() - 1)
    }

    /// Whether any of them is decided by whoever asks.
    pub fn are_wanted(&self) -> bool {
        self.0.iter().any(|bound| matches!(bound, Bound::WantedOne(_) | Bound::WantedMany(_)))
    }

    /// The slots from that one on that are decided by whoever asks.
    pub(crate) fn wanted_since(&self, first: usize) -> Vec<Slot> {
        let is_wanted = |bound: &Bound| matches!(bound, Bound::WantedOne(_) | Bound::WantedMany(_));
        (first..self.0.len()).map(Slot).filter(|slot| is_wanted(&self.0[slot.0])).collect()
    }

    /// The slots that hold the moment until they are filled, and by how many seconds it is moved; none for one of
    /// several values.
    pub fn timed(&self) -> Vec<(Slot, Option<i64>)> {
        let moment = |operand: &Operand| match operand {
            Operand::Wanted(Wanted { variable: Variable::Now(shift), .. }) => Some(*shift),
            Operand::Known(_) | Operand::Wanted(_) => None,
        };
        let timed = |(place, bound): (usize, &Bound)| match bound {
            Bound::One(_) | Bound::Many(_) => None,
            Bound::WantedOne(operand) => moment(operand).map(|shift| (Slot(place), Some(shift))),
            Bound::WantedMany(operands) => {
                operands.iter().any(|operand| moment(operand).is_some()).then_some((Slot(place), None))
            }
        };
        self.0.iter().enumerate().filter_map(timed).collect()
    }

    /// Puts in what whoever asks decides.
    pub fn fill(&mut self, asker: &dyn Asker) {
        for bound in &mut self.0 {
            let filled = match bound {
                Bound::One(_) | Bound::Many(_) => continue,
                Bound::WantedOne(operand) => variable::one(operand, asker),
                Bound::WantedMany(operands) => variable::many(operands, asker),
            };
            *bound = filled;
        }
    }

    /// How many slots there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the slot holds. Slots are only made by `push`, so one always does.
    pub fn get(&self, slot: Slot) -> &Bound {
        &self.0[slot.0]
    }
}

/// An argument that can't be used: where in it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The way from the argument's name to the place: `["where", "title", "eq"]`.
    pub at: Vec<String>,
    /// What is wrong with it.
    pub message: String,
    /// Whether it speaks of what may not be read.
    pub is_forbidden: bool,
}

impl Problem {
    /// A problem at the place that is being read.
    pub fn new(message: impl Into<String>) -> Self {
        Self { at: Vec::new(), message: message.into(), is_forbidden: false }
    }

    /// The place speaks of a field that may not be read.
    pub fn forbidden(type_name: &str, field: &str) -> Self {
        let message = format!("speaks of `{type_name}.{field}`, which you may not read");
        Self { is_forbidden: true, ..Self::new(message) }
    }

    /// The same problem, seen from one level further out.
    #[must_use]
    pub fn within(mut self, name: &str) -> Self {
        self.at.insert(0, name.to_owned());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.is_empty() {
            true => write!(f, "{}", self.message),
            false => write!(f, "`{}` {}", self.at.join("."), self.message),
        }
    }
}

impl std::error::Error for Problem {}
