//! Which user somebody is who comes from a provider, and linking on purpose.

use headwater::config::SignUp;
use serde_json::{Value, json};

use super::browser::{Browser, OpenId, SDL, SITE, start};
use crate::support::site::Site;

const PASSWORD: &str = "a long password";

/// Notes that the user proved their address, as a link in a mail does.
async fn verify(site: &Site, email: &str) {
    site.execute(&format!("UPDATE hw_account SET verified_email = '{email}' WHERE user_id = (SELECT id FROM \"user\" WHERE email = '{email}')")).await;
}

async fn unverify(site: &Site, email: &str) {
    site.execute(&format!("UPDATE hw_account SET verified_email = NULL WHERE verified_email = '{email}'"))
        .await;
}

async fn user_id(site: &Site, email: &str) -> Option<String> {
    site.text(&format!("SELECT id FROM \"user\" WHERE email = '{email}'")).await
}

async fn users(site: &Site) -> Option<String> {
    site.text("SELECT CAST(count(*) AS TEXT) FROM \"user\"").await
}

#[tokio::test]
async fn an_account_is_entered_when_both_sides_verified_its_address() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let ann = site.user("ann@example.org", PASSWORD, &["admin"]).await;
        verify(&site, "ann@example.org").await;
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        let me = browser.ask("{ me { id roles } }", json!({})).await.data();
        assert_eq!(me["me"], json!({ "id": ann, "roles": ["admin"] }));
        assert_eq!(users(&site).await.as_deref(), Some("1"));
        // From now on it is known by its subject, whatever becomes of the address.
        unverify(&site, "ann@example.org").await;
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        assert_eq!(browser.me().await, json!({ "email": "ann@example.org" }));
    }
}

#[tokio::test]
async fn an_account_with_an_unproved_address_is_not_entered() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        // Mallory was here first, with Ann's address.
        let sign_up = "mutation { signUp(email: \"Ann@Example.org\", password: \"mallory's password\") { session { accessToken } } }";
        let data = site.ask(sign_up, json!({})).await.data();
        let mallory = data["signUp"]["session"]["accessToken"].as_str().unwrap().to_owned();
        let mut ann = Browser::new(&site);
        let page = ann.sign_in(&start("?redirect=/in"), "ann").await;
        assert_eq!(page.parameter("error").as_deref(), Some("CONFLICT"));
        let words = page.parameter("error_description").unwrap();
        assert!(words.contains("sign in to it in another way"), "{words}");
        assert_eq!(ann.me().await, Value::Null);
        assert_eq!(site.text("SELECT CAST(count(*) AS TEXT) FROM hw_identity").await.as_deref(), Some("0"));
        // And Mallory can't leave a door open for the time when Ann has proved it.
        let document = "mutation { startProviderLink(provider: \"openid\") }";
        assert_eq!(site.ask_as(&mallory, document, json!({})).await.code(), "FORBIDDEN");
    }
}

#[tokio::test]
async fn an_address_that_the_provider_did_not_verify_leads_nowhere() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        site.user("ann@example.org", PASSWORD, &["admin"]).await;
        verify(&site, "ann@example.org").await;
        let mut mallory = Browser::new(&site);
        let page = mallory.sign_in(&start(""), "unverified-ann").await;
        assert_eq!(page.parameter("error").as_deref(), Some("CONFLICT"));
        assert_eq!(mallory.me().await, Value::Null);
        // Nor can it be taken away from who has it and was never here.
        let mut mallory = Browser::new(&site);
        mallory.sign_in(&start(""), "unverified-eve").await;
        let me = mallory.ask("{ me { id email } }", json!({})).await.data();
        assert!(me["me"]["id"].is_string());
        assert_eq!(me["me"]["email"], Value::Null);
        let mut eve = Browser::new(&site);
        eve.sign_in(&start(""), "eve").await;
        let own = eve.ask("{ me { id email } }", json!({})).await.data();
        assert_eq!(own["me"]["email"], "eve@example.org");
        assert_ne!(own["me"]["id"], me["me"]["id"]);
    }
}

#[tokio::test]
async fn newcomers_are_let_in_as_the_settings_say() {
    let openid = OpenId::start();
    for (sign_up, provider_sign_up) in
        [(SignUp::Invitation, true), (SignUp::Off, true), (SignUp::Open, false)]
    {
        let site = Site::sqlite(SDL, |config| {
            openid.configure(config);
            config.auth.sign_up = sign_up;
            config.auth.providers.get_mut("openid").unwrap().sign_up = Some(provider_sign_up);
        })
        .await;
        let mut bob = Browser::new(&site);
        let page = bob.sign_in(&start(""), "bob").await;
        assert_eq!(page.parameter("error").as_deref(), Some("FORBIDDEN"));
        assert_eq!(users(&site).await.as_deref(), Some("0"));
        // Who has an account comes in all the same.
        site.user("ann@example.org", PASSWORD, &[]).await;
        verify(&site, "ann@example.org").await;
        let mut ann = Browser::new(&site);
        ann.sign_in(&start(""), "ann").await;
        assert_eq!(ann.me().await, json!({ "email": "ann@example.org" }));
    }
}

