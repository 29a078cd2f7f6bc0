//! `headwater init`: makes a new project.

use std::process::ExitCode;

/// Arguments of `headwater init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to make
    pub dir: std::path::PathBuf,
}

/// Makes a new project.
pub fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("`headwater init` is still to come")
}
