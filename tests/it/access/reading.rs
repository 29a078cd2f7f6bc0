//! What may not be read can't be found out: rows, fields, numbers and orders.

use headwater::access::Actor;
use serde_json::json;

use super::{Blog, ann, editor, user};

#[tokio::test]
async fn hidden_rows_are_not_listed_found_or_counted() {
    let blog = Blog::new().await;
    let document = r#"{
        posts { id } hidden: post(id: "ha") { id } byTitle: post(title: "HA") { id } node(id: "Post:ha") { id }
        all: postsConnection { totalCount nodes { id } pageInfo { hasNextPage } }
        first: postsConnection(first: 2) { totalCount pageInfo { hasNextPage } }
        last: postsConnection(last: 2) { pageInfo { hasPreviousPage } }
        postsAggregate { count max { title } countDistinct { title } groups(by: [{field: live}]) { key { live } count } }
    }"#;
    let expected = json!({
        "posts": [{ "id": "b" }, { "id": "a" }], "hidden": null, "byTitle": null, "node": null,
        "all": { "totalCount": 2, "nodes": [{ "id": "b" }, { "id": "a" }], "pageInfo": { "hasNextPage": false } },
        "first": { "totalCount": 2, "pageInfo": { "hasNextPage": false } },
        "last": { "pageInfo": { "hasPreviousPage": false } },
        "postsAggregate": { "count": 2, "max": { "title": "B" }, "countDistinct": { "title": 2 },
            "groups": [{ "key": { "live": true }, "count": 2 }] },
    });
    assert_eq!(blog.data(&Actor::public(), document).await, expected);
    let own = blog.data(&ann(), "{ posts(orderBy: [{id: ASC}]) { id } postsAggregate { count } }").await;
    assert_eq!(
        own,
        json!({ "posts": [{ "id": "a" }, { "id": "b" }, { "id": "ha" }], "postsAggregate": { "count": 3 } })
    );
    let all = blog.data(&editor(), "{ postsAggregate { count } }").await;
    assert_eq!(all["postsAggregate"]["count"], 4);
}

#[tokio::test]
async fn hidden_rows_are_not_reached_through_relations() {
    let blog = Blog::new().await;
    let document = r#"{
        tags(orderBy: [{id: ASC}]) { id posts(orderBy: [{id: ASC}]) { id } postsAggregate { count } postsConnection { totalCount } }
        post(id: "a") { comments { id } commentsAggregate { count } commentsConnection { totalCount } }
        comments(orderBy: [{id: ASC}]) { id post { id } }
    }"#;
    let expected = json!({
        "tags": [
            { "id": "blue", "posts": [], "postsAggregate": { "count": 0 }, "postsConnection": { "totalCount": 0 } },
            { "id": "red", "posts": [{ "id": "a" }, { "id": "b" }], "postsAggregate": { "count": 2 }, "postsConnection": { "totalCount": 2 } },
        ],
        "post": { "comments": [{ "id": "c1" }], "commentsAggregate": { "count": 1 }, "commentsConnection": { "totalCount": 1 } },
        // The comment of a hidden post is shown, the post is not.
        "comments": [{ "id": "c1", "post": { "id": "a" } }, { "id": "c3", "post": null }],
    });
    assert_eq!(blog.data(&Actor::public(), document).await, expected);
}

