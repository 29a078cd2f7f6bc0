//! Measuring: contenders take turns, so that what else the machine does hits all of them, and the
//! median of the rounds counts.

mod statistics;

use std::io::{Write, stdout};
use std::time::Duration;

use anyhow::{Context, Error, Result, bail};
use serde::Serialize;

pub use statistics::median;

use super::load::{self, Amount, Sample, Target};
use super::options::Options;
use super::process::{Server, machine_time, processor_time};
use super::table::grouped;
use crate::command;
use statistics::summarize;

/// The longest that a round runs before it is measured.
const LONGEST_WARM_UP: Duration = Duration::from_secs(1);

/// A server's path that answers one operation.
pub struct Contender<'a> {
    /// For progress.
    pub name: String,
    pub server: &'a Server,
    pub target: Target,
    /// The connections that are open at once.
    pub connections: usize,
    /// Reads the processor time of a database server apart.
    pub database_time: DatabaseTime<'a>,
}

/// Reads the processor time of a database server, where it is one.
pub type DatabaseTime<'a> = Option<&'a dyn Fn() -> Result<Duration>>;

/// Medians over the rounds.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    pub requests_per_second: f64,
    /// The requests per second of each round, as they came.
    pub rounds: Vec<f64>,
    pub p50_us: f64,
    pub p99_us: f64,
    /// Processor time of the server for one request.
    pub server_us: f64,
    /// The same of the database server, where it is one.
    pub database_us: Option<f64>,
    /// The same of the load generator.
    pub load_us: f64,
    pub answer_bytes: f64,
    /// The part of the machine's processors that other programs took.
    pub others: f64,
}

impl Measured {
    /// Processor time of one request, over everything that takes part in it. Unlike requests per second it
    /// hardly depends on what else the machine does.
    pub fn total_us(&self) -> f64 {
        self.server_us + self.database_us.unwrap_or_default() + self.load_us
    }
}

/// One round's numbers.
#[derive(Debug)]
struct Round {
    requests_per_second: f64,
    p50_us: f64,
    p99_us: f64,
    server_us: f64,
    database_us: Option<f64>,
    load_us: f64,
    answer_bytes: f64,
    others: f64,
}

/// Processor times up to a moment.
#[derive(Debug, Clone, Copy)]
struct Times {
    server: Duration,
    database: Option<Duration>,
    load: Duration,
    /// Of everything that runs on the machine.
    machine: Duration,
}

/// Measures all of them in turn, round by round. The results are in the order of the contenders; one
/// that fails is left out from then on.
///
/// # Errors
///
/// When it is interrupted.
pub fn measure(
    operation: &str,
    contenders: &[Contender<'_>],
    options: &Options,
) -> Result<Vec<Result<Measured>>> {
    let mut rounds: Vec<Result<Vec<Round>>> = contenders.iter().map(|_| Ok(Vec::new())).collect();
    for number in 1..=options.rounds {
        for (contender, rounds) in contenders.iter().zip(&mut rounds) {
            let Ok(earlier) = rounds else { continue };
            if command::is_interrupted() {
                bail!("interrupted");
            }
            print!("{operation}  round {number} of {}  {:<24} ", options.rounds, contender.name);
            stdout().flush()?;
            match run(contender, options) {
                Ok(round) => {
                    println!("{:>9} requests/s", grouped(round.requests_per_second));
                    earlier.push(round);
                }
                Err(error) => {
                    println!("failed: {error:#}");
                    *rounds = Err(explain(error, operation, contender));
                }
            }
        }
    }
    Ok(rounds.into_iter().map(|rounds| rounds.map(|rounds| summarize(&rounds))).collect())
}

fn explain(error: Error, operation: &str, contender: &Contender<'_>) -> Error {
    error.context(format!(
        "can't measure {operation} on {}, whose log ends with\n{}\n",
        contender.name,
        contender.server.log_end()
    ))
}

fn run(contender: &Contender<'_>, options: &Options) -> Result<Round> {
    contender.server.empty_log()?;
    let amount = Amount {
        connections: contender.connections,
        warm_up: (options.measured / 3).min(LONGEST_WARM_UP),
        measured: options.measured,
    };
    let sample = load::run(&contender.server.address, &contender.target, amount, || Times::read(contender))?;
    Round::new(&sample).context("no answer came in time")
}

impl Times {
    fn read(contender: &Contender<'_>) -> Result<Self> {
        Ok(Self {
            server: processor_time(contender.server.pid())?,
            database: contender.database_time.map(|read| read()).transpose()?,
            load: processor_time(std::process::id())?,
            machine: machine_time()?,
        })
    }
}

impl Round {
    /// None without an answer.
    fn new(sample: &Sample<Times>) -> Option<Self> {
        if sample.answers == 0 {
            return None;
        }
        let answers = sample.answers as f64;
        let [first, last] = &sample.readings;
        let took = |of: fn(&Times) -> Duration| of(last).saturating_sub(of(first)).as_secs_f64();
        let [server, load, machine] = [took(|t| t.server), took(|t| t.load), took(|t| t.machine)];
        let database = first.database.map(|_| took(|times| times.database.unwrap_or_default()));
        let processors = std::thread::available_parallelism().map_or(1.0, |count| count.get() as f64);
        let others = (machine - server - load - database.unwrap_or_default()).max(0.0);
        Some(Self {
            requests_per_second: answers / sample.elapsed.as_secs_f64(),
            p50_us: sample.latencies.value_at_quantile(0.5) as f64,
            p99_us: sample.latencies.value_at_quantile(0.99) as f64,
            server_us: server * 1e6 / answers,
            database_us: database.map(|database| database * 1e6 / answers),
            load_us: load * 1e6 / answers,
            answer_bytes: sample.bytes as f64 / answers,
            others: others / sample.elapsed.as_secs_f64() / processors,
        })
    }
}
