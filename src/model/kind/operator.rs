//! The operators of filters, and which of them go together.

use serde::{Deserialize, Serialize};

use Operator as Is;

/// An operator of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are the API's own")]
pub enum Operator {
    Eq,
    Ne,
    In,
    NotIn,
    Lt,
    Lte,
    Gt,
    Gte,
    Between,
    IsNull,
    Contains,
    StartsWith,
    EndsWith,
    Like,
    Has,
    HasEvery,
    HasSome,
    IsEmpty,
    Near,
    Within,
    Path,
}

/// Operators of an enum.
pub const ENUM_OPERATORS: &[Operator] = &[Is::Eq, Is::Ne, Is::In, Is::NotIn, Is::IsNull];
/// Operators of a list of scalars or enums.
pub const LIST_OPERATORS: &[Operator] = &[Is::Has, Is::HasEvery, Is::HasSome, Is::IsEmpty, Is::IsNull];
/// Operators of ids: equality, and the order of text.
pub(super) const ID_OPERATORS: &[Operator] =
    &[Is::Eq, Is::Ne, Is::In, Is::NotIn, Is::Lt, Is::Lte, Is::Gt, Is::Gte, Is::Between, Is::IsNull];
/// Operators of numbers, dates and times.
pub(super) const ORDERED_OPERATORS: &[Operator] = ID_OPERATORS;
/// Operators of text.
pub(super) const TEXT_OPERATORS: &[Operator] = &[
    Is::Eq,
    Is::Ne,
    Is::In,
    Is::NotIn,
    Is::Lt,
    Is::Lte,
    Is::Gt,
    Is::Gte,
    Is::Between,
    Is::IsNull,
    Is::Contains,
    Is::StartsWith,
    Is::EndsWith,
    Is::Like,
];
/// Operators of `Boolean`.
pub(super) const BOOLEAN_OPERATORS: &[Operator] = &[Is::Eq, Is::Ne, Is::IsNull];
/// Operators of `JSON`.
pub(super) const JSON_OPERATORS: &[Operator] = &[Is::IsNull, Is::Path];
/// Operators of `RichText`.
pub(super) const RICH_TEXT_OPERATORS: &[Operator] = &[Is::IsNull];
/// Operators of `Point`.
pub(super) const POINT_OPERATORS: &[Operator] = &[Is::Near, Is::Within, Is::IsNull];

impl Operator {
    /// Every operator.
    pub const ALL: [Operator; 21] = [
        Self::Eq,
        Self::Ne,
        Self::In,
        Self::NotIn,
        Self::Lt,
        Self::Lte,
        Self::Gt,
        Self::Gte,
        Self::Between,
        Self::IsNull,
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Like,
        Self::Has,
        Self::HasEvery,
        Self::HasSome,
        Self::IsEmpty,
        Self::Near,
        Self::Within,
        Self::Path,
    ];

    /// The operator's name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::In => "in",
            Self::NotIn => "notIn",
            Self::Lt => "lt",
            Self::Lte => "lte",
            Self::Gt => "gt",
            Self::Gte => "gte",
            Self::Between => "between",
            Self::IsNull => "isNull",
            Self::Contains => "contains",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::Like => "like",
            Self::Has => "has",
            Self::HasEvery => "hasEvery",
            Self::HasSome => "hasSome",
            Self::IsEmpty => "isEmpty",
            Self::Near => "near",
            Self::Within => "within",
            Self::Path => "path",
        }
    }

    /// The operator of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_is_found_by_its_name() {
        for operator in Operator::ALL {
            assert_eq!(Operator::from_name(operator.name()), Some(operator));
        }
        assert_eq!(Operator::from_name("equals"), None);
    }
}
