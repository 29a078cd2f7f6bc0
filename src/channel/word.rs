//! What nodes tell each other of their members, and what is said in channels.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::event::Member;

/// Something that a node tells the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "camelCase")]
pub(super) enum Word {
    /// It is new, or may have missed something: who is with the others?
    Hello,
    /// A part of those who are with it. What was known of it before is over with the last one.
    Members { is_first: bool, is_last: bool, members: Vec<(String, Member)> },
    /// Somebody came.
    Joined { channel: String, member: Member },
    /// Somebody says something else of themselves.
    Changed { channel: String, member: Member },
    /// Somebody went.
    Left { channel: String, id: String },
    /// Somebody said something.
    Message { channel: String, payload: Json, sender: Option<String>, at: DateTime<Utc> },
    /// Somebody who is with another node wants to say something else of themselves.
    Set { channel: String, id: String, state: Json },
    /// It is alive; how many are with it, unless it is telling who.
    Beat { members: Option<usize> },
    /// It stops.
    Bye,
}
