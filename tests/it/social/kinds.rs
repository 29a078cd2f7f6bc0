//! What each provider is asked, and what is made of its answers.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use headwater::auth::provider::{ALL, Profile, Provider};
use headwater::config::ProviderSettings;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::stand_in::{CALLBACK, StandIn, Way, now, provider, settings, signed};

/// Endpoints of the stand-in instead of the provider's own.
fn standing_in(kind: &str, stand_in: &StandIn) -> ProviderSettings {
    let at = |path: &str| Some(format!("{}{path}", stand_in.url));
    ProviderSettings {
        authorize_url: at("/authorize"),
        token_url: at("/token"),
        user_info_url: at("/user"),
        emails_url: (kind == "github").then(|| at("/emails")).flatten(),
        ..settings(kind)
    }
}

/// The way with a provider that speaks OAuth 2 alone.
async fn oauth(kind: &str, user: Value, emails: Value) -> (Profile, StandIn, Way) {
    let stand_in = StandIn::start().await;
    stand_in.answer("/token", json!({ "access_token": "the token", "token_type": "bearer" }));
    stand_in.answer("/user", user);
    stand_in.answer("/emails", emails);
    let way = Way::begin(provider(&standing_in(kind, &stand_in))).await;
    let profile = way.end().await.unwrap();
    (profile, stand_in, way)
}

/// The way with a provider that speaks OpenID Connect, whose ID token has these claims besides.
async fn open_id(kind: &str, claims: Value, user: Value) -> (Profile, StandIn, Way) {
    let stand_in = StandIn::issuer().await;
    let settings = ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings(kind) };
    let way = Way::begin(provider(&settings)).await;
    let profile = end(&stand_in, &way, claims, user).await;
    (profile, stand_in, way)
}

async fn end(stand_in: &StandIn, way: &Way, claims: Value, user: Value) -> Profile {
    let mut all = json!({
        "iss": stand_in.url, "aud": "client", "sub": "s-1", "iat": now(), "exp": now() + 60, "nonce": way.nonce(),
    });
    all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
    let id_token = signed(&all, "key-1", 1);
    stand_in.answer(
        "/token",
        json!({ "access_token": "the token", "token_type": "Bearer", "id_token": id_token }),
    );
    stand_in.answer("/user", user);
    way.end().await.unwrap()
}

fn person(
    subject: &str,
    email: Option<&str>,
    email_verified: bool,
    looks: (Option<&str>, Option<&str>),
) -> Profile {
    Profile {
        subject: subject.to_owned(),
        email: email.map(str::to_owned),
        email_verified,
        name: looks.0.map(str::to_owned),
        picture: looks.1.map(str::to_owned),
    }
}

#[tokio::test]
async fn every_way_has_state_pkce_and_the_exact_address_to_come_back_to() {
    let (_, stand_in, way) = open_id("oidc", json!({}), json!({ "sub": "s-1" })).await;
    assert_eq!(way.asked["response_type"], "code");
    assert_eq!(way.asked["client_id"], "client");
    assert_eq!(way.asked["redirect_uri"], CALLBACK);
    assert_eq!(way.asked["state"], "the state");
    assert_eq!(way.asked["scope"], "openid email profile");
    assert_eq!(way.asked["code_challenge_method"], "S256");
    let asked = stand_in.asked("/token");
    let [token] = &asked[..] else { panic!("one token request: {asked:?}") };
    assert_eq!(token.form["grant_type"], "authorization_code");
    assert_eq!(token.form["code"], "the code");
    assert_eq!(token.form["redirect_uri"], CALLBACK);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&token.form["code_verifier"]));
    assert_eq!(way.asked["code_challenge"], challenge);
    // Header, as OpenID Connect has it by default; in the form `application/x-www-form-urlencoded`.
    let credentials = STANDARD.encode("client:secret+of+the+client");
    assert_eq!(token.authorization, format!("Basic {credentials}"));
    assert!(!token.form.contains_key("client_secret"));
    let other =
        Way::begin(provider(&ProviderSettings { issuer: Some(stand_in.url.clone()), ..settings("oidc") }))
            .await;
    assert_ne!(other.nonce(), way.nonce());
    assert_ne!(other.asked["code_challenge"], way.asked["code_challenge"]);
}

