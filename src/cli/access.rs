//! `headwater access`: who may do what, and why.
//!
//! Both answer what the queries `accessExplain` and `accessMatrix` do. Read [`run`] first.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::{Map, Value as Json};

use super::print;
use crate::access::Actor;
use crate::access::matrix::{Cell, Records, matrix};
use crate::app::{App, Project};
use crate::graphql::accesses::check_names;
use crate::graphql::executor::Asked;
use crate::http::Stage;
use crate::model::Model;

/// Arguments of `headwater access`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What to tell
    #[command(subcommand)]
    pub action: Action,
}

const EXAMPLES: &str = "\
Examples:
  headwater access explain --as ann@example.org --do UPDATE Post:1    which line grants or refuses it
  headwater access explain --do READ Post:1                           the same for who is not signed in
  headwater access explain --as ann@example.org --do CREATE Post
  headwater access matrix                                             role by type by action by fields
  headwater access matrix --role editor --type Post --format json";

/// What to tell.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Which line of the model lets a user do something to a record, or does not
    Explain {
        /// The user's address or id; without it, nobody who is signed in
        #[arg(long = "as", value_name = "USER")]
        user: Option<String>,
        /// READ, READ_DRAFTS, CREATE, UPDATE, DELETE or PUBLISH
        #[arg(long = "do", value_name = "ACTION", ignore_case = true)]
        action: Verb,
        /// The record, such as Post:1; the type alone for any record, or a new one
        record: String,
    },
    /// What each role may do to the records and fields of each type
    Matrix {
        /// Only this role
        #[arg(long)]
        role: Option<String>,
        /// Only this type
        #[arg(long = "type", value_name = "TYPE")]
        type_name: Option<String>,
        /// How it is written
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// An action of rules, as it is typed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
#[allow(missing_docs, reason = "the names are the model language's")]
#[value(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verb {
    Read,
    ReadDrafts,
    Create,
    Update,
    Delete,
    Publish,
}

/// How the table is written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Verb {
    fn action(self) -> crate::access::Action {
        use crate::access::Action;
        match self {
            Self::Read => Action::Read,
            Self::ReadDrafts => Action::ReadDrafts,
            Self::Create => Action::Create,
            Self::Update => Action::Update,
            Self::Delete => Action::Delete,
            Self::Publish => Action::Publish,
        }
    }
}

