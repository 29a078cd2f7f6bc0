//! What admins and the command line do to users.
//!
//! Read [`create`] first. Everything is noted as an event, with who did it.

use sea_orm::sea_query::Expr;
use serde_json::{Map, Value as Json};

use super::account::{self, Account, NewAccount};
use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::first_proof::prove_in;
use super::identity::USER;
use super::transact::{author, millis, transact};
use super::{Auth, limit, narrow, session};
use crate::access::Actor;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::entity::account::Column;

/// Who does it, from where.
#[derive(Debug, Clone)]
pub struct By<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// From where.
    pub client: &'a Client,
}

impl By<'_> {
    fn name(&self) -> Option<String> {
        self.actor.name().map(|name| name.into_owned())
    }
}

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They may.
    Given,
    /// They may not, and lose what they have.
    Taken,
}

/// Makes a user with that password and those roles, and returns the id.
///
/// # Errors
///
/// Everything that is wrong with the values.
pub async fn create(
    auth: &Auth,
    writer: &Writer,
    by: &By<'_>,
    email: &str,
    password: &str,
    roles: &[String],
) -> Result<String, Error> {
    narrow::check_known(writer.model(), roles.iter().map(String::as_str))?;
    auth.passwords().check("password", password)?;
    let new = NewAccount {
        email: Some(email.to_owned()),
        password_hash: Some(auth.passwords().hash(password).await?),
        roles: roles.to_vec(),
        // Whoever makes the account answers for the address.
        is_verified: true,
        ..NewAccount::default()
    };
    let about = (writer.clone(), new, by.name(), by.client.clone());
    transact(writer, author(by.actor, by.client), about, |(writer, new, by, client), tx| {
        Box::pin(async move {
            let user_id = account::create_in(tx, writer, new).await?;
            let event = Event::new(Kind::UserCreated, user_id.clone()).by(by.clone());
            note_in(tx, client, event.with("roles", new.roles.clone())).await?;
            Ok(user_id)
        })
    })
    .await
}

/// Sets all roles of the user. They hold from the next request on.
///
/// # Errors
///
/// A role that is none, no such user, or nobody who would be left to be an admin.
pub async fn set_roles(writer: &Writer, by: &By<'_>, user_id: &str, roles: &[String]) -> Result<(), Error> {
    narrow::check_known(writer.model(), roles.iter().map(String::as_str))?;
    let who = (by.actor.clone(), by.name(), by.client.clone());
    let about = (writer.clone(), user_id.to_owned(), roles.to_vec(), who);
    transact(writer, author(by.actor, by.client), about, |(writer, user_id, roles, who), tx| {
        Box::pin(async move {
            let (actor, by, client) = who;
            let roles = Json::from(roles.clone());
            let data = Map::from_iter([("roles".to_owned(), roles.clone())]);
            writer.update_in(tx, &Actor::admin(), USER, user_id, &data).await?;
            writer.keep_admin_in(tx, actor).await?;
            let event = Event::new(Kind::RolesChanged, user_id.clone()).by(by.clone());
            note_in(tx, client, event.with("roles", roles)).await?;
            Ok(())
        })
    })
    .await
}

/// Sets the user's password without the old one, and ends their sessions. Whoever does so answers for the address: it
/// counts as proved, and what a stranger may have left in the account is gone.
///
/// # Errors
///
/// A password that can't be taken.
pub async fn reset_password(
    auth: &Auth,
    writer: &Writer,
    by: &By<'_>,
    user: &Account,
    password: &str,
) -> Result<(), Error> {
    auth.passwords().check("password", password)?;
    let hash = auth.passwords().hash(password).await?;
    let subject = user.email.clone().unwrap_or_default();
    let about = (auth.clone(), user.user_id.clone(), hash, subject, by.name(), by.client.clone());
    transact(writer, author(by.actor, by.client), about, |(auth, user_id, hash, subject, by, client), tx| {
        Box::pin(async move {
            if !subject.is_empty() {
                prove_in(tx, user_id, subject).await?;
            }
            account::set_password_in(tx, user_id, hash).await?;
            session::end_all_in(tx, user_id, None).await?;
            limit::forget_in(tx, auth, subject).await?;
            note_in(tx, client, Event::new(Kind::PasswordReset, user_id.clone()).by(by.clone())).await?;
            Ok(())
        })
    })
    .await?;
    auth.standings().changed(&user.user_id);
    Ok(())
}

/// Takes all access of the user away at once, or gives it back: then they may sign in again.
///
/// # Errors
///
/// No such user, oneself, or nobody who would be left to be an admin.
pub async fn set_access(
    auth: &Auth,
    writer: &Writer,
    by: &By<'_>,
    user_id: &str,
    access: Access,
) -> Result<(), Error> {
    if access == Access::Taken && by.actor.user_id() == Some(user_id) {
        return Err(Error::conflict("you can't disable yourself: another admin can"));
    }
    if account::find(auth, user_id).await?.is_none() {
        return Err(Error::new(Code::NotFound, format!("there is no `User` with the id `{user_id}`")));
    }
    let who = (by.actor.clone(), by.name(), by.client.clone());
    let about = (writer.clone(), user_id.to_owned(), access, who);
    transact(writer, author(by.actor, by.client), about, |(writer, user_id, access, who), tx| {
        Box::pin(async move {
            let (actor, by, client) = who;
            let (value, kind) = match access {
                Access::Taken => (Some(millis(tx.now())), Kind::UserDisabled),
                Access::Given => (None, Kind::UserEnabled),
            };
            account::set_in(tx, user_id, [(Column::DisabledAt, Expr::val(value))]).await?;
            if *access == Access::Taken {
                writer.keep_admin_without_in(tx, actor, user_id).await?;
                session::end_all_in(tx, user_id, None).await?;
            }
            note_in(tx, client, Event::new(kind, user_id.clone()).by(by.clone())).await?;
            Ok(())
        })
    })
    .await?;
    auth.standings().changed(user_id);
    Ok(())
}
