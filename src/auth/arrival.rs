//! Somebody proved who they are elsewhere: which user is it here?
//!
//! Whoever is known already is that user. Whoever is not, and has an address that the provider verified, is the
//! user with that address *if that user proved it too*. Otherwise somebody could make an account here with the
//! address of another person, wait until that person comes by way of a provider, and be in their account: so an
//! account with an unproved address is never entered, and says what to do instead. An address that the provider
//! did not verify leads nowhere, and is not kept as the address of a new account either. Read [`arrive`] first.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use serde_json::{Map, Value as Json};

use super::account::{self, Account, NewAccount};
use super::event::{Event, Kind, note_in};
use super::identity::USER;
use super::linked::{self, Elsewhere};
use super::transact::{Written, refuse, transact};
use super::{Auth, Client};
use crate::changes::{Failure, Tx};
use crate::config::SignUp;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::model::{FieldKind, Scalar};
use crate::store::entity::account::{Column, Entity};
use crate::store::entity::identity::Model as Row;

/// Whether somebody who is not known yet gets an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newcomers {
    /// They do, if accounts are open here.
    Welcome,
    /// Somebody has to have made their account.
    Refused,
}

/// Others may do the same at once; each of them makes a decision out of date once, or twice.
const TRIES: usize = 32;

/// The user who arrived.
///
/// # Errors
///
/// When they can't be let in, with what to do; when the database fails.
pub async fn arrive(
    auth: &Auth,
    writer: &Writer,
    elsewhere: &Elsewhere,
    newcomers: Newcomers,
    client: &Client,
) -> Result<String, Error> {
    for _ in 0..TRIES {
        let decision = decide(auth, elsewhere, newcomers).await?;
        if let Some(user_id) = carry_out(writer, elsewhere, decision, client).await? {
            return Ok(user_id);
        }
    }
    Err(Error::new(Code::Unavailable, "somebody else does the same at this moment; try again"))
}

/// What is to be done. Decided outside of the transaction; the database says whether it still holds.
#[derive(Debug, Clone)]
enum Decision {
    Known(Row),
    /// Linked to a user who is gone.
    Orphan(Row),
    Link(String),
    Create(Box<NewAccount>),
}

async fn decide(auth: &Auth, elsewhere: &Elsewhere, newcomers: Newcomers) -> Result<Decision, Error> {
    if let Some(known) = linked::find(auth, elsewhere).await? {
        return Ok(match account::find(auth, &known.user_id).await? {
            Some(_) => Decision::Known(known),
            None => Decision::Orphan(known),
        });
    }
    let profile = &elsewhere.profile;
    let same = match &profile.email {
        Some(email) => account::find_by_email(auth, email).await?,
        None => None,
    };
    match same {
        Some(account) if profile.email_verified && account.is_verified => Ok(Decision::Link(account.user_id)),
        Some(account) => Err(refusal(profile.email_verified, &account)),
        None => {
            check_open(auth, newcomers)?;
            if auth.settings().require_verified_email && !profile.email_verified {
                return Err(Error::new(
                    Code::Forbidden,
                    "accounts here need a verified address, and the provider did not verify yours",
                ));
            }
            Ok(Decision::Create(Box::new(newcomer(auth, elsewhere))))
        }
    }
}

fn refusal(is_verified_there: bool, account: &Account) -> Error {
    let reason = match (is_verified_there, account.is_verified) {
        (false, _) => "the provider did not verify the address",
        (true, _) => "the address was not verified here yet",
    };
    Error::new(
        Code::Conflict,
        format!(
            "there is an account with this address already, and {reason}: sign in to it in another way, verify its \
             address, and link the provider there"
        ),
    )
}

fn check_open(auth: &Auth, newcomers: Newcomers) -> Result<(), Error> {
    let reason = match (auth.settings().sign_up, newcomers) {
        (SignUp::Open, Newcomers::Welcome) => return Ok(()),
        (SignUp::Invitation, _) => "accounts are made by invitation here",
        (SignUp::Off, _) | (SignUp::Open, Newcomers::Refused) => "accounts are made by admins here",
    };
    let message = format!(
        "there is no account for you yet, and {reason}; with an account, sign in and link the provider"
    );
    Err(Error::new(Code::Forbidden, message))
}

/// Nobody can take an address here that was not proved there.
fn newcomer(auth: &Auth, elsewhere: &Elsewhere) -> NewAccount {
    let profile = &elsewhere.profile;
    let mut data = Map::new();
    if let Some(name) = profile.name.clone().filter(|_| takes_name(auth)) {
        data.insert("name".to_owned(), Json::String(name));
    }
    NewAccount {
        email: profile.email.clone().filter(|_| profile.email_verified),
        is_verified: profile.email_verified,
        data,
        ..NewAccount::default()
    }
}

/// Whether users have a plain name: a model may have made something else of it.
fn takes_name(auth: &Auth) -> bool {
    let model = auth.model();
    let field = model.collections.get(USER).and_then(|users| users.fields.get("name"));
    field.is_some_and(|field| !field.list && matches!(field.kind, FieldKind::Scalar(Scalar::String)))
}

