//! A statement that reads, and what is known of how long it takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// After so many runs, a statement that was long may be short again: the table has an index now, or
/// the machine was busy.
const RUNS_UNTIL_TRIED_AGAIN: u8 = 100;

/// A statement that answers one row with one text. Keep it and run it again: the database keeps what
/// it has compiled by the text.
#[derive(Debug)]
pub struct ReadStatement {
    sql: Arc<str>,
    /// How many more runs it counts as long.
    long_for: AtomicU8,
}

impl ReadStatement {
    /// A statement of that text.
    pub fn new(sql: impl Into<Arc<str>>) -> Self {
        Self { sql: sql.into(), long_for: AtomicU8::new(0) }
    }

    /// The text.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The text, to be kept by others.
    pub(super) fn shared_sql(&self) -> Arc<str> {
        self.sql.clone()
    }

    /// Whether it may run on a thread that serves requests.
    pub(super) fn is_short(&self) -> bool {
        let runs = self.long_for.load(Ordering::Relaxed);
        if runs > 0 {
            // Two threads may count one run: nothing depends on the number.
            self.long_for.store(runs - 1, Ordering::Relaxed);
        }
        runs == 0
    }

    /// Notes that it took too long for a thread that serves requests.
    pub(super) fn note_long(&self) {
        self.long_for.store(RUNS_UNTIL_TRIED_AGAIN, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_statement_is_tried_again_after_a_while() {
        let statement = ReadStatement::new("SELECT 1");
        assert!(statement.is_short());
        statement.note_long();
        let runs = (0..300).position(|_| statement.is_short());
        assert_eq!(runs, Some(usize::from(RUNS_UNTIL_TRIED_AGAIN)));
    }
}
