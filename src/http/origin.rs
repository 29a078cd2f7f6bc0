//! Where a request comes from: the client's address, the server's own as the client sees it, and whether a
//! page of ours sends it.
//!
//! What proxies say is believed of those that the setting `server.trusted_proxies` names alone. Read
//! [`Place::of`] and [`is_own_page`] first.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, Method, Uri, header};
use url::Url;

use super::Stage;
use crate::config::{Network, Server};

/// Where a request comes from and goes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The client's address, where it is known.
    pub ip: Option<IpAddr>,
    /// The server's address as the client sees it: `https://example.org`.
    pub origin: Option<String>,
    /// Its host, and its port if it is not the scheme's own.
    host: Option<String>,
}

impl Place {
    /// That of the request.
    pub fn of(settings: &Server, uri: &Uri, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let peer =
            extensions.get::<ConnectInfo<SocketAddr>>().map(|connected| connected.0.ip().to_canonical());
        let proxies: Vec<Network> =
            settings.trusted_proxies.iter().filter_map(|proxy| proxy.parse().ok()).collect();
        let is_proxy = |ip: IpAddr| proxies.iter().any(|proxy| proxy.holds(ip));
        let is_behind = peer.is_some_and(is_proxy);
        let ip = if is_behind { forwarded(headers, is_proxy).or(peer) } else { peer };
        let host = uri.authority().map(|authority| authority.as_str().to_owned());
        let host = host.or_else(|| text(headers, header::HOST.as_str()).map(str::to_owned));
        let host = host.map(|host| host.to_ascii_lowercase());
        let origin = match &settings.public_url {
            Some(url) => Url::parse(url).ok().map(|url| url.origin().ascii_serialization()),
            None => host.as_ref().map(|host| {
                let says_https = is_behind
                    && text(headers, "x-forwarded-proto")
                        .and_then(|schemes| schemes.rsplit(',').next())
                        .is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"));
                // A page that was loaded over TLS says so itself, whatever ends the TLS before us.
                let own = text(headers, header::ORIGIN.as_str()).is_some_and(|origin| {
                    origin.strip_prefix("https://").is_some_and(|own| own.eq_ignore_ascii_case(host))
                });
                let scheme = if says_https || own { "https" } else { "http" };
                format!("{scheme}://{host}")
            }),
        };
        Self { ip, origin, host }
    }

