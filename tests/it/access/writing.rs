//! What may not be written is not written, from whichever end it is tried, and tells nothing.

use headwater::access::Actor;
use serde_json::json;

use super::{Blog, ann, codes, editor};

#[tokio::test]
async fn what_no_line_grants_is_refused() {
    let blog = Blog::new().await;
    for document in [
        "mutation { createPost(data: { title: \"X\" }) { id } }",
        // What such a post must have is not told.
        "mutation { createPost(data: {}) { id } }",
        "mutation { updatePost(id: \"a\", data: { title: \"X\" }) { id } }",
        "mutation { deletePost(id: \"a\") { id } }",
        "mutation { upsertPost(key: { id: \"a\" }, create: { title: \"X\" }, update: { title: \"X\" }) { id } }",
        "mutation { upsertPost(key: { id: \"x\" }, create: { title: \"X\" }, update: { title: \"X\" }) { id } }",
        "mutation { createVault(data: { code: \"x\" }) { id } }",
    ] {
        blog.refuses(&Actor::public(), document, "FORBIDDEN").await;
    }
}

#[tokio::test]
async fn a_hidden_record_is_not_found_and_a_visible_one_forbidden() {
    let blog = Blog::new().await;
    for (id, code) in [("b", "FORBIDDEN"), ("hb", "NOT_FOUND"), ("nothing", "NOT_FOUND")] {
        blog.refuses(
            &ann(),
            &format!("mutation {{ updatePost(id: \"{id}\", data: {{ title: \"X\" }}) {{ id }} }}"),
            code,
        )
        .await;
        blog.refuses(&ann(), &format!("mutation {{ deletePost(id: \"{id}\") {{ id }} }}"), code).await;
    }
    // In the same words as for one that is not there.
    let said = async |id: &str| {
        let answer = blog
            .ask(
                &ann(),
                &format!(
                    "mutation {{ updatePost(id: \"{id}\", data: {{ title: \"X\" }}, ifVersion: 7) {{ id }} }}"
                ),
            )
            .await;
        answer["errors"].to_string().replace(&format!("`{id}`"), "`?`")
    };
    assert_eq!(said("hb").await, said("no").await);
    let connect = async |id: &str| {
        let answer = blog.ask(&ann(), &format!("mutation {{ createComment(data: {{ text: \"x\", by: {{ connect: {{ id: \"ann\" }} }}, post: {{ connect: {{ id: \"{id}\" }} }} }}) {{ id }} }}")).await;
        answer["errors"].to_string().replace(&format!("`{id}`"), "`?`")
    };
    assert_eq!(connect("hb").await, connect("no").await);
}

#[tokio::test]
async fn a_field_that_a_line_leaves_out_is_not_written() {
    let blog = Blog::new().await;
    for data in ["rank: 9", "title: \"X\", rank: 9", "rank: null", "rank: { inc: 1 }"] {
        blog.refuses(
            &ann(),
            &format!("mutation {{ updatePost(id: \"a\", data: {{ {data} }}) {{ id }} }}"),
            "FORBIDDEN",
        )
        .await;
    }
    let done = blog
        .data(
            &ann(),
            "mutation { updatePost(id: \"ha\", data: { title: \"H\", live: true }) { title live } }",
        )
        .await;
    assert_eq!(done["updatePost"], json!({ "title": "H", "live": true }));
    blog.refuses(&ann(), "mutation { updateTag(id: \"red\", data: { label: \"x\" }) { id } }", "FORBIDDEN")
        .await;
}

#[tokio::test]
async fn a_record_may_not_be_given_away_or_taken() {
    let blog = Blog::new().await;
    // What it becomes must pass as well: it would be Bob's.
    blog.refuses(
        &ann(),
        "mutation { updatePost(id: \"a\", data: { owner: { disconnect: true } }) { id } }",
        "FORBIDDEN",
    )
    .await;
    blog.refuses(
        &ann(),
        "mutation { updateComment(id: \"c3\", data: { by: { disconnect: true } }) { id } }",
        "FORBIDDEN",
    )
    .await;
    // Whatever the request says of the owner, it is who creates it.
    let made = blog.data(&ann(), "mutation { createPost(data: { id: \"n\", title: \"N\", owner: { connect: { id: \"bob\" } } }) { owner { id } } }").await;
    assert_eq!(made["createPost"]["owner"], json!({ "id": "ann" }));
}

