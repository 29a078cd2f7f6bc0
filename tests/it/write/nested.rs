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

const PEOPLE: &str = r#"type Person @collection {
    score: Int @default(value: 0)
    boss: Person
    team: [Person!]! @inverse(of: "boss")
}"#;

/// A boss `1` and the team `2` and `3`.
async fn people() -> Both {
    let both = Both::new(PEOPLE).await;
    let made = r#"mutation { createPerson(data: { id: "1", team: { create: [{ id: "2" }, { id: "3" }] } }) { id } }"#;
    both.ask(made, &json!({})).await;
    both
}

async fn scores(both: &Both) -> String {
    let people = both.ask("{ people(orderBy: [{ id: ASC }]) { score } }", &json!({})).await;
    let people = people["data"]["people"].as_array().unwrap().clone();
    people.iter().map(|person| person["score"].to_string()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn write_that_comes_back_to_a_record_counts_twice() {
    let both = people().await;
    let around = r#"mutation {
        updatePerson(id: "2", data: {
            score: { inc: 1 }
            boss: { update: { team: { update: [{ key: { id: "2" }, data: { score: { inc: 10 } } }] } } }
        }) { score version }
    }"#;
    let answer = both.ask(around, &json!({})).await;
    assert_eq!(answer["data"]["updatePerson"], json!({ "score": 11, "version": 2 }), "{answer}");
    let log = both.log(3).await;
    assert_eq!(log.len(), 1);
    assert_eq!((&log[0].before, &log[0].after), (&json!({ "score": 0 }), &json!({ "score": 11 })));
}

#[tokio::test]
async fn records_of_a_filter_see_what_was_written_inside_those_before() {
    let both = people().await;
    let all = r#"mutation { updatePeople(where: { boss: { id: { eq: "1" } } }, data: { boss: { update: { score: { inc: 1 } } } }) { count } }"#;
    both.ask(all, &json!({})).await;
    assert_eq!(scores(&both).await, "2 0 0");
    let chain = r#"mutation { updatePeople(where: {}, data: { score: { inc: 1 }, team: { delete: [{ id: "3" }] } }) { count nodes { id } } }"#;
    let refused = both.ask(chain, &json!({})).await;
    insta::assert_snapshot!(refused["errors"][0]["message"], @r#""`data.team.delete[0]`: there is no Person with the id `3`""#);
    let bosses = r#"mutation { updatePeople(where: { id: { in: ["1", "2"] } }, data: { boss: { delete: true } }) { count nodes { id } } }"#;
    let answer = both.ask(bosses, &json!({})).await;
    insta::assert_snapshot!(answer["data"]["updatePeople"], @r#"{"count":1,"nodes":[{"id":"2"}]}"#);
}

#[tokio::test]
async fn record_can_not_be_deleted_inside_its_own_change() {
    let both = people().await;
    let delete = r#"mutation { updatePerson(id: "2", data: { score: 1, boss: { update: { team: { delete: [{ id: "2" }] } } } }) { score } }"#;
    let first = both.ask(delete, &json!({})).await;
    insta::assert_snapshot!(first["errors"][0]["message"], @r#""`data`: deletes its own record further down""#);
    let last = r#"mutation { updatePerson(id: "1", data: { team: { update: [{ key: { id: "2" }, data: { boss: { delete: true } } }] } }) { score } }"#;
    insta::assert_snapshot!(both.ask(last, &json!({})).await["errors"][0]["message"], @r#""`data`: deletes its own record further down""#);
    assert_eq!(scores(&both).await, "0 0 0");
    assert_eq!(both.log(3).await, []);
}

#[tokio::test]
async fn key_of_a_one_to_one_relation_finds_who_is_there_by_then() {
    let both = Both::new(
        r#"type Desk @collection { person: Person @unique }
           type Person @collection { desk: Desk @inverse(of: "person") }"#,
    )
    .await;
    let desk = r#"mutation { createDesk(data: { id: "d", person: { create: { id: "1" } } }) { id } createPeople(data: [{ id: "2" }, { id: "3" }]) { id } }"#;
    both.ask(desk, &json!({})).await;
    let taken = r#"mutation { updatePeople(where: { id: { in: ["2", "3"] } }, data: { desk: { connect: { person: "1" } } }) { count } }"#;
    let refused = both.ask(taken, &json!({})).await;
    insta::assert_snapshot!(refused["errors"][0]["message"], @r#""`data.desk`: there is no Desk with the person `1`""#);
}

#[tokio::test]
async fn record_that_comes_to_another_must_be_unique_there() {
    let both = Both::new(
        r#"type Shelf @collection { books: [Book!]! @inverse(of: "shelf") }
           type Book @collection @index(fields: ["shelf", "title"], unique: true) { title: String! shelf: Shelf! }"#,
    )
    .await;
    let made = r#"mutation { createShelves(data: [
        { id: "1", books: { create: [{ id: "a", title: "A" }, { id: "b", title: "B" }] } }
        { id: "2", books: { create: [{ id: "c", title: "A" }] } }
    ]) { id } }"#;
    both.ask(made, &json!({})).await;
    let refused =
        async |document: &str| both.ask(document, &json!({})).await["errors"][0]["extensions"].clone();
    let far = r#"mutation { updateShelf(id: "2", data: { books: { connect: [{ id: "a" }] } }) { id } }"#;
    insta::assert_snapshot!(refused(far).await, @r#"{"code":"CONFLICT","fields":[{"path":"data.books.shelf","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `2` and `A`"},{"path":"data.books.title","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `2` and `A`"}]}"#);
    let near = r#"mutation { updateBook(id: "a", data: { shelf: { connect: { id: "2" } } }) { id } }"#;
    insta::assert_snapshot!(refused(near).await, @r#"{"code":"CONFLICT","fields":[{"path":"data.shelf","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `2` and `A`"},{"path":"data.title","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `2` and `A`"}]}"#);
    let many = r#"mutation { updateBooks(where: {}, data: { title: "A" }) { count } }"#;
    insta::assert_snapshot!(refused(many).await, @r#"{"code":"CONFLICT","fields":[{"path":"data.shelf","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `1` and `A`"},{"path":"data.title","code":"UNIQUE","message":"`shelf` and `title` must be unique together, and another Book has `1` and `A`"}]}"#);
    let moved = r#"mutation { updateShelf(id: "2", data: { books: { connect: [{ id: "b" }] } }) { books(orderBy: [{ id: ASC }]) { id } } }"#;
    insta::assert_snapshot!(both.ask(moved, &json!({})).await, @r#"{"data":{"updateShelf":{"books":[{"id":"b"},{"id":"c"}]}}}"#);
}
