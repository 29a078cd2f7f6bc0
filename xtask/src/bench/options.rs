//! The command line of `cargo xtask bench`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::{Long, Short, ValueExt};

use super::operations::{self, Operation};

pub const HELP: &str = "\
Measures Headwater over HTTP, beside hand-written SQL and static answers in the same run

Usage: cargo xtask bench [OPTIONS]

It builds Headwater and the yardstick (examples/yardstick.rs), makes rows, loads them into SQLite and into
a PostgreSQL that it starts itself, and drives five queries and three mutations over HTTP. Tables are printed and
written to `bench/report.md` and `bench/report.json` in cargo's target folder. docs/benchmarks.md explains them.

Options:
  --databases LIST    of sqlite, postgres; or none [default: sqlite,postgres]
  --queries LIST      of q1 to q5, or none [default: all]
  --no-writes         leave out creates and updates, by 1, 16 and 64 clients
  --connections N     open at once, each with one request at a time [default: 16]
  --rounds N          of each target and operation, in turn; the median counts [default: 3]
  --seconds N         that a round measures [default: 3]
  --growth [FACTOR]   on SQLite besides: 10 times the rows (with FACTOR, such as 100, that many times as well),
                      10 and 200 collections, 1 and 40 roles
  --live              subscriptions instead: how long after a write its watchers hear of it, and what they cost
  --subscribers N     the most of them [default: 10000]
  --profile NAME      dist, release or quick [default: dist]
  --binary PATH       measure this `headwater` instead of building one
  --yardstick PATH    and this yardstick
  --fresh             load the rows again, whatever an earlier run has left

Examples:
  cargo xtask bench                                              everything, for publishing
  cargo xtask bench --profile quick --databases sqlite --queries q1,q3 --seconds 1
  cargo xtask bench --queries none --databases sqlite            only writes
  cargo xtask bench --growth 100 --databases none                only how it grows
  cargo xtask bench --live --databases sqlite --seconds 10       only subscriptions
  cargo xtask bench --binary /tmp/old/headwater --databases sqlite
";

/// What to measure, and how.
#[derive(Debug, Clone)]
pub struct Options {
    pub databases: Vec<Database>,
    pub queries: Vec<&'static str>,
    pub connections: usize,
    pub rounds: usize,
    pub measured: Duration,
    /// The factors of rows to measure growth at; none for no growth.
    pub growth: Vec<u64>,
    pub profile: Profile,
    pub binary: Option<PathBuf>,
    pub yardstick: Option<PathBuf>,
    pub is_fresh: bool,
    /// Whether writes are measured too.
    pub writes: bool,
    /// Whether subscriptions are measured, and nothing else.
    pub is_live: bool,
    pub subscribers: usize,
}

/// Where the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// How programs are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dist,
    Release,
    Quick,
}

impl Profile {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dist => "dist",
            Self::Release => "release",
            Self::Quick => "quick",
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            databases: vec![Database::Sqlite, Database::Postgres],
            queries: operations::ALL.iter().map(|operation| operation.key).collect(),
            connections: 16,
            rounds: 3,
            measured: Duration::from_secs(3),
            growth: Vec::new(),
            profile: Profile::Dist,
            binary: None,
            yardstick: None,
            is_fresh: false,
            writes: true,
            is_live: false,
            subscribers: 10_000,
        }
    }
}

impl Options {
    /// The operations to measure.
    pub fn operations(&self) -> impl Iterator<Item = &'static Operation> {
        operations::ALL.iter().filter(|operation| self.queries.contains(&operation.key))
    }
}

/// Reads the arguments after `bench`. None when they ask for help.
pub fn parse(mut arguments: lexopt::Parser) -> Result<Option<Options>> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("databases") => options.databases = databases(&arguments.value()?.string()?)?,
            Long("queries") => options.queries = queries(&arguments.value()?.string()?)?,
            Long("connections") => options.connections = count(arguments.value()?, "--connections")?,
            Long("rounds") => options.rounds = count(arguments.value()?, "--rounds")?,
            Long("seconds") => options.measured = seconds(arguments.value()?)?,
            Long("growth") => options.growth = growth(&mut arguments)?,
            Long("live") => options.is_live = true,
            Long("subscribers") => options.subscribers = count(arguments.value()?, "--subscribers")?,
            Long("profile") => options.profile = profile(&arguments.value()?.string()?)?,
            Long("binary") => options.binary = Some(file(arguments.value()?)?),
            Long("yardstick") => options.yardstick = Some(file(arguments.value()?)?),
            Long("fresh") => options.is_fresh = true,
            Long("no-writes") => options.writes = false,
            Short('h') | Long("help") => return Ok(None),
            other => bail!("{}\n\n{HELP}", other.unexpected()),
        }
    }
    Ok(Some(options))
}

