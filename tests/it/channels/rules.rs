//! Who may join and send.

use std::sync::Arc;

use futures_util::StreamExt;
use headwater::access::{Actor, Identity};
use headwater::app::Reload;
use headwater::error::Code;
use headwater::graphql::executor::Asked;
use headwater::graphql::subscription::Standing;
use serde_json::json;
use tokio::sync::watch;

use super::{BROADCAST, CHANNEL, Member, SDL, refusal, send_refusal, site, user};
use crate::support::site::ADMIN_TOKEN;

#[tokio::test]
async fn nothing_is_allowed_by_itself_but_to_admins() {
    let (site, url) = site(Vec::new()).await;
    let (_, token) = user(&site, "ada", &["author"]).await;
    for name in ["lobby", "post/1", "record", "record/Post", "record/Nope/1", "record/Post/1"] {
        assert_eq!(refusal(&url, None, name).await, "FORBIDDEN", "{name}");
        assert_eq!(refusal(&url, Some(&token), name).await, "FORBIDDEN", "{name}");
        assert_eq!(send_refusal(&site, Some(&token), name).await, "FORBIDDEN", "{name}");
        assert_eq!(refusal(&url, Some(ADMIN_TOKEN), name).await, "", "{name}");
        assert_eq!(send_refusal(&site, Some(ADMIN_TOKEN), name).await, "", "{name}");
    }
    for name in [String::new(), "x".repeat(257), "a\u{7}b".to_owned()] {
        assert_eq!(refusal(&url, Some(ADMIN_TOKEN), &name).await, "BAD_REQUEST", "{name}");
    }
}

#[tokio::test]
async fn joining_and_sending_are_allowed_apart_and_by_role() {
    let news = json!({ "name": "news", "allow": [
        { "to": ["public"], "do": ["JOIN"] },
        { "to": ["editor"], "do": ["SEND"] },
    ] });
    // What several tables say of a name adds up.
    let more = json!({ "name": "{any}", "allow": [{ "to": "author", "do": "SEND" }] });
    let (site, url) = site(vec![news, more]).await;
    let (_, editor) = user(&site, "eda", &["editor"]).await;
    let (_, author) = user(&site, "ada", &["author"]).await;
    let (_, user) = user(&site, "una", &[]).await;
    assert_eq!(refusal(&url, None, "news").await, "");
    assert_eq!(send_refusal(&site, None, "news").await, "FORBIDDEN");
    assert_eq!(send_refusal(&site, Some(&user), "news").await, "FORBIDDEN");
    assert_eq!(send_refusal(&site, Some(&editor), "news").await, "");
    assert_eq!(send_refusal(&site, Some(&author), "news").await, "");
    assert_eq!(refusal(&url, Some(&author), "other").await, "FORBIDDEN");
}

#[tokio::test]
async fn record_of_the_name_is_judged() {
    let post = json!({ "name": "post/{id}", "collection": "Post", "allow": [
        { "to": ["author"], "do": ["ALL"], "where": { "author": { "id": { "eq": "$user.id" } } } },
        { "to": ["editor"], "do": ["JOIN"] },
    ] });
    let (site, url) = site(vec![post]).await;
    let (ada_id, ada) = user(&site, "ada", &["author"]).await;
    let (_, bob) = user(&site, "bob", &["author"]).await;
    let (_, eda) = user(&site, "eda", &["editor"]).await;
    let create = "mutation($author: ID!) { createPost(data: { title: \"a\", author: { connect: { id: $author } } }) { id } }";
    let created = site.ask_as_admin(create, json!({ "author": ada_id })).await.data();
    let name = format!("post/{}", created["createPost"]["id"].as_str().unwrap());
    assert_eq!(refusal(&url, Some(&ada), &name).await, "");
    assert_eq!(send_refusal(&site, Some(&ada), &name).await, "");
    assert_eq!(refusal(&url, Some(&bob), &name).await, "FORBIDDEN");
    assert_eq!(refusal(&url, Some(&eda), &name).await, "");
    assert_eq!(send_refusal(&site, Some(&eda), &name).await, "FORBIDDEN");
    assert_eq!(refusal(&url, None, &name).await, "FORBIDDEN");
    // There is no such record.
    assert_eq!(refusal(&url, Some(&eda), "post/nope").await, "FORBIDDEN");
    assert_eq!(refusal(&url, Some(&ada), &format!("{name}/more")).await, "FORBIDDEN");
}

#[tokio::test]
async fn user_who_asks_is_judged_with_what_the_name_says() {
    let team = json!({ "name": "team/{team}", "allow": [
        { "to": ["user"], "do": ["ALL"], "where": { "team": { "eq": "$channel.team" } } },
    ] });
    let own = json!({ "name": "user/{user}", "allow": [
        { "to": ["public"], "do": ["SEND"] },
        { "to": ["user"], "do": ["JOIN"], "where": { "id": { "eq": "$channel.user" } } },
    ] });
    let (site, url) = site(vec![team, own]).await;
    let (id, token) = user(&site, "ada", &[]).await;
    site.execute(&format!("UPDATE \"user\" SET team = 'red' WHERE id = '{id}'")).await;
    assert_eq!(refusal(&url, Some(&token), "team/red").await, "");
    assert_eq!(refusal(&url, Some(&token), "team/blue").await, "FORBIDDEN");
    assert_eq!(refusal(&url, None, "team/red").await, "FORBIDDEN");
    assert_eq!(refusal(&url, Some(&token), &format!("user/{id}")).await, "");
    assert_eq!(refusal(&url, Some(&token), "user/other").await, "FORBIDDEN");
    assert_eq!(send_refusal(&site, None, &format!("user/{id}")).await, "");
}

