//! Live queries and streams of changes: what is sent, when, and to whom.

mod access;
mod changes;
mod queries;
mod storm;

use std::time::Duration;

use futures_util::StreamExt;
use headwater::access::{Actor, Identity};
use headwater::graphql::executor::{Asked, Executor};
use headwater::graphql::subscription::{Payload, Payloads, Standing};
use headwater::live::Live;
use serde_json::{Map, Value, json};

use crate::support::asking::answer;
use crate::support::content::Content;

/// A test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody who watches.
pub struct Watcher(Payloads);

/// Why there is no more: the codes of the errors.
#[derive(Debug, PartialEq, Eq)]
pub struct Over(pub Vec<String>);

impl Watcher {
    /// What is sent next.
    pub async fn next(&mut self) -> Value {
        match self.ended().await {
            Ok(sent) => sent,
            Err(over) => panic!("the subscription is over: {over:?}"),
        }
    }

    /// What is sent next, or why nothing is sent any more.
    pub async fn ended(&mut self) -> Result<Value, Over> {
        let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
        match next.expect("nothing was sent") {
            Some(Ok(Payload(text))) => Ok(serde_json::from_str(&text).unwrap()),
            Some(Err(errors)) => Err(Over(errors.iter().map(|error| error.code.name().to_owned()).collect())),
            None => Err(Over(Vec::new())),
        }
    }

    /// What is sent next is this `data`.
    pub async fn expect(&mut self, data: Value) {
        assert_eq!(self.next().await, json!({ "data": data }));
    }
}

/// Subscribes as an admin.
pub async fn watch(executor: &Executor, document: &str) -> Watcher {
    watch_as(executor, &Actor::admin(), document, json!({})).await
}

/// Subscribes as the actor.
pub async fn watch_as(executor: &Executor, actor: &Actor, document: &str, variables: Value) -> Watcher {
    let subscribed = try_watch(executor, actor, document, variables).await;
    subscribed.unwrap_or_else(|over| panic!("refused: {over:?}"))
}

/// Subscribes as the actor, or is refused.
pub async fn try_watch(
    executor: &Executor,
    actor: &Actor,
    document: &str,
    variables: Value,
) -> Result<Watcher, Over> {
    watch_standing(executor, Standing::fixed(actor.clone()), document, variables).await
}

/// Subscribes as somebody who may become another.
pub async fn watch_standing(
    executor: &Executor,
    standing: Standing,
    document: &str,
    variables: Value,
) -> Result<Watcher, Over> {
    let actor = standing.now();
    let variables = variables.as_object().cloned().unwrap_or_default();
    let over = |errors: Vec<headwater::error::Error>| {
        Over(errors.iter().map(|error| format!("{}: {}", error.code.name(), error.message)).collect())
    };
    let ready = executor.ready(Asked::new(&actor, document, variables)).map_err(over)?;
    Ok(Watcher(ready.subscribe(standing).await.map_err(over)?))
}

/// A user with those roles and values.
pub fn user(id: &str, roles: &[&str], values: Value) -> Actor {
    let mut record = values.as_object().cloned().unwrap_or_default();
    record.insert("id".to_owned(), id.into());
    let identity = Identity { id: id.to_owned(), record, claims: Map::new(), ..Identity::default() };
    Actor::user(identity, roles.iter().copied())
}

/// Writes as an admin; it must succeed.
pub async fn write(executor: &Executor, document: &str) -> Value {
    let answer: Value = serde_json::from_str(&answer(executor, document, &json!({})).await).unwrap();
    assert!(answer.get("errors").is_none(), "{document}: {answer}");
    answer["data"].clone()
}

/// The answer to a query.
pub async fn query(executor: &Executor, document: &str) -> Value {
    serde_json::from_str(&answer(executor, document, &json!({})).await).unwrap()
}

/// What watches the content of the executor.
pub fn live(executor: &Executor) -> Live {
    executor.api().content().unwrap().live().clone()
}

/// Content of the SDL on both databases.
pub async fn content(sdl: &str) -> Content {
    Content::new(sdl).await
}
