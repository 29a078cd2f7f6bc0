//! What is too large, and who reads too slowly.

use std::sync::Arc;

use futures_util::StreamExt;
use headwater::access::Actor;
use headwater::graphql::executor::Asked;
use headwater::graphql::subscription::{Payloads, Standing};
use serde_json::{Value, json};

use super::{BROADCAST, CHANNEL, SET_PRESENCE, client, lobby, site_with, states};
use crate::support::site::{ADMIN_TOKEN, Site};

#[tokio::test]
async fn payloads_and_states_are_limited() {
    let (site, url) = site_with(lobby(), |config| {
        config.channels.payload_bytes = 10;
        config.channels.state_bytes = 5;
    })
    .await;
    let say = |payload: Value| json!({ "channel": "lobby", "payload": payload });
    site.ask(BROADCAST, say(json!("12345678"))).await.data();
    let refused = site.ask(BROADCAST, say(json!("123456789"))).await;
    assert_eq!(refused.code(), "LIMIT_EXCEEDED");
    assert_eq!(
        refused.message(),
        "argument `payload` has 11 bytes as JSON; at most 10 are allowed (setting `channels.payload_bytes`)"
    );
    let mut client = client(&url, None).await;
    client.subscribe("1", CHANNEL, json!({ "name": "lobby", "state": "1234" })).await;
    assert_eq!(client.error_code("1").await, "LIMIT_EXCEEDED");
    let set = json!({ "channel": "lobby", "member": "x", "state": "1234" });
    assert_eq!(site.ask_as(ADMIN_TOKEN, SET_PRESENCE, set).await.code(), "LIMIT_EXCEEDED");
}

/// Joins without a transport: events are read when they are asked for.
async fn join(site: &Site, state: Value) -> Payloads {
    let variables = json!({ "name": "lobby", "state": state });
    let actor = Actor::public();
    let asked = Asked::new(&actor, CHANNEL, variables.as_object().cloned().unwrap());
    let ready = site.app.executor().ready(asked).unwrap();
    ready.subscribe(Standing::fixed(actor.clone())).await.unwrap()
}

async fn next(payloads: &mut Payloads) -> Value {
    let payload: Arc<str> = payloads.next().await.unwrap().unwrap().0;
    serde_json::from_str::<Value>(&payload).unwrap()["data"]["channel"].clone()
}

#[tokio::test]
async fn slow_reader_loses_the_oldest_messages_and_is_told_who_is_here() {
    let (site, _) = site_with(lobby(), |config| config.channels.queue = 4).await;
    let mut slow = join(&site, json!("slow")).await;
    assert_eq!(next(&mut slow).await["kind"], "HERE");
    let other = join(&site, json!("other")).await;
    for number in 0..20 {
        site.ask(BROADCAST, json!({ "channel": "lobby", "payload": number })).await.data();
    }
    let last = join(&site, json!("last")).await;
    drop(other);
    let here = next(&mut slow).await;
    assert_eq!(here["kind"], "HERE");
    assert_eq!(states(&here), [json!("slow"), json!("last")]);
    for number in 16..20 {
        assert_eq!(next(&mut slow).await["payload"], number);
    }
    // From here on it is told everything.
    drop(last);
    let left = next(&mut slow).await;
    assert_eq!((&left["kind"], &left["member"]["state"]), (&json!("LEFT"), &json!("last")));
}

#[tokio::test]
async fn message_that_comes_before_the_first_read_is_not_lost() {
    let (site, _) = site_with(lobby(), |_| {}).await;
    let mut member = join(&site, json!("early")).await;
    site.ask(BROADCAST, json!({ "channel": "lobby", "payload": 1 })).await.data();
    let late = join(&site, json!("late")).await;
    // Who is there is told as of when it is read.
    assert_eq!(states(&next(&mut member).await), [json!("early"), json!("late")]);
    assert_eq!(next(&mut member).await["payload"], 1);
    drop(late);
    assert_eq!(next(&mut member).await["kind"], "LEFT");
}

#[tokio::test]
async fn only_what_is_asked_for_is_told() {
    let (site, _) = site_with(lobby(), |_| {}).await;
    let document =
        "subscription { there: channel(name: \"lobby\") { __typename at what: kind members { since } } }";
    let actor = Actor::public();
    let ready = site.app.executor().ready(Asked::new(&actor, document, Default::default())).unwrap();
    let mut member = ready.subscribe(Standing::fixed(actor.clone())).await.unwrap();
    let payload: Arc<str> = member.next().await.unwrap().unwrap().0;
    let here = serde_json::from_str::<Value>(&payload).unwrap()["data"]["there"].clone();
    assert_eq!((&here["__typename"], &here["what"]), (&json!("ChannelEvent"), &json!("HERE")));
    for moment in [&here["at"], &here["members"][0]["since"]] {
        let text = moment.as_str().unwrap();
        assert!(text.len() == "2026-11-28T16:24:33.123Z".len() && text.ends_with('Z'), "{text}");
    }
}
