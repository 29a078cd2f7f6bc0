//! `authProviders`, `signInWithProvider`, `identities`, `startProviderLink`, `linkProvider` and `unlinkProvider`.
//!
//! The way of the browser to a provider and back is not GraphQL: `http/auth.rs`.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use url::form_urlencoded::byte_serialize;

use super::{Accounts, answer_sign_in, client, given, in_person, on, shown_moment, text, whom};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::{Auth, account, author, journey, limit, linked, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::store::entity::identity::Model;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "authProviders", |accounts, call| async move {
        Ok(accounts.providers(&call))
    });
    on(handlers, accounts, Root::Query, "identities", |accounts, call| async move {
        let identities = linked::list(&accounts.auth, &whom(&call)?).await?;
        Ok(identities.into_iter().map(shown).collect())
    });
    on(handlers, accounts, Root::Mutation, "signInWithProvider", |accounts, call| async move {
        let (code, verifier) = (given(&call, "code")?, text(&call, "verifier"));
        let signed_in =
            journey::exchange(&accounts.auth, &accounts.writer, code, verifier, &client(&call)).await?;
        Ok(answer_sign_in(&call, signed_in))
    });
    on(handlers, accounts, Root::Mutation, "startProviderLink", |accounts, call| async move {
        accounts.start_link(&call).await
    });
    on(handlers, accounts, Root::Mutation, "linkProvider", |accounts, call| async move {
        let identity = in_person(&call)?;
        let (code, client) = (given(&call, "code")?, client(&call));
        let linked =
            journey::exchange_link(&accounts.auth, &accounts.writer, code, &identity.id, &client).await?;
        Ok(shown(linked))
    });
    on(handlers, accounts, Root::Mutation, "unlinkProvider", |accounts, call| async move {
        accounts.unlink(&call).await
    });
}

fn shown(identity: Model) -> Json {
    json!({
        "id": identity.id,
        "provider": if identity.provider.is_empty() { &identity.issuer } else { &identity.provider },
        "email": identity.email,
        "createdAt": shown_moment(identity.created_at),
        "usedAt": shown_moment(identity.used_at),
    })
}

impl Accounts {
    fn providers(&self, call: &Call) -> Json {
        let shown = self.auth.providers().iter().map(|provider| {
            json!({
                "name": provider.name,
                "kind": provider.description.kind,
                "title": provider.title,
                "url": start_url(call, &provider.name),
            })
        });
        shown.collect()
    }

    async fn start_link(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let (client, name) = (client(call), given(call, "provider")?);
        limit::check_address(&self.auth, &client)?;
        let provider = self.auth.providers().find(name).ok_or_else(|| {
            Error::new(Code::NotFound, format!("there is no provider `{name}`; `authProviders` lists them"))
        })?;
        let ticket =
            journey::ticket_to_link(&self.auth, &self.writer, provider, &identity.id, &client).await?;
        let mut url = format!("{}?link={ticket}", start_url(call, name));
        if let Some(redirect) = text(call, "redirect") {
            url.push_str("&redirect=");
            url.extend(byte_serialize(redirect.as_bytes()));
        }
        Ok(url.into())
    }

    async fn unlink(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let id = given(call, "id")?;
        let linked = linked::list(&self.auth, &identity.id).await?;
        let missing =
            || Error::new(Code::NotFound, format!("you have no identity `{id}`; `identities` lists them"));
        let row = linked.iter().find(|row| row.id == id).ok_or_else(missing)?;
        let account = account::find(&self.auth, &identity.id).await?.ok_or_else(missing)?;
        // With an address one can have a new password.
        let is_only = linked.len() == 1 && account.password_hash.is_none() && account.email.is_none();
        if is_only && !has_passkey(&self.auth, &identity.id).await? {
            return Err(Error::new(
                Code::Conflict,
                "this is the only way to sign in to the account: give it an address or link another provider first",
            ));
        }
        let client = client(call);
        let name = if row.provider.is_empty() { row.issuer.clone() } else { row.provider.clone() };
        let about = (identity.clone(), id.to_owned(), name, client.clone());
        let done = transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(identity, id, name, client), tx| {
                Box::pin(async move {
                    let is_gone = linked::unlink_in(tx, &identity.id, id).await?;
                    if is_gone {
                        let event = Event::new(Kind::ProviderUnlinked, identity.id.clone());
                        let event = event.in_session(identity.session.clone());
                        note_in(tx, client, event.with("provider", name.as_str())).await?;
                    }
                    Ok(is_gone)
                })
            },
        );
        match done.await? {
            true => Ok(json!(true)),
            false => Err(missing()),
        }
    }
}

#[cfg(feature = "passkeys")]
async fn has_passkey(auth: &Auth, user_id: &str) -> Result<bool, Error> {
    Ok(!crate::auth::passkey::list(auth, user_id).await?.is_empty())
}

#[cfg(not(feature = "passkeys"))]
async fn has_passkey(_auth: &Auth, _user_id: &str) -> Result<bool, Error> {
    Ok(false)
}

fn start_url(call: &Call, provider: &str) -> String {
    let origin = call.exchange.origin.as_deref().unwrap_or_default();
    format!("{origin}/auth/{provider}/start")
}
