//! The last changes that were followed, so that streams need not read each of them from the database.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::changes::{Change, Position};

/// How many changes are kept.
const MOST: usize = 4_096;

/// The end of the log as it was followed, without a gap.
#[derive(Debug, Default)]
pub(super) struct Window(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Everything after this position is here.
    after: Position,
    up_to: Position,
    changes: VecDeque<Arc<Change>>,
}

impl Window {
    /// Begins anew behind that position.
    pub(super) fn begin(&self, at: Position) {
        *self.kept() = Kept { after: at, up_to: at, changes: VecDeque::new() };
    }

    /// Adds the changes that come next.
    pub(super) fn push(&self, changes: &[Arc<Change>], up_to: Position) {
        let mut kept = self.kept();
        kept.changes.extend(changes.iter().cloned());
        kept.up_to = up_to;
        while kept.changes.len() > MOST
            && let Some(gone) = kept.changes.pop_front()
        {
            kept.after = gone.position;
        }
    }

    /// At most so many changes of the collection after a position, and up to where all of them are among those;
    /// none when some of them are here no more.
    pub(super) fn since(
        &self,
        position: Position,
        collection: &str,
        limit: usize,
    ) -> Option<(Vec<Arc<Change>>, Position)> {
        let kept = self.kept();
        if position < kept.after || position > kept.up_to {
            return None;
        }
        let first = kept.changes.partition_point(|change| change.position <= position);
        let mut found = Vec::new();
        for change in kept.changes.iter().skip(first).filter(|change| change.collection == collection) {
            if found.len() == limit {
                let up_to = found.last().map_or(position, |last: &Arc<Change>| last.position);
                return Some((found, up_to));
            }
            found.push(change.clone());
        }
        Some((found, kept.up_to))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
