//! Access tokens that somebody made up or changed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{PASSWORD, code_of, sites, sites_with};
use crate::support::site::Site;

/// The three parts of a token, the first two as JSON.
fn parts(token: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = token.split('.').collect();
    let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (json(parts[0]), json(parts[1]), parts[2].to_owned())
}

fn joined(header: &Value, claims: &Value, signature: &str) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}.{signature}", part(header), part(claims))
}

/// A token of these claims, signed with the server's own key.
async fn signed(site: &Site, change: impl Fn(&mut Header, &mut Value), token: &str) -> String {
    let (header, mut claims, _) = parts(token);
    let kid = header["kid"].as_str().unwrap();
    let seed = site.app.auth().secret().mac("signing key", &[kid]);
    let key = SigningKey::from_bytes(&seed).to_pkcs8_der().unwrap();
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(kid.to_owned());
    header.typ = Some("at+jwt".to_owned());
    change(&mut header, &mut claims);
    encode(&header, &claims, &EncodingKey::from_ed_der(key.as_bytes())).unwrap()
}

#[tokio::test]
async fn token_that_was_tampered_with_counts_for_nothing() {
    for site in sites().await {
        let bob = site.user("bob@example.org", PASSWORD, &["admin"]).await;
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (header, claims, signature) = parts(&token);
        assert_eq!(code_of(&site, &token).await, "");
        let with = |key: &str, value: Value| {
            let mut claims = claims.clone();
            claims[key] = value;
            claims
        };
        let other_signature = format!("A{}", &signature[1..]);
        let changed = [
            joined(&header, &with("sub", json!(bob)), &signature),
            joined(&header, &with("exp", json!(4_102_444_800_u64)), &signature),
            joined(&header, &claims, &other_signature),
            joined(&header, &claims, ""),
            token.trim_end_matches(&signature).to_owned(),
            token[..token.len() - 2].to_owned(),
            format!("{token}.{signature}"),
            format!("{token} "),
        ];
        for token in &changed[..changed.len() - 1] {
            assert_eq!(code_of(&site, token).await, "UNAUTHENTICATED", "{token}");
        }
    }
}

#[tokio::test]
async fn only_our_algorithm_counts_whatever_the_header_says() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (header, claims, signature) = parts(&token);
        let kid = header["kid"].as_str().unwrap().to_owned();
        for alg in ["none", "None", "NONE", ""] {
            let header = json!({ "typ": "at+jwt", "alg": alg, "kid": kid });
            for signature in ["", signature.as_str()] {
                let token = joined(&header, &claims, signature);
                assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "{alg}");
            }
        }
        // An HMAC whose secret is the public key, which everyone knows, in all of its forms.
        let jwks = site.app.auth().jwks().await.unwrap();
        let public = jwks["keys"][0]["x"].as_str().unwrap();
        let raw = URL_SAFE_NO_PAD.decode(public).unwrap();
        for secret in [public.as_bytes(), raw.as_slice(), jwks["keys"][0].to_string().as_bytes()] {
            for alg in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
                let mut header = Header::new(alg);
                (header.kid, header.typ) = (Some(kid.clone()), Some("at+jwt".to_owned()));
                let token = encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap();
                assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
            }
        }
    }
}

#[tokio::test]
async fn tokens_of_other_keys_count_for_nothing() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (header, claims, _) = parts(&token);
        let own = SigningKey::from_bytes(&[7; 32]);
        let key = EncodingKey::from_ed_der(own.to_pkcs8_der().unwrap().as_bytes());
        let x = URL_SAFE_NO_PAD.encode(own.verifying_key().as_bytes());
        let jwk: jsonwebtoken::jwk::Jwk =
            serde_json::from_value(json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "alg": "EdDSA" }))
                .unwrap();
        for kid in
            [header["kid"].as_str(), Some("another"), Some("../../etc/passwd"), Some("' OR '1'='1"), None]
        {
            let mut header = Header::new(Algorithm::EdDSA);
            header.kid = kid.map(str::to_owned);
            header.typ = Some("at+jwt".to_owned());
            // The key that a token brings along is not the one that it is judged by.
            header.jwk = Some(jwk.clone());
            let token = encode(&header, &claims, &key).unwrap();
            assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "{kid:?}");
        }
    }
}

#[tokio::test]
async fn token_must_be_for_us_and_not_be_over() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let same = signed(&site, |_, _| {}, &token).await;
        assert_eq!(code_of(&site, &same).await, "", "the test signs as the server does");
        let now = chrono::Utc::now().timestamp();
        let wrong: [(&str, Value); 8] = [
            ("exp", json!(now - 1)),
            ("exp", json!(0)),
            ("exp", json!("never")),
            ("aud", json!("another")),
            ("aud", json!(["another"])),
            ("iss", json!("https://evil.example")),
            ("sid", json!("another")),
            ("sub", json!("another")),
        ];
        for (key, value) in wrong {
            let token = signed(&site, |_, claims| claims[key] = value.clone(), &token).await;
            assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "{key} {value}");
        }
        for key in ["exp", "aud", "iss", "sub", "sid"] {
            let without = |_: &mut Header, claims: &mut Value| {
                claims.as_object_mut().unwrap().shift_remove(key);
            };
            let token = signed(&site, without, &token).await;
            assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "without {key}");
        }
        for typ in [None, Some("JWT"), Some("logout+jwt")] {
            let token = signed(&site, |header, _| header.typ = typ.map(str::to_owned), &token).await;
            assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "{typ:?}");
        }
        let critical = |header: &mut Header, _: &mut Value| header.crit = Some(vec!["exp".to_owned()]);
        let token = signed(&site, critical, &token).await;
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn access_token_ends_with_its_time() {
    for site in sites_with(|config| config.auth.access_token_minutes = 3).await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (_, claims, _) = parts(&token);
        let left = claims["exp"].as_i64().unwrap() - chrono::Utc::now().timestamp();
        assert!((170..=180).contains(&left), "{left}");
        assert_eq!(claims.as_object().unwrap().len(), 6, "nothing that may change is in it: {claims}");
    }
}

#[tokio::test]
async fn invalid_token_refuses_the_whole_request() {
    for site in sites().await {
        let reply = site.ask_as("junk", "{ posts { title } }", json!({})).await;
        assert_eq!(reply.code(), "UNAUTHENTICATED");
        assert!(reply.json().get("data").is_none());
        let strict = [("authorization", "Bearer junk"), ("accept", "application/graphql-response+json")];
        assert_eq!(site.ask_with(&strict, "{ posts { title } }", json!({})).await.status, 401);
        assert_eq!(site.ask("{ posts { title } }", json!({})).await.code(), "");
    }
}
