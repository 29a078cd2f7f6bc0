//! Judging a filter without a database: by what is known of a record.
//!
//! Read [`evaluate`] first.

use serde_json::Value as Json;

use super::{Filter, Values};
use crate::model::Model;

/// What is known of whether a record matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It matches.
    Yes,
    /// It does not.
    No,
    /// What is known does not tell.
    Unknown,
}

/// What is known of a record.
pub trait Facts {
    /// The field's value in the API's JSON form; of a to-one relation the id, of an owned list of records their
    /// ids. None when it is not known.
    fn value(&self, field: &str) -> Option<&Json>;

    /// What is known of other records, or of what only the database can tell.
    fn ask(&self, _question: Question<'_>) -> Verdict {
        Verdict::Unknown
    }
}

/// Something that can't be seen from the record itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a> {
    /// The collection of the record that is asked about.
    pub collection: &'a str,
    /// Its id; none for the record whose facts they are.
    pub id: Option<&'a str>,
    /// The record is there and matches this.
    pub filter: &'a Filter,
    /// Whether a rule asks, which sees every record.
    pub is_rule: bool,
}

/// Judges the filter of that type by the facts.
pub fn evaluate(
    _model: &Model,
    _type_name: &str,
    _filter: &Filter,
    _values: &Values,
    _facts: &dyn Facts,
) -> Verdict {
    Verdict::Unknown
}
