//! `authEvents`: what happened to accounts.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Accounts, on, shown_moment, signed_in, text};
use crate::auth::event::{EventFilter, list};
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::store::entity::auth_event::Model;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "authEvents", |accounts, call| async move {
        accounts.events(&call).await
    });
}

fn shown(event: Model) -> Json {
    let detail: Json = serde_json::from_str(&event.detail).unwrap_or_default();
    json!({
        "id": event.id.to_string(),
        "at": shown_moment(event.at),
        "kind": event.kind,
        "userId": event.user_id,
        "actor": event.actor,
        "sessionId": event.session_id,
        "ip": event.ip,
        "userAgent": event.user_agent,
        "requestId": event.request_id,
        "detail": detail,
    })
}

impl Accounts {
    /// One's own; admins are told of everybody, or of the user that they ask for.
    async fn events(&self, call: &Call) -> Result<Json, Error> {
        let user_id = match text(call, "user") {
            None if call.actor.is_admin() => None,
            None => Some(signed_in(call)?.id.clone()),
            Some(_) => Some(super::whom(call)?),
        };
        let limit = call.arguments.get("limit").and_then(Json::as_i64).unwrap_or(100);
        let most = self.config.limits.rows;
        if limit > i64::from(most) {
            return Err(Error::limit(format!(
                "argument `limit` may be at most {most} (setting `limits.rows`)"
            )));
        }
        let limit =
            u64::try_from(limit).map_err(|_| Error::bad_request("argument `limit` must not be negative"))?;
        let before = text(call, "before").map(|text| {
            let message = format!("argument `before` is `{text}`, which is not the `id` of an event");
            text.parse().map_err(|_| Error::bad_request(message))
        });
        let filter =
            EventFilter { user_id, kind: text(call, "kind").map(str::to_owned), before: before.transpose()? };
        let events = list(&self.auth, &filter, limit).await?;
        Ok(events.into_iter().map(shown).collect())
    }
}