#[tokio::test]
async fn channel_of_a_record_is_open_to_whoever_may_read_it() {
    let (site, url) = site(Vec::new()).await;
    let (ada_id, ada) = user(&site, "ada", &["author"]).await;
    let create = "mutation($open: Boolean!, $author: ID!) {
        createPost(data: { title: \"a\", isOpen: $open, author: { connect: { id: $author } } }) { id }
    }";
    let mut names = Vec::new();
    for open in [true, false] {
        let created = site.ask_as_admin(create, json!({ "open": open, "author": ada_id })).await.data();
        names.push(format!("record/Post/{}", created["createPost"]["id"].as_str().unwrap()));
    }
    assert_eq!(refusal(&url, None, &names[0]).await, "");
    assert_eq!(send_refusal(&site, None, &names[0]).await, "");
    assert_eq!(refusal(&url, None, &names[1]).await, "FORBIDDEN");
    assert_eq!(send_refusal(&site, None, &names[1]).await, "FORBIDDEN");
    assert_eq!(refusal(&url, Some(&ada), &names[1]).await, "");
}

#[tokio::test]
async fn who_may_no_longer_join_is_sent_away_and_the_others_see_it() {
    let channels = vec![json!({ "name": "staff", "allow": [{ "to": "editor", "do": "ALL" }] })];
    let (site, url) = site(channels).await;
    let (_, eda) = user(&site, "eda", &["editor"]).await;
    let mut stays = Member::join(&url, Some(&eda), "staff", json!("eda")).await;
    let identity = Identity { id: "bob".to_owned(), ..Identity::default() };
    let editor = Actor::user(identity.clone(), ["editor"]);
    let (speaks, heard) = watch::channel(Arc::new(editor.clone()));
    let variables = json!({ "name": "staff", "state": "bob" }).as_object().cloned().unwrap();
    let ready = site.app.executor().ready(Asked::new(&editor, CHANNEL, variables)).unwrap();
    let mut goes = ready.subscribe(Standing::new(heard)).await.unwrap();
    goes.next().await.unwrap().unwrap();
    assert_eq!(stays.told().await, "JOINED \"bob\"");
    // Another role that may be there as well changes nothing.
    speaks.send_replace(Arc::new(Actor::user(identity.clone(), ["author", "editor"])));
    site.ask_as(&eda, BROADCAST, json!({ "channel": "staff", "payload": 1 })).await.data();
    assert!(goes.next().await.unwrap().unwrap().0.contains("MESSAGE"));
    assert_eq!(stays.told().await, "MESSAGE 1");
    speaks.send_replace(Arc::new(Actor::user(identity, ["author"])));
    let errors = goes.next().await.unwrap().unwrap_err();
    assert_eq!((errors.len(), errors[0].code), (1, Code::Forbidden));
    assert_eq!(stays.told().await, "LEFT \"bob\"");
    assert!(goes.next().await.is_none(), "nothing comes after the error");
}

#[tokio::test]
async fn changed_model_is_judged_by_at_once() {
    let (site, url) = site(Vec::new()).await;
    let create = "mutation { createPost(data: { title: \"a\", isOpen: true }) { id } }";
    let created = site.ask_as_admin(create, json!({})).await.data();
    let name = format!("record/Post/{}", created["createPost"]["id"].as_str().unwrap());
    assert_eq!(refusal(&url, None, &name).await, "");
    let (actor, variables) = (Actor::public(), json!({ "name": name }).as_object().cloned().unwrap());
    let ready = site.app.executor().ready(Asked::new(&actor, CHANNEL, variables)).unwrap();
    let mut member = ready.subscribe(Standing::fixed(actor.clone())).await.unwrap();
    member.next().await.unwrap().unwrap();
    let closed = SDL.replace("where: { isOpen: { eq: true } }", "where: { isOpen: { eq: false } }");
    std::fs::write(site.app.project().schema_dir().join("model.graphql"), closed).unwrap();
    assert!(matches!(site.app.reload().await, Reload::Live));
    assert_eq!(member.next().await.unwrap().unwrap_err()[0].code, Code::Forbidden);
    assert_eq!(refusal(&url, None, &name).await, "FORBIDDEN");
}

#[tokio::test]
async fn claims_the_moment_and_lists_may_be_asked_for() {
    let channels = vec![
        json!({ "name": "{tenant}/hour", "allow": [{ "to": ["user"], "do": ["JOIN"], "where": {
        "createdAt": { "gt": "$now(-1h)" },
        "roles": { "has": "author" },
        "team": { "eq": "$claims.team" },
        "or": [{ "team": { "in": ["$channel.tenant", "x"], "mode": "INSENSITIVE" } }, { "team": { "eq": "$$team" } }],
    } }] }),
    ];
    let (site, _) = site(channels).await;
    let (id, _) = user(&site, "ada", &["author"]).await;
    site.execute(&format!("UPDATE \"user\" SET team = 'Red' WHERE id = '{id}'")).await;
    let ask = async |team: &str, name: &str| {
        let record = json!({ "id": id }).as_object().cloned().unwrap();
        let claims = json!({ "team": team }).as_object().cloned().unwrap();
        let actor =
            Actor::user(Identity { id: id.clone(), record, claims, ..Identity::default() }, ["author"]);
        let variables = json!({ "name": name }).as_object().cloned().unwrap();
        let ready = site.app.executor().ready(Asked::new(&actor, CHANNEL, variables)).unwrap();
        ready.subscribe(Standing::fixed(actor.clone())).await.is_ok()
    };
    assert!(ask("Red", "red/hour").await);
    assert!(!ask("Red", "blue/hour").await);
    assert!(!ask("Blue", "red/hour").await);
}
