//! The queue: mails that were caused and are not sent yet.
//!
//! Read [`Outbox::queue_in`] first; the statements of the sender stand behind it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::list::Status;
use super::template::Template;
use crate::changes::{Failure, Tx};
use crate::model::Value;
use crate::model::kind::JsonForm;
use crate::query::dialect::Dialect;
use crate::query::dialect::value::to_database;
use crate::seal::Seal;
use crate::store::entity::mail::{Column, Entity, Model};
use crate::store::{Store, StoreError};

pub(super) const TABLE: &str = "hw_mail";

/// How long after a mail was queued its transaction may still have to be committed.
const MAY_COMMIT_LATE: Duration = Duration::from_secs(5);

/// A mail to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The address that it goes to.
    pub to: String,
    /// What it is about.
    pub template: Template,
    /// The language that it should be in; none for the one of the settings.
    pub locale: Option<String>,
    /// The template's variables: `link`, `code`, `minutes` and the like.
    pub data: Map<String, Json>,
    /// How long what it says holds: it is not sent any later.
    pub useful_for: Option<TimeDelta>,
}

impl Message {
    /// A mail with those variables.
    pub fn new<const N: usize>(template: Template, to: &str, data: [(&str, Json); N]) -> Self {
        let data = data.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { to: to.to_owned(), template, locale: None, data, useful_for: None }
    }

    /// The same mail in that language.
    pub fn in_locale(mut self, locale: Option<String>) -> Self {
        self.locale = locale;
        self
    }

    /// The same mail, which is of no use later. Templates know how long that is as `minutes`.
    pub fn useful_for(mut self, time: TimeDelta) -> Self {
        self.data.insert("minutes".to_owned(), time.num_minutes().into());
        self.useful_for = Some(time);
        self
    }
}

/// Where mails are queued. Clones are the same.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dialect: Dialect,
    seal: Seal,
    locale: String,
    /// When a mail was queued last.
    queued: Mutex<Option<Instant>>,
}

impl Outbox {
    /// The queue of that database. Links and codes wait in it sealed; mails to people whose language is not
    /// known are in the language given here.
    pub fn new(store: &Store, seal: Seal, locale: &str) -> Self {
        let inner =
            Inner { dialect: store.dialect(), seal, locale: locale.to_owned(), queued: Mutex::new(None) };
        Self(Arc::new(inner))
    }

