//! `signUp`, `signIn`, `refreshSession`, `signOut`.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::invitations::{self, roles_of};
use super::{
    Accounts, answer_sign_in, client, cookies, given, is_impersonation, object, on, signed_in, text,
};
use crate::auth::account::{self, NewAccount, normalised};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::sign_in::{Method, SignedIn, finish};
use crate::auth::ticket::{NewTicket, Purpose, issue_in, take_in};
use crate::auth::{author, limit, refuse, session, transact};
use crate::config::SignUp;
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::mail::{Message, Template};

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "signUp", |accounts, call| async move {
        accounts.sign_up(&call).await
    });
    on(handlers, accounts, Root::Mutation, "signIn", |accounts, call| async move {
        accounts.sign_in(&call).await
    });
    on(handlers, accounts, Root::Mutation, "refreshSession", |accounts, call| async move {
        accounts.refresh(&call).await
    });
    on(handlers, accounts, Root::Mutation, "signOut", |accounts, call| async move {
        accounts.sign_out(&call).await
    });
}

impl Accounts {
    async fn sign_up(&self, call: &Call) -> Result<Json, Error> {
        let (client, email, password) = (client(call), given(call, "email")?, given(call, "password")?);
        limit::check_address(&self.auth, &client)?;
        limit::check_account(&self.auth, "sign-up", email)?;
        let invitation = match text(call, "invitation") {
            Some(token) => Some((token.to_owned(), self.invitation(token, email).await?)),
            None => self.check_open().map(|()| None)?,
        };
        self.auth.passwords().check("password", password)?;
        // Whether the address is free or not: the same work.
        let hash = self.auth.passwords().hash(password).await?;
        let new = NewAccount {
            email: Some(email.to_owned()),
            password_hash: Some(hash),
            data: object(call, "data"),
            roles: invitation.iter().flat_map(|(_, invitation)| roles_of(invitation)).collect(),
            // Who has the link reads the mail.
            is_verified: invitation.is_some(),
            ..NewAccount::default()
        };
        let must_verify = self.auth.settings().require_verified_email && invitation.is_none();
        if must_verify {
            limit::check_mail(&self.auth, email)?;
        }
        let mail = self.verification(call, None, email);
        if must_verify && account::find_by_email(&self.auth, email).await?.is_some() {
            self.rehearse(call, new).await?;
            self.tell_of_account(call, email, mail.ticket).await?;
            return Err(mailed());
        }
        let method = if invitation.is_some() { Method::Invitation } else { Method::Password };
        let invitation = invitation.map(|(token, _)| token);
        let shared = (self.auth.clone(), self.writer.clone(), self.mails.outbox.clone(), client.clone());
        let author = client.author(None);
        let about = (shared, new, invitation, mail);
        let user_id = transact(&self.writer, author, about, |(shared, new, invitation, mail), tx| {
            Box::pin(async move {
                let (auth, writer, outbox, client) = shared;
                if let Some(token) = invitation
                    && take_in(tx, auth, Purpose::Invitation, token).await?.is_none()
                {
                    return refuse(invitations::spent());
                }
                let user_id = account::create_in(tx, writer, new).await?;
                note_in(tx, client, Event::new(Kind::SignedUp, user_id.clone())).await?;
                if invitation.is_none() {
                    let ticket = NewTicket { user_id: Some(user_id.clone()), ..mail.ticket.clone() };
                    issue_in(tx, auth, &ticket).await?;
                    outbox.queue_in(tx, &mail.message).await?;
                }
                Ok(user_id)
            })
        })
        .await?;
        if must_verify {
            return Err(mailed());
        }
        let signed_in = finish(&self.auth, &self.writer, &user_id, method, &client).await?;
        Ok(answer_sign_in(call, signed_in))
    }

    /// Whether everybody may make an account.
    fn check_open(&self) -> Result<(), Error> {
        let message = match self.auth.settings().sign_up {
            SignUp::Open => return Ok(()),
            SignUp::Invitation => "accounts are made by invitation here (setting `auth.sign_up`)",
            SignUp::Off => "accounts are made by admins here (setting `auth.sign_up`)",
        };
        Err(Error::new(Code::Forbidden, message))
    }

    /// Makes the account under an address of nobody's, and undoes it: what is wrong with the values is told, and the
    /// time is taken, as if there were no account of the address.
    async fn rehearse(&self, call: &Call, new: NewAccount) -> Result<(), Error> {
        let nobody = format!("{}@example.invalid", uuid::Uuid::new_v4());
        let new = NewAccount { email: Some(nobody), ..new };
        let about = (self.writer.clone(), new);
        let undone: Result<(), Error> =
            transact(&self.writer, client(call).author(None), about, |(writer, new), tx| {
                Box::pin(async move {
                    account::create_in(tx, writer, new).await?;
                    refuse(mailed())
                })
            })
            .await;
        match undone {
            Err(error) if error.message != mailed().message => Err(error),
            _ => Ok(()),
        }
    }

