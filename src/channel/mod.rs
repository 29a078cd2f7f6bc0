//! Channels: who is connected speaks to each other, and sees who is there. Nothing is stored.
//!
//! Owns the rules of the settings ([`Rules`], [`Judge`]), the members of this node and what is known of those of the
//! others ([`rooms`]). It knows no GraphQL. Read [`Channels::join`] first.

mod event;
mod judge;
mod membership;
mod nodes;
mod pattern;
mod queue;
mod rooms;
mod rules;
mod word;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use serde_json::Value as Json;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

pub use event::{Event, Happened, Member, Told};
pub use judge::Judge;
pub use membership::Membership;
pub use rules::{Action, InvalidRules, Rules};

use crate::access::Actor;
use crate::config;
use crate::error::{Code, Error};
use crate::store::Bus;
use queue::Queue;
use rooms::{Rooms, set_state};
use word::Word;

/// What nodes tell each other of channels.
const TOPIC: &str = "channels";

/// The channels of a server. Clones share them.
#[derive(Debug, Clone)]
pub struct Channels(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    bus: Bus,
    settings: config::Channels,
    rooms: Mutex<Rooms>,
    /// None until the model is known.
    judges: watch::Sender<Option<Arc<Judge>>>,
}

impl Channels {
    /// Nobody is there yet, and nobody may come before [`Channels::judge_by`].
    pub fn new(bus: Bus, settings: config::Channels) -> Self {
        let rooms = Mutex::new(Rooms::new(settings.queue));
        Self(Arc::new(Shared { bus, settings, rooms, judges: watch::channel(None).0 }))
    }

    /// Judges by these rules from now on, and judges those anew who are here.
    pub fn judge_by(&self, judge: Judge) {
        self.0.judges.send_replace(Some(Arc::new(judge)));
    }

    /// Joins the channel of that name, with what the member says of itself.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN` to who may not, a state that is too large, or a database that does not answer.
    pub async fn join(&self, actor: Arc<Actor>, name: &str, state: Json) -> Result<Membership, Error> {
        self.check_state(&state)?;
        let mut judges = self.0.judges.subscribe();
        let judge = judges.borrow_and_update().clone();
        judge.ok_or_else(not_yet)?.check(&actor, Action::Join, name).await?;
        let member = Member {
            id: Uuid::new_v4().to_string().into(),
            user: actor.user_id().map(Arc::from),
            state: Arc::new(state),
            since: Utc::now(),
        };
        let membership = Membership {
            channels: self.clone(),
            channel: name.into(),
            id: member.id.clone(),
            queue: Arc::new(Queue::new()),
            actor,
            judges,
            judged_at: Instant::now() + membership::JUDGED_EVERY,
        };
        let mut rooms = self.rooms();
        rooms.enter(&membership.channel, member.clone(), membership.queue.clone());
        self.say(|| Word::Joined { channel: name.to_owned(), member });
        drop(rooms);
        Ok(membership)
    }

    /// Says something to everybody who is in the channel.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN` to who may not, a payload that is too large, or a database that does not answer.
    pub async fn broadcast(&self, actor: &Actor, name: &str, payload: Json) -> Result<(), Error> {
        let most = self.0.settings.payload_bytes;
        check_size("payload", &payload, most, "channels.payload_bytes")?;
        self.judge()?.check(actor, Action::Send, name).await?;
        let sender: Option<Arc<str>> = actor.user_id().map(Arc::from);
        let (channel, at) = (name.to_owned(), Utc::now());
        let payload = Arc::new(payload);
        let event =
            Event { happened: Happened::Message { payload: payload.clone(), sender: sender.clone() }, at };
        let rooms = self.rooms();
        rooms.tell(name, &Arc::new(event));
        self.say(|| Word::Message {
            channel,
            payload: Json::clone(&payload),
            sender: sender.map(|user| user.to_string()),
            at,
        });
        drop(rooms);
        Ok(())
    }

    /// Changes what a member says of itself. It must be one of the same user, wherever it is connected.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` when there is no such member, `FORBIDDEN` when it is somebody else's or nobody's, or a state that
    /// is too large.
    pub fn set_presence(&self, actor: &Actor, name: &str, id: &str, state: Json) -> Result<(), Error> {
        self.check_state(&state)?;
        let mut rooms = self.rooms();
        let found = rooms.find(name, id);
        let missing = || Error::new(Code::NotFound, "there is no such member in this channel");
        let (member, is_here) = found.ok_or_else(missing)?;
        let is_own = member.user.as_deref().is_some_and(|user| actor.user_id() == Some(user));
        if !is_own && !actor.is_admin() {
            let message = match member.user {
                Some(_) => "the member belongs to somebody else",
                None => {
                    "who is not signed in can't change what they said when they joined: sign in, if only anonymously"
                }
            };
            return Err(Error::new(Code::Forbidden, message));
        }
        let (channel, id) = (name.to_owned(), id.to_owned());
        match is_here {
            true => {
                if let Some(member) = rooms.change(name, &id, set_state(state)) {
                    self.say(|| Word::Changed { channel, member });
                }
            }
            // The node that it is with does it, and tells everybody.
            false => self.say(|| Word::Set { channel, id, state }),
        }
        Ok(())
    }

    fn leave(&self, channel: &str, id: &str) {
        let mut rooms = self.rooms();
        if rooms.leave(channel, id) {
            self.say(|| Word::Left { channel: channel.to_owned(), id: id.to_owned() });
        }
    }

    /// The member speaks for this actor.
    fn rename(&self, channel: &str, id: &str, actor: &Actor) {
        let mut rooms = self.rooms();
        let known = rooms.find(channel, id).map(|(member, _)| member.user.as_deref() == actor.user_id());
        if known != Some(false) {
            return;
        }
        let user = actor.user_id().map(Arc::from);
        if let Some(member) = rooms.change(channel, id, |member| member.user = user) {
            self.say(|| Word::Changed { channel: channel.to_owned(), member });
        }
    }

    /// Tells the other nodes, if there may be any. What is said while the rooms are held is said in the order in
    /// which it happens.
    fn say(&self, word: impl FnOnce() -> Word) {
        if self.0.bus.reaches_others() {
            match serde_json::to_string(&word()) {
                Ok(text) => self.0.bus.publish(TOPIC, text),
                Err(error) => tracing::error!(%error, "can't tell other nodes of a channel"),
            }
        }
    }

    fn judge(&self) -> Result<Arc<Judge>, Error> {
        self.0.judges.borrow().clone().ok_or_else(not_yet)
    }

    fn check_state(&self, state: &Json) -> Result<(), Error> {
        check_size("state", state, self.0.settings.state_bytes, "channels.state_bytes")
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_yet() -> Error {
    Error::new(Code::Unavailable, "the server is starting; try again")
}

fn check_size(what: &str, json: &Json, most: usize, setting: &str) -> Result<(), Error> {
    let size = serde_json::to_vec(json).map_err(Error::internal)?.len();
    match size > most {
        true => Err(Error::limit(format!(
            "argument `{what}` has {size} bytes as JSON; at most {most} are allowed (setting `{setting}`)"
        ))),
        false => Ok(()),
    }
}
