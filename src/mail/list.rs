//! What became of mails, for admins.
//!
//! Read [`Told::list`] first.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{DeleteStatement, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::queue::{Outbox, TABLE};
use super::template::{Rendered, Templates};
use crate::store::entity::mail::{Column, Entity, Model};
use crate::store::{Store, StoreError};

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is to be sent.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It was given up.
    Failed,
    /// There was no mail server to give it to.
    Logged,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Logged];

    /// The name in the table and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Sent => "SENT",
            Self::Failed => "FAILED",
            Self::Logged => "LOGGED",
        }
    }
}

/// Which mails are asked for. All of what is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// With that status.
    pub status: Option<String>,
    /// To that address.
    pub to: Option<String>,
}

/// Tells what became of mails. Clones are the same.
#[derive(Debug, Clone)]
pub struct Told {
    /// The database.
    pub store: Store,
    /// The queue.
    pub outbox: Outbox,
    /// What mails are written from.
    pub templates: Templates,
    /// Whether a mail server is configured. What mails say is read here only when there is none: whoever can
    /// read the links in them can sign in as somebody else.
    pub has_server: bool,
}

impl Told {
    /// The mails that pass the filter, the newest first; `before` goes on after the mail of that id.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn list(
        &self,
        filter: &MailFilter,
        limit: u64,
        before: Option<&str>,
    ) -> Result<Vec<Model>, StoreError> {
        let mails = Entity::find()
            .apply_if(filter.status.as_ref(), |rows, status| rows.filter(Column::Status.eq(status)))
            .apply_if(filter.to.as_ref(), |rows, to| rows.filter(Column::Recipient.eq(to)))
            .apply_if(before, |rows, before| rows.filter(Column::Id.lt(before)))
            .order_by_desc(Column::Id);
        Ok(mails.limit(limit).all(self.store.connection()).await?)
    }

    /// The mail of that id.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn find(&self, id: &str) -> Result<Option<Model>, StoreError> {
        Ok(Entity::find_by_id(id).one(self.store.connection()).await?)
    }

    /// How many mails wait, and how many were given up.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn unsent(&self) -> Result<(u64, u64), StoreError> {
        let of = |status: Status| Entity::find().filter(Column::Status.eq(status.name()));
        let db = self.store.connection();
        Ok((of(Status::Waiting).count(db).await?, of(Status::Failed).count(db).await?))
    }

    /// What the mail says, if that may be read.
    pub fn text_of(&self, mail: &Model) -> Option<Rendered> {
        if self.has_server {
            return None;
        }
        let data = self.outbox.data_of(mail).ok()?;
        self.templates.render(&mail.template, &mail.locale, &data).ok()
    }
}

/// Forgets mails that were done with so many days before that moment.
pub(super) fn forget(outbox: &Outbox, now: DateTime<Utc>, keep_days: u32) -> DeleteStatement {
    let oldest = now - TimeDelta::days(keep_days.into());
    let mut delete = Query::delete();
    delete.from_table(TABLE).and_where(Expr::col("done_at").lt(Expr::val(outbox.moment(Some(oldest)))));
    delete
}
