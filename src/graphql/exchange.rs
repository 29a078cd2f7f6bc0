//! What a request tells beside its operation, and what its answer carries beside the data: cookies, and who
//! signed in. Handlers of accounts read and write it; transports fill it and send what it holds.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::OnceCell;

use crate::access::Actor;
use crate::model::SourceFile;

/// One request and its answer, beside the operation and the data.
#[derive(Debug, Default)]
pub struct Exchange {
    /// The client's `User-Agent`.
    pub user_agent: Option<String>,
    /// The languages that the client prefers: its header `Accept-Language`.
    pub languages: Option<String>,
    /// The refresh token that came in a cookie, from a page that may use it.
    pub refresh_cookie: Option<String>,
    /// The address under which the client reaches this server: `https://example.org`.
    pub origin: Option<String>,
    /// Whether cookies may be set: the transport can carry them.
    pub takes_cookies: bool,
    /// The model's files, read once for all that the request asks of them.
    pub model_files: OnceCell<Arc<Vec<SourceFile>>>,
    cookies: Mutex<Vec<String>>,
    signed_in: OnceLock<Actor>,
}

impl Exchange {
    /// A request that takes no cookies, of that client to this server's address.
    pub fn new(user_agent: Option<String>, origin: Option<String>) -> Self {
        Self { user_agent, origin, ..Self::default() }
    }

    /// The same for a client that prefers those languages.
    pub fn with_languages(self, languages: Option<String>) -> Self {
        Self { languages, ..self }
    }

    /// The same for a page that may use cookies, with the refresh token of its own.
    pub fn with_cookies(self, refresh_cookie: Option<String>) -> Self {
        Self { refresh_cookie, takes_cookies: true, ..self }
    }

    /// The same request, of which nothing is read and answered yet.
    pub fn anew(&self) -> Self {
        Self {
            user_agent: self.user_agent.clone(),
            languages: self.languages.clone(),
            refresh_cookie: self.refresh_cookie.clone(),
            origin: self.origin.clone(),
            takes_cookies: self.takes_cookies,
            ..Self::default()
        }
    }

    /// Sends a `Set-Cookie` header with that value.
    pub fn set_cookie(&self, value: String) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).push(value);
    }

    /// The `Set-Cookie` headers to send.
    pub fn cookies(&self) -> Vec<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on the request's answer is read as this actor sees it: somebody signed in.
    pub fn sign_in(&self, actor: Actor) {
        // The first one holds: an operation signs in once.
        let _ = self.signed_in.set(actor);
    }

    /// Who signed in with this request.
    pub fn signed_in(&self) -> Option<&Actor> {
        self.signed_in.get()
    }
}

/// The languages of a header `Accept-Language`, the best first.
pub fn accepted_languages(accepted: &str) -> Vec<String> {
    let mut weighted: Vec<(f32, String)> = accepted
        .split(',')
        .take(20)
        .filter_map(|item| {
            let (language, weight) = item.split_once(';').unwrap_or((item, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
            Some((weight, language.trim().to_owned()))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    weighted.sort_by(|one, other| other.0.total_cmp(&one.0));
    weighted.into_iter().map(|(_, language)| language).collect()
}
