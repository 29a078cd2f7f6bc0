//! Consumers are given every change, in order and from where they were, whatever goes wrong.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use headwater::changes::{Change, Consumer, Log, Pump, PumpOptions, Retention, progress, set_aside};
use headwater::store::{Store, StoreOptions};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{Logs, note};
use crate::support::process::eventually;

/// Remembers the ids of what it takes. Ids that begin with `bad` it can't take, `late` ones only the third
/// time, and at `panic` it panics.
#[derive(Default)]
struct Taker {
    name: &'static str,
    from_the_beginning: bool,
    taken: Mutex<Vec<String>>,
    tried: Mutex<Vec<String>>,
}

impl Taker {
    fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, ..Self::default() })
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

#[async_trait]
impl Consumer for Taker {
    fn name(&self) -> &str {
        self.name
    }

    fn starts_at_the_beginning(&self) -> bool {
        self.from_the_beginning
    }

    async fn consume(&self, change: &Change) -> anyhow::Result<()> {
        let id = change.id.clone();
        let tries = {
            let mut tried = self.tried.lock().unwrap();
            tried.push(id.clone());
            tried.iter().filter(|known| **known == id).count()
        };
        match id.as_str() {
            "panic" => panic!("this test panics"),
            bad if bad.starts_with("bad") => anyhow::bail!("no {bad}"),
            late if late.starts_with("late") && tries < 3 => anyhow::bail!("not yet"),
            _ => self.taken.lock().unwrap().push(id),
        }
        Ok(())
    }
}

/// A pump that runs until it is stopped.
struct Running {
    pump: Pump,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(log: &Log, consumers: &[Arc<Taker>]) -> Self {
        let consumers = consumers.iter().map(|taker| taker.clone() as Arc<dyn Consumer>).collect();
        let options = PumpOptions {
            tries: 3,
            first_wait: Duration::from_millis(2),
            lead_poll: Duration::from_millis(20),
            // Whoever is not woken would wait for longer than a test may run.
            poll: Duration::from_secs(3600),
            ..PumpOptions::default()
        };
        let pump = Pump::new(log.clone(), consumers, Retention::default(), options);
        let stop = CancellationToken::new();
        let task = tokio::spawn({
            let (pump, stop) = (pump.clone(), stop.clone());
            async move { pump.run(stop).await }
        });
        Self { pump, stop, task }
    }

    /// Once the consumers that are new have begun.
    async fn settled(log: &Log, consumers: &[Arc<Taker>]) -> Self {
        let running = Self::start(log, consumers);
        running.pump.settle().await.unwrap();
        running
    }

    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

#[tokio::test]
async fn consumer_is_given_every_change_in_order() {
    let logs = Logs::open().await;
    for log in logs.each() {
        note(log, "Tag", &["old"]).await;
        let from_now = Taker::new("from-now");
        let from_start = Arc::new(Taker { name: "from-start", from_the_beginning: true, ..Taker::default() });
        let running = Running::settled(log, &[from_now.clone(), from_start.clone()]).await;
        let ids: Vec<String> = (0..600).map(|number| number.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        note(log, "Tag", &ids).await;
        log.wake();
        running.pump.settle().await.unwrap();
        assert_eq!(from_now.taken(), ids);
        assert_eq!(from_start.taken()[0], "old");
        assert_eq!(from_start.taken()[1..], ids);
        running.stop().await;
    }
}

#[tokio::test]
async fn consumer_goes_on_where_it_was() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let taker = Taker::new("taker");
        let running = Running::settled(log, std::slice::from_ref(&taker)).await;
        note(log, "Tag", &["1", "2"]).await;
        running.pump.settle().await.unwrap();
        running.stop().await;
        note(log, "Tag", &["3", "4"]).await;
        let running = Running::settled(log, std::slice::from_ref(&taker)).await;
        assert_eq!(taker.taken(), ["1", "2", "3", "4"]);
        assert_eq!(progress(log.store()).await.unwrap()[0].position, log.last().await.unwrap());
        running.stop().await;
    }
}

