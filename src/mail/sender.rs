//! Sends what is in the queue.
//!
//! Several nodes may do so at once: a mail is claimed before it is sent, by a change of its row that only one of
//! them can make. Read [`Sender::run`] first.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, stream};
use sea_orm::sea_query::{QueryStatementWriter, UpdateStatement};
use tokio_util::sync::CancellationToken;

use super::carrier::{Carrier, Refusal};
use super::list::{Status, forget};
use super::queue::Outbox;
use super::template::Templates;
use crate::changes::{self, Author, Log, Tables, Tx};
use crate::config::Mail;
use crate::model::Model;
use crate::store::entity::mail::Model as Queued;
use crate::store::{StoreError, WriteError};

/// Mails that are looked at together.
const BATCH: u64 = 50;
/// Mails that are sent at once.
const AT_ONCE: usize = 4;
/// How often it is looked for what is kept no longer.
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);

/// How mails are sent.
#[derive(Debug, Clone)]
pub struct SenderOptions {
    /// How often a mail is tried before it is set aside.
    pub tries: u32,
    /// How long the second try waits; each one after waits four times as long.
    pub first_wait: Duration,
    /// The longest that a try waits.
    pub longest_wait: Duration,
    /// How often the queue is looked at when nobody says that there is something new.
    pub poll: Duration,
    /// How long a mail is left to whoever began to send it: longer than sending can take.
    pub lease: Duration,
    /// How many days it is known what became of a mail; 0 keeps that for ever.
    pub keep_days: u32,
}

impl Default for SenderOptions {
    fn default() -> Self {
        Self {
            tries: 8,
            first_wait: Duration::from_secs(10),
            longest_wait: Duration::from_secs(60 * 60),
            poll: Duration::from_secs(5),
            lease: Duration::from_secs(120),
            keep_days: 30,
        }
    }
}

/// Sends mails. Clones share everything.
#[derive(Debug, Clone)]
pub struct Sender(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    log: Log,
    tables: Arc<Tables>,
    outbox: Outbox,
    templates: Templates,
    carrier: Carrier,
    options: SenderOptions,
}

impl Sender {
    /// Sends as the settings say. Without a mail server mails go to the log, and with their links when those
    /// may be shown there.
    ///
    /// # Errors
    ///
    /// When the mail server of the settings can't be one.
    pub fn new(
        log: Log,
        model: Arc<Model>,
        outbox: Outbox,
        templates: Templates,
        settings: &Mail,
        shows_links: bool,
    ) -> anyhow::Result<Self> {
        let options = SenderOptions {
            tries: settings.tries,
            keep_days: settings.keep_days,
            ..SenderOptions::default()
        };
        let tables = Arc::new(Tables::new(model, log.store().dialect()));
        let carrier = Carrier::of(settings, shows_links)?;
        Ok(Self(Arc::new(Inner { log, tables, outbox, templates, carrier, options })))
    }

    /// The same with other waits.
    pub fn with(self, options: SenderOptions) -> Self {
        let Inner { log, tables, outbox, templates, carrier, .. } = match Arc::try_unwrap(self.0) {
            Ok(inner) => inner,
            Err(shared) => return Self(shared),
        };
        Self(Arc::new(Inner { log, tables, outbox, templates, carrier, options }))
    }

    /// Sends until it is told to stop. What it is at then is ended.
    pub async fn run(&self, stop: CancellationToken) {
        let mut wakes = self.0.log.wakes();
        let mut was_told = false;
        let mut forgot = None;
        while !stop.is_cancelled() {
            wakes.mark_unchanged();
            match self.0.send_due(&stop).await {
                Ok(()) => was_told = false,
                Err(error) if !was_told => {
                    was_told = true;
                    tracing::error!(%error, "mails can't be sent; it will be tried again");
                }
                Err(_) => {}
            }
            if forgot.is_none_or(|at: tokio::time::Instant| at.elapsed() > FORGET_EVERY) {
                forgot = Some(tokio::time::Instant::now());
                self.0.forget().await;
            }
            let wait = self.0.wait().await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.0.woken(&mut wakes) => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }
}

impl Inner {
    /// Sends everything that is to be sent now.
    async fn send_due(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        loop {
            let due = self.outbox.due(self.log.store(), Utc::now(), BATCH).await?;
            let is_all = (due.len() as u64) < BATCH;
            let sent = stream::iter(due).map(|mail| async move {
                match stop.is_cancelled() {
                    true => Ok(()),
                    false => self.send(&mail).await,
                }
            });
            let ended: Vec<Result<(), StoreError>> = sent.buffer_unordered(AT_ONCE).collect().await;
            ended.into_iter().collect::<Result<(), _>>()?;
            if is_all || stop.is_cancelled() {
                return Ok(());
            }
        }
    }

