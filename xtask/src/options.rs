//! The command line of `cargo xtask`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};

use crate::bench;
use crate::command::repository;

pub const HELP: &str = "\
The project's own commands

Usage: cargo xtask <COMMAND>

Commands:
  test    everything that must hold before a change lands: format, clippy, all tests on SQLite and
          on a real PostgreSQL that it starts itself, the admin UI's checks, journeys in a browser
  bench   measures Headwater over HTTP beside hand-written SQL and static answers;
          `cargo xtask bench --help` lists its options
  screenshots
          pictures of every page of the admin UI, in light, dark and at a phone's width
  help    this text

Options of `test`, for a quick look while working (what they leave out is said at the end):
  --filter TEXT   only the Rust tests whose name contains TEXT
  --no-ui         without the admin UI and the browser

Options of `screenshots`:
  --out FOLDER    where to put them; `target/screenshots` by default
";

/// What to do.
pub enum Task {
    Help(&'static str),
    Test(TestOptions),
    Bench(bench::options::Options),
    Screenshots(PathBuf),
}

/// The options of `cargo xtask test`.
#[derive(Default)]
pub struct TestOptions {
    /// Only the Rust tests whose name contains this.
    pub filter: Option<String>,
    /// Leave out the admin UI and the browser.
    pub no_ui: bool,
}

/// Reads the arguments of this process.
pub fn parse() -> Result<Task> {
    let mut arguments = lexopt::Parser::from_env();
    match arguments.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Task::Help(HELP)),
        Some(Value(name)) if name == "help" => Ok(Task::Help(HELP)),
        Some(Value(name)) if name == "test" => parse_test(arguments),
        Some(Value(name)) if name == "screenshots" => parse_screenshots(arguments),
        Some(Value(name)) if name == "bench" => {
            Ok(bench::options::parse(arguments)?.map_or(Task::Help(bench::options::HELP), Task::Bench))
        }
        Some(other) => bail!("{}\n\n{HELP}", other.unexpected()),
    }
}

fn parse_test(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut options = TestOptions::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("filter") => options.filter = Some(arguments.value()?.string()?),
            Long("no-ui") => options.no_ui = true,
            Short('h') | Long("help") => return Ok(Task::Help(HELP)),
            other => bail!("{}\n\n{HELP}", other.unexpected()),
        }
    }
    Ok(Task::Test(options))
}

fn parse_screenshots(mut arguments: lexopt::Parser) -> Result<Task> {
    let mut folder = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("out") => folder = Some(PathBuf::from(arguments.value()?)),
            Short('h') | Long("help") => return Ok(Task::Help(HELP)),
            other => bail!("{}\n\n{HELP}", other.unexpected()),
        }
    }
    let folder = folder.unwrap_or_else(|| repository().join("target/screenshots"));
    Ok(Task::Screenshots(std::path::absolute(folder)?))
}
