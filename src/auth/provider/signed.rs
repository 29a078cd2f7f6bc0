//! Tokens that somebody else signed: whether their signature, their time, their issuer and their audience are right.
//! What ID tokens need besides is in `id_token.rs`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, TokenData, Validation};
use serde_json::{Map, Value as Json};

use super::{Keys, ProviderError, Web};

/// What tokens of others may be signed with. Secrets that are shared are not among it, and neither is `none`.
pub const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// How far clocks may be apart, in seconds.
pub const LEEWAY: u64 = 60;

/// Longer tokens are not looked at, in bytes.
const LONGEST: usize = 16 * 1024;

/// What a token has to say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who issued it. `{tenantid}` stands for the token's claim `tid`.
    pub issuer: &'a str,
    /// For whom it may be: one of these.
    pub audiences: &'a [String],
    /// Where the issuer's keys are.
    pub keys_url: &'a str,
}

/// A token that is what was expected.
#[derive(Debug)]
pub struct Signed {
    /// What it says.
    pub claims: Map<String, Json>,
    /// How it was signed.
    pub algorithm: Algorithm,
}

/// Judges a token.
pub async fn judge(
    web: &Web,
    keys: &Keys,
    token: &str,
    expected: Expected<'_>,
) -> Result<Signed, ProviderError> {
    if token.len() > LONGEST {
        return Err(untrusted("a token is too long"));
    }
    let header =
        jsonwebtoken::decode_header(token).map_err(|_| untrusted("a token is not signed as it must be"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(untrusted("a token is not signed with a key of its issuer"));
    }
    // What a token calls critical has to be understood, and nothing is (RFC 7515, 4.1.11).
    if has_critical_parts(token) {
        return Err(untrusted("a token demands what is not known here"));
    }
    let mut validation = Validation::new(header.alg);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    validation.set_audience(expected.audiences);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    let mut refused = untrusted("a token is not signed with a key of its issuer");
    for key in keys.for_header(web, expected.keys_url, &header).await? {
        let Ok(key) = DecodingKey::from_jwk(&key) else { continue };
        match jsonwebtoken::decode::<Map<String, Json>>(token, &key, &validation) {
            Ok(TokenData { claims, .. }) => {
                check_issuer(&claims, expected.issuer)?;
                return Ok(Signed { claims, algorithm: header.alg });
            }
            Err(error) => refused = untrusted(&format!("a token is not valid: {error}")),
        }
    }
    Err(refused)
}

fn check_issuer(claims: &Map<String, Json>, expected: &str) -> Result<(), ProviderError> {
    let expected = match expected.contains("{tenantid}") {
        true => {
            let tenant = claims.get("tid").and_then(Json::as_str).unwrap_or_default();
            let is_tenant = uuid::Uuid::try_parse(tenant).is_ok();
            if !is_tenant {
                return Err(untrusted("a token does not say which tenant it is from"));
            }
            expected.replace("{tenantid}", tenant)
        }
        false => expected.to_owned(),
    };
    match claims.get("iss").and_then(Json::as_str) == Some(&expected) {
        true => Ok(()),
        false => Err(untrusted("a token is from another issuer")),
    }
}

fn has_critical_parts(token: &str) -> bool {
    let header = token.split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    serde_json::from_slice::<Map<String, Json>>(&header).map_or(true, |header| header.contains_key("crit"))
}

pub(super) fn untrusted(reason: &str) -> ProviderError {
    ProviderError::Untrusted(reason.to_owned())
}
