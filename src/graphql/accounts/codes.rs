//! `requestCode`, `signInWithCode`: signing in with a code or a link by mail.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::mailed::{Action, Mailed};
use super::{Accounts, answer_sign_in, client, given, on, text};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::first_proof::prove_in;
use crate::auth::sign_in::{Method, finish};
use crate::auth::ticket::{self, NewTicket, Purpose, Ticket, issue_in, take_code_in, take_in};
use crate::auth::{account, limit, secret, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::mail::Template;

/// How long a code and a link count.
const LASTS: TimeDelta = TimeDelta::minutes(15);

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "requestCode", |accounts, call| async move {
        accounts.request_code(&call).await
    });
    on(handlers, accounts, Root::Mutation, "signInWithCode", |accounts, call| async move {
        accounts.sign_in_with_code(&call).await
    });
}

impl Accounts {
    async fn request_code(&self, call: &Call) -> Result<Json, Error> {
        let email = given(call, "email")?;
        self.check_mailing(call, email)?;
        let account = account::find_by_email(&self.auth, email).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let user_id = account.as_ref().map(|account| account.user_id.as_str());
        let kind = (Purpose::MagicLink, Action::SignInWithCode, Template::SignInCode);
        let code = secret::random_code();
        let mailed = self.mailed(call, kind, user_id, email, LASTS).with("code", code.as_str());
        let code = NewTicket { purpose: Purpose::SignInCode, secret: code, ..mailed.ticket.clone() };
        self.send_both(call, mailed, code, account.is_some()).await?;
        Ok(json!(true))
    }

    async fn send_both(
        &self,
        call: &Call,
        link: Mailed,
        code: NewTicket,
        is_theirs: bool,
    ) -> Result<(), Error> {
        let client = client(call);
        let author = client.author(None);
        let about = (self.auth.clone(), self.mails.outbox.clone(), link, code, is_theirs);
        transact(&self.writer, author, about, |(auth, outbox, link, code, is_theirs), tx| {
            Box::pin(async move {
                issue_in(tx, auth, &link.ticket).await?;
                issue_in(tx, auth, code).await?;
                match is_theirs {
                    true => outbox.queue_in(tx, &link.message).await?,
                    false => outbox.pretend_in(tx, &link.message).await?,
                }
                Ok(())
            })
        })
        .await
    }

    async fn sign_in_with_code(&self, call: &Call) -> Result<Json, Error> {
        let client = client(call);
        let (shown, method) = match (text(call, "email"), text(call, "code"), text(call, "token")) {
            (Some(email), Some(code), None) => {
                // A space in the middle makes codes easier to read, and some apps copy it.
                let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
                limit::begin(&self.auth, &self.writer, email, &client).await?;
                (Shown::Code { email: email.to_owned(), code }, Method::Code)
            }
            (None, None, Some(token)) => {
                limit::check_address(&self.auth, &client)?;
                (Shown::Link(token.to_owned()), Method::MagicLink)
            }
            _ => return Err(Error::bad_request("give `email` and `code`, or `token`, and not both")),
        };
        let author = client.author(None);
        let about = (self.auth.clone(), shown, client.clone());
        let ticket = transact(&self.writer, author, about, |(auth, shown, client), tx| {
            Box::pin(async move {
                let ticket = match shown {
                    Shown::Code { email, code } => {
                        take_code_in(tx, auth, Purpose::SignInCode, email, code).await?
                    }
                    Shown::Link(token) => take_in(tx, auth, Purpose::MagicLink, token).await?,
                };
                let ticket = ticket.filter(|ticket| ticket.user_id.is_some());
                match &ticket {
                    Some(Ticket { user_id: Some(user_id), email: Some(email), .. }) => {
                        // They came in one mail: with the one, the other is used too.
                        ticket::revoke_purposes_in(tx, user_id, &[Purpose::SignInCode, Purpose::MagicLink])
                            .await?;
                        prove_in(tx, user_id, email).await?;
                    }
                    _ => {
                        note_in(tx, client, Event::new(Kind::SignInFailed, None).with("method", "code"))
                            .await?
                    }
                }
                Ok(ticket)
            })
        })
        .await?
        .ok_or_else(wrong)?;
        // What others had left in the account may be gone.
        if let Some(user_id) = &ticket.user_id {
            self.auth.standings().changed(user_id);
        }
        let account = self.account_of(&ticket).await?;
        // The address may be another one since.
        let account = account.filter(|account| account.email == ticket.email).ok_or_else(wrong)?;
        let signed_in = finish(&self.auth, &self.writer, &account.user_id, method, &client).await?;
        Ok(answer_sign_in(call, signed_in))
    }
}

/// What somebody read in a mail.
#[derive(Debug, Clone)]
enum Shown {
    Code { email: String, code: String },
    Link(String),
}

fn wrong() -> Error {
    Error::new(Code::Unauthenticated, "the code or link is wrong, was used, or is too old: ask for a new one")
}
