//! Live queries: the first answer at once, then again whenever it is another one.

use serde_json::json;

use super::{content, live, query, watch, watch_as, write};
use headwater::access::Actor;

const SDL: &str = r#"
    type Post @collection(orderBy: { title: ASC }) {
        title: String! @unique
        rank: Int
        seo: Seo
        author: Writer @relation(onDelete: SET_NULL)
        tags: [Tag!]!
        comments: [Comment!]! @inverse(of: "post")
    }
    type Seo @component { note: String editor: Writer }
    type Writer @collection { name: String! age: Int posts: [Post!]! @inverse(of: "author") }
    type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    type Comment @collection { text: String! shown: Boolean! @default(value: true) post: Post @relation(onDelete: CASCADE) }
    type Site @singleton { motto: String }
"#;

const START: &str = r#"mutation {
    ann: createWriter(data: { id: "ann", name: "Ann", age: 30 }) { id }
    bob: createWriter(data: { id: "bob", name: "Bob", age: 40 }) { id }
    a: createPost(data: { id: "a", title: "A", rank: 1, author: { connect: { id: "ann" } }, tags: { create: [{ id: "red", label: "red" }] } }) { id }
    b: createPost(data: { id: "b", title: "B", rank: 2, author: { connect: { id: "bob" } } }) { id }
    c1: createComment(data: { id: "c1", text: "one", post: { connect: { id: "a" } } }) { id }
}"#;

