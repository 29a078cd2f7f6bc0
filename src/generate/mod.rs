//! Code from a model, for programs that are compiled with it.
//!
//! Owns what is generated and how it is formatted; writing files is the command line's business.

pub mod entities;

/// A file of generated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The file's name: `post.rs`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Why code could not be generated: a fault of the generator, never of the model.
#[derive(Debug, thiserror::Error)]
#[error("the code generated for `{name}` is not Rust: {source}")]
pub struct GenerateError {
    /// The file.
    pub name: String,
    /// Where and why.
    pub source: syn::Error,
}
