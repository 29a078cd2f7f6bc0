//! When API tokens were used last: noted in memory, written together by whoever looks after it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// The tokens that were used and are not written down yet.
#[derive(Debug, Default)]
pub struct Usage {
    tokens: Mutex<BTreeSet<String>>,
    noted: Notify,
}

impl Usage {
    pub(super) fn note(&self, api_token: &str) {
        let is_new = self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(api_token.to_owned());
        if is_new {
            self.noted.notify_one();
        }
    }

    /// Takes what was noted; waits until something is.
    pub async fn take(&self) -> Vec<String> {
        loop {
            let taken = std::mem::take(&mut *self.tokens.lock().unwrap_or_else(PoisonError::into_inner));
            if !taken.is_empty() {
                return taken.into_iter().collect();
            }
            self.noted.notified().await;
        }
    }
}
