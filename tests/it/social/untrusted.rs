//! ID tokens that prove nothing: each is refused, and says why in the log's words.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headwater::config::ProviderSettings;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};

use super::stand_in::{StandIn, Way, now, provider, public_key, settings, signed};

struct Case {
    stand_in: StandIn,
    way: Way,
}

impl Case {
    async fn new() -> Self {
        let stand_in = StandIn::issuer().await;
        let settings = ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") };
        let way = Way::begin(provider(&settings)).await;
        stand_in.answer("/user", json!({ "sub": "s-1" }));
        Self { stand_in, way }
    }

    /// Claims that are right, with these changes; null takes one away.
    fn claims(&self, changes: Value) -> Value {
        let mut claims = json!({
            "iss": self.stand_in.url, "aud": "client", "sub": "s-1", "iat": now(), "exp": now() + 60,
            "nonce": self.way.nonce(), "email": "ann@example.org", "email_verified": true,
        });
        let all = claims.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap().clone() {
            match value {
                Value::Null => drop(all.shift_remove(&name)),
                value => drop(all.insert(name, value)),
            }
        }
        claims
    }

    /// What is said about a token; `ok` if it is taken.
    async fn verdict(&self, id_token: &str) -> String {
        let answer = json!({ "access_token": "the token", "token_type": "Bearer", "id_token": id_token });
        self.stand_in.answer("/token", answer);
        match self.way.end().await {
            Ok(profile) => {
                assert_eq!(profile.subject, "s-1");
                "ok".to_owned()
            }
            Err(error) => error.to_string(),
        }
    }

    async fn verdict_of(&self, changes: Value) -> String {
        self.verdict(&signed(&self.claims(changes), "key-1", 1)).await
    }
}

#[tokio::test]
async fn claims_that_do_not_fit_are_refused() {
    let case = Case::new().await;
    let minute = 60;
    let cases = [
        json!({}),
        json!({ "iss": "https://elsewhere.example.org" }),
        json!({ "iss": null }),
        json!({ "aud": "another client" }),
        json!({ "aud": null }),
        json!({ "aud": ["client", "another client"] }),
        json!({ "aud": ["client", "another client"], "azp": "client" }),
        json!({ "azp": "another client" }),
        json!({ "exp": now() - 2 * minute }),
        json!({ "exp": null }),
        json!({ "nbf": now() + 10 * minute }),
        json!({ "iat": now() + 10 * minute }),
        json!({ "iat": now() - 90 * minute }),
        json!({ "iat": null }),
        json!({ "nonce": "of another browser" }),
        json!({ "nonce": null }),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": 7 }),
        json!({ "at_hash": half(&Sha512::digest("the token")) }),
        json!({ "at_hash": half(&Sha512::digest("another token")) }),
        json!({ "at_hash": half(&Sha256::digest("the token")) }),
    ];
    let mut verdicts = Vec::new();
    for changes in cases {
        let shown = without_times(&changes.to_string());
        let verdict = case.verdict_of(changes).await;
        verdicts.push(format!("{shown} -> {verdict}"));
    }
    insta::assert_snapshot!(verdicts.join("\n"));
}

