//! Who is there, and what is said.

use serde_json::{Value, json};

use super::{BROADCAST, CHANNEL, Member, SET_PRESENCE, lobby, site, user};
use crate::support::site::ADMIN_TOKEN;

#[tokio::test]
async fn members_see_each_other_come_and_go() {
    let (_site, url) = site(lobby()).await;
    let mut one = Member::join(&url, None, "lobby", json!("one")).await;
    assert_eq!(one.states(), [json!("one")]);
    assert_eq!(one.here["member"], one.here["members"][0]);
    let mut two = Member::join(&url, None, "lobby", json!("two")).await;
    assert_eq!(two.states(), [json!("one"), json!("two")]);
    assert_eq!(two.here["member"], two.here["members"][1]);
    assert_eq!(one.told().await, "JOINED \"two\"");

    two.client.complete("1").await;
    assert_eq!(one.told().await, "LEFT \"two\"");
    // A socket that breaks is gone as well.
    let three = Member::join(&url, None, "lobby", Value::Null).await;
    assert_eq!(one.told().await, "JOINED null");
    drop(three);
    assert_eq!(one.told().await, "LEFT null");
}

#[tokio::test]
async fn tabs_of_a_user_are_members_of_their_own() {
    let (site, url) = site(lobby()).await;
    let (id, token) = user(&site, "ada", &[]).await;
    let mut tab = Member::join(&url, Some(&token), "lobby", json!(1)).await;
    let other = Member::join(&url, Some(&token), "lobby", json!(2)).await;
    assert_eq!(tab.told().await, "JOINED 2");
    assert_ne!(tab.id, other.id);
    let users: Vec<&Value> = other.here["members"].as_array().unwrap().iter().map(|m| &m["user"]).collect();
    assert_eq!(users, [&json!(id), &json!(id)]);
    // The same channel twice on one socket, too.
    tab.client.subscribe("2", CHANNEL, json!({ "name": "lobby", "state": 3 })).await;
    let mut kinds = [tab.client.hear().await, tab.client.hear().await]
        .map(|message| message["payload"]["data"]["channel"]["kind"].as_str().unwrap().to_owned());
    kinds.sort();
    assert_eq!(kinds, ["HERE", "JOINED"]);
}

#[tokio::test]
async fn what_is_said_is_heard_by_all_in_order_with_who_said_it() {
    let (site, url) = site(lobby()).await;
    let (id, token) = user(&site, "ada", &[]).await;
    let mut members = [
        Member::join(&url, Some(&token), "lobby", json!(0)).await,
        Member::join(&url, None, "lobby", json!(1)).await,
    ];
    assert_eq!(members[0].told().await, "JOINED 1");
    for number in 0..50 {
        let said =
            site.ask_as(&token, BROADCAST, json!({ "channel": "lobby", "payload": { "n": number } })).await;
        assert_eq!(said.data(), json!({ "broadcast": true }));
    }
    site.ask(BROADCAST, json!({ "channel": "lobby", "payload": null })).await;
    for payload in [json!("text"), json!([1, 2.5, null]), json!({ "b": 1, "a": 2 })] {
        site.ask(BROADCAST, json!({ "channel": "lobby", "payload": payload })).await.data();
    }
    for member in &mut members {
        for number in 0..50 {
            let event = member.next().await;
            let (payload, sender) = (&event["payload"], &event["sender"]);
            assert_eq!((payload, sender), (&json!({ "n": number }), &json!(id)), "{event:#}");
            assert_eq!((&event["members"], &event["member"]), (&json!([]), &Value::Null));
        }
        assert_eq!(member.next().await["sender"], Value::Null);
        assert_eq!(member.told().await, "MESSAGE [1,2.5,null]");
        assert_eq!(member.told().await, r#"MESSAGE {"b":1,"a":2}"#);
    }
}

#[tokio::test]
async fn channels_are_heard_apart() {
    let mut channels = lobby();
    channels.push(json!({ "name": "room/{number}", "allow": [{ "to": "public", "do": "ALL" }] }));
    let (site, url) = site(channels).await;
    let mut one = Member::join(&url, None, "room/1", json!(1)).await;
    let mut two = Member::join(&url, None, "room/2", json!(2)).await;
    assert_eq!(two.states(), [json!(2)]);
    for room in ["room/2", "room/1"] {
        site.ask(BROADCAST, json!({ "channel": room, "payload": room })).await.data();
    }
    assert_eq!(one.told().await, "MESSAGE \"room/1\"");
    assert_eq!(two.told().await, "MESSAGE \"room/2\"");
}

#[tokio::test]
async fn user_changes_the_state_of_own_members_only() {
    let (site, url) = site(lobby()).await;
    let (_, ada) = user(&site, "ada", &[]).await;
    let (_, eve) = user(&site, "eve", &[]).await;
    let mut own = Member::join(&url, Some(&ada), "lobby", json!("here")).await;
    let anonymous = Member::join(&url, None, "lobby", json!("nobody")).await;
    assert_eq!(own.told().await, "JOINED \"nobody\"");
    let set = |member: &str, state: Value| json!({ "channel": "lobby", "member": member, "state": state });

    let done = site.ask_as(&ada, SET_PRESENCE, set(&own.id, json!({ "typing": true }))).await;
    assert_eq!(done.data(), json!({ "setPresence": true }));
    assert_eq!(own.told().await, r#"CHANGED {"typing":true}"#);
    // The same again is no change.
    site.ask_as(&ada, SET_PRESENCE, set(&own.id, json!({ "typing": true }))).await.data();

    for (token, member, code) in [
        (&eve, own.id.as_str(), "FORBIDDEN"),
        (&eve, anonymous.id.as_str(), "FORBIDDEN"),
        (&ada, "nonsense", "NOT_FOUND"),
    ] {
        assert_eq!(site.ask_as(token, SET_PRESENCE, set(member, json!(1))).await.code(), code, "{member}");
    }
    assert_eq!(site.ask(SET_PRESENCE, set(&anonymous.id, json!(1))).await.code(), "FORBIDDEN");
    let elsewhere = json!({ "channel": "other", "member": own.id });
    assert_eq!(site.ask_as(&ada, SET_PRESENCE, elsewhere).await.code(), "NOT_FOUND");
    site.ask_as(ADMIN_TOKEN, SET_PRESENCE, set(&anonymous.id, json!("named"))).await.data();
    assert_eq!(own.told().await, "CHANGED \"named\"");
    let last = Member::join(&url, None, "lobby", Value::Null).await;
    assert_eq!(last.states(), [json!({ "typing": true }), json!("named"), Value::Null]);
}
