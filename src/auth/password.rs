//! Passwords: Argon2id, on threads of its own and few at a time.
//!
//! Read [`Passwords::verify`] first. A password is never compared with nothing: where there is no account the
//! same work is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::{Code, Error, FieldError};

/// More would be work for nothing: the hash is no longer for it.
const LONGEST: usize = 512;
/// A hash of nothing in particular, of the same cost as those of passwords.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$aGVhZHdhdGVyIG5vYm9keQ$wpyjTLGZPdWpQp3kl2fQuE5RMvECo2ZTvIATdG3TVK0";

/// Hashes and verifies passwords. Clones share the work's limit.
#[derive(Debug, Clone)]
pub struct Passwords {
    /// Each takes a core and 19 MiB.
    places: Arc<Semaphore>,
    /// How many were hashed or verified: tests compare the work that was done.
    worked: Arc<AtomicU64>,
    min_length: usize,
}

impl Passwords {
    /// Passwords of at least so many characters.
    pub fn new(min_length: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { places: Arc::new(Semaphore::new(cores)), worked: Arc::default(), min_length }
    }

    /// Whether the password may be taken, as what is wrong with the argument of that name.
    ///
    /// # Errors
    ///
    /// When it is too short or too long.
    pub fn check(&self, argument: &str, password: &str) -> Result<(), Error> {
        let length = password.chars().count();
        let (code, message) = if length < self.min_length {
            ("TOO_SHORT", format!("must have at least {} characters", self.min_length))
        } else if length > LONGEST {
            ("TOO_LONG", format!("must have at most {LONGEST} characters"))
        } else {
            return Ok(());
        };
        let mut error = Error::new(Code::Validation, format!("`{argument}` {message}"));
        error.fields = Box::new([FieldError { path: argument.to_owned(), code, message }]);
        Err(error)
    }

    /// The password's hash, to be stored.
    ///
    /// # Errors
    ///
    /// When the system gives no randomness.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        let hashed = self.work(move || Argon2::default().hash_password(password.as_bytes()));
        let hash: PasswordHash =
            hashed.await?.map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?;
        Ok(hash.to_string())
    }

    /// Whether it is the password of that hash. Without a hash the answer is no, after the same work.
    ///
    /// # Errors
    ///
    /// When the server stops.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let is_there = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(NOBODY).to_owned());
        let is_same = self.work(move || {
            let parsed = PasswordHash::new(&hash);
            password.chars().count() <= LONGEST
                && parsed.is_ok_and(|parsed| {
                    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
                })
        });
        Ok(is_same.await? && is_there)
    }

    /// Costs what [`Passwords::verify`] costs, for nobody.
    ///
    /// # Errors
    ///
    /// When the server stops.
    pub async fn verify_nothing(&self) -> Result<(), Error> {
        self.verify("nothing", None).await.map(|_| ())
    }

    /// How many passwords were hashed or verified so far.
    pub fn worked(&self) -> u64 {
        self.worked.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let place = self.places.clone().acquire_owned().await.map_err(Error::internal)?;
        self.worked.fetch_add(1, Ordering::Relaxed);
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_costs_what_somebody_costs() {
        let passwords = Passwords::new(8);
        let hash = passwords.hash("correct horse").await.unwrap();
        let parameters = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(parameters(&hash), parameters(NOBODY));
        PasswordHash::new(NOBODY).unwrap();
        assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("wrong horse", Some(&hash)).await.unwrap());
        let before = passwords.worked();
        assert!(!passwords.verify("correct horse", None).await.unwrap());
        assert_eq!(passwords.worked(), before + 1);
    }
}
