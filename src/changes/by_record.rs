//! Something for each of many records, found without copying their names.

use std::collections::HashMap;

/// Values by collection and id.
#[derive(Debug)]
pub(super) struct ByRecord<T>(HashMap<String, HashMap<String, T>>);

impl<T> Default for ByRecord<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> ByRecord<T> {
    pub(super) fn get(&self, collection: &str, id: &str) -> Option<&T> {
        self.0.get(collection)?.get(id)
    }

    pub(super) fn get_mut(&mut self, collection: &str, id: &str) -> Option<&mut T> {
        self.0.get_mut(collection)?.get_mut(id)
    }

    pub(super) fn contains(&self, collection: &str, id: &str) -> bool {
        self.get(collection, id).is_some()
    }

    /// Puts the value there, and returns the one that was.
    pub(super) fn insert(&mut self, collection: &str, id: &str, value: T) -> Option<T> {
        match self.0.get_mut(collection) {
            Some(records) => records.insert(id.to_owned(), value),
            None => {
                self.0.insert(collection.to_owned(), HashMap::from([(id.to_owned(), value)]));
                None
            }
        }
    }

    pub(super) fn clear(&mut self) {
        // Their room is kept: an import fills them again.
        self.0.values_mut().for_each(HashMap::clear);
    }
}
