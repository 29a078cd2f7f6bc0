//! Who watches what: by their rules, also when those change while they watch.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::watch as channel;

use super::{content, try_watch, user, watch_as, watch_standing, write};
use headwater::access::Actor;
use headwater::graphql::subscription::Standing;

const SDL: &str = r#"
    extend enum Role { editor }
    type Post @collection(orderBy: { title: ASC })
        @allow(to: public, do: READ, where: { live: { eq: true } }, except: ["note"])
        @allow(to: user, do: READ, where: { team: { eq: "$user.team" } }, except: ["note"])
        @allow(to: editor, do: READ) {
        title: String!
        live: Boolean! @default(value: false)
        team: String
        note: String
        from: DateTime
    }
    type Notice @collection(orderBy: { text: ASC }) @allow(to: public, do: READ, where: { until: { gt: "$now" } }) { text: String! until: DateTime! }
    extend type User { team: String }
    type Vault @collection @allow(to: editor, do: READ) { code: String! }
"#;

#[tokio::test]
async fn each_watcher_sees_by_their_own_rules() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let document = "subscription { posts { title } }";
        let mut public = watch_as(executor, &Actor::public(), document, json!({})).await;
        let mut red =
            watch_as(executor, &user("r", &[], json!({ "team": "red" })), document, json!({})).await;
        let mut editor =
            watch_as(executor, &user("e", &["editor"], json!({ "team": "blue" })), document, json!({})).await;
        for watcher in [&mut public, &mut red, &mut editor] {
            watcher.expect(json!({ "posts": [] })).await;
        }
        write(executor, r#"mutation { createPost(data: { title: "hidden", team: "red" }) { id } }"#).await;
        red.expect(json!({ "posts": [{ "title": "hidden" }] })).await;
        editor.expect(json!({ "posts": [{ "title": "hidden" }] })).await;
        write(executor, r#"mutation { createPost(data: { title: "open", live: true }) { id } }"#).await;
        public.expect(json!({ "posts": [{ "title": "open" }] })).await;
        let refused =
            try_watch(executor, &Actor::public(), "subscription { vaults { code } }", json!({})).await;
        assert!(refused.err().unwrap().0[0].starts_with("FORBIDDEN"));
        let refused =
            try_watch(executor, &Actor::public(), "subscription { posts { note } }", json!({})).await;
        assert!(refused.err().unwrap().0[0].starts_with("FORBIDDEN"));
    }
}

#[tokio::test]
async fn somebody_who_becomes_another_goes_on_by_what_that_one_sees() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, r#"mutation { a: createPost(data: { id: "r", title: "red", team: "red" }) { id } b: createPost(data: { id: "b", title: "blue", team: "blue" }) { id } }"#).await;
        let (becomes, actor) = channel::channel(Arc::new(user("u", &[], json!({ "team": "red" }))));
        let standing = || Standing::new(actor.clone());
        let mut posts = watch_standing(executor, standing(), "subscription { posts { title } }", json!({}))
            .await
            .unwrap();
        let mut changes =
            watch_standing(executor, standing(), "subscription { postChanges { op id } }", json!({}))
                .await
                .unwrap();
        posts.expect(json!({ "posts": [{ "title": "red" }] })).await;
        becomes.send_replace(Arc::new(user("u", &[], json!({ "team": "blue" }))));
        posts.expect(json!({ "posts": [{ "title": "blue" }] })).await;
        write(executor, r#"mutation { updatePost(id: "r", data: { title: "redder" }) { id } }"#).await;
        write(executor, r#"mutation { updatePost(id: "b", data: { title: "bluer" }) { id } }"#).await;
        posts.expect(json!({ "posts": [{ "title": "bluer" }] })).await;
        changes.expect(json!({ "postChanges": { "op": "UPDATED", "id": "b" } })).await;
        becomes.send_replace(Arc::new(user("u", &["editor"], json!({ "team": "blue" }))));
        posts.expect(json!({ "posts": [{ "title": "bluer" }, { "title": "redder" }] })).await;
        let mut vault = watch_standing(executor, standing(), "subscription { vaults { code } }", json!({}))
            .await
            .unwrap();
        vault.expect(json!({ "vaults": [] })).await;
        becomes.send_replace(Arc::new(user("u", &[], json!({ "team": "blue" }))));
        assert_eq!(vault.ended().await.unwrap_err().0, ["FORBIDDEN"]);
        posts.expect(json!({ "posts": [{ "title": "bluer" }] })).await;
    }
}

#[tokio::test]
async fn rules_that_ask_for_the_moment_change_answers_as_time_goes_by() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let soon = (chrono::Utc::now() + chrono::TimeDelta::seconds(4)).to_rfc3339();
        write(
            executor,
            &format!(
                r#"mutation {{ createNotice(data: {{ text: "soon over", until: "{soon}" }}) {{ id }} }}"#
            ),
        )
        .await;
        let mut notices =
            watch_as(executor, &Actor::public(), "subscription { notices { text } }", json!({})).await;
        notices.expect(json!({ "notices": [{ "text": "soon over" }] })).await;
        notices.expect(json!({ "notices": [] })).await;
    }
}

#[tokio::test]
async fn time_that_passes_no_record_costs_no_evaluation() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let live = executor.api().content().unwrap().live().clone();
        write(
            executor,
            r#"mutation { createNotice(data: { text: "long", until: "2999-01-01T00:00:00Z" }) { id } }"#,
        )
        .await;
        let mut notices =
            watch_as(executor, &Actor::public(), "subscription { notices { text } }", json!({})).await;
        notices.expect(json!({ "notices": [{ "text": "long" }] })).await;
        live.settle().await.unwrap();
        let before = live.evaluations();
        let soon = (chrono::Utc::now() + chrono::TimeDelta::seconds(5)).to_rfc3339();
        write(
            executor,
            &format!(r#"mutation {{ createNotice(data: {{ text: "short", until: "{soon}" }}) {{ id }} }}"#),
        )
        .await;
        notices.expect(json!({ "notices": [{ "text": "long" }, { "text": "short" }] })).await;
        notices.expect(json!({ "notices": [{ "text": "long" }] })).await;
        // The write, and the moment that was passed; once more if it was looked at in between.
        let evaluations = live.evaluations() - before;
        assert!((2..=3).contains(&evaluations), "{evaluations} evaluations");
    }
}
