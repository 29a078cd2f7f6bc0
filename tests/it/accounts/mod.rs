//! Accounts as they look from outside: signing up and in, sessions, tokens, admins, cookies, the command line.

mod api_tokens;
mod at_once;
mod command_line;
mod cookies;
mod impersonation;
mod keys;
mod last_admin;
mod lockout;
mod passwords;
mod refresh;
mod roles;
mod sessions;
mod set_up;
mod sign_in;
mod states;
mod tokens;

use headwater::config::Config;
use serde_json::{Value, json};

use crate::support::site::{Reply, Site};

/// What these tests' project is about.
const SDL: &str = r#"
    extend enum Role { author editor }
    extend type User { bio: String plan: String }
    type Post @collection @allow(to: public, do: READ) @allow(to: editor, do: ALL) { title: String! }
    type Plan @collection @allow(to: editor, do: READ) { text: String! }
    type Diary @collection @allow(to: user, do: READ) { text: String! }
"#;

/// The project on both databases, with the usual settings.
async fn sites() -> [Site; 2] {
    Site::both(SDL, |_| {}).await
}

/// Another project on both databases.
async fn sites_of(sdl: &str) -> [Site; 2] {
    Site::both(sdl, |_| {}).await
}

/// The project on both databases, with other settings.
async fn sites_with(configure: impl Fn(&mut Config)) -> [Site; 2] {
    Site::both(SDL, configure).await
}

const PASSWORD: &str = "correct horse battery";

const SIGN_IN: &str = "mutation($email: Email!, $password: String!) {
    signIn(email: $email, password: $password) { session { accessToken refreshToken expiresAt } challenge { challenge } }
}";

const SIGN_UP: &str = "mutation($email: Email!, $password: String!, $data: UserCreate) {
    signUp(email: $email, password: $password, data: $data) { session { accessToken refreshToken } }
}";

const REFRESH: &str = "mutation($token: String) {
    refreshSession(refreshToken: $token) { session { accessToken refreshToken } }
}";

async fn sign_in(site: &Site, email: &str, password: &str) -> Reply {
    site.ask(SIGN_IN, json!({ "email": email, "password": password })).await
}

async fn refresh(site: &Site, token: &str) -> Reply {
    site.ask(REFRESH, json!({ "token": token })).await
}

/// The text at that place of the value.
#[track_caller]
fn text(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no {pointer}: {value:#}"))
        .to_owned()
}

/// Whether whoever shows the token is signed in: `UNAUTHENTICATED` when the token does not count.
async fn code_of(site: &Site, token: &str) -> String {
    site.ask_as(token, "{ sessions { id } }", json!({})).await.code()
}

/// The kinds of the events of a user, the newest first.
async fn events(site: &Site, user: &str) -> Vec<String> {
    let asked = "query($user: ID) { authEvents(user: $user) { kind } }";
    let data = site.ask_as_admin(asked, json!({ "user": user })).await.data();
    let events = data["authEvents"].as_array().unwrap().iter();
    events.map(|event| event["kind"].as_str().unwrap().to_owned()).collect()
}
