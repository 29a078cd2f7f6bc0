//! The whole way of a browser to a certified provider and back, and everything that may go wrong on it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::{Browser, OpenId, SDL, SITE, changed, parameter, start};
use crate::support::site::Site;

#[tokio::test]
async fn a_browser_signs_in_and_is_the_same_user_again() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browser = Browser::new(&site);
        let page = browser.sign_in(&start("?redirect=/welcome?from=here"), "ann").await;
        assert_eq!(page.status, 303);
        assert_eq!(
            page.sent_to().as_str(),
            format!("{SITE}/welcome?from=here"),
            "nothing of the session is in it"
        );
        assert_eq!(
            browser.cookie_names(),
            ["headwater_refresh", "headwater_session"],
            "the way's cookie is gone"
        );
        let document = "{ me { id email name roles } identities { provider email } sessions { method } }";
        let first = browser.ask(document, json!({})).await.data();
        let me = &first["me"];
        assert_eq!(
            (&me["email"], &me["name"], &me["roles"]),
            (&json!("ann@example.org"), &json!("ann"), &json!([]))
        );
        assert_eq!(first["identities"], json!([{ "provider": "openid", "email": "ann@example.org" }]));
        assert_eq!(first["sessions"], json!([{ "method": "provider:openid" }]));
        let mut other = Browser::new(&site);
        other.sign_in(&start(""), "ann").await;
        let second = other.ask(document, json!({})).await.data();
        assert_eq!(second["me"], *me);
        let mut third = Browser::new(&site);
        third.sign_in(&start(""), "bob").await;
        assert_eq!(third.me().await, json!({ "email": "bob@example.org" }));
        let verified =
            site.text("SELECT verified_email FROM hw_account WHERE verified_email = 'ann@example.org'").await;
        assert_eq!(verified.as_deref(), Some("ann@example.org"));
        let events = browser.ask("{ authEvents(kind: PROVIDER_LINKED) { detail } }", json!({})).await.data();
        assert_eq!(events["authEvents"], json!([{ "detail": { "provider": "openid" } }]));
    }
}

#[tokio::test]
async fn an_address_may_stand_in_the_user_info() {
    let openid = OpenId::start_with(json!({ "claims_in_user_info": false }));
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browser = Browser::new(&site);
        browser.sign_in(&start(""), "ann").await;
        assert_eq!(browser.me().await, json!({ "email": "ann@example.org" }));
    }
}

#[tokio::test]
async fn a_provider_may_change_its_keys() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        for _ in 0..3 {
            let mut browser = Browser::new(&site);
            browser.sign_in(&start(""), "ann").await;
            assert_eq!(browser.me().await, json!({ "email": "ann@example.org" }));
            openid.rotate().await;
        }
    }
}

const EXCHANGE: &str = "mutation($code: String!, $verifier: String) {
    signInWithProvider(code: $code, verifier: $verifier) { session { accessToken refreshToken user { email } } challenge { challenge } }
}";

#[tokio::test]
async fn an_app_exchanges_a_code_for_its_session() {
    let openid = OpenId::start();
    let verifier = "a verifier that the app keeps, which is long enough for it";
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let redirects = ["https://app.example/in?x=1", "org.example.app:/signed-in"];
        for redirect in redirects {
            let mut browser = Browser::new(&site);
            let page = browser.sign_in(&start(&format!("?redirect={redirect}")), "ann").await;
            assert!(page.sent_to().as_str().starts_with(redirect), "{page:?}");
            assert!(browser.cookie_names().is_empty());
            let code = page.parameter("code").unwrap();
            let data = site.ask(EXCHANGE, json!({ "code": code })).await.data();
            let session = &data["signInWithProvider"]["session"];
            assert_eq!(session["user"]["email"], "ann@example.org");
            let token = session["accessToken"].as_str().unwrap();
            let me = site.ask_as(token, "{ me { email } }", json!({})).await.data();
            assert_eq!(me["me"]["email"], "ann@example.org");
            assert_eq!(site.ask(EXCHANGE, json!({ "code": code })).await.code(), "UNAUTHENTICATED");
        }
        // A code that was stolen on its way is no use without the verifier, and is dead after one attempt.
        for shown in [None, Some("another verifier"), Some("")] {
            let mut browser = Browser::new(&site);
            let query = format!("?redirect=https://app.example/in&code_challenge={challenge}");
            let page = browser.sign_in(&start(&query), "ann").await;
            let code = page.parameter("code").unwrap();
            let refused = site.ask(EXCHANGE, json!({ "code": code, "verifier": shown })).await;
            assert!(
                ["UNAUTHENTICATED", "BAD_REQUEST"].contains(&refused.code().as_str()),
                "{}",
                refused.text
            );
            let late = site.ask(EXCHANGE, json!({ "code": code, "verifier": verifier })).await;
            assert_eq!(late.code(), "UNAUTHENTICATED");
        }
        let mut browser = Browser::new(&site);
        let query = format!("?redirect=/in&as=code&code_challenge={challenge}&code_challenge_method=S256");
        let code = browser.sign_in(&start(&query), "ann").await.parameter("code").unwrap();
        let data = site.ask(EXCHANGE, json!({ "code": code, "verifier": verifier })).await.data();
        assert_eq!(data["signInWithProvider"]["session"]["user"]["email"], "ann@example.org");
        // Who began without a challenge can't be made to have had one.
        let code = browser.sign_in(&start("?as=code"), "ann").await.parameter("code").unwrap();
        let refused = site.ask(EXCHANGE, json!({ "code": code, "verifier": verifier })).await;
        assert_eq!(refused.code(), "UNAUTHENTICATED");
        let plain = browser.open(&start("?as=code&code_challenge=abc&code_challenge_method=plain")).await;
        assert_eq!(plain.status, 400);
    }
}

