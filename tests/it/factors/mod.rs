//! Second factors and passkeys.

mod authenticator;
mod passkeys;
mod totp;

use headwater::config::Config;
use serde_json::{Value, json};

use crate::support::site::{Reply, Site};

const SDL: &str = "type Note @collection @allow(to: user, do: READ) { text: String! }";
const PASSWORD: &str = "correct horse battery";

async fn sites_with(configure: impl Fn(&mut Config)) -> [Site; 2] {
    Site::both(SDL, |config| {
        config.server.public_url = Some("https://cms.magazine.example".to_owned());
        // Tests ask faster than people.
        config.auth.attempts_per_address = 10_000;
        config.auth.attempts_per_account = 10_000;
        configure(config);
    })
    .await
}

async fn sites() -> [Site; 2] {
    sites_with(|_| {}).await
}

/// What a sign-in with the password answers.
async fn sign_in(site: &Site, email: &str) -> Value {
    let document =
        "mutation($email: Email!, $password: String!) { signIn(email: $email, password: $password) {
        session { accessToken } challenge { challenge expiresAt }
    } }";
    site.ask(document, json!({ "email": email, "password": PASSWORD })).await.data()["signIn"].clone()
}

/// The text at that place of the value.
#[track_caller]
fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no {pointer}: {value:#}")).to_owned()
}

/// The kinds of the events of a user, the newest first.
async fn events(site: &Site, user: &str) -> Vec<String> {
    let asked = "query($user: ID) { authEvents(user: $user) { kind } }";
    let data = site.ask_as_admin(asked, json!({ "user": user })).await.data();
    data["authEvents"].as_array().unwrap().iter().map(|event| text(event, "/kind")).collect()
}

async fn ask_as(site: &Site, token: &str, document: &str, variables: Value) -> Reply {
    site.ask_as(token, document, variables).await
}
