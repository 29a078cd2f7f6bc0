//! Who sends a request, as far as accounts care.

use std::net::IpAddr;

use crate::changes::Author;

/// Who sends a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The address that it comes from, where it is known.
    pub ip: Option<IpAddr>,
    /// What the client says it is.
    pub user_agent: Option<String>,
    /// The address under which the client reaches this server: `https://example.org`.
    pub origin: Option<String>,
    /// The request, as in the server's log.
    pub request_id: Option<String>,
}

/// More of a client's name than this says nothing.
const LONGEST_USER_AGENT: usize = 255;

impl Client {
    /// Whom the log names for what the client does: that user, or nobody.
    pub fn author(&self, user: Option<String>) -> Author {
        Author { actor: user.clone(), user, request_id: self.request_id.clone() }
    }

    /// The address as it is stored.
    pub fn shown_ip(&self) -> Option<String> {
        self.ip.map(|ip| ip.to_string())
    }

    /// The client's name as it is stored: no longer than it needs to be.
    pub fn shown_user_agent(&self) -> Option<String> {
        self.user_agent.as_ref().map(|text| text.chars().take(LONGEST_USER_AGENT).collect())
    }
}