#[tokio::test]
async fn what_comes_back_wrong_signs_nobody_in() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut ann = Browser::new(&site);
        let callback = ann.visit_provider(&start(""), "ann").await;
        let state = parameter(&callback, "state").unwrap();
        // Changed states, and none.
        for wrong in [Some("made up"), Some(""), None] {
            let page = ann.open(&changed(&callback, "state", wrong)).await;
            assert!((400..500).contains(&page.status), "{page:?}");
        }
        // The right state at another provider's address.
        let page = ann.open(&callback.replace("/openid/", "/other/")).await;
        assert_eq!(page.status, 401, "{page:?}");
        assert_eq!(ann.me().await, Value::Null);
        // In another browser, which has a way of its own open.
        let mut ann = Browser::new(&site);
        let callback = ann.visit_provider(&start(""), "ann").await;
        let mut mallory = Browser::new(&site);
        mallory.visit_provider(&start(""), "mallory").await;
        let page = mallory.open(&callback).await;
        assert_eq!(page.status, 403, "{page:?}");
        assert_eq!(mallory.me().await, Value::Null);
        // It was used up by that.
        assert_eq!(ann.open(&callback).await.status, 401);
        // Twice.
        let callback = ann.visit_provider(&start(""), "ann").await;
        assert_eq!(ann.open(&callback).await.status, 303);
        assert_eq!(ann.open(&callback).await.status, 401);
        assert_ne!(parameter(&callback, "state"), Some(state));
        // A code that was used, in a new way.
        let used = parameter(&callback, "code").unwrap();
        let callback = ann.visit_provider(&start(""), "ann").await;
        let page = ann.open(&changed(&callback, "code", Some(&used))).await;
        assert_eq!(page.parameter("error").as_deref(), Some("UNAUTHENTICATED"));
    }
}

#[tokio::test]
async fn what_is_changed_on_the_way_to_the_provider_signs_nobody_in() {
    let openid = OpenId::start_with(json!({ "needs_pkce": false }));
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let error = async |name: &str, value: Option<&str>| {
            let mut browser = Browser::new(&site);
            let page = browser.open(&start("")).await;
            let url = changed(page.sent_to().as_str(), name, value);
            let callback = browser.be_at_provider(&url, "ann").await;
            let page = browser.open(&callback).await;
            assert_eq!(browser.me().await, Value::Null);
            page.parameter("error").unwrap()
        };
        assert_eq!(error("nonce", Some("another")).await, "UNAUTHENTICATED");
        assert_eq!(error("nonce", None).await, "UNAUTHENTICATED");
        // Without PKCE, or with that of somebody else.
        let mut browser = Browser::new(&site);
        let page = browser.open(&start("")).await;
        let url = changed(page.sent_to().as_str(), "code_challenge", None);
        let url = changed(&url, "code_challenge_method", None);
        let callback = browser.be_at_provider(&url, "ann").await;
        let page = browser.open(&callback).await;
        assert_eq!(page.parameter("error").as_deref(), Some("UNAUTHENTICATED"), "{page:?}");
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest("of mallory"));
        assert_eq!(error("code_challenge", Some(&challenge)).await, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn codes_of_others_sign_nobody_in() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let (mut ann, mut mallory) = (Browser::new(&site), Browser::new(&site));
        let stolen = ann.visit_provider(&start(""), "ann").await;
        let own = mallory.visit_provider(&start(""), "mallory").await;
        let code = parameter(&stolen, "code").unwrap();
        let page = mallory.open(&changed(&own, "code", Some(&code))).await;
        assert_eq!(page.parameter("error").as_deref(), Some("UNAUTHENTICATED"));
        assert_eq!(mallory.me().await, Value::Null);
        // An answer in the name of another issuer, and one in nobody's: the provider promises to name itself.
        for named in [Some("https://evil.example"), None] {
            let own = ann.visit_provider(&start(""), "ann").await;
            assert_eq!(parameter(&own, "iss"), Some(openid.issuer.clone()));
            let page = ann.open(&changed(&own, "iss", named)).await;
            assert_eq!(page.parameter("error").as_deref(), Some("UNAUTHENTICATED"));
        }
        assert_eq!(ann.me().await, Value::Null);
    }
}

