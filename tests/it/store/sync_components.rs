//! Changes of components and blocks, whose values are JSON in the records that hold them.

use headwater::store::StoreOptions;
use headwater::store::sync::{self, Consent, Outcome};

use super::Databases;
use super::sync_rules::{Rows, check, insert, model};
use crate::support::asking::read_text;

/// What the column of each record holds after the change, on both databases; what may be lost may go.
async fn after(before: &str, rows: Rows<'_>, sdl: &str, column: &str) -> Vec<String> {
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut held = Vec::new();
    for store in databases.each() {
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        for (number, values) in rows.iter().enumerate() {
            insert(store, "post", &format!("p{number}"), values).await;
        }
        let after = model(sdl);
        assert!(!sync::is_applied(store, &after).await.unwrap());
        let outcome = sync::apply(store, &after, sdl, Consent::Destructive).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
        assert!(sync::is_applied(store, &after).await.unwrap());
        let mut values = Vec::new();
        for number in 0..rows.len() {
            let sql =
                format!("SELECT coalesce(CAST({column} AS text), 'NULL') FROM post WHERE id = 'p{number}'");
            values.push(read_text(store, &sql, &[]).await.unwrap());
        }
        held.push(values);
    }
    assert_eq!(held[0], held[1]);
    held.remove(0)
}

const BEFORE: &str = "
    type Post @collection { seo: Seo blocks: [Block!]! hero: Block }
    type Seo @component { title: String note: String score: Int mood: Mood }
    type Quote @component { text: String! by: String inner: [Block!] }
    type Prose @component { text: String seo: Seo }
    union Block = Quote | Prose
    enum Mood { GOOD BAD }";

