//! From a proof to a session: what is the same for every way to sign in.
//!
//! Read [`finish`] first.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use serde_json::json;

use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::session::{self, NewSession};
use super::ticket::{self, NewTicket, Purpose, issue_in};
use super::transact::{author, millis, transact};
use super::{Auth, account, limit, secret, totp};
use crate::access::Actor;
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

    /// The way of that name.
    fn of_name(name: &str) -> Self {
        match name {
            "code" => Self::Code,
            "magicLink" => Self::MagicLink,
            "passkey" => Self::Passkey,
            "anonymous" => Self::Anonymous,
            "invitation" => Self::Invitation,
            "setup" => Self::Setup,
            "verification" => Self::Verification,
            "reset" => Self::Reset,
            "impersonation" => Self::Impersonation,
            name => match name.strip_prefix("provider:") {
                Some(provider) => Self::Provider(provider.to_owned()),
                None => Self::Password,
            },
        }
    }

    /// Whether it counts before the account's address was proved: it has none, or whoever runs the server made it.
    fn needs_no_address(&self) -> bool {
        matches!(self, Self::Anonymous | Self::Setup)
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
    let account = account::find(auth, user_id).await?.ok_or_else(gone)?;
    if account.disabled_at.is_some() {
        return Err(disabled());
    }
    if auth.settings().require_verified_email && !account.is_verified && !method.needs_no_address() {
        return Err(unverified());
    }
    if method != Method::Passkey && totp::is_on(auth, user_id).await? {
        return Ok(SignedIn::Challenge(challenge(auth, writer, user_id, &method, client).await?));
    }
    let session = begin(auth, writer, user_id, &method, client).await?;
    Ok(SignedIn::Session(session))
}

/// How long the second factor may take.
const CHALLENGE_LASTS: TimeDelta = TimeDelta::minutes(10);

/// Asks for the second factor.
async fn challenge(
    auth: &Auth,
    writer: &Writer,
    user_id: &str,
    method: &Method,
    client: &Client,
) -> Result<IssuedChallenge, Error> {
    let challenge = secret::random();
    let ticket = NewTicket {
        purpose: Purpose::SecondFactor,
        user_id: Some(user_id.to_owned()),
        email: None,
        payload: json!({ "method": method.name() }),
        secret: challenge.clone(),
        expires_in: CHALLENGE_LASTS,
    };
    let author = client.author(None);
    transact(writer, author, (auth.clone(), ticket), |(auth, ticket), tx| {
        Box::pin(async move { Ok(issue_in(tx, auth, ticket).await?) })
    })
    .await?;
    Ok(IssuedChallenge { challenge, expires_at: Utc::now() + CHALLENGE_LASTS })
}

/// What the failures at a user's second factor are counted under.
pub fn second_factor(user_id: &str) -> String {
    format!("second factor of {user_id}")
}

/// Begins the session that a challenge was given for, if the code is right: one of the app, or a recovery code.
///
/// # Errors
///
/// When the challenge or the code does not count, or there were too many tries.
pub async fn complete(
    auth: &Auth,
    writer: &Writer,
    challenge: &str,
    code: &str,
    client: &Client,
) -> Result<IssuedSession, Error> {
    limit::check_address(auth, client)?;
    let ticket = ticket::look(auth, Purpose::SecondFactor, challenge).await?.ok_or_else(spent)?;
    let user_id = ticket.user_id.ok_or_else(spent)?;
    let subject = second_factor(&user_id);
    limit::begin(auth, writer, &subject, client).await?;
    let author = client.author(Some(user_id.clone()));
    let shown = (challenge.to_owned(), code.to_owned());
    let about = (auth.clone(), user_id.clone(), subject, shown, client.clone());
    let is_right =
        transact(writer, author, about, |(auth, user_id, subject, (challenge, code), client), tx| {
            Box::pin(async move {
                let ticket = ticket::look_in(tx, auth, Purpose::SecondFactor, challenge).await?;
                let Some(ticket) = ticket else { return Ok(false) };
                if totp::check_in(tx, auth, user_id, code).await? && ticket::use_in(tx, &ticket).await? {
                    limit::forget_in(tx, auth, subject).await?;
                    return Ok(true);
                }
                ticket::miss_in(tx, &ticket).await?;
                let event = Event::new(Kind::SignInFailed, user_id.clone());
                note_in(tx, client, event.with("method", "secondFactor")).await?;
                Ok(false)
            })
        });
    if !is_right.await? {
        return Err(Error::new(Code::Unauthenticated, "the code is wrong, or was used"));
    }
    let method = ticket.payload["method"].as_str().unwrap_or_default();
    begin(auth, writer, &user_id, &Method::of_name(method), client).await
}

fn spent() -> Error {
    Error::new(Code::Unauthenticated, "the challenge was used or is too old: sign in again")
}

fn unverified() -> Error {
    Error::new(
        Code::Forbidden,
        "the address is not confirmed yet: open the link in the mail, or ask for another one with `requestEmailVerification`",
    )
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
    let author = client.author(Some(user_id.to_owned()));
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
