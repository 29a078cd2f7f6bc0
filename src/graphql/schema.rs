//! The API's schema in the two forms that are needed: text for people and tools, apollo-compiler's to
//! judge documents and answer introspection with.
//!
//! Both are made of the one syntax tree of [`super::types`], so that they can't disagree.
//! async-graphql's dynamic schema would be a third form: it takes longer to make than the others
//! together, loses what interfaces and directives say, sorts types by name and does not escape quotes
//! in descriptions, so nothing is made of it.

use std::fmt;

use apollo_compiler::ast;
use apollo_compiler::validation::{DiagnosticList, Valid};

use super::system::SystemField;
use super::types;
use crate::model::Model;

/// The schema of an API.
pub struct ApiSchema {
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
}

/// Makes the schema of a model's API.
pub fn build(model: &Model, system: &[SystemField]) -> Result<ApiSchema, SchemaError> {
    let document = types::write_schema(model, system);
    let sdl = document.to_string();
    let apollo = validate(&document).map_err(|errors| SchemaError::Invalid(errors.to_string()))?;
    Ok(ApiSchema { sdl, apollo })
}

fn validate(document: &ast::Document) -> Result<Valid<apollo_compiler::Schema>, DiagnosticList> {
    let builder = apollo_compiler::Schema::builder().add_ast(document);
    let schema = builder.build().map_err(|invalid| invalid.errors)?;
    schema.validate().map_err(|invalid| invalid.errors)
}
