//! Records that are written inside others.

use serde_json::json;

use super::Both;

#[tokio::test]
async fn records_made_inside_components_hold_what_their_own_components_lead_to() {
    let both = Both::new(
        "type Book @collection { blocks: [Block!]! }
         type Tag @collection { label: String }
         union Block = Prose | Quote
         type Prose @component { tag: Tag }
         type Quote @component { book: Book! }",
    )
    .await;
    let inner = json!({ "id": "2", "blocks": [
        { "prose": { "tag": { "create": { "id": "t" } } } },
        { "quote": { "book": { "create": { "id": "3" } } } },
    ] });
    let outer = json!({ "id": "1", "blocks": [
        { "prose": {} },
        { "quote": { "book": { "create": inner } } },
    ] });
    let document = "mutation($data: BookCreate!) { createBook(data: $data) { id } }";
    both.ask(document, &json!({ "data": outer })).await;
    let books = both
        .ask(
            "{ books { id blocks { ... on Prose { tag { id } } ... on Quote { book { id } } } } }",
            &json!({}),
        )
        .await;
    insta::assert_snapshot!(books["data"]["books"], @r#"[{"id":"1","blocks":[{"tag":null},{"book":{"id":"2"}}]},{"id":"2","blocks":[{"tag":{"id":"t"}},{"book":{"id":"3"}}]},{"id":"3","blocks":[]}]"#);
}

#[tokio::test]
async fn values_that_one_request_gives_twice_are_refused_at_once() {
    let both = Both::new(
        r#"type Post @collection {
             title: String!
             slug: Slug! @slug(from: "title") @unique
             next: Post @unique
           }"#,
    )
    .await;
    let refused = async |document: &str| both.ask(document, &json!({})).await["errors"][0]["message"].clone();
    let slugs = r#"mutation { createPosts(data: [{ title: "A" }, { title: "B", slug: "a" }]) { id } }"#;
    insta::assert_snapshot!(refused(slugs).await, @r#""`data[1].slug`: must be unique, and another Post has `a`""#);
    let ids = r#"mutation {
        upsertPost(key: { id: "1" }, create: { title: "A", next: { create: { id: "1", title: "B" } } }, update: {}) { id }
    }"#;
    insta::assert_snapshot!(refused(ids).await, @r#""`create.id`: is the id of another Post: `1`""#);
    let next = r#"mutation {
        upsertPost(
            key: { id: "1" }
            create: { title: "A", next: { create: { id: "2", title: "B", next: { create: { id: "3", title: "C" } } } } }
            update: {}
        ) { id }
        b: upsertPost(key: { id: "4" }, create: { title: "D", next: { connect: { id: "3" } } }, update: {}) { id }
    }"#;
    insta::assert_snapshot!(refused(next).await, @r#""`create.next`: must be unique, and another Post has `3`""#);
}
