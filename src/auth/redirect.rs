//! Where browsers may be sent when they come back from a provider: nowhere that the settings do not name, or
//! links to this server would lead anywhere, with a session in the hand.

use url::{Origin, Url};

use crate::config::Config;

/// Whose pages are at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// This server's.
    Own,
    /// Those of this machine, too.
    Machine,
}

/// A place that a browser may be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where.
    pub url: Url,
    /// Whether it is on this server.
    pub is_own: bool,
}

/// The place that is asked for, if it may be.
pub fn target(config: &Config, origin: &str, home: Home, asked: &str) -> Option<Target> {
    // Browsers read these as other characters, or leave them out.
    if asked.chars().any(|letter| letter == '\\' || letter.is_control() || letter.is_whitespace()) {
        return None;
    }
    let own = Url::parse(origin).ok()?;
    let url = match asked.starts_with('/') {
        true => own.join(asked).ok()?,
        false => Url::parse(asked).ok()?,
    };
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let is_own = url.origin() == own.origin();
    let may = is_own || is_of_known_origin(config, &url, home) || is_listed(config, &url);
    may.then_some(Target { url, is_own })
}

/// Pages that may call the API. `*` is no page in particular.
fn is_of_known_origin(config: &Config, url: &Url, home: Home) -> bool {
    if !matches!(url.origin(), Origin::Tuple(..)) || !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    let origin = url.origin().ascii_serialization();
    let is_local = url.host_str().is_some_and(|host| {
        matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
    });
    config.cors.origins.contains(&origin) || (home == Home::Machine && is_local)
}

/// Addresses of the setting `auth.redirects`, whatever their query is.
fn is_listed(config: &Config, url: &Url) -> bool {
    let place = |url: &Url| {
        let mut url = url.clone();
        url.set_query(None);
        url.set_fragment(None);
        url
    };
    let listed = config.auth.redirects.iter().filter_map(|listed| Url::parse(listed).ok());
    listed.into_iter().any(|listed| place(&listed) == place(url))
}

/// What is wrong with the setting `auth.redirects`.
pub fn problems(config: &Config) -> Vec<String> {
    let mut problems = Vec::new();
    for listed in &config.auth.redirects {
        let url = Url::parse(listed).ok();
        // They would run in the page.
        let is_code = url
            .as_ref()
            .is_some_and(|url| matches!(url.scheme(), "javascript" | "data" | "vbscript" | "file"));
        if url.is_none() || is_code {
            problems.push(format!(
                "`auth.redirects` holds `{listed}`; write whole addresses, such as `https://app.example.org/welcome` or \
                 `org.example.app:/signed-in`"
            ));
        }
    }
    problems
}

/// The address with more in its query.
pub fn with(url: &Url, pairs: &[(&str, &str)]) -> Url {
    let mut url = url.clone();
    // A page that was sent here with an error before must not see it twice.
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !matches!(&**name, "code" | "error" | "error_description" | "challenge" | "link"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(pairs);
    if url.query() == Some("") {
        url.set_query(None);
    }
    url
}
