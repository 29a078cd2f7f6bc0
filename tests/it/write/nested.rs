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
