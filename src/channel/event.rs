//! What members of a channel are told.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Somebody who is in a channel: one subscription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// What nobody can guess.
    pub id: Arc<str>,
    /// The user; none when nobody is signed in.
    pub user: Option<Arc<str>>,
    /// What the member says of itself.
    pub state: Arc<Json>,
    /// Since when it is here.
    pub since: DateTime<Utc>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Happened {
    /// Somebody came.
    Joined(Member),
    /// Somebody says something else of themselves.
    Changed(Member),
    /// Somebody went.
    Left(Member),
    /// Somebody said something.
    Message {
        /// What.
        payload: Arc<Json>,
        /// The user who said it.
        sender: Option<Arc<str>>,
    },
}

/// What happened, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub happened: Happened,
    /// When.
    pub at: DateTime<Utc>,
}

impl Event {
    /// It happens now.
    pub fn now(happened: Happened) -> Arc<Self> {
        Arc::new(Self { happened, at: Utc::now() })
    }

    /// Whether it is a message, which is told by nothing else.
    pub fn is_message(&self) -> bool {
        matches!(self.happened, Happened::Message { .. })
    }
}

/// What a member is told next.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Everybody who is here now.
    Here {
        /// Everybody, in the order in which they came.
        members: Vec<Member>,
        /// The one who is told.
        member: Member,
        /// When.
        at: DateTime<Utc>,
    },
    /// Something happened.
    Event(Arc<Event>),
}
