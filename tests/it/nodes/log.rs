//! A write on one node wakes those who follow the log on the others.

use serde_json::json;

use super::{LIMIT, Node, cut};
use crate::support::site::Site;

const SDL: &str = "type Tag @collection @allow(to: public, do: ALL) { label: String }";
const CREATE: &str = "mutation { createTag(data: { label: \"a\" }) { id } }";

#[tokio::test]
async fn commit_wakes_readers_of_the_log_on_other_nodes() {
    let [_, site] = Site::both(SDL, |_| {}).await;
    let other = site.other_node().await;
    other.start();
    let own = Node::start(&site.app.project().config.database.url).await;
    let mut wakes = other.log().wakes();
    // Nobody else wakes them: readers who are not woken look by themselves, and wake nobody.
    tokio::time::timeout(LIMIT, async {
        let start = other.log().last().await.unwrap();
        while other.log().since(start, 10).await.unwrap().is_empty() {
            site.ask(CREATE, json!({})).await.data();
            wakes.changed().await.unwrap();
        }
    })
    .await
    .expect("the other node is woken");
    own.end().await;
    other.close().await.unwrap();
}

#[tokio::test]
async fn last_of_many_commits_is_heard_of() {
    let [_, site] = Site::both(SDL, |_| {}).await;
    let other = site.other_node().await;
    other.start();
    let mut wakes = other.log().wakes();
    let start = other.log().last().await.unwrap();
    for _ in 0..20 {
        futures_util::future::join_all((0..10).map(|_| site.ask(CREATE, json!({})))).await;
    }
    tokio::time::timeout(LIMIT, async {
        while other.log().since(start, 1000).await.unwrap().len() < 200 {
            wakes.changed().await.unwrap();
        }
    })
    .await
    .expect("the last commit wakes as well");
    other.close().await.unwrap();
}

#[tokio::test]
async fn node_whose_connection_was_cut_is_woken_again() {
    let [_, site] = Site::both(SDL, |_| {}).await;
    let other = site.other_node().await;
    other.start();
    let mut wakes = other.log().wakes();
    for _ in 0..3 {
        let start = other.log().last().await.unwrap();
        cut(site.app.store()).await;
        site.ask(CREATE, json!({})).await.data();
        tokio::time::timeout(LIMIT, async {
            while other.log().since(start, 10).await.unwrap().is_empty() {
                wakes.changed().await.unwrap();
            }
        })
        .await
        .expect("the other node is woken");
    }
    other.close().await.unwrap();
}

#[tokio::test]
async fn writes_do_not_wait_for_a_connection_that_is_gone() {
    let [_, site] = Site::both(SDL, |_| {}).await;
    for _ in 0..20 {
        cut(site.app.store()).await;
        site.ask(CREATE, json!({})).await.data();
    }
    let count = site.ask("{ tagsAggregate { count } }", json!({})).await.data();
    assert_eq!(count, json!({ "tagsAggregate": { "count": 20 } }));
}
