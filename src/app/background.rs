//! What runs beside requests: feeding the consumers of the change log, and sending mails.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::changes::{Consumer, Log, Pump, PumpOptions, Retention};
use crate::config::Changes;
use crate::mail::Sender;
use crate::model::Model;
use crate::model::suggest::did_you_mean;
use crate::store::StoreError;

/// The tasks that run, once they are started. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct Background {
    pump: Pump,
    sender: Sender,
    tasks: Arc<Mutex<Option<Tasks>>>,
}

#[derive(Debug)]
struct Tasks {
    stop: CancellationToken,
    running: [JoinHandle<()>; 2],
}

impl Background {
    pub(super) fn new(
        log: &Log,
        consumers: Vec<Arc<dyn Consumer>>,
        settings: &Changes,
        sender: Sender,
    ) -> Self {
        let retention =
            Retention { keep_days: settings.keep_days, keep_days_of: settings.keep_days_of.clone() };
        let options = PumpOptions { tries: settings.tries, ..PumpOptions::default() };
        let pump = Pump::new(log.clone(), consumers, retention, options);
        Self { pump, sender, tasks: Arc::default() }
    }

    /// The consumers' names.
    pub(super) fn names(&self) -> Vec<String> {
        self.pump.names().map(str::to_owned).collect()
    }

    /// Starts the tasks unless they run.
    pub(super) fn start(&self) {
        let mut tasks = self.tasks();
        if tasks.is_none() {
            let stop = CancellationToken::new();
            let (pump, pump_stop) = (self.pump.clone(), stop.clone());
            let (sender, sender_stop) = (self.sender.clone(), stop.clone());
            let running = [
                tokio::spawn(async move { pump.run(pump_stop).await }),
                tokio::spawn(async move { sender.run(sender_stop).await }),
            ];
            *tasks = Some(Tasks { stop, running });
        }
    }

    /// Waits until every consumer is done with what the log holds now.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        self.pump.settle().await
    }

    /// Lets the tasks end what they are at, for no longer than that.
    pub(super) async fn stop(&self, patience: Duration) {
        let Some(Tasks { stop, running: [mut pump, mut sender] }) = self.tasks().take() else { return };
        stop.cancel();
        let both = join(timeout(patience, &mut pump), timeout(patience, &mut sender));
        let (pumped, sent) = both.await;
        if pumped.is_err() {
            tracing::warn!("a consumer took too long to stop: it will be given the same changes again");
            pump.abort();
        }
        if sent.is_err() {
            tracing::warn!("a mail server took too long: the mail may be sent twice");
            sender.abort();
        }
    }

    fn tasks(&self) -> MutexGuard<'_, Option<Tasks>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Warns of collections that settings name and the model does not have.
pub(super) fn tell_unknown_collections(settings: &Changes, model: &Model) {
    for name in settings.keep_days_of.keys().filter(|name| !model.collections.contains_key(*name)) {
        let hint = did_you_mean(name, model.collections.keys().map(String::as_str)).unwrap_or_default();
        tracing::warn!(
            "`changes.keep_days_of` names `{name}`, which is not a collection of the model; {hint}"
        );
    }
}
