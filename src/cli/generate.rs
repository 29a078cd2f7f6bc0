//! `headwater generate`: writes code from the model.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater generate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write
    #[command(subcommand)]
    pub what: What,
}

/// What to write.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// SeaORM entity modules of the collections
    Entities {},
}

/// Writes code from the project's model.
pub fn run(_project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    match args.what {
        What::Entities {} => anyhow::bail!("`headwater generate entities` is still to come"),
    }
}
