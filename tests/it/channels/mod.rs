//! Channels: who is there, what is said, and who may be there and speak.

mod limits;
mod presence;
mod rules;
mod settings;

use headwater::config::Config;
use serde_json::{Value, json};

use crate::support::site::Site;
use crate::support::socket::{self, Client};

const SDL: &str = r#"
    extend enum Role { author editor }
    extend type User { team: String }
    type Post @collection @allow(to: public, do: READ, where: { isOpen: { eq: true } })
        @allow(to: author, do: ALL, where: { author: { id: { eq: "$user.id" } } }) {
        title: String!
        isOpen: Boolean
        author: User
    }
"#;

const CHANNEL: &str = "subscription($name: String!, $state: JSON) { channel(name: $name, state: $state) {
    kind members { id user state } member { id user state } payload sender
} }";

const BROADCAST: &str =
    "mutation($channel: String!, $payload: JSON!) { broadcast(channel: $channel, payload: $payload) }";

const SET_PRESENCE: &str = "mutation($channel: String!, $member: ID!, $state: JSON) {
    setPresence(channel: $channel, member: $member, state: $state)
}";

/// What the tests' channels allow.
fn lobby() -> Vec<Value> {
    vec![json!({ "name": "lobby", "allow": [{ "to": ["public"], "do": ["ALL"] }] })]
}

/// A server with those channels, on SQLite.
async fn site(channels: Vec<Value>) -> (Site, String) {
    site_with(channels, |_| {}).await
}

async fn site_with(channels: Vec<Value>, configure: impl Fn(&mut Config)) -> (Site, String) {
    let site = Site::sqlite(SDL, |config| {
        config.channel.clone_from(&channels);
        configure(config);
    })
    .await;
    let url = socket::listen(site.app.router()).await;
    (site, url)
}

/// Somebody in a channel.
struct Member {
    client: Client,
    /// What was told first.
    here: Value,
    id: String,
}

impl Member {
    /// Joins, as who has that token.
    async fn join(url: &str, token: Option<&str>, name: &str, state: Value) -> Self {
        let mut client = client(url, token).await;
        client.subscribe("1", CHANNEL, json!({ "name": name, "state": state })).await;
        let here = client.next("1").await["data"]["channel"].clone();
        assert_eq!(here["kind"], "HERE", "{here:#}");
        let id = here["member"]["id"].as_str().unwrap().to_owned();
        Self { client, here, id }
    }

    /// What is told next.
    async fn next(&mut self) -> Value {
        self.client.next("1").await["data"]["channel"].clone()
    }

    /// What is told next, in short: `JOINED` and the state, or `MESSAGE` and the payload.
    async fn told(&mut self) -> String {
        let event = self.next().await;
        let about = if event["kind"] == "MESSAGE" { &event["payload"] } else { &event["member"]["state"] };
        format!("{} {about}", event["kind"].as_str().unwrap())
    }

    /// The states of those who were there at first.
    fn states(&self) -> Vec<Value> {
        states(&self.here)
    }
}

fn states(here: &Value) -> Vec<Value> {
    here["members"].as_array().unwrap().iter().map(|member| member["state"].clone()).collect()
}

async fn client(url: &str, token: Option<&str>) -> Client {
    socket::connect(url, token.map_or(Value::Null, socket::bearer)).await
}

/// The code with which joining is refused; empty when it is not.
async fn refusal(url: &str, token: Option<&str>, name: &str) -> String {
    let mut client = client(url, token).await;
    client.subscribe("1", CHANNEL, json!({ "name": name })).await;
    let message = client.hear().await;
    message["payload"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

/// The code with which sending is refused; empty when it is not.
async fn send_refusal(site: &Site, token: Option<&str>, name: &str) -> String {
    let variables = json!({ "channel": name, "payload": 1 });
    match token {
        Some(token) => site.ask_as(token, BROADCAST, variables).await.code(),
        None => site.ask(BROADCAST, variables).await.code(),
    }
}

/// A user who is signed in: the id and the access token.
async fn user(site: &Site, name: &str, roles: &[&str]) -> (String, String) {
    let email = format!("{name}@example.org");
    let id = site.user(&email, "correct horse", roles).await;
    let (token, _) = site.sign_in(&email, "correct horse").await;
    (id, token)
}
