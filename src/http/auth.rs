//! `/auth/...`: the way of a browser to a sign-in provider and back, and the public keys of access tokens.
//!
//! Only what a browser must be led through is here; all else is GraphQL. No address ever holds a token: who
//! comes back has cookies, or a code that is good once. Read [`routes`] first.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use super::origin::Place;
use super::{ServerState, Stage, failure};
use crate::auth::journey::{self, Ending, JOURNEY_LASTS, Journey, Outcome, Wish};
use crate::auth::provider::{BrowserSecret, Provider, Returned};
use crate::auth::redirect::{self, Home, Target};
use crate::auth::sign_in::SignedIn;
use crate::auth::{Auth, Client, limit};
use crate::engine::write::Writer;
use crate::error::{Code, Error, report};
use crate::graphql::accounts::cookies;
use crate::graphql::answer::RequestId;
use crate::graphql::exchange::Exchange;

/// How long the public keys may be kept: a new key is published before it signs.
const KEYS_KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300, must-revalidate");
const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");
/// Providers send a code and a few words.
const LARGEST_FORM: usize = 64 * 1024;

/// The routes below `/auth`.
pub fn routes() -> Router<Arc<ServerState>> {
    Router::new()
        .route("/auth/jwks.json", get(jwks))
        .route("/auth/{provider}/start", get(start))
        .route("/auth/{provider}/callback", get(callback).post(callback))
}

async fn jwks(State(state): State<Arc<ServerState>>) -> Response {
    let Some(auth) = &state.auth else { return failure(not_here()).into_response() };
    match auth.jwks().await {
        Ok(keys) => ([(header::CACHE_CONTROL, KEYS_KEPT)], axum::Json(keys)).into_response(),
        Err(error) => failure(error).into_response(),
    }
}

/// What every step needs.
struct Visit<'a> {
    auth: &'a Auth,
    writer: Arc<Writer>,
    provider: &'a Provider,
    client: Client,
    place: Place,
}

impl<'a> Visit<'a> {
    fn new(state: &'a ServerState, name: &str, parts: &Parts, request_id: &RequestId) -> Result<Self, Error> {
        let auth = state.auth.as_ref().ok_or_else(not_here)?;
        let writer = auth.writer().ok_or_else(not_here)?;
        let place = Place::of(&state.config.server, &parts.uri, &parts.headers, &parts.extensions);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let client = Client {
            ip: place.ip,
            user_agent: agent.map(str::to_owned),
            origin: place.origin.clone(),
            request_id: Some(request_id.0.to_string()),
        };
        limit::check_address(auth, &client)?;
        let provider = auth.providers().find(name).ok_or_else(|| {
            Error::new(Code::NotFound, "there is no such sign-in provider; `authProviders` lists them")
        })?;
        Ok(Self { auth, writer, provider, client, place })
    }

    /// The cookie that holds a browser's secret: one for each sign-in, as several windows may be at it.
    fn cookie_name(&self, state: &str) -> String {
        let prefix = if self.place.is_secure() { "__Host-" } else { "" };
        let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(state)[..12]);
        format!("{prefix}headwater_oauth_{digest}")
    }

    fn cookie(&self, state: &str, value: &str, seconds: i64) -> String {
        // A form that the provider's page posts here comes without cookies that are `Lax`.
        let same_site = match self.provider.posts_answers() {
            true => "None; Secure",
            false if self.place.is_secure() => "Lax; Secure",
            false => "Lax",
        };
        let name = self.cookie_name(state);
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}")
    }

    fn secret(&self, headers: &HeaderMap, state: &str) -> Option<BrowserSecret> {
        let name = self.cookie_name(state);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| BrowserSecret::shown(value))
    }
}

