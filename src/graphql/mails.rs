//! Answers what became of mails, and tries them again: `mails`, `retryMail`. For admins.
//!
//! What the schema says of it is in `types/mail.rs`. Read [`Mails::answer`] first.

use std::sync::Arc;

use chrono::Utc;
use serde_json::{Map, Value as Json, json};

use super::accounts::{check_admin, client};
use super::handlers::{Call, Handlers};
use super::system::Root;
use crate::auth::{author, transact};
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::mail::{MailFilter, Status, Told};
use crate::model::Value;
use crate::store::entity::mail::Model;

/// What the answers are made of.
#[derive(Debug)]
pub struct Mails {
    /// Tells what became of mails.
    pub told: Told,
    /// The most mails of one answer.
    pub rows: u32,
    /// What writes.
    pub writer: Writer,
}

impl Mails {
    /// Adds the handlers.
    pub fn answer(self, handlers: &mut Handlers) {
        let mails = Arc::new(self);
        let shared = mails.clone();
        handlers.on(Root::Query, "mails", move |call| {
            let mails = shared.clone();
            async move { mails.list(&call).await }
        });
        handlers.on(Root::Mutation, "retryMail", move |call| {
            let mails = mails.clone();
            async move { mails.retry(&call).await }
        });
    }

    async fn retry(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let id = call.arguments.get("id").and_then(Json::as_str).unwrap_or_default();
        let missing = || Error::new(Code::NotFound, format!("there is no mail `{id}`"));
        let mail = self.told.find(id).await?.ok_or_else(missing)?;
        if mail.status != Status::Failed.name() {
            let message = format!("the mail was not given up: it is `{}`", mail.status);
            return Err(Error::conflict(message));
        }
        if mail.data.is_none() || mail.useless_at.is_some_and(|useless| useless <= Utc::now()) {
            let message = "what the mail says holds no longer: have a new one sent instead";
            return Err(Error::conflict(message));
        }
        let about = (self.told.outbox.clone(), id.to_owned());
        let queued = transact(&self.writer, author(&call.actor, &client(call)), about, |(outbox, id), tx| {
            Box::pin(async move { Ok(outbox.retry_in(tx, id).await?) })
        });
        match queued.await? {
            true => Ok(json!(true)),
            false => Err(Error::conflict("somebody else has had the mail tried again already")),
        }
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