const NESTED: &str = r#"'[{"__typename":"Quote","text":"a","by":"Ann","inner":[{"__typename":"Prose","text":"é","seo":{"title":"t","note":"n","score":12345678901234567890}},{"__typename":"Quote","text":"deep","by":null}]},{"__typename":"Prose","text":"p"}]'"#;
const SEO: &str = r#"'{"title":"one","note":"two","score":3,"mood":"GOOD"}'"#;
const ROWS: Rows<'static> = &[
    &[("seo", SEO), ("blocks", NESTED)],
    &[("blocks", "'[]'"), ("seo", r#"'{"title":"only"}'"#)],
    &[("blocks", "'[]'"), ("hero", r#"'{"__typename":"Quote","text":"h"}'"#)],
];

#[tokio::test]
async fn a_field_that_goes_takes_what_it_holds_along_when_that_is_allowed() {
    let sdl = BEFORE.replace(" note: String", "");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @r#"
    ! drop `Seo.note`
        loses data: `Seo.note` has a value in 1 row of `Post`
    "#);
    let blocks = after(BEFORE, ROWS, &sdl, "blocks").await;
    assert_eq!(blocks[0], NESTED.trim_matches('\'').replace(r#","note":"n""#, ""));
    let seo = after(BEFORE, ROWS, &sdl, "seo").await;
    assert_eq!(seo, [r#"{"title":"one","score":3,"mood":"GOOD"}"#, r#"{"title":"only"}"#, "NULL"]);
    insta::assert_snapshot!(check(BEFORE, &ROWS[1..], &sdl).await, @"~ drop `Seo.note`");
}

#[tokio::test]
async fn a_field_with_another_name_keeps_what_it_holds() {
    let sdl = BEFORE
        .replace("note: String", "remark: String @oldName(is: \"note\")")
        .replace("by: String", "source: String @oldName(is: \"by\")");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @r#"
    ~ rename `Seo.note` to `Seo.remark`
    ~ rename `Quote.by` to `Quote.source`
    "#);
    let blocks = after(BEFORE, ROWS, &sdl, "blocks").await;
    let expected =
        NESTED.trim_matches('\'').replace("\"note\"", "\"remark\"").replace("\"by\"", "\"source\"");
    assert_eq!(blocks[0], expected);
}

#[tokio::test]
async fn a_component_with_another_name_keeps_its_blocks() {
    let sdl = BEFORE
        .replace("type Quote @component", "type Saying @component @oldName(is: \"Quote\")")
        .replace("union Block = Quote", "union Block = Saying");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @"~ rename the blocks `Quote` to `Saying`");
    let blocks = after(BEFORE, ROWS, &sdl, "blocks").await;
    assert_eq!(blocks[0], NESTED.trim_matches('\'').replace("\"Quote\"", "\"Saying\""));
    assert_eq!(after(BEFORE, ROWS, &sdl, "hero").await[2], r#"{"__typename":"Saying","text":"h"}"#);
}

#[tokio::test]
async fn a_component_that_leaves_a_union_takes_its_blocks_along_when_that_is_allowed() {
    let sdl = BEFORE.replace("union Block = Quote | Prose", "union Block = Prose");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @r#"
    ! take `Quote` out of `Block`
        loses data: there are blocks `Quote` in 2 rows of `Post`
    "#);
    assert_eq!(
        after(BEFORE, ROWS, &sdl, "blocks").await,
        [r#"[{"__typename":"Prose","text":"p"}]"#, "[]", "[]"]
    );
    assert_eq!(after(BEFORE, ROWS, &sdl, "hero").await[2], "NULL");
    let required = BEFORE.replace("hero: Block", "hero: Block!");
    let rows: Rows<'_> = &[&[("blocks", "'[]'"), ("hero", r#"'{"__typename":"Quote","text":"h"}'"#)]];
    insta::assert_snapshot!(check(&required, rows, &required.replace("Quote | Prose", "Prose")).await, @r#"
    x take `Quote` out of `Block`
        impossible: a `Block` is required where it is a `Quote`, in 1 row of `Post`
        help: make the field optional, or put another block there first
    "#);
}

#[tokio::test]
async fn what_must_be_there_needs_a_value() {
    let sdl = BEFORE.replace("note: String", "note: String! @default(value: \"-\") tags: [String!]!");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @r#"
    ~ require `Seo.note`, with "-" where it is missing: in 1 row of `Post`
    ~ require `Seo.tags`, with [] where it is missing: in 2 rows of `Post`
    "#);
    assert_eq!(
        after(BEFORE, ROWS, &sdl, "seo").await,
        [
            r#"{"title":"one","note":"two","score":3,"mood":"GOOD","tags":[]}"#,
            r#"{"title":"only","note":"-","tags":[]}"#,
            "NULL"
        ]
    );
    insta::assert_snapshot!(check(BEFORE, ROWS, &BEFORE.replace("note: String", "note: String!")).await, @r#"
    x require `Seo.note`
        impossible: `Seo.note` is required, and it is missing in 1 row of `Post`
        help: give it a value for them with `@default(value: ...)`, or make it optional
    "#);
    insta::assert_snapshot!(check(BEFORE, ROWS, &BEFORE.replace("title: String", "title: String!")).await, @"~ require `Seo.title`");
}

#[tokio::test]
async fn types_inside_change_when_nothing_is_lost() {
    let taken = BEFORE.replace("score: Int", "score: Float").replace("note: String", "note: Text");
    insta::assert_snapshot!(check(BEFORE, ROWS, &taken).await, @"nothing to do");
    let refused = BEFORE.replace("score: Int", "score: String").replace("note: String", "note: Mood");
    insta::assert_snapshot!(check(BEFORE, ROWS, &refused).await, @r#"
    x change `Seo.note` from String to Mood
        impossible: `Seo.note` has a value in 1 row of `Post`, and String can't become Mood without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    x change `Seo.score` from Int to String
        impossible: `Seo.score` has a value in 1 row of `Post`, and Int can't become String without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    "#);
}

#[tokio::test]
async fn enums_inside_follow() {
    let renamed = BEFORE.replace("GOOD BAD", "FINE @oldName(is: \"GOOD\") BAD");
    insta::assert_snapshot!(check(BEFORE, ROWS, &renamed).await, @"~ rename values of `Seo.mood`: `GOOD` to `FINE`");
    let seo = after(BEFORE, ROWS, &renamed, "seo").await;
    assert_eq!(seo[0], r#"{"title":"one","note":"two","score":3,"mood":"FINE"}"#);
    insta::assert_snapshot!(check(BEFORE, ROWS, &BEFORE.replace("GOOD BAD", "BAD")).await, @r#"
    x remove values of `Seo.mood`: `GOOD`
        impossible: `Seo.mood` holds `GOOD` in 1 row of `Post`
        help: keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first
    "#);
}

#[tokio::test]
async fn what_moves_with_its_column_and_table_follows_too() {
    let sdl = BEFORE
        .replace(
            "type Post @collection { seo: Seo",
            "type Page @collection @oldName(is: \"Post\") { meta: Seo @oldName(is: \"seo\")",
        )
        .replace("note: String", "remark: String @oldName(is: \"note\")");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @r#"
    sqlite:
    ~ drop the index `post__created_by_id__idx` of `Post`
    ~ drop the index `post__updated_by_id__idx` of `Post`
    ~ rename the table `post` to `page`, for `Page`
    ~ rename `Post.seo` to `Page.meta`
    ~ rename `Seo.note` to `Seo.remark`
    + index `Page.createdBy`
    + index `Page.updatedBy`
    postgres:
    ~ drop the index `post__created_by_id__idx` of `Post`
    ~ drop the index `post__updated_by_id__idx` of `Post`
    ~ drop the foreign key of `post.created_by_id` to `user`
    ~ drop the foreign key of `post.updated_by_id` to `user`
    ~ rename the table `post` to `page`, for `Page`
    ~ rename `Post.seo` to `Page.meta`
    ~ rename `Seo.note` to `Seo.remark`
    + index `Page.createdBy`
    + index `Page.updatedBy`
    + add the foreign key of `page.created_by_id` to `user` (on delete set null)
    + add the foreign key of `page.updated_by_id` to `user` (on delete set null)
    "#);
}

#[tokio::test]
async fn links_inside_follow_a_renamed_collection() {
    let before = "type Post @collection { quotes: [Quote!] } type Author @collection { name: String }
        type Quote @component { author: Author! others: [Author!] }";
    let sdl = before.replace("type Author @collection", "type Writer @collection @oldName(is: \"Author\")");
    let sdl = sdl.replace(": Author!", ": Writer!").replace("[Author!]", "[Writer!]");
    let quotes = r#"[{"author":"a1","others":["a2"]}]"#;
    let rows: Rows<'_> = &[&[("quotes", &format!("'{quotes}'"))]];
    assert_eq!(after(before, rows, &sdl, "quotes").await, [quotes]);
    let elsewhere = format!("{} type Author @collection {{ name: String }}", sdl.replace("Writer", "Poet"));
    let elsewhere = elsewhere.replace(" @oldName(is: \"Author\")", "").replace("Poet!", "Poet");
    insta::assert_snapshot!(check(before, rows, &elsewhere).await, @r#"
    sqlite:
    + create the table `poet` for `Poet`
    ! drop `Quote.author`
        loses data: `Quote.author` has a value in 1 row of `Post`
    ! drop `Quote.others`
        loses data: `Quote.others` has a value in 1 row of `Post`
    postgres:
    + create the table `poet` for `Poet`
    ! drop `Quote.author`
        loses data: `Quote.author` has a value in 1 row of `Post`
    ! drop `Quote.others`
        loses data: `Quote.others` has a value in 1 row of `Post`
    + add the foreign keys of `poet`
    "#);
}

#[tokio::test]
async fn gaps_and_remains_of_older_models_do_no_harm() {
    let before = "type Post @collection { seo: Seo } enum Mood { GOOD BAD }
        type Seo @component { moods: [Mood] inner: Seo note: String }";
    let held = r#"{"moods":[null,"GOOD"],"inner":"a text","note":"n"}"#;
    let rows: Rows<'_> = &[&[("seo", &format!("'{held}'"))]];
    let sdl = before.replace("GOOD BAD", "FINE @oldName(is: \"GOOD\") BAD").replace("note: String", "");
    assert_eq!(after(before, rows, &sdl, "seo").await, [r#"{"moods":[null,"FINE"],"inner":"a text"}"#]);
    insta::assert_snapshot!(check(before, rows, &before.replace("GOOD BAD", "BAD")).await, @r#"
    x remove values of `Seo.moods`: `GOOD`
        impossible: `Seo.moods` holds `GOOD` in 1 row of `Post`
        help: keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first
    "#);
}

#[tokio::test]
async fn what_fills_a_list_has_the_form_of_the_list() {
    let before = "type Post @collection { seo: Seo } type Seo @component { note: String }";
    let sdl = before.replace("note: String", "note: String ids: [BigInt!]! @default(value: [1, 2])");
    let rows: Rows<'_> = &[&[("seo", r#"'{"note":"n"}'"#)]];
    assert_eq!(after(before, rows, &sdl, "seo").await, [r#"{"note":"n","ids":["1","2"]}"#]);
}

#[tokio::test]
async fn additions_need_no_steps() {
    let sdl = BEFORE.replace("note: String", "note: String more: [Int!] prose: Prose");
    insta::assert_snapshot!(check(BEFORE, ROWS, &sdl).await, @"nothing to do");
}
