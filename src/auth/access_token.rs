//! Access tokens: short-lived JWTs (<https://www.rfc-editor.org/rfc/rfc9068>) signed with EdDSA.
//!
//! They say which session they belong to, and nothing that may change: who the user is now is read with every
//! request. Read [`verify`] first.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Auth;
use super::keys::{signing_key, verifying_key};
use crate::engine::write::Writer;
use crate::error::{Code, Error};

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who signed it.
    pub iss: String,
    /// Whom it is for.
    pub aud: String,
    /// The user's id.
    pub sub: String,
    /// The session's id.
    pub sid: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// Until when it counts, in seconds since 1970.
    pub exp: i64,
}

/// A token that was verified, by its hash.
pub(super) type TokenHash = [u8; 32];

/// The tokens that were verified of late.
pub(super) type Verified = quick_cache::sync::Cache<TokenHash, Arc<Claims>>;

/// How many are kept.
pub(super) const MOST_VERIFIED: usize = 10_000;

/// The `typ` of our tokens: others that the same key might sign are no access tokens.
const TYPE: &str = "at+jwt";

/// Signs a token for the session.
///
/// # Errors
///
/// A database that fails.
pub(super) async fn sign(
    auth: &Auth,
    writer: &Writer,
    user_id: &str,
    session_id: &str,
    expires_at: DateTime<Utc>,
) -> Result<String, Error> {
    let key = signing_key(auth, writer).await?;
    let claims = Claims {
        iss: auth.settings().issuer.clone(),
        aud: auth.settings().audience.clone(),
        sub: user_id.to_owned(),
        sid: session_id.to_owned(),
        iat: Utc::now().timestamp(),
        exp: expires_at.timestamp(),
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(TYPE.to_owned());
    header.kid = Some(key.kid.clone());
    jsonwebtoken::encode(&header, &claims, &key.signs).map_err(Error::internal)
}

/// What a token says, if this server signed it, for itself, and it is not over.
///
/// # Errors
///
/// `UNAUTHENTICATED` for every other token, whatever is wrong with it.
pub(super) async fn verify(auth: &Auth, token: &str) -> Result<Claims, Error> {
    // Verifying costs more than most reads. What was signed once stays so; its time is looked at again.
    let hash: TokenHash = Sha256::digest(token).into();
    if let Some(claims) = auth.verified().get(&hash) {
        return if claims.exp >= Utc::now().timestamp() { Ok((*claims).clone()) } else { Err(invalid()) };
    }
    let claims = verify_anew(auth, token).await?;
    auth.verified().insert(hash, Arc::new(claims.clone()));
    Ok(claims)
}

async fn verify_anew(auth: &Auth, token: &str) -> Result<Claims, Error> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| invalid())?;
    // Nothing of the header decides how the token is verified but the id of one of our own keys.
    let is_ours = header.alg == Algorithm::EdDSA
        && header.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE))
        && header.crit.is_none();
    let Some(kid) = header.kid.filter(|_| is_ours) else { return Err(invalid()) };
    let Some(key) = verifying_key(auth, &kid).await? else { return Err(invalid()) };
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.leeway = 0;
    validation.set_issuer(&[&auth.settings().issuer]);
    validation.set_audience(&[&auth.settings().audience]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let token = jsonwebtoken::decode::<Claims>(token, &key.verifies, &validation);
    token.map(|token| token.claims).map_err(|_| invalid())
}

/// Whatever is wrong with a token.
pub(super) fn invalid() -> Error {
    Error::new(
        Code::Unauthenticated,
        "the token is not valid any more, or never was: sign in again, or refresh the session",
    )
}
