//! What a token is worth may change while a connection lasts. Whoever changes that says so here, and those who
//! watch the user judge their tokens again.
//!
//! A change costs as much as there are connections of that one user. Read [`Standings`] first.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::watch;

/// Tells other nodes that a user's standing changed here.
pub type Forward = Box<dyn Fn(&str) + Send + Sync>;

/// Who watches which user. Clones share it.
#[derive(Clone, Default)]
pub struct Standings(Arc<Inner>);

#[derive(Default)]
struct Inner {
    watched: Mutex<HashMap<Arc<str>, watch::Sender<()>>>,
    /// How often anything changed.
    moves: AtomicU64,
    forward: OnceLock<Forward>,
}

/// One who watches a user, until it is dropped.
pub struct Watched {
    user_id: Arc<str>,
    heard: watch::Receiver<()>,
    standings: Standings,
}

impl Standings {
    /// What the tokens of that user are worth changed here, and the change is committed: a session ended, a
    /// password was set, roles were given or taken, the account was disabled or is gone.
    pub fn changed(&self, user_id: &str) {
        self.heard(user_id);
        if let Some(forward) = self.0.forward.get() {
            forward(user_id);
        }
    }

    /// Another node says that it changed there.
    pub fn heard(&self, user_id: &str) {
        self.0.moves.fetch_add(1, Ordering::SeqCst);
        if let Some(watched) = self.watched().get(user_id) {
            watched.send_replace(());
        }
    }

    /// Another node may have said of anybody that it changed there.
    pub fn all_heard(&self) {
        self.0.moves.fetch_add(1, Ordering::SeqCst);
        self.watched().values().for_each(|watched| {
            watched.send_replace(());
        });
    }

    /// From now on that function is told of every user whose standing changes here, so that other nodes hear
    /// of it. The first one stays.
    pub fn forward_to(&self, forward: impl Fn(&str) + Send + Sync + 'static) {
        // A server has one way to the others.
        let _ = self.0.forward.set(Box::new(forward));
    }

    /// How often anything changed. Who reads it before a token is judged, and again once its user is watched,
    /// knows whether anything may have been missed in between.
    pub fn moves(&self) -> u64 {
        self.0.moves.load(Ordering::SeqCst)
    }

    /// Watches the user.
    pub fn watch(&self, user_id: &str) -> Watched {
        let mut watched = self.watched();
        let (user_id, heard) = match watched.get_key_value(user_id) {
            Some((user_id, sender)) => (user_id.clone(), sender.subscribe()),
            None => {
                let (user_id, (sender, heard)) = (Arc::<str>::from(user_id), watch::channel(()));
                watched.insert(user_id.clone(), sender);
                (user_id, heard)
            }
        };
        Watched { user_id, heard, standings: self.clone() }
    }

    fn watched(&self) -> MutexGuard<'_, HashMap<Arc<str>, watch::Sender<()>>> {
        self.0.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    /// Who is watched.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Whether the user's standing changed since [`Watched::changed`] was called last.
    pub fn has_changed(&self) -> bool {
        self.heard.has_changed().unwrap_or(false)
    }

    /// Waits until the user's standing changed since this was called last.
    pub async fn changed(&mut self) {
        if self.heard.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut watched = self.standings.watched();
        // This one is still counted.
        if watched.get(&self.user_id).is_some_and(|sender| sender.receiver_count() <= 1) {
            watched.remove(&self.user_id);
        }
    }
}

impl fmt::Debug for Standings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Standings").field("users", &self.watched().len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watched").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn only_those_who_watch_the_user_are_told() {
        let standings = Standings::default();
        let told = Arc::new(Mutex::new(Vec::new()));
        let others = told.clone();
        standings.forward_to(move |user_id| others.lock().unwrap().push(user_id.to_owned()));
        let (mut ada, mut also_ada, mut bob) =
            (standings.watch("ada"), standings.watch("ada"), standings.watch("bob"));
        standings.changed("ada");
        standings.heard("carol");
        assert!(ada.changed().now_or_never().is_some() && also_ada.changed().now_or_never().is_some());
        assert!(ada.changed().now_or_never().is_none() && bob.changed().now_or_never().is_none());
        assert_eq!((told.lock().unwrap().as_slice(), standings.moves()), (&["ada".to_owned()][..], 2));
        drop((ada, bob));
        assert_eq!(standings.watched().len(), 1);
        drop(also_ada);
        assert_eq!(standings.watched().len(), 0);
    }
}
