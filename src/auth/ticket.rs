//! Tickets: secrets that are good for one thing, once, for a while. Links and codes in mails, challenges,
//! the setup link.
//!
//! Only a keyed hash of the secret is stored. Read [`issue_in`] and [`take_in`] first; short codes, which
//! could be guessed, are taken by [`take_code_in`].

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::Value as Json;

use super::Auth;
use super::account::normalised;
use super::transact::millis;
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::store::StoreError;
use crate::store::entity::ticket::{ActiveModel, Column, Entity, Model};

/// What a ticket is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Proves an address.
    VerifyEmail,
    /// Proves a new address before it replaces the old one.
    ChangeEmail,
    /// Sets a password.
    ResetPassword,
    /// Signs in: a code of six digits, for an address.
    SignInCode,
    /// Signs in: a link.
    MagicLink,
    /// Makes an account.
    Invitation,
    /// Makes the first admin.
    Setup,
    /// Shows that the first factor was right.
    SecondFactor,
    /// A second factor that waits to be confirmed.
    SecondFactorSetup,
    /// A passkey that is being registered.
    PasskeyRegistration,
    /// Somebody who signs in with a passkey.
    PasskeySignIn,
    /// Somebody who was sent to another server to sign in there.
    OAuthState,
    /// Somebody who is signed in and wants to link an account elsewhere in their browser.
    OAuthLink,
    /// Somebody who came back from there, until the page asks for the session.
    OAuthResult,
}

impl Purpose {
    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VerifyEmail => "VERIFY_EMAIL",
            Self::ChangeEmail => "CHANGE_EMAIL",
            Self::ResetPassword => "RESET_PASSWORD",
            Self::SignInCode => "SIGN_IN_CODE",
            Self::MagicLink => "MAGIC_LINK",
            Self::Invitation => "INVITATION",
            Self::Setup => "SETUP",
            Self::SecondFactor => "SECOND_FACTOR",
            Self::SecondFactorSetup => "SECOND_FACTOR_SETUP",
            Self::PasskeyRegistration => "PASSKEY_REGISTRATION",
            Self::PasskeySignIn => "PASSKEY_SIGN_IN",
            Self::OAuthState => "OAUTH_STATE",
            Self::OAuthLink => "OAUTH_LINK",
            Self::OAuthResult => "OAUTH_RESULT",
        }
    }

    /// Whether a new one makes older ones for the same user or address useless.
    const fn replaces(self) -> bool {
        match self {
            Self::VerifyEmail
            | Self::ChangeEmail
            | Self::ResetPassword
            | Self::SignInCode
            | Self::MagicLink
            | Self::Invitation
            | Self::SecondFactorSetup
            | Self::PasskeyRegistration => true,
            // Several windows, or servers, may be at it at once.
            Self::Setup
            | Self::SecondFactor
            | Self::PasskeySignIn
            | Self::OAuthState
            | Self::OAuthLink
            | Self::OAuthResult => false,
        }
    }
}

/// A ticket to be given out.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// What it is good for.
    pub purpose: Purpose,
    /// Whom it is for, if they have an account.
    pub user_id: Option<String>,
    /// The address that it is for.
    pub email: Option<String>,
    /// What is to be known when it is used.
    pub payload: Json,
    /// The secret: `secret::random()`, or `secret::random_code()` for an address.
    pub secret: String,
    /// How long it can be used.
    pub expires_in: TimeDelta,
}

/// A ticket that was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub user_id: Option<String>,
    /// The address that it is for.
    pub email: Option<String>,
    /// What was to be known.
    pub payload: Json,
    /// How often a wrong code was shown for it.
    pub attempts: i32,
}

/// A ticket that nobody used yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What it is.
    pub ticket: Ticket,
    /// When it was made.
    pub created_at: i64,
    /// Until when it can be used.
    pub expires_at: i64,
}

/// How often a wrong code may be shown before none is taken any more.
const MOST_ATTEMPTS: i32 = 5;

