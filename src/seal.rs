//! Secrets that must be read again: encrypted in the database with a key that is not in it.
//!
//! Passwords and tokens are hashed, because nobody needs them back. What must come back (the secret of an
//! authenticator app, the link in a mail that waits) is sealed with AES-256-GCM. Read [`Seal`] first.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The bytes before the encrypted ones: another number each time.
const NONCE: usize = 12;

/// Seals texts for one purpose. Clones share the key.
#[derive(Clone)]
pub struct Seal(Aes256Gcm);

/// A text could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("it was sealed with another secret, or for another place: was `auth.secret` changed?")
    }
}

impl std::error::Error for Unreadable {}

impl Seal {
    /// Seals with that key, which is derived from the server's secret: another one for each purpose.
    pub fn new(key: [u8; 32]) -> Self {
        Self(Aes256Gcm::new(&key.into()))
    }

    /// Seals a text that stands in that place (a row's id): moved to another one it can't be opened.
    ///
    /// # Errors
    ///
    /// When the text is too long for the cipher: some 64 GiB.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, Unreadable> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.0.encrypt(&Nonce::from(nonce), payload).map_err(|_| Unreadable)?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// The text that was sealed in that place.
    ///
    /// # Errors
    ///
    /// When it was sealed with another secret, for another purpose or place, or was changed since.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, Unreadable> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| Unreadable)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let text = self.0.decrypt(&Nonce::from(*nonce), payload).map_err(|_| Unreadable)?;
        String::from_utf8(text).map_err(|_| Unreadable)
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_what_was_sealed_in_its_place_with_its_secret() {
        let seal = Seal::new([1; 32]);
        let sealed = seal.seal("row-1", "the link").unwrap();
        assert_eq!(seal.open("row-1", &sealed).unwrap(), "the link");
        assert_ne!(seal.seal("row-1", "the link").unwrap(), sealed);
        assert_eq!(seal.open("row-2", &sealed), Err(Unreadable));
        assert_eq!(Seal::new([2; 32]).open("row-1", &sealed), Err(Unreadable));
        for broken in ["", "AAAA", "no base64!", &sealed[1..]] {
            assert_eq!(seal.open("row-1", broken), Err(Unreadable));
        }
    }
}