#[tokio::test]
async fn hidden_rows_do_not_count_in_filters_and_orders() {
    let blog = Blog::new().await;
    let found = [
        ("posts: { some: { title: { startsWith: \"H\" } } }", json!([])),
        ("posts: { count: { gte: 1 } }", json!([{ "id": "red" }])),
        ("posts: { none: {} }", json!([{ "id": "blue" }])),
        ("posts: { every: { title: { in: [\"A\", \"B\"] } } }", json!([{ "id": "blue" }, { "id": "red" }])),
        ("posts: { some: { comments: { some: { text: { eq: \"two\" } } } } }", json!([])),
    ];
    for (filter, expected) in found {
        let document = format!("{{ tags(where: {{ {filter} }}, orderBy: [{{id: ASC}}]) {{ id }} }}");
        assert_eq!(blog.data(&Actor::public(), &document).await["tags"], expected, "{filter}");
    }
    let document = "{ comments(where: { post: null }) { id } none: comments(where: { post: { title: { eq: \"HB\" } } }) { id } }";
    let answer = blog.data(&Actor::public(), document).await;
    assert_eq!(answer, json!({ "comments": [{ "id": "c3" }], "none": [] }));
    // By visible posts blue has none and red two; by all of them they have two and three.
    let document = "{ tags(orderBy: [{ posts: { count: ASC } }]) { id } comments(orderBy: [{ post: { title: DESC } }]) { id } }";
    let answer = blog.data(&Actor::public(), document).await;
    let expected =
        json!({ "tags": [{ "id": "blue" }, { "id": "red" }], "comments": [{ "id": "c1" }, { "id": "c3" }] });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn groups_do_not_tell_hidden_records_apart() {
    let blog = Blog::new().await;
    let more = r#"mutation { a: createComment(data: { id: "c5", text: "x", post: { connect: { id: "ha" } } }) { id }
        b: createComment(data: { id: "c6", text: "x" }) { id } }"#;
    blog.data(&Actor::admin(), more).await;
    let document = "{ commentsAggregate { groups(by: [{field: post}], having: { count: { gte: 2 } }) { key { post { id } } count } } }";
    let answer = blog.data(&Actor::public(), document).await;
    // Two comments are on hidden posts, one on none: from here they are the same.
    assert_eq!(answer["commentsAggregate"]["groups"], json!([{ "key": { "post": null }, "count": 3 }]));
}

#[tokio::test]
async fn a_type_without_a_grant_is_nowhere_to_be_asked_for() {
    let blog = Blog::new().await;
    let public = Actor::public();
    for (document, path) in [
        ("{ vaults { id } }", json!(["vaults"])),
        ("{ vault(id: \"v\") { id } }", json!(["vault"])),
        ("{ vaultsConnection { totalCount } }", json!(["vaultsConnection"])),
        ("{ vaultsAggregate { count } }", json!(["vaultsAggregate"])),
        ("{ posts { owner { id } } }", json!(["posts", "owner"])),
        ("{ posts(where: { owner: { name: { eq: \"Ann\" } } }) { id } }", json!(["posts"])),
        ("{ posts(where: { owner: null }) { id } }", json!(["posts"])),
        ("{ posts(orderBy: [{ owner: { name: ASC } }]) { id } }", json!(["posts"])),
        (
            "{ tags { posts(where: { not: { owner: { name: { eq: \"Ann\" } } } }) { id } } }",
            json!(["tags", "posts"]),
        ),
    ] {
        blog.forbids(&public, document, path).await;
    }
}

