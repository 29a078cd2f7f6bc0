//! `headwater migrate`: changes of the database that follow from the model. It never asks; what
//! loses data is done when a flag says so.

use std::process::ExitCode;

use anyhow::Context;

use crate::app::{LoadedModel, Project};
use crate::store::Store;
use crate::store::sync::{self, Consent, MigrationPlan, Outcome, Status};

/// The exit code that says: the plan loses data or can't be carried out.
pub(super) const NEEDS_CONSENT: u8 = 2;

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
    /// Print the changes in words and SQL; exit code 2 if they destroy data or can't be made
    Plan {
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Apply the changes, all of them or none; exit code 2 if they destroy data or can't be made
    Apply {
        /// Also apply changes that destroy data
        #[arg(long)]
        allow_destructive: bool,
    },
    /// Say whether the database is up to date, and how it differs from the model if not
    Status {},
}

/// How a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Plans, applies or reports changes of the database.
pub async fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    let loaded = project.load_model()?;
    let store = project.connect().await?;
    let code = match args.action {
        Action::Plan { format } => plan(&store, &loaded, format).await,
        Action::Apply { allow_destructive } => {
            let consent = if allow_destructive { Consent::Destructive } else { Consent::Safe };
            apply(&store, &loaded, consent).await
        }
        Action::Status {} => status(&store, &loaded).await,
    };
    store.close().await.context("can't close the database")?;
    code
}

async fn plan(store: &Store, loaded: &LoadedModel, format: Format) -> anyhow::Result<ExitCode> {
    let plan = sync::plan(store, &loaded.model).await.context("can't plan the changes")?;
    match format {
        Format::Text => print_with_sql(&plan),
        Format::Json => println!("{}", serde_json::to_string_pretty(&plan)?),
    }
    Ok(exit_code(&plan))
}

fn print_with_sql(plan: &MigrationPlan) {
    for step in &plan.steps {
        println!("{} {step}", step.kind.mark());
        for sql in &step.sql {
            println!("      {sql};");
        }
    }
    for difference in &plan.drift {
        println!("the database was changed by hand: {}", difference.words);
    }
    match (plan.is_empty(), plan.advice()) {
        (true, _) => println!("nothing to do: the database fits the model"),
        (false, None) => println!("\nnothing is lost: `headwater migrate apply` does it"),
        (false, Some(advice)) => println!("\n{advice}"),
    }
}

async fn apply(store: &Store, loaded: &LoadedModel, consent: Consent) -> anyhow::Result<ExitCode> {
    let outcome = sync::apply(store, &loaded.model, &loaded.sdl, consent).await;
    match outcome.context("nothing was changed")? {
        Outcome::UpToDate => {
            println!("nothing to do: the database fits the model");
            Ok(ExitCode::SUCCESS)
        }
        Outcome::Applied(plan) => {
            print!("{plan}");
            println!("\ndone: the database fits the model");
            Ok(ExitCode::SUCCESS)
        }
        Outcome::Refused(plan) => {
            print!("{plan}");
            eprintln!("\nnothing was changed: {}", plan.advice().unwrap_or_default());
            Ok(ExitCode::from(NEEDS_CONSENT))
        }
    }
}

async fn status(store: &Store, loaded: &LoadedModel) -> anyhow::Result<ExitCode> {
    let Status { applied, plan } =
        sync::status(store, &loaded.model).await.context("can't read the database")?;
    match &applied {
        Some(applied) => println!(
            "model {} was applied on {}",
            applied.version,
            applied.applied_at.format("%Y-%m-%d at %H:%M:%S UTC")
        ),
        None => println!("no model was applied to this database yet"),
    }
    match plan.steps.len() {
        0 => println!("the database fits the model"),
        1 => println!("1 change is pending:"),
        count => println!("{count} changes are pending:"),
    }
    print!("{plan}");
    Ok(ExitCode::SUCCESS)
}

fn exit_code(plan: &MigrationPlan) -> ExitCode {
    match plan.unsafe_steps().next() {
        Some(_) => ExitCode::from(NEEDS_CONSENT),
        None => ExitCode::SUCCESS,
    }
}
