//! Passkeys, with an authenticator in software.

use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::{PASSWORD, ask_as, events, sign_in, sites, sites_with, text};
use crate::support::site::{Reply, Site};

const ORIGIN: &str = "https://cms.magazine.example";

async fn session(site: &Site, email: &str) -> (String, String) {
    let id = site.user(email, PASSWORD, &[]).await;
    (id, text(&sign_in(site, email).await, "/session/accessToken"))
}

async fn start_registration(site: &Site, token: &str) -> Value {
    let started = ask_as(site, token, "mutation { startPasskeyRegistration }", json!({})).await.data();
    started["startPasskeyRegistration"].clone()
}

async fn finish_registration(site: &Site, token: &str, credential: &Value) -> Reply {
    let document = "mutation($name: String!, $credential: JSON!) {
        finishPasskeyRegistration(name: $name, credential: $credential) { id name createdAt lastUsedAt }
    }";
    ask_as(site, token, document, json!({ "name": "Phone", "credential": credential })).await
}

async fn register(site: &Site, token: &str) -> Authenticator {
    let mut device = Authenticator::new(ORIGIN);
    let made = device.create(&start_registration(site, token).await);
    finish_registration(site, token, &made).await.data();
    device
}

/// The challenge, and what is asked of the browser.
async fn start(site: &Site, email: Option<&str>) -> (String, Value) {
    let document = "mutation($email: Email) { startPasskeySignIn(email: $email) { challenge options } }";
    let started = site.ask(document, json!({ "email": email })).await.data()["startPasskeySignIn"].clone();
    (text(&started, "/challenge"), started["options"].clone())
}

async fn finish(site: &Site, challenge: &str, credential: &Value) -> Reply {
    let document = "mutation($challenge: String!, $credential: JSON!) {
        finishPasskeySignIn(challenge: $challenge, credential: $credential) {
            session { accessToken user { id } } challenge { challenge }
        }
    }";
    site.ask(document, json!({ "challenge": challenge, "credential": credential })).await
}

#[tokio::test]
async fn passkey_signs_in_with_and_without_the_address() {
    for site in sites().await {
        let (id, token) = session(&site, "ann@example.org").await;
        let mut device = register(&site, &token).await;
        for email in [None, Some("Ann@example.org")] {
            let (challenge, options) = start(&site, email).await;
            let done = finish(&site, &challenge, &device.get(&options)).await.data();
            assert_eq!(done["finishPasskeySignIn"]["session"]["user"]["id"], id);
            let token = text(&done, "/finishPasskeySignIn/session/accessToken");
            let sessions = ask_as(&site, &token, "{ sessions { method } }", json!({})).await.data();
            assert_eq!(sessions["sessions"][0]["method"], "passkey");
        }
        let known =
            ask_as(&site, &token, "{ passkeys { id name createdAt lastUsedAt } }", json!({})).await.data();
        assert_eq!(known["passkeys"][0]["name"], "Phone");
        assert!(known["passkeys"][0]["lastUsedAt"].is_string());
        assert!(events(&site, &id).await.contains(&"PASSKEY_REGISTERED".to_owned()));
    }
}