/// `GET /auth/{provider}/start?redirect=&as=&code_challenge=&link=`
async fn start(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let asked = pairs(parts.uri.query().unwrap_or_default().as_bytes());
    let visit = match Visit::new(&state, &name, &parts, &request_id) {
        Ok(visit) => visit,
        Err(error) => return failure(error).into_response(),
    };
    let wish = match wish(&state, &visit, &asked) {
        Ok(wish) => wish,
        Err(error) => return failure(error).into_response(),
    };
    let target = wish.target.clone();
    let departure = journey::depart(visit.auth, &visit.writer, visit.provider, wish, &visit.client);
    match within(&state, departure).await {
        Ok(departure) => {
            let cookie =
                visit.cookie(&departure.state, departure.secret.as_str(), JOURNEY_LASTS.num_seconds());
            see(&departure.url, [cookie])
        }
        Err(error) => see(&with_error(&target, error, &visit.client), []),
    }
}

fn wish(state: &ServerState, visit: &Visit<'_>, asked: &HashMap<String, String>) -> Result<Wish, Error> {
    let text = |name: &str| asked.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let home = if state.stage == Stage::Development { Home::Machine } else { Home::Own };
    let origin = visit.place.origin.as_deref().unwrap_or_default();
    let redirect = text("redirect").unwrap_or("/");
    let Some(Target { url, is_own }) = redirect::target(&state.config, origin, home, redirect) else {
        return Err(Error::bad_request(
            "parameter `redirect` leads to a place that the settings do not name: add its origin to `cors.origins`, or \
             the address to `auth.redirects`",
        ));
    };
    let ending = match (text("link"), text("as")) {
        (Some(_), _) => Ending::Link,
        (None, Some("cookie")) => Ending::Cookie,
        (None, Some("code")) => Ending::Code,
        // Pages elsewhere may not have this server's cookies.
        (None, None) => {
            if is_own {
                Ending::Cookie
            } else {
                Ending::Code
            }
        }
        (None, Some(_)) => return Err(Error::bad_request("parameter `as` is `cookie` or `code`")),
    };
    let challenge = text("code_challenge");
    let is_challenge =
        challenge.is_none_or(|text| URL_SAFE_NO_PAD.decode(text).is_ok_and(|hash| hash.len() == 32));
    if !is_challenge || text("code_challenge_method").is_some_and(|method| method != "S256") {
        return Err(Error::bad_request(
            "parameter `code_challenge` is the S256 challenge of a verifier (RFC 7636)",
        ));
    }
    if challenge.is_some() && ending != Ending::Code {
        return Err(Error::bad_request("parameter `code_challenge` belongs to `as=code`"));
    }
    Ok(Wish {
        target: url,
        ending,
        challenge: challenge.map(str::to_owned),
        link: text("link").map(str::to_owned),
    })
}

/// `GET` or `POST /auth/{provider}/callback`
async fn callback(
    State(state): State<Arc<ServerState>>,
    Path(name): Path<String>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match Visit::new(&state, &name, &parts, &request_id) {
        Ok(visit) => visit,
        Err(error) => return failure(error).into_response(),
    };
    let is_form = parts.method == Method::POST;
    if is_form && !visit.provider.posts_answers() {
        let mut response = failure(Error::bad_request("this provider answers by GET")).into_response();
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        return response;
    }
    let returned = match is_form {
        true => match within(&state, async { Ok(to_bytes(body, LARGEST_FORM).await) }).await {
            Ok(Ok(body)) => pairs(&body),
            _ => return failure(Error::bad_request("the form can't be read")).into_response(),
        },
        false => pairs(parts.uri.query().unwrap_or_default().as_bytes()),
    };
    let Some(shown) = returned.get("state") else {
        return failure(Error::bad_request("parameter `state` is missing: begin at `/auth/.../start`"))
            .into_response();
    };
    let secret = visit.secret(&parts.headers, shown);
    let ended =
        journey::end(visit.auth, &visit.writer, visit.provider, shown, secret.as_ref(), &visit.client).await;
    let gone = visit.cookie(shown, "", 0);
    let (journey, secret) = match (ended, secret) {
        (Ok(journey), Some(secret)) => (journey, secret),
        (Ok(_), None) => return failure(Error::bad_request("the browser's cookie is gone")).into_response(),
        (Err(error), _) => return failure(error).into_response(),
    };
    let outcome = within(&state, arrive(&visit, &journey, &secret, &returned)).await;
    let (url, mut set) = match outcome {
        Ok(Outcome::Code(code)) if journey.ending == Ending::Link => {
            (redirect::with(&journey.target, &[("link", &code)]), Vec::new())
        }
        Ok(Outcome::Code(code)) => (redirect::with(&journey.target, &[("code", &code)]), Vec::new()),
        Ok(Outcome::SignedIn(SignedIn::Challenge(challenge))) => {
            (redirect::with(&journey.target, &[("challenge", &challenge.challenge)]), Vec::new())
        }
        Ok(Outcome::SignedIn(SignedIn::Session(session))) => {
            let exchange = Exchange::new(visit.client.user_agent.clone(), visit.client.origin.clone());
            let exchange = exchange.with_cookies(None);
            cookies::set(&exchange, &session);
            (redirect::with(&journey.target, &[]), exchange.cookies())
        }
        Err(error) => (with_error(&journey.target, error, &visit.client), Vec::new()),
    };
    set.push(gone);
    see(&url, set)
}

