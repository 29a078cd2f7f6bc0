//! Being in a channel, from the first event to the last. Read [`Membership::next`] first.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::Channels;
use super::event::Told;
use super::judge::Judge;
use super::queue::{Next, Queue};
use super::rules::Action;
use crate::access::Actor;
use crate::error::{Code, Error};

/// How long somebody may stay before it is judged anew whether they may be here.
pub(super) const JUDGED_EVERY: Duration = Duration::from_secs(60);
/// How long to wait when that could not be judged.
const JUDGED_AGAIN: Duration = Duration::from_secs(5);

/// Somebody's place in a channel. They leave when it is dropped.
#[derive(Debug)]
pub struct Membership {
    pub(super) channels: Channels,
    pub(super) channel: Arc<str>,
    pub(super) id: Arc<str>,
    pub(super) queue: Arc<Queue>,
    pub(super) actor: Arc<Actor>,
    pub(super) judges: watch::Receiver<Option<Arc<Judge>>>,
    pub(super) judged_at: Instant,
}

impl Membership {
    /// Waits for what the member is told next. Can be left and begun again.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN` when they may not be here any more. There is nothing after it.
    pub async fn next(&mut self) -> Result<Told, Error> {
        loop {
            // Before anything else is told, however much waits.
            let is_due = self.judged_at <= Instant::now() || self.judges.has_changed().unwrap_or(false);
            if is_due {
                self.judge().await?;
            }
            match self.queue.take() {
                Some(Next::Event(event)) => return Ok(Told::Event(event)),
                Some(Next::Members) => return self.here(),
                None => {}
            }
            tokio::select! {
                () = self.queue.ready() => {}
                () = sleep_until(self.judged_at) => {}
                Ok(()) = self.judges.changed() => self.judged_at = Instant::now(),
            }
        }
    }

    /// From now on the member speaks for this one: it is judged anew.
    pub fn speak_for(&mut self, actor: Arc<Actor>) {
        self.actor = actor;
        self.judged_at = Instant::now();
    }

    fn here(&self) -> Result<Told, Error> {
        let rooms = self.channels.rooms();
        self.queue.catch_up();
        let members = rooms.members(&self.channel);
        let own = rooms.find(&self.channel, &self.id).map(|(member, _)| member.clone());
        let member = own.ok_or_else(|| Error::internal(anyhow::anyhow!("a member is not in its channel")))?;
        Ok(Told::Here { members, member, at: Utc::now() })
    }

    /// Judges whether they may be here. A database that does not answer sends nobody away.
    async fn judge(&mut self) -> Result<(), Error> {
        let judge = self.judges.borrow_and_update().clone();
        let judged = match judge {
            Some(judge) => judge.check(&self.actor, Action::Join, &self.channel).await,
            None => Ok(()),
        };
        match judged {
            Ok(()) => {
                self.channels.rename(&self.channel, &self.id, &self.actor);
                self.judged_at = Instant::now() + JUDGED_EVERY;
                Ok(())
            }
            Err(error) if error.code == Code::Forbidden => Err(error),
            Err(error) => {
                tracing::debug!(%error, "can't judge whether a member may still be in a channel");
                self.judged_at = Instant::now() + JUDGED_AGAIN;
                Ok(())
            }
        }
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.channels.leave(&self.channel, &self.id);
    }
}
