//! The GraphQL API: the schema that a model becomes, and the way from an operation to its answer.
//!
//! Read [`names`] for what the API calls things, [`schema`] for how a model becomes an API.

mod introspection;
pub mod names;
pub mod schema;
pub mod system;
mod types;

pub use schema::{ApiSchema, SchemaError, build};
