//! `requestEmailVerification`, `verifyEmail`: proving an address, and changing it to one that is proved.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Map, Value as Json, json};

use super::mailed::{Action, Mailed};
use super::{Accounts, client, given, in_person, on, text};
use crate::access::Actor;
use crate::auth::account::{self, Account, normalised};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::ticket::{self, Purpose, Ticket, take_in};
use crate::auth::{USER, limit, refuse, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::mail::{Message, Template};

/// How long a link counts.
const LASTS: TimeDelta = TimeDelta::days(1);

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "requestEmailVerification", |accounts, call| async move {
        accounts.request_verification(&call).await
    });
    on(handlers, accounts, Root::Mutation, "verifyEmail", |accounts, call| async move {
        accounts.verify_email(&call).await
    });
}

impl Accounts {
    /// The mail that asks a user whether the address is theirs.
    pub(super) fn verification(&self, call: &Call, user_id: Option<&str>, email: &str) -> Mailed {
        let kind = (Purpose::VerifyEmail, Action::VerifyEmail, Template::VerifyEmail);
        self.mailed(call, kind, user_id, email, LASTS)
    }

    async fn request_verification(&self, call: &Call) -> Result<Json, Error> {
        let asked = text(call, "email").map(normalised);
        if call.actor.identity.is_none() {
            let email =
                asked.ok_or_else(|| Error::new(Code::Unauthenticated, "sign in, or name the address"))?;
            self.check_mailing(call, &email)?;
            let account = account::find_by_email(&self.auth, &email).await?;
            let account = account.filter(|account| !account.is_verified && account.disabled_at.is_none());
            let user_id = account.as_ref().map(|account| account.user_id.as_str());
            self.send(call, self.verification(call, user_id, &email), account.is_some()).await?;
            return Ok(json!(true));
        }
        let identity = in_person(call)?;
        let account = self.own(&identity.id).await?;
        let Some(email) = asked.or_else(|| account.email.clone()) else {
            return Err(Error::bad_request("argument `email` is missing: the account has no address yet"));
        };
        self.check_mailing(call, &email)?;
        if account.email.as_ref() == Some(&email) {
            let is_news = !account.is_verified;
            self.send(call, self.verification(call, Some(&identity.id), &email), is_news).await?;
        } else {
            if account.is_anonymous {
                return Err(Error::conflict("the account is anonymous: give it an address with `promote`"));
            }
            let is_free = account::find_by_email(&self.auth, &email).await?.is_none();
            let kind = (Purpose::ChangeEmail, Action::VerifyEmail, Template::ChangeEmail);
            self.send(call, self.mailed(call, kind, Some(&identity.id), &email, LASTS), is_free).await?;
        }
        Ok(json!(true))
    }

    /// The account of who asks.
    pub(super) async fn own(&self, user_id: &str) -> Result<Account, Error> {
        let account = account::find(&self.auth, user_id).await?;
        account.ok_or_else(|| Error::new(Code::Unauthenticated, "the account is gone"))
    }

    async fn verify_email(&self, call: &Call) -> Result<Json, Error> {
        let (client, token) = (client(call), given(call, "token")?);
        limit::check_address(&self.auth, &client)?;
        for purpose in [Purpose::VerifyEmail, Purpose::ChangeEmail] {
            let Some(ticket) = ticket::look(&self.auth, purpose, token).await? else { continue };
            let Some(account) = self.account_of(&ticket).await? else { continue };
            self.prove(call, purpose, token, account).await?;
            return Ok(json!(true));
        }
        Err(spent())
    }

    /// The account that the ticket is about.
    pub(super) async fn account_of(&self, ticket: &Ticket) -> Result<Option<Account>, Error> {
        match &ticket.user_id {
            Some(user_id) => account::find(&self.auth, user_id).await,
            None => Ok(None),
        }
    }

    async fn prove(&self, call: &Call, purpose: Purpose, token: &str, account: Account) -> Result<(), Error> {
        let client = client(call);
        let author = client.author(Some(account.user_id.clone()));
        let old = account.email.clone().filter(|_| purpose == Purpose::ChangeEmail);
        let told = old
            .as_ref()
            .map(|old| Message::new(Template::EmailChanged, old, []).in_locale(self.locale(call)));
        let shared = (self.auth.clone(), self.writer.clone(), self.mails.outbox.clone(), client);
        let about = (shared, purpose, token.to_owned(), account, told);
        transact(&self.writer, author, about, |(shared, purpose, token, account, told), tx| {
            Box::pin(async move {
                let (auth, writer, outbox, client) = shared;
                let Some(ticket) = take_in(tx, auth, *purpose, token).await? else { return refuse(spent()) };
                let (id, email) = (&account.user_id, ticket.email.unwrap_or_default());
                let event = match purpose {
                    Purpose::ChangeEmail => {
                        let data = Map::from_iter([("email".to_owned(), email.as_str().into())]);
                        writer.update_in(tx, &Actor::admin(), USER, id, &data).await?;
                        // What was mailed to the old address is good for nothing any more.
                        ticket::revoke_in(tx, id).await?;
                        if let Some(mut told) = told.clone() {
                            told.data.insert("new_email".to_owned(), email.as_str().into());
                            outbox.queue_in(tx, &told).await?;
                        }
                        Event::new(Kind::EmailChanged, id.clone())
                    }
                    // The address was changed since.
                    _ if account.email.as_ref() != Some(&email) => return refuse(spent()),
                    _ => Event::new(Kind::EmailVerified, id.clone()),
                };
                account::set_verified_in(tx, id, &email).await?;
                note_in(tx, client, event).await?;
                Ok(())
            })
        })
        .await
    }
}

/// A link that is good for nothing, and never was or no longer is.
pub(super) fn spent() -> Error {
    Error::new(Code::Unauthenticated, "the link was used, is too old, or is not whole: ask for a new one")
}
