//! What a right model becomes.

use super::*;
use crate::model::diagnostics::render;
use crate::model::{FieldKind, OnDelete, RelationStorage};

fn sources(files: &[(&str, &str)]) -> Vec<SourceFile> {
    files.iter().map(|(path, text)| SourceFile { path: (*path).into(), text: (*text).into() }).collect()
}

fn loaded(sdl: &str) -> Loaded {
    let sources = sources(&[("schema/model.graphql", sdl)]);
    load(&sources).unwrap_or_else(|found| panic!("{}", render(&found, &sources, false)))
}

const EXAMPLE: &str = include_str!("../../../tests/it/prelude/example.graphql");

#[test]
fn the_example_of_the_documentation_loads() {
    let loaded = loaded(EXAMPLE);
    let model = &loaded.model;
    let names: Vec<_> = model.collections.keys().map(String::as_str).collect();
    assert_eq!(names, ["User", "Asset", "Post", "Comment", "Tag", "SiteSettings"]);
    let post = &model.collections["Post"];
    assert_eq!(
        (post.plural.as_str(), post.singular.as_str(), post.table.as_str()),
        ("posts", "post", "post")
    );
    assert_eq!(model.collections["SiteSettings"].plural, "siteSettings");
    let fields: Vec<_> = post.fields.keys().map(String::as_str).collect();
    assert_eq!(
        fields.join(" "),
        "id createdAt updatedAt createdBy updatedBy version status publishedAt title slug cover body blocks seo \
         featured views at author tags comments"
    );
    assert_eq!(post.versions, Some(200));
    assert_eq!(post.allow.len(), 4);
    assert_eq!(post.allow[2].place, "schema/model.graphql:10");
    assert_eq!(post.fields["featured"].default, Some(false.into()));
    let user: Vec<_> = model.collections["User"].fields.keys().map(String::as_str).collect();
    assert_eq!(
        user.join(" "),
        "id createdAt updatedAt createdBy updatedBy version email name roles bio avatar"
    );
    assert_eq!(model.locales.len(), 3);
    assert_eq!(model.locales[2].fallback.as_deref(), Some("en"));
}

#[test]
fn effects_that_are_missing_are_told_once_each() {
    let warnings: Vec<_> = loaded(EXAMPLE).warnings.into_iter().map(|warning| warning.message).collect();
    assert_eq!(warnings.iter().filter(|message| message.contains("`@localized`")).count(), 1);
    assert!(
        warnings.iter().all(|message| message.ends_with("is checked but has no effect yet")),
        "{warnings:?}"
    );
}

