//! Hearing of the other nodes, and telling them of this one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::changes::Log;
use crate::channel::Channels;
use crate::store::Bus;

/// The tasks that carry what nodes tell each other, once they are started. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct NodeTasks(Arc<Mutex<Option<Tasks>>>);

#[derive(Debug)]
struct Tasks {
    stop: CancellationToken,
    carrying: JoinHandle<()>,
    waking: JoinHandle<()>,
    channels: JoinHandle<()>,
    /// Stops what speaks to other nodes; `stop` what carries it.
    hush: CancellationToken,
}

/// The last words to the other nodes may take so long.
const LAST_WORDS: Duration = Duration::from_secs(2);

impl NodeTasks {
    /// Starts the tasks unless they run.
    pub(super) fn start(&self, log: &Log, channels: &Channels) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.is_none() {
            let (stop, hush) = (CancellationToken::new(), CancellationToken::new());
            let bus = log.store().bus().clone();
            let waking = tokio::spawn(wake(bus.clone(), log.clone()));
            let (channels, channels_stop) = (channels.clone(), hush.clone());
            let channels = tokio::spawn(async move { channels.run(channels_stop).await });
            let carrying_stop = stop.clone();
            let carrying = tokio::spawn(async move { bus.run(carrying_stop).await });
            *tasks = Some(Tasks { stop, carrying, waking, channels, hush });
        }
    }

    /// Lets what was told reach the others, for no longer than a moment.
    pub(super) async fn stop(&self) {
        let tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Tasks { stop, mut carrying, waking, mut channels, hush }) = tasks else { return };
        waking.abort();
        hush.cancel();
        if timeout(LAST_WORDS, &mut channels).await.is_err() {
            channels.abort();
        }
        stop.cancel();
        if timeout(LAST_WORDS, &mut carrying).await.is_err() {
            carrying.abort();
        }
    }
}

/// Wakes the log's readers here whenever another node wrote.
async fn wake(bus: Bus, log: Log) {
    let mut wakes = bus.wakes();
    while wakes.changed().await.is_ok() {
        log.heard();
    }
}
