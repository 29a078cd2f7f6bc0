//! From rounds to one number.

use super::{Measured, Round};

/// The medians of the rounds.
pub(super) fn summarize(rounds: &[Round]) -> Measured {
    let of = |value: fn(&Round) -> f64| median(rounds.iter().map(value).collect());
    let database: Vec<f64> = rounds.iter().filter_map(|round| round.database_us).collect();
    Measured {
        requests_per_second: of(|round| round.requests_per_second),
        rounds: rounds.iter().map(|round| round.requests_per_second).collect(),
        p50_us: of(|round| round.p50_us),
        p99_us: of(|round| round.p99_us),
        server_us: of(|round| round.server_us),
        database_us: (!database.is_empty()).then(|| median(database)),
        load_us: of(|round| round.load_us),
        answer_bytes: of(|round| round.answer_bytes),
        others: of(|round| round.others),
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
    use std::time::Duration;

    use hdrhistogram::Histogram;

    use super::super::{Sample, Times};
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), 0.0);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    fn sample(answers: u64, readings: [u64; 2]) -> Sample<Times> {
        let mut latencies = Histogram::<u64>::new(3).unwrap();
        for microseconds in 1..=answers {
            latencies.record(microseconds).unwrap();
        }
        let readings = readings.map(|milliseconds| Times {
            server: Duration::from_millis(milliseconds),
            database: Some(Duration::from_millis(2 * milliseconds)),
            load: Duration::from_millis(3 * milliseconds),
            machine: Duration::from_millis(7 * milliseconds),
        });
        Sample { elapsed: Duration::from_secs(2), answers, bytes: 50 * answers, latencies, readings }
    }

    #[test]
    fn a_round_is_told_for_one_request() {
        let round = Round::new(&sample(100, [10, 40])).unwrap();
        let processors = std::thread::available_parallelism().unwrap().get() as f64;
        let close = |left: f64, right: f64| (left - right).abs() < 1e-6;
        assert_eq!((round.requests_per_second, round.answer_bytes), (50.0, 50.0));
        assert_eq!((round.p50_us, round.p99_us), (50.0, 99.0));
        assert!(close(round.server_us, 300.0));
        assert!(close(round.database_us.unwrap(), 600.0));
        assert!(close(round.load_us, 900.0));
        assert!(close(round.others, 0.015 / processors), "30 ms in 2 s: {}", round.others);
    }

    #[test]
    fn a_round_without_answers_is_none() {
        assert!(Round::new(&sample(0, [10, 40])).is_none());
    }

    #[test]
    fn the_median_of_the_rounds_counts() {
        let round = |rate| {
            let round = Round::new(&sample(100, [10, 40])).unwrap();
            Round { requests_per_second: rate, database_us: None, ..round }
        };
        let measured = summarize(&[round(90.0), round(110.0), round(10.0)]);
        assert_eq!(measured.requests_per_second, 90.0);
        assert_eq!(measured.rounds, [90.0, 110.0, 10.0]);
        assert!(measured.database_us.is_none());
    }
}
