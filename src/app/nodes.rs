//! Hearing of the other nodes, and telling them of this one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::auth::standing::Standings;
use crate::auth::{Auth, USER};
use crate::changes::{Change, Log};
use crate::channel::Channels;
use crate::live::Live;
use crate::store::bus::{Bus, Heard};

/// The tasks that carry what nodes tell each other, once they are started. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct NodeTasks(Arc<Mutex<Option<Tasks>>>);

#[derive(Debug)]
struct Tasks {
    stop: CancellationToken,
    carrying: JoinHandle<()>,
    waking: JoinHandle<()>,
    standing: JoinHandle<()>,
    channels: JoinHandle<()>,
    /// Stops what speaks to other nodes; `stop` what carries it.
    hush: CancellationToken,
}

/// The topic of users whose tokens are worth something else than before.
const STANDING: &str = "standing";
/// The last words to the other nodes may take so long.
const LAST_WORDS: Duration = Duration::from_secs(2);

impl NodeTasks {
    /// Starts the tasks unless they run.
    pub(super) fn start(&self, log: &Log, standings: &Standings, channels: &Channels) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.is_none() {
            let (stop, hush) = (CancellationToken::new(), CancellationToken::new());
            let bus = log.store().bus().clone();
            let waking = tokio::spawn(wake(bus.clone(), log.clone()));
            let standing = tokio::spawn(hear_standings(bus.clone(), standings.clone()));
            let (channels, channels_stop) = (channels.clone(), hush.clone());
            let channels = tokio::spawn(async move { channels.run(channels_stop).await });
            let carrying_stop = stop.clone();
            let carrying = tokio::spawn(async move { bus.run(carrying_stop).await });
            *tasks = Some(Tasks { stop, carrying, waking, standing, channels, hush });
        }
    }

    /// Lets what was told reach the others, for no longer than a moment.
    pub(super) async fn stop(&self) {
        let tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Tasks { stop, mut carrying, waking, standing, mut channels, hush }) = tasks else { return };
        waking.abort();
        standing.abort();
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

/// Tokens of a user are judged again by whoever holds one, on every node: when an account changed, and when the record
/// of the user did.
pub(super) fn tell_standings(auth: &Auth, live: &Live, bus: &Bus) {
    let bus = bus.clone();
    auth.standings().forward_to(move |user_id| bus.publish(STANDING, user_id));
    let standings = auth.standings().clone();
    live.on_change(Box::new(move |change: &Change| {
        if change.collection == USER {
            standings.heard(&change.id);
        }
    }));
}

async fn hear_standings(bus: Bus, standings: Standings) {
    let mut heard = bus.subscribe(STANDING);
    loop {
        match heard.next().await {
            Heard::Message(message) if message.node != *bus.node() => standings.heard(&message.payload),
            Heard::Message(_) => {}
            Heard::Missed => standings.all_heard(),
        }
    }
}
