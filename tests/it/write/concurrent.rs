//! Many writers at once on the same records.

use std::sync::Arc;

use headwater::graphql::executor::Executor;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::Both;
use crate::support::asking::answer;

const SDL: &str = "
    type Counter @collection { name: String! @unique hits: Int! @default(value: 0) claimed: Boolean! @default(value: false) owner: String }
    type Post @collection { title: String! slug: Slug! @slug(from: \"title\") @unique tags: [Tag!]! }
    type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: \"tags\") }";

/// Asks the same document at once so many times, each with its own variables.
async fn at_once(
    executor: &Executor,
    times: usize,
    document: &'static str,
    variables: fn(usize) -> Value,
) -> Vec<Value> {
    let executor = Arc::new(executor.clone());
    let mut tasks = JoinSet::new();
    for number in 0..times {
        let executor = executor.clone();
        tasks.spawn(async move {
            let text = answer(&executor, document, &variables(number)).await;
            serde_json::from_str::<Value>(&text).unwrap()
        });
    }
    tasks.join_all().await
}

async fn ask(executor: &Executor, document: &str) -> Value {
    serde_json::from_str(&answer(executor, document, &json!({})).await).unwrap()
}

fn codes(answers: &[Value]) -> Vec<&str> {
    answers.iter().filter_map(|answer| answer["errors"][0]["extensions"]["code"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_increment_is_lost() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        ask(executor, r#"mutation { createCounter(data: { id: "1", name: "a" }) { id } }"#).await;
        let document = r#"mutation { updateCounter(id: "1", data: { hits: { inc: 1 } }) { hits } }"#;
        let answers = at_once(executor, 100, document, |_| json!({})).await;
        assert_eq!(codes(&answers), Vec::<&str>::new());
        let stored = ask(executor, r#"{ counter(id: "1") { hits version } }"#).await;
        assert_eq!(stored["data"]["counter"], json!({ "hits": 100, "version": 101 }));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_record_is_claimed_once() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        let data: Vec<Value> = (0..50).map(|number| json!({ "name": number.to_string() })).collect();
        let create = "mutation($data: [CounterCreate!]!) { createCounters(data: $data) { id } }";
        answer(executor, create, &json!({ "data": data })).await;
        let claim = "mutation($owner: String!) { updateCounters(where: { claimed: { eq: false } }, data: { claimed: true, owner: $owner }) { count nodes { owner } } }";
        let answers = at_once(executor, 12, claim, |number| json!({ "owner": format!("{number}") })).await;
        assert_eq!(codes(&answers), Vec::<&str>::new());
        let counts = answers.iter().map(|answer| answer["data"]["updateCounters"]["count"].as_i64().unwrap());
        assert_eq!(counts.sum::<i64>(), 50);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_record_comes_of_many_upserts() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        let upsert = r#"mutation { upsertCounter(key: { name: "a" }, create: { name: "a", hits: 1 }, update: { hits: { inc: 1 } }) { id } }"#;
        let answers = at_once(executor, 40, upsert, |_| json!({})).await;
        assert_eq!(codes(&answers), Vec::<&str>::new());
        let stored = ask(executor, "{ counters { name hits } }").await;
        assert_eq!(stored["data"]["counters"], json!([{ "name": "a", "hits": 40 }]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_titles_get_slugs_of_their_own() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        let create = r#"mutation { createPost(data: { title: "The same", tags: { upsert: [{ key: { label: "t" }, create: { label: "t" }, update: {} }] } }) { slug } }"#;
        let answers = at_once(executor, 30, create, |_| json!({})).await;
        assert_eq!(codes(&answers), Vec::<&str>::new());
        let mut slugs: Vec<&str> =
            answers.iter().map(|answer| answer["data"]["createPost"]["slug"].as_str().unwrap()).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), 30);
        let stored = ask(executor, "{ tags { label postsAggregate { count } } }").await;
        assert_eq!(stored["data"]["tags"], json!([{ "label": "t", "postsAggregate": { "count": 30 } }]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_many_gets_a_unique_value() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        let answers =
            at_once(executor, 20, r#"mutation { createTag(data: { label: "x" }) { id } }"#, |_| json!({}))
                .await;
        assert_eq!(codes(&answers), vec!["CONFLICT"; 19]);
        let refused = answers.iter().find(|answer| answer.get("errors").is_some()).unwrap();
        assert_eq!(refused["errors"][0]["extensions"]["fields"][0]["path"], "data.label");
        assert_eq!(refused["errors"][0]["extensions"]["fields"][0]["code"], "UNIQUE");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_writer_wins_each_version() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        ask(executor, r#"mutation { createCounter(data: { id: "1", name: "a" }) { id } }"#).await;
        let document = "mutation($hits: Int!) { updateCounter(id: \"1\", ifVersion: 1, data: { hits: { set: $hits } }) { version } }";
        let answers = at_once(executor, 20, document, |number| json!({ "hits": number + 1 })).await;
        assert_eq!(codes(&answers), vec!["CONFLICT"; 19]);
        let refused = answers.iter().find(|answer| answer.get("errors").is_some()).unwrap();
        assert_eq!(refused["errors"][0]["extensions"]["currentVersion"], 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_in_opposite_orders_all_come_through() {
    let both = Both::new(SDL).await;
    for executor in &both.executors {
        ask(
            executor,
            r#"mutation { createCounters(data: [{ id: "1", name: "a" }, { id: "2", name: "b" }]) { id } }"#,
        )
        .await;
        let document = "mutation($first: ID!, $second: ID!) {
            a: updateCounter(id: $first, data: { hits: { inc: 1 } }) { hits }
            b: updateCounter(id: $second, data: { hits: { inc: 1 } }) { hits } }";
        let order = |number: usize| match number % 2 {
            0 => json!({ "first": "1", "second": "2" }),
            _ => json!({ "first": "2", "second": "1" }),
        };
        let answers = at_once(executor, 30, document, order).await;
        assert_eq!(codes(&answers), Vec::<&str>::new());
        let stored = ask(executor, "{ counters(orderBy: [{ id: ASC }]) { hits } }").await;
        assert_eq!(stored["data"]["counters"], json!([{ "hits": 30 }, { "hits": 30 }]));
    }
}
