//! Arguments that can't be used, and operations made to hurt.

use serde_json::{Value, json};

use crate::support::queries::Queries;

const SDL: &str = r#"
    type Post @collection @allow(to: public, do: READ) {
        title: String! slug: Slug @unique views: Int! price: Decimal day: Date place: Point meta: JSON
        author: Author!
        cards: [Card!]
        card: Card
    }
    type Author @collection @allow(to: public, do: READ) { name: String! posts: [Post!]! @inverse(of: "author") }
    type Card @component { label: String! owner: Author! note: String }
"#;

async fn queries() -> Queries {
    let queries = Queries::new(SDL).await;
    let now = "'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1";
    let author =
        format!("INSERT INTO author (id, created_at, updated_at, version, name) VALUES ('a', {now}, 'Ann')");
    queries.execute(&author).await;
    let cards = r#"[{"label": "x", "owner": "a"}, {"label": "y", "owner": "gone"}, {"owner": "a"}]"#;
    queries
        .execute(&format!(
            "INSERT INTO post (id, created_at, updated_at, version, title, slug, views, author_id, cards, card) VALUES
             ('1', {now}, 'One', 'one', 1, 'a', '{cards}', '{{\"label\": \"z\", \"owner\": \"gone\"}}'),
             ('2', {now}, 'Two', 'two', 2, 'a', NULL, '{{\"label\": \"z\", \"owner\": \"a\"}}')"
        ))
        .await;
    queries
}

