//! Sign in with Apple. <https://developer.apple.com/documentation/signinwithapple>
//!
//! Its client secret is a JWT that the team's private key signs, it answers with a form that the browser
//! posts, and it tells a person's name once, beside the code.

use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

use super::answers::{is_true, text};
use super::{Answers, ClientAuth, Description, Profile, Protocol, ProviderError};

/// OpenID Connect, with peculiarities.
pub const APPLE: Description = Description {
    kind: "apple",
    title: "Apple",
    protocol: Protocol::OpenId {
        issuer: Some("https://appleid.apple.com"),
        sends_nonce: true,
        asks_user_info: false,
    },
    scopes: &["openid", "email", "name"],
    parameters: &[("response_mode", "form_post")],
    client_auth: ClientAuth::SignedToken,
    profile,
};

/// How long a client secret is good for, in seconds: it is used at once.
const SECRET_LASTS: i64 = 300;

/// What signs client secrets.
#[derive(Clone)]
pub struct Signer {
    /// The team that the application belongs to.
    pub team_id: String,
    /// The key's id.
    pub key_id: String,
    /// The key.
    pub key: EncodingKey,
    /// For whom the secret is: the issuer.
    pub audience: String,
}

/// A client secret that is good for the next minutes.
pub fn client_secret(signer: &Signer, client_id: &str) -> Result<String, ProviderError> {
    let now = Utc::now().timestamp();
    let claims = json!({
        "iss": signer.team_id,
        "iat": now,
        "exp": now + SECRET_LASTS,
        "aud": signer.audience,
        "sub": client_id,
    });
    let header = Header { kid: Some(signer.key_id.clone()), ..Header::new(Algorithm::ES256) };
    jsonwebtoken::encode(&header, &claims, &signer.key)
        .map_err(|error| ProviderError::Refused(format!("the client secret can't be signed: {error}")))
}

fn profile(answers: &Answers) -> Result<Profile, ProviderError> {
    let claims = &answers.claims;
    let told = answers.told.get("name").map(|name| {
        let parts = ["firstName", "lastName"].into_iter().filter_map(|part| text(name, part));
        parts.collect::<Vec<_>>().join(" ")
    });
    Ok(Profile::new(text(claims, "sub"))?
        .with_email(text(claims, "email"), is_true(claims, "email_verified"))
        .with_looks(told, None))
}
