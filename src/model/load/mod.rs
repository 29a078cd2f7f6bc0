//! Makes a [`Model`] from SDL text: parses every file, checks everything that the model language
//! says, and reports all mistakes at once. Start at [`load`].
//!
//! The directives, their arguments and the built-in types are not repeated in code: they are read
//! from the prelude, which is also what editors and linters see.

mod arguments;
mod bounds;
mod checks;
mod declare;
mod directives;
mod fields;
mod filters;
mod foreign;
mod interfaces;
mod names;
mod notes;
mod relations;
mod report;
mod reserved;
mod rules;
mod syntax;
mod types;
mod values;

#[cfg(test)]
mod broken_tests;
#[cfg(test)]
mod tests;

use super::Model;
use super::diagnostics::{Diagnostic, SourceFile};
pub use foreign::check_rule;
use report::Report;

/// The prelude: what `headwater init` writes for the tools of others.
pub const PRELUDE: &str = include_str!("../prelude.graphql");

/// The name of the prelude's file. A file of that name is read for its syntax alone.
pub const PRELUDE_FILE: &str = ".headwater.graphql";

/// A model that was loaded, and what is worth a second look in it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// Warnings, in the order of the files.
    pub warnings: Vec<Diagnostic>,
}

/// Loads a model from all its files together.
///
/// Errors and warnings of every file come together, in the order of the files.
pub fn load(sources: &[SourceFile]) -> Result<Loaded, Vec<Diagnostic>> {
    let mut report = Report::new(sources);
    let declared = declare::collect(&mut report, sources);
    directives::check(&mut report, &declared);
    let mut model = types::build(&mut report, &declared);
    relations::resolve(&mut report, &declared, &mut model);
    names::check(&mut report, &declared, &model);
    interfaces::check(&mut report, &declared, &model);
    checks::check(&mut report, &declared, &mut model);
    rules::check(&mut report, &declared, &mut model);
    notes::warn(&mut report, &declared, &model);
    report.finish(model)
}
