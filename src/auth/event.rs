//! What happened to accounts, for those who look after them: `hw_auth_event`, and the query `authEvents`.
//!
//! Read [`note_in`] first.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};
use serde_json::{Map, Value as Json};

use super::Auth;
use super::client::Client;
use super::transact::millis;
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::store::entity::auth_event::{ActiveModel, Column, Entity, Model};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody made an account for themselves.
    SignedUp,
    /// An admin, or the command line, made an account.
    UserCreated,
    /// A session began.
    SignedIn,
    /// A wrong password, code or the like was shown.
    SignInFailed,
    /// Too many of them: further ones must wait.
    LockedOut,
    /// Somebody ended their session, or all of them.
    SignedOut,
    /// A session was ended from another one.
    SessionRevoked,
    /// A refresh token was shown a second time; its session was ended.
    RefreshTokenReused,
    /// A password was changed by who knew the old one.
    PasswordChanged,
    /// A password was set by mail, by an admin or by the command line.
    PasswordReset,
    /// An address was proved.
    EmailVerified,
    /// An address was changed.
    EmailChanged,
    /// An API token was made.
    ApiTokenCreated,
    /// An API token was revoked.
    ApiTokenRevoked,
    /// A user's roles were set.
    RolesChanged,
    /// An admin began to act as a user.
    Impersonated,
    /// An admin took a user's access away.
    UserDisabled,
    /// An admin gave it back.
    UserEnabled,
    /// Somebody was invited.
    UserInvited,
    /// An account without anything to sign in with got something.
    Promoted,
    /// A second factor was set up.
    SecondFactorEnabled,
    /// A second factor was taken away.
    SecondFactorDisabled,
    /// A passkey was registered.
    PasskeyRegistered,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// An account elsewhere was linked.
    ProviderLinked,
    /// An account elsewhere was unlinked.
    ProviderUnlinked,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 26] = [
        Self::SignedUp,
        Self::UserCreated,
        Self::SignedIn,
        Self::SignInFailed,
        Self::LockedOut,
        Self::SignedOut,
        Self::SessionRevoked,
        Self::RefreshTokenReused,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::EmailVerified,
        Self::EmailChanged,
        Self::ApiTokenCreated,
        Self::ApiTokenRevoked,
        Self::RolesChanged,
        Self::Impersonated,
        Self::UserDisabled,
        Self::UserEnabled,
        Self::UserInvited,
        Self::Promoted,
        Self::SecondFactorEnabled,
        Self::SecondFactorDisabled,
        Self::PasskeyRegistered,
        Self::PasskeyRemoved,
        Self::ProviderLinked,
        Self::ProviderUnlinked,
    ];

    /// Its name in the API, and what it says.
    pub const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::SignedUp => ("SIGNED_UP", "Somebody made an account for themselves."),
            Self::UserCreated => ("USER_CREATED", "An admin, or the command line, made an account."),
            Self::SignedIn => ("SIGNED_IN", "A session began."),
            Self::SignInFailed => ("SIGN_IN_FAILED", "A wrong password, code or the like was shown."),
            Self::LockedOut => ("LOCKED_OUT", "Too many failures in a row: further attempts must wait."),
            Self::SignedOut => ("SIGNED_OUT", "Somebody ended their session, or all of them."),
            Self::SessionRevoked => ("SESSION_REVOKED", "A session was ended from another one."),
            Self::RefreshTokenReused => (
                "REFRESH_TOKEN_REUSED",
                "A refresh token was shown a second time: it may have been stolen, and its session was ended.",
            ),
            Self::PasswordChanged => {
                ("PASSWORD_CHANGED", "The password was changed by who knew the old one.")
            }
            Self::PasswordReset => {
                ("PASSWORD_RESET", "The password was set by mail, an admin or the command line.")
            }
            Self::EmailVerified => ("EMAIL_VERIFIED", "An address was proved to be theirs."),
            Self::EmailChanged => ("EMAIL_CHANGED", "The address was changed."),
            Self::ApiTokenCreated => ("API_TOKEN_CREATED", "An API token was made."),
            Self::ApiTokenRevoked => ("API_TOKEN_REVOKED", "An API token was revoked."),
            Self::RolesChanged => ("ROLES_CHANGED", "An admin set the user's roles."),
            Self::Impersonated => ("IMPERSONATED", "An admin began to act as the user."),
            Self::UserDisabled => ("USER_DISABLED", "An admin took all access away."),
            Self::UserEnabled => ("USER_ENABLED", "An admin gave access back."),
            Self::UserInvited => ("USER_INVITED", "Somebody was invited."),
            Self::Promoted => ("PROMOTED", "An anonymous account got something to sign in with."),
            Self::SecondFactorEnabled => ("SECOND_FACTOR_ENABLED", "A second factor was set up."),
            Self::SecondFactorDisabled => ("SECOND_FACTOR_DISABLED", "The second factor was taken away."),
            Self::PasskeyRegistered => ("PASSKEY_REGISTERED", "A passkey was registered."),
            Self::PasskeyRemoved => ("PASSKEY_REMOVED", "A passkey was taken away."),
            Self::ProviderLinked => ("PROVIDER_LINKED", "An account elsewhere was linked."),
            Self::ProviderUnlinked => ("PROVIDER_UNLINKED", "An account elsewhere was unlinked."),
        }
    }

    /// Its name in the API and in the database.
    pub const fn name(self) -> &'static str {
        self.row().0
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// Whose account it is about.
    pub user_id: Option<String>,
    /// Who did it, where that is somebody else, or an admin as this user.
    pub actor: Option<String>,
    /// The session that it is about, or in which it happened.
    pub session_id: Option<String>,
    /// More of it. Never a secret.
    pub detail: Map<String, Json>,
}