    /// Whether the client reaches the server over TLS.
    pub fn is_secure(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// The client that the proxies tell of: each adds whom it was called by at the end, and what is before the
/// last one that we don't trust may be made up.
fn forwarded(headers: &HeaderMap, is_proxy: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let lists: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    let mut nearest = None;
    for text in lists.iter().rev().flat_map(|list| list.rsplit(',')) {
        let Some(ip) = address(text.trim()) else { return nearest };
        nearest = Some(ip);
        if !is_proxy(ip) {
            break;
        }
    }
    nearest
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` or `[2001:db8::1]:4711`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let ip = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    ip.map(|ip: IpAddr| ip.to_canonical())
}

/// Whether a page of this server, or of an origin that the setting `cors.origins` names, sends the request.
/// None when nothing is said of pages: it comes from no browser.
///
/// The browser says so in headers that pages can't set: <https://web.dev/articles/fetch-metadata>, and for those that
/// don't know them, the origin.
pub fn is_own_page(headers: &HeaderMap, method: &Method, place: &Place, origins: &[String]) -> Option<bool> {
    let origin = text(headers, header::ORIGIN.as_str());
    let is_named =
        || origin.is_some_and(|origin| origins.iter().any(|known| known != "*" && known == origin));
    match text(headers, "sec-fetch-site") {
        Some("same-origin") => Some(true),
        // Typed into the address bar: it can't have been made to write.
        Some("none") => Some(method == Method::GET || is_named()),
        Some(_) => Some(is_named()),
        None => origin.map(|origin| is_named() || is_own(origin, place)),
    }
}

/// Whether whoever sends the request may read the answer, as far as pages are concerned: no page sends it, or one of
/// this server or of an origin that may call the API.
pub fn may_read(headers: &HeaderMap, place: &Place, origins: &[String], stage: Stage) -> bool {
    headers.get_all(header::ORIGIN).iter().all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        is_own(origin, place) || is_allowed(origin, origins, stage)
    })
}

/// Whether pages of that origin may call the API.
pub fn is_allowed(origin: &str, origins: &[String], stage: Stage) -> bool {
    origins.iter().any(|known| known == "*" || known == origin)
        || (stage == Stage::Development && is_local(origin))
}

/// Whether the origin is a page that this machine serves, on any port.
fn is_local(origin: &str) -> bool {
    let host = Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.is_some_and(|host| {
        matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
    })
}

/// Whether the origin is this server's own. The scheme is left out: whoever ends TLS before us changes it.
fn is_own(origin: &str, place: &Place) -> bool {
    let own = origin.split_once("://").map(|(_, host)| host);
    let is_host =
        own.is_some_and(|own| place.host.as_deref().is_some_and(|host| host.eq_ignore_ascii_case(own)));
    is_host || place.origin.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(origin))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn place(peer: &str, proxies: &[&str], pairs: &[(&'static str, &'static str)]) -> Place {
        let settings = Server {
            trusted_proxies: proxies.iter().map(|proxy| (*proxy).to_owned()).collect(),
            ..Server::default()
        };
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        Place::of(&settings, &Uri::from_static("/graphql"), &headers(pairs), &extensions)
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |place: Place| place.ip.unwrap().to_string();
        let forwarded = [("x-forwarded-for", "9.9.9.9, 198.51.100.7, 10.0.0.2")];
        assert_eq!(ip(place("192.0.2.1", &[], &forwarded)), "192.0.2.1");
        assert_eq!(ip(place("192.0.2.1", &["10.0.0.0/8"], &forwarded)), "192.0.2.1");
        assert_eq!(ip(place("10.0.0.1", &["10.0.0.0/8"], &forwarded)), "198.51.100.7");
        assert_eq!(ip(place("10.0.0.1", &["10.0.0.1"], &forwarded)), "10.0.0.2");
        assert_eq!(ip(place("10.0.0.1", &["10.0.0.0/8"], &[("x-forwarded-for", "junk")])), "10.0.0.1");
        assert_eq!(
            ip(place("10.0.0.1", &["10.0.0.0/8"], &[("x-forwarded-for", "[2001:db8::1]:7")])),
            "2001:db8::1"
        );
    }

    #[test]
    fn scheme_is_that_of_the_page_or_of_a_trusted_proxy() {
        let origin = |place: Place| place.origin.unwrap();
        let proto = [("host", "a.example"), ("x-forwarded-proto", "https")];
        assert_eq!(origin(place("192.0.2.1", &[], &proto)), "http://a.example");
        assert_eq!(origin(place("10.0.0.1", &["10.0.0.1"], &proto)), "https://a.example");
        let page = [("host", "a.example"), ("origin", "https://a.example")];
        assert_eq!(origin(place("192.0.2.1", &[], &page)), "https://a.example");
    }

    #[test]
    fn pages_of_others_are_told_from_ours() {
        let own = |method: Method, pairs: &[(&'static str, &'static str)]| {
            let mut pairs = pairs.to_vec();
            pairs.push(("host", "a.example"));
            let place = place("192.0.2.1", &[], &pairs);
            is_own_page(&headers(&pairs), &method, &place, &["*".to_owned(), "https://b.example".to_owned()])
        };
        assert_eq!(own(Method::POST, &[]), None);
        assert_eq!(own(Method::POST, &[("sec-fetch-site", "same-origin")]), Some(true));
        assert_eq!(
            own(Method::POST, &[("sec-fetch-site", "same-site"), ("origin", "https://x.a.example")]),
            Some(false)
        );
        assert_eq!(
            own(Method::POST, &[("sec-fetch-site", "cross-site"), ("origin", "https://b.example")]),
            Some(true)
        );
        assert_eq!(
            own(Method::POST, &[("sec-fetch-site", "cross-site"), ("origin", "https://a.example")]),
            Some(false)
        );
        assert_eq!(own(Method::GET, &[("sec-fetch-site", "none")]), Some(true));
        assert_eq!(own(Method::POST, &[("sec-fetch-site", "none")]), Some(false));
        assert_eq!(own(Method::POST, &[("origin", "https://a.example")]), Some(true));
        assert_eq!(own(Method::POST, &[("origin", "https://evil.example")]), Some(false));
        assert_eq!(own(Method::POST, &[("origin", "null")]), Some(false));
    }
}
