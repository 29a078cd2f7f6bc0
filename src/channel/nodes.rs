//! Telling the other nodes who is with this one, and hearing who is with them. Read [`Channels::run`] first.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;

use super::event::{Event, Happened, Member};
use super::rooms::set_state;
use super::word::Word;
use super::{Channels, TOPIC};
use crate::store::bus::{Heard, Message};

/// How often a node that has members says that it is alive.
const BEAT: Duration = Duration::from_secs(3);
/// How long a node may say nothing before its members count as gone.
const SILENCE: Duration = Duration::from_secs(12);
/// About so many bytes of members are told at once, and this long is waited between two times.
const PART_BYTES: usize = 256 * 1024;
const PART_PAUSE: Duration = Duration::from_millis(20);
/// How long to wait before asking everybody again.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// What a node is about to tell of its members.
#[derive(Debug)]
struct Telling {
    rest: Vec<(Arc<str>, Arc<str>)>,
    is_first: bool,
    /// Somebody asked again meanwhile.
    is_wanted_again: bool,
    due: Instant,
}

/// What the task knows.
#[derive(Debug, Default)]
struct Task {
    telling: Option<Telling>,
    asked: Option<Instant>,
    /// Whether the last beat said that there were members.
    had_members: bool,
}

impl Channels {
    /// Keeps in touch with the other nodes until it is told to stop.
    pub async fn run(&self, stop: CancellationToken) {
        if !self.0.bus.reaches_others() {
            return stop.cancelled().await;
        }
        let mut topic = self.0.bus.subscribe(TOPIC);
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut task = Task::default();
        loop {
            let due = task.telling.as_ref().map(|telling| telling.due);
            tokio::select! {
                heard = topic.next() => match heard {
                    Heard::Message(message) if message.node == *self.0.bus.node() => {}
                    Heard::Message(message) => self.hear(&mut task, &message),
                    Heard::Missed => self.start_over(&mut task),
                },
                _ = beat.tick() => self.beat(&mut task),
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => self.tell_part(&mut task),
                () = stop.cancelled() => return self.say(|| Word::Bye),
            }
        }
    }

    /// Both sides may have missed something.
    fn start_over(&self, task: &mut Task) {
        self.rooms().forgive();
        task.asked = Some(Instant::now());
        self.say(|| Word::Hello);
        self.tell_all(task);
    }

    fn ask(&self, task: &mut Task) {
        if task.asked.is_none_or(|asked| asked.elapsed() > ASK_AGAIN) {
            task.asked = Some(Instant::now());
            self.say(|| Word::Hello);
        }
    }

    fn tell_all(&self, task: &mut Task) {
        match &mut task.telling {
            Some(telling) => telling.is_wanted_again = true,
            None => {
                let rest = self.rooms().own();
                let due = Instant::now() + PART_PAUSE;
                task.telling = Some(Telling { rest, is_first: true, is_wanted_again: false, due });
            }
        }
    }

    /// Tells the next part of those who are here.
    fn tell_part(&self, task: &mut Task) {
        let Some(telling) = &mut task.telling else { return };
        let rooms = self.rooms();
        let (mut members, mut bytes) = (Vec::new(), 0);
        while bytes < PART_BYTES
            && let Some((channel, id)) = telling.rest.pop()
        {
            if let Some((member, true)) = rooms.find(&channel, &id) {
                bytes += channel.len() + size(member);
                members.push((channel.to_string(), member.clone()));
            }
        }
        let (is_first, is_last) = (telling.is_first, telling.rest.is_empty());
        // Held until it is said: who comes or goes is told after it.
        self.say(|| Word::Members { is_first, is_last, members });
        drop(rooms);
        telling.is_first = false;
        telling.due = Instant::now() + PART_PAUSE;
        if is_last {
            let is_wanted_again = telling.is_wanted_again;
            task.telling = None;
            task.had_members = true;
            if is_wanted_again {
                self.tell_all(task);
            }
        }
    }

    fn beat(&self, task: &mut Task) {
        let mut rooms = self.rooms();
        rooms.forget_silent(SILENCE);
        let own = rooms.own_count();
        let has_members = own > 0;
        if has_members || std::mem::take(&mut task.had_members) {
            let members = task.telling.is_none().then_some(own);
            self.say(|| Word::Beat { members });
        }
        task.had_members |= has_members;
    }

    fn hear(&self, task: &mut Task, message: &Message) {
        let node = &message.node;
        let word = match serde_json::from_str(&message.payload) {
            Ok(word) => word,
            // A node of another version may know words that this one does not.
            Err(error) => {
                return tracing::debug!(%error, "a node said something of channels that is not understood");
            }
        };
        let mut rooms = self.rooms();
        if !matches!(word, Word::Bye | Word::Message { .. }) {
            rooms.hear(node);
        }
        match word {
            Word::Hello => {
                drop(rooms);
                self.tell_all(task);
            }
            Word::Members { is_first, is_last, members } => {
                if is_first {
                    rooms.begin_round(node);
                }
                for (channel, member) in members {
                    rooms.learn(node, &channel, member);
                }
                if is_last {
                    rooms.end_round(node);
                }
            }
            Word::Joined { channel, member } | Word::Changed { channel, member } => {
                rooms.learn(node, &channel, member);
            }
            Word::Left { channel, id } => rooms.unlearn(&channel, &id),
            Word::Message { channel, payload, sender, at } => {
                let (payload, sender) = (Arc::new(payload), sender.map(Arc::from));
                rooms
                    .tell(&channel, &Arc::new(Event { happened: Happened::Message { payload, sender }, at }));
            }
            Word::Set { channel, id, state } => self.set(&mut rooms, channel, &id, state),
            Word::Beat { members } => {
                let is_known = members.is_none_or(|members| members == rooms.count(node));
                drop(rooms);
                if !is_known {
                    self.ask(task);
                }
            }
            Word::Bye => rooms.forget(node),
        }
    }

    fn set(&self, rooms: &mut super::Rooms, channel: String, id: &str, state: Json) {
        if let Some(member) = rooms.change(&channel, id, set_state(state)) {
            self.say(|| Word::Changed { channel, member });
        }
    }
}

/// About how many bytes a member takes.
fn size(member: &Member) -> usize {
    const BESIDE_STATE: usize = 160;
    BESIDE_STATE + serde_json::to_vec(&*member.state).map_or(0, |state| state.len())
}
