//! Who sends a request.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};

use super::Stage;
use crate::access::Actor;
use crate::config::Server;
use crate::error::{Code, Error};

/// The sender of the request.
///
/// # Errors
///
/// When the request shows a token that is not the admin's. Without a setting `server.admin_token` the
/// header is left to whoever stands before this server.
pub fn actor(headers: &HeaderMap, settings: &Server, stage: Stage) -> Result<Actor, Error> {
    let develops = stage == Stage::Development;
    let (Some(token), Some(value)) = (&settings.admin_token, headers.get(header::AUTHORIZATION)) else {
        return Ok(Actor { develops, ..Actor::public() });
    };
    let shown = value.to_str().ok().and_then(bearer);
    match shown.is_some_and(|shown| is_same(shown, token)) {
        true => Ok(Actor { develops, ..Actor::admin() }),
        false => {
            Err(Error::new(Code::Unauthenticated, "the token in the header `authorization` is not valid"))
        }
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Compares digests, so that the time tells nothing about how much of the token was right.
fn is_same(shown: &str, token: &str) -> bool {
    Sha256::digest(shown) == Sha256::digest(token)
}
