//! What is wrong with a row, and where: for the person who has to mend the file.

use std::fmt;

/// A row's place in the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's position in the list of sources.
    pub file: usize,
    /// The row's number, counted from 1; 0 for the file as a whole. Several rows of a JSON list may
    /// stand on one line.
    pub row: u64,
    /// The line on which the row begins, counted from 1.
    pub line: u64,
}

/// Behind the file's name: `:12`, or `:1 (row 7)` where a line does not tell which row it is.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { row: 0, .. } => Ok(()),
            // A row begins before its number: the line holds several rows.
            Self { row, line, .. } if line < row => write!(formatter, ":{line} (row {row})"),
            Self { line, .. } => write!(formatter, ":{line}"),
        }
    }
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the row is.
    pub place: Place,
    /// What is wrong, and with which value.
    pub fault: Fault,
}

/// What is wrong with a value, or with the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The way to the value: `blocks.2.album`; empty for the row as a whole.
    pub field: String,
    /// What is wrong: "must be a whole number, not `\"x\"`".
    pub message: String,
    /// What to do about it, when we know.
    pub hint: Option<String>,
    /// Whether it is the fault of the file's column, so that every row has it.
    pub is_of_column: bool,
}

impl Fault {
    /// A fault of the value at the field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), hint: None, is_of_column: false }
    }

    /// The same fault with advice.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The fault in one line, without its hint.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => formatter.write_str(&self.message),
            field => write!(formatter, "`{field}` {}", self.message),
        }
    }
}
