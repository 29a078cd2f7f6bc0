//! Lists of records: many-to-many relations and the far ends of to-one relations.

use serde_json::{Value, json};

use super::Both;

/// Books with tags, and what each list may hold.
async fn books() -> Both {
    Both::new(
        r#"type Shelf @collection { books: [Book!]! @inverse(of: "shelf") @relation(max: 2) }
           type Book @collection {
             shelf: Shelf
             tags: [Tag!]! @relation(max: 2) @check(minLength: 1)
           }
           type Tag @collection { weight: Int  books: [Book!]! @inverse(of: "tags") @relation(max: 2) }"#,
    )
    .await
}

/// The tags of each book.
async fn tags(both: &Both) -> Value {
    let books = both.ask("{ books(orderBy: [{ id: ASC }]) { id tags { id } } }", &json!({})).await;
    books["data"]["books"].clone()
}

async fn ask(both: &Both, mutation: &str) -> Value {
    let answer = both.ask(&format!("mutation {{ {mutation} }}"), &json!({})).await;
    answer
        .get("errors")
        .map_or_else(|| answer["data"].clone(), |errors| errors[0]["extensions"]["fields"].clone())
}

#[tokio::test]
async fn what_is_written_inside_a_list_finds_it_as_it_is_by_then() {
    let both = books().await;
    ask(&both, r#"createBook(data: { id: "1", tags: { create: [{ id: "a" }] } }) { id }"#).await;
    let inside = r#"updateBook(id: "1", data: { tags: {
        connect: [{ id: "a" }]
        create: [{ id: "b", books: { connect: [{ id: "1" }] } }]
        update: [
          { key: { id: "b" }, data: { books: { update: [{ key: { id: "1" }, data: { tags: { disconnect: [{ id: "a" }] } } }] } } }
        ]
    } }) { tags { id } }"#;
    insta::assert_snapshot!(ask(&both, inside).await, @r#"{"updateBook":{"tags":[{"id":"b"}]}}"#);
    let log = both.log(2).await;
    let book = log.iter().find(|entry| entry.collection == "Book").unwrap();
    insta::assert_snapshot!(json!([book.before, book.after]), @r#"[{"tags":["a"]},{"tags":["b"]}]"#);
    insta::assert_snapshot!(ask(&both, r#"updateTag(id: "b", data: { books: { update: [{ key: { id: "1" }, data: { tags: { set: [{ id: "a" }] } } }] } }) { books { id } }"#).await, @r#"{"updateTag":{"books":[]}}"#);
    insta::assert_snapshot!(tags(&both).await, @r#"[{"id":"1","tags":[{"id":"a"}]}]"#);
}

#[tokio::test]
async fn lists_are_judged_when_all_is_done_and_from_both_ends() {
    let both = books().await;
    ask(&both, r#"createTags(data: [{ id: "a" }, { id: "b" }, { id: "c" }]) { id }"#).await;
    let created = |rest: &str| format!(r#"createBook(data: {{ id: "1", {rest} }}) {{ id }}"#);
    let connect = |ids: &[&str]| {
        let keys: Vec<_> = ids.iter().map(|id| format!("{{ id: \"{id}\" }}")).collect();
        format!("tags: {{ connect: [{}] }}", keys.join(" "))
    };
    insta::assert_snapshot!(ask(&both, &created("")).await, @r#"[{"path":"data.tags","code":"TOO_SHORT","message":"must have at least 1 records, not 0"}]"#);
    insta::assert_snapshot!(ask(&both, &created(&connect(&["a", "b", "c"]))).await, @r#"[{"path":"data.tags","code":"TOO_MANY","message":"holds 3 records, and at most 2 are allowed"}]"#);
    ask(&both, &created(&connect(&["a", "b"]))).await;
    let exchanged = r#"updateBook(id: "1", data: { tags: { connect: [{ id: "c" }], delete: [{ id: "b" }] } }) { tags { id } }"#;
    insta::assert_snapshot!(ask(&both, exchanged).await, @r#"{"updateBook":{"tags":[{"id":"a"},{"id":"c"}]}}"#);
    let one_by_one = r#"updateTags(where: { id: { in: ["a", "c"] } }, data: { books: { disconnect: [{ id: "1" }] } }) { count }"#;
    insta::assert_snapshot!(ask(&both, one_by_one).await, @r#"[{"path":"data.books.tags","code":"TOO_SHORT","message":"must have at least 1 records, not 0"}]"#);
    insta::assert_snapshot!(ask(&both, r#"deleteTags(where: {}) { count }"#).await, @r#"[{"path":"where.tags","code":"TOO_SHORT","message":"must have at least 1 records, not 0"}]"#);
    let more = r#"createBooks(data: [{ tags: { connect: [{ id: "a" }] } }, { tags: { connect: [{ id: "a" }] } }]) { id }"#;
    insta::assert_snapshot!(ask(&both, more).await, @r#"[{"path":"data[0].tags","code":"TOO_MANY","message":"leads to a record whose `books` then holds 3 records, and at most 2 are allowed"}]"#);
    let far = r#"updateTag(id: "a", data: { books: { create: [{}, {}] } }) { id }"#;
    insta::assert_snapshot!(ask(&both, far).await, @r#"[{"path":"data.books","code":"TOO_MANY","message":"holds 3 records, and at most 2 are allowed"}]"#);
    insta::assert_snapshot!(tags(&both).await, @r#"[{"id":"1","tags":[{"id":"a"},{"id":"c"}]}]"#);
}

#[tokio::test]
async fn far_end_of_a_relation_is_judged_from_both_ends() {
    let both = books().await;
    ask(&both, r#"createTag(data: { id: "a" }) { id }"#).await;
    let tags = r#"tags: { create: [{}] }"#;
    ask(&both, &format!(r#"createShelf(data: {{ id: "1", books: {{ create: [{{ id: "1", {tags} }}, {{ id: "2", {tags} }}] }} }}) {{ id }}"#)).await;
    let near = format!(r#"createBook(data: {{ {tags}, shelf: {{ connect: {{ id: "1" }} }} }}) {{ id }}"#);
    insta::assert_snapshot!(ask(&both, &near).await, @r#"[{"path":"data.shelf","code":"TOO_MANY","message":"leads to a record whose `books` then holds 3 records, and at most 2 are allowed"}]"#);
    let far = format!(r#"updateShelf(id: "1", data: {{ books: {{ create: [{{ {tags} }}] }} }}) {{ id }}"#);
    insta::assert_snapshot!(ask(&both, &far).await, @r#"[{"path":"data.books","code":"TOO_MANY","message":"holds 3 records, and at most 2 are allowed"}]"#);
    let exchanged = format!(
        r#"updateShelf(id: "1", data: {{ books: {{ create: [{{ id: "3", {tags} }}], delete: [{{ id: "1" }}] }} }}) {{ books(orderBy: [{{ id: ASC }}]) {{ id }} }}"#
    );
    insta::assert_snapshot!(ask(&both, &exchanged).await, @r#"{"updateShelf":{"books":[{"id":"2"},{"id":"3"}]}}"#);
}
