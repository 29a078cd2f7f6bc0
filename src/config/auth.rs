//! `[auth]` and `[admin]`: accounts, and the first admin.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::providers::{IssuerSettings, ProviderSettings};
use super::source;

/// `[auth]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Auth {
    /// What access tokens and one-time secrets are protected with; made and kept in `data/` by default.
    pub secret: Option<String>,
    /// Who may make an account for themselves.
    pub sign_up: SignUp,
    /// Whether accounts are made without an address, for who wants to begin at once.
    pub anonymous: bool,
    /// Whether an address must be proved before its account can be signed in to.
    pub require_verified_email: bool,
    /// The `iss` of access tokens.
    pub issuer: String,
    /// The `aud` of access tokens.
    pub audience: String,
    /// How long an access token counts, in minutes.
    pub access_token_minutes: u32,
    /// How long a session lasts that is not refreshed, in days.
    pub session_days: u32,
    /// How long a session lasts at most, in days.
    pub session_max_days: u32,
    /// How long an admin may act as another user, in minutes.
    pub impersonation_minutes: u32,
    /// After how many days access tokens are signed with a new key.
    pub key_rotation_days: u32,
    /// The fewest characters of a password.
    pub password_min_length: usize,
    /// After how many failures in a row further ones must wait.
    pub lockout_after: u32,
    /// The longest that they must wait, in seconds.
    pub lockout_max_seconds: u32,
    /// The most attempts to sign in, and at other things that can be guessed, from one address a minute.
    pub attempts_per_address: u32,
    /// The most of them for one account a minute.
    pub attempts_per_account: u32,
    /// How many days what happened to accounts is kept.
    pub event_days: u32,
    /// Where browsers may be sent after signing in elsewhere, besides this server and `cors.origins`.
    #[serde(deserialize_with = "source::list")]
    pub redirects: Vec<String>,
    /// Whose accounts people may sign in with.
    pub providers: BTreeMap<String, ProviderSettings>,
    /// Whose tokens are trusted.
    #[serde(deserialize_with = "super::providers::issuers")]
    pub issuers: Vec<IssuerSettings>,
}

/// Who may make an account for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Everyone.
    Open,
    /// Who was invited.
    Invitation,
    /// Nobody: admins make accounts.
    Off,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            secret: None,
            sign_up: SignUp::Open,
            anonymous: true,
            require_verified_email: false,
            issuer: "headwater".to_owned(),
            audience: "headwater".to_owned(),
            access_token_minutes: 10,
            session_days: 30,
            session_max_days: 365,
            impersonation_minutes: 30,
            key_rotation_days: 30,
            password_min_length: 8,
            lockout_after: 5,
            lockout_max_seconds: 900,
            attempts_per_address: 120,
            attempts_per_account: 30,
            event_days: 365,
            redirects: Vec::new(),
            providers: BTreeMap::new(),
            issuers: Vec::new(),
        }
    }
}

impl Auth {
    /// How long an access token counts.
    pub fn access_token_lifetime(&self) -> TimeDelta {
        TimeDelta::minutes(self.access_token_minutes.into())
    }

    /// How long a session lasts that is not refreshed.
    pub fn session_lifetime(&self) -> TimeDelta {
        TimeDelta::days(self.session_days.into())
    }

    /// How long a session lasts at most.
    pub fn session_max_lifetime(&self) -> TimeDelta {
        TimeDelta::days(self.session_max_days.into())
    }

    /// How long an admin may act as another user.
    pub fn impersonation_lifetime(&self) -> TimeDelta {
        TimeDelta::minutes(self.impersonation_minutes.into())
    }

    /// How long a key signs.
    pub fn key_rotation(&self) -> TimeDelta {
        TimeDelta::days(self.key_rotation_days.into())
    }

    /// The longest that who failed again and again must wait.
    pub fn lockout_max(&self) -> Duration {
        Duration::from_secs(self.lockout_max_seconds.into())
    }

    /// How long events are kept.
    pub fn event_lifetime(&self) -> TimeDelta {
        TimeDelta::days(self.event_days.into())
    }
}

/// `[admin]`: made at start, if there is no admin.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Admin {
    /// Their address.
    pub email: Option<String>,
    /// Their password.
    pub password: Option<String>,
}

/// A shorter secret could be guessed.
const SHORTEST_SECRET: usize = 32;

/// What is wrong with the settings.
pub(super) fn problems(auth: &Auth, admin: &Admin) -> Vec<String> {
    let mut problems = Vec::new();
    let secret = auth.secret.as_ref().map(|secret| secret.chars().count());
    if let Some(length) = secret.filter(|length| *length < SHORTEST_SECRET) {
        problems.push(format!(
            "`auth.secret` has {length} characters; at least {SHORTEST_SECRET} are needed, such as `openssl rand -hex 32` gives"
        ));
    }
    let positive = [
        ("auth.access_token_minutes", auth.access_token_minutes),
        ("auth.session_days", auth.session_days),
        ("auth.session_max_days", auth.session_max_days),
        ("auth.impersonation_minutes", auth.impersonation_minutes),
        ("auth.key_rotation_days", auth.key_rotation_days),
        ("auth.lockout_after", auth.lockout_after),
        ("auth.attempts_per_address", auth.attempts_per_address),
        ("auth.attempts_per_account", auth.attempts_per_account),
        ("auth.event_days", auth.event_days),
    ];
    let nought = positive.iter().filter(|(_, value)| *value == 0);
    problems.extend(nought.map(|(name, _)| format!("`{name}` must be at least 1")));
    if admin.email.is_some() != admin.password.is_some() {
        problems
            .push("`admin.email` and `admin.password` make the first admin together: set both".to_owned());
    }
    problems
}
