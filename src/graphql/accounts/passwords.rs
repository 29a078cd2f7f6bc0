//! `changePassword`.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Accounts, client, given, in_person, on, text};
use crate::auth::account;
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::ticket::{self, Purpose};
use crate::auth::{author, limit, session, transact};
use crate::error::{Code, Error, FieldError};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;

/// What was given to who knew the old password or read the mail then.
const GIVEN: [Purpose; 4] =
    [Purpose::ResetPassword, Purpose::SignInCode, Purpose::MagicLink, Purpose::SecondFactor];

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "changePassword", |accounts, call| async move {
        accounts.change_password(&call).await
    });
}

impl Accounts {
    async fn change_password(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let (client, new) = (client(call), given(call, "new")?);
        self.auth.passwords().check("new", new)?;
        let account = account::find(&self.auth, &identity.id).await?;
        let stored = account.as_ref().and_then(|account| account.password_hash.as_deref());
        // Who has none, because they sign in otherwise, sets one.
        let subject = format!("password of {}", identity.id);
        if stored.is_some() {
            limit::begin(&self.auth, &self.writer, &subject, &client).await?;
            let current = text(call, "current").unwrap_or_default();
            if !self.auth.passwords().verify(current, stored).await? {
                return Err(wrong_current());
            }
        }
        let hash = self.auth.passwords().hash(new).await?;
        let about = (self.auth.clone(), identity.clone(), hash, subject, client.clone());
        transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(auth, identity, hash, subject, client), tx| {
                Box::pin(async move {
                    account::set_password_in(tx, &identity.id, hash).await?;
                    // Whoever else is signed in with the old one is not any more.
                    session::end_all_in(tx, &identity.id, identity.session.as_deref()).await?;
                    // So are links to set another one, or to sign in.
                    ticket::revoke_purposes_in(tx, &identity.id, &GIVEN).await?;
                    limit::forget_in(tx, auth, subject).await?;
                    let event = Event::new(Kind::PasswordChanged, identity.id.clone());
                    note_in(tx, client, event.in_session(identity.session.clone())).await?;
                    Ok(())
                })
            },
        )
        .await?;
        self.auth.standings().changed(&identity.id);
        Ok(json!(true))
    }
}

fn wrong_current() -> Error {
    let message = "is not the current password";
    let mut error = Error::new(Code::Validation, format!("`current` {message}"));
    error.fields =
        Box::new([FieldError { path: "current".to_owned(), code: "WRONG", message: message.to_owned() }]);
    error
}
