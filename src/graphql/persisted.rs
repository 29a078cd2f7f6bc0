//! Documents that clients ask for by their hash: automatic persisted queries.
//!
//! The protocol is Apollo's: a client sends the SHA-256 of a document; when the server does not know
//! it, the client sends both, and from then on the hash will do. A server may forget at any time.
//! <https://www.apollographql.com/docs/apollo-server/performance/apq>

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

/// The SHA-256 of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentHash([u8; 32]);

impl DocumentHash {
    /// The hash of that text.
    pub fn of(document: &str) -> Self {
        Self(Sha256::digest(document).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// The documents that were sent with their hash, bounded by bytes.
#[derive(Debug)]
pub struct PersistedDocuments(Cache<DocumentHash, Arc<str>, Bytes>);

#[derive(Debug, Clone)]
struct Bytes;

/// A document of typical length, for the cache's first guess at how many there will be.
const TYPICAL_BYTES: u64 = 512;

impl PersistedDocuments {
    /// Room for so many bytes.
    pub fn new(bytes: u64) -> Self {
        let typical = usize::try_from(bytes / TYPICAL_BYTES).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(typical, bytes, Bytes))
    }

    /// The document of that hash, if it is known.
    pub fn get(&self, hash: &DocumentHash) -> Option<Arc<str>> {
        self.0.get(hash)
    }

    /// Keeps a document, which has been found to be valid.
    pub fn insert(&self, hash: DocumentHash, document: &str) {
        self.0.insert(hash, document.into());
    }
}

impl Weighter<DocumentHash, Arc<str>> for Bytes {
    fn weight(&self, _hash: &DocumentHash, document: &Arc<str>) -> u64 {
        128 + document.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_read_from_hexadecimal_digits_of_either_case() {
        let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(DocumentHash::from_hex(hex), Some(DocumentHash::of("")));
        assert_eq!(DocumentHash::from_hex(&hex.to_uppercase()), Some(DocumentHash::of("")));
        for wrong in ["", "e3", &hex[1..], &hex.replace('e', "g"), &hex.replace("e3", "+3"), &"ä".repeat(32)]
        {
            assert_eq!(DocumentHash::from_hex(wrong), None, "{wrong}");
        }
    }
}