#[tokio::test]
async fn change_that_can_not_be_taken_is_set_aside() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let (taker, other) = (Taker::new("taker"), Taker::new("other"));
        let running = Running::settled(log, &[taker.clone(), other.clone()]).await;
        note(log, "Tag", &["1", "late", "bad", "panic", "2"]).await;
        running.pump.settle().await.unwrap();
        assert_eq!(taker.taken(), ["1", "late", "2"]);
        assert_eq!(
            *taker.tried.lock().unwrap(),
            ["1", "late", "late", "late", "bad", "bad", "bad", "panic", "panic", "panic", "2"]
        );
        let aside = set_aside(log.store(), "taker", 10).await.unwrap();
        let shown: Vec<_> = aside.iter().map(|aside| (aside.error.as_str(), aside.tries)).collect();
        assert_eq!(shown, [("the consumer panicked", 3), ("no bad", 3)]);
        assert!(aside[0].position > aside[1].position);
        assert_eq!(set_aside(log.store(), "taker", 1).await.unwrap(), aside[..1]);
        assert_eq!(set_aside(log.store(), "nobody", 10).await.unwrap(), []);
        running.stop().await;
    }
}

#[tokio::test]
async fn stopping_waits_for_no_further_try() {
    let logs = Logs::open().await;
    let log = &logs.sqlite;
    let taker = Taker::new("taker");
    let consumers: Vec<Arc<dyn Consumer>> = vec![taker.clone()];
    let options = PumpOptions { first_wait: Duration::from_secs(3600), ..PumpOptions::default() };
    let pump = Pump::new(log.clone(), consumers, Retention::default(), options);
    let stop = CancellationToken::new();
    let (stopped, running) = (stop.clone(), pump.clone());
    let task = tokio::spawn(async move { running.run(stopped).await });
    pump.settle().await.unwrap();
    note(log, "Tag", &["1", "bad"]).await;
    log.wake();
    eventually(Duration::from_secs(5), "the first try", async || {
        taker.tried.lock().unwrap().contains(&"bad".to_owned()).then_some(())
    })
    .await;
    stop.cancel();
    task.await.unwrap();
    // What was taken before is not given again.
    let changes = log.since(progress(log.store()).await.unwrap()[0].position, 10).await.unwrap();
    assert_eq!(changes.iter().map(|change| change.id.as_str()).collect::<Vec<_>>(), ["bad"]);
}

#[tokio::test]
async fn one_node_feeds_and_another_takes_over() {
    let logs = Logs::open().await;
    let one = &logs.postgres;
    let store = Store::connect(&logs.database.url, ".".as_ref(), &StoreOptions::default()).await.unwrap();
    let two = &Log::new(store);
    let (first, second) = (Taker::new("taker"), Taker::new("taker"));
    let leading = Running::settled(one, std::slice::from_ref(&first)).await;
    let waiting = Running::start(two, std::slice::from_ref(&second));
    note(one, "Tag", &["1", "2"]).await;
    leading.pump.settle().await.unwrap();
    leading.stop().await;
    note(one, "Tag", &["3"]).await;
    waiting.pump.settle().await.unwrap();
    assert_eq!((first.taken().join(" "), second.taken().join(" ")), ("1 2".to_owned(), "3".to_owned()));
    waiting.stop().await;
}

#[tokio::test]
async fn lost_connection_of_the_leading_node_is_replaced() {
    let logs = Logs::open().await;
    let log = &logs.postgres;
    let taker = Taker::new("taker");
    let running = Running::settled(log, std::slice::from_ref(&taker)).await;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_locks \
                  WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    super::run(log.store(), others).await;
    note(log, "Tag", &["1"]).await;
    running.pump.settle().await.unwrap();
    note(log, "Tag", &["2"]).await;
    running.pump.settle().await.unwrap();
    assert_eq!(taker.taken(), ["1", "2"]);
    running.stop().await;
}
