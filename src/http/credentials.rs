//! What is shown of who asks: a token, a cookie, the admin's token, or nothing. It can be judged again as long as
//! a connection lasts.
//!
//! Read [`Credentials::judge`] first.

use std::fmt;
use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::{ServerState, Stage};
use crate::access::Actor;
use crate::auth::session::Judged;
use crate::auth::{narrow, session};
use crate::error::{Code, Error};

/// Narrows a request to some of the caller's roles.
const ROLE: &str = "x-headwater-role";

/// What is shown of who asks.
#[derive(Debug, Clone)]
pub struct Credentials {
    shown: Shown,
    roles: Option<Vec<String>>,
    develops: bool,
    ip: Option<IpAddr>,
}

/// What is shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Shown {
    /// The token of the setting `server.admin_token`.
    Admin,
    /// A token.
    Token(String),
    /// A token in a cookie, from a page that may use it.
    Cookie(String),
    /// Nothing.
    Nothing,
}

/// Tokens stay out of every log.
impl fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Admin => "Admin",
            Self::Token(_) => "Token",
            Self::Cookie(_) => "Cookie",
            Self::Nothing => "Nothing",
        })
    }
}

impl Credentials {
    /// What is shown, from that address, with the roles that it is narrowed to.
    pub fn new(state: &ServerState, shown: Shown, roles: Option<Vec<String>>, ip: Option<IpAddr>) -> Self {
        Self { shown, roles, develops: state.stage == Stage::Development, ip }
    }

    /// Nobody in particular.
    pub fn none() -> Self {
        Self { shown: Shown::Nothing, roles: None, develops: false, ip: None }
    }

    /// The same, showing something else.
    pub fn showing(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    /// The same, narrowed to those roles.
    pub fn narrowed_to(self, roles: Vec<String>) -> Self {
        Self { roles: Some(roles), ..self }
    }

    /// Whether it is a cookie: one that does not count is no reason to refuse who wants a new session.
    pub fn is_cookie(&self) -> bool {
        matches!(self.shown, Shown::Cookie(_))
    }

    /// Whether what is shown may count for less, or for nothing, some time.
    pub fn may_change(&self) -> bool {
        matches!(self.shown, Shown::Token(_) | Shown::Cookie(_))
    }

    /// Who it is now.
    ///
    /// # Errors
    ///
    /// `UNAUTHENTICATED` when the token does not count, `FORBIDDEN` or `BAD_REQUEST` for roles that can't be asked for.
    pub async fn judge(&self, state: &ServerState) -> Result<Judged, Error> {
        let Judged { actor, until } = match &self.shown {
            Shown::Admin => Judged { actor: Actor::admin(), until: None },
            Shown::Nothing => Judged { actor: Actor::public(), until: None },
            Shown::Token(token) | Shown::Cookie(token) => match &state.auth {
                Some(auth) => session::judge(auth, token).await?,
                None => return Err(invalid()),
            },
        };
        let actor = self.narrowed(state, actor)?;
        Ok(Judged { actor: Actor { develops: self.develops, ip: self.ip, ..actor }, until })
    }

    /// The actor with the roles that are asked for alone, if any are.
    fn narrowed(&self, state: &ServerState, actor: Actor) -> Result<Actor, Error> {
        let Some(roles) = &self.roles else { return Ok(actor) };
        let Some(auth) = &state.auth else {
            return Err(Error::new(Code::Forbidden, "there are no roles here"));
        };
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        narrow::narrow(actor, &auth.model(), &roles)
            .map_err(|error| Error::new(error.code, format!("header `{ROLE}`: {}", error.message)))
    }
}

/// What the headers show; none where they show nothing.
///
/// # Errors
///
/// When they show something that can't be a token, where one is expected.
pub fn shown_in(state: &ServerState, headers: &HeaderMap) -> Result<Option<Shown>, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    match value.to_str().ok().and_then(|value| shown(state, value)) {
        Some(shown) => Ok(Some(shown)),
        None if state.config.server.admin_token.is_some() => Err(invalid()),
        // Other schemes are left to whoever stands before this server.
        None => Ok(None),
    }
}

/// What a payload of `connection_init` shows. What it leaves out is as the request for the connection had it.
///
/// # Errors
///
/// When it shows something that can't be a token, or names no role.
pub fn shown_in_payload(
    state: &ServerState,
    before: Credentials,
    payload: &Map<String, Json>,
) -> Result<Credentials, Error> {
    let text = |name: &str| match payload.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(Error::bad_request(format!("`{name}` must be a string"))),
    };
    let mut credentials = before;
    if let Some(value) = text("authorization")?.or(text("Authorization")?) {
        let unreadable = || Error::new(Code::Unauthenticated, "`authorization` must be `Bearer` and a token");
        credentials = credentials.showing(shown(state, value).ok_or_else(unreadable)?);
    }
    if let Some(roles) = text(ROLE)? {
        credentials = credentials.narrowed_to(roles_of(roles)?);
    }
    Ok(credentials)
}

/// What `Bearer` and a token show.
fn shown(state: &ServerState, value: &str) -> Option<Shown> {
    let token = bearer(value)?;
    let admin_token = state.config.server.admin_token.as_deref();
    Some(match admin_token.is_some_and(|known| is_same(token, known)) {
        true => Shown::Admin,
        false => Shown::Token(token.to_owned()),
    })
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The roles that the headers ask for, if they do.
///
/// # Errors
///
/// When the header names none.
pub fn roles_in(headers: &HeaderMap) -> Result<Option<Vec<String>>, Error> {
    let Some(value) = headers.get(ROLE) else { return Ok(None) };
    let text =
        value.to_str().map_err(|_| Error::bad_request(format!("the header `{ROLE}` holds no text")))?;
    roles_of(text).map(Some)
}

/// The roles that a text names, separated by commas.
///
/// # Errors
///
/// When it names none.
fn roles_of(text: &str) -> Result<Vec<String>, Error> {
    let roles: Vec<String> =
        text.split(',').map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned).collect();
    match roles.is_empty() {
        true => Err(Error::bad_request(format!("the header `{ROLE}` names no role"))),
        false => Ok(roles),
    }
}

fn invalid() -> Error {
    Error::new(Code::Unauthenticated, "the token in the header `authorization` is not valid")
}

/// Compares digests, so that the time tells nothing about how much of the token was right.
fn is_same(shown: &str, token: &str) -> bool {
    Sha256::digest(shown) == Sha256::digest(token)
}
