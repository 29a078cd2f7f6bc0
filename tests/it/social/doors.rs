//! Where signing in with a provider meets the other ways: second factors, anonymous users, mails, forms that are
//! posted, and the settings.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::Request;
use headwater::app::{App, Project};
use headwater::config::{Config, IssuerSettings, ProviderSettings};
use headwater::http::Stage;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use super::browser::{Browser, OpenId, SDL, SITE, start};
use super::kinds::APPLE_KEY;
use super::stand_in::{StandIn, now, settings, signed};
use crate::support::site::Site;

fn code_of(secret: &str, steps: i64) -> String {
    let app = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    app.generate(now.checked_add_signed(steps * 30).unwrap()).to_string()
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_a_provider_too() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        let started = browser.ask("mutation { startTotp { secret } }", json!({})).await.data();
        let secret = started["startTotp"]["secret"].as_str().unwrap().to_owned();
        let confirm = "mutation($code: String!) { confirmTotp(code: $code) }";
        browser.ask(confirm, json!({ "code": code_of(&secret, -1) })).await.data();
        let complete = "mutation($challenge: String!, $code: String!) {
            completeSignIn(challenge: $challenge, code: $code) { session { accessToken user { email } } }
        }";
        let mut other = Browser::new(&site);
        let page = other.sign_in(&start("?redirect=/in"), "ann").await;
        assert!(other.cookie_names().is_empty(), "no session yet");
        let challenge = page.parameter("challenge").unwrap();
        let done =
            site.ask(complete, json!({ "challenge": challenge, "code": code_of(&secret, 0) })).await.data();
        assert_eq!(done["completeSignIn"]["session"]["user"]["email"], "ann@example.org");
        let mut app = Browser::new(&site);
        let code = app.sign_in(&start("?as=code"), "ann").await.parameter("code").unwrap();
        let exchange = "mutation($code: String!) { signInWithProvider(code: $code) { session { accessToken } challenge { challenge } } }";
        let answer = site.ask(exchange, json!({ "code": code })).await.data();
        assert_eq!(answer["signInWithProvider"]["session"], Value::Null);
        let challenge = &answer["signInWithProvider"]["challenge"]["challenge"];
        site.ask(complete, json!({ "challenge": challenge, "code": code_of(&secret, 1) })).await.data();
    }
}

#[tokio::test]
async fn an_anonymous_user_who_links_a_provider_is_anonymous_no_longer() {
    let openid = OpenId::start();
    let configure = |config: &mut Config| {
        openid.configure(config);
        config.auth.anonymous = true;
    };
    for site in Site::both(SDL, configure).await {
        let document = "mutation { signInAnonymously { session { accessToken user { id } } } }";
        let session = site.ask(document, json!({})).await.data()["signInAnonymously"]["session"].clone();
        let token = session["accessToken"].as_str().unwrap();
        let start_link = "mutation { startProviderLink(provider: \"openid\") }";
        let url = site.ask_as(token, start_link, json!({})).await.data()["startProviderLink"]
            .as_str()
            .unwrap()
            .to_owned();
        let code = Browser::new(&site).sign_in(&url, "ann").await.parameter("link").unwrap();
        let link = "mutation($code: String!) { linkProvider(code: $code) { provider } }";
        site.ask_as(token, link, json!({ "code": code })).await.data();
        let promote =
            "mutation { promote(email: \"victim@example.org\", password: \"a long password\") { id } }";
        assert_eq!(site.ask_as(token, promote, json!({})).await.code(), "CONFLICT");
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        let me = browser.ask("{ me { id } }", json!({})).await.data();
        assert_eq!(me["me"]["id"], session["user"]["id"]);
    }
}

