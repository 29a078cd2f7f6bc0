//! For whom a connection speaks while it lasts: its token is judged again when it may be worth less or more.
//!
//! Read [`Speaker`] first.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use futures_util::stream::{self, StreamExt};
use rand::RngExt;
use tokio::sync::watch;
use tokio::time::Instant;

use super::ServerState;
use super::credentials::Credentials;
use crate::access::{Actor, Identity};
use crate::auth::session::Judged;
use crate::auth::standing::Watched;
use crate::error::{Code, Error};
use crate::graphql::ready::Ready;
use crate::graphql::subscription::{Payloads, Standing};
use crate::live::Attending;

/// How often a token is judged again that nobody says anything of: what other nodes tell may be lost.
const RECHECK: Duration = Duration::from_secs(30);

/// When a token is judged again that could not be judged, or that still counts when it should be over.
const RETRY: Duration = Duration::from_secs(5);

/// For whom a connection speaks.
#[derive(Debug)]
pub struct Speaker {
    state: Arc<ServerState>,
    credentials: Credentials,
    actor: watch::Sender<Arc<Actor>>,
    watched: Option<Watched>,
    /// The log is followed while the user is watched.
    attending: Option<Attending>,
    /// When the token is to be judged again at the latest.
    due: Option<Instant>,
    /// It was heard that it is to be judged again.
    told: bool,
}

/// What became of a speaker who was judged again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They are who they were.
    Same,
    /// They are somebody else in the rules' eyes, and may do no less.
    Changed,
    /// They lost a role.
    LostRole,
}

impl Speaker {
    /// Judges what is shown.
    ///
    /// # Errors
    ///
    /// When it does not count.
    pub async fn introduce(state: Arc<ServerState>, credentials: Credentials) -> Result<Self, Error> {
        let moves = moves(&state);
        let judged = credentials.judge(&state).await?;
        let mut speaker = Self::new(state, credentials, judged);
        if moves != self::moves(&speaker.state) {
            speaker.judge().await?;
        }
        Ok(speaker)
    }

    /// Somebody who was judged just now, when that had changed so often.
    ///
    /// # Errors
    ///
    /// When they are somebody else by now than the one whose operation was made ready.
    pub async fn judged(
        state: Arc<ServerState>,
        credentials: Credentials,
        judged: Judged,
        moves: u64,
    ) -> Result<Self, Error> {
        let mut speaker = Self::new(state, credentials, judged);
        if moves != self::moves(&speaker.state) && speaker.judge().await? != Verdict::Same {
            let message = "what you may do has changed at this moment; try again";
            return Err(Error::new(Code::Unavailable, message));
        }
        Ok(speaker)
    }

    fn new(state: Arc<ServerState>, credentials: Credentials, judged: Judged) -> Self {
        let actor = watch::channel(Arc::new(judged.actor.clone())).0;
        let mut speaker =
            Self { state, credentials, actor, watched: None, attending: None, due: None, told: false };
        speaker.follow(&judged);
        speaker
    }

    /// Who it is now.
    pub fn actor(&self) -> Arc<Actor> {
        self.actor.borrow().clone()
    }

    /// The same, for operations that last.
    pub fn standing(&self) -> Standing {
        Standing::new(self.actor.subscribe())
    }

    /// The results of an operation that was made ready for whom it is now. What keeps it from starting is the first of
    /// them, and so is a fault in it.
    pub fn results(&self, ready: Ready) -> Payloads {
        // In a box of its own: what it takes to start is let go of once it has.
        let started = Box::pin(ready.subscribe(self.standing()));
        let payloads = stream::once(started)
            .map(|started| started.unwrap_or_else(|errors| stream::iter([Err(errors)]).boxed()))
            .flatten();
        // One operation's fault is not the others'.
        let payloads = AssertUnwindSafe(payloads).catch_unwind();
        let fault = || Error::internal(anyhow::anyhow!("an operation panicked"));
        payloads.map(move |polled| polled.unwrap_or_else(|_panic| Err(vec![fault()]))).boxed()
    }

    /// When it must be judged again, whatever is heard.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Whether it is heard already.
    pub fn is_told(&mut self) -> bool {
        self.told || self.watched.as_ref().is_some_and(Watched::has_changed)
    }

    /// Waits until it is heard that it must be judged again.
    pub async fn changed(&mut self) {
        match &mut self.watched {
            Some(watched) => watched.changed().await,
            None => std::future::pending().await,
        }
        self.told = true;
    }

    /// Judges again: one read.
    ///
    /// # Errors
    ///
    /// When the token does not count any more, or can't be judged; it is tried again soon then.
    pub async fn judge(&mut self) -> Result<Verdict, Error> {
        self.told = false;
        let judged = match self.credentials.judge(&self.state).await {
            Ok(judged) => judged,
            Err(error) => {
                self.due = Some(Instant::now() + RETRY);
                return Err(error);
            }
        };
        self.follow(&judged);
        let before = self.actor();
        let verdict = verdict(&before, &judged.actor);
        if verdict != Verdict::Same {
            self.actor.send_replace(Arc::new(judged.actor));
        }
        Ok(verdict)
    }

    /// Watches the user and the clock.
    fn follow(&mut self, judged: &Judged) {
        if !self.credentials.may_change() {
            return;
        }
        // Not all at the same moment.
        let net = RECHECK.mul_f64(rand::rng().random_range(0.8..1.2));
        let left = judged.until.map(|until| (until - Utc::now()).to_std().unwrap_or(Duration::ZERO));
        // A token counts to the end of its last second.
        let left = left.map(|left| if left.is_zero() { RETRY } else { left + Duration::from_secs(1) });
        self.due = Some(Instant::now() + left.map_or(net, |left| left.min(net)));
        let (Some(user_id), Some(auth)) = (judged.actor.user_id(), &self.state.auth) else { return };
        if self.watched.as_ref().is_none_or(|watched| watched.user_id() != user_id) {
            self.watched = Some(auth.standings().watch(user_id));
            // A change of the user's record is told, too.
            self.attending = self.state.executor.api().content().map(|content| content.live().attend());
        }
    }
}

/// Whether an error of a judgement means that the token counts no more. Otherwise nobody could be asked.
pub fn is_final(error: &Error) -> bool {
    matches!(error.code, Code::Unauthenticated | Code::Forbidden | Code::BadRequest)
}

/// Why operations end of who lost a role.
pub fn lost_role() -> Error {
    let message = "a role was taken away while the operation ran: ask for it again";
    Error::new(Code::Unauthenticated, message)
}

/// However a token came to count no more, operations end with the same code.
pub fn unauthenticated(error: Error) -> Error {
    match is_final(&error) {
        true => Error::new(Code::Unauthenticated, error.message),
        false => error,
    }
}

/// How often anything changed that tokens are worth.
pub fn moves(state: &ServerState) -> u64 {
    state.auth.as_ref().map_or(0, |auth| auth.standings().moves())
}

fn verdict(before: &Actor, now: &Actor) -> Verdict {
    if before.roles.iter().any(|role| !now.roles.has(role)) {
        return Verdict::LostRole;
    }
    let is_same = before.roles == now.roles
        && before.identity.as_deref().map(shown) == now.identity.as_deref().map(shown);
    if is_same { Verdict::Same } else { Verdict::Changed }
}

/// What rules read of somebody and what may change. What the token says stays as it is.
fn shown(identity: &Identity) -> (&str, &serde_json::Map<String, serde_json::Value>, Option<&str>) {
    (&identity.id, &identity.record, identity.impersonator.as_deref())
}