#[tokio::test]
async fn writes_by_filter_touch_only_what_may_be_seen_and_written() {
    let blog = Blog::new().await;
    let done = blog
        .data(&ann(), "mutation { updatePosts(where: {}, data: { secret: \"x\" }) { count nodes { id } } }")
        .await;
    assert_eq!(done["updatePosts"]["count"], 2, "{done}");
    let stored = blog.stored().await;
    let secrets: Vec<_> =
        stored["posts"].as_array().unwrap().iter().map(|post| post["secret"].as_str().unwrap()).collect();
    assert_eq!(secrets, ["x", "sb", "x", "shb"]);
    // A filter is no way to ask for what may not be read.
    blog.refuses(
        &ann(),
        "mutation { updatePosts(where: { secret: { eq: \"sb\" } }, data: { title: \"x\" }) { count } }",
        "FORBIDDEN",
    )
    .await;
    let deleted =
        blog.data(&editor(), "mutation { deletePosts(where: { title: { eq: \"B\" } }) { count } }").await;
    assert_eq!(deleted["deletePosts"]["count"], 1);
}

#[tokio::test]
async fn relations_are_not_changed_from_their_far_end_without_the_right_to_the_field_that_holds_them() {
    let blog = Blog::new().await;
    for (data, code) in [
        // Bob's comments: c1 may be seen, c2 and c4 may not.
        ("comments: { disconnect: [{ id: \"c1\" }] }", "FORBIDDEN"),
        ("comments: { set: [] }", "FORBIDDEN"),
        ("comments: { disconnect: [{ id: \"c2\" }] }", "NOT_FOUND"),
        ("comments: { connect: [{ id: \"c4\" }] }", "NOT_FOUND"),
        ("comments: { update: [{ key: { id: \"c1\" }, data: { text: \"x\" } }] }", "FORBIDDEN"),
        ("comments: { update: [{ key: { id: \"c2\" }, data: { text: \"x\" } }] }", "NOT_FOUND"),
        ("comments: { delete: [{ id: \"c1\" }] }", "FORBIDDEN"),
        ("comments: { delete: [{ id: \"c2\" }] }", "NOT_FOUND"),
        ("comments: { create: [{ text: \"x\", by: { connect: { id: \"bob\" } } }] }", "NOT_FOUND"),
        ("comments: { create: [{ text: \"x\" }] }", "FORBIDDEN"),
        ("tags: { connect: [{ label: \"none\" }] }", "NOT_FOUND"),
        ("tags: { create: [{ label: \"new\" }] }", "FORBIDDEN"),
        ("tags: { update: [{ key: { id: \"red\" }, data: { label: \"x\" } }] }", "FORBIDDEN"),
    ] {
        blog.refuses(
            &ann(),
            &format!("mutation {{ updatePost(id: \"a\", data: {{ {data} }}) {{ id }} }}"),
            code,
        )
        .await;
    }
    // A many-to-many list from its far end: the posts hold it.
    for (data, code) in [
        ("posts: { connect: [{ id: \"b\" }] }", None),
        ("posts: { disconnect: [{ id: \"b\" }] }", Some("FORBIDDEN")),
        ("posts: { connect: [{ id: \"hb\" }] }", Some("NOT_FOUND")),
        ("posts: { update: [{ key: { id: \"b\" }, data: { title: \"x\" } }] }", Some("FORBIDDEN")),
        ("posts: { delete: [{ id: \"b\" }] }", Some("FORBIDDEN")),
    ] {
        let document = format!("mutation {{ updateTag(id: \"red\", data: {{ {data} }}) {{ id }} }}");
        match code {
            Some(code) => blog.refuses(&ann(), &document, code).await,
            // It is there already: nothing is written.
            None => drop(blog.ask(&ann(), &document).await),
        }
    }
    let connect =
        "mutation { updateTag(id: \"blue\", data: { posts: { connect: [{ id: \"b\" }] } }) { id } }";
    blog.refuses(&ann(), connect, "FORBIDDEN").await;
    let own = "mutation { updateTag(id: \"blue\", data: { posts: { connect: [{ id: \"a\" }] } }) { posts(orderBy: [{id: ASC}]) { id } } }";
    let done = blog.data(&ann(), own).await;
    assert_eq!(done["updateTag"]["posts"], json!([{ "id": "a" }, { "id": "ha" }]));
}

