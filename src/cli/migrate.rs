//! `headwater migrate`: changes of the database that follow from the model.

use std::process::ExitCode;

use super::Project;

/// Arguments of `headwater migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub action: Action,
}

/// What to do about the changes.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Print the changes in words and SQL; exit code 2 if they destroy data
    Plan {},
    /// Apply the changes
    Apply {
        /// Also apply changes that destroy data
        #[arg(long)]
        allow_destructive: bool,
    },
    /// Say whether the database is up to date, and how it differs from the model if not
    Status {},
}

/// Plans, applies or reports changes of the database.
pub async fn run(_project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    match args.action {
        Action::Plan {} | Action::Apply { .. } | Action::Status {} => {
            anyhow::bail!("`headwater migrate` is still to come")
        }
    }
}
