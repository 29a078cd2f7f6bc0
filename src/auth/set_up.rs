//! The first admin: from the settings `admin.email` and `admin.password`, or by a one-time link.
//!
//! Read [`prepare`] first.

use chrono::TimeDelta;
use serde_json::json;

use super::account::{self, NewAccount};
use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::sign_in::{Method, SignedIn, finish};
use super::ticket::{NewTicket, Purpose, clear_in, issue_in, look, take_in};
use super::transact::transact;
use super::{Auth, limit, secret};
use crate::access::ADMIN;
use crate::changes::Author;
use crate::engine::write::Writer;
use crate::error::{Code, Error};

/// How long the link can be used.
const LINK_LASTS: TimeDelta = TimeDelta::hours(24);

/// What a server without an admin does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// There is one.
    HasAdmin,
    /// The settings made one.
    Made,
    /// Whoever opens the link with this secret makes one.
    Link(String),
}

/// Sees to it that there is an admin, or a way to make one.
///
/// # Errors
///
/// Settings that make no user, or a database that fails.
pub async fn prepare(auth: &Auth, writer: &Writer) -> Result<Prepared, Error> {
    if auth.has_admin().await? {
        return Ok(Prepared::HasAdmin);
    }
    let admin = &auth.config().admin;
    if let (Some(email), Some(password)) = (&admin.email, &admin.password) {
        return match make(auth, writer, None, email, password, &Client::default()).await {
            Ok(_) => Ok(Prepared::Made),
            // Another node was faster.
            Err(_) if auth.has_admin().await? => Ok(Prepared::HasAdmin),
            Err(error) => Err(error),
        };
    }
    let secret = secret::random();
    let ticket = NewTicket {
        purpose: Purpose::Setup,
        user_id: None,
        email: None,
        payload: json!({}),
        secret: secret.clone(),
        expires_in: LINK_LASTS,
    };
    transact(writer, Author::default(), (auth.clone(), ticket), |(auth, ticket), tx| {
        Box::pin(async move { Ok(issue_in(tx, auth, ticket).await?) })
    })
    .await?;
    Ok(Prepared::Link(secret))
}

/// Whether the link of that secret can be used.
///
/// # Errors
///
/// A database that does not answer.
pub async fn is_open(auth: &Auth, secret: &str) -> Result<bool, Error> {
    Ok(look(auth, Purpose::Setup, secret).await?.is_some() && !auth.has_admin().await?)
}

/// Makes the first admin, for who has the secret of the link, and signs them in.
///
/// # Errors
///
/// When the link can't be used (any more), or the address or the password can't be taken.
pub async fn make_admin(
    auth: &Auth,
    writer: &Writer,
    secret: &str,
    email: &str,
    password: &str,
    client: &Client,
) -> Result<SignedIn, Error> {
    limit::check_address(auth, client)?;
    if !is_open(auth, secret).await? {
        return Err(used());
    }
    let user_id = make(auth, writer, Some(secret), email, password, client).await?;
    finish(auth, writer, &user_id, Method::Setup, client).await
}

async fn make(
    auth: &Auth,
    writer: &Writer,
    secret: Option<&str>,
    email: &str,
    password: &str,
    client: &Client,
) -> Result<String, Error> {
    auth.passwords().check("password", password)?;
    let new = NewAccount {
        email: Some(email.to_owned()),
        password_hash: Some(auth.passwords().hash(password).await?),
        roles: vec![ADMIN.to_owned()],
        // By whoever runs the server: it must not lock them out.
        is_verified: true,
        ..NewAccount::default()
    };
    let author = client.author(None);
    let about = (auth.clone(), writer.clone(), secret.map(str::to_owned), new, client.clone());
    transact(writer, author, about, |(auth, writer, secret, new, client), tx| {
        Box::pin(async move {
            if let Some(secret) = secret
                && take_in(tx, auth, Purpose::Setup, secret).await?.is_none()
            {
                return super::refuse(used());
            }
            clear_in(tx, Purpose::Setup).await?;
            let user_id = account::create_in(tx, writer, new).await?;
            let event = Event::new(Kind::UserCreated, user_id.clone()).with("roles", json!([ADMIN]));
            note_in(tx, client, event).await?;
            Ok(user_id)
        })
    })
    .await
}

fn used() -> Error {
    Error::new(
        Code::Forbidden,
        "the link was used, is too old, or there is an admin already: start the server again for a new one",
    )
}