#[tokio::test]
async fn who_says_no_is_sent_back_with_an_error() {
    let openid = OpenId::start();
    for site in Site::both(SDL, |config| openid.configure(config)).await {
        let mut browser = Browser::new(&site);
        let page = browser.open(&start("?redirect=/sign-in")).await;
        let state = page.parameter("state").unwrap();
        let back = format!(
            "{SITE}/auth/openid/callback?error=access_denied&error_description=%3Cb%3E&state={state}"
        );
        let page = browser.open(&back).await;
        let sent = page.sent_to();
        assert_eq!(sent.path(), "/sign-in");
        assert_eq!(page.parameter("error").as_deref(), Some("FORBIDDEN"));
        assert_eq!(
            page.parameter("error_description").as_deref(),
            Some("the sign-in with Openid was cancelled")
        );
    }
}

#[tokio::test]
async fn browsers_are_sent_to_known_places_alone() {
    let openid = OpenId::start();
    let site = Site::sqlite(SDL, |config| openid.configure(config)).await;
    let mut browser = Browser::new(&site);
    let evil = [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "http:evil.example",
        "https:/evil.example",
        "http://cms.example@evil.example/",
        "http://cms.example:80@evil.example/",
        "http://user@cms.example/",
        "http://cms.example.evil.example/",
        "https://cms.example/",
        "http://cms.example:8080/",
        "https://app.example.evil.example/",
        "http://app.example/",
        "https://app.example:444/",
        "javascript:alert(1)",
        "data:text/html,x",
        "org.example.app:/other",
        "org.example.app://signed-in",
        "org.example.other:/signed-in",
        "http://localhost/",
        " https://evil.example",
        "relative",
    ];
    for redirect in evil {
        let query: String = url::form_urlencoded::byte_serialize(redirect.as_bytes()).collect();
        let page = browser.open(&start(&format!("?redirect={query}"))).await;
        let allowed = redirect == "http:evil.example" && page.location.is_some();
        assert!(!allowed && page.status == 400 && page.location.is_none(), "{redirect}: {page:?}");
    }
    for redirect in
        ["/", "/a?b=c#d", "http://cms.example/x", "https://app.example/x", "org.example.app:/signed-in?x=y"]
    {
        let query: String = url::form_urlencoded::byte_serialize(redirect.as_bytes()).collect();
        let page = browser.open(&start(&format!("?redirect={query}"))).await;
        assert_eq!(page.status, 303, "{redirect}: {page:?}");
    }
}

#[tokio::test]
async fn providers_are_listed_and_unknown_ones_refused() {
    let openid = OpenId::start();
    let site = Site::sqlite(SDL, |config| openid.configure(config)).await;
    let listed = site.ask("{ authProviders { name kind title url } }", json!({})).await.data();
    assert_eq!(
        listed["authProviders"][0],
        json!({ "name": "openid", "kind": "oidc", "title": "Openid", "url": format!("{SITE}/auth/openid/start") })
    );
    let mut browser = Browser::new(&site);
    assert_eq!(browser.open(&format!("{SITE}/auth/nobody/start")).await.status, 404);
    assert_eq!(browser.open(&format!("{SITE}/auth/nobody/callback?state=x")).await.status, 404);
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_told() {
    let openid = OpenId::start();
    let site = Site::sqlite(SDL, |config| {
        openid.configure(config);
        let nowhere = Some("http://127.0.0.1:1".to_owned());
        config.auth.providers.get_mut("openid").unwrap().issuer = nowhere;
    })
    .await;
    let page = Browser::new(&site).open(&start("?redirect=/in")).await;
    assert_eq!(page.parameter("error").as_deref(), Some("UNAVAILABLE"));
}

#[tokio::test]
async fn public_keys_are_told_and_may_be_kept() {
    let site = Site::sqlite(SDL, |_| {}).await;
    site.user("ann@example.org", "a long password", &[]).await;
    let (token, _) = site.sign_in("ann@example.org", "a long password").await;
    let request = axum::http::Request::get("/auth/jwks.json").header("host", "cms.example");
    let reply = site.send_from("192.0.2.1", request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(reply.header("cache-control"), "public, max-age=300, must-revalidate");
    let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_str(&reply.text).unwrap();
    assert!(!reply.text.contains("\"d\""), "private keys stay here");
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
    validation.set_audience(&["headwater"]);
    validation.set_issuer(&["headwater"]);
    assert!(jsonwebtoken::decode::<Value>(&token, &key, &validation).is_ok());
}
