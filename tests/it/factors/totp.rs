//! Codes of authenticator apps, and recovery codes.

use std::time::{SystemTime, UNIX_EPOCH};

use headwater::config::Config;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

use super::{PASSWORD, ask_as, events, sign_in, sites, sites_with, text};
use crate::support::site::{Reply, Site};

/// An authenticator app.
struct App(Totp);

impl App {
    fn new(secret: &str) -> Self {
        Self(Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap())
    }

    /// The code of a step so many after the one of now.
    fn code(&self, steps: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        self.0.generate(now.checked_add_signed(steps * 30).unwrap()).to_string()
    }
}

async fn confirm(site: &Site, token: &str, code: &str) -> Reply {
    let document = "mutation($code: String!) { confirmTotp(code: $code) }";
    ask_as(site, token, document, json!({ "code": code })).await
}

async fn complete(site: &Site, challenge: &str, code: &str) -> Reply {
    let document = "mutation($challenge: String!, $code: String!) {
        completeSignIn(challenge: $challenge, code: $code) { session { accessToken user { email } } challenge { challenge } }
    }";
    site.ask(document, json!({ "challenge": challenge, "code": code })).await
}

/// Signs in with the password and returns the challenge.
async fn challenge(site: &Site) -> String {
    let answer = sign_in(site, "ann@example.org").await;
    assert_eq!(answer["session"], Value::Null, "{answer}");
    text(&answer, "/challenge/challenge")
}

/// A user whose app is set up with the code of the step before now, her session, and her recovery codes.
async fn with_app(site: &Site) -> (App, String, Vec<String>) {
    site.user("ann@example.org", PASSWORD, &[]).await;
    let session = text(&sign_in(site, "ann@example.org").await, "/session/accessToken");
    let started = ask_as(site, &session, "mutation { startTotp { secret url } }", json!({})).await.data();
    let app = App::new(&text(&started, "/startTotp/secret"));
    let confirmed = confirm(site, &session, &app.code(-1)).await.data();
    let codes = confirmed["confirmTotp"].as_array().unwrap().iter();
    (app, session, codes.map(|code| code.as_str().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn app_is_asked_for_once_it_is_confirmed() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &[]).await;
        let session = text(&sign_in(&site, "ann@example.org").await, "/session/accessToken");
        let started =
            ask_as(&site, &session, "mutation { startTotp { secret url } }", json!({})).await.data();
        let (secret, url) = (text(&started, "/startTotp/secret"), text(&started, "/startTotp/url"));
        assert!(url.starts_with("otpauth://totp/"), "{url}");
        assert!(url.contains(&secret) && url.contains("ann%40example.org"), "{url}");
        // Not before it is confirmed.
        assert_eq!(sign_in(&site, "ann@example.org").await["challenge"], Value::Null);
        assert_eq!(confirm(&site, &session, "000000").await.code(), "VALIDATION");
        let app = App::new(&secret);
        let codes = confirm(&site, &session, &app.code(0)).await.data();
        assert_eq!(codes["confirmTotp"].as_array().unwrap().len(), 10);
        let challenge = challenge(&site).await;
        let done = complete(&site, &challenge, &app.code(1)).await.data();
        assert_eq!(done["completeSignIn"]["session"]["user"]["email"], "ann@example.org");
        assert_eq!(done["completeSignIn"]["challenge"], Value::Null);
        let token = text(&done, "/completeSignIn/session/accessToken");
        let sessions = ask_as(&site, &token, "{ sessions { method } }", json!({})).await.data();
        assert_eq!(sessions["sessions"][0]["method"], "password");
        assert!(events(&site, &id).await.contains(&"SECOND_FACTOR_ENABLED".to_owned()));
        // The secret is sealed, and the codes are hashed.
        let stored = site.text("SELECT secret FROM hw_totp").await.unwrap();
        assert!(!stored.contains(&secret));
        let again = ask_as(&site, &token, "mutation { startTotp { secret } }", json!({})).await;
        assert_eq!(again.code(), "CONFLICT", "it is not replaced by who took a session over");
    }
}

#[tokio::test]
async fn code_counts_once_and_so_does_the_challenge() {
    for site in sites().await {
        let (app, _, _) = with_app(&site).await;
        let first = challenge(&site).await;
        assert_eq!(
            complete(&site, &first, &app.code(-1)).await.code(),
            "UNAUTHENTICATED",
            "it confirmed the app"
        );
        let code = app.code(0);
        complete(&site, &first, &code).await.data();
        assert_eq!(
            complete(&site, &first, &app.code(1)).await.code(),
            "UNAUTHENTICATED",
            "the challenge is used"
        );
        let second = challenge(&site).await;
        assert_eq!(complete(&site, &second, &code).await.code(), "UNAUTHENTICATED", "the same step");
        assert_eq!(complete(&site, &second, &app.code(-1)).await.code(), "UNAUTHENTICATED", "an earlier one");
        complete(&site, &second, &app.code(1)).await.data();
    }
}

#[tokio::test]
async fn code_of_many_steps_away_does_not_count() {
    for site in sites().await {
        let (app, _, _) = with_app(&site).await;
        let challenge = challenge(&site).await;
        for steps in [-3, 3, 100] {
            assert_eq!(complete(&site, &challenge, &app.code(steps)).await.code(), "UNAUTHENTICATED");
        }
        complete(&site, &challenge, &app.code(1)).await.data();
    }
}

