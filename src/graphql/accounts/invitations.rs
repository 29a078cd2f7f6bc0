//! `inviteUser`, `pendingInvitations` and `revokeInvitation`, and what `signUp` does with an invitation.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use super::mailed::Action;
use super::{Accounts, check_admin, client, given, known_roles, on, shown_moment, texts};
use crate::auth::account::{self, normalised};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::ticket::{self, Pending, Purpose, Ticket, issue_in};
use crate::auth::{author, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::mail::Template;
use crate::model::Model;

/// How long an invitation counts.
const LASTS: TimeDelta = TimeDelta::days(7);

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "inviteUser", |accounts, call| async move {
        accounts.invite(&call).await
    });
    on(handlers, accounts, Root::Query, "pendingInvitations", |accounts, call| async move {
        check_admin(&call.actor)?;
        let pending = ticket::pending(&accounts.auth, Purpose::Invitation).await?;
        Ok(pending.into_iter().map(|pending| shown(&accounts.model, pending)).collect())
    });
    on(handlers, accounts, Root::Mutation, "revokeInvitation", |accounts, call| async move {
        accounts.revoke_invitation(&call).await
    });
}

fn shown(model: &Model, pending: Pending) -> Json {
    json!({
        "id": pending.ticket.id,
        "email": pending.ticket.email,
        "roles": known_roles(model, roles_of(&pending.ticket)),
        "by": pending.ticket.payload["by"],
        "createdAt": shown_moment(pending.created_at),
        "expiresAt": shown_moment(pending.expires_at),
    })
}

impl Accounts {
    async fn invite(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let (client, email, roles) = (client(call), given(call, "email")?, texts(call, "roles"));
        if account::find_by_email(&self.auth, email).await?.is_some() {
            return Err(Error::conflict(format!(
                "`{email}` has an account already: give it roles with `setUserRoles`"
            )));
        }
        let kind = (Purpose::Invitation, Action::SignUp, Template::Invitation);
        let mut mailed = self.mailed(call, kind, None, email, LASTS);
        let by = call.actor.name().map(|name| name.into_owned());
        mailed.ticket.payload = json!({ "roles": roles, "by": by });
        let shared = (self.auth.clone(), self.mails.outbox.clone(), client.clone());
        let about = (shared, mailed, by, roles);
        transact(&self.writer, author(&call.actor, &client), about, |(shared, mailed, by, roles), tx| {
            Box::pin(async move {
                let (auth, outbox, client) = shared;
                issue_in(tx, auth, &mailed.ticket).await?;
                outbox.queue_in(tx, &mailed.message).await?;
                let event = Event::new(Kind::UserInvited, None).by(by.clone());
                note_in(tx, client, event.with("roles", roles.as_slice())).await?;
                Ok(())
            })
        })
        .await?;
        Ok(json!(true))
    }

    async fn revoke_invitation(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let (client, id) = (client(call), given(call, "id")?);
        let about = id.to_owned();
        let found = transact(&self.writer, author(&call.actor, &client), about, |id, tx| {
            Box::pin(async move { Ok(ticket::remove_in(tx, Purpose::Invitation, id).await?) })
        });
        match found.await? {
            true => Ok(json!(true)),
            false => {
                Err(Error::new(Code::NotFound, format!("there is no invitation `{id}` that still counts")))
            }
        }
    }

    /// The invitation of that token, if it is one to that address.
    pub(super) async fn invitation(&self, token: &str, email: &str) -> Result<Ticket, Error> {
        let ticket = ticket::look(&self.auth, Purpose::Invitation, token).await?;
        let ticket = ticket.filter(|ticket| ticket.email.as_ref() == Some(&normalised(email)));
        ticket.ok_or_else(spent)
    }
}

/// The roles that the invitation gives.
pub(super) fn roles_of(invitation: &Ticket) -> Vec<String> {
    let roles = invitation.payload["roles"].as_array().into_iter().flatten();
    roles.filter_map(Json::as_str).map(str::to_owned).collect()
}

pub(super) fn spent() -> Error {
    Error::new(
        Code::Forbidden,
        "the invitation was used, is too old, or is for another address: ask for a new one",
    )
}
