//! Passkeys (WebAuthn): registered by who is signed in, and shown instead of a password and a second factor.
//!
//! Every passkey is one that the authenticator finds by itself, so that what is asked of it tells nothing about
//! accounts. Read [`start_registration`] first, then [`finish_sign_in`].

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::{Value as Json, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::account::{self, Account, normalised};
use super::client::Client;
use super::event::{Event, Kind, note_in};
use super::ticket::{NewTicket, Purpose, issue_in, look, take_in};
use super::transact::{millis, refuse, transact};
use super::{Auth, limit, secret};
use crate::access::Identity;
use crate::changes::{Failure, Tx};
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::StoreError;
use crate::store::entity::passkey::{ActiveModel, Column, Entity, Model};

/// How long whoever is asked may take.
const LASTS: TimeDelta = TimeDelta::minutes(5);
/// More of them than this nobody has.
const MOST: usize = 50;
/// The longest name of one, in characters.
const LONGEST_NAME: usize = 100;

/// Somebody who shall show a passkey.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What to give back with what they show.
    pub challenge: String,
    /// What to ask of their browser: `navigator.credentials.get({ publicKey })`.
    pub options: Json,
}

/// Who asks for passkeys: the server, under its public address, and the origins that may call it and stand
/// below the same domain.
fn party(auth: &Auth) -> Result<Webauthn, Error> {
    let server = &auth.config().server;
    let url = server.public_url();
    let wrong = |error: &dyn std::fmt::Display| {
        let message = format!(
            "passkeys need an address with a domain and https, such as `https://cms.example.org`, as `server.public_url`; it is `{url}`"
        );
        Error::new(Code::Unavailable, message).with_cause(anyhow::anyhow!("{error}"))
    };
    let origin = Url::parse(&url).map_err(|error| wrong(&error))?;
    let domain = origin.domain().unwrap_or_default().to_owned();
    let mut builder = WebauthnBuilder::new(&domain, &origin).map_err(|error| wrong(&error))?.rp_name(&domain);
    for origin in auth.config().cors.origins.iter().filter_map(|origin| Url::parse(origin).ok()) {
        let host = origin.domain().unwrap_or_default();
        if host == domain || host.ends_with(&format!(".{domain}")) {
            builder = builder.append_allowed_origin(&origin);
        }
    }
    // Whoever develops has a page of their own on another port.
    builder.allow_any_port(domain == "localhost").build().map_err(|error| wrong(&error))
}

/// The user's name to authenticators. It says nothing about them.
fn handle(auth: &Auth, user_id: &str) -> Uuid {
    let mac = auth.secret().mac("passkey", &[user_id]);
    Uuid::from_slice(&mac[..16]).unwrap_or_default()
}

/// Begins to register a passkey of who is signed in: what to ask of their browser,
/// `navigator.credentials.create({ publicKey })`.
///
/// # Errors
///
/// When the server's address can't have passkeys, or the database fails.
pub async fn start_registration(
    auth: &Auth,
    writer: &Writer,
    identity: &Identity,
    account: &Account,
    client: &Client,
) -> Result<Json, Error> {
    let party = party(auth)?;
    let known = list(auth, &identity.id).await?;
    if known.len() >= MOST {
        return Err(Error::limit(format!("nobody may have more than {MOST} passkeys: remove one first")));
    }
    let known = known.iter().filter_map(|known| passkey_of(known).ok());
    let known = known.map(|known| known.cred_id().clone()).collect();
    let name = account.email.as_deref().unwrap_or(&identity.id);
    let shown = account.text("name").unwrap_or(name);
    let asked = party.start_passkey_registration(handle(auth, &identity.id), name, shown, Some(known));
    let (asked, state) = asked.map_err(Error::internal)?;
    let mut options = serde_json::to_value(asked.public_key).map_err(Error::internal)?;
    options["authenticatorSelection"]["residentKey"] = "required".into();
    options["authenticatorSelection"]["requireResidentKey"] = true.into();
    let ticket = NewTicket {
        purpose: Purpose::PasskeyRegistration,
        user_id: Some(identity.id.clone()),
        email: None,
        payload: serde_json::to_value(state).map_err(Error::internal)?,
        secret: registration_secret(identity),
        expires_in: LASTS,
    };
    issue(auth, writer, ticket, client).await?;
    Ok(options)
}

/// It is finished in the session in which it began.
fn registration_secret(identity: &Identity) -> String {
    format!("session {}", identity.session.as_deref().unwrap_or_default())
}

