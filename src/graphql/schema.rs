//! The API's schema in the three forms that are needed: text for people and tools, apollo-compiler's
//! to judge documents with, async-graphql's to answer introspection with.
//!
//! The text comes first ([`super::types`]) and the others are read from it, so that they can't
//! disagree. It is not printed from async-graphql's registry, which sorts types by name and does not
//! escape quotes in descriptions and deprecation reasons.

use std::fmt;

use apollo_compiler::validation::Valid;

use super::system::SystemField;
use super::{introspection, types};
use crate::model::Model;

/// The schema of an API.
pub struct ApiSchema {
    /// async-graphql's form. It answers introspection only: its resolvers give errors.
    pub dynamic: async_graphql::dynamic::Schema,
    /// The whole schema as text. Equal models give equal text.
    pub sdl: String,
    /// The strict judge of documents and variables.
    pub apollo: Valid<apollo_compiler::Schema>,
}

impl fmt::Debug for ApiSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiSchema").field("types", &self.apollo.types.len()).finish_non_exhaustive()
    }
}

/// Why a model has no API: two names of it clash with each other, or with a name that the API makes up.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The text of the schema is refused.
    #[error("the model does not make a valid API:\n{0}")]
    Invalid(String),
    /// async-graphql refuses what apollo-compiler accepted.
    #[error("the model's API can't be introspected: {0}")]
    Introspection(String),
}

/// Makes the schema of a model's API.
pub fn build(model: &Model, system: &[SystemField]) -> Result<ApiSchema, SchemaError> {
    let sdl = types::write_schema(model, system);
    let apollo = apollo_compiler::Schema::parse_and_validate(sdl.as_str(), "api.graphql")
        .map_err(|invalid| SchemaError::Invalid(invalid.errors.to_string()))?;
    let dynamic = introspection::dynamic_schema(&apollo)
        .map_err(|error| SchemaError::Introspection(error.to_string()))?;
    Ok(ApiSchema { dynamic, sdl, apollo })
}
