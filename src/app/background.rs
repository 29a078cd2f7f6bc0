//! What runs beside requests: feeding the consumers of the change log.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::changes::{Consumer, Log, Pump, PumpOptions, Retention};
use crate::config::Changes;
use crate::model::Model;
use crate::model::suggest::did_you_mean;
use crate::store::StoreError;

/// The task that feeds the consumers, once it is started. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Background {
    pump: Pump,
    task: Arc<Mutex<Option<Task>>>,
}

#[derive(Debug)]
struct Task {
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Background {
    pub(super) fn new(log: &Log, consumers: Vec<Arc<dyn Consumer>>, settings: &Changes) -> Self {
        let retention =
            Retention { keep_days: settings.keep_days, keep_days_of: settings.keep_days_of.clone() };
        let options = PumpOptions { tries: settings.tries, ..PumpOptions::default() };
        Self { pump: Pump::new(log.clone(), consumers, retention, options), task: Arc::default() }
    }

    /// The consumers' names.
    pub(super) fn names(&self) -> Vec<String> {
        self.pump.names().map(str::to_owned).collect()
    }

    /// Starts the task unless it runs.
    pub(super) fn start(&self) {
        let mut task = self.task();
        if task.is_none() {
            let stop = CancellationToken::new();
            let (pump, stopped) = (self.pump.clone(), stop.clone());
            let running = tokio::spawn(async move { pump.run(stopped).await });
            *task = Some(Task { stop, running });
        }
    }

    /// Waits until every consumer is done with what the log holds now.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        self.pump.settle().await
    }

    /// Lets the consumers end what they are at, for no longer than that.
    pub(super) async fn stop(&self, patience: Duration) {
        let Some(Task { stop, mut running }) = self.task().take() else { return };
        stop.cancel();
        if tokio::time::timeout(patience, &mut running).await.is_err() {
            tracing::warn!("a consumer took too long to stop: it will be given the same changes again");
            running.abort();
        }
    }

    fn task(&self) -> MutexGuard<'_, Option<Task>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
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
