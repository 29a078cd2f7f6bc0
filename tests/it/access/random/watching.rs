//! Random queries, watched by random actors while others write: whatever happens, the last that each was sent is what
//! they would be answered now.

use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use headwater::access::Actor;
use headwater::graphql::answer::Answer;
use headwater::graphql::executor::{Asked, Executor};
use headwater::graphql::subscription::{Payload, Payloads, Standing};
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::world::Asker;
use super::{Run, ask, seeds, stop_at};

/// Somebody who watches, and the last that they were sent.
struct Watcher {
    asker: Asker,
    field: String,
    becomes: watch::Sender<Arc<Actor>>,
    payloads: Payloads,
    last: Option<Value>,
}

impl Watcher {
    /// None for what is refused at once.
    async fn new(executor: &Executor, asker: &Asker, actor: Actor, field: &str) -> Option<Self> {
        let (becomes, standing) = watch::channel(Arc::new(actor.clone()));
        let document = format!("subscription {{ {field} }}");
        let ready = executor.ready(Asked::new(&actor, &document, Map::new())).ok()?;
        let payloads = ready.subscribe(Standing::new(standing)).await.ok()?;
        Some(Self { asker: asker.clone(), field: field.to_owned(), becomes, payloads, last: None })
    }

    /// Takes what there is to read; what ends it is an answer like any other.
    fn read(&mut self) {
        while let Some(Some(sent)) = self.payloads.next().now_or_never() {
            let text = match sent {
                Ok(Payload(text)) => text.to_string(),
                Err(errors) => Answer::refused(errors).into_json(),
            };
            self.last = Some(serde_json::from_str(&text).unwrap());
        }
    }
}

impl Run {
    async fn watchers(&mut self, executor: &Executor, count: usize) -> Vec<Watcher> {
        let mut watchers = Vec::new();
        while watchers.len() < count {
            let asker = self.pick_asker();
            let field = format!("r0: {}", self.maker.root(&self.world).written(&self.world.model));
            watchers.extend(Watcher::new(executor, &asker, asker.actor(&self.world), &field).await);
        }
        watchers
    }

    /// Whether everybody has what they would be answered now. What is told of others is returned.
    async fn compare(&self, executor: &Executor, watchers: &mut [Watcher]) -> Vec<String> {
        let live = executor.api().content().unwrap().live().clone();
        for watcher in watchers.iter_mut() {
            let actor = Arc::new(watcher.asker.actor(&self.world));
            watcher.becomes.send_if_modified(|known| {
                let is_new = **known != *actor;
                *known = actor.clone();
                is_new
            });
            // It goes on as that one when it is asked for more.
            watcher.read();
        }
        live.settle().await.unwrap();
        let mut wrong = Vec::new();
        for watcher in watchers {
            watcher.read();
            let document = format!("{{ {} }}", watcher.field);
            let fresh = ask(executor, &watcher.asker.actor(&self.world), &document).await;
            let fresh: Value = serde_json::from_str(&fresh).unwrap();
            if watcher.last.as_ref() != Some(&fresh) {
                let told = self.told(&watcher.asker, &document);
                wrong.push(format!("{told}was sent {}\nis now  {fresh}", json!(watcher.last)));
            }
        }
        wrong
    }
}

#[tokio::test]
async fn last_that_everybody_was_sent_is_what_they_would_be_answered() {
    let mut wrong = Vec::new();
    for seed in seeds(5) {
        let mut run = Run::new(seed + 2_000_000).await;
        let executors = run.executors.clone();
        let mut watchers = Vec::new();
        for executor in &executors {
            watchers.push(run.watchers(executor, 25).await);
        }
        for _ in 0..25 {
            // Whether the mutation itself is right is asked elsewhere.
            let _ = run.mutation().await;
            for (executor, watchers) in executors.iter().zip(&mut watchers) {
                let mut found = run.compare(executor, watchers).await;
                // Those that are wrong once are told once.
                watchers.retain(|watcher| watcher.last.is_some() && found.is_empty());
                wrong.append(&mut found);
            }
        }
    }
    stop_at(&wrong);
}
