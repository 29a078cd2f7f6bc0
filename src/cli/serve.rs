//! `headwater serve`: serves a project in production.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater serve`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Serves the project until it is told to stop.
pub async fn run(_project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater serve` is still to come")
}