#[tokio::test]
async fn passkey_needs_no_second_factor_and_can_be_removed() {
    for site in sites().await {
        let (_, token) = session(&site, "ann@example.org").await;
        let mut device = register(&site, &token).await;
        // As if an app had been confirmed.
        let started = ask_as(&site, &token, "mutation { startTotp { secret } }", json!({})).await;
        started.data();
        site.execute("UPDATE hw_totp SET confirmed_at = 1").await;
        assert!(sign_in(&site, "ann@example.org").await["challenge"].is_object());
        let (challenge, options) = start(&site, None).await;
        let done = finish(&site, &challenge, &device.get(&options)).await.data();
        assert_eq!(done["finishPasskeySignIn"]["challenge"], Value::Null);
        let remove = "mutation($id: ID!) { removePasskey(id: $id) }";
        let known = ask_as(&site, &token, "{ passkeys { id } }", json!({})).await.data();
        let id = text(&known, "/passkeys/0/id");
        let (_, eve) = session(&site, "eve@example.org").await;
        assert_eq!(ask_as(&site, &eve, remove, json!({ "id": id })).await.code(), "NOT_FOUND");
        ask_as(&site, &token, remove, json!({ "id": id })).await.data();
        let (challenge, options) = start(&site, None).await;
        assert_eq!(finish(&site, &challenge, &device.get(&options)).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn what_is_asked_tells_nothing_about_accounts() {
    for site in sites().await {
        let (_, token) = session(&site, "ann@example.org").await;
        register(&site, &token).await;
        session(&site, "eve@example.org").await;
        let mut asked = Vec::new();
        for email in [Some("ann@example.org"), Some("eve@example.org"), Some("nobody@example.org"), None] {
            let (challenge, mut options) = start(&site, email).await;
            assert_eq!(challenge.len(), 43);
            options["challenge"] = Value::Null;
            asked.push(options);
        }
        assert!(asked.iter().all(|options| *options == asked[0]), "{asked:#?}");
    }
}

#[tokio::test]
async fn challenge_counts_once_and_not_for_long() {
    for site in sites().await {
        let (_, token) = session(&site, "ann@example.org").await;
        let mut device = register(&site, &token).await;
        let (challenge, options) = start(&site, None).await;
        let shown = device.get(&options);
        finish(&site, &challenge, &shown).await.data();
        assert_eq!(finish(&site, &challenge, &shown).await.code(), "UNAUTHENTICATED", "shown again");
        let (other, _) = start(&site, None).await;
        assert_eq!(finish(&site, &other, &shown).await.code(), "UNAUTHENTICATED", "for another challenge");
        let (late, options) = start(&site, None).await;
        site.execute("UPDATE hw_ticket SET expires_at = 1").await;
        assert_eq!(finish(&site, &late, &device.get(&options)).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn passkey_of_another_page_user_or_state_is_refused() {
    for site in sites().await {
        let (_, ann) = session(&site, "ann@example.org").await;
        let (_, eve) = session(&site, "eve@example.org").await;
        let mut anns = register(&site, &ann).await;
        let mut eves = register(&site, &eve).await;
        let refused = async |device: &mut Authenticator, email: Option<&str>| {
            let (challenge, options) = start(&site, email).await;
            finish(&site, &challenge, &device.get(&options)).await.code()
        };
        assert_eq!(
            refused(&mut eves, Some("ann@example.org")).await,
            "UNAUTHENTICATED",
            "for another account"
        );
        eves.claim(&anns);
        assert_eq!(refused(&mut eves, None).await, "UNAUTHENTICATED", "with another's handle");
        anns.origin = "https://evil.example".into();
        assert_eq!(refused(&mut anns, None).await, "UNAUTHENTICATED", "from another page");
        anns.origin = ORIGIN.into();
        anns.domain = "evil.example".into();
        assert_eq!(refused(&mut anns, None).await, "UNAUTHENTICATED", "for another server");
        anns.domain = "cms.magazine.example".into();
        anns.flags = 0x01;
        assert_eq!(refused(&mut anns, None).await, "UNAUTHENTICATED", "the user was not recognised");
        anns.flags = 0x05;
        let (challenge, options) = start(&site, None).await;
        let mut broken = anns.get(&options);
        let signature = text(&broken, "/response/signature");
        broken["response"]["signature"] = signature.chars().rev().collect::<String>().into();
        assert_ne!(finish(&site, &challenge, &broken).await.code(), "");
        for nonsense in [json!({}), json!("x"), json!(null), json!({ "id": "AA" })] {
            let (challenge, _) = start(&site, None).await;
            assert_ne!(finish(&site, &challenge, &nonsense).await.code(), "");
        }
        assert_eq!(refused(&mut anns, None).await, "");
    }
}

#[tokio::test]
async fn counter_that_goes_back_is_refused() {
    for site in sites().await {
        let (_, token) = session(&site, "ann@example.org").await;
        let mut device = register(&site, &token).await;
        device.counter = 10;
        let (challenge, options) = start(&site, None).await;
        finish(&site, &challenge, &device.get(&options)).await.data();
        device.counter = 4;
        let (challenge, options) = start(&site, None).await;
        assert_eq!(
            finish(&site, &challenge, &device.get(&options)).await.code(),
            "UNAUTHENTICATED",
            "a copy"
        );
    }
}

#[tokio::test]
async fn registration_belongs_to_the_session_that_began_it() {
    for site in sites().await {
        let (_, ann) = session(&site, "ann@example.org").await;
        let (_, eve) = session(&site, "eve@example.org").await;
        let start_document = "mutation { startPasskeyRegistration }";
        assert_eq!(site.ask(start_document, json!({})).await.code(), "UNAUTHENTICATED");
        let mut device = Authenticator::new(ORIGIN);
        let made = device.create(&start_registration(&site, &ann).await);
        assert_eq!(finish_registration(&site, &eve, &made).await.code(), "BAD_REQUEST");
        let elsewhere = text(&sign_in(&site, "ann@example.org").await, "/session/accessToken");
        assert_eq!(finish_registration(&site, &elsewhere, &made).await.code(), "BAD_REQUEST");
        finish_registration(&site, &ann, &made).await.data();
        assert_eq!(finish_registration(&site, &ann, &made).await.code(), "BAD_REQUEST", "once");
        // The same passkey is nobody else's.
        let again = start_registration(&site, &eve).await;
        assert_ne!(finish_registration(&site, &eve, &device.create(&again)).await.code(), "");
        // Browsers are told which are registered already.
        let options = start_registration(&site, &ann).await;
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 1);
        let mut other = Authenticator::new("https://evil.example");
        assert_eq!(finish_registration(&site, &ann, &other.create(&options)).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn address_that_can_not_have_passkeys_is_said() {
    for site in sites_with(|config| config.server.public_url = Some("http://192.0.2.7".to_owned())).await {
        let reply = site.ask("mutation { startPasskeySignIn { challenge } }", json!({})).await;
        assert_eq!(reply.code(), "UNAVAILABLE");
        assert!(reply.message().contains("server.public_url"), "{}", reply.message());
    }
}