/// Tells who may do what, or why.
pub async fn run(project: &Project, args: &Args) -> anyhow::Result<ExitCode> {
    match &args.action {
        Action::Explain { user, action, record } => {
            let app = App::open(project.clone(), Stage::Production).await?;
            let told = explain(&app, user.as_deref(), action.action().name(), record).await;
            app.close().await?;
            print(&told?)?;
        }
        Action::Matrix { role, type_name, format } => {
            let model = project.load_model()?.model;
            let (role, type_name) = (role.as_deref(), type_name.as_deref());
            check_names(&model, role, type_name).map_err(|error| anyhow::anyhow!(error.message))?;
            let cells = matrix(&model, role, type_name);
            match format {
                Format::Text => print(&table(&model, &cells))?,
                Format::Json => print(&(serde_json::to_string_pretty(&cells)? + "\n"))?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

const QUESTION: &str = "query($as: String, $do: AccessAction!, $record: String!) {
  accessExplain(as: $as, do: $do, record: $record) {
    as roles allowed reason fields refusedFields lines { place field to do isAbout hasRole holds checks fields }
  }
}";

async fn explain(app: &App, user: Option<&str>, action: &str, record: &str) -> anyhow::Result<String> {
    let variables = [("as", user.into()), ("do", action.into()), ("record", record.into())];
    let variables: Map<String, Json> =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let actor = Actor::admin();
    let ready = app.executor().ready(Asked::new(&actor, QUESTION, variables));
    let ready = ready.map_err(|errors| anyhow::anyhow!("can't ask that: {errors:?}"))?;
    let answer: Json = serde_json::from_str(&ready.run().await.into_json())?;
    if let Some(message) = answer["errors"][0]["message"].as_str() {
        anyhow::bail!("{message}");
    }
    let verdict = answer["data"].get("accessExplain").context("the question has no answer")?;
    Ok(verdict_text(user, action, record, verdict))
}

fn verdict_text(user: Option<&str>, action: &str, record: &str, verdict: &Json) -> String {
    let who = user.unwrap_or("nobody who is signed in");
    let mut text = format!("{who} ({}): {action} {record}\n\n", words(&verdict["roles"]));
    let lines: Vec<&Json> = verdict["lines"].as_array().into_iter().flatten().collect();
    if lines.is_empty() {
        text += "  the type has no @allow line\n";
    }
    let rows: Vec<[String; 3]> = lines.into_iter().map(line_cells).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    for [place, says, outcome] in &rows {
        text += &format!("  {place:first$}  {says:second$}  {outcome}\n");
    }
    let allowed = verdict["allowed"] == true;
    text += &format!(
        "\n{}: {}\n",
        if allowed { "allowed" } else { "refused" },
        verdict["reason"].as_str().unwrap_or_default()
    );
    if allowed && action != "DELETE" && action != "PUBLISH" {
        text += &format!("  fields: {}\n", words(&verdict["fields"]));
        if verdict["refusedFields"].as_array().is_some_and(|fields| !fields.is_empty()) {
            text += &format!("  not:    {}\n", words(&verdict["refusedFields"]));
        }
    }
    text
}

/// Where the line stands, what it says, and what comes of it.
fn line_cells(line: &Json) -> [String; 3] {
    let place = line["place"].as_str().unwrap_or_default().to_owned();
    let on = line["field"].as_str().map(|field| format!("on {field}: ")).unwrap_or_default();
    let says = format!("{on}{} to {}", words(&line["do"]), words(&line["to"]));
    let outcome = match (&line["isAbout"], &line["hasRole"], &line["holds"]) {
        (Json::Bool(false), ..) => "is about something else",
        (_, Json::Bool(false), _) => "is for other roles",
        (.., Json::Bool(false)) => "does not hold for the record",
        (.., Json::Bool(true)) => "holds for the record",
        _ if line["checks"] == true => "holds if the record passes it",
        _ => "counts",
    };
    [place, says, outcome.to_owned()]
}

fn words(list: &Json) -> String {
    let words: Vec<&str> = list.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// The table for people.
fn table(model: &Model, cells: &[Cell]) -> String {
    let head = ["TYPE", "ROLE", "ACTION", "RECORDS", "FIELDS"].map(str::to_owned);
    let mut rows = vec![head];
    for cell in cells {
        let records = match cell.records {
            Records::All => "all".to_owned(),
            Records::None => "none".to_owned(),
            Records::Some => cell.filter.as_ref().map(ToString::to_string).unwrap_or_default(),
        };
        let role = cell.role.clone();
        rows.push([cell.type_name.clone(), role, cell.action.to_owned(), records, fields(model, cell)]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 4] = std::array::from_fn(width);
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths).map(|(text, width)| format!("{text:width$}"));
        format!("{}  {}", cells.collect::<Vec<_>>().join("  "), row[4]).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// The fields of a cell in few words.
fn fields(model: &Model, cell: &Cell) -> String {
    let is_about_fields = !matches!(cell.action, "DELETE" | "PUBLISH");
    if cell.records == Records::None || !is_about_fields {
        return String::new();
    }
    let own = model.collections.get(&cell.type_name).into_iter().flat_map(|known| known.fields.values());
    let all: Vec<&str> = own.map(|field| field.name.as_str()).collect();
    let missing: Vec<&str> =
        all.iter().filter(|name| !cell.fields.iter().any(|own| own == *name)).copied().collect();
    let mut text = match missing.len() {
        0 => return "all".to_owned(),
        few if few <= all.len() / 2 => format!("all but {}", missing.join(", ")),
        _ if cell.fields.is_empty() => "none".to_owned(),
        _ => cell.fields.join(", "),
    };
    if !cell.some_fields.is_empty() {
        text += &format!("; of some records {}", cell.some_fields.join(", "));
    }
    text
}
