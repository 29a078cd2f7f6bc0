//! `startTotp`, `confirmTotp`, `disableTotp`, `completeSignIn`: codes of an authenticator app as a second factor.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Accounts, answer_sign_in, client, given, in_person, on};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::sign_in::{self, SignedIn};
use crate::auth::totp::{self, NewTotp};
use crate::auth::{author, limit, transact};
use crate::error::{Code, Error, FieldError};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "startTotp", |accounts, call| async move {
        accounts.start_totp(&call).await
    });
    on(handlers, accounts, Root::Mutation, "confirmTotp", |accounts, call| async move {
        accounts.confirm_totp(&call).await
    });
    on(handlers, accounts, Root::Mutation, "disableTotp", |accounts, call| async move {
        accounts.disable_totp(&call).await
    });
    on(handlers, accounts, Root::Mutation, "completeSignIn", |accounts, call| async move {
        accounts.complete_sign_in(&call).await
    });
}

impl Accounts {
    async fn start_totp(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let account = self.own(&identity.id).await?;
        if account.is_anonymous {
            return Err(Error::conflict("the account is anonymous: give it an address with `promote` first"));
        }
        let name = account.email.as_deref().unwrap_or(&identity.id);
        let new = NewTotp::new(&self.auth, &identity.id, self.mails.templates.site(), name)?;
        let client = client(call);
        let about = (identity.id.clone(), new.clone());
        let is_new = transact(&self.writer, author(&call.actor, &client), about, |(id, new), tx| {
            Box::pin(async move { Ok(totp::start_in(tx, id, new).await?) })
        });
        match is_new.await? {
            true => Ok(json!({ "secret": new.secret, "url": new.url })),
            false => Err(Error::conflict(
                "there is an authenticator app already: take it away with `disableTotp` first",
            )),
        }
    }

    async fn confirm_totp(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let (client, code, codes) = (client(call), given(call, "code")?, totp::recovery_codes());
        let subject = subject(&identity.id);
        limit::begin(&self.auth, &self.writer, &subject, &client).await?;
        let about =
            (self.auth.clone(), identity.clone(), code.to_owned(), codes.clone(), subject, client.clone());
        let steps = transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(auth, identity, code, codes, subject, client), tx| {
                Box::pin(async move {
                    let is_right = totp::confirm_in(tx, auth, &identity.id, code, codes).await?;
                    if is_right {
                        limit::forget_in(tx, auth, subject).await?;
                        let event = Event::new(Kind::SecondFactorEnabled, identity.id.clone());
                        note_in(tx, client, event.in_session(identity.session.clone())).await?;
                    }
                    Ok(is_right)
                })
            },
        );
        match steps.await? {
            true => Ok(codes.into()),
            false => Err(wrong_code()),
        }
    }

    async fn disable_totp(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let (client, code, subject) = (client(call), given(call, "code")?, subject(&identity.id));
        limit::begin(&self.auth, &self.writer, &subject, &client).await?;
        let about = (self.auth.clone(), identity.clone(), code.to_owned(), subject, client.clone());
        let steps = transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(auth, identity, code, subject, client), tx| {
                Box::pin(async move {
                    let is_right = totp::check_in(tx, auth, &identity.id, code).await?;
                    if is_right {
                        totp::clear_in(tx, &identity.id).await?;
                        limit::forget_in(tx, auth, subject).await?;
                        let event = Event::new(Kind::SecondFactorDisabled, identity.id.clone());
                        note_in(tx, client, event.in_session(identity.session.clone())).await?;
                    }
                    Ok(is_right)
                })
            },
        );
        match steps.await? {
            true => Ok(json!(true)),
            false => Err(wrong_code()),
        }
    }

    async fn complete_sign_in(&self, call: &Call) -> Result<Json, Error> {
        let (challenge, code) = (given(call, "challenge")?, given(call, "code")?);
        let session = sign_in::complete(&self.auth, &self.writer, challenge, code, &client(call)).await?;
        Ok(answer_sign_in(call, SignedIn::Session(session)))
    }
}

/// What is guessed at. Signing in has the same.
fn subject(user_id: &str) -> String {
    sign_in::second_factor(user_id)
}

fn wrong_code() -> Error {
    let message = "is not a code of the app for this moment, or was used";
    let mut error = Error::new(Code::Validation, format!("`code` {message}"));
    error.fields =
        Box::new([FieldError { path: "code".to_owned(), code: "WRONG", message: message.to_owned() }]);
    error
}