#[tokio::test]
async fn a_forbidden_field_is_refused_however_it_is_asked_for() {
    let blog = Blog::new().await;
    let public = Actor::public();
    for (document, path) in [
        ("{ posts { secret } }", json!(["posts", "secret"])),
        ("{ posts { title: secret } }", json!(["posts", "title"])),
        ("{ posts { ...F } } fragment F on Post { secret }", json!(["posts", "secret"])),
        ("{ posts { ... { ... on Post { secret } } } }", json!(["posts", "secret"])),
        ("{ node(id: \"Post:a\") { ... on Post { secret } } }", json!(["node", "secret"])),
        ("{ post(id: \"a\") { secret } }", json!(["post", "secret"])),
        ("{ tags { posts { secret } } }", json!(["tags", "posts", "secret"])),
        (
            "{ postsConnection { edges { node { secret } } } }",
            json!(["postsConnection", "edges", "node", "secret"]),
        ),
        ("{ posts(where: { secret: { startsWith: \"s\" } }) { id } }", json!(["posts"])),
        (
            "{ posts(where: { or: [{ not: { secret: { eq: \"sa\" } } }, { id: { eq: \"a\" } }] }) { id } }",
            json!(["posts"]),
        ),
        ("{ posts(orderBy: [{ secret: ASC }]) { id } }", json!(["posts"])),
        ("{ tags(where: { posts: { some: { secret: { eq: \"sa\" } } } }) { id } }", json!(["tags"])),
        ("{ postsConnection(orderBy: [{ secret: ASC }]) { nodes { id } } }", json!(["postsConnection"])),
        ("{ posts @include(if: true) { secret @skip(if: false) } }", json!(["posts", "secret"])),
    ] {
        blog.forbids(&public, document, path).await;
    }
    for totals in [
        "max { secret }",
        "countDistinct { secret }",
        "groups(by: [{ field: secret }]) { count }",
        "groups(by: [{ field: live }], having: { max: { secret: { gt: \"a\" } } }) { count }",
        "groups(by: [{ field: live }], orderBy: [{ max: { secret: ASC } }]) { count }",
    ] {
        let answer = blog.ask(&public, &format!("{{ postsAggregate {{ {totals} }} }}")).await;
        assert!(answer.get("data").is_none_or(serde_json::Value::is_null), "{totals}: {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{totals}: {answer}");
    }
    // What is not asked for is not refused.
    let left_out = blog.data(&public, "{ post(id: \"a\") { id secret @include(if: false) } }").await;
    assert_eq!(left_out, json!({ "post": { "id": "a" } }));
    let ids = blog.data(&public, "{ posts(limit: 1) { id __typename } }").await;
    assert_eq!(ids, json!({ "posts": [{ "id": "b", "__typename": "Post" }] }));
}

#[tokio::test]
async fn a_field_that_some_rows_show_is_refused_in_the_others_and_in_every_filter() {
    let blog = Blog::new().await;
    // Ann reads the secrets of her own posts, which another line covers.
    let answer = blog.ask(&ann(), "{ posts(orderBy: [{title: ASC}]) { id secret } }").await;
    let expected = json!({ "posts": [{ "id": "a", "secret": "sa" }, { "id": "b", "secret": null }, { "id": "ha", "secret": "sha" }] });
    assert_eq!(answer["data"], expected);
    assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    assert_eq!(answer["errors"][0]["path"], json!(["posts", 1, "secret"]));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    blog.forbids(&ann(), "{ posts(where: { secret: { eq: \"sb\" } }) { id } }", json!(["posts"])).await;
    blog.forbids(&ann(), "{ posts(orderBy: [{ secret: ASC }]) { id } }", json!(["posts"])).await;
    // `rank` is the other way round; a default order by it is left out.
    blog.forbids(&ann(), "{ posts(orderBy: [{ rank: ASC }]) { id } }", json!(["posts"])).await;
    let listed = blog.data(&ann(), "{ posts { id } }").await;
    assert_eq!(listed, json!({ "posts": [{ "id": "a" }, { "id": "b" }, { "id": "ha" }] }));
}

