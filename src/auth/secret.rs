//! The server's own secret, and the random ones that are given out.
//!
//! Read [`Secret::load`] first.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngExt;
use sha2::{Digest, Sha256};

use crate::seal::Seal;

/// What everything is derived from that must not be guessed. All nodes of a server have the same.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// Where it is kept when no setting gives it.
const FILE: &str = "data/auth_secret";
/// Bytes of a random secret: as many as nobody can guess.
const RANDOM_BYTES: usize = 32;

impl Secret {
    /// The secret of the setting, or else that of the project's file, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// When the file can't be read or made.
    pub fn load(setting: Option<&str>, project: &Path) -> anyhow::Result<Self> {
        if let Some(text) = setting {
            return Ok(Self(text.as_bytes().to_vec()));
        }
        let path = project.join(FILE);
        let shown = path.display().to_string();
        let text = read_or_make(&path).with_context(|| format!("can't read or make `{shown}`"))?;
        let text = text.trim();
        if text.len() < RANDOM_BYTES {
            anyhow::bail!(
                "`{shown}` holds no secret: remove it, and a new one is made (everyone must sign in again)"
            );
        }
        Ok(Self(text.as_bytes().to_vec()))
    }

    /// A keyed hash of the parts, for that use: none can be made for another use, or be guessed.
    pub fn mac(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        // Keys of any length fit.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        for part in [&[purpose], parts].concat() {
            // With its length, so that no two lists of parts read the same.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// What seals texts for that use.
    pub fn seal(&self, purpose: &str) -> Seal {
        Seal::new(self.mac("seal", &[purpose]))
    }

    /// The same as text.
    pub fn digest(&self, purpose: &str, parts: &[&str]) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, parts))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

fn read_or_make(path: &Path) -> std::io::Result<String> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read,
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let made = random();
    // Whole or not at all: another process may start at this moment.
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    write_private(&draft, &made)?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Ok(()) => Ok(made),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => std::fs::read_to_string(path),
        Err(error) => Err(error),
    }
}

/// A file that its owner alone may read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A text that nobody can guess: 43 letters, digits, `-` and `_`.
pub fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; RANDOM_BYTES]>())
}

/// Six digits, for codes that people type. What takes them must allow few tries.
pub fn random_code() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000_u32))
}

/// What is stored of a random secret. It is too long to be guessed, so a plain hash says nothing of it.
pub fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