async fn arrive(
    visit: &Visit<'_>,
    journey: &Journey,
    secret: &BrowserSecret,
    returned: &HashMap<String, String>,
) -> Result<Outcome, Error> {
    let title = &visit.provider.title;
    if let Some(error) = returned.get("error") {
        // What the provider says comes by way of the browser: it is for the log alone.
        tracing::info!(
            provider = visit.provider.name,
            error = error.get(..100).unwrap_or(error),
            "a provider sent somebody back"
        );
        return Err(match error.as_str() {
            "access_denied" | "user_cancelled_login" | "user_cancelled_authorize" => {
                Error::new(Code::Forbidden, format!("the sign-in with {title} was cancelled"))
            }
            "temporarily_unavailable" | "server_error" => Error::new(
                Code::Unavailable,
                format!("{title} can't sign anybody in at the moment; try again"),
            ),
            _ => Error::new(Code::Unauthenticated, format!("{title} refused the sign-in; begin again")),
        });
    }
    let code = returned.get("code").cloned();
    let code = code.ok_or_else(|| Error::bad_request(format!("{title} sent no code; begin again")))?;
    let told = returned.get("user").and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null);
    let returned = Returned { code, issuer: returned.get("iss").cloned(), told };
    journey::come_back(visit.auth, &visit.writer, visit.provider, journey, secret, returned, &visit.client)
        .await
}

async fn within<T>(state: &ServerState, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let limit = state.config.server.request_timeout();
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_) => Err(Error::new(Code::Timeout, "the sign-in took too long; try again")),
    }
}

fn with_error(target: &Url, error: Error, client: &Client) -> Url {
    let mut errors = [error];
    report(&mut errors, client.request_id.as_deref().unwrap_or_default());
    let [error] = errors;
    redirect::with(target, &[("error", error.code.name()), ("error_description", &error.message)])
}

/// Sends the browser on, and leaves nothing of this address behind.
fn see(url: &Url, cookies: impl IntoIterator<Item = String>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, NOT_KEPT);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(url) = HeaderValue::from_str(url.as_str()) {
        headers.insert(header::LOCATION, url);
    }
    for cookie in cookies.into_iter().filter_map(|cookie| HeaderValue::from_str(&cookie).ok()) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Of a name that is there twice, the first: whoever put another one behind it gains nothing.
fn pairs(text: &[u8]) -> HashMap<String, String> {
    let mut pairs = HashMap::new();
    for (name, value) in form_urlencoded::parse(text).into_owned() {
        pairs.entry(name).or_insert(value);
    }
    pairs
}

fn not_here() -> Error {
    Error::new(Code::NotFound, "there are no accounts here")
}
