//! The API's schema in the three forms that are needed: text for people and tools, apollo-compiler's
//! to judge documents with, async-graphql's to answer introspection with.
//!
//! All three are made of the one syntax tree of [`super::types`], so that they can't disagree. The
//! text is not printed from async-graphql's registry, which sorts types by name and does not escape
//! quotes in descriptions and deprecation reasons.

use std::fmt;
use std::sync::OnceLock;

use apollo_compiler::ast;
use apollo_compiler::validation::{DiagnosticList, Valid};
use async_graphql::dynamic;

use super::system::SystemField;
use super::{introspection, types};
use crate::model::Model;

/// The schema of an API.
pub struct ApiSchema {
    /// The whole schema as text. Equal models give equal text.
    pub sdl: String,
    /// The strict judge of documents and variables.
    pub apollo: Valid<apollo_compiler::Schema>,
    dynamic: OnceLock<Result<dynamic::Schema, SchemaError>>,
}

impl ApiSchema {
    /// async-graphql's form. It answers introspection only: its resolvers give errors. Made when it is
    /// first asked for, because making it takes longer than everything else together.
    pub fn dynamic(&self) -> Result<&dynamic::Schema, &SchemaError> {
        let make = || introspection::dynamic_schema(&self.apollo);
        let made =
            self.dynamic.get_or_init(|| make().map_err(|error| SchemaError::Dynamic(error.to_string())));
        made.as_ref()
    }
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
    Dynamic(String),
}

/// Makes the schema of a model's API.
pub fn build(model: &Model, system: &[SystemField]) -> Result<ApiSchema, SchemaError> {
    let document = types::write_schema(model, system);
    let sdl = document.to_string();
    let apollo = validate(&document).map_err(|errors| SchemaError::Invalid(errors.to_string()))?;
    Ok(ApiSchema { sdl, apollo, dynamic: OnceLock::new() })
}

fn validate(document: &ast::Document) -> Result<Valid<apollo_compiler::Schema>, DiagnosticList> {
    let builder = apollo_compiler::Schema::builder().add_ast(document);
    let schema = builder.build().map_err(|invalid| invalid.errors)?;
    schema.validate().map_err(|invalid| invalid.errors)
}
