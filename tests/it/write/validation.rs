//! What is told of values that break the model's rules: all of it at once, by path, and nothing is
//! written.

use serde_json::{Value, json};

use super::Both;

const SDL: &str = r#"
    enum Mood { GOOD BAD }
    type Author @collection { name: String! @check(minLength: 2) email: Email @unique posts: [Post!]! @inverse(of: "author") }
    type Post @collection @check(where: { views: { lte: 1000 } }, message: "too many views")
        @index(fields: ["section", "number"], unique: true) {
      title: String! @check(maxLength: 10, pattern: "[A-Z].*")
      slug: Slug! @slug(from: "title") @unique
      views: Int! @default(value: 0) @check(min: 0, max: 5000)
      price: Decimal @check(max: "99.99") day: Date moment: DateTime time: Time big: BigInt site: URL place: Point
      mood: Mood words: [String!]! @check(maxLength: 2) section: String number: Int
      code: String @writeOnce fixed: String @readOnly
      author: Author! @relation(onDelete: RESTRICT)
      editor: Author
      reviews: [Review!]! @inverse(of: "post") @relation(max: 2)
      tags: [Tag!]! @relation(max: 2)
      blocks: [Block!]!
    }
    type Review @collection { stars: Int! @check(min: 1, max: 5) post: Post! @relation(onDelete: CASCADE) }
    type Tag @collection { label: String! @unique }
    union Block = Prose | Picture
    type Prose @component { text: Text! }
    type Picture @component { image: Author! caption: String @check(maxLength: 3) }"#;

async fn setting() -> Both {
    let both = Both::new(SDL).await;
    let made = both
        .ask(
            r#"mutation {
                createAuthor(data: { id: "a1", name: "Ann", email: "ann@example.org" }) { id }
                createTags(data: [{ id: "t1", label: "one" }, { id: "t2", label: "two" }, { id: "t3", label: "three" }]) { id }
                createPost(data: { id: "p1", title: "First", section: "s", number: 1, code: "c", author: { connect: { id: "a1" } } }) { slug }
            }"#,
            &json!({}),
        )
        .await;
    assert!(made.get("errors").is_none(), "{made}");
    both
}

/// What is wrong, a line for each field: `path CODE message`.
async fn refused(both: &Both, document: &str, variables: Value) -> String {
    let before = both.log(0).await.len();
    let answer = both.ask(document, &variables).await;
    assert_eq!(both.log(0).await.len(), before, "a refused write left something behind");
    let error = &answer["errors"][0];
    let mut lines = vec![format!(
        "{} {}",
        error["extensions"]["code"].as_str().unwrap_or("?"),
        error["message"].as_str().unwrap_or("?")
    )];
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    for field in error["extensions"]["fields"].as_array().into_iter().flatten() {
        lines.push(format!("{} {}: {}", text(&field["path"]), text(&field["code"]), text(&field["message"])));
    }
    lines.join("\n")
}

const CREATE: &str = "mutation($data: PostCreate!) { createPost(data: $data) { id } }";

#[tokio::test]
async fn everything_is_told_at_once() {
    let both = setting().await;
    let data = json!({
        "title": "lower and too long", "views": -1, "price": "100", "day": "2026-02-30", "moment": "now", "time": "25:00",
        "big": "x", "site": "no url", "place": { "lat": 91, "lng": 0 }, "words": ["a", "b", "c"], "fixed": "x",
        "blocks": [{ "prose": { "text": "fine" } }, { "picture": { "caption": "long" } }],
        "reviews": { "create": [{ "stars": 9 }, {}] },
        "tags": { "create": [{}] },
    });
    insta::assert_snapshot!(refused(&both, CREATE, json!({ "data": data })).await);
}