    /// Tells whose address it is that they have an account: whoever signed up with it learns nothing. A ticket of
    /// nobody's is given out as well, so that as much is done as for a new account.
    async fn tell_of_account(&self, call: &Call, email: &str, ticket: NewTicket) -> Result<(), Error> {
        let told = Message::new(Template::AccountExists, &normalised(email), []).in_locale(self.locale(call));
        let about = (self.auth.clone(), self.mails.outbox.clone(), ticket, told);
        transact(&self.writer, client(call).author(None), about, |(auth, outbox, ticket, told), tx| {
            Box::pin(async move {
                issue_in(tx, auth, ticket).await?;
                outbox.queue_in(tx, told).await?;
                Ok(())
            })
        })
        .await
    }

    async fn sign_in(&self, call: &Call) -> Result<Json, Error> {
        let (client, email, password) = (client(call), given(call, "email")?, given(call, "password")?);
        limit::begin(&self.auth, &self.writer, email, &client).await?;
        let account = account::find_by_email(&self.auth, email).await?;
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        let is_right = self.auth.passwords().verify(password, hash).await?;
        let Some(account) = account.filter(|_| is_right) else {
            self.note_failure(call, email).await?;
            return Err(wrong());
        };
        let signed_in = finish(&self.auth, &self.writer, &account.user_id, Method::Password, &client).await?;
        Ok(answer_sign_in(call, signed_in))
    }

    /// For accounts that don't exist, too: the same work.
    async fn note_failure(&self, call: &Call, email: &str) -> Result<(), Error> {
        let account = account::find_by_email(&self.auth, email).await?;
        let client = client(call);
        let author = client.author(None);
        let event = Event::new(Kind::SignInFailed, account.map(|account| account.user_id));
        let about = (client, event.with("method", "password"));
        transact(&self.writer, author, about, |(client, event), tx| {
            Box::pin(async move { Ok(note_in(tx, client, event.clone()).await?) })
        })
        .await
    }

    async fn refresh(&self, call: &Call) -> Result<Json, Error> {
        let client = client(call);
        let token = text(call, "refreshToken").or(call.exchange.refresh_cookie.as_deref());
        let token = token.ok_or_else(|| {
            Error::new(
                Code::Unauthenticated,
                "there is no refresh token: neither the argument nor the cookie",
            )
        })?;
        match session::refresh(&self.auth, &self.writer, token, &client).await {
            Ok(session) => Ok(answer_sign_in(call, SignedIn::Session(session))),
            Err(error) => {
                if error.code == Code::Unauthenticated {
                    // Whatever else is said: they are good for nothing any more.
                    if text(call, "refreshToken").is_none() {
                        cookies::clear(&call.exchange);
                    }
                    // Only who fails is counted: behind one address may be many who refresh.
                    limit::check_address(&self.auth, &client)?;
                }
                Err(error)
            }
        }
    }

    async fn sign_out(&self, call: &Call) -> Result<Json, Error> {
        let identity = signed_in(call)?;
        let everywhere = call.arguments.get("everywhere") == Some(&json!(true));
        if everywhere && identity.impersonator.is_some() {
            return Err(Error::new(
                Code::Forbidden,
                "an admin who acts as a user can't sign them out everywhere",
            ));
        }
        if identity.session.is_none() && !everywhere {
            return Err(Error::bad_request(
                "there is no session to end: an API token is taken away by `revokeApiToken`",
            ));
        }
        let client = client(call);
        let about = (identity.clone(), everywhere, client.clone());
        transact(&self.writer, author(&call.actor, &client), about, |(identity, everywhere, client), tx| {
            Box::pin(async move {
                if *everywhere {
                    session::end_all_in(tx, &identity.id, None).await?;
                } else if let Some(session) = &identity.session {
                    session::end_in(tx, session).await?;
                }
                let event = Event::new(Kind::SignedOut, identity.id.clone());
                let event = event.by(identity.impersonator.clone()).in_session(identity.session.clone());
                note_in(tx, client, event.with("everywhere", *everywhere)).await?;
                Ok(())
            })
        })
        .await?;
        self.auth.standings().changed(&identity.id);
        // The admin who acted as the user is still signed in.
        if call.exchange.takes_cookies && !is_impersonation(&call.actor) {
            cookies::clear(&call.exchange);
        }
        Ok(json!(true))
    }
}

/// Whether there was an account before is not told.
fn mailed() -> Error {
    Error::new(
        Code::Forbidden,
        "a mail is on its way to the address: confirm it with the link in there, then sign in",
    )
}

/// Whether the account exists is not told.
fn wrong() -> Error {
    Error::new(Code::Unauthenticated, "the address or the password is wrong")
}