#[tokio::test]
async fn query_is_answered_at_once_and_again_when_its_answer_changes() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, START).await;
        let mut posts = watch(executor, "subscription { posts(where: { rank: { lt: 5 } }) { title } }").await;
        posts.expect(json!({ "posts": [{ "title": "A" }, { "title": "B" }] })).await;
        write(executor, r#"mutation { createPost(data: { title: "AB", rank: 3 }) { id } }"#).await;
        posts.expect(json!({ "posts": [{ "title": "A" }, { "title": "AB" }, { "title": "B" }] })).await;
        // What does not pass the filter, and a field that nobody asks for.
        write(executor, r#"mutation { createPost(data: { title: "Z", rank: 9 }) { id } }"#).await;
        write(executor, r#"mutation { updatePost(id: "a", data: { seo: { note: "x" } }) { id } }"#).await;
        write(executor, r#"mutation { updatePost(id: "a", data: { rank: 5 }) { id } }"#).await;
        posts.expect(json!({ "posts": [{ "title": "AB" }, { "title": "B" }] })).await;
        write(executor, r#"mutation { deletePost(id: "b") { id } }"#).await;
        posts.expect(json!({ "posts": [{ "title": "AB" }] })).await;
    }
}

#[tokio::test]
async fn related_records_anywhere_in_the_selection_count() {
    let content = content(SDL).await;
    let document = r#"subscription($id: ID) { post(id: $id) {
        title author { name } tags { label posts { title } } comments(where: { shown: { eq: true } }) { text } commentsAggregate { count } seo { note editor { name } }
    } }"#;
    let steps = [
        r#"updateWriter(id: "ann", data: { name: "Anna" })"#,
        r#"createComment(data: { id: "c2", text: "two", post: { connect: { id: "a" } } })"#,
        r#"updateComment(id: "c2", data: { shown: false })"#,
        r#"updateComment(id: "c1", data: { text: "uno" })"#,
        r#"updateTag(id: "red", data: { label: "rouge" })"#,
        r#"updatePost(id: "b", data: { tags: { connect: [{ id: "red" }] } })"#,
        r#"updatePost(id: "b", data: { title: "BB" })"#,
        r#"updatePost(id: "a", data: { author: { connect: { id: "bob" } } })"#,
        r#"updatePost(id: "a", data: { seo: { note: "n", editor: { connect: { id: "ann" } } } })"#,
        r#"updateWriter(id: "ann", data: { name: "Anne" })"#,
        r#"deleteWriter(id: "bob")"#,
        r#"deleteComment(id: "c1")"#,
        r#"deleteTag(id: "red")"#,
        r#"deletePost(id: "a")"#,
    ];
    for executor in &content.executors() {
        write(executor, START).await;
        let mut post = watch_as(executor, &Actor::admin(), document, json!({ "id": "a" })).await;
        let fresh = document.replace("subscription($id: ID)", "query").replace("$id", "\"a\"");
        let mut last = post.next().await;
        assert_eq!(last, query(executor, &fresh).await);
        for step in steps {
            write(executor, &format!("mutation {{ {step} {{ id }} }}")).await;
            let sent = post.next().await;
            assert_ne!(sent, last, "{step}");
            assert_eq!(sent, query(executor, &fresh).await, "{step}");
            last = sent;
        }
    }
}

#[tokio::test]
async fn every_kind_of_query_field_can_be_watched() {
    let content = content(SDL).await;
    let cases = [
        (
            r#"postsConnection(first: 1) { edges { node { title } } pageInfo { hasNextPage } totalCount }"#,
            r#"deletePost(id: "b")"#,
        ),
        (
            r#"postsAggregate { count sum { rank } groups(by: [{ field: author }]) { key { author { id } } count } }"#,
            r#"createPost(data: { title: "C", rank: 7 })"#,
        ),
        (r#"site { motto }"#, r#"updateSite(data: { motto: "m" })"#),
        (
            r#"node(id: "ann") { id ... on Writer { name } }"#,
            r#"updateWriter(id: "ann", data: { name: "N" })"#,
        ),
        (
            r#"writers(orderBy: [{ posts: { count: DESC } }]) { id }"#,
            r#"updatePost(id: "a", data: { author: { connect: { id: "bob" } } })"#,
        ),
        (
            r#"posts(where: { author: { age: { gt: 35 } } }) { id }"#,
            r#"updateWriter(id: "ann", data: { age: 50 })"#,
        ),
        (
            r#"posts(where: { comments: { none: { shown: { eq: true } } } }) { id }"#,
            r#"updateComment(id: "c1", data: { shown: false })"#,
        ),
        (
            r#"posts(where: { comments: { every: { text: { eq: "one" } } } }) { id }"#,
            r#"updateComment(id: "c1", data: { text: "x" })"#,
        ),
        (
            r#"posts(where: { tags: { some: { label: { eq: "blue" } } } }) { id }"#,
            r#"updateTag(id: "red", data: { label: "blue" })"#,
        ),
        (
            r#"posts(orderBy: [{ author: { age: DESC } }]) { id }"#,
            r#"updateWriter(id: "ann", data: { age: 50 })"#,
        ),
        (r#"posts(where: { not: { author: null } }) { id }"#, r#"deleteWriter(id: "ann")"#),
        (r#"posts { id version updatedAt }"#, r#"updatePost(id: "a", data: { seo: { note: "x" } })"#),
    ];
    for (field, step) in cases {
        let content = super::content(SDL).await;
        for executor in &content.executors() {
            write(executor, START).await;
            let mut watcher = watch(executor, &format!("subscription {{ {field} }}")).await;
            let first = watcher.next().await;
            assert_eq!(first, query(executor, &format!("{{ {field} }}")).await);
            write(executor, &format!("mutation {{ {step} {{ id }} }}")).await;
            let second = watcher.next().await;
            assert_ne!(second, first, "{field}");
            assert_eq!(second, query(executor, &format!("{{ {field} }}")).await, "{field}");
        }
    }
    drop(content);
}

#[tokio::test]
async fn changes_that_surely_do_not_matter_cost_no_statement() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, START).await;
        let live = live(executor);
        let mut watchers = Vec::new();
        for rank in 0..20 {
            let document = "subscription($rank: Int) { posts(where: { rank: { eq: $rank } }) { title comments { text } } }";
            watchers.push(watch_as(executor, &Actor::admin(), document, json!({ "rank": rank })).await);
        }
        for watcher in &mut watchers {
            watcher.next().await;
        }
        live.settle().await.unwrap();
        let before = live.evaluations();
        write(executor, r#"mutation { createPost(data: { title: "far", rank: 99 }) { id } }"#).await;
        write(executor, r#"mutation { updateWriter(id: "ann", data: { name: "Anna" }) { id } }"#).await;
        write(executor, r#"mutation { updatePost(id: "a", data: { seo: { note: "x" } }) { id } }"#).await;
        live.settle().await.unwrap();
        assert_eq!(live.evaluations(), before, "nobody is touched");
        write(executor, r#"mutation { updatePost(id: "a", data: { rank: 7 }) { id } }"#).await;
        live.settle().await.unwrap();
        assert_eq!(live.evaluations(), before + 2, "the one that it left and the one that it entered");
    }
}

#[tokio::test]
async fn those_who_watch_the_same_share_one_evaluation() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, START).await;
        let live = live(executor);
        let document = "subscription($rank: Int) { posts(where: { rank: { gte: $rank } }) { title } }";
        let mut watchers = Vec::new();
        for _ in 0..50 {
            watchers.push(watch_as(executor, &Actor::admin(), document, json!({ "rank": 1 })).await);
        }
        for watcher in &mut watchers {
            watcher.next().await;
        }
        live.settle().await.unwrap();
        assert_eq!(live.cohorts(), 1);
        let before = live.evaluations();
        write(executor, r#"mutation { updatePost(id: "a", data: { title: "AA" }) { id } }"#).await;
        for watcher in &mut watchers {
            watcher.expect(json!({ "posts": [{ "title": "AA" }, { "title": "B" }] })).await;
        }
        assert_eq!(live.evaluations(), before + 1);
        drop(watchers);
        live.settle().await.unwrap();
        let other = watch_as(executor, &Actor::admin(), document, json!({ "rank": 2 })).await;
        assert_eq!(live.cohorts(), 1, "what nobody watches is forgotten");
        drop(other);
    }
}

#[tokio::test]
async fn whoever_does_not_read_is_given_the_newest_answer_alone() {
    let content = content(SDL).await;
    for executor in &content.executors() {
        write(executor, START).await;
        let mut slow = watch(executor, "subscription { writers { age } }").await;
        slow.next().await;
        for age in 50..60 {
            write(
                executor,
                &format!(r#"mutation {{ updateWriter(id: "ann", data: {{ age: {age} }}) {{ id }} }}"#),
            )
            .await;
        }
        live(executor).settle().await.unwrap();
        slow.expect(json!({ "writers": [{ "age": 59 }, { "age": 40 }] })).await;
    }
}