impl From<Model> for Ticket {
    fn from(row: Model) -> Self {
        let payload = serde_json::from_str(&row.payload).unwrap_or_default();
        Self { id: row.id, user_id: row.user_id, email: row.email, payload, attempts: row.attempts }
    }
}

impl NewTicket {
    fn digest(&self, auth: &Auth) -> String {
        match (self.purpose, &self.email) {
            (Purpose::SignInCode, Some(email)) => code_digest(auth, self.purpose, email, &self.secret),
            _ => digest(auth, self.purpose, &self.secret),
        }
    }
}

fn digest(auth: &Auth, purpose: Purpose, secret: &str) -> String {
    auth.secret().digest("ticket", &[purpose.name(), secret])
}

fn code_digest(auth: &Auth, purpose: Purpose, email: &str, code: &str) -> String {
    auth.secret().digest("code", &[purpose.name(), &normalised(email), code])
}

/// Gives a ticket out. Older ones that it replaces can't be used any more.
///
/// # Errors
///
/// A database that fails.
pub async fn issue_in(tx: &mut Tx<'_>, auth: &Auth, ticket: &NewTicket) -> Result<(), Failure> {
    let now = millis(tx.now());
    let email = ticket.email.as_deref().map(normalised);
    let mut old = Entity::delete_many().filter(Column::ExpiresAt.lt(now));
    tx.execute_system(&old.into_query()).await?;
    if ticket.purpose.replaces() {
        old = Entity::delete_many().filter(Column::Purpose.eq(ticket.purpose.name()));
        old = match (&ticket.user_id, &email) {
            (Some(user_id), _) => old.filter(Column::UserId.eq(user_id)),
            (None, Some(email)) => old.filter(Column::Email.eq(email)),
            (None, None) => old,
        };
        tx.execute_system(&old.into_query()).await?;
    }
    let row = ActiveModel {
        id: Set(uuid::Uuid::now_v7().to_string()),
        purpose: Set(ticket.purpose.name().to_owned()),
        user_id: Set(ticket.user_id.clone()),
        email: Set(email),
        secret_hash: Set(ticket.digest(auth)),
        payload: Set(ticket.payload.to_string()),
        attempts: Set(0),
        created_at: Set(now),
        expires_at: Set(now + ticket.expires_in.num_milliseconds()),
        used_at: Set(None),
    };
    tx.execute_system(&Entity::insert(row).into_query()).await?;
    Ok(())
}

/// Takes the ticket of that secret, if it can still be used. Of two who show it one gets it.
///
/// # Errors
///
/// A database that fails.
pub async fn take_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Ticket>, Failure> {
    let Some(ticket) = look_in(tx, auth, purpose, secret).await? else { return Ok(None) };
    Ok(use_in(tx, &ticket).await?.then_some(ticket))
}

/// The ticket of that secret, if it can still be used; it stays usable.
///
/// # Errors
///
/// A database that fails.
pub async fn look_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Ticket>, Failure> {
    let rows = Entity::find()
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::SecretHash.eq(digest(auth, purpose, secret)))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(millis(tx.now())));
    Ok(tx.system_rows(rows).await?.into_iter().next().map(Ticket::from))
}

/// The same outside of a transaction.
///
/// # Errors
///
/// A database that does not answer.
pub async fn look(auth: &Auth, purpose: Purpose, secret: &str) -> Result<Option<Ticket>, Error> {
    let rows = Entity::find()
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::SecretHash.eq(digest(auth, purpose, secret)))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(millis(chrono::Utc::now())));
    let row = rows.one(auth.store().connection()).await.map_err(StoreError::from)?;
    Ok(row.map(Ticket::from))
}

/// The tickets of a purpose that can still be used, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn pending(auth: &Auth, purpose: Purpose) -> Result<Vec<Pending>, Error> {
    let rows = Entity::find()
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(millis(chrono::Utc::now())))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id);
    let rows = rows.all(auth.store().connection()).await.map_err(StoreError::from)?;
    let pending = rows.into_iter().map(|row| Pending {
        created_at: row.created_at,
        expires_at: row.expires_at,
        ticket: Ticket::from(row),
    });
    Ok(pending.collect())
}