#[tokio::test]
async fn arguments_that_make_no_sense_are_refused_by_name() {
    let queries = queries().await;
    let cursor = queries.ask("{ postsConnection { pageInfo { endCursor } } }").await;
    let cursor = cursor["postsConnection"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    let mut lines = Vec::new();
    for (query, variables) in [
        ("{ post { id } }", json!({})),
        ("{ post(id: \"1\", slug: \"one\") { id } }", json!({})),
        ("{ post(id: null) { id } }", json!({})),
        ("{ posts(limit: -1) { id } }", json!({})),
        ("{ posts(offset: -5) { id } }", json!({})),
        ("query($n: Int) { posts(limit: $n) { id } }", json!({"n": 1001})),
        ("{ postsConnection(first: 1, last: 1) { totalCount } }", json!({})),
        ("{ postsConnection(first: -1) { totalCount } }", json!({})),
        ("{ postsConnection(after: \"nonsense\") { totalCount } }", json!({})),
        (
            "query($c: String) { postsConnection(after: $c, orderBy: {title: ASC}) { totalCount } }",
            json!({"c": cursor}),
        ),
        ("query($c: String) { authorsConnection(before: $c) { totalCount } }", json!({"c": cursor})),
        ("{ posts(where: {day: {eq: \"2026-02-30\"}}) { id } }", json!({})),
        ("{ posts(where: {price: {gt: \"ten\"}}) { id } }", json!({})),
        ("{ posts(where: {views: {between: [1]}}) { id } }", json!({})),
        ("{ posts(where: {title: {like: \"a\\\\\"}}) { id } }", json!({})),
        (
            "query($t: String) { posts(where: {author: {name: {contains: $t}}}) { id } }",
            json!({"t": "a\u{0}b"}),
        ),
        (
            "query($t: String) { posts(where: {or: [{title: {endsWith: $t}}]}) { id } }",
            json!({"t": "a".repeat(20_000)}),
        ),
        ("{ posts(where: {place: {within: {polygon: [{lat: 1, lng: 1}]}}}) { id } }", json!({})),
        ("{ posts(where: {meta: {path: {at: \"a..b\", eq: 1}}}) { id } }", json!({})),
        ("{ posts(where: {meta: {path: {at: \"a\", eq: {b: 1}}}}) { id } }", json!({})),
        ("{ postsAggregate { groups(by: []) { count } } }", json!({})),
        ("{ postsAggregate { groups(by: [{field: title, bucket: DAY}]) { count } } }", json!({})),
        ("{ postsAggregate { groups(by: [{field: day, bucket: HOUR}]) { count } } }", json!({})),
        ("{ postsAggregate { groups(by: [{field: day}, {field: day}]) { count } } }", json!({})),
        (
            "{ postsAggregate { groups(by: [{field: day}], orderBy: {key: {title: ASC}}) { count } } }",
            json!({}),
        ),
    ] {
        lines.push(format!("{query}\n    {}", queries.refused(query, variables).await));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn texts_that_could_not_be_stored_are_found_nowhere() {
    let queries = queries().await;
    for query in [
        "{ post(slug: \"Not a slug!\") { id } }",
        "{ post(id: \"\") { id } }",
        "{ node(id: \"Post:\") { id } }",
        "{ node(id: \"a:b:c\") { id } }",
        "{ node(id: \"Author:1\") { id } }",
    ] {
        let answer = queries.ask(query).await;
        assert_eq!(answer.as_object().unwrap().values().next(), Some(&Value::Null), "{query}");
    }
    let none = queries.ask("{ posts(where: {slug: {in: [\"Not a slug!\", \"\"]}}) { id } }").await;
    assert_eq!(none["posts"], json!([]));
}

#[tokio::test]
async fn a_promised_value_that_is_missing_makes_the_nearest_nullable_field_null() {
    let queries = queries().await;
    let answer = queries
        .refused_in_part("{ posts(orderBy: {id: ASC}) { id cards { label owner { name } } card { label owner { name } } } }")
        .await;
    insta::assert_json_snapshot!(answer);
}

#[tokio::test]
async fn hostile_operations_are_answered_or_refused() {
    let queries = queries().await;
    // A list of ten thousand values is one parameter.
    let many: Vec<String> = (0..10_000).map(|number| format!("{number}")).collect();
    let answer = queries
        .ask_with("query($ids: [ID!]) { posts(where: {id: {in: $ids}}) { id } }", json!({"ids": many}))
        .await;
    assert_eq!(answer["posts"].as_array().unwrap().len(), 2);
    // So many alternatives would be too deep for SQLite as a chain.
    let many: Vec<Value> = (0..1_900).map(|number| json!({"views": {"eq": number}})).collect();
    let answer = queries
        .ask_with("query($w: [PostWhere!]) { posts(where: {or: $w}) { id } }", json!({"w": many}))
        .await;
    assert_eq!(answer["posts"].as_array().unwrap().len(), 2);
    // A filter through twelve relations and back.
    let deep = (0..12)
        .fold(json!({"title": {"eq": "One"}}), |inner, _| json!({"author": {"posts": {"some": inner}}}));
    let answer =
        queries.ask_with("query($w: PostWhere) { posts(where: $w) { id } }", json!({"w": deep})).await;
    assert_eq!(answer["posts"].as_array().unwrap().len(), 2);
    // More keys than any function takes arguments.
    let wide: Vec<String> = (0..1_800).map(|number| format!("k{number}: title")).collect();
    let answer = queries.ask(&format!("{{ posts(limit: 1) {{ {} }} }}", wide.join(" "))).await;
    assert_eq!(answer["posts"][0].as_object().unwrap().len(), 1_800);
    // Fragments that spread each other twice, twenty deep, would be a million fields.
    let fragments: Vec<String> = (0..20)
        .map(|number| format!("fragment F{number} on Post {{ ...F{} ...F{} }}", number + 1, number + 1))
        .collect();
    let query = format!("{{ posts {{ ...F0 }} }} {} fragment F20 on Post {{ id }}", fragments.join(" "));
    let limits = headwater::config::Limits::default();
    let refused = queries.compiler.prepare_with(&query, &limits);
    if refused.is_ok() {
        assert_eq!(queries.ask(&query).await["posts"].as_array().unwrap().len(), 2);
    }
    // Too many values for one statement.
    let many: Vec<Value> = (0..20_000).map(|number| json!({"views": {"eq": number}})).collect();
    let refused = queries
        .refused("query($w: [PostWhere!]) { posts(where: {or: $w}) { id } }", json!({"w": many}))
        .await;
    insta::assert_snapshot!(refused);
}
