//! Flows of accounts that go by mail, each from the request over the arrived mail to its end.

mod anonymous;
mod codes;
mod invitations;
mod resets;
mod verification;

use std::time::Duration;

use headwater::config::Config;
use serde_json::{Value, json};

use crate::support::process::eventually;
use crate::support::site::{Reply, Site};
use crate::support::smtp::Sink;

const SDL: &str = r#"
    extend enum Role { author editor }
    extend type User { bio: String }
    type Note @collection @allow(to: user, do: [CREATE, READ], where: { owner: { id: { eq: "$user.id" } } }, set: { owner: "$user.id" }) {
        text: String!
        owner: User!
    }
"#;

const PASSWORD: &str = "correct horse battery";

/// The project on both databases, each with a mail server of its own.
async fn sites() -> [(Site, Sink); 2] {
    sites_with(|_| {}).await
}

async fn sites_with(configure: impl Fn(&mut Config)) -> [(Site, Sink); 2] {
    let sinks = [Sink::start(), Sink::start()];
    let urls = std::cell::RefCell::new(sinks.iter().map(Sink::url).collect::<Vec<_>>());
    let sites = Site::both(SDL, |config| {
        config.mail.url = Some(urls.borrow_mut().remove(0));
        config.mail.from = Some("Magazine <post@magazine.example>".to_owned());
        config.server.public_url = Some("https://cms.magazine.example".to_owned());
        // Tests ask faster than people.
        config.auth.attempts_per_address = 10_000;
        configure(config);
    });
    let [one, other] = sites.await;
    let [first, second] = sinks;
    [(one, first), (other, second)]
}

const SIGN_UP: &str = "mutation($email: Email!, $invitation: String, $password: String = \"correct horse battery\") {
    signUp(email: $email, password: $password, invitation: $invitation) { session { accessToken user { id } } }
}";

const SIGN_IN: &str = "mutation($email: Email!, $password: String!) {
    signIn(email: $email, password: $password) { session { accessToken user { id } } challenge { challenge } }
}";

/// Signs up and returns the access token.
async fn sign_up(site: &Site, email: &str) -> String {
    token_of(&site.ask(SIGN_UP, json!({ "email": email })).await.data()["signUp"])
}

async fn sign_in(site: &Site, email: &str, password: &str) -> Reply {
    site.ask(SIGN_IN, json!({ "email": email, "password": password })).await
}

/// The access token of what a sign-in answered.
#[track_caller]
fn token_of(signed_in: &Value) -> String {
    let token = signed_in["session"]["accessToken"].as_str();
    token.unwrap_or_else(|| panic!("no session: {signed_in}")).to_owned()
}

/// Asks for something that is mailed, and checks that it is answered `true`.
async fn request(site: &Site, mutation: &str, email: &str) {
    let document = format!("mutation($email: Email!) {{ done: {mutation}(email: $email) }}");
    let reply = site.ask(&document, json!({ "email": email })).await;
    assert_eq!(reply.data(), json!({ "done": true }));
}

async fn verify(site: &Site, token: &str) -> Reply {
    site.ask("mutation($token: String!) { verifyEmail(token: $token) }", json!({ "token": token })).await
}

/// Waits until nothing waits in the queue.
async fn all_sent(site: &Site) {
    eventually(Duration::from_secs(20), "every mail sent", async || {
        let sql = "SELECT CAST(count(*) AS text) FROM hw_mail WHERE status = 'WAITING'";
        (site.text(sql).await.as_deref() == Some("0")).then_some(())
    })
    .await;
}

/// Makes everything that was given out too old.
async fn expire_all(site: &Site) {
    site.execute("UPDATE hw_ticket SET expires_at = 1").await;
}
