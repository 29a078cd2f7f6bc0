//! When writes were sent and answered, and when subscribers heard of them.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use anyhow::Result;
use hdrhistogram::Histogram;
use serde::Serialize;

use super::watched::FIRST;

/// The longest time that is told apart, in microseconds: five minutes.
const LONGEST: u64 = 300_000_000;

/// The writes of one run, by their numbers.
pub struct Deliveries {
    first: u64,
    writes: RefCell<Vec<Write>>,
    /// From the mutation's answer; nothing for what arrives before it.
    after_answer: RefCell<Histogram<u64>>,
    after_sending: RefCell<Histogram<u64>>,
    pub heard: Cell<u64>,
    mutations: RefCell<Histogram<u64>>,
}

struct Write {
    sent: Instant,
    answered: Option<Instant>,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Times {
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
}

impl Deliveries {
    /// Of the writes from that number on.
    pub fn from(first: u64) -> Result<Self> {
        let histogram = || Ok::<_, anyhow::Error>(RefCell::new(Histogram::new_with_bounds(1, LONGEST, 3)?));
        Ok(Self {
            first,
            writes: RefCell::default(),
            after_answer: histogram()?,
            after_sending: histogram()?,
            heard: Cell::new(0),
            mutations: histogram()?,
        })
    }

    pub fn send(&self) {
        self.writes.borrow_mut().push(Write { sent: Instant::now(), answered: None });
    }

    pub fn answer(&self) {
        if let Some(write) = self.writes.borrow_mut().last_mut() {
            let now = Instant::now();
            write.answered = Some(now);
            record(&self.mutations, now - write.sent);
        }
    }

    /// The number of the first write.
    pub fn first(&self) -> u64 {
        self.first
    }

    pub fn count(&self) -> u64 {
        self.writes.borrow().len() as u64
    }

    /// Somebody has heard of the write, if it is one of these.
    pub fn hear(&self, number: u64) {
        let place = number.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        let writes = self.writes.borrow();
        let Some(write) = place.and_then(|place| writes.get(place)) else { return };
        let now = Instant::now();
        record(&self.after_sending, now - write.sent);
        let answered =
            write.answered.map_or(Duration::ZERO, |answered| now.saturating_duration_since(answered));
        record(&self.after_answer, answered);
        self.heard.set(self.heard.get() + 1);
    }

    pub fn after_answer(&self) -> Times {
        times(&self.after_answer.borrow())
    }

    pub fn after_sending(&self) -> Times {
        times(&self.after_sending.borrow())
    }

    pub fn mutations(&self) -> Times {
        times(&self.mutations.borrow())
    }
}

impl Default for Times {
    fn default() -> Self {
        Self { p50: 0.0, p99: 0.0, max: 0.0 }
    }
}

fn record(histogram: &RefCell<Histogram<u64>>, time: Duration) {
    let microseconds = u64::try_from(time.as_micros()).unwrap_or(LONGEST);
    histogram.borrow_mut().saturating_record(microseconds);
}

fn times(histogram: &Histogram<u64>) -> Times {
    let milliseconds = |microseconds: u64| microseconds as f64 / 1e3;
    Times {
        p50: milliseconds(histogram.value_at_quantile(0.5)),
        p99: milliseconds(histogram.value_at_quantile(0.99)),
        max: milliseconds(histogram.max()),
    }
}

/// Numbers for the writes, each greater than those before.
pub struct Numbers(Cell<u64>);

impl Numbers {
    pub fn new() -> Self {
        Self(Cell::new(FIRST))
    }

    pub fn next(&self) -> u64 {
        self.0.replace(self.0.get() + 1)
    }

    /// The number that is next.
    pub fn upcoming(&self) -> u64 {
        self.0.get()
    }
}