/// Nothing if the decision is out of date.
async fn carry_out(
    writer: &Writer,
    elsewhere: &Elsewhere,
    decision: Decision,
    client: &Client,
) -> Result<Option<String>, Error> {
    let author = client.author(None);
    let id = uuid::Uuid::now_v7().to_string();
    let about = (writer.clone(), elsewhere.clone(), decision.clone(), client.clone(), id);
    let done = transact(writer, author, about, |(writer, elsewhere, decision, client, id), tx| {
        Box::pin(async move { carry_out_in(tx, writer, elsewhere, decision, client, id).await })
    });
    match (done.await, decision) {
        // Somebody took the address at this moment, or the rules do not let new users say their name.
        (Err(error), Decision::Create(new)) if is_refused(&error) && !new.data.is_empty() => {
            let plain = NewAccount { data: Map::new(), ..*new };
            Box::pin(carry_out(writer, elsewhere, Decision::Create(Box::new(plain)), client)).await
        }
        (Err(error), Decision::Create(_)) if error.code == Code::Conflict => Ok(None),
        (done, _) => done,
    }
}

fn is_refused(error: &Error) -> bool {
    matches!(error.code, Code::Validation | Code::Forbidden | Code::NotFound | Code::Conflict)
}

async fn carry_out_in(
    tx: &mut Tx<'_>,
    writer: &Writer,
    elsewhere: &Elsewhere,
    decision: &Decision,
    client: &Client,
    id: &str,
) -> Written<Option<String>> {
    let user_id = match decision {
        Decision::Known(row) => {
            linked::use_in(tx, &row.id, &elsewhere.profile).await?;
            return Ok(Some(row.user_id.clone()));
        }
        Decision::Orphan(row) => {
            linked::unlink_in(tx, &row.user_id, &row.id).await?;
            return Ok(None);
        }
        Decision::Link(user_id) => user_id.clone(),
        Decision::Create(new) => {
            let user_id = account::create_in(tx, writer, new).await?;
            note_in(tx, client, Event::new(Kind::SignedUp, user_id.clone())).await?;
            user_id
        }
    };
    if !linked::link_in(tx, id, &user_id, elsewhere).await? {
        // The new account must not stay behind.
        return match decision {
            Decision::Create(_) => refuse(Error::new(Code::Conflict, "somebody else was first")),
            _ => Ok(None),
        };
    }
    note_in(tx, client, linked_event(&user_id, elsewhere)).await?;
    promote_in(tx, &user_id, client).await?;
    Ok(Some(user_id))
}

/// Whoever can come back by way of a provider is anonymous no longer.
async fn promote_in(tx: &mut Tx<'_>, user_id: &str, client: &Client) -> Result<(), Failure> {
    let promote = Entity::update_many()
        .col_expr(Column::AnonymousAt, Expr::val(None::<i64>))
        .filter(Column::UserId.eq(user_id))
        .filter(Column::AnonymousAt.is_not_null());
    match tx.execute_system(&promote.into_query()).await? {
        0 => Ok(()),
        _ => note_in(tx, client, Event::new(Kind::Promoted, user_id.to_owned())).await,
    }
}

fn linked_event(user_id: &str, elsewhere: &Elsewhere) -> Event {
    let name = if elsewhere.provider.is_empty() { &elsewhere.issuer } else { &elsewhere.provider };
    Event::new(Kind::ProviderLinked, user_id.to_owned()).with("provider", name.as_str())
}

/// Links an account elsewhere to a user who is signed in and asked for it.
///
/// # Errors
///
/// `CONFLICT` when it belongs to somebody else, `FORBIDDEN` when the user has not proved their own address.
pub async fn link(
    auth: &Auth,
    writer: &Writer,
    user_id: &str,
    elsewhere: &Elsewhere,
    client: &Client,
) -> Result<Row, Error> {
    let account = account::find(auth, user_id).await?;
    let account = account.ok_or_else(|| Error::new(Code::NotFound, "there is no such user"))?;
    check_may_link(&account)?;
    for _ in 0..TRIES {
        match linked::find(auth, elsewhere).await? {
            Some(row) if row.user_id == user_id => return Ok(row),
            Some(row) if account::find(auth, &row.user_id).await?.is_some() => {
                return Err(Error::new(
                    Code::Conflict,
                    "this account of the provider belongs to another user here",
                ));
            }
            Some(row) => carry_out(writer, elsewhere, Decision::Orphan(row), client).await?,
            None => carry_out(writer, elsewhere, Decision::Link(user_id.to_owned()), client).await?,
        };
    }
    Err(Error::new(Code::Unavailable, "somebody else does the same at this moment; try again"))
}

/// Whether the account may be entered by way of a provider. While its address is unproved, whoever made it may
/// wait for the address's owner to set a new password, and come back by the provider.
///
/// # Errors
///
/// `FORBIDDEN` when not.
pub fn check_may_link(account: &Account) -> Result<(), Error> {
    match account.email.is_none() || account.is_verified {
        true => Ok(()),
        false => Err(Error::new(Code::Forbidden, "verify your address first: `requestEmailVerification`")),
    }
}