#[tokio::test]
async fn a_required_record_that_is_hidden_is_an_error_where_it_stands() {
    let sdl = r#"
        type Room @collection @allow(to: public, do: READ, where: { open: { eq: true } }) { open: Boolean! seats: [Seat!]! @inverse(of: "room") }
        type Seat @collection @allow(to: public, do: READ) { row: Int room: Room! }
    "#;
    let content = r#"mutation {
        a: createRoom(data: { id: "a", open: true, seats: { create: [{ id: "s1" }] } }) { id }
        b: createRoom(data: { id: "b", open: false, seats: { create: [{ id: "s2" }] } }) { id } }"#;
    let blog = Blog::of(sdl, content).await;
    let public = Actor::public();
    let shown = blog.data(&public, "{ seat(id: \"s1\") { room { id } } }").await;
    assert_eq!(shown, json!({ "seat": { "room": { "id": "a" } } }));
    let hidden = blog.ask(&public, "{ seat(id: \"s2\") { id room { id } } }").await;
    assert_eq!(hidden["data"], json!({ "seat": null }));
    assert_eq!(hidden["errors"][0]["path"], json!(["seat", "room"]));
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn a_cursor_does_not_reach_behind_the_rules() {
    let blog = Blog::new().await;
    let document = "{ postsConnection(first: 1, orderBy: [{title: ASC}]) { edges { cursor } } }";
    let cursor = |answer: serde_json::Value| {
        answer["postsConnection"]["edges"][0]["cursor"].as_str().unwrap().to_owned()
    };
    let theirs = cursor(blog.data(&editor(), document).await);
    let next = format!(
        "{{ postsConnection(first: 5, after: \"{theirs}\", orderBy: [{{title: ASC}}]) {{ nodes {{ id }} pageInfo {{ hasNextPage }} }} }}"
    );
    let answer = blog.data(&Actor::public(), &next).await;
    assert_eq!(
        answer,
        json!({ "postsConnection": { "nodes": [{ "id": "b" }], "pageInfo": { "hasNextPage": false } } })
    );
    // The order of an editor's cursor may be by what others may not read.
    let by_secret = cursor(
        blog.data(&editor(), "{ postsConnection(first: 1, orderBy: [{secret: ASC}]) { edges { cursor } } }")
            .await,
    );
    let document = format!(
        "{{ postsConnection(first: 5, after: \"{by_secret}\", orderBy: [{{secret: ASC}}]) {{ nodes {{ id }} }} }}"
    );
    blog.forbids(&Actor::public(), &document, json!(["postsConnection"])).await;
}

#[tokio::test]
async fn a_variable_without_a_value_lets_nobody_in() {
    let rules = [
        r#"{ owner: { id: { eq: "$user.id" } } }"#,
        r#"{ owner: { id: { ne: "$user.id" } } }"#,
        r#"{ not: { owner: { id: { eq: "$user.id" } } } }"#,
        r#"{ name: { eq: "$user.name" } }"#,
        r#"{ not: { name: { eq: "$user.name" } } }"#,
        r#"{ name: { ne: "$claims.team" } }"#,
    ];
    for rule in rules {
        let sdl = format!(
            "type Note @collection @allow(to: public, do: READ, where: {rule}) {{ name: String owner: User }}"
        );
        let content = r#"mutation { createUser(data: { id: "ann", email: "ann@example.org" }) { id }
            a: createNote(data: { id: "a", name: "n", owner: { connect: { id: "ann" } } }) { id }
            b: createNote(data: { id: "b" }) { id } }"#;
        let blog = Blog::of(&sdl, content).await;
        let answer = blog.data(&Actor::public(), "{ notes { id } }").await;
        // A note of nobody's is compared with nothing.
        let expected = if rule.contains("not: { owner") { json!([{ "id": "b" }]) } else { json!([]) };
        assert_eq!(answer["notes"], expected, "{rule}");
    }
}

#[tokio::test]
async fn users_see_and_change_themselves_alone() {
    let blog = Blog::new().await;
    let seen = blog
        .data(
            &user("ann", &[]),
            "{ users { id email roles } usersAggregate { count } other: user(id: \"bob\") { id } }",
        )
        .await;
    let expected = json!({ "users": [{ "id": "ann", "email": "ann@example.org", "roles": [] }], "usersAggregate": { "count": 1 }, "other": null });
    assert_eq!(seen, expected);
    let renamed = blog
        .data(&user("ann", &[]), "mutation { updateUser(id: \"ann\", data: { name: \"Anna\" }) { name } }")
        .await;
    assert_eq!(renamed["updateUser"]["name"], "Anna");
    blog.refuses(
        &user("ann", &[]),
        "mutation { updateUser(id: \"ann\", data: { roles: [editor] }) { id } }",
        "FORBIDDEN",
    )
    .await;
    blog.refuses(
        &user("ann", &[]),
        "mutation { updateUser(id: \"bob\", data: { name: \"B\" }) { id } }",
        "NOT_FOUND",
    )
    .await;
    blog.refuses(&user("ann", &[]), "mutation { deleteUser(id: \"bob\") { id } }", "NOT_FOUND").await;
}
