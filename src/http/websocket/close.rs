//! Why a socket is closed, with the code that the client reads. Those from 4400 on are the protocol's, those below
//! are WebSocket's own.

use std::borrow::Cow;

use axum::extract::ws::CloseFrame;
use tungstenite::Error as Broken;
use tungstenite::error::ProtocolError;

use crate::error::{Code, Error};

/// The longest reason that a close frame carries, in bytes.
const LONGEST_REASON: usize = 123;

/// Why a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    /// The code.
    pub code: u16,
    /// The reason, for people.
    pub reason: Cow<'static, str>,
}

impl Close {
    /// No operation ran for a long time.
    pub const IDLE: Self = Self::new(1000, "no operation for a long time");
    /// The server stops; another one, or the same, will be there.
    pub const GOING_AWAY: Self = Self::new(1001, "the server is going away");
    /// The client sent a binary message.
    pub const BINARY: Self = Self::new(1003, "messages must be text");
    /// The API was replaced: clients begin anew, by its rules.
    pub const RESTART: Self = Self::new(1012, "the API has changed");
    /// The protocol's name was not among those that the client offers.
    pub const SUBPROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable");
    /// A `subscribe` came before the connection was acknowledged.
    pub const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    /// No `connection_init` came.
    pub const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    /// A second `connection_init` came.
    pub const TOO_MANY_INITS: Self = Self::new(4429, "Too many initialisation requests");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self { code, reason: Cow::Borrowed(reason) }
    }

    /// A message that the protocol does not have.
    pub fn bad_message(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code: 4400, reason: reason.into() }
    }

    /// A message larger than allowed.
    pub fn too_large(limit: usize) -> Self {
        let reason = format!("the message is larger than {limit} bytes (setting `realtime.message_bytes`)");
        Self { code: 1009, reason: reason.into() }
    }

    /// Two operations of the same id.
    pub fn duplicate(id: &str) -> Self {
        Self { code: 4409, reason: format!("Subscriber for {id} already exists").into() }
    }

    /// Whoever speaks may not, or not any more; or nobody can tell at the moment.
    pub fn refused(error: &Error) -> Self {
        let code = match error.code {
            Code::Unavailable | Code::Timeout | Code::Internal => 1013,
            _ => 4403,
        };
        Self { code, reason: error.message.clone().into() }
    }

    /// What the client sent is no WebSocket traffic as it should be; none where the connection broke.
    pub fn broken(error: &(dyn std::error::Error + 'static), limit: usize) -> Option<Self> {
        let close = |code, reason: String| Some(Self { code, reason: reason.into() });
        match error.downcast_ref::<Broken>()? {
            Broken::Capacity(_) => Some(Self::too_large(limit)),
            Broken::Utf8(_) => close(1007, "the message is not encoded in UTF-8".to_owned()),
            Broken::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
            Broken::Protocol(problem) => close(1002, problem.to_string()),
            _ => None,
        }
    }

    /// As it is sent. A longer reason is cut.
    pub fn frame(&self) -> CloseFrame {
        let mut end = self.reason.len().min(LONGEST_REASON);
        while !self.reason.is_char_boundary(end) {
            end -= 1;
        }
        CloseFrame { code: self.code, reason: self.reason[..end].into() }
    }
}
