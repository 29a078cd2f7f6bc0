//! `headwater check`: reports every mistake of the model, and of the settings that speak of it.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use serde_json::json;

use crate::app::Project;
use crate::channel::Rules;
use crate::graphql::{self, system};
use crate::model::diagnostics::render;
use crate::model::{self, Diagnostic, Loaded, SourceFile};

/// Arguments of `headwater check`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How to print what is found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on standard error
    #[default]
    Text,
    /// One JSON object, on standard output
    Json,
}

/// Reports every mistake of the project's model; ends with 1 when there is one.
///
/// # Errors
///
/// When the files can't be read, or the API can't be made from a model without mistakes.
pub fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    let sources = project.read_schema()?;
    let (found, loaded) = match model::load(&sources) {
        Ok(Loaded { model, warnings }) => (warnings, Some(model)),
        Err(found) => (found, None),
    };
    let mut channels = Vec::new();
    if let Some(model) = &loaded {
        graphql::build(model, system::FIELDS).context("can't make the API of this model")?;
        let rules = Rules::read(&project.config.channel, model);
        channels = rules.err().map(|invalid| invalid.problems).unwrap_or_default();
    }
    match args.format {
        Format::Text => {
            print_text(&found, &sources);
            channels.iter().for_each(|problem| eprintln!("error: headwater.toml: {problem}"));
        }
        Format::Json => print_json(&found, &channels)?,
    }
    Ok(if loaded.is_some() && channels.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_text(found: &[Diagnostic], sources: &[SourceFile]) {
    eprint!("{}", render(found, sources, std::io::stderr().is_terminal()));
    eprintln!("{}", summary(found, sources.len()));
}

fn print_json(found: &[Diagnostic], channels: &[String]) -> anyhow::Result<()> {
    let (mistakes, warnings) = count(found);
    let mut answer = json!({ "errors": mistakes, "warnings": warnings, "diagnostics": found });
    if !channels.is_empty() {
        answer["channels"] = json!(channels);
    }
    super::print(&format!("{answer}\n"))
}

fn count(found: &[Diagnostic]) -> (usize, usize) {
    let mistakes = found.iter().filter(|diagnostic| diagnostic.is_error()).count();
    (mistakes, found.len() - mistakes)
}

/// `the model has 2 mistakes and 1 warning in 3 files`
fn summary(found: &[Diagnostic], files: usize) -> String {
    let (mistakes, warnings) = count(found);
    let files = plural(files, "file");
    let warnings = (warnings > 0).then(|| plural(warnings, "warning"));
    match (mistakes, warnings) {
        (0, None) => format!("the model is right: {files} read"),
        (0, Some(warnings)) => format!("the model is right, with {warnings}: {files} read"),
        (_, None) => format!("the model has {}: {files} read", plural(mistakes, "mistake")),
        (_, Some(warnings)) => {
            format!("the model has {} and {warnings}: {files} read", plural(mistakes, "mistake"))
        }
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::diagnostics::Severity;

    #[test]
    fn the_summary_counts() {
        let source = SourceFile { path: "a".into(), text: String::new() };
        let of = |severity| Diagnostic::new(severity, &source, 0..0, "");
        assert_eq!(summary(&[], 1), "the model is right: 1 file read");
        let found = [of(Severity::Error), of(Severity::Warning), of(Severity::Error)];
        assert_eq!(summary(&found, 2), "the model has 2 mistakes and 1 warning: 2 files read");
    }
}
