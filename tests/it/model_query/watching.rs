//! The model as something that is watched, and its fingerprint.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use headwater::access::Actor;
use headwater::graphql::executor::{Asked, Executor};
use headwater::graphql::subscription::{Payload, Payloads, Standing};
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::{Told, ask, user};

const SDL: &str = "extend enum Role { author }
    type Post @collection @allow(to: public, do: READ) @allow(to: author, do: ALL) { title: String }";

async fn fingerprint(told: &Told, actor: &Actor) -> String {
    let answer = told.ask(actor, "{ model { fingerprint } }").await;
    answer["data"]["model"]["fingerprint"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_fingerprint_is_another_one_when_the_answer_is() {
    let told = Told::new(SDL).await;
    let public = fingerprint(&told, &Actor::public()).await;
    assert_eq!(public, fingerprint(&told, &Actor::public()).await);
    assert_eq!(json!(public), told.model(&Actor::public()).await["fingerprint"]);
    assert_ne!(public, fingerprint(&told, &user(&["author"])).await);
    // The same model on another server.
    let same = Told::new(SDL).await;
    assert_eq!(public, fingerprint(&same, &Actor::public()).await);
    let other = Told::new(&SDL.replace("title: String", "\"A word.\" title: String")).await;
    assert_ne!(public, fingerprint(&other, &Actor::public()).await);
}

#[tokio::test]
async fn only_what_is_asked_for_is_told() {
    let told = Told::new(SDL).await;
    let document = "query { model { ...a __typename } } fragment a on Model { f: fingerprint s: stage ...b }
        fragment b on Model { collections { name } }";
    let answer = told.ask(&Actor::public(), document).await;
    let model = &answer["data"]["model"];
    assert_eq!((&model["s"], &model["__typename"]), (&json!("PRODUCTION"), &json!("Model")), "{answer}");
    assert_eq!(model["collections"], json!([{ "name": "Post" }]));
    assert_eq!(
        told.ask(&Actor::public(), "{ model { __typename } }").await["data"]["model"],
        json!({ "__typename": "Model" })
    );
}

async fn next(payloads: &mut Payloads) -> Value {
    let next = tokio::time::timeout(Duration::from_secs(20), payloads.next()).await;
    let Payload(text) = next.expect("nothing was sent").unwrap().unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn subscribe(executor: &Executor, standing: Standing) -> Payloads {
    let document = "subscription { model { fingerprint } }";
    let ready = executor.ready(Asked::new(&standing.now(), document, Map::new())).unwrap();
    ready.subscribe(standing).await.unwrap()
}

#[tokio::test]
async fn whoever_watches_is_told_when_their_roles_change() {
    let told = Told::new(SDL).await;
    for executor in &told.executors {
        executor.api().content().unwrap().live().start();
        let (becomes, standing) = watch::channel(Arc::new(user(&[])));
        let mut watching = subscribe(executor, Standing::new(standing)).await;
        let first = next(&mut watching).await;
        let asked: Value =
            serde_json::from_str(&ask(executor, &user(&[]), "{ model { fingerprint } }").await).unwrap();
        assert_eq!(first, asked);
        becomes.send(Arc::new(user(&["author"]))).unwrap();
        let then = next(&mut watching).await;
        assert_ne!(first, then);
        assert_eq!(then["data"]["model"]["fingerprint"], json!(fingerprint(&told, &user(&["author"])).await));
        executor.api().content().unwrap().live().stop().await;
    }
}
