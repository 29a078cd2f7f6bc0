//! From a proof to a session: what is the same for every way to sign in.
//!
//! Read [`finish`] first.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;

use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::session::{self, NewSession};
use super::transact::{author, millis, transact};
use super::{Auth, account, limit};
use crate::access::Actor;
use crate::changes::Author;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::entity::account::Column;

/// How somebody proved to be who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// A password.
    Password,
    /// A code by mail.
    Code,
    /// A link by mail.
    MagicLink,
    /// A passkey, which is two factors in one.
    Passkey,
    /// An account elsewhere, by the provider's name.
    Provider(String),
    /// Nothing: a new anonymous account.
    Anonymous,
    /// An invitation.
    Invitation,
    /// The one-time link that makes the first admin.
    Setup,
    /// A mail that proved the address.
    Verification,
    /// A mail that set a new password.
    Reset,
    /// An admin acts as the user.
    Impersonation,
}

impl Method {
    /// Its name in the API and in the database.
    pub fn name(&self) -> String {
        let name = match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::MagicLink => "magicLink",
            Self::Passkey => "passkey",
            Self::Provider(provider) => return format!("provider:{provider}"),
            Self::Anonymous => "anonymous",
            Self::Invitation => "invitation",
            Self::Setup => "setup",
            Self::Verification => "verification",
            Self::Reset => "reset",
            Self::Impersonation => "impersonation",
        };
        name.to_owned()
    }
}

/// What a sign-in leads to.
#[derive(Debug)]
pub enum SignedIn {
    /// A session.
    Session(IssuedSession),
    /// A question for the second factor.
    Challenge(IssuedChallenge),
}

/// A session with its tokens.
#[derive(Debug)]
pub struct IssuedSession {
    /// The access token.
    pub access_token: String,
    /// The refresh token.
    pub refresh_token: String,
    /// Until when the access token counts.
    pub expires_at: DateTime<Utc>,
    /// Until when the session lasts at most.
    pub session_ends_at: DateTime<Utc>,
    /// Who signed in.
    pub actor: Actor,
}

/// The first factor was right; the second one is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedChallenge {
    /// What to answer with the second factor.
    pub challenge: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Everything is proved: begins a session, or asks for the second factor.
///
/// # Errors
///
/// When the user is gone or disabled, or the database fails.
pub async fn finish(
    auth: &Auth,
    writer: &Writer,
    user_id: &str,
    method: Method,
    client: &Client,
) -> Result<SignedIn, Error> {
    let session = begin(auth, writer, user_id, &method, client).await?;
    Ok(SignedIn::Session(session))
}

/// Begins a session: no further factor is asked for.
///
/// # Errors
///
/// When the user is gone or disabled, or the database fails.
pub async fn begin(
    auth: &Auth,
    writer: &Writer,
    user_id: &str,
    method: &Method,
    client: &Client,
) -> Result<IssuedSession, Error> {
    let account = account::find(auth, user_id).await?.ok_or_else(gone)?;
    if account.disabled_at.is_some() {
        return Err(disabled());
    }
    let new = NewSession::new(auth, user_id, method.name(), None);
    let (session_id, refresh_token) = (new.id.clone(), new.refresh_token.clone());
    let author = Author { actor: Some(user_id.to_owned()), request_id: client.request_id.clone() };
    let about = (auth.clone(), new, client.clone(), account.email);
    transact(writer, author, about, |(auth, new, client, email), tx| {
        Box::pin(async move {
            session::begin_in(tx, auth, new, client).await?;
            let now = millis(tx.now());
            account::set_in(tx, &new.user_id, [(Column::SignedInAt, Expr::val(now))]).await?;
            if let Some(email) = email {
                limit::forget_in(tx, auth, email).await?;
            }
            let event = Event::new(Kind::SignedIn, new.user_id.clone()).in_session(new.id.clone());
            note_in(tx, client, event.with("method", new.method.as_str())).await?;
            Ok(())
        })
    })
    .await?;
    session::issue(auth, writer, &session_id, refresh_token).await
}

/// Begins a session in which an admin acts as the user.
///
/// # Errors
///
/// When the user is gone or disabled, or the database fails.
pub async fn impersonate(
    auth: &Auth,
    writer: &Writer,
    admin: &Actor,
    user_id: &str,
    client: &Client,
) -> Result<IssuedSession, Error> {
    let name = admin.user_id().map(str::to_owned);
    let name = name.ok_or_else(|| {
        Error::new(
            Code::Forbidden,
            "only an admin who is a user can act as another user: the log must name them",
        )
    })?;
    let account = account::find(auth, user_id).await?.ok_or_else(gone)?;
    if account.disabled_at.is_some() {
        return Err(disabled());
    }
    let new = NewSession::new(auth, user_id, Method::Impersonation.name(), Some(name.clone()));
    let (session_id, refresh_token) = (new.id.clone(), new.refresh_token.clone());
    let about = (auth.clone(), new, client.clone(), name);
    transact(writer, author(admin, client), about, |(auth, new, client, admin), tx| {
        Box::pin(async move {
            session::begin_in(tx, auth, new, client).await?;
            let event = Event::new(Kind::Impersonated, new.user_id.clone()).by(Some(admin.clone()));
            note_in(tx, client, event.in_session(new.id.clone())).await?;
            Ok(())
        })
    })
    .await?;
    session::issue(auth, writer, &session_id, refresh_token).await
}

/// The account was deleted between the proof and the session.
fn gone() -> Error {
    Error::new(Code::NotFound, "there is no such user")
}

fn disabled() -> Error {
    Error::new(Code::Forbidden, "the account is disabled: ask an admin")
}
