//! `headwater dev`: serves a project under development.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater dev`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Serves the project and follows changes of its schema.
pub async fn run(_project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater dev` is still to come")
}