#[tokio::test]
async fn same_code_shown_by_many_at_once_signs_in_once() {
    for site in sites().await {
        let (app, _, _) = with_app(&site).await;
        let mut challenges = Vec::new();
        for _ in 0..4 {
            challenges.push(challenge(&site).await);
        }
        let code = app.code(0);
        let tries = challenges.iter().map(|challenge| complete(&site, challenge, &code));
        let replies = futures_util::future::join_all(tries).await;
        assert_eq!(replies.iter().filter(|reply| reply.code().is_empty()).count(), 1);
    }
}

#[tokio::test]
async fn recovery_code_counts_once_however_it_is_typed() {
    for site in sites().await {
        let (app, _, codes) = with_app(&site).await;
        let typed = codes[0].replace('-', " ").to_uppercase();
        complete(&site, &challenge(&site).await, &typed).await.data();
        let next = challenge(&site).await;
        assert_eq!(complete(&site, &next, &codes[0]).await.code(), "UNAUTHENTICATED");
        complete(&site, &next, &codes[1]).await.data();
        complete(&site, &challenge(&site).await, &app.code(0)).await.data();
        // Nobody else's codes count.
        site.user("eve@example.org", PASSWORD, &[]).await;
        let eve = text(&sign_in(&site, "eve@example.org").await, "/session/accessToken");
        let disable = "mutation($code: String!) { disableTotp(code: $code) }";
        assert_eq!(ask_as(&site, &eve, disable, json!({ "code": codes[2] })).await.code(), "VALIDATION");
        complete(&site, &challenge(&site).await, &codes[2]).await.data();
    }
}

#[tokio::test]
async fn guessing_codes_locks_out_and_kills_the_challenge() {
    for site in sites().await {
        let (app, _, _) = with_app(&site).await;
        let first = challenge(&site).await;
        for _ in 0..5 {
            assert_eq!(complete(&site, &first, "123").await.code(), "UNAUTHENTICATED");
        }
        assert_eq!(
            complete(&site, &first, &app.code(0)).await.code(),
            "UNAUTHENTICATED",
            "the challenge is dead"
        );
        // Another challenge is no new chance.
        let second = challenge(&site).await;
        assert_eq!(complete(&site, &second, &app.code(0)).await.code(), "RATE_LIMITED");
        site.execute("DELETE FROM hw_auth_attempt").await;
        complete(&site, &second, &app.code(0)).await.data();
        for challenge in ["", "nonsense"] {
            assert_eq!(complete(&site, challenge, &app.code(1)).await.code(), "UNAUTHENTICATED");
        }
    }
}

#[tokio::test]
async fn old_challenge_does_not_count() {
    for site in sites().await {
        let (app, _, _) = with_app(&site).await;
        let challenge = challenge(&site).await;
        site.execute("UPDATE hw_ticket SET expires_at = 1").await;
        assert_eq!(complete(&site, &challenge, &app.code(0)).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn app_is_taken_away_with_a_code() {
    for site in sites().await {
        let (app, session, codes) = with_app(&site).await;
        let disable = "mutation($code: String!) { disableTotp(code: $code) }";
        assert_eq!(ask_as(&site, &session, disable, json!({ "code": "000000" })).await.code(), "VALIDATION");
        assert_eq!(site.ask(disable, json!({ "code": app.code(0) })).await.code(), "UNAUTHENTICATED");
        ask_as(&site, &session, disable, json!({ "code": app.code(0) })).await.data();
        assert_eq!(sign_in(&site, "ann@example.org").await["challenge"], Value::Null);
        assert_eq!(site.text("SELECT code_hash FROM hw_recovery_code").await, None);
        // A new app is a new beginning.
        let started = ask_as(&site, &session, "mutation { startTotp { secret } }", json!({})).await.data();
        let app = App::new(&text(&started, "/startTotp/secret"));
        confirm(&site, &session, &app.code(0)).await.data();
        let challenge = challenge(&site).await;
        assert_eq!(complete(&site, &challenge, &codes[3]).await.code(), "UNAUTHENTICATED", "of the old app");
        complete(&site, &challenge, &app.code(1)).await.data();
    }
}

#[tokio::test]
async fn app_is_asked_for_after_a_code_by_mail_too() {
    for site in sites_with(|_: &mut Config| {}).await {
        let (app, _, _) = with_app(&site).await;
        site.ask("mutation { requestCode(email: \"ann@example.org\") }", json!({})).await.data();
        let mails = "{ mails(to: \"ann@example.org\", limit: 1) { text } }";
        let mail = text(&site.ask_as_admin(mails, json!({})).await.data(), "/mails/0/text");
        let token = mail.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
        let document = "mutation($token: String!) { signInWithCode(token: $token) { session { accessToken } challenge { challenge } } }";
        let answer = site.ask(document, json!({ "token": token })).await.data();
        assert_eq!(answer["signInWithCode"]["session"], Value::Null);
        let challenge = text(&answer, "/signInWithCode/challenge/challenge");
        let done = complete(&site, &challenge, &app.code(0)).await.data();
        let session = text(&done, "/completeSignIn/session/accessToken");
        let sessions = ask_as(&site, &session, "{ sessions { method } }", json!({})).await.data();
        assert_eq!(sessions["sessions"][0]["method"], "magicLink");
    }
}
