//! Asking providers over HTTP: bounded in time and size, and never led elsewhere.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use axum::http::{HeaderValue, Response, StatusCode, header};
use oauth2::{AsyncHttpClient, HttpClientError, HttpRequest, HttpResponse};
use serde_json::Value as Json;
use url::{Host, Url};

use super::ProviderError;

/// More than any document of a provider has, in bytes.
const MAX_BYTES: usize = 1024 * 1024;
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// What asks providers. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Web(reqwest::Client);

impl Web {
    /// Trusts the certificates that the system trusts.
    ///
    /// # Errors
    ///
    /// When the system trusts none.
    pub fn new() -> Result<Self, String> {
        // Another part of the program may have chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        reqwest::Client::builder()
            // A redirect would carry secrets, and lead to where the settings do not.
            .redirect(reqwest::redirect::Policy::none())
            // A code can be shown once: no request goes out on a connection that the provider is closing.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .user_agent(concat!("headwater/", env!("CARGO_PKG_VERSION")))
            .build()
            .map(Self)
            .map_err(|error| {
                format!(
                    "can't make connections to providers: {error}; is the package `ca-certificates` installed, \
                     or `SSL_CERT_FILE` set?"
                )
            })
    }

    /// The JSON document at an address.
    pub async fn json(&self, url: &str, access_token: Option<&str>) -> Result<Json, ProviderError> {
        let mut request = self.0.get(url).header(header::ACCEPT, "application/json");
        if let Some(token) = access_token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.map_err(|error| unavailable(url, &error))?;
        let status = response.status();
        let body = bounded(response).await.map_err(|reason| unavailable(url, &reason))?;
        if !status.is_success() {
            return Err(unavailable(url, &format!("it answers {status}")));
        }
        serde_json::from_slice(&body).map_err(|error| unavailable(url, &error))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpClientError<reqwest::Error>> {
        let (parts, body) = request.into_parts();
        let sent =
            self.0.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body).send();
        let response = sent.await.map_err(Box::new)?;
        let mut answered = Response::new(Vec::new());
        *answered.status_mut() = response.status();
        let body = bounded(response).await.map_err(HttpClientError::Other)?;
        *answered.body_mut() = body;
        Ok(tidied(answered))
    }
}

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = HttpClientError<reqwest::Error>;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// Some token endpoints leave out `token_type`, and some answer errors with status 200: both as RFC 6749 has it.
fn tidied(response: HttpResponse) -> HttpResponse {
    let (mut parts, body) = response.into_parts();
    let Ok(Json::Object(mut answer)) = serde_json::from_slice::<Json>(&body) else {
        return HttpResponse::from_parts(parts, body);
    };
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if answer.contains_key("error") && parts.status.is_success() {
        parts.status = StatusCode::BAD_REQUEST;
    }
    if answer.contains_key("access_token") {
        answer.entry("token_type").or_insert_with(|| "bearer".into());
        // Nobody asks; some say it with commas or as a list.
        answer.shift_remove("scope");
        answer.shift_remove("expires_in");
    }
    HttpResponse::from_parts(parts, Json::Object(answer).to_string().into_bytes())
}

async fn bounded(mut response: reqwest::Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| error.to_string())? {
        if body.len() + chunk.len() > MAX_BYTES {
            return Err(format!("it answers with more than {MAX_BYTES} bytes"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Names the place without its query, which may hold secrets.
fn unavailable(url: &str, reason: &dyn fmt::Display) -> ProviderError {
    let place = url.split(['?', '#']).next().unwrap_or_default();
    ProviderError::Unavailable(format!("{place}: {reason}"))
}

/// Whether secrets may be sent to an address: over TLS, or to this machine.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_url(text: &str) -> Result<(), String> {
    let url = Url::parse(text).map_err(|error| format!("`{text}` is not a URL: {error}"))?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "`{}` must not hold a user name or a password",
            url.host_str().unwrap_or_default()
        ));
    }
    match url.scheme() {
        "https" if url.host().is_some() => Ok(()),
        "http" if is_here => Ok(()),
        _ => Err(format!("`{text}` must begin with `https://`; `http://` is for this machine alone")),
    }
}