#[tokio::test]
async fn openid_connect_reads_the_id_token() {
    let claims = json!({
        "email": "Ann@example.org", "email_verified": true, "name": "Ann", "picture": "https://example.org/a.png",
    });
    for kind in ["oidc", "google", "gitlab", "linkedin"] {
        let (profile, stand_in, _) = open_id(kind, claims.clone(), Value::Null).await;
        let expected =
            person("s-1", Some("Ann@example.org"), true, (Some("Ann"), Some("https://example.org/a.png")));
        assert_eq!(profile, expected, "{kind}");
        assert!(stand_in.asked("/user").is_empty());
    }
}

#[tokio::test]
async fn openid_connect_asks_the_user_info_for_an_address() {
    let user = json!({ "sub": "s-1", "email": "ann@example.org", "email_verified": true, "name": "Ann" });
    let (profile, stand_in, _) = open_id("gitlab", json!({ "email_verified": false }), user).await;
    assert_eq!(profile, person("s-1", Some("ann@example.org"), true, (Some("Ann"), None)));
    assert_eq!(stand_in.asked("/user")[0].authorization, "Bearer the token");
}

#[tokio::test]
async fn verification_of_another_address_does_not_count() {
    let user = json!({ "sub": "s-1", "email": "ann@example.org" });
    let (profile, ..) = open_id("oidc", json!({ "email_verified": true }), user).await;
    assert!(!profile.email_verified);
    let (profile, ..) =
        open_id("oidc", json!({ "email": "no address", "email_verified": true }), Value::Null).await;
    assert_eq!(profile, person("s-1", None, false, (None, None)));
}

#[tokio::test]
async fn addresses_that_become_others_in_lower_case_do_not_count() {
    for email in ["fran\u{212a}@example.org", "fran@\u{212a}.example", "ı@example.org"] {
        let claims = json!({ "email": email, "email_verified": true });
        let (profile, ..) = open_id("oidc", claims, Value::Null).await;
        assert_eq!(profile, person("s-1", None, false, (None, None)), "{email}");
    }
}

#[tokio::test]
async fn github_counts_the_primary_verified_address_alone() {
    let user = json!({ "id": 583_231, "login": "octocat", "name": null, "email": "public@example.org",
        "avatar_url": "https://avatars.example.org/u/583231" });
    let emails = json!([
        { "email": "old@example.org", "primary": false, "verified": true },
        { "email": "octocat@example.org", "primary": true, "verified": true },
    ]);
    let (profile, stand_in, way) = oauth("github", user.clone(), emails).await;
    let looks = (Some("octocat"), Some("https://avatars.example.org/u/583231"));
    assert_eq!(profile, person("583231", Some("octocat@example.org"), true, looks));
    assert_eq!(way.asked["scope"], "read:user user:email");
    assert_eq!(stand_in.asked("/token")[0].form["client_secret"], "secret of the client");
    assert_eq!(stand_in.asked("/emails")[0].authorization, "Bearer the token");
    let emails = json!([
        { "email": "old@example.org", "primary": false, "verified": true },
        { "email": "octocat@example.org", "primary": true, "verified": false },
    ]);
    let (profile, ..) = oauth("github", user, emails).await;
    assert_eq!(profile, person("583231", None, false, looks));
}

#[tokio::test]
async fn github_tells_errors_with_status_200() {
    let stand_in = StandIn::start().await;
    stand_in
        .answer("/token", json!({ "error": "bad_verification_code", "error_description": "it is expired" }));
    let way = Way::begin(provider(&standing_in("github", &stand_in))).await;
    let error = way.end().await.unwrap_err().to_string();
    assert!(error.contains("refuses the request") && error.contains("bad_verification_code"), "{error}");
}