#[tokio::test]
async fn set_leaves_hidden_members_where_they_are() {
    let blog = Blog::new().await;
    let done = blog.data(&ann(), "mutation { updateTag(id: \"blue\", data: { posts: { set: [{ id: \"a\" }] } }) { posts { id } } }").await;
    assert_eq!(done["updateTag"]["posts"], json!([{ "id": "a" }]));
    let left =
        blog.data(&Actor::admin(), "{ tag(id: \"blue\") { posts(orderBy: [{id: ASC}]) { id } } }").await;
    assert_eq!(left["tag"]["posts"], json!([{ "id": "a" }, { "id": "hb" }]));
}

#[tokio::test]
async fn a_cascade_needs_the_right_to_delete_what_goes_along() {
    let blog = Blog::new().await;
    // Nobody but admins may delete comments; `a` has two.
    blog.refuses(&ann(), "mutation { deletePost(id: \"a\") { id } }", "FORBIDDEN").await;
    blog.refuses(&editor(), "mutation { deletePost(id: \"a\") { id } }", "FORBIDDEN").await;
    blog.refuses(&editor(), "mutation { deletePosts(where: {}) { count } }", "FORBIDDEN").await;
    let done = blog.data(&editor(), "mutation { deletePost(id: \"b\") { id title } }").await;
    assert_eq!(done["deletePost"], json!({ "id": "b", "title": "B" }));
}

#[tokio::test]
async fn an_upsert_does_not_reach_a_hidden_record_or_tell_of_it() {
    let blog = Blog::new().await;
    let upsert = |key: &str| {
        format!(
            "mutation {{ upsertPost(key: {key}, create: {{ title: \"New\" }}, update: {{ title: \"X\" }}) {{ id }} }}"
        )
    };
    blog.refuses(&ann(), &upsert("{ id: \"hb\" }"), "NOT_FOUND").await;
    blog.refuses(&ann(), &upsert("{ id: \"b\" }"), "FORBIDDEN").await;
    let own = blog.data(&ann(), &upsert("{ id: \"ha\" }")).await;
    assert_eq!(own["upsertPost"]["id"], "ha");
}

#[tokio::test]
async fn the_answer_of_a_mutation_shows_no_more_than_a_query() {
    let blog = Blog::new().await;
    // Ann may write posts that she may not see afterwards only by asking for nothing of them.
    let sdl = r#"
        extend enum Role { author }
        type Report @collection @allow(to: public, do: CREATE) @allow(to: author, do: READ) { text: String! secret: String @allow(to: author, do: [READ, UPDATE]) }
    "#;
    let boxed = Blog::of(sdl, "mutation { createReport(data: { id: \"r\", text: \"x\" }) { id } }").await;
    let sent = boxed
        .data(
            &Actor::public(),
            "mutation { createReport(data: { id: \"s\", text: \"y\" }) { id __typename } }",
        )
        .await;
    assert_eq!(sent["createReport"], json!({ "id": "s", "__typename": "Report" }));
    let answer = boxed
        .ask(&Actor::public(), "mutation { createReport(data: { id: \"t\", text: \"y\" }) { text } }")
        .await;
    assert_eq!(codes(&answer), ["FORBIDDEN"], "{answer}");
    let count = boxed.data(&Actor::admin(), "{ reportsAggregate { count } }").await;
    assert_eq!(count["reportsAggregate"]["count"], 2);
    // Related records are read by the rules, too.
    let answer = blog.data(&ann(), "mutation { updatePost(id: \"a\", data: { title: \"A2\" }) { comments { id } commentsAggregate { count } } }").await;
    assert_eq!(
        answer["updatePost"],
        json!({ "comments": [{ "id": "c1" }], "commentsAggregate": { "count": 1 } })
    );
    blog.refuses(&ann(), "mutation { updatePosts(where: {}, data: { secret: \"x\" }) { nodes { owner { posts { secret rank } } } } }", "FORBIDDEN").await;
}

#[tokio::test]
async fn a_field_that_may_not_be_written_does_not_tell_whether_a_guess_is_right() {
    let sdl = r#"
        extend enum Role { author }
        type Person @collection
            @allow(to: author, do: [READ, UPDATE], except: ["salary"]) { name: String! salary: Int }
    "#;
    let blog =
        Blog::of(sdl, "mutation { createPerson(data: { id: \"p\", name: \"P\", salary: 70 }) { id } }").await;
    for salary in [69, 70, 71] {
        let document =
            format!("mutation {{ updatePerson(id: \"p\", data: {{ salary: {salary} }}) {{ id }} }}");
        let answer = blog.ask(&ann(), &document).await;
        assert_eq!(codes(&answer), ["FORBIDDEN"], "{salary}: {answer}");
    }
}