fn half(hash: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

/// The clock goes on between runs.
fn without_times(text: &str) -> String {
    regex::Regex::new(r"\d{10}").unwrap().replace_all(text, "TIME").into_owned()
}

#[tokio::test]
async fn signatures_that_prove_nothing_are_refused() {
    let case = Case::new().await;
    let claims = case.claims(json!({}));
    let good = signed(&claims, "key-1", 1);
    assert_eq!(case.verdict(&good).await, "ok");
    let [header, body, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("{good}") };
    let encode = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let forged = encode(case.claims(json!({ "sub": "admin" })));
    // The public key as if it were a shared secret: what `alg` says must not decide.
    let public = public_key("key-1", 1);
    let secret = URL_SAFE_NO_PAD.decode(public["x"].as_str().unwrap()).unwrap();
    let confused = |algorithm, secret: &[u8]| {
        let header = Header { kid: Some("key-1".to_owned()), ..Header::new(algorithm) };
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
    };
    let cases = [
        ("body changed", format!("{header}.{forged}.{signature}")),
        ("no signature", format!("{header}.{body}.")),
        ("alg none", format!("{}.{body}.", encode(json!({ "alg": "none", "kid": "key-1" })))),
        ("alg None", format!("{}.{body}.{signature}", encode(json!({ "alg": "None", "kid": "key-1" })))),
        ("public key as secret", confused(Algorithm::HS256, &secret)),
        ("key document as secret", confused(Algorithm::HS512, public.to_string().as_bytes())),
        ("client secret as secret", confused(Algorithm::HS256, b"secret of the client")),
        ("another key of that name", signed(&claims, "key-1", 9)),
        ("unknown key", signed(&claims, "key-9", 1)),
        (
            "demands",
            format!(
                "{}.{body}.{signature}",
                encode(json!({ "alg": "EdDSA", "kid": "key-1", "crit": ["b64"], "b64": false }))
            ),
        ),
        ("own key in the header", {
            let mut header = Header { kid: Some("key-9".to_owned()), ..Header::new(Algorithm::EdDSA) };
            header.jwk = serde_json::from_value(public_key("key-9", 9)).ok();
            header.jku = Some("https://evil.example.org/keys".to_owned());
            let token = signed(&claims, "key-9", 9);
            let rest = token.split_once('.').unwrap().1;
            format!("{}.{rest}", URL_SAFE_NO_PAD.encode(serde_json::to_string(&header).unwrap()))
        }),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
        ("long", "a".repeat(20_000)),
    ];
    for (what, token) in cases {
        let verdict = case.verdict(&token).await;
        assert!(verdict.starts_with("the provider's answer can't be trusted"), "{what}: {verdict}");
    }
}

#[tokio::test]
async fn keys_that_change_are_fetched_again_but_not_for_everybody() {
    let case = Case::new().await;
    assert_eq!(case.verdict_of(json!({})).await, "ok");
    assert_eq!(case.verdict_of(json!({})).await, "ok");
    assert_eq!(case.stand_in.asked("/keys").len(), 1, "keys are remembered");
    // The issuer signs with another key from now on.
    case.stand_in
        .answer("/keys", json!({ "keys": [{ "kty": "new", "kid": "odd" }, public_key("key-2", 2)] }));
    let claims = case.claims(json!({}));
    assert_eq!(case.verdict(&signed(&claims, "key-2", 2)).await, "ok");
    assert_eq!(case.stand_in.asked("/keys").len(), 2);
    // The old one is gone.
    assert_ne!(case.verdict(&signed(&claims, "key-1", 1)).await, "ok");
    for number in 0..50 {
        assert_ne!(case.verdict(&signed(&claims, &format!("made up {number}"), 3)).await, "ok");
    }
    assert!(case.stand_in.asked("/keys").len() <= 5, "{}", case.stand_in.asked("/keys").len());
    assert_eq!(case.verdict(&signed(&claims, "key-2", 2)).await, "ok");
}

#[tokio::test]
async fn keys_for_something_else_do_not_count() {
    let case = Case::new().await;
    let claims = case.claims(json!({}));
    let mut encryption = public_key("key-1", 1);
    encryption["use"] = json!("enc");
    let mut other = public_key("key-1", 1);
    other["alg"] = json!("RS256");
    for key in [encryption, other, json!({ "kty": "oct", "kid": "key-1", "k": "AAAA", "alg": "HS256" })] {
        let case = Case::new().await;
        case.stand_in.answer("/keys", json!({ "keys": [key] }));
        assert_ne!(case.verdict_of(json!({})).await, "ok");
    }
    // A token without the name of a key may be signed with any.
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = None;
    let token = signed(&claims, "key-1", 1);
    assert_eq!(case.verdict(&token).await, "ok");
}

#[tokio::test]
async fn user_info_of_somebody_else_is_refused() {
    let case = Case::new().await;
    case.stand_in
        .answer("/user", json!({ "sub": "s-2", "email": "bob@example.org", "email_verified": true }));
    let verdict = case.verdict_of(json!({ "email": null })).await;
    assert!(verdict.contains("the user info is about somebody else"), "{verdict}");
}

#[tokio::test]
async fn codes_of_another_issuer_are_refused() {
    let case = Case::new().await;
    let token = signed(&case.claims(json!({})), "key-1", 1);
    case.stand_in.answer("/token", json!({ "access_token": "the token", "id_token": token }));
    let named = case.stand_in.url.clone();
    assert!(case.way.end_with(Value::Null, Some(&named)).await.is_ok());
    let asked = case.stand_in.asked("/token").len();
    let error = case.way.end_with(Value::Null, Some("https://evil.example.org")).await.unwrap_err();
    assert!(error.to_string().contains("another issuer"));
    assert_eq!(case.stand_in.asked("/token").len(), asked, "the code was not shown to this one");
}

#[tokio::test]
async fn an_issuer_that_names_itself_must_be_named() {
    let stand_in = StandIn::issuer().await;
    let at = |path: &str| format!("{}{path}", stand_in.url);
    let document = json!({
        "issuer": stand_in.url, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "authorization_response_iss_parameter_supported": true,
    });
    stand_in.answer("/.well-known/openid-configuration", document);
    let way =
        Way::begin(provider(&ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") }))
            .await;
    let error = way.end().await.unwrap_err();
    assert!(error.to_string().contains("does not say who it is from"));
}

#[tokio::test]
async fn an_issuer_must_be_who_it_says() {
    let stand_in = StandIn::issuer().await;
    let issuer = format!("{}/", stand_in.url);
    let provider = provider(&ProviderSettings { issuer: Some(issuer), ..settings("oidc") });
    let web = headwater::auth::provider::Web::new().unwrap();
    let secret = headwater::auth::provider::BrowserSecret::new();
    let error =
        headwater::auth::provider::authorization_url(&provider, &web, "https://a.example.org/", "s", &secret)
            .await;
    assert!(error.unwrap_err().to_string().contains("calls itself"));
}

#[tokio::test]
async fn redirects_and_endless_answers_are_not_followed() {
    let stand_in = StandIn::issuer().await;
    let settings = ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") };
    let way = Way::begin(provider(&settings)).await;
    stand_in.answer("/token", json!({ "access_token": "t", "id_token": "x".repeat(2 * 1024 * 1024) }));
    let error = way.end().await.unwrap_err().to_string();
    assert!(error.contains("does not answer as it should"), "{error}");
}
