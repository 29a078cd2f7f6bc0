//! The queries that are watched: found by what they ask, and by the collections that they depend on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::cohort::{Cohort, Key, Query};

/// The cohorts of this node. One that nobody watches is forgotten.
#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<Cohorts>);

#[derive(Debug, Default)]
struct Cohorts {
    by_key: HashMap<Key, Weak<Cohort>>,
    by_collection: HashMap<String, Vec<Weak<Cohort>>>,
    timed: Vec<Weak<Cohort>>,
}

impl Registry {
    /// The cohort of those who watch the same, or a new one.
    pub(super) fn join(&self, query: Query, make: impl FnOnce(Query) -> Arc<Cohort>) -> Arc<Cohort> {
        let mut cohorts = self.cohorts();
        let known = cohorts.by_key.get(&query.key).and_then(Weak::upgrade);
        if let Some(known) = known.filter(|known| !known.is_over()) {
            return known;
        }
        let key = query.key;
        let cohort = make(query);
        let weak = || Arc::downgrade(&cohort);
        for collection in cohort.collections() {
            cohorts.by_collection.entry(collection.to_owned()).or_default().push(weak());
        }
        if cohort.is_timed() {
            cohorts.timed.push(weak());
        }
        cohorts.by_key.insert(key, weak());
        cohort
    }

    /// Those that depend on records of the collection.
    pub(super) fn of(&self, collection: &str) -> Vec<Arc<Cohort>> {
        let mut cohorts = self.cohorts();
        let Some(found) = cohorts.by_collection.get_mut(collection) else { return Vec::new() };
        alive(found)
    }

    /// Those that change with time alone.
    pub(super) fn timed(&self) -> Vec<Arc<Cohort>> {
        alive(&mut self.cohorts().timed)
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<Arc<Cohort>> {
        let mut cohorts = self.cohorts();
        cohorts.by_key.retain(|_, cohort| cohort.strong_count() > 0);
        cohorts.by_key.values().filter_map(Weak::upgrade).collect()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all().len()
    }

    /// Forgets those that nobody watches.
    pub(super) fn sweep(&self) {
        let mut cohorts = self.cohorts();
        let is_alive = |cohort: &Weak<Cohort>| cohort.strong_count() > 0;
        cohorts.by_key.retain(|_, cohort| is_alive(cohort));
        cohorts.by_collection.values_mut().for_each(|found| found.retain(is_alive));
        cohorts.by_collection.retain(|_, found| !found.is_empty());
        cohorts.timed.retain(is_alive);
    }

    fn cohorts(&self) -> MutexGuard<'_, Cohorts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn alive(cohorts: &mut Vec<Weak<Cohort>>) -> Vec<Arc<Cohort>> {
    let found: Vec<Arc<Cohort>> = cohorts.iter().filter_map(Weak::upgrade).collect();
    if found.len() < cohorts.len() {
        cohorts.retain(|cohort| cohort.strong_count() > 0);
    }
    found
}
