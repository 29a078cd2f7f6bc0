//! Who sends a request: by a token in the header `authorization`, or by the cookie of a page that may use it.
//!
//! Read [`sender`] first.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, Method, header};
use sha2::{Digest, Sha256};

use super::origin::{Place, is_own_page};
use super::{ServerState, Stage};
use crate::access::Actor;
use crate::auth::{narrow, session};
use crate::error::{Code, Error};
use crate::graphql::accounts::cookies;
use crate::graphql::exchange::Exchange;

/// Narrows a request to some of the caller's roles.
const ROLE: &str = "x-headwater-role";

/// Who sends a request.
#[derive(Debug)]
pub struct Sender {
    /// Who it is.
    pub actor: Actor,
    /// Why the cookie that came along does not count. Whoever asks for anything but a new session is told.
    pub stale_cookie: Option<Error>,
    user_agent: Option<String>,
    languages: Option<String>,
    refresh_cookie: Option<String>,
    origin: Option<String>,
    takes_cookies: bool,
}

impl Sender {
    /// What an operation of the request is told, and gives back.
    pub fn exchange(&self) -> Arc<Exchange> {
        let exchange = Exchange::new(self.user_agent.clone(), self.origin.clone());
        let exchange = exchange.with_languages(self.languages.clone());
        Arc::new(match self.takes_cookies {
            true => exchange.with_cookies(self.refresh_cookie.clone()),
            false => exchange,
        })
    }
}

/// The sender of the request.
///
/// # Errors
///
/// When the request shows a token that does not count, or asks for roles that the sender does not have.
pub async fn sender(
    state: &ServerState,
    method: &Method,
    place: &Place,
    headers: &HeaderMap,
) -> Result<Sender, Error> {
    let is_own_page = is_own_page(headers, method, place, &state.config.cors.origins);
    let held = match is_own_page {
        Some(false) => cookies::Held::default(),
        // Clients that are no browsers say nothing of pages.
        Some(true) | None => {
            let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
            cookies::held(cookies, place.is_secure())
        }
    };
    let (actor, stale_cookie) = match shown(state, headers)? {
        Shown::Admin => (Actor::admin(), None),
        Shown::Token(token) => (authenticate(state, &token).await?, None),
        Shown::Nothing => match &held.session {
            None => (Actor::public(), None),
            Some(token) => match authenticate(state, token).await {
                Ok(actor) => (actor, None),
                Err(error) if error.code == Code::Unauthenticated => (Actor::public(), Some(error)),
                Err(error) => return Err(error),
            },
        },
    };
    let actor = narrowed(state, headers, actor)?;
    let develops = state.stage == Stage::Development;
    // Who keeps cookies and is no browser needs those that follow, too.
    let keeps_cookies = is_own_page.is_none() && (held.session.is_some() || held.refresh.is_some());
    Ok(Sender {
        actor: Actor { develops, ip: place.ip, ..actor },
        stale_cookie,
        user_agent: text(headers, &header::USER_AGENT),
        languages: text(headers, &header::ACCEPT_LANGUAGE),
        refresh_cookie: held.refresh,
        origin: place.origin.clone(),
        takes_cookies: is_own_page == Some(true) || keeps_cookies,
    })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// What a request shows in its header.
enum Shown<'a> {
    Admin,
    Token(Cow<'a, str>),
    Nothing,
}

fn shown<'a>(state: &ServerState, headers: &'a HeaderMap) -> Result<Shown<'a>, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(Shown::Nothing) };
    let admin_token = state.config.server.admin_token.as_deref();
    match (value.to_str().ok().and_then(bearer), admin_token) {
        (Some(shown), Some(token)) if is_same(shown, token) => Ok(Shown::Admin),
        (Some(shown), _) => Ok(Shown::Token(Cow::Borrowed(shown))),
        (None, Some(_)) => Err(invalid()),
        // Other schemes are left to whoever stands before this server.
        (None, None) => Ok(Shown::Nothing),
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

async fn authenticate(state: &ServerState, token: &str) -> Result<Actor, Error> {
    match &state.auth {
        Some(auth) => session::authenticate(auth, token).await,
        None => Err(invalid()),
    }
}

fn invalid() -> Error {
    Error::new(Code::Unauthenticated, "the token in the header `authorization` is not valid")
}

/// The actor with the roles of the header alone, if it is there.
fn narrowed(state: &ServerState, headers: &HeaderMap, actor: Actor) -> Result<Actor, Error> {
    let Some(value) = headers.get(ROLE) else { return Ok(actor) };
    let text =
        value.to_str().map_err(|_| Error::bad_request(format!("the header `{ROLE}` holds no text")))?;
    let roles: Vec<&str> = text.split(',').map(str::trim).filter(|role| !role.is_empty()).collect();
    if roles.is_empty() {
        return Err(Error::bad_request(format!("the header `{ROLE}` names no role")));
    }
    let Some(auth) = &state.auth else {
        return Err(Error::new(Code::Forbidden, "there are no roles here"));
    };
    narrow::narrow(actor, &auth.model(), &roles)
        .map_err(|error| Error::new(error.code, format!("header `{ROLE}`: {}", error.message)))
}

/// Compares digests, so that the time tells nothing about how much of the token was right.
fn is_same(shown: &str, token: &str) -> bool {
    Sha256::digest(shown) == Sha256::digest(token)
}
