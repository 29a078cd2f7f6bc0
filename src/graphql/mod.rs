//! The GraphQL API: the schema that a model becomes, and the way from an operation to its answer.
//!
//! Read [`names`] for what the API calls things.

pub mod names;
pub mod system;
