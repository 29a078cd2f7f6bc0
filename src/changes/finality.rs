//! Up to which position nothing can be missing any more.
//!
//! PostgreSQL hands out positions before the transactions that take them commit: when 7 can be seen, 6 may
//! still come. A reader that went on to 7 would lose it. Positions without a gap are certain. A gap is
//! certain to stay one when every transaction has ended that was writing to the log when the gap was seen:
//! no other one can have taken a position in it. Read [`Finality::learn`] first.

use std::collections::{HashSet, VecDeque};

use super::Position;

/// More would not help: the oldest decide.
const MOST_OBSERVED: usize = 64;

/// What is known of positions.
#[derive(Debug, Default)]
pub(super) struct Finality {
    /// Nothing can be missing up to here.
    up_to: Position,
    observed: VecDeque<Observed>,
    /// Counts what was learned.
    clock: u64,
}

/// A position that was seen, with those that may have taken one before it.
#[derive(Debug)]
struct Observed {
    position: Position,
    writers: HashSet<String>,
    at: u64,
}

/// When it was asked for who writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked(u64);

impl Finality {
    /// Nothing can be missing up to here.
    pub(super) fn up_to(&self) -> Position {
        self.up_to
    }

    /// To be called before it is asked for who writes.
    pub(super) fn ask(&self) -> Asked {
        Asked(self.clock)
    }

    /// Learns who writes to the log. It was asked for after that position was seen.
    pub(super) fn learn(&mut self, seen: Position, asked: Asked, writers: HashSet<String>) {
        // Of those that were observed later than that, one may have begun since.
        for observed in self.observed.iter_mut().filter(|observed| observed.at <= asked.0) {
            observed.writers.retain(|writer| writers.contains(writer));
        }
        self.clock += 1;
        let is_greatest = self.observed.back().is_none_or(|observed| seen > observed.position);
        if is_greatest && seen > self.up_to {
            self.observed.truncate(MOST_OBSERVED - 1);
            self.observed.push_back(Observed { position: seen, writers, at: self.clock });
        }
        while let Some(oldest) = self.observed.front()
            && oldest.writers.is_empty()
        {
            self.up_to = oldest.position;
            self.observed.pop_front();
        }
    }

    /// How many of the positions, which come after `after` and grow, have nothing missing before them.
    pub(super) fn certain(
        up_to: Position,
        after: Position,
        positions: impl Iterator<Item = Position>,
    ) -> usize {
        let mut last = after;
        positions
            .take_while(|position| {
                let is_certain = *position <= up_to || position.0 == last.0 + 1;
                last = *position;
                is_certain
            })
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(finality: &mut Finality, seen: i64, writers: &[&str]) -> i64 {
        let asked = finality.ask();
        finality.learn(Position(seen), asked, writers.iter().map(|name| (*name).to_owned()).collect());
        finality.up_to().0
    }

    fn certain(up_to: i64, after: i64, positions: &[i64]) -> usize {
        let positions = positions.iter().map(|position| Position(*position));
        Finality::certain(Position(up_to), Position(after), positions)
    }

    #[test]
    fn positions_without_a_gap_are_certain() {
        assert_eq!(certain(0, 0, &[1, 2, 4, 5]), 2);
        assert_eq!(certain(0, 0, &[2, 3]), 0);
        assert_eq!(certain(0, 7, &[8]), 1);
        assert_eq!(certain(5, 0, &[2, 5, 6, 8]), 3);
    }

    #[test]
    fn gap_is_certain_once_all_have_ended_that_wrote_when_it_was_seen() {
        let mut finality = Finality::default();
        assert_eq!(learn(&mut finality, 7, &["a", "b"]), 0);
        assert_eq!(learn(&mut finality, 9, &["b", "c"]), 0, "b still writes");
        assert_eq!(learn(&mut finality, 9, &["c", "d"]), 7, "c may have taken 8");
        assert_eq!(learn(&mut finality, 12, &[]), 12);
    }

    #[test]
    fn what_was_asked_for_before_says_nothing_of_what_was_seen_after() {
        let mut finality = Finality::default();
        let early = finality.ask();
        assert_eq!(learn(&mut finality, 7, &["late"]), 0);
        finality.learn(Position(5), early, HashSet::new());
        assert_eq!(finality.up_to(), Position(0), "`late` began after the question");
        assert_eq!(learn(&mut finality, 7, &["other"]), 7);
    }

    #[test]
    fn what_is_observed_stays_small() {
        let mut finality = Finality::default();
        for position in 1..1000 {
            learn(&mut finality, position, &["a"]);
        }
        assert_eq!(finality.observed.len(), MOST_OBSERVED);
        assert_eq!(learn(&mut finality, 1000, &[]), 1000);
    }
}
