//! The cookies of a browser's session: the access token and the refresh token, which no script can read.
//!
//! Over https their names begin with `__Host-`: no other host, and no page without TLS, can set them. Read
//! [`set`] first.

use chrono::{DateTime, Utc};

use crate::auth::sign_in::IssuedSession;
use crate::graphql::exchange::Exchange;

/// The cookie with the access token.
const SESSION: &str = "headwater_session";
/// The cookie with the refresh token.
const REFRESH: &str = "headwater_refresh";
/// What their names begin with over https.
const HOST: &str = "__Host-";

/// What a request's cookies hold of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// The access token.
    pub session: Option<String>,
    /// The refresh token.
    pub refresh: Option<String>,
}

/// Sends a session's cookies, if the request takes them.
pub fn set(exchange: &Exchange, session: &IssuedSession) {
    if !exchange.takes_cookies {
        return;
    }
    // As long as the session: who comes with a token that is over must refresh it, and not be nobody.
    let ends = session.session_ends_at;
    exchange.set_cookie(cookie(exchange, SESSION, &session.access_token, ends));
    exchange.set_cookie(cookie(exchange, REFRESH, &session.refresh_token, ends));
}

/// Takes a session's cookies away.
pub fn clear(exchange: &Exchange) {
    for name in [SESSION, REFRESH] {
        exchange.set_cookie(cookie(exchange, name, "", DateTime::UNIX_EPOCH));
    }
}

/// Takes the cookie with the access token away; the session may still be refreshed.
pub fn clear_session(exchange: &Exchange) {
    exchange.set_cookie(cookie(exchange, SESSION, "", DateTime::UNIX_EPOCH));
}

fn cookie(exchange: &Exchange, name: &str, value: &str, ends: DateTime<Utc>) -> String {
    let is_secure = is_secure(exchange);
    let (prefix, secure) = if is_secure { (HOST, "; Secure") } else { ("", "") };
    let seconds = (ends - Utc::now()).num_seconds().max(0);
    format!("{prefix}{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn is_secure(exchange: &Exchange) -> bool {
    exchange.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
}

/// What the `Cookie` headers of a request hold of a session.
pub fn held<'a>(headers: impl Iterator<Item = &'a str>, is_secure: bool) -> Held {
    let prefix = if is_secure { HOST } else { "" };
    let mut held = Held::default();
    for pair in headers.flat_map(|header| header.split(';')) {
        let Some((name, value)) = pair.trim().split_once('=') else { continue };
        let place = match name.strip_prefix(prefix) {
            Some(SESSION) => &mut held.session,
            Some(REFRESH) => &mut held.refresh,
            _ => continue,
        };
        if !value.is_empty() {
            *place = Some(value.to_owned());
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_other_hosts_are_not_taken_over_https() {
        let headers =
            ["a=b; headwater_session=evil", "__Host-headwater_session=good; __Host-headwater_refresh="];
        let held = held(headers.into_iter(), true);
        assert_eq!(held, Held { session: Some("good".to_owned()), refresh: None });
    }
}
