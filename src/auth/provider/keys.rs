//! The public keys of an issuer: fetched, remembered, and fetched again when a token names one that is new.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, Header};
use serde_json::Value as Json;
use tokio::sync::Mutex;

use super::{ProviderError, Web};

/// After so long keys are fetched again: one may have been withdrawn.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// So long they are used while the issuer does not answer.
const USABLE: Duration = Duration::from_secs(24 * 60 * 60);
/// Tokens with made-up key names must not make this server ask the issuer all the time.
const FETCHES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// A shorter RSA modulus can be factored, in bytes.
const SHORTEST_MODULUS: usize = 256;

/// Remembers the keys of an issuer.
#[derive(Debug)]
pub struct Keys {
    known: ArcSwapOption<Known>,
    fetches: DefaultDirectRateLimiter,
    /// Those who need keys at the same time fetch them once.
    turn: Mutex<()>,
}

#[derive(Debug)]
struct Known {
    url: String,
    fetched: Instant,
    keys: Vec<Jwk>,
}

impl Default for Keys {
    fn default() -> Self {
        let fetches = RateLimiter::direct(Quota::per_minute(FETCHES_PER_MINUTE));
        Self { known: ArcSwapOption::empty(), fetches, turn: Mutex::default() }
    }
}

impl Keys {
    /// The keys at that address that may have signed a token with that header.
    pub async fn for_header(&self, web: &Web, url: &str, header: &Header) -> Result<Vec<Jwk>, ProviderError> {
        if let Some(fitting) = self.fresh(url, header) {
            return Ok(fitting);
        }
        let _turn = self.turn.lock().await;
        // Whoever was before may have fetched them.
        if let Some(fitting) = self.fresh(url, header) {
            return Ok(fitting);
        }
        let known = self.known.load_full().filter(|known| known.url == url);
        let usable = known.filter(|known| known.fetched.elapsed() < USABLE);
        let fetched = match (self.fetches.check().is_ok(), usable) {
            (true, usable) => match (self.fetch(web, url).await, usable) {
                (Ok(fetched), _) => fetched,
                (Err(_), Some(usable)) => usable,
                (Err(error), None) => return Err(error),
            },
            (false, Some(usable)) => usable,
            (false, None) => {
                return Err(ProviderError::Unavailable("its keys were asked for too often".to_owned()));
            }
        };
        let fitting = fetched.fitting(header);
        match fitting.is_empty() {
            true => Err(ProviderError::Untrusted(
                "a token is signed with a key that the issuer does not have".to_owned(),
            )),
            false => Ok(fitting),
        }
    }

    /// Those that were fetched of late, if any of them fits.
    fn fresh(&self, url: &str, header: &Header) -> Option<Vec<Jwk>> {
        let known = self.known.load_full().filter(|known| known.url == url)?;
        let fitting = (known.fetched.elapsed() < FRESH).then(|| known.fitting(header))?;
        (!fitting.is_empty()).then_some(fitting)
    }

    async fn fetch(&self, web: &Web, url: &str) -> Result<Arc<Known>, ProviderError> {
        let answered = web.json(url, None).await?;
        let Some(listed) = answered.get("keys").and_then(Json::as_array) else {
            return Err(ProviderError::Unavailable(format!("{url}: it is no list of keys")));
        };
        // A key of a kind that is not known here must not make the others useless.
        let keys = listed.iter().filter_map(|key| serde_json::from_value(key.clone()).ok()).collect();
        let known = Arc::new(Known { url: url.to_owned(), fetched: Instant::now(), keys });
        self.known.store(Some(known.clone()));
        Ok(known)
    }
}

impl Known {
    fn fitting(&self, header: &Header) -> Vec<Jwk> {
        let named = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
        self.keys.iter().filter(named).filter(|key| fits(key, header.alg)).cloned().collect()
    }
}

/// Whether the key is one for signatures with that algorithm: it is the key that decides, not the token.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let signs = matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let said = key.common.key_algorithm.map(|said| said.to_string().parse().ok());
    signs
        && said.is_none_or(|said: Option<Algorithm>| said == Some(algorithm))
        && is_of_kind(&key.algorithm, algorithm)
}

fn is_of_kind(parameters: &AlgorithmParameters, algorithm: Algorithm) -> bool {
    match (parameters, algorithm) {
        (
            AlgorithmParameters::RSA(rsa),
            Algorithm::RS256
            | Algorithm::RS384
            | Algorithm::RS512
            | Algorithm::PS256
            | Algorithm::PS384
            | Algorithm::PS512,
        ) => {
            let modulus = URL_SAFE_NO_PAD.decode(&rsa.n).unwrap_or_default();
            modulus.iter().skip_while(|byte| **byte == 0).count() >= SHORTEST_MODULUS
        }
        (AlgorithmParameters::EllipticCurve(curve), Algorithm::ES256) => curve.curve == EllipticCurve::P256,
        (AlgorithmParameters::EllipticCurve(curve), Algorithm::ES384) => curve.curve == EllipticCurve::P384,
        (AlgorithmParameters::OctetKeyPair(pair), Algorithm::EdDSA) => pair.curve == EllipticCurve::Ed25519,
        _ => false,
    }
}