async fn issue(auth: &Auth, writer: &Writer, ticket: NewTicket, client: &Client) -> Result<(), Error> {
    let author = client.author(None);
    transact(writer, author, (auth.clone(), ticket), |(auth, ticket), tx| {
        Box::pin(async move { Ok(issue_in(tx, auth, ticket).await?) })
    })
    .await
}

/// Registers what the browser made, and returns it.
///
/// # Errors
///
/// When it is not what was asked for, or the database fails.
pub async fn finish_registration(
    auth: &Auth,
    writer: &Writer,
    identity: &Identity,
    name: &str,
    credential: &Json,
    client: &Client,
) -> Result<Model, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::bad_request(format!("argument `name` must have 1 to {LONGEST_NAME} characters")));
    }
    let secret = registration_secret(identity);
    let ticket = look(auth, Purpose::PasskeyRegistration, &secret)
        .await?
        .filter(|ticket| ticket.user_id.as_deref() == Some(&identity.id));
    let ticket = ticket.ok_or_else(|| {
        Error::bad_request("no passkey is being registered in this session, or it took too long: begin again with `startPasskeyRegistration`")
    })?;
    let state: PasskeyRegistration = serde_json::from_value(ticket.payload).map_err(Error::internal)?;
    let made: RegisterPublicKeyCredential = serde_json::from_value(credential.clone()).map_err(unreadable)?;
    let passkey = party(auth)?.finish_passkey_registration(&made, &state).map_err(refused)?;
    let row = Model {
        credential_id: URL_SAFE_NO_PAD.encode(passkey.cred_id()),
        id: Uuid::now_v7().to_string(),
        user_id: identity.id.clone(),
        name: name.to_owned(),
        passkey: serde_json::to_string(&passkey).map_err(Error::internal)?,
        created_at: millis(chrono::Utc::now()),
        last_used_at: None,
    };
    let author = client.author(Some(identity.id.clone()));
    let about = (auth.clone(), secret, row.clone(), client.clone());
    transact(writer, author, about, |(auth, secret, row, client), tx| {
        Box::pin(async move {
            let is_first = take_in(tx, auth, Purpose::PasskeyRegistration, secret).await?.is_some();
            if !is_first || !insert_in(tx, row).await? {
                return refuse(Error::conflict("the passkey is registered already"));
            }
            let event = Event::new(Kind::PasskeyRegistered, row.user_id.clone());
            note_in(tx, client, event.with("name", row.name.as_str())).await?;
            Ok(())
        })
    })
    .await?;
    Ok(row)
}

async fn insert_in(tx: &mut Tx<'_>, row: &Model) -> Result<bool, Failure> {
    let row = row.clone();
    let row = ActiveModel {
        credential_id: Set(row.credential_id),
        id: Set(row.id),
        user_id: Set(row.user_id),
        name: Set(row.name),
        passkey: Set(row.passkey),
        created_at: Set(row.created_at),
        last_used_at: Set(row.last_used_at),
    };
    let mut insert = Entity::insert(row).into_query();
    insert.on_conflict(OnConflict::column(Column::CredentialId).do_nothing().to_owned());
    Ok(tx.execute_system(&insert).await? == 1)
}

/// Asks for a passkey: of that address's account, if it is given. Whether there is such an account, or a passkey of
/// it, changes nothing of what is asked.
///
/// # Errors
///
/// Too many attempts, an address of the server that can't have passkeys, or a database that fails.
pub async fn start_sign_in(
    auth: &Auth,
    writer: &Writer,
    email: Option<&str>,
    client: &Client,
) -> Result<Asked, Error> {
    limit::check_address(auth, client)?;
    let (asked, state) = party(auth)?.start_discoverable_authentication().map_err(Error::internal)?;
    let challenge = secret::random();
    let ticket = NewTicket {
        purpose: Purpose::PasskeySignIn,
        user_id: None,
        email: email.map(str::to_owned),
        payload: serde_json::to_value(state).map_err(Error::internal)?,
        secret: challenge.clone(),
        expires_in: LASTS,
    };
    issue(auth, writer, ticket, client).await?;
    let options = serde_json::to_value(asked.public_key).map_err(Error::internal)?;
    Ok(Asked { challenge, options })
}