/// The secret of the link in the newest mail to that address.
async fn mailed(site: &Site, email: &str) -> String {
    let document = "query($to: String) { mails(to: $to, limit: 1) { text } }";
    let mails = site.ask_as_admin(document, json!({ "to": email })).await.data();
    let text = mails["mails"][0]["text"].as_str().unwrap();
    text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_can_wait_in_an_account_for_the_owner_of_its_address() {
    for site in Site::both(SDL, |_| {}).await {
        let sign_up = "mutation($email: Email!) { signUp(email: $email, password: \"mallory's password\") { session { accessToken refreshToken } } }";
        let by_reset = (
            "mutation { requestPasswordReset(email: \"ann@example.org\") }",
            "ann@example.org",
            "mutation($token: String!) { done: resetPassword(token: $token, password: \"the owner's password\") }",
        );
        let by_link = (
            "mutation { requestCode(email: \"eve@example.org\") }",
            "eve@example.org",
            "mutation($token: String!) { done: signInWithCode(token: $token) { session { accessToken } } }",
        );
        for (request, email, prove) in [by_reset, by_link] {
            let session =
                site.ask(sign_up, json!({ "email": email })).await.data()["signUp"]["session"].clone();
            let mallory = session["accessToken"].as_str().unwrap();
            let make = "mutation { createApiToken(name: \"back door\", roles: [user]) { token } }";
            let made = site.ask_as(mallory, make, json!({})).await.data();
            let api_token = made["createApiToken"]["token"].as_str().unwrap().to_owned();
            site.execute(&format!(
                "INSERT INTO hw_identity (id, provider, issuer, subject, user_id, created_at, used_at) \
                 SELECT '{email}', 'openid', '', '{email}', id, 1, 1 FROM \"user\" WHERE email = '{email}'"
            ))
            .await;
            site.ask(request, json!({})).await.data();
            site.ask(prove, json!({ "token": mailed(&site, email).await })).await.data();
            for token in [mallory, &api_token] {
                assert_eq!(site.ask_as(token, "{ me { id } }", json!({})).await.code(), "UNAUTHENTICATED");
            }
            let refresh = "mutation($token: String!) { refreshSession(refreshToken: $token) { session { accessToken } } }";
            assert_eq!(
                site.ask(refresh, json!({ "token": session["refreshToken"] })).await.code(),
                "UNAUTHENTICATED"
            );
            let sign_in = "mutation($email: Email!) { signIn(email: $email, password: \"mallory's password\") { session { accessToken } } }";
            assert_eq!(site.ask(sign_in, json!({ "email": email })).await.code(), "UNAUTHENTICATED");
            let left = site.text("SELECT CAST(count(*) AS TEXT) FROM hw_identity").await;
            assert_eq!(left.as_deref(), Some("0"));
        }
        let owner = site.sign_in("ann@example.org", "the owner's password").await;
        site.ask_as(&owner.0, "{ me { id } }", json!({})).await.data();
    }
}

#[tokio::test]
async fn apple_posts_its_answer_and_others_do_not() {
    let stand_in = StandIn::issuer().await;
    let apple = ProviderSettings {
        issuer: Some(stand_in.url.clone()),
        client_secret: None,
        team_id: Some("TEAM".to_owned()),
        key_id: Some("KEY".to_owned()),
        private_key: Some(APPLE_KEY.replace('\n', "\\n")),
        ..settings("apple")
    };
    let oidc = ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") };
    let configure = |config: &mut Config| {
        config.auth.providers.insert("apple".to_owned(), apple.clone());
        config.auth.providers.insert("openid".to_owned(), oidc.clone());
    };
    for site in Site::both(SDL, configure).await {
        let mut browser = Browser::new(&site);
        let page = browser.open(&format!("{SITE}/auth/apple/start?redirect=/in")).await;
        let (state, nonce) = (page.parameter("state").unwrap(), page.parameter("nonce").unwrap());
        assert_eq!(page.parameter("response_mode").as_deref(), Some("form_post"));
        let claims = json!({ "iss": stand_in.url, "aud": "client", "sub": "s-1", "iat": now(), "exp": now() + 60, "nonce": nonce,
            "email": "ann@example.org", "email_verified": "true" });
        stand_in.answer("/token", json!({ "access_token": "t", "id_token": signed(&claims, "key-1", 1) }));
        let user = json!({ "name": { "firstName": "Ann", "lastName": "Lee" } }).to_string();
        let form = [("state", state.as_str()), ("code", "the code"), ("user", &user)];
        let page = browser.post(&format!("{SITE}/auth/apple/callback"), &form).await;
        assert_eq!(page.sent_to().as_str(), format!("{SITE}/in"));
        let me = browser.ask("{ me { email name } }", json!({})).await.data();
        assert_eq!(me["me"], json!({ "email": "ann@example.org", "name": "Ann Lee" }));
        let page = browser.post(&format!("{SITE}/auth/openid/callback"), &form).await;
        assert_eq!(page.status, 405);
        // The cookie comes back with a form of another site's page alone where it must.
        for (name, same_site) in [("apple", "SameSite=None; Secure"), ("openid", "SameSite=Lax")] {
            let request = Request::get(format!("/auth/{name}/start")).header("host", "cms.example");
            let reply = site.send_from("192.0.2.1", request.body(Body::empty()).unwrap()).await;
            let cookie = reply.set_cookies().remove(0);
            assert!(cookie.contains("; HttpOnly; ") && cookie.ends_with(same_site), "{cookie}");
            assert_eq!(reply.header("cache-control"), "no-store");
            assert_eq!(reply.header("referrer-policy"), "no-referrer");
        }
    }
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_over_tls() {
    let stand_in = StandIn::issuer().await;
    let site = Site::sqlite(SDL, |config| {
        config.server.public_url = Some("https://cms.example".to_owned());
        let oidc = ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") };
        config.auth.providers.insert("openid".to_owned(), oidc);
    })
    .await;
    let request = Request::get("/auth/openid/start").header("host", "internal:4000");
    let reply = site.send_from("192.0.2.1", request.body(Body::empty()).unwrap()).await;
    let cookie = reply.set_cookies().remove(0);
    assert!(
        cookie.starts_with("__Host-headwater_oauth_")
            && cookie.contains("Path=/; ")
            && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    assert!(
        reply
            .header("location")
            .contains("redirect_uri=https%3A%2F%2Fcms.example%2Fauth%2Fopenid%2Fcallback")
    );
}

#[tokio::test]
async fn wrong_settings_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("schema")).unwrap();
    std::fs::write(folder.path().join("schema/model.graphql"), SDL).unwrap();
    let mut config = Config::default();
    config.auth.providers.insert("github".to_owned(), ProviderSettings::default());
    config.auth.redirects = vec!["javascript:alert(1)".to_owned(), "welcome".to_owned()];
    config.auth.issuers = vec![
        IssuerSettings::default(),
        IssuerSettings {
            issuer: "headwater".to_owned(),
            audience: vec!["a".to_owned()],
            roles: [("a".to_owned(), "admin".to_owned())].into(),
            ..IssuerSettings::default()
        },
        IssuerSettings {
            issuer: "http://id.example.org".to_owned(),
            audience: vec!["a".to_owned()],
            ..IssuerSettings::default()
        },
    ];
    let project = Project { dir: folder.path().to_owned(), config };
    let error = App::open(project, Stage::Production).await.unwrap_err();
    insta::assert_snapshot!(error.to_string());
}
