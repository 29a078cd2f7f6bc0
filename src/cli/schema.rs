//! `headwater schema`: prints the API's SDL.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater schema`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Prints the schema of the project's GraphQL API.
pub fn run(_project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater schema` is still to come")
}
