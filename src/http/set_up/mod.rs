//! `/auth/setup`: the page of the one-time link that makes the first admin and leads them to the admin UI. Plain HTML,
//! without scripts, in the reader's language.
//!
//! What it does is what the mutation `setUp` does. Read [`page`] first.

mod words;

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use url::form_urlencoded;

use self::words::{Words, words};
use super::actor::sender;
use super::graphql::with_cookies;
use super::origin::Place;
use super::{ServerState, admin_ui, plain};
use crate::access::Actor;
use crate::auth::set_up;
use crate::error::Error;
use crate::graphql::answer::RequestId;
use crate::graphql::exchange::accepted_languages;
use crate::graphql::executor::{Asked, Origin};

const SET_UP: &str = "mutation SetUp($token: String!, $email: Email!, $password: String!) {
  setUp(token: $token, email: $email, password: $password) { session { expiresAt } }
}";

/// The largest form.
const LONGEST_FORM: usize = 16 * 1024;

/// Answers the link.
pub async fn page(
    State(state): State<Arc<ServerState>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let words = words_for(&headers);
    let token = field(query.as_deref().unwrap_or_default(), "token");
    let shortest = state.config.auth.password_min_length;
    match is_open(&state, &token).await {
        true => show(StatusCode::OK, words, &form(words, &token, "", shortest, None)),
        false => gone(words),
    }
}

/// Answers the form.
pub async fn make(
    State(state): State<Arc<ServerState>>,
    Extension(request_id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let words = words_for(&parts.headers);
    let place = Place::of(&state.config.server, &parts.uri, &parts.headers, &parts.extensions);
    let Some(text) = read(body).await else { return gone(words) };
    let given = ["token", "email", "password"].map(|name| (name.to_owned(), Value::from(field(&text, name))));
    let (token, email) = (field(&text, "token"), field(&text, "email"));
    let shortest = state.config.auth.password_min_length;
    // Who was somebody here before counts for nothing.
    let mut headers = parts.headers.clone();
    headers.remove(header::COOKIE);
    headers.remove(header::AUTHORIZATION);
    let Ok(sender) = sender(&state, &Method::POST, &place, &headers).await else { return gone(words) };
    let exchange = sender.exchange();
    let actor = Actor { ip: place.ip, ..Actor::public() };
    let origin = Origin { request_id: Some(request_id), exchange: exchange.clone(), ..Origin::default() };
    let asked = Asked { origin, ..Asked::new(&actor, SET_UP, Map::from_iter(given)) };
    let errors = match state.executor.ready(asked) {
        Ok(ready) => ready.run().await.errors,
        Err(errors) => errors,
    };
    let response = match errors.first() {
        // A relative address: a proxy may have put a path before.
        None if admin_ui::is_built() => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, "../admin/")]).into_response()
        }
        None => show(StatusCode::OK, words, &done(words, &email)),
        Some(error) if is_open(&state, &token).await => {
            let form = form(words, &token, &email, shortest, Some(error));
            show(StatusCode::UNPROCESSABLE_ENTITY, words, &form)
        }
        Some(_) => gone(words),
    };
    with_cookies(response, [&*exchange])
}

async fn is_open(state: &ServerState, token: &str) -> bool {
    match &state.auth {
        Some(auth) => set_up::is_open(auth, token).await.unwrap_or(false),
        None => false,
    }
}

async fn read(body: Body) -> Option<String> {
    let bytes = to_bytes(body, LONGEST_FORM).await.ok()?;
    String::from_utf8(bytes.to_vec()).ok()
}

fn field(text: &str, name: &str) -> String {
    let mut fields = form_urlencoded::parse(text.as_bytes());
    fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn words_for(headers: &HeaderMap) -> &'static Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|accepted| accepted.to_str().ok());
    let languages = accepted_languages(accepted.unwrap_or_default());
    words(languages.iter().map(String::as_str))
}

fn form(words: &Words, token: &str, email: &str, shortest: usize, error: Option<&Error>) -> String {
    let complaint =
        error.map_or_else(String::new, |error| format!("<p role=\"alert\">{}</p>", escaped(&error.message)));
    let Words { welcome, purpose, email: email_label, password, make, .. } = words;
    format!(
        "<h1>{welcome}</h1><p>{purpose}</p>{complaint}\
         <form method=\"post\" action=\"setup\"><input type=\"hidden\" name=\"token\" value=\"{}\">\
         <label>{email_label} <input type=\"email\" name=\"email\" value=\"{}\" autocomplete=\"username\" required autofocus></label>\
         <label>{password} <input type=\"password\" name=\"password\" autocomplete=\"new-password\" minlength=\"{shortest}\" required>\
         <small>{}</small></label>\
         <button>{make}</button></form>",
        escaped(token),
        escaped(email),
        words.at_least.replace("{shortest}", &shortest.to_string())
    )
}

fn done(words: &Words, email: &str) -> String {
    let purpose = words.done_purpose.replace("{email}", &escaped(email));
    let Words { done, go_on, .. } = words;
    format!("<h1>{done}</h1><p>{purpose}</p><a class=\"go\" href=\"../\">{go_on}</a>")
}

fn gone(words: &Words) -> Response {
    let Words { gone, gone_purpose, sign_in, .. } = words;
    let way_on = match admin_ui::is_built() {
        true => format!("<a class=\"go\" href=\"../admin/\">{sign_in}</a>"),
        false => String::new(),
    };
    show(StatusCode::GONE, words, &format!("<h1>{gone}</h1><p>{gone_purpose}</p>{way_on}"))
}

fn show(status: StatusCode, words: &Words, content: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"{}\"><head>{}</head><body>{}<main>{content}</main></body></html>",
        words.language,
        plain::head(words.welcome),
        plain::BRAND
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept-language"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ];
    (status, headers, page).into_response()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
