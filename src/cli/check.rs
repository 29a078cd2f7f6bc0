//! `headwater check`: reports every mistake of the model.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater check`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Reports every mistake of the project's model.
pub fn run(_project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater check` is still to come")
}