impl Event {
    /// An event of that kind about that user.
    pub fn new(kind: Kind, user_id: impl Into<Option<String>>) -> Self {
        Self { kind, user_id: user_id.into(), actor: None, session_id: None, detail: Map::new() }
    }

    /// The same, done by that actor.
    pub fn by(mut self, actor: Option<String>) -> Self {
        self.actor = actor;
        self
    }

    /// The same, in that session.
    pub fn in_session(mut self, session_id: impl Into<Option<String>>) -> Self {
        self.session_id = session_id.into();
        self
    }

    /// The same, with a detail.
    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }
}

/// Notes an event in the transaction of what caused it.
///
/// # Errors
///
/// A database that fails.
pub async fn note_in(tx: &mut Tx<'_>, client: &Client, event: Event) -> Result<(), Failure> {
    let row = ActiveModel {
        at: Set(millis(tx.now())),
        kind: Set(event.kind.name().to_owned()),
        user_id: Set(event.user_id),
        actor: Set(event.actor),
        session_id: Set(event.session_id),
        ip: Set(client.shown_ip()),
        user_agent: Set(client.shown_user_agent()),
        request_id: Set(client.request_id.clone()),
        detail: Set(Json::Object(event.detail).to_string()),
        ..Default::default()
    };
    tx.execute_system(&Entity::insert(row).into_query()).await?;
    Ok(())
}

/// Events that are asked for.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// About this user.
    pub user_id: Option<String>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Before this one.
    pub before: Option<i64>,
}

/// The events that pass the filter, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(auth: &Auth, filter: &EventFilter, limit: u64) -> Result<Vec<Model>, Error> {
    let mut rows = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(user_id) = &filter.user_id {
        rows = rows.filter(Column::UserId.eq(user_id));
    }
    if let Some(kind) = &filter.kind {
        rows = rows.filter(Column::Kind.eq(kind));
    }
    if let Some(before) = filter.before {
        rows = rows.filter(Column::Id.lt(before));
    }
    rows.all(auth.store().connection())
        .await
        .map_err(|error| Error::from(crate::store::StoreError::from(error)))
}
