//! `hw_mail`: mails that wait, and what became of those before. `mail` knows what it means.

#![allow(unused_qualifications, reason = "SeaORM's macro writes them")]

use sea_orm::entity::prelude::*;

/// One mail.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hw_mail")]
pub struct Model {
    /// Its id, which is part of its `Message-ID`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// When it was queued.
    pub created_at: DateTimeUtc,
    /// The address that it goes to.
    pub recipient: String,
    /// The template that it is written from.
    pub template: String,
    /// The language that it should be in, if there are templates.
    pub locale: String,
    /// The template's variables, sealed: links and codes are among them. None once the mail was sent, or has
    /// nothing to say any more.
    pub data: Option<String>,
    /// `WAITING`, `SENT`, `FAILED` or `LOGGED`.
    pub status: String,
    /// How often sending it was begun.
    pub tries: i32,
    /// What went wrong the last time.
    pub error: Option<String>,
    /// When it is tried next, if it waits. Whoever begins to send it moves this on.
    pub next_attempt_at: DateTimeUtc,
    /// Past this it would say what is not so any more.
    pub useless_at: Option<DateTimeUtc>,
    /// When it was sent, failed or was logged.
    pub done_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
