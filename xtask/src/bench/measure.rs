//! Measuring: targets take turns, so that what else the machine does hits all of them, and the median
//! of the rounds counts.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::load::{self, Amount, Sample, Target};
use super::options::Options;
use super::process::processor_time;
use crate::command;

/// A server's path that answers one operation.
pub struct Contender<'a> {
    /// For progress.
    pub name: &'a str,
    pub target: Target,
    /// The server's process.
    pub pid: u32,
    /// Reads the processor time that a database server apart has spent.
    pub database_time: Option<&'a dyn Fn() -> Result<Duration>>,
    /// What to do before each round.
    pub before: &'a dyn Fn() -> Result<()>,
}

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
    pub answer_bytes: f64,
}

/// One round's numbers.
#[derive(Debug)]
struct Round {
    requests_per_second: f64,
    p50_us: f64,
    p99_us: f64,
    server_us: f64,
    database_us: Option<f64>,
    answer_bytes: f64,
}

/// Measures all of them in turn, round by round. The results are in the order of the contenders.
pub fn measure(operation: &str, contenders: &[Contender<'_>], options: &Options) -> Result<Vec<Measured>> {
    let mut rounds: Vec<Vec<Round>> = contenders.iter().map(|_| Vec::new()).collect();
    for number in 1..=options.rounds {
        for (contender, rounds) in contenders.iter().zip(&mut rounds) {
            if command::is_interrupted() {
                bail!("interrupted");
            }
            let round = run(contender, options)
                .with_context(|| format!("can't measure {operation} on {}", contender.name))?;
            println!(
                "{operation}  round {number} of {}  {:<14} {:>9.0} requests/s",
                options.rounds, contender.name, round.requests_per_second
            );
            rounds.push(round);
        }
    }
    Ok(rounds.iter().map(|rounds| summarize(rounds)).collect())
}

fn run(contender: &Contender<'_>, options: &Options) -> Result<Round> {
    (contender.before)()?;
    let amount = Amount {
        connections: options.connections,
        warm_up: (options.measured / 3).min(Duration::from_secs(1)),
        measured: options.measured,
    };
    let sample = load::run(&contender.target, amount, || {
        let database = contender.database_time.map(|read| read()).transpose()?;
        Ok((processor_time(contender.pid)?, database))
    })?;
    Ok(Round::new(&sample))
}

impl Round {
    fn new(sample: &Sample<(Duration, Option<Duration>)>) -> Self {
        let answers = sample.answers.max(1) as f64;
        let [first, last] = &sample.readings;
        let for_one =
            |first: Duration, last: Duration| last.saturating_sub(first).as_secs_f64() * 1e6 / answers;
        Self {
            requests_per_second: sample.answers as f64 / sample.elapsed.as_secs_f64(),
            p50_us: sample.latencies.value_at_quantile(0.5) as f64,
            p99_us: sample.latencies.value_at_quantile(0.99) as f64,
            server_us: for_one(first.0, last.0),
            database_us: first.1.zip(last.1).map(|(first, last)| for_one(first, last)),
            answer_bytes: sample.bytes as f64 / answers,
        }
    }
}

fn summarize(rounds: &[Round]) -> Measured {
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
    let database: Vec<f64> = rounds.iter().filter_map(|round| round.database_us).collect();
    Measured {
        requests_per_second: of(|round| round.requests_per_second),
        rounds: rounds.iter().map(|round| round.requests_per_second).collect(),
        p50_us: of(|round| round.p50_us),
        p99_us: of(|round| round.p99_us),
        server_us: of(|round| round.server_us),
        database_us: (!database.is_empty()).then(|| median(database)),
        answer_bytes: of(|round| round.answer_bytes),
    }
}

/// The value in the middle; of an even number, the mean of the two there. 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (None, _) => 0.0,
        (Some(value), 1) => *value,
        (Some(value), _) => f64::midpoint(values[middle - 1], *value),
    }
}

#[cfg(test)]
mod tests {
    use hdrhistogram::Histogram;

    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), 0.0);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn a_round_is_told_for_one_request() {
        let mut latencies = Histogram::<u64>::new(3).unwrap();
        for microseconds in 1..=100 {
            latencies.record(microseconds).unwrap();
        }
        let at = |milliseconds| {
            (Duration::from_millis(milliseconds), Some(Duration::from_millis(2 * milliseconds)))
        };
        let sample = Sample {
            elapsed: Duration::from_secs(2),
            answers: 100,
            bytes: 5_000,
            latencies,
            readings: [at(10), at(40)],
        };
        let round = Round::new(&sample);
        assert_eq!((round.requests_per_second, round.answer_bytes), (50.0, 50.0));
        assert_eq!((round.p50_us, round.p99_us), (50.0, 99.0));
        assert!((round.server_us - 300.0).abs() < 1e-6);
        assert!((round.database_us.unwrap() - 600.0).abs() < 1e-6);
    }

    #[test]
    fn the_median_of_the_rounds_counts() {
        let round = |rate| Round {
            requests_per_second: rate,
            p50_us: 1.0,
            p99_us: 2.0,
            server_us: 3.0,
            database_us: None,
            answer_bytes: 4.0,
        };
        let measured = summarize(&[round(90.0), round(110.0), round(10.0)]);
        assert_eq!(measured.requests_per_second, 90.0);
        assert_eq!(measured.rounds, [90.0, 110.0, 10.0]);
        assert!(measured.database_us.is_none());
    }
}
