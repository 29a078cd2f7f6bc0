//! placeholder until the branch `log` is merged
use crate::store::Store;
/// The log.
#[derive(Debug, Clone)]
pub struct Log;
impl Log {
    /// The log of that database.
    pub fn new(_store: Store) -> Self {
        Self
    }
    /// Wakes.
    pub fn wake(&self) {}
}
