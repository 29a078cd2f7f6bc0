//! What is due on a socket, and when.
//!
//! Read [`Clock::due`] first.

use tokio::time::Instant;

use crate::config::Realtime;

/// When what happened last.
#[derive(Debug)]
pub struct Clock {
    /// The socket was opened.
    pub opened: Instant,
    /// The client said something.
    heard: Instant,
    /// It was asked whether it is there, and has not said anything since.
    asked: Option<Instant>,
    /// An operation ended, or the connection began.
    idle: Instant,
}

/// What a socket is in the middle of.
#[derive(Debug, Clone, Copy)]
pub enum Phase {
    /// `connection_init` is awaited.
    Begins,
    /// Nothing runs; the speaker is to be judged then.
    Rests(Option<Instant>),
    /// Operations run; the speaker is to be judged then.
    Works(Option<Instant>),
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// `connection_init` has not come.
    Init,
    /// Nothing ran for a long time.
    Idle,
    /// The speaker is to be judged again.
    Judge,
    /// The client is to be asked whether it is there.
    Ask,
    /// It has not answered.
    Silent,
}

impl Clock {
    /// That of a socket that was opened just now.
    pub fn start() -> Self {
        let now = Instant::now();
        Self { opened: now, heard: now, asked: None, idle: now }
    }

    /// The client said something.
    pub fn hear(&mut self) {
        self.heard = Instant::now();
        self.asked = None;
    }

    /// The client is asked whether it is there.
    pub fn ask(&mut self) {
        self.asked = Some(Instant::now());
    }

    /// From now on nothing runs, unless something does.
    pub fn rest(&mut self) {
        self.idle = Instant::now();
    }

    /// What is due next, and when.
    pub fn due(&self, settings: &Realtime, phase: Phase) -> Option<(Instant, Due)> {
        let keep_alive = settings.keep_alive();
        let answers = match self.asked {
            Some(asked) => keep_alive.map(|after| (asked + after, Due::Silent)),
            None => keep_alive.map(|after| (self.heard + after, Due::Ask)),
        };
        let (own, judge) = match phase {
            Phase::Begins => (Some((self.opened + settings.init_timeout(), Due::Init)), None),
            Phase::Rests(judge) => {
                (settings.idle_timeout().map(|after| (self.idle + after, Due::Idle)), judge)
            }
            Phase::Works(judge) => (None, judge),
        };
        let judge = judge.map(|moment| (moment, Due::Judge));
        [own, judge, answers].into_iter().flatten().min_by_key(|(moment, _)| *moment)
    }
}
