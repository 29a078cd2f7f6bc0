//! ID tokens: whether one proves that this person signed in, for this server, in this browser, just now.
//! <https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation>

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;

use super::ProviderError;
use super::signed::{LEEWAY, Signed, untrusted};

/// An ID token is made when somebody signs in; one that is older was kept, in seconds.
const OLDEST: i64 = 60 * 60;

/// What an ID token must fit.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The client that asked.
    pub client_id: &'a str,
    /// The nonce that was sent along.
    pub nonce: &'a str,
    /// Whether tokens of this provider hold the nonce.
    pub needs_nonce: bool,
    /// The access token that came with it.
    pub access_token: &'a str,
}

/// The claims of a signed token that fits the request.
pub fn claims(signed: Signed, request: Request<'_>) -> Result<Map<String, Json>, ProviderError> {
    let claims = &signed.claims;
    check_party(claims, request.client_id)?;
    check_age(claims)?;
    match claims.get("nonce").and_then(Json::as_str) {
        Some(nonce) if is_same(nonce, request.nonce) => {}
        Some(_) => return Err(untrusted("the ID token belongs to another sign-in")),
        None if request.needs_nonce => return Err(untrusted("the ID token holds no nonce")),
        None => {}
    }
    if let Some(hash) = claims.get("at_hash") {
        let expected = half_hash(signed.algorithm, request.access_token);
        if !hash.as_str().is_some_and(|hash| is_same(hash, &expected)) {
            return Err(untrusted("the ID token belongs to another access token"));
        }
    }
    Ok(signed.claims)
}

/// With several audiences it has to say for which of them it was made.
fn check_party(claims: &Map<String, Json>, client_id: &str) -> Result<(), ProviderError> {
    let is_alone = match claims.get("aud") {
        Some(Json::Array(audiences)) => audiences.len() == 1,
        _ => true,
    };
    match claims.get("azp") {
        Some(party) if party.as_str() != Some(client_id) => {
            Err(untrusted("the ID token was made for another client"))
        }
        None if !is_alone => Err(untrusted("the ID token is for several clients")),
        _ => Ok(()),
    }
}

fn check_age(claims: &Map<String, Json>) -> Result<(), ProviderError> {
    let Some(issued) = claims.get("iat").and_then(Json::as_f64) else {
        return Err(untrusted("the ID token does not say when it was made"));
    };
    #[allow(clippy::cast_possible_truncation, reason = "seconds")]
    let age = Utc::now().timestamp() - issued as i64;
    match (-(LEEWAY as i64)..=OLDEST).contains(&age) {
        true => Ok(()),
        false => Err(untrusted("the ID token is too old, or the clocks are apart")),
    }
}

/// The left half of the hash that belongs to the signature's algorithm.
fn half_hash(algorithm: Algorithm, text: &str) -> String {
    let half = |hash: &[u8]| URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2]);
    match algorithm {
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => half(&Sha384::digest(text)),
        Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA => half(&Sha512::digest(text)),
        _ => half(&Sha256::digest(text)),
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
