//! `headwater import`: loads records from files.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to load: .jsonl, .json or .csv
    #[arg(required = true)]
    pub files: Vec<std::path::PathBuf>,
}

/// Loads the records of the files.
pub async fn run(_project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater import` is still to come")
}
