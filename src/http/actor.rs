//! Who sends a request: by a token in the header `authorization`, or by the cookie of a page that may use it.
//!
//! Read [`sender`] first.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, Method, header};

use super::ServerState;
use super::credentials::{Credentials, Shown, roles_in, shown_in};
use super::origin::{Place, is_own_page};
use super::speaker::moves;
use crate::access::Actor;
use crate::auth::session::Judged;
use crate::error::{Code, Error};
use crate::graphql::accounts::cookies;
use crate::graphql::exchange::Exchange;

/// Who sends a request.
#[derive(Debug)]
pub struct Sender {
    /// Who it is, and until when.
    pub judged: Judged,
    /// What they showed.
    pub credentials: Credentials,
    /// How often anything had changed of what tokens are worth before they were judged.
    pub moves: u64,
    /// Why the cookie that came along does not count. Whoever asks for anything but a new session is told.
    pub stale_cookie: Option<Error>,
    told: Told,
}

/// What a request tells beside its operation.
#[derive(Debug, Clone)]
pub struct Told {
    user_agent: Option<String>,
    languages: Option<String>,
    refresh_cookie: Option<String>,
    origin: Option<String>,
    takes_cookies: bool,
}

impl Sender {
    /// Who it is.
    pub fn actor(&self) -> &Actor {
        &self.judged.actor
    }

    /// What an operation of the request is told, and gives back.
    pub fn exchange(&self) -> Arc<Exchange> {
        self.told.exchange()
    }
}

impl Told {
    /// The same over a connection that carries no cookies back.
    pub fn without_cookies(self) -> Self {
        Self { refresh_cookie: None, takes_cookies: false, ..self }
    }

    /// What an operation is told, and gives back.
    pub fn exchange(&self) -> Arc<Exchange> {
        let exchange = Exchange::new(self.user_agent.clone(), self.origin.clone());
        let exchange = exchange.with_languages(self.languages.clone());
        Arc::new(match self.takes_cookies {
            true => exchange.with_cookies(self.refresh_cookie.clone()),
            false => exchange,
        })
    }
}

/// What a request shows and tells, before anything of it is judged.
#[derive(Debug)]
pub struct Arrived {
    /// What is shown of who sends it.
    pub credentials: Credentials,
    /// What else it tells.
    pub told: Told,
}

/// What the request shows and tells.
///
/// # Errors
///
/// When its headers can't be read.
pub fn arrived(
    state: &ServerState,
    method: &Method,
    place: &Place,
    headers: &HeaderMap,
) -> Result<Arrived, Error> {
    let is_own_page = is_own_page(headers, method, place, &state.config.cors.origins);
    let held = match is_own_page {
        Some(false) => cookies::Held::default(),
        // Clients that are no browsers say nothing of pages.
        Some(true) | None => {
            let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
            cookies::held(cookies, place.is_secure())
        }
    };
    // Who keeps cookies and is no browser needs those that follow, too.
    let keeps_cookies = is_own_page.is_none() && (held.session.is_some() || held.refresh.is_some());
    let shown = match shown_in(state, headers)? {
        Some(shown) => shown,
        None => held.session.map_or(Shown::Nothing, Shown::Cookie),
    };
    let told = Told {
        user_agent: text(headers, &header::USER_AGENT),
        languages: text(headers, &header::ACCEPT_LANGUAGE),
        refresh_cookie: held.refresh,
        origin: place.origin.clone(),
        takes_cookies: is_own_page == Some(true) || keeps_cookies,
    };
    Ok(Arrived { credentials: Credentials::new(state, shown, roles_in(headers)?, place.ip), told })
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
    let Arrived { credentials, told } = arrived(state, method, place, headers)?;
    let moves = moves(state);
    match credentials.judge(state).await {
        Ok(judged) => Ok(Sender { judged, credentials, moves, stale_cookie: None, told }),
        Err(error) if credentials.is_cookie() && error.code == Code::Unauthenticated => {
            let credentials = credentials.showing(Shown::Nothing);
            let judged = credentials.judge(state).await?;
            Ok(Sender { judged, credentials, moves, stale_cookie: Some(error), told })
        }
        Err(error) => Err(error),
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