#[tokio::test]
async fn microsoft_addresses_count_only_where_the_domain_is_the_tenants() {
    let tenant = "9122040d-6c67-4c5b-b112-36a304b66dad";
    for (edov, is_verified) in
        [(json!(null), false), (json!(false), false), (json!(true), true), (json!("1"), true)]
    {
        let stand_in = StandIn::issuer().await;
        let at = |path: &str| format!("{}{path}", stand_in.url);
        // The document of `common` holds a template.
        stand_in.answer(
            "/common/v2.0/.well-known/openid-configuration",
            json!({
                "issuer": at("/{tenantid}/v2.0"), "authorization_endpoint": at("/authorize"),
                "token_endpoint": at("/token"), "jwks_uri": at("/keys"),
            }),
        );
        let settings = ProviderSettings { issuer: Some(at("/common/v2.0")), ..settings("microsoft") };
        let way = Way::begin(provider(&settings)).await;
        let claims = json!({ "iss": at(&format!("/{tenant}/v2.0")), "tid": tenant, "email": "ann@example.org",
            "email_verified": true, "xms_edov": edov, "name": "Ann" });
        let profile = end(&stand_in, &way, claims, Value::Null).await;
        assert_eq!(profile, person("s-1", Some("ann@example.org"), is_verified, (Some("Ann"), None)));
    }
}

#[tokio::test]
async fn microsoft_tokens_of_another_tenant_are_refused() {
    let stand_in = StandIn::issuer().await;
    let at = |path: &str| format!("{}{path}", stand_in.url);
    stand_in.answer(
        "/common/v2.0/.well-known/openid-configuration",
        json!({
            "issuer": at("/{tenantid}/v2.0"), "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"), "jwks_uri": at("/keys"),
        }),
    );
    let settings = ProviderSettings { issuer: Some(at("/common/v2.0")), ..settings("microsoft") };
    let way = Way::begin(provider(&settings)).await;
    let (one, other) = ("9122040d-6c67-4c5b-b112-36a304b66dad", "11111111-6c67-4c5b-b112-36a304b66dad");
    for (issuer, tenant) in
        [(at(&format!("/{one}/v2.0")), other), (at("/x/v2.0"), "x"), (at("/{tenantid}/v2.0"), "{tenantid}")]
    {
        let claims = json!({ "iss": issuer, "tid": tenant, "aud": "client", "sub": "s", "iat": now(), "exp": now() + 60,
            "nonce": way.nonce() });
        let id_token = signed(&claims, "key-1", 1);
        stand_in.answer("/token", json!({ "access_token": "t", "id_token": id_token }));
        assert!(way.end().await.unwrap_err().to_string().contains("can't be trusted"));
    }
}

/// An EC key of the kind that Apple gives out, made for this test.
pub const APPLE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUO0NhP0UtU18kLDj
NyaBnICV2ViByL9dE2t35nzgBBShRANCAAR8IH7WYuJ7/gqfmICETmQrqtSbCJHO
YaZNPi5uBCMoG0S+pC2E+b+3oSL6wfUFfeV+5cUHkmdl8k4MQBjI+2Wh
-----END PRIVATE KEY-----
";

#[tokio::test]
async fn apple_takes_a_signed_secret_and_tells_names_beside_the_code() {
    let stand_in = StandIn::issuer().await;
    let apple = ProviderSettings {
        issuer: Some(stand_in.url.clone()),
        client_secret: None,
        team_id: Some("TEAM".to_owned()),
        key_id: Some("KEY".to_owned()),
        private_key: Some(APPLE_KEY.to_owned()),
        ..settings("apple")
    };
    let way = Way::begin(provider(&apple)).await;
    assert_eq!(way.asked["response_mode"], "form_post");
    assert!(way.provider.posts_answers());
    let claims = json!({ "email": "x@privaterelay.appleid.com", "email_verified": "true" });
    let profile = end(&stand_in, &way, claims, Value::Null).await;
    assert_eq!(profile, person("s-1", Some("x@privaterelay.appleid.com"), true, (None, None)));
    let told = json!({ "name": { "firstName": "Ann", "lastName": "Lee" }, "email": "forged@example.org" });
    let profile = way.end_with(told, None).await.unwrap();
    assert_eq!(profile, person("s-1", Some("x@privaterelay.appleid.com"), true, (Some("Ann Lee"), None)));
    let secret = &stand_in.asked("/token")[0].form["client_secret"];
    assert_eq!(jsonwebtoken::decode_header(secret).unwrap().kid.as_deref(), Some("KEY"));
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&[&stand_in.url]);
    validation.set_issuer(&["TEAM"]);
    let key = DecodingKey::from_ec_pem(APPLE_PUBLIC_KEY.as_bytes()).unwrap();
    let claims = jsonwebtoken::decode::<Map<String, Value>>(secret, &key, &validation).unwrap().claims;
    assert_eq!(claims["sub"], "client");
    assert!(claims["exp"].as_i64().unwrap() <= now() + 300);
}

