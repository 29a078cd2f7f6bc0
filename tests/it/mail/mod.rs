//! Mails: what they say, that they arrive, and what becomes of them when they do not.

mod api;
mod flows;
mod sending;
mod templates;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use headwater::changes::{self, Author, Log, Tables, Tx};
use headwater::config;
use headwater::mail::{MailFilter, Message, Outbox, Sender, SenderOptions, Template, Templates, Told};
use headwater::seal::Seal;
use headwater::store::entity::mail::Model;
use headwater::store::{Store, StoreOptions, WriteError};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::content::Content;
use crate::support::process::eventually;
use crate::support::smtp::Sink;

const SDL: &str = "type Tag @collection { label: String }";
const KEY: [u8; 32] = [7; 32];

/// A queue of mails in a database.
struct Mails {
    log: Log,
    told: Told,
    content: Content,
}

impl Mails {
    /// Queues on both databases; one has a test for itself at a time.
    async fn on_each(test: impl AsyncFn(Mails)) {
        for index in 0..2 {
            let content = Content::new(SDL).await;
            let log = Log::new(content.stores[index].clone());
            test(Self::of(log, content)).await;
        }
    }

    fn of(log: Log, content: Content) -> Self {
        let outbox = Outbox::new(log.store(), Seal::new(KEY), "en");
        let templates = Templates::new(content.folder(), "Magazine", "https://magazine.example");
        let told = Told { store: log.store().clone(), outbox, templates, has_server: true };
        Self { log, told, content }
    }

    fn tables(&self) -> Arc<Tables> {
        Arc::new(Tables::new(Arc::new(self.content.model.clone()), self.log.store().dialect()))
    }

    /// Queues the mails in one transaction, which is committed unless it is to be refused.
    async fn queue_or_refuse(&self, messages: &[Message], refuse: bool) -> bool {
        let work = Queue { outbox: self.told.outbox.clone(), messages: messages.to_vec(), refuse };
        let written = changes::write(self.log.store(), self.tables(), Author::default(), work).await;
        self.log.wake();
        written.is_ok()
    }

    async fn queue(&self, to: &str) {
        assert!(self.queue_or_refuse(&[message(to)], false).await);
    }

    /// A sender to that mail server, started.
    fn start(&self, url: Option<&str>, options: SenderOptions) -> Running {
        self.start_on(&self.log, url, options)
    }

    fn start_on(&self, log: &Log, url: Option<&str>, options: SenderOptions) -> Running {
        let settings = config::Mail {
            url: url.map(str::to_owned),
            from: Some("Magazine <post@magazine.example>".into()),
            reply_to: Some("help@magazine.example".into()),
            ..config::Mail::default()
        };
        let Told { outbox, templates, .. } = self.told.clone();
        let model = Arc::new(self.content.model.clone());
        let sender =
            Sender::new(log.clone(), model, outbox, templates, &settings, false).unwrap().with(options);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move { sender.run(stopped).await });
        Running { stop, task }
    }

    async fn list(&self) -> Vec<Model> {
        let mut mails = self.told.list(&MailFilter::default(), 1000, None).await.unwrap();
        mails.reverse();
        mails
    }

    /// The mails, once they all have that status.
    async fn become_all(&self, status: &str) -> Vec<Model> {
        eventually(Duration::from_secs(20), &format!("all mails {status}"), async || {
            let mails = self.list().await;
            mails.iter().all(|mail| mail.status == status).then_some(mails)
        })
        .await
    }

    /// Another node's log of the same database.
    async fn other_node(&self, url: &str) -> Log {
        let store = Store::connect(url, self.content.folder(), &StoreOptions::default()).await.unwrap();
        Log::new(store)
    }
}

struct Queue {
    outbox: Outbox,
    messages: Vec<Message>,
    refuse: bool,
}

impl changes::Work for Queue {
    type Done = ();
    type Refusal = ();

    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Result<(), WriteError<()>>> {
        Box::pin(async move {
            for message in &self.messages {
                self.outbox.queue_in(tx, message).await?;
            }
            if self.refuse { Err(WriteError::Refused(())) } else { Ok(()) }
        })
    }
}

/// A sender that runs until it is stopped.
struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

fn message(to: &str) -> Message {
    let link = json!("https://magazine.example/#action=resetPassword&token=T0ken");
    Message::new(Template::ResetPassword, to, [("link", link)]).useful_for(chrono::TimeDelta::hours(1))
}

/// Waits as short as a test likes them, and nothing is looked at unless somebody is woken or something is due.
fn quick() -> SenderOptions {
    SenderOptions {
        tries: 3,
        first_wait: Duration::from_millis(5),
        poll: Duration::from_secs(3600),
        ..SenderOptions::default()
    }
}

/// The settings' address of a mail server that is not there.
async fn nobody_listens() -> (u16, String) {
    let sink = Sink::start();
    let port = sink.port;
    drop(sink);
    (port, format!("smtp://127.0.0.1:{port}"))
}