    /// Waits for a commit of this process that may have queued a mail.
    async fn woken(&self, wakes: &mut tokio::sync::watch::Receiver<()>) {
        loop {
            if wakes.changed().await.is_err() {
                // The log is gone, and so is everybody who writes: the poll is enough.
                std::future::pending::<()>().await;
            }
            if self.outbox.may_hold_new() {
                return;
            }
        }
    }

    /// How long it may be waited without a word.
    async fn wait(&self) -> Duration {
        let next = self.outbox.next_due(self.log.store()).await.ok().flatten();
        let until_next = next.map(|next| (next - Utc::now()).to_std().unwrap_or_default());
        // Never at once again: somebody else may be at what is due.
        let least = self.options.poll.min(Duration::from_millis(20));
        until_next.map_or(self.options.poll, |until| until.clamp(least, self.options.poll))
    }

    async fn send(&self, mail: &Queued) -> Result<(), StoreError> {
        let lease = TimeDelta::from_std(self.options.lease).unwrap_or(TimeDelta::MAX);
        if self.write(self.outbox.claim(mail, Utc::now() + lease)).await? == 0 {
            return Ok(());
        }
        let ended = match mail.useless_at.is_some_and(|useless| useless < Utc::now()) {
            true => {
                Err(Refusal::ForEver(anyhow::anyhow!("what it says held no longer before it could be sent")))
            }
            false => self.carry(mail).await,
        };
        let statement = match ended {
            Ok(status) => self.outbox.end(mail, status, None, status == Status::Logged),
            Err(refusal) => self.refused(mail, &refusal),
        };
        self.write(statement).await.map(|_| ())
    }

    /// Hands the mail over, and answers what became of it.
    async fn carry(&self, mail: &Queued) -> Result<Status, Refusal> {
        let data = self.outbox.data_of(mail).map_err(Refusal::ForNow)?;
        match &self.carrier {
            Carrier::Server(server) => {
                let rendered = self.templates.render(&mail.template, &mail.locale, &data);
                server.send(mail, rendered.map_err(|error| Refusal::ForNow(error.into()))?).await?;
                tracing::info!(mail = mail.id, template = mail.template, "a mail was sent");
                Ok(Status::Sent)
            }
            Carrier::Log { shows_links } => {
                let shown =
                    |name: &str| data.get(name).and_then(serde_json::Value::as_str).filter(|_| *shows_links);
                let (mail, template) = (&mail.id, &mail.template);
                let (link, code) = (shown("link"), shown("code"));
                tracing::info!(
                    mail,
                    template,
                    link,
                    code,
                    "a mail was not sent: `mail.url` names no mail server"
                );
                Ok(Status::Logged)
            }
        }
    }

    /// Tries again later, or gives up.
    fn refused(&self, mail: &Queued, refusal: &Refusal) -> UpdateStatement {
        let tries = u32::try_from(mail.tries + 1).unwrap_or(u32::MAX);
        let (error, is_final) = match refusal {
            Refusal::ForNow(error) => (error, tries >= self.options.tries),
            Refusal::ForEver(error) => (error, true),
        };
        let error = format!("{error:#}");
        let (id, template) = (&mail.id, &mail.template);
        if is_final {
            tracing::error!(mail = id, template, tries, "a mail was given up: the query `mails` says why");
            // Somebody may mend what was wrong and have it tried again, while it says what is so.
            let is_useful = mail.useless_at.is_none_or(|useless| useless > Utc::now());
            return self.outbox.end(mail, Status::Failed, Some(&error), is_useful);
        }
        tracing::warn!(mail = id, template, tries, "a mail could not be sent; it will be tried again");
        let wait = self.options.first_wait.saturating_mul(4_u32.saturating_pow(tries - 1));
        let wait = TimeDelta::from_std(wait.min(self.options.longest_wait)).unwrap_or(TimeDelta::MAX);
        self.outbox.put_off(mail, &error, Utc::now() + wait)
    }

    async fn forget(&self) {
        if self.options.keep_days == 0 {
            return;
        }
        let statement = forget(&self.outbox, Utc::now(), self.options.keep_days);
        if let Err(error) = self.write(statement).await {
            tracing::error!(%error, "old mails can't be forgotten; it will be tried again");
        }
    }

    async fn write<S>(&self, statement: S) -> Result<u64, StoreError>
    where
        S: QueryStatementWriter + Send + Sync + 'static,
    {
        let store = self.log.store();
        let written =
            changes::write(store, self.tables.clone(), Author::default(), Statement(statement)).await;
        written.map_err(|error| match error {
            WriteError::Store(error) => error,
            WriteError::Again | WriteError::Refused(()) => {
                StoreError::Contention("the queue of mails".to_owned())
            }
        })
    }
}

/// One statement on the queue.
struct Statement<S>(S);

impl<S: QueryStatementWriter + Send + Sync + 'static> changes::Work for Statement<S> {
    type Done = u64;
    type Refusal = ();

    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<u64, WriteError<()>>> {
        Box::pin(async move { Ok(tx.execute_system(&self.0).await?) })
    }
}