const APPLE_PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfCB+1mLie/4Kn5iAhE5kK6rUmwiR
zmGmTT4ubgQjKBtEvqQthPm/t6Ei+sH1BX3lfuXFB5JnZfJODEAYyPtloQ==
-----END PUBLIC KEY-----
";

#[tokio::test]
async fn facebook_addresses_are_never_verified() {
    let user = json!({ "id": "10", "name": "Ann", "email": "ann@example.org",
        "picture": { "data": { "url": "https://example.org/p.jpg", "is_silhouette": false } } });
    let (profile, _, way) = oauth("facebook", user, Value::Null).await;
    assert_eq!(
        profile,
        person("10", Some("ann@example.org"), false, (Some("Ann"), Some("https://example.org/p.jpg")))
    );
    assert_eq!(way.asked["scope"], "public_profile email");
}

#[tokio::test]
async fn linkedin_needs_no_nonce_but_minds_a_wrong_one() {
    let (profile, stand_in, way) = open_id(
        "linkedin",
        json!({ "nonce": null, "email": "ann@example.org", "email_verified": true }),
        Value::Null,
    )
    .await;
    assert_eq!(profile, person("s-1", Some("ann@example.org"), true, (None, None)));
    let claims = json!({ "iss": stand_in.url, "aud": "client", "sub": "s", "iat": now(), "exp": now() + 60, "nonce": "other" });
    stand_in.answer("/token", json!({ "access_token": "t", "id_token": signed(&claims, "key-1", 1) }));
    assert!(way.end().await.unwrap_err().to_string().contains("belongs to another sign-in"));
}

#[tokio::test]
async fn x_tells_confirmed_addresses() {
    let user = json!({ "data": { "id": "2244994945", "name": "Ann", "username": "ann",
        "confirmed_email": "ann@example.org", "profile_image_url": "https://pbs.example.org/a.png" } });
    let (profile, stand_in, _) = oauth("x", user, Value::Null).await;
    let looks = (Some("Ann"), Some("https://pbs.example.org/a.png"));
    assert_eq!(profile, person("2244994945", Some("ann@example.org"), true, looks));
    assert!(stand_in.asked("/token")[0].authorization.starts_with("Basic "));
    let (profile, ..) = oauth("x", json!({ "data": { "id": "1", "username": "ann" } }), Value::Null).await;
    assert_eq!(profile, person("1", None, false, (Some("ann"), None)));
}

#[tokio::test]
async fn discord_says_whether_the_address_is_verified() {
    for is_verified in [true, false] {
        let user = json!({ "id": "80351110224678912", "username": "nelly", "global_name": null, "avatar": "8342729",
            "email": "nelly@example.org", "verified": is_verified });
        let (profile, ..) = oauth("discord", user, Value::Null).await;
        let looks = (Some("nelly"), Some("https://cdn.discordapp.com/avatars/80351110224678912/8342729.png"));
        assert_eq!(profile, person("80351110224678912", Some("nelly@example.org"), is_verified, looks));
    }
}

#[test]
fn wrong_settings_are_told_all_at_once() {
    let problems =
        |name: &str, settings: ProviderSettings| Provider::new(name, &settings).unwrap_err().join("\n");
    let unknown = problems("myspace", ProviderSettings::default());
    let empty =
        problems("Work Place", ProviderSettings { kind: Some("oidc".into()), ..ProviderSettings::default() });
    let apple = problems("apple", ProviderSettings { private_key: Some("x".into()), ..settings("apple") });
    let open = problems(
        "github",
        ProviderSettings {
            token_url: Some("http://example.org/token".into()),
            client_secret: None,
            ..settings("github")
        },
    );
    let scopes = problems(
        "google",
        ProviderSettings {
            scopes: Some(vec!["email".into()]),
            tenant: Some("../x".into()),
            ..settings("google")
        },
    );
    insta::assert_snapshot!([unknown, empty, apple, open, scopes].join("\n--\n"));
}

#[test]
fn every_kind_is_known_by_its_name() {
    let names: Vec<&str> = ALL.iter().map(|description| description.kind).collect();
    assert_eq!(
        names,
        ["oidc", "google", "github", "gitlab", "microsoft", "apple", "facebook", "linkedin", "x", "discord"]
    );
}