/// Takes a ticket away that nobody used yet, and answers whether there was one.
///
/// # Errors
///
/// A database that fails.
pub async fn remove_in(tx: &mut Tx<'_>, purpose: Purpose, id: &str) -> Result<bool, Failure> {
    let delete = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(millis(tx.now())));
    Ok(tx.execute_system(&delete.into_query()).await? == 1)
}

/// Marks the ticket used, and answers whether nobody else was first.
///
/// # Errors
///
/// A database that fails.
pub async fn use_in(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<bool, Failure> {
    let update = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::val(millis(tx.now())))
        .filter(Column::Id.eq(&ticket.id))
        .filter(Column::UsedAt.is_null());
    Ok(tx.execute_system(&update.into_query()).await? == 1)
}

/// Takes all tickets of a purpose away.
///
/// # Errors
///
/// A database that fails.
pub async fn clear_in(tx: &mut Tx<'_>, purpose: Purpose) -> Result<(), Failure> {
    let delete = Entity::delete_many().filter(Column::Purpose.eq(purpose.name()));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}

/// Takes away what was mailed to the user: links and codes that prove an address, set a password or sign in; and
/// sign-ins that are half done.
///
/// # Errors
///
/// A database that fails.
pub async fn revoke_in(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    const MAILED: [Purpose; 6] = [
        Purpose::VerifyEmail,
        Purpose::ChangeEmail,
        Purpose::ResetPassword,
        Purpose::SignInCode,
        Purpose::MagicLink,
        Purpose::SecondFactor,
    ];
    revoke_purposes_in(tx, user_id, &MAILED).await
}

/// Takes the user's tickets of those purposes away.
///
/// # Errors
///
/// A database that fails.
pub async fn revoke_purposes_in(tx: &mut Tx<'_>, user_id: &str, purposes: &[Purpose]) -> Result<(), Failure> {
    let names = purposes.iter().map(|purpose| purpose.name());
    let delete =
        Entity::delete_many().filter(Column::UserId.eq(user_id)).filter(Column::Purpose.is_in(names));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}

/// Counts a wrong answer to the ticket's challenge. After five of them it can't be used any more.
///
/// # Errors
///
/// A database that fails.
pub async fn miss_in(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<(), Failure> {
    let count = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(&ticket.id));
    tx.execute_system(&count.into_query()).await?;
    let spend = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::val(millis(tx.now())))
        .filter(Column::Id.eq(&ticket.id))
        .filter(Column::Attempts.gte(MOST_ATTEMPTS));
    tx.execute_system(&spend.into_query()).await?;
    Ok(())
}

/// Takes the newest ticket of the address if the code is its own. A wrong code counts, and after five of
/// them the ticket is dead: the transaction must be committed whatever comes of it.
///
/// # Errors
///
/// A database that fails.
pub async fn take_code_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    purpose: Purpose,
    email: &str,
    code: &str,
) -> Result<Option<Ticket>, Failure> {
    let email = normalised(email);
    let rows = Entity::find()
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::Email.eq(&email))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(millis(tx.now())))
        .order_by_desc(Column::Id);
    let Some(row) = tx.system_rows(rows).await?.into_iter().next() else { return Ok(None) };
    let shown = code_digest(auth, purpose, &email, code);
    let is_right = super::is_same(&shown, &row.secret_hash);
    let ticket = Ticket::from(row);
    // Counted before it counts: of many guesses at once no more than five are looked at.
    let place = Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(&ticket.id))
        .filter(Column::UsedAt.is_null())
        .filter(Column::Attempts.lt(MOST_ATTEMPTS));
    if tx.execute_system(&place.into_query()).await? == 0 || !is_right {
        return Ok(None);
    }
    Ok(use_in(tx, &ticket).await?.then_some(ticket))
}
