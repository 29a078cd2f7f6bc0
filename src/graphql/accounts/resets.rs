//! `requestPasswordReset`, `resetPassword`: a new password for who can read the account's mail.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::mailed::Action;
use super::verification::spent;
use super::{Accounts, client, given, on};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::first_proof::prove_in;
use crate::auth::ticket::{self, Purpose, take_in};
use crate::auth::{account, limit, refuse, session, transact};
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::mail::{Message, Template};

/// How long a link counts.
const LASTS: TimeDelta = TimeDelta::hours(1);

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "requestPasswordReset", |accounts, call| async move {
        accounts.request_reset(&call).await
    });
    on(handlers, accounts, Root::Mutation, "resetPassword", |accounts, call| async move {
        accounts.reset_password(&call).await
    });
}

impl Accounts {
    async fn request_reset(&self, call: &Call) -> Result<Json, Error> {
        let email = given(call, "email")?;
        self.check_mailing(call, email)?;
        let account = account::find_by_email(&self.auth, email).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        let kind = (Purpose::ResetPassword, Action::ResetPassword, Template::ResetPassword);
        let user_id = account.as_ref().map(|account| account.user_id.as_str());
        self.send(call, self.mailed(call, kind, user_id, email, LASTS), account.is_some()).await?;
        Ok(json!(true))
    }

    async fn reset_password(&self, call: &Call) -> Result<Json, Error> {
        let (client, token, password) = (client(call), given(call, "token")?, given(call, "password")?);
        limit::check_address(&self.auth, &client)?;
        self.auth.passwords().check("password", password)?;
        let ticket = ticket::look(&self.auth, Purpose::ResetPassword, token).await?.ok_or_else(spent)?;
        let account = self.account_of(&ticket).await?;
        let account = account.filter(|account| account.email == ticket.email).ok_or_else(spent)?;
        let email = account.email.clone().unwrap_or_default();
        let hash = self.auth.passwords().hash(password).await?;
        let told = Message::new(Template::PasswordChanged, &email, []).in_locale(self.locale(call));
        let author = client.author(Some(account.user_id.clone()));
        let shared = (self.auth.clone(), self.mails.outbox.clone(), client);
        let user_id = account.user_id.clone();
        let about = (shared, token.to_owned(), account.user_id, email, hash, told);
        transact(&self.writer, author, about, |(shared, token, user_id, email, hash, told), tx| {
            Box::pin(async move {
                let (auth, outbox, client) = shared;
                if take_in(tx, auth, Purpose::ResetPassword, token).await?.is_none() {
                    return refuse(spent());
                }
                // Who reads the account's mail has proved the address.
                prove_in(tx, user_id, email).await?;
                account::set_password_in(tx, user_id, hash).await?;
                session::end_all_in(tx, user_id, None).await?;
                ticket::revoke_in(tx, user_id).await?;
                limit::forget_in(tx, auth, email).await?;
                note_in(tx, client, Event::new(Kind::PasswordReset, user_id.clone())).await?;
                outbox.queue_in(tx, told).await?;
                Ok(())
            })
        })
        .await?;
        self.auth.standings().changed(&user_id);
        Ok(json!(true))
    }
}
