//! Accounts: passwords, sessions, tokens, one-time secrets, and what guards them.
//!
//! Owns the system tables `hw_account`, `hw_session`, `hw_refresh_token`, `hw_api_token`, `hw_ticket`,
//! `hw_auth_attempt`, `hw_auth_event`, `hw_signing_key`, `hw_totp`, `hw_recovery_code` and `hw_passkey`. Knows no GraphQL and no HTTP. Users themselves are
//! records of the collection `User`, written through `engine::write`. Read [`Auth`] first, then
//! [`session::authenticate`].

pub mod access_token;
pub mod account;
pub mod api_token;
pub mod arrival;
mod client;
pub mod event;
pub mod first_proof;
mod identity;
pub mod issuer;
pub mod journey;
mod keys;
pub mod limit;
pub mod linked;
pub mod manage;
pub mod narrow;
#[cfg(feature = "passkeys")]
pub mod passkey;
pub mod password;
pub mod provider;
pub mod redirect;
pub mod saved_item;
pub mod secret;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod standing;
pub mod ticket;
pub mod totp;
mod transact;
mod usage;

use std::path::Path;
use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};
use serde_json::Value as Json;
use subtle::ConstantTimeEq;

pub use client::Client;
pub use identity::USER;
pub use transact::{Written, author, millis, moment, refuse, transact};

use crate::config::{self, Config};
use crate::engine::write::Writer;
use crate::error::Error;
use crate::model::Model;
use crate::store::Store;
use access_token::{MOST_VERIFIED, Verified};
use identity::Statements;
use issuer::Issuers;
use keys::Keys;
use limit::Limits;
use password::Passwords;
use provider::Providers;
use secret::Secret;
use standing::Standings;
use usage::Usage;

/// The accounts of one server. Clones share them.
#[derive(Debug, Clone)]
pub struct Auth(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    config: Arc<Config>,
    secret: Secret,
    keys: Keys,
    verified: Verified,
    passwords: Passwords,
    limits: Limits,
    usage: Usage,
    standings: Standings,
    providers: Providers,
    issuers: Issuers,
    writer: ArcSwapOption<Writer>,
    followed: ArcSwap<Followed>,
}

/// What follows the model of the moment.
#[derive(Debug)]
struct Followed {
    model: Arc<Model>,
    statements: Statements,
}

impl Followed {
    fn new(model: Arc<Model>, store: &Store) -> anyhow::Result<Self> {
        let statements = Statements::new(&model, store.dialect())?;
        Ok(Self { model, statements })
    }
}

impl Auth {
    /// The accounts of that database, with the secret of the settings or of the project's folder.
    ///
    /// # Errors
    ///
    /// When the secret can't be read or made.
    pub fn open(
        store: Store,
        config: Arc<Config>,
        project: &Path,
        model: Arc<Model>,
    ) -> anyhow::Result<Self> {
        let (providers, issuers) = outside(&config)?;
        let secret = Secret::load(config.auth.secret.as_deref(), project)?;
        let followed = ArcSwap::from_pointee(Followed::new(model, &store)?);
        Ok(Self(Arc::new(Inner {
            secret,
            keys: Keys::default(),
            verified: Verified::new(MOST_VERIFIED),
            passwords: Passwords::new(config.auth.password_min_length),
            limits: Limits::new(&config.auth),
            usage: Usage::default(),
            standings: Standings::default(),
            providers,
            issuers,
            writer: ArcSwapOption::empty(),
            followed,
            store,
            config,
        })))
    }

    /// Follows a changed model.
    ///
    /// # Errors
    ///
    /// When the model has no users.
    pub fn follow(&self, model: Arc<Model>) -> anyhow::Result<()> {
        self.0.followed.store(Arc::new(Followed::new(model, &self.0.store)?));
        Ok(())
    }

    /// What writes users who are not known yet, where a token of another issuer may make them.
    pub fn write_with(&self, writer: Writer) {
        self.0.writer.store(Some(Arc::new(writer)));
    }

    /// The providers that people may sign in with.
    pub fn providers(&self) -> &Providers {
        &self.0.providers
    }

    /// The issuers whose tokens are trusted.
    pub fn issuers(&self) -> &Issuers {
        &self.0.issuers
    }

    /// What writes users, once there is an API.
    pub fn writer(&self) -> Option<Arc<Writer>> {
        self.0.writer.load_full()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Every setting.
    pub fn config(&self) -> &Arc<Config> {
        &self.0.config
    }

    /// The settings of accounts.
    pub fn settings(&self) -> &config::Auth {
        &self.0.config.auth
    }

    /// The server's secret.
    pub fn secret(&self) -> &Secret {
        &self.0.secret
    }

    /// Hashes and verifies passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// The model of the moment.
    pub fn model(&self) -> Arc<Model> {
        self.0.followed.load().model.clone()
    }

    /// The public keys that access tokens are verified with, as a JWK set.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn jwks(&self) -> Result<Json, Error> {
        keys::jwks(self).await
    }

    /// Whether there is somebody who may do everything and is not disabled.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn has_admin(&self) -> Result<bool, Error> {
        self.statements().has_admin(self.store()).await
    }

    /// Notes that an API token was used; the note is written with others, later.
    fn note_use(&self, api_token: &str) {
        self.0.usage.note(api_token);
    }

    /// What was noted of API tokens and is not written yet.
    pub fn usage(&self) -> &Usage {
        &self.0.usage
    }

    /// Who is told when a user's tokens may be worth less or more.
    pub fn standings(&self) -> &Standings {
        &self.0.standings
    }

    fn verified(&self) -> &Verified {
        &self.0.verified
    }

    fn keys(&self) -> &Keys {
        &self.0.keys
    }

    fn limits(&self) -> &Limits {
        &self.0.limits
    }

    fn statements(&self) -> Held {
        Held(self.0.followed.load_full())
    }
}

/// Whose accounts and whose tokens are trusted. Everything that is wrong with the settings is told at once.
fn outside(config: &Config) -> anyhow::Result<(Providers, Issuers)> {
    let (providers, issuers) = (Providers::new(config), Issuers::new(config));
    let mut problems = redirect::problems(config);
    problems.extend(providers.as_ref().err().into_iter().chain(issuers.as_ref().err()).flatten().cloned());
    match (providers, issuers) {
        (Ok(providers), Ok(issuers)) if problems.is_empty() => Ok((providers, issuers)),
        _ => Err(config::ConfigError { problems }.into()),
    }
}

/// The statements of a model, for as long as a request needs them.
struct Held(Arc<Followed>);

impl std::ops::Deref for Held {
    type Target = Statements;

    fn deref(&self) -> &Statements {
        &self.0.statements
    }
}

/// Whether the texts are the same. The time tells nothing about how much of them is.
pub fn is_same(shown: &str, known: &str) -> bool {
    shown.as_bytes().ct_eq(known.as_bytes()).into()
}