/// Whose passkey was shown. The challenge is used up, whatever comes of it.
///
/// # Errors
///
/// When it is not what was asked for, or nobody's.
pub async fn finish_sign_in(
    auth: &Auth,
    writer: &Writer,
    challenge: &str,
    credential: &Json,
    client: &Client,
) -> Result<String, Error> {
    limit::check_address(auth, client)?;
    let author = client.author(None);
    let about = (auth.clone(), challenge.to_owned());
    let ticket = transact(writer, author, about, |(auth, challenge), tx| {
        Box::pin(async move { Ok(take_in(tx, auth, Purpose::PasskeySignIn, challenge).await?) })
    });
    let ticket = ticket.await?.ok_or_else(|| {
        Error::new(
            Code::Unauthenticated,
            "the challenge was used or is too old: begin again with `startPasskeySignIn`",
        )
    })?;
    let state: DiscoverableAuthentication =
        serde_json::from_value(ticket.payload).map_err(Error::internal)?;
    let shown: PublicKeyCredential = serde_json::from_value(credential.clone()).map_err(unreadable)?;
    let party = party(auth)?;
    let (named, credential_id) = party.identify_discoverable_authentication(&shown).map_err(refused)?;
    let credential_id = URL_SAFE_NO_PAD.encode(credential_id);
    let row =
        Entity::find_by_id(&credential_id).one(auth.store().connection()).await.map_err(StoreError::from)?;
    let row = row.filter(|row| handle(auth, &row.user_id) == named).ok_or_else(unknown)?;
    if let Some(email) = &ticket.email {
        let account = account::find(auth, &row.user_id).await?;
        let own = account.and_then(|account| account.email);
        if own.is_none_or(|own| own != normalised(email)) {
            return Err(unknown());
        }
    }
    let mut passkey = passkey_of(&row)?;
    let known = DiscoverableKey::from(&passkey);
    let result = party.finish_discoverable_authentication_v2(&shown, state, &known).map_err(refused)?;
    passkey.update_credential(&result);
    note_use(auth, writer, &row, &passkey, client).await?;
    Ok(row.user_id)
}

/// Stores the counter. Of two who show the same at once, one is refused.
async fn note_use(
    auth: &Auth,
    writer: &Writer,
    row: &Model,
    passkey: &Passkey,
    client: &Client,
) -> Result<(), Error> {
    let passkey = serde_json::to_string(passkey).map_err(Error::internal)?;
    let author = client.author(Some(row.user_id.clone()));
    let about = (row.clone(), passkey, auth.clone());
    transact(writer, author, about, |(row, passkey, _), tx| {
        Box::pin(async move {
            let update = Entity::update_many()
                .col_expr(Column::Passkey, Expr::val(passkey))
                .col_expr(Column::LastUsedAt, Expr::val(millis(tx.now())))
                .filter(Column::CredentialId.eq(&row.credential_id))
                .filter(Column::UserId.eq(&row.user_id))
                .filter(Column::Passkey.eq(&row.passkey));
            match tx.execute_system(&update.into_query()).await? {
                1 => Ok(()),
                _ => refuse(unknown()),
            }
        })
    })
    .await
}

/// The user's passkeys, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(auth: &Auth, user_id: &str) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(Column::UserId.eq(user_id)).order_by_desc(Column::Id);
    Ok(rows.all(auth.store().connection()).await.map_err(StoreError::from)?)
}

/// Takes a passkey of the user away. Answers whether it was there.
///
/// # Errors
///
/// A database that fails.
pub async fn remove_in(tx: &mut Tx<'_>, user_id: &str, id: &str) -> Result<bool, Failure> {
    let delete = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::UserId.eq(user_id));
    Ok(tx.execute_system(&delete.into_query()).await? == 1)
}

/// Takes all passkeys of the user away.
///
/// # Errors
///
/// A database that fails.
pub async fn clear_in(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    let delete = Entity::delete_many().filter(Column::UserId.eq(user_id));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}

fn passkey_of(row: &Model) -> Result<Passkey, Error> {
    serde_json::from_str(&row.passkey).map_err(Error::internal)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::bad_request(format!(
        "argument `credential` is not what `PublicKeyCredential.toJSON()` gives: {error}"
    ))
}

fn refused(error: webauthn_rs::prelude::WebauthnError) -> Error {
    Error::new(Code::Unauthenticated, format!("the passkey was refused: {error}"))
}

fn unknown() -> Error {
    Error::new(Code::Unauthenticated, "the passkey is nobody's here")
}

/// What the answers show of a passkey.
pub fn shown(row: &Model, moment: impl Fn(i64) -> Json) -> Json {
    json!({
        "id": row.id,
        "name": row.name,
        "createdAt": moment(row.created_at),
        "lastUsedAt": row.last_used_at.map(moment),
    })
}
