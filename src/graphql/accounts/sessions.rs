//! `sessions` and `revokeSession`.

use std::sync::Arc;

use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};

use super::{Accounts, client, given, on, shown_moment, signed_in, whom};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::{author, session, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::store::entity::session::{Entity, Model};

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "sessions", |accounts, call| async move {
        let user_id = whom(&call)?;
        let current = call.actor.identity.as_ref().and_then(|identity| identity.session.clone());
        let sessions = session::list(&accounts.auth, &user_id).await?;
        Ok(sessions.into_iter().map(|session| shown(session, current.as_deref())).collect())
    });
    on(handlers, accounts, Root::Mutation, "revokeSession", |accounts, call| async move {
        accounts.revoke_session(&call).await
    });
}

fn shown(session: Model, current: Option<&str>) -> Json {
    json!({
        "current": current == Some(session.id.as_str()),
        "id": session.id,
        "method": session.method,
        "ip": session.ip,
        "userAgent": session.user_agent,
        "createdAt": shown_moment(session.created_at),
        "refreshedAt": shown_moment(session.refreshed_at),
        "expiresAt": shown_moment(session.expires_at),
        "impersonator": session.impersonator,
    })
}

impl Accounts {
    /// One's own; admins may end any.
    async fn revoke_session(&self, call: &Call) -> Result<Json, Error> {
        if !call.actor.is_admin() {
            signed_in(call)?;
        }
        let (client, id) = (client(call), given(call, "id")?);
        let own = (!call.actor.is_admin()).then(|| call.actor.user_id().unwrap_or_default().to_owned());
        let by = call.actor.name().map(|name| name.into_owned());
        let about = (id.to_owned(), own, by, client.clone());
        let found =
            transact(&self.writer, author(&call.actor, &client), about, |(id, own, by, client), tx| {
                Box::pin(async move {
                    let found = tx.system_rows(Entity::find_by_id(id)).await?.into_iter().next();
                    let found = found.filter(|found| own.as_ref().is_none_or(|own| *own == found.user_id));
                    let Some(found) = found else { return Ok(None) };
                    session::end_in(tx, &found.id).await?;
                    let by = by.clone().filter(|by| *by != found.user_id);
                    let event = Event::new(Kind::SessionRevoked, found.user_id.clone());
                    note_in(tx, client, event.by(by).in_session(found.id)).await?;
                    Ok(Some(found.user_id))
                })
            });
        match found.await? {
            Some(user_id) => {
                self.auth.standings().changed(&user_id);
                Ok(json!(true))
            }
            None => Err(Error::new(Code::NotFound, format!("there is no session `{id}` that you may end"))),
        }
    }
}