#[tokio::test]
async fn many_at_once_make_one_account() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browsers = Vec::new();
        for _ in 0..6 {
            let mut browser = Browser::new(&site);
            let callback = browser.visit_provider(&start(""), "ann").await;
            browsers.push((browser, callback));
        }
        let pages = futures_util::future::join_all(
            browsers.iter_mut().map(|(browser, callback)| browser.open(callback)),
        )
        .await;
        assert!(
            pages.iter().all(|page| page.location.as_deref() == Some("http://cms.example/")),
            "{pages:?}"
        );
        assert_eq!(users(&site).await.as_deref(), Some("1"));
    }
}

#[tokio::test]
async fn a_user_who_was_deleted_or_disabled_stays_out() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        let id = user_id(&site, "ann@example.org").await.unwrap();
        site.execute("UPDATE hw_account SET disabled_at = 1").await;
        let page = browser.sign_in(&start(""), "ann").await;
        assert_eq!(page.parameter("error").as_deref(), Some("FORBIDDEN"));
        let document = "mutation($id: ID!) { deleteUser(id: $id) { id } }";
        site.ask_as_admin(document, json!({ "id": id })).await.data();
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        let again = user_id(&site, "ann@example.org").await.unwrap();
        assert_ne!(again, id, "nothing of the deleted user comes back");
    }
}

/// Signs in with the password, and returns the token.
async fn signed_in(site: &Site, email: &str) -> String {
    site.sign_in(email, PASSWORD).await.0
}

/// Begins to link as the user of that token, goes to the provider as somebody, and returns the code.
async fn link_code(site: &Site, token: &str, login: &str) -> String {
    let document = "mutation { startProviderLink(provider: \"openid\", redirect: \"/account?tab=1&x\") }";
    let data = site.ask_as(token, document, json!({})).await.data();
    let mut browser = Browser::new(site);
    let page = browser.sign_in(data["startProviderLink"].as_str().unwrap(), login).await;
    assert!(page.sent_to().as_str().starts_with(&format!("{SITE}/account?tab=1&x=")), "{page:?}");
    assert!(browser.cookie_names().is_empty(), "linking signs nobody in");
    page.parameter("link").unwrap()
}

const LINK: &str = "mutation($code: String!) { linkProvider(code: $code) { id provider email } }";

#[tokio::test]
async fn a_user_links_and_unlinks_a_provider() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        for email in ["carl@example.org", "dora@example.org"] {
            site.user(email, PASSWORD, &[]).await;
            verify(&site, email).await;
        }
        let (carl, dora) =
            (signed_in(&site, "carl@example.org").await, signed_in(&site, "dora@example.org").await);
        // Another address there is no matter: Carl did it himself.
        let code = link_code(&site, &carl, "unverified-kit").await;
        // What Carl began, Dora can't be made to end, and it is over then.
        assert_eq!(site.ask_as(&dora, LINK, json!({ "code": code })).await.code(), "UNAUTHENTICATED");
        assert_eq!(site.ask_as(&carl, LINK, json!({ "code": code })).await.code(), "UNAUTHENTICATED");
        let code = link_code(&site, &carl, "unverified-kit").await;
        assert_eq!(site.ask(LINK, json!({ "code": code })).await.code(), "UNAUTHENTICATED");
        let linked = site.ask_as(&carl, LINK, json!({ "code": code })).await.data();
        assert_eq!(linked["linkProvider"]["email"], "kit@example.org");
        // No session comes of it, and no link of a session's code.
        assert_eq!(
            site.ask(
                "mutation($code: String!) { signInWithProvider(code: $code) { session { accessToken } } }",
                json!({ "code": code })
            )
            .await
            .code(),
            "UNAUTHENTICATED"
        );
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "unverified-kit").await;
        assert_eq!(browser.me().await, json!({ "email": "carl@example.org" }));
        // It is Carl's now.
        let code = link_code(&site, &dora, "unverified-kit").await;
        assert_eq!(site.ask_as(&dora, LINK, json!({ "code": code })).await.code(), "CONFLICT");
        let unlink = "mutation($id: ID!) { unlinkProvider(id: $id) }";
        let id = &linked["linkProvider"]["id"];
        assert_eq!(site.ask_as(&dora, unlink, json!({ "id": id })).await.code(), "NOT_FOUND");
        site.ask_as(&carl, unlink, json!({ "id": id })).await.data();
        assert_eq!(
            site.ask_as(&carl, "{ identities { id } }", json!({})).await.data()["identities"],
            json!([])
        );
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "unverified-kit").await;
        assert_eq!(browser.me().await, json!({ "email": null }), "a user of their own");
        // Who has nothing else can't lock themselves out.
        let own = browser.ask("{ identities { id } }", json!({})).await.data();
        let refused = browser.ask(unlink, json!({ "id": own["identities"][0]["id"] })).await;
        assert_eq!(refused.code(), "CONFLICT");
    }
}

#[tokio::test]
async fn linking_needs_a_session_and_a_ticket() {
    let openid = OpenId::start();
    let site = Site::sqlite(SDL, |config| openid.configure(config)).await;
    let document = "mutation { startProviderLink(provider: \"openid\") }";
    assert_eq!(site.ask(document, json!({})).await.code(), "UNAUTHENTICATED");
    let mut browser = Browser::new(&site);
    let page = browser.open(&start("?link=made-up&redirect=/in")).await;
    assert_eq!(page.sent_to().path(), "/in");
    assert_eq!(page.parameter("error").as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(site.ask("{ identities { id } }", json!({})).await.code(), "UNAUTHENTICATED");
}
