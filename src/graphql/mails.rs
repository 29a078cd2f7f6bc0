//! Answers what became of mails: `mails`. For admins.
//!
//! What the schema says of it is in `types/mail.rs`. Read [`Mails::answer`] first.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::handlers::{Call, Handlers};
use super::system::Root;
use crate::error::{Code, Error};
use crate::mail::{MailFilter, Told};
use crate::model::Value;
use crate::store::entity::mail::Model;

/// What the answers are made of.
#[derive(Debug)]
pub struct Mails {
    /// Tells what became of mails.
    pub told: Told,
    /// The most mails of one answer.
    pub rows: u32,
}

impl Mails {
    /// Adds the handler.
    pub fn answer(self, handlers: &mut Handlers) {
        let mails = Arc::new(self);
        handlers.on(Root::Query, "mails", move |call| {
            let mails = mails.clone();
            async move { mails.list(&call).await }
        });
    }

    async fn list(&self, call: &Call) -> Result<Json, Error> {
        if !call.actor.may_look_inside() {
            return Err(Error::new(Code::Forbidden, "only admins may ask for the mails"));
        }
        let text = |name: &str| call.arguments.get(name).and_then(Json::as_str).map(str::to_owned);
        let filter = MailFilter { status: text("status"), to: text("to") };
        let limit = self.limit(&call.arguments)?;
        let mails = self.told.list(&filter, limit, text("before").as_deref()).await?;
        Ok(mails.iter().map(|mail| self.shown(mail)).collect())
    }

    fn limit(&self, arguments: &Map<String, Json>) -> Result<u64, Error> {
        let limit = arguments.get("limit").and_then(Json::as_i64).unwrap_or(100);
        if limit > i64::from(self.rows) {
            return Err(Error::limit(format!(
                "argument `limit` may be at most {} (setting `limits.rows`)",
                self.rows
            )));
        }
        u64::try_from(limit).map_err(|_| Error::bad_request("argument `limit` must not be negative"))
    }

    fn shown(&self, mail: &Model) -> Json {
        let time = |moment| Value::DateTime(moment).to_json();
        let rendered = self.told.text_of(mail);
        let next = (mail.status == "WAITING").then(|| time(mail.next_attempt_at));
        json!({
            "id": mail.id,
            "to": mail.recipient,
            "template": mail.template,
            "locale": mail.locale,
            "status": mail.status,
            "tries": mail.tries,
            "error": mail.error,
            "createdAt": time(mail.created_at),
            "nextAttemptAt": next,
            "doneAt": mail.done_at.map(time),
            "subject": rendered.as_ref().map(|rendered| &rendered.subject),
            "text": rendered.as_ref().map(|rendered| &rendered.text),
            "html": rendered.as_ref().map(|rendered| &rendered.html),
        })
    }
}
