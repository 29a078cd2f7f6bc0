//! The command line: one file a command. Each reads its arguments, calls the library and says what
//! happened; nothing is decided here that a program embedding Headwater would need.
//!
//! A command ends with 0, with 1 when it failed, or with 2 when it was called wrongly or the database
//! needs changes that lose data. Read [`Command`] first.

pub mod access;
pub mod check;
pub mod dev;
pub mod generate;
pub mod import;
pub mod init;
mod log;
pub mod migrate;
pub mod schema;
pub mod serve;
pub mod user;

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::PendingChanges;
pub use crate::app::Project;
use crate::config::Flags;

/// A GraphQL-first headless backend and CMS.
///
/// Write the content model as GraphQL SDL in schema/*.graphql; Headwater turns it into database
/// tables and a GraphQL API. Without a command it is `headwater dev`.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
struct Arguments {
    /// Folder with headwater.toml, schema/ and data/
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  headwater init blog                        make a new project
  headwater dev --project blog               serve it and follow changes of its schema
  headwater check                            what is wrong with the model
  headwater migrate plan                     what a changed model means for the database
  headwater user create --email ann@example.org --role admin
  headwater import posts.jsonl --collection Post
  headwater serve --listen 0.0.0.0:4000 --database-url postgres://localhost/blog

Every setting can be given in headwater.toml ([server] listen) or in the environment (HEADWATER_SERVER_LISTEN).";

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the project, follow changes of its schema and apply the safe ones
    Dev(dev::Args),
    /// Serve the project in production
    Serve(serve::Args),
    /// Make a new project
    Init(init::Args),
    /// Check the content model and report every mistake
    Check(check::Args),
    /// Print the schema of the project's GraphQL API
    Schema(schema::Args),
    /// Plan, apply or inspect changes of the database that follow from the model
    Migrate(migrate::Args),
    /// Make users, set their roles and passwords, take their access away
    User(user::Args),
    /// Tell who may do what by the model's rules, and why
    Access(access::Args),
    /// Load records from JSON Lines, JSON or CSV files
    Import(import::Args),
    /// Write code from the model
    Generate(generate::Args),
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        match error.is::<PendingChanges>() {
            true => ExitCode::from(migrate::NEEDS_CONSENT),
            false => ExitCode::FAILURE,
        }
    })
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // `init` makes the folder that the other commands need.
    let command = match arguments.command {
        Some(Command::Init(args)) => return init::run(&args),
        Some(command) => command,
        None => {
            eprintln!("no command given: starting `headwater dev` (see `headwater --help`)");
            Command::Dev(dev::Args::default())
        }
    };
    let project = Project::open(arguments.project, &arguments.flags)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Dev(args) => dev::run(&project, &args).await,
            Command::Serve(args) => serve::run(&project, &args).await,
            Command::Init(args) => init::run(&args),
            Command::Check(args) => check::run(&project, &args),
            Command::Schema(args) => schema::run(&project, &args),
            Command::Migrate(args) => migrate::run(&project, &args).await,
            Command::User(args) => user::run(&project, &args).await,
            Command::Access(args) => access::run(&project, &args).await,
            Command::Import(args) => import::run(&project, &args).await,
            Command::Generate(args) => generate::run(&project, &args),
        }
    })
}

/// Prints what a command was asked for. Whoever reads it may have read enough and be gone.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