#[test]
fn what_the_admin_follows_has_effect() {
    let warnings = |field: &str| -> Vec<String> {
        let sdl = format!("type Post @collection @allow(to: public, do: READ) {{ {field} }}");
        loaded(&sdl).warnings.into_iter().map(|warning| warning.message).collect()
    };
    assert!(warnings(r#"title: String @ui(width: "half", help: "Short")"#).is_empty());
    assert!(warnings(r#"body: RichText @richText(marks: ["bold"])"#).is_empty());
    assert!(warnings(r#"cover: Asset @asset(accept: ["image/*"])"#).is_empty());
    assert_eq!(
        warnings(r#"cover: Asset @asset(accept: ["image/*"], maxBytes: 5000000)"#),
        ["`@asset(maxBytes)` is checked but has no effect yet"]
    );
}

fn storage<'a>(model: &'a Model, owner: &str, field: &str) -> &'a RelationStorage {
    match &model.collections[owner].fields[field].kind {
        FieldKind::Relation(relation) => &relation.storage,
        _ => panic!("{owner}.{field} is no relation"),
    }
}

#[test]
fn relations_know_where_their_link_is() {
    let model = loaded(
        r#"type Person @collection {
             manager: Person
             reports: [Person!]! @inverse(of: "manager")
             following: [Person!]!
             followers: [Person!]! @inverse(of: "following")
             friends: [Person!]!
             passport: Passport @inverse(of: "holder")
           }
           type Passport @collection { holder: Person! @unique @relation(onDelete: CASCADE) }
           extend type User { passports: [Passport!]! @inverse(of: "createdBy") }"#,
    )
    .model;
    let column = || "manager_id".to_owned();
    assert_eq!(*storage(&model, "Person", "manager"), RelationStorage::ForeignKey { column: column() });
    assert_eq!(
        *storage(&model, "Person", "reports"),
        RelationStorage::Inverse { field: "manager".into(), column: column(), many: true }
    );
    let join = |table: &str, owner, inverse: Option<&str>| RelationStorage::Join {
        table: table.into(),
        owner,
        inverse: inverse.map(str::to_owned),
    };
    assert_eq!(*storage(&model, "Person", "following"), join("person_following", true, Some("followers")));
    assert_eq!(*storage(&model, "Person", "followers"), join("person_following", false, Some("following")));
    assert_eq!(*storage(&model, "Person", "friends"), join("person_friends", true, None));
    assert_eq!(
        *storage(&model, "Person", "passport"),
        RelationStorage::Inverse { field: "holder".into(), column: "holder_id".into(), many: false }
    );
    assert_eq!(
        *storage(&model, "User", "passports"),
        RelationStorage::Inverse { field: "createdBy".into(), column: "created_by_id".into(), many: true }
    );
    let holder = model.collections["Passport"].fields["holder"].relation();
    assert_eq!(holder.map(|relation| relation.on_delete), Some(OnDelete::Cascade));
}

#[test]
fn parts_of_a_type_may_be_in_several_files() {
    let files = sources(&[
        ("schema/a.graphql", "extend type Song { length: Int }"),
        ("schema/b.graphql", "type Song @collection { title: String! }"),
        ("schema/.headwater.graphql", PRELUDE),
    ]);
    let model = load(&files).unwrap_or_else(|found| panic!("{}", render(&found, &files, false))).model;
    let fields: Vec<_> = model.collections["Song"].fields.keys().skip(6).map(String::as_str).collect();
    assert_eq!(fields, ["title", "length"]);
}

#[test]
fn a_file_may_begin_with_nothing_but_comments() {
    for text in ["", "\n", "# nothing yet", "\u{feff}  # one\r\n,\t", "# one\r\"\"\"not this\"\"\" "] {
        let file = SourceFile { path: "schema/a.graphql".to_owned(), text: text.to_owned() };
        let is_blank = !text.contains("not this");
        assert_eq!(load(&[file]).is_ok(), is_blank, "{text:?}");
    }
}

#[test]
fn an_empty_model_has_the_built_in_types() {
    let model = load(&[]).map(|loaded| loaded.model).unwrap_or_default();
    assert_eq!(model.collections.len(), 2);
    assert_eq!(model.enums.keys().map(String::as_str).collect::<Vec<_>>(), ["Role"]);
    assert!(model.locales.is_empty());
}

#[test]
fn values_of_rules_and_defaults_are_kept_as_json() {
    let model = loaded(
        r#"enum Mood { HAPPY SAD }
           type Day @collection @check(where: { or: [{ mood: { eq: HAPPY } }, { score: { gt: 1.50 } }] }, message: "cheer up") {
             mood: Mood! @default(value: HAPPY)
             moods: [Mood!]! @default(value: [HAPPY])
             score: Decimal @default(value: "1.50") @check(min: 0, max: "9.5")
             at: DateTime @default(value: "2026-11-20T09:00:00+01:00")
             money: Money @default(value: {amount: "2.0", currency: EUR})
           }
           enum Currency { EUR }
           type Money @component { amount: Decimal! currency: Currency! @default(value: EUR) }"#,
    )
    .model;
    let day = &model.collections["Day"];
    let default = |name: &str| day.fields[name].default.as_ref().map(ToString::to_string).unwrap_or_default();
    assert_eq!(default("moods"), r#"["HAPPY"]"#);
    assert_eq!(default("score"), r#""1.5""#);
    assert_eq!(default("at"), r#""2026-11-20T08:00:00.000Z""#);
    assert_eq!(default("money"), r#"{"amount":"2","currency":"EUR"}"#);
    assert_eq!(day.checks[0].filter.to_string(), r#"{"or":[{"mood":{"eq":"HAPPY"}},{"score":{"gt":1.5}}]}"#);
    assert_eq!(day.fields["score"].check.as_ref().and_then(|check| check.max.clone()), Some("9.5".into()));
}

#[test]
fn interfaces_may_name_built_in_fields() {
    let model = loaded(
        r#"interface Entry { id: ID! title: String! }
           interface Dated implements Entry { id: ID! title: String! createdAt: DateTime! }
           type Song implements Entry & Dated @collection {
             id: ID!
             title: String!
             createdAt: DateTime!
           }"#,
    )
    .model;
    let song = &model.collections["Song"];
    assert_eq!(song.implements, ["Entry", "Dated"]);
    assert!(song.fields["id"].built_in);
    assert_eq!(model.interfaces["Dated"].fields.len(), 3);
}
