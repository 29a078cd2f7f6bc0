//! Streams of changes: who enters, changes in, and leaves what is watched.

use serde_json::{Value, json};

use super::{content, live, try_watch, user, watch, watch_as, write};
use headwater::access::Actor;
use headwater::changes::{Retention, retain};

const SDL: &str = r#"
    extend enum Role { author }
    type Post @collection
        @allow(to: public, do: READ, where: { live: { eq: true } }, except: ["secret"])
        @allow(to: author, do: READ, where: { owner: { id: { eq: "$user.id" } } }) {
        title: String!
        live: Boolean! @default(value: true)
        rank: Int
        secret: String
        owner: Writer @relation(onDelete: SET_NULL)
        tags: [Tag!]!
    }
    type Writer @collection @allow(to: public, do: READ) { name: String! }
    type Tag @collection @allow(to: public, do: READ) { label: String! posts: [Post!]! @inverse(of: "tags") }
"#;

const EVENT: &str = "{ op id changed node { title rank } }";

fn event(op: &str, id: &str, changed: &[&str], node: Value) -> Value {
    json!({ "postChanges": { "op": op, "id": id, "changed": changed, "node": node } })
}

#[tokio::test]
async fn records_enter_change_and_leave() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let document = format!("subscription {{ postChanges(where: {{ rank: {{ gt: 5 }} }}) {EVENT} }}");
        let mut changes = watch(executor, &document).await;
        write(executor, r#"mutation { createPost(data: { id: "low", title: "low", rank: 1 }) { id } }"#)
            .await;
        write(executor, r#"mutation { createPost(data: { id: "a", title: "A", rank: 7 }) { id } }"#).await;
        let sent = changes.next().await;
        assert_eq!(sent["data"]["postChanges"]["op"], "ENTERED");
        assert_eq!(sent["data"]["postChanges"]["node"], json!({ "title": "A", "rank": 7 }));
        write(executor, r#"mutation { updatePost(id: "a", data: { title: "AA" }) { id } }"#).await;
        changes.expect(event("UPDATED", "a", &["title"], json!({ "title": "AA", "rank": 7 }))).await;
        write(executor, r#"mutation { updatePost(id: "low", data: { rank: 8 }) { id } }"#).await;
        changes.expect(event("ENTERED", "low", &["rank"], json!({ "title": "low", "rank": 8 }))).await;
        write(executor, r#"mutation { updatePost(id: "a", data: { rank: 2 }) { id } }"#).await;
        changes.expect(event("LEFT", "a", &["rank"], json!({ "title": "AA", "rank": 2 }))).await;
        write(executor, r#"mutation { deletePost(id: "low") { id } }"#).await;
        let sent = changes.next().await;
        assert_eq!(sent["data"]["postChanges"]["op"], "LEFT");
        assert_eq!(sent["data"]["postChanges"]["id"], "low");
        assert_eq!(sent["data"]["postChanges"]["node"], Value::Null);
    }
}

#[tokio::test]
async fn stream_goes_on_after_a_cursor_without_gap_or_repeat() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let all = "subscription($since: String) { postChanges(where: { rank: { gt: 0 } }, since: $since) { op id cursor } }";
        let mut first = watch_as(executor, &Actor::admin(), all, json!({})).await;
        for rank in 1..=300 {
            write(executor, &format!(r#"mutation {{ createPost(data: {{ id: "p{rank}", title: "t", rank: {rank} }}) {{ id }} }}"#)).await;
            if rank % 3 == 0 {
                write(
                    executor,
                    &format!(r#"mutation {{ updatePost(id: "p{rank}", data: {{ rank: 0 }}) {{ id }} }}"#),
                )
                .await;
                write(
                    executor,
                    &format!(
                        r#"mutation {{ updatePost(id: "p{rank}", data: {{ rank: {rank} }}) {{ id }} }}"#
                    ),
                )
                .await;
            }
        }
        let mut seen = Vec::new();
        for _ in 0..500 {
            seen.push(first.next().await["data"]["postChanges"].clone());
        }
        for start in [0, 1, 250, 499] {
            let since = seen[start]["cursor"].clone();
            let mut again = watch_as(executor, &Actor::admin(), all, json!({ "since": since })).await;
            for expected in &seen[start + 1..] {
                assert_eq!(again.next().await["data"]["postChanges"], *expected);
            }
            let document = format!(
                r#"mutation {{ createPost(data: {{ id: "end{start}", title: "t", rank: 1 }}) {{ id }} }}"#
            );
            write(executor, &document).await;
            for watcher in [&mut again, &mut first] {
                let sent = watcher.next().await["data"]["postChanges"].clone();
                assert_eq!(sent["id"], format!("end{start}"));
                if seen.last() != Some(&sent) {
                    seen.push(sent);
                }
            }
        }
    }
}

#[tokio::test]
async fn rules_are_judged_before_and_after() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, r#"mutation { a: createWriter(data: { id: "ann", name: "Ann" }) { id } b: createWriter(data: { id: "bob", name: "Bob" }) { id } }"#).await;
        let document = format!("subscription {{ postChanges {EVENT} }}");
        let mut public = watch_as(executor, &Actor::public(), &document, json!({})).await;
        let mut ann = watch_as(executor, &user("ann", &["author"], json!({})), &document, json!({})).await;
        write(executor, r#"mutation { createPost(data: { id: "p", title: "P", live: false, rank: 1, secret: "s", owner: { connect: { id: "ann" } } }) { id } }"#).await;
        let sent = ann.next().await;
        assert_eq!(sent["data"]["postChanges"]["op"], "ENTERED");
        // Nobody else hears of what they may not see.
        write(executor, r#"mutation { updatePost(id: "p", data: { live: true }) { id } }"#).await;
        public.expect(event("ENTERED", "p", &["live"], json!({ "title": "P", "rank": 1 }))).await;
        ann.expect(event("UPDATED", "p", &["live"], json!({ "title": "P", "rank": 1 }))).await;
        write(executor, r#"mutation { updatePost(id: "p", data: { secret: "t" }) { id } }"#).await;
        ann.expect(event("UPDATED", "p", &["secret"], json!({ "title": "P", "rank": 1 }))).await;
        write(executor, r#"mutation { updatePost(id: "p", data: { secret: "u", rank: 2 }) { id } }"#).await;
        public.expect(event("UPDATED", "p", &["rank"], json!({ "title": "P", "rank": 2 }))).await;
        ann.next().await;
        write(executor, r#"mutation { updatePost(id: "p", data: { owner: { connect: { id: "bob" } }, live: false }) { id } }"#).await;
        let left = public.next().await["data"]["postChanges"].clone();
        assert_eq!((left["op"].as_str(), &left["node"]), (Some("LEFT"), &Value::Null));
        let left = ann.next().await["data"]["postChanges"].clone();
        assert_eq!((left["op"].as_str(), &left["node"]), (Some("LEFT"), &Value::Null));
        write(executor, r#"mutation { deletePost(id: "p") { id } }"#).await;
        write(executor, r#"mutation { createPost(data: { id: "q", title: "Q" }) { id } }"#).await;
        assert_eq!(public.next().await["data"]["postChanges"]["id"], "q");
    }
}

#[tokio::test]
async fn conditions_on_other_records_are_asked_of_the_database() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, r#"mutation { a: createWriter(data: { id: "ann", name: "Ann" }) { id } b: createWriter(data: { id: "bob", name: "Bob" }) { id } t: createTag(data: { id: "t", label: "red" }) { id } }"#).await;
        let document = r#"subscription { postChanges(where: { or: [{ owner: { name: { eq: "Ann" } } }, { tags: { some: { label: { eq: "red" } } } }] }) { op id } }"#;
        let mut changes = watch(executor, document).await;
        let steps = [
            (
                r#"createPost(data: { id: "a", title: "a", owner: { connect: { id: "ann" } } })"#,
                Some("ENTERED"),
            ),
            (r#"createPost(data: { id: "b", title: "b", owner: { connect: { id: "bob" } } })"#, None),
            (r#"updatePost(id: "b", data: { owner: { connect: { id: "ann" } } })"#, Some("ENTERED")),
            (r#"updatePost(id: "b", data: { title: "bb" })"#, Some("UPDATED")),
            (r#"updatePost(id: "b", data: { owner: { disconnect: true } })"#, Some("LEFT")),
            (r#"updatePost(id: "b", data: { tags: { connect: [{ id: "t" }] } })"#, Some("ENTERED")),
            (r#"updatePost(id: "b", data: { title: "b" })"#, Some("UPDATED")),
            (r#"updatePost(id: "b", data: { tags: { set: [] } })"#, Some("LEFT")),
            (r#"updatePost(id: "b", data: { title: "bbb" })"#, None),
            (r#"updatePost(id: "a", data: { title: "bbb" })"#, Some("UPDATED")),
            (r#"deletePost(id: "b")"#, None),
            (r#"deletePost(id: "a")"#, Some("LEFT")),
        ];
        for (step, expected) in steps {
            write(executor, &format!("mutation {{ {step} {{ id }} }}")).await;
            if let Some(expected) = expected {
                let sent = changes.next().await;
                assert_eq!(sent["data"]["postChanges"]["op"], expected, "{step}: {sent}");
            }
        }
    }
}

#[tokio::test]
async fn only_the_asked_kinds_are_sent_and_bad_arguments_are_told() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let mut left = watch(executor, "subscription { postChanges(ops: [LEFT]) { op id } }").await;
        write(executor, r#"mutation { createPost(data: { id: "a", title: "a" }) { id } }"#).await;
        write(executor, r#"mutation { updatePost(id: "a", data: { title: "b" }) { id } }"#).await;
        write(executor, r#"mutation { deletePost(id: "a") { id } }"#).await;
        left.expect(json!({ "postChanges": { "op": "LEFT", "id": "a" } })).await;
        let mut future =
            watch(executor, r#"subscription { postChanges(since: "999999") { op id changed node { id } } }"#)
                .await;
        future
            .expect(json!({ "postChanges": { "op": "RESYNC", "id": null, "changed": [], "node": null } }))
            .await;
        let refused = try_watch(
            executor,
            &Actor::admin(),
            r#"subscription { postChanges(since: "x") { op } }"#,
            json!({}),
        )
        .await;
        let told = refused.err().unwrap().0.join(" ");
        assert!(told.contains("BAD_REQUEST") && told.contains("cursor"), "{told}");
        let secret = r#"subscription { postChanges(where: { secret: { eq: "x" } }) { op } }"#;
        let refused = try_watch(executor, &Actor::public(), secret, json!({})).await;
        assert!(refused.err().unwrap().0[0].starts_with("FORBIDDEN"));
        let _ = live(executor);
    }
}

#[tokio::test]
async fn stream_whose_changes_are_kept_no_longer_says_so_once() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        let log = live(executor).log().clone();
        let document = "subscription($since: String) { postChanges(since: $since) { op id cursor } }";
        let mut all = watch_as(executor, &Actor::admin(), document, json!({ "since": "0" })).await;
        for id in ["a", "b"] {
            write(
                executor,
                &format!(r#"mutation {{ createPost(data: {{ id: "{id}", title: "t" }}) {{ id }} }}"#),
            )
            .await;
        }
        let old = all.next().await["data"]["postChanges"]["cursor"].clone();
        all.next().await;
        // Of posts nothing is kept, of writers everything.
        write(executor, r#"mutation { createWriter(data: { id: "w", name: "w" }) { id } }"#).await;
        let kept = Retention { keep_days: 0, keep_days_of: [("Post".to_owned(), 1)].into_iter().collect() };
        let later = chrono::Utc::now() + chrono::TimeDelta::days(2);
        assert_eq!(retain(&log, &kept, &[], later).await.unwrap(), 2);
        let mut again = watch_as(executor, &Actor::admin(), document, json!({ "since": old })).await;
        let resync = again.next().await["data"]["postChanges"].clone();
        assert_eq!((resync["op"].as_str(), &resync["id"]), (Some("RESYNC"), &Value::Null));
        write(executor, r#"mutation { createPost(data: { id: "c", title: "t" }) { id } }"#).await;
        assert_eq!(again.next().await["data"]["postChanges"]["id"], "c");
        let mut after =
            watch_as(executor, &Actor::admin(), document, json!({ "since": resync["cursor"] })).await;
        assert_eq!(after.next().await["data"]["postChanges"]["id"], "c");
    }
}