    /// Queues a mail: it will be sent if the transaction is committed.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn queue_in(&self, tx: &mut Tx<'_>, message: &Message) -> Result<(), Failure> {
        let id = Uuid::now_v7().to_string();
        let data = Json::Object(message.data.clone()).to_string();
        let data = self.0.seal.seal(&id, &data).map_err(|error| StoreError::Other(error.to_string()))?;
        let now = tx.now();
        let useless = message.useful_for.map(|time| now + time);
        let row: [Expr; 9] = [
            Expr::val(id),
            Expr::val(self.moment(Some(now))),
            Expr::val(&message.to),
            Expr::val(message.template.name()),
            Expr::val(message.locale.as_ref().unwrap_or(&self.0.locale)),
            Expr::val(data),
            Expr::val(Status::Waiting.name()),
            Expr::val(0),
            Expr::val(self.moment(Some(now))),
        ];
        let mut insert = Query::insert();
        insert.into_table(TABLE).columns([
            "id",
            "created_at",
            "recipient",
            "template",
            "locale",
            "data",
            "status",
            "tries",
            "next_attempt_at",
            "useless_at",
        ]);
        let row = row.into_iter().chain([Expr::val(self.moment(useless))]);
        insert.values(row).map_err(|error| StoreError::Other(error.to_string()))?;
        tx.execute_system(&insert).await?;
        *self.0.queued.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    /// Does as much as [`Outbox::queue_in`] and queues nothing: the time that it takes must not tell whether there
    /// is somebody to write to.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn pretend_in(&self, tx: &mut Tx<'_>, message: &Message) -> Result<(), Failure> {
        let id = Uuid::now_v7().to_string();
        let data = Json::Object(message.data.clone()).to_string();
        let data = self.0.seal.seal(&id, &data).map_err(|error| StoreError::Other(error.to_string()))?;
        let mut update = Query::update();
        update.table(TABLE).value("data", Expr::val(data)).and_where(Expr::col("id").eq(Expr::val(id)));
        tx.execute_system(&update).await?;
        Ok(())
    }

    /// Queues a mail once more that was given up, as if it had never been tried: it will be sent if the transaction is
    /// committed. Answers whether it was given up, and what it says is still kept.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn retry_in(&self, tx: &mut Tx<'_>, id: &str) -> Result<bool, Failure> {
        let now = self.moment(Some(tx.now()));
        let mut update = Query::update();
        update
            .table(TABLE)
            .value("status", Expr::val(Status::Waiting.name()))
            .value("tries", Expr::val(0))
            .value("next_attempt_at", Expr::val(now))
            .value("done_at", Expr::val(self.moment(None)))
            .and_where(Expr::col("id").eq(Expr::val(id)))
            .and_where(Expr::col("status").eq(Expr::val(Status::Failed.name())))
            .and_where(Expr::col("data").is_not_null());
        let queued = tx.execute_system(&update).await? > 0;
        *self.0.queued.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(queued)
    }

    /// Whether a commit of this process may have put a mail into the queue.
    pub(super) fn may_hold_new(&self) -> bool {
        let queued = *self.0.queued.lock().unwrap_or_else(PoisonError::into_inner);
        queued.is_some_and(|queued| queued.elapsed() < MAY_COMMIT_LATE)
    }

    /// The variables of a mail's template, while they are kept.
    pub(super) fn data_of(&self, mail: &Model) -> anyhow::Result<Map<String, Json>> {
        let sealed = mail.data.as_ref().ok_or_else(|| anyhow::anyhow!("its text is kept no longer"))?;
        let data = self.0.seal.open(&mail.id, sealed)?;
        Ok(serde_json::from_str(&data)?)
    }

    /// The moment as the table holds it.
    pub(super) fn moment(&self, moment: Option<DateTime<Utc>>) -> sea_orm::Value {
        let moment = moment.map_or(Value::Null, Value::DateTime);
        to_database(self.0.dialect, JsonForm::DateTime, &moment)
    }

    /// Mails that are to be sent at that moment, those first that wait longest.
    pub(super) async fn due(
        &self,
        store: &Store,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<Model>, StoreError> {
        let is_due = Expr::col(Column::NextAttemptAt).lte(Expr::val(self.moment(Some(now))));
        let waiting = Entity::find().filter(is_waiting()).filter(is_due).order_by_asc(Column::NextAttemptAt);
        Ok(waiting.limit(limit).all(store.connection()).await?)
    }

    /// When the next mail is to be sent.
    pub(super) async fn next_due(&self, store: &Store) -> Result<Option<DateTime<Utc>>, StoreError> {
        let next = Entity::find().select_only().column(Column::NextAttemptAt).filter(is_waiting());
        Ok(next.order_by_asc(Column::NextAttemptAt).limit(1).into_tuple().one(store.connection()).await?)
    }

    /// Takes a mail to send it: nobody else does until that moment. It changes no row when somebody was
    /// faster.
    pub(super) fn claim(&self, mail: &Model, until: DateTime<Utc>) -> UpdateStatement {
        let mut update = self.update_of(mail, mail.tries);
        update
            .value("tries", Expr::val(mail.tries + 1))
            .value("next_attempt_at", Expr::val(self.moment(Some(until))));
        update
    }

    /// Notes that a mail that was claimed is done with.
    pub(super) fn end(
        &self,
        mail: &Model,
        status: Status,
        error: Option<&str>,
        keeps_data: bool,
    ) -> UpdateStatement {
        let mut update = self.update_of(mail, mail.tries + 1);
        update
            .value("status", Expr::val(status.name()))
            .value("error", Expr::val(error.map(str::to_owned)))
            .value("done_at", Expr::val(self.moment(Some(Utc::now()))));
        if !keeps_data {
            update.value("data", Expr::val(None::<String>));
        }
        update
    }

    /// Notes why a mail that was claimed was not sent, and when to try again.
    pub(super) fn put_off(&self, mail: &Model, error: &str, until: DateTime<Utc>) -> UpdateStatement {
        let mut update = self.update_of(mail, mail.tries + 1);
        update.value("error", Expr::val(error)).value("next_attempt_at", Expr::val(self.moment(Some(until))));
        update
    }

    /// A change of a mail that waits and was tried so often: it is nobody else's meanwhile.
    fn update_of(&self, mail: &Model, tries: i32) -> UpdateStatement {
        let mut update = Query::update();
        update
            .table(TABLE)
            .and_where(Expr::col("id").eq(Expr::val(&mail.id)))
            .and_where(Expr::col("tries").eq(Expr::val(tries)))
            .and_where(is_waiting());
        update
    }
}

fn is_waiting() -> Expr {
    Expr::col("status").eq(Expr::val(Status::Waiting.name()))
}