#[tokio::test]
async fn taken_values_are_named_by_field() {
    let both = setting().await;
    let data = json!({ "title": "Second", "slug": "first", "section": "s", "number": 1, "author": { "connect": { "id": "a1" } } });
    insta::assert_snapshot!(refused(&both, CREATE, json!({ "data": data })).await);
    let many = json!({ "data": [{ "label": "four" }, { "label": "one" }, { "label": "four" }] });
    insta::assert_snapshot!(
        refused(&both, "mutation($data: [TagCreate!]!) { createTags(data: $data) { id } }", many).await
    );
    insta::assert_snapshot!(
        refused(&both, r#"mutation { updateTag(id: "t2", data: { label: "one" }) { id } }"#, json!({})).await
    );
    insta::assert_snapshot!(
        refused(&both, r#"mutation { createTag(data: { id: "t1", label: "new" }) { id } }"#, json!({})).await
    );
}

#[tokio::test]
async fn references_to_nothing_are_all_told() {
    let both = setting().await;
    let data = json!({
        "title": "Second",
        "author": { "connect": { "email": "nobody@example.org" } },
        "editor": { "connect": { "id": "none" } },
        "tags": { "connect": [{ "label": "one" }, { "label": "none" }] },
        "blocks": [{ "picture": { "image": { "connect": { "id": "gone" } } } }],
    });
    insta::assert_snapshot!(refused(&both, CREATE, json!({ "data": data })).await);
}

#[tokio::test]
async fn rules_of_changes_are_told() {
    let both = setting().await;
    for (document, name) in [
        (
            r#"mutation { updatePost(id: "p1", data: { title: null, author: null, code: "other" }) { id } }"#,
            "null",
        ),
        (r#"mutation { updatePost(id: "p1", data: { code: "other" }) { id } }"#, "write once"),
        (r#"mutation { updatePost(id: "p1", data: { views: { inc: 2000 } }) { id } }"#, "type check"),
        (
            r#"mutation { updatePost(id: "p1", data: { views: { mul: -1, inc: 1 } }) { id } }"#,
            "two operations",
        ),
        (r#"mutation { updatePost(id: "p1", data: { views: { inc: -1 } }) { id } }"#, "bounds"),
        (r#"mutation { updatePost(id: "p1", data: { words: { append: ["a", "b", "c"] } }) { id } }"#, "list"),
        (
            r#"mutation { updatePost(id: "p1", data: { tags: { connect: [{ id: "t1" }, { id: "t2" }, { id: "t3" }] } }) { id } }"#,
            "max",
        ),
        (r#"mutation { updatePost(id: "p1", data: { author: { disconnect: true } }) { id } }"#, "disconnect"),
        (
            r#"mutation { updatePost(id: "p1", data: { author: { connect: { id: "a1" }, create: { name: "Bo" } } }) { id } }"#,
            "two ways",
        ),
        (r#"mutation { updatePost(id: "none", data: { views: 1 }) { id } }"#, "not found"),
        (r#"mutation { updatePost(id: "p1", ifVersion: 7, data: { views: 1 }) { id } }"#, "version"),
        (r#"mutation { deleteAuthor(id: "a1") { id } }"#, "restrict"),
        (r#"mutation { deleteAuthors(where: {}) { count } }"#, "restrict many"),
    ] {
        insta::assert_snapshot!(name.replace(' ', "_"), refused(&both, document, json!({})).await);
    }
}

#[tokio::test]
async fn ten_thousand_records_are_made_by_one_request() {
    let both = Both::new("type Tag @collection { label: String! @unique n: Int! }").await;
    let data: Vec<Value> =
        (0..10_000).map(|number| json!({ "label": format!("tag {number}"), "n": number })).collect();
    let document = "mutation($data: [TagCreate!]!) { createTags(data: $data) { n } }";
    let answer = both.ask(document, &json!({ "data": data })).await;
    let tags = answer["data"]["createTags"].as_array().unwrap();
    assert!(
        tags.iter().enumerate().all(|(number, tag)| tag["n"] == json!(number)),
        "in the order of the request"
    );
    let counted = both.ask("{ tagsAggregate { count sum { n } } }", &json!({})).await;
    assert_eq!(counted["data"]["tagsAggregate"], json!({ "count": 10_000, "sum": { "n": 49_995_000 } }));
    let updated =
        both.ask("mutation { updateTags(where: {}, data: { n: { inc: 1 } }) { count } }", &json!({})).await;
    assert_eq!(updated["data"]["updateTags"]["count"], 10_000);
    let deleted = both.ask("mutation { deleteTags(where: {}) { count } }", &json!({})).await;
    assert_eq!(deleted["data"]["deleteTags"]["count"], 10_000);
}