fn databases(list: &str) -> Result<Vec<Database>> {
    if list == "none" {
        return Ok(Vec::new());
    }
    let database = |name: &str| match name {
        "sqlite" => Ok(Database::Sqlite),
        "postgres" => Ok(Database::Postgres),
        other => bail!("`--databases` takes sqlite, postgres or none, not `{other}`"),
    };
    list.split(',').map(|name| database(name.trim())).collect()
}

fn queries(list: &str) -> Result<Vec<&'static str>> {
    let key = |name: &str| {
        let known = operations::ALL.iter().map(|operation| operation.key).find(|key| *key == name);
        known.with_context(|| format!("`--queries` takes q1 to q5, such as `q1,q3`, not `{name}`"))
    };
    if list == "none" {
        return Ok(Vec::new());
    }
    list.split(',').map(|name| key(name.trim())).collect()
}

fn count(value: OsString, option: &str) -> Result<usize> {
    let count = value.parse()?;
    ensure!(count > 0, "`{option}` takes a number from 1");
    Ok(count)
}

fn seconds(value: OsString) -> Result<Duration> {
    let seconds: f64 = value.parse()?;
    ensure!((0.1..=3_600.0).contains(&seconds), "`--seconds` takes a number from 0.1 to 3600");
    Ok(Duration::from_secs_f64(seconds))
}

/// 10, and the number that follows, if one does.
fn growth(arguments: &mut lexopt::Parser) -> Result<Vec<u64>> {
    let mut factors = vec![10];
    let value = match arguments.optional_value() {
        Some(value) => Some(value),
        None => arguments.try_raw_args().and_then(|mut rest| {
            let is_number = rest.peek()?.to_str()?.parse::<u64>().is_ok();
            is_number.then(|| rest.next()).flatten()
        }),
    };
    if let Some(value) = value {
        let factor = value.parse()?;
        ensure!((2..=1_000).contains(&factor), "`--growth` takes a factor from 2 to 1000");
        factors.push(factor);
        factors.sort_unstable();
        factors.dedup();
    }
    Ok(factors)
}

fn profile(name: &str) -> Result<Profile> {
    let profiles = [Profile::Dist, Profile::Release, Profile::Quick];
    let profile = profiles.into_iter().find(|profile| profile.name() == name);
    profile.with_context(|| format!("`--profile` takes dist, release or quick, not `{name}`"))
}

fn file(value: OsString) -> Result<PathBuf> {
    let path = PathBuf::from(value);
    path.canonicalize().with_context(|| format!("can't find {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(arguments: &[&str]) -> Result<Options> {
        Ok(parse(lexopt::Parser::from_args(arguments))?.unwrap_or_default())
    }

    #[test]
    fn growth_takes_a_factor_or_none() {
        assert_eq!(options(&["--growth"]).unwrap().growth, [10]);
        assert_eq!(options(&["--growth", "100"]).unwrap().growth, [10, 100]);
        assert_eq!(options(&["--growth=20", "--rounds", "1"]).unwrap().growth, [10, 20]);
        assert_eq!(options(&["--growth", "--rounds", "1"]).unwrap().rounds, 1);
    }

    #[test]
    fn mistakes_say_what_is_taken() {
        let mistake = |arguments| options(arguments).unwrap_err().to_string();
        assert_eq!(mistake(&["--queries", "q1,q9"]), "`--queries` takes q1 to q5, such as `q1,q3`, not `q9`");
        assert_eq!(mistake(&["--profile", "debug"]), "`--profile` takes dist, release or quick, not `debug`");
        assert_eq!(mistake(&["--rounds", "0"]), "`--rounds` takes a number from 1");
    }
}
