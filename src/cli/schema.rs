//! `headwater schema`: prints the API's SDL.

use std::process::ExitCode;

use crate::app::Project;
use crate::graphql::{self, system};

/// Arguments of `headwater schema`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Prints the schema of the project's GraphQL API.
pub fn run(project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    let loaded = project.load_model()?;
    let schema = graphql::build(&loaded.model, system::FIELDS)?;
    super::print(&schema.sdl)?;
    Ok(ExitCode::SUCCESS)
}
