//! What a plan says for each kind of change, with rows in the tables.

use headwater::model::diagnostics::SourceFile;
use headwater::model::{Model, load};
use headwater::store::sync::{self, Consent, MigrationPlan, Outcome};
use headwater::store::{Store, StoreOptions};
use sea_orm::ConnectionTrait;

use super::Databases;
use crate::support::asking::read_text;

pub(super) fn model(sdl: &str) -> Model {
    let file = SourceFile { path: "schema/model.graphql".to_owned(), text: sdl.to_owned() };
    load(&[file]).unwrap_or_else(|mistakes| panic!("{mistakes:?}")).model
}

/// A row of a collection's table; `values` are pairs of column and literal.
pub(super) async fn insert(store: &Store, table: &str, id: &str, values: &[(&str, &str)]) {
    let names = values.iter().map(|(column, _)| format!(", \"{column}\"")).collect::<String>();
    let literals = values.iter().map(|(_, literal)| format!(", {literal}")).collect::<String>();
    let sql = format!(
        "INSERT INTO \"{table}\" (id, created_at, updated_at, version{names}) \
         VALUES ('{id}', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1{literals})"
    );
    store.connection().execute_unprepared(&sql).await.unwrap();
}

/// Rows for one table: the values of each.
pub(super) type Rows<'a> = &'a [&'a [(&'a str, &'a str)]];

/// Makes the tables of `before` and the rows of `post`, then plans the change to `after`. Where the
/// databases differ, both plans are shown. A plan that may be carried out is carried out.
pub(super) async fn check(before: &str, rows: Rows<'_>, after: &str) -> String {
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut shown = Vec::new();
    for store in databases.each() {
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        for (number, values) in rows.iter().enumerate() {
            insert(store, "post", &format!("p{number}"), values).await;
        }
        let plan = sync::plan(store, &model(after)).await.unwrap();
        shown.push(show(&plan));
        check_application(store, &model(after), &plan).await;
    }
    match shown.as_slice() {
        [sqlite, postgres] if sqlite == postgres => sqlite.clone(),
        shown => format!("sqlite:\n{}postgres:\n{}", shown[0], shown[1]),
    }
}

fn show(plan: &MigrationPlan) -> String {
    if plan.is_empty() { "nothing to do\n".to_owned() } else { plan.to_string() }
}

/// A plan does what it says it may do, and leaves nothing to do.
async fn check_application(store: &Store, model: &Model, plan: &MigrationPlan) {
    for consent in [Consent::Safe, Consent::Destructive] {
        let outcome = sync::apply(store, model, "", consent).await.unwrap();
        assert_eq!(matches!(outcome, Outcome::Refused(_)), !plan.is_allowed(consent));
        if plan.is_allowed(consent) {
            let again = sync::plan(store, model).await.unwrap();
            assert!(again.is_empty() && again.drift.is_empty(), "{again}");
            return;
        }
    }
}

const POST: &str = "type Post @collection { title: String body: Text views: Int }";

#[tokio::test]
async fn nothing_to_do() {
    insta::assert_snapshot!(check(POST, &[], POST).await, @"nothing to do");
}

#[tokio::test]
async fn additions_are_made() {
    let after = "type Post @collection {
        title: String @index body: Text views: Int likes: Int! @default(value: 0) tags: [Tag!]! words: [String!]!
      }
      type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: \"tags\") }";
    insta::assert_snapshot!(check(POST, &[&[]], after).await, @r"
    sqlite:
    + create the table `tag` for `Tag`
    + create the join table `post_tags` for `Post.tags`
    + add `Post.likes` (Int)
    + add `Post.words` ([String])
    ~ rebuild the table `post`, with the changes above
    + index `Post.title`
    postgres:
    + create the table `tag` for `Tag`
    + create the join table `post_tags` for `Post.tags`
    + add `Post.likes` (Int)
    + add `Post.words` ([String])
    + index `Post.title`
    + add the foreign keys of `tag`
    + add the foreign keys of `post_tags`
    ");
}

#[tokio::test]
async fn dropping_what_holds_data_is_destructive() {
    let rows: Rows<'_> = &[&[("title", "'a'"), ("views", "1")], &[("title", "'b'")]];
    insta::assert_snapshot!(check(POST, rows, "type Post @collection { body: Text }").await, @r"
    sqlite:
    ! drop `Post.title`
        loses data: `Post.title` has a value in 2 rows
    ! drop `Post.views`
        loses data: `Post.views` has a value in 1 row
    ~ rebuild the table `post`, with the changes above
    postgres:
    ! drop `Post.title`
        loses data: `Post.title` has a value in 2 rows
    ! drop `Post.views`
        loses data: `Post.views` has a value in 1 row
    ");
}

#[tokio::test]
async fn dropping_what_is_empty_is_safe() {
    let rows: Rows<'_> = &[&[("title", "'a'")]];
    insta::assert_snapshot!(check(POST, rows, "type Post @collection { title: String }").await, @r"
    sqlite:
    ~ drop `Post.body`
    ~ drop `Post.views`
    ~ rebuild the table `post`, with the changes above
    postgres:
    ~ drop `Post.body`
    ~ drop `Post.views`
    ");
}

#[tokio::test]
async fn dropping_a_type_names_its_records() {
    let after = "type Other @collection { title: String }";
    insta::assert_snapshot!(check(POST, &[&[], &[]], after).await, @r"
    sqlite:
    ! drop the table `post` of `Post`
        loses data: `Post` has 2 records
    + create the table `other` for `Other`
    postgres:
    ~ drop the foreign keys of `post`
    ! drop the table `post` of `Post`
        loses data: `Post` has 2 records
    + create the table `other` for `Other`
    + add the foreign keys of `other`
    ");
}

#[tokio::test]
async fn renames_keep_the_data() {
    let after = "type Article @collection @oldName(is: \"Post\") {
        heading: String @oldName(is: \"title\") body: Text views: Int
      }";
    insta::assert_snapshot!(check(POST, &[&[("title", "'a'")]], after).await, @r"
    sqlite:
    ~ drop the index `post__created_by_id__idx` of `Post`
    ~ drop the index `post__updated_by_id__idx` of `Post`
    ~ rename the table `post` to `article`, for `Article`
    ~ rename `Post.title` to `Article.heading`
    + index `Article.createdBy`
    + index `Article.updatedBy`
    postgres:
    ~ drop the index `post__created_by_id__idx` of `Post`
    ~ drop the index `post__updated_by_id__idx` of `Post`
    ~ drop the foreign key of `post.created_by_id` to `user`
    ~ drop the foreign key of `post.updated_by_id` to `user`
    ~ rename the table `post` to `article`, for `Article`
    ~ rename `Post.title` to `Article.heading`
    + index `Article.createdBy`
    + index `Article.updatedBy`
    + add the foreign key of `article.created_by_id` to `user` (on delete set null)
    + add the foreign key of `article.updated_by_id` to `user` (on delete set null)
    ");
}

#[tokio::test]
async fn names_can_change_places() {
    // `authorId` wants the column that `author` leaves.
    let before = "type Post @collection { author: User key: ID }";
    let after =
        "type Post @collection { writer: User @oldName(is: \"author\") authorId: ID @oldName(is: \"key\") }";
    insta::assert_snapshot!(check(before, &[&[("key", "'1'")]], after).await, @r"
    sqlite:
    ~ drop the index `post__author_id__id__idx` of `Post`
    ~ rename `Post.author` to `Post.writer`
    ~ rename `Post.key` to `Post.authorId`
    ~ rebuild the table `post`, with the changes above
    + index `Post.writer`
    postgres:
    ~ drop the index `post__author_id__id__idx` of `Post`
    ~ drop the foreign key of `post.author_id` to `user`
    ~ move the column `post.author_id` out of the way
    ~ rename `Post.author` to `Post.writer`
    ~ rename `Post.key` to `Post.authorId`
    + index `Post.writer`
    + add the foreign key of `post.writer_id` to `user` (on delete set null)
    ");
}

#[tokio::test]
async fn types_that_hold_more_are_taken() {
    let after = "type Post @collection { title: Text body: Markdown views: BigInt }";
    insta::assert_snapshot!(check(POST, &[&[("title", "'a'"), ("views", "1")]], after).await, @r"
    ~ change `Post.title` from String to Text
    ~ change `Post.body` from Text to Markdown
    ~ change `Post.views` from Int to BigInt
    ");
}

#[tokio::test]
async fn types_that_hold_less_are_refused() {
    let rows: Rows<'_> = &[&[("title", "'a'"), ("views", "1")]];
    let after = "type Post @collection { title: Int body: Slug views: [Int!] }";
    insta::assert_snapshot!(check(POST, rows, after).await, @r"
    sqlite:
    x change `Post.title` from String to Int
        impossible: `Post.title` has a value in 1 row, and String can't become Int without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    ~ change `Post.body` from Text to Slug
    x change `Post.views` from Int to [Int]
        impossible: `Post.views` has a value in 1 row, and Int can't become [Int] without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    ~ rebuild the table `post`, with the changes above
    postgres:
    x change `Post.title` from String to Int
        impossible: `Post.title` has a value in 1 row, and String can't become Int without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    ~ change `Post.body` from Text to Slug
    x change `Post.views` from Int to [Int]
        impossible: `Post.views` has a value in 1 row, and Int can't become [Int] without losing something
        help: add a field of the new type under another name, copy the values, then drop the old one
    ");
}

#[tokio::test]
async fn numbers_and_times_become_text() {
    let before =
        "type Post @collection { a: Int b: Decimal c: Float d: Boolean e: DateTime f: Date g: Time h: Date }";
    let after = "type Post @collection { a: String b: String c: String d: String e: String f: String g: String h: DateTime }";
    let databases = Databases::open(&StoreOptions::default()).await;
    for (store, yes) in databases.each().into_iter().zip(["1", "true"]) {
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        let row = [
            ("a", "7"),
            ("b", "'12.5'"),
            ("c", "1e15"),
            ("d", yes),
            ("e", "'2026-11-20T09:19:13.250Z'"),
            ("f", "'0987-11-20'"),
            ("g", "'09:19:13.250'"),
            ("h", "'2026-11-20'"),
        ];
        insert(store, "post", "p", &row).await;
        let outcome = sync::apply(store, &model(after), after, Consent::Safe).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
        let sql =
            "SELECT a || ' ' || b || ' ' || c || ' ' || d || ' ' || e || ' ' || f || ' ' || g FROM post";
        let text = read_text(store, sql, &[]).await.unwrap();
        assert_eq!(text, "7 12.5 1e+15 true 2026-11-20T09:19:13.250Z 0987-11-20 09:19:13.250");
    }
}

#[tokio::test]
async fn a_new_required_field_needs_a_default() {
    let after = "type Post @collection { title: String body: Text views: Int slug: Slug! author: User! }";
    insta::assert_snapshot!(check(POST, &[&[], &[]], after).await, @r"
    sqlite:
    x add `Post.slug` (Slug)
        impossible: `Post.slug` is required, and 2 rows would have no value
        help: give it a value for them with `@default(value: ...)`, or make it optional
    x add `Post.author` (User)
        impossible: `Post.author` is required, and 2 rows would have no value
        help: make it optional, give every record a value, and require it afterwards
    ~ rebuild the table `post`, with the changes above
    + index `Post.author`
    postgres:
    x add `Post.slug` (Slug)
        impossible: `Post.slug` is required, and 2 rows would have no value
        help: give it a value for them with `@default(value: ...)`, or make it optional
    x add `Post.author` (User)
        impossible: `Post.author` is required, and 2 rows would have no value
        help: make it optional, give every record a value, and require it afterwards
    + index `Post.author`
    + add the foreign key of `post.author_id` to `user` (on delete restrict)
    ");
}

#[tokio::test]
async fn requiring_a_field_needs_values() {
    let after = "type Post @collection { title: String! body: Text! @default(value: \"-\") views: Int! }";
    let rows: Rows<'_> = &[&[("title", "'a'"), ("views", "1")], &[("views", "1")]];
    insta::assert_snapshot!(check(POST, rows, after).await, @r"
    sqlite:
    x require `Post.title`
        impossible: `Post.title` is required now, and 1 row has no value
        help: give it a value for them with `@default(value: ...)`, or make it optional
    ~ require `Post.body`, with '-' in the 2 rows without a value
    ~ require `Post.views`
    ~ rebuild the table `post`, with the changes above
    postgres:
    x require `Post.title`
        impossible: `Post.title` is required now, and 1 row has no value
        help: give it a value for them with `@default(value: ...)`, or make it optional
    ~ require `Post.body`, with '-' in the 2 rows without a value
    ~ require `Post.views`
    ");
}

#[tokio::test]
async fn optional_again() {
    let before = "type Post @collection { title: String! @index }";
    let after = "type Post @collection { title: String @index }";
    insta::assert_snapshot!(check(before, &[&[("title", "'a'")]], after).await, @r"
    sqlite:
    ~ drop the index `post__title__id__idx` of `Post`
    ~ let `Post.title` be empty
    ~ rebuild the table `post`, with the changes above
    + index `Post.title`
    postgres:
    ~ drop the index `post__title__id__idx` of `Post`
    ~ let `Post.title` be empty
    + index `Post.title`
    ");
}

#[tokio::test]
async fn unique_needs_different_values() {
    let before = "type Post @collection { title: String note: String }";
    let after = "type Post @collection { title: String @unique note: String @unique }";
    let rows: Rows<'_> = &[&[("title", "'a'"), ("note", "'x'")], &[("title", "'a'")], &[("title", "'b'")]];
    insta::assert_snapshot!(check(before, rows, after).await, @r"
    x make `Post.title` unique
        impossible: `Post.title` can't be unique: 1 value is shared by several rows
        help: make them different first
    + make `Post.note` unique
    ");
}

const COLORS: &str = "enum Color { red green blue } type Post @collection { color: Color all: [Color!]! }";

#[tokio::test]
async fn values_of_enums_come_and_go() {
    let rows: Rows<'_> =
        &[&[("color", "'red'"), ("all", "'[\"red\",\"green\"]'")], &[("color", "'green'"), ("all", "'[]'")]];
    let after = "enum Color { crimson @oldName(is: \"red\") green yellow } type Post @collection { color: Color all: [Color!]! }";
    insta::assert_snapshot!(check(COLORS, rows, after).await, @r"
    ~ change values of `Post.color`: `red` to `crimson`, without `blue`
    ~ change values of `Post.all`: `red` to `crimson`, without `blue`
    ");
    let after = "enum Color { red blue } type Post @collection { color: Color all: [Color!]! }";
    insta::assert_snapshot!(check(COLORS, rows, after).await, @r"
    x remove values of `Post.color`: `green`
        impossible: `Post.color` holds `green` in 1 row
        help: keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first
    x remove values of `Post.all`: `green`
        impossible: `Post.all` holds `green` in 1 row
        help: keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first
    ");
}

#[tokio::test]
async fn text_becomes_an_enum_when_it_fits() {
    let after = "enum Word { a b } type Post @collection { title: Word body: Text views: Int }";
    insta::assert_snapshot!(check(POST, &[&[("title", "'a'")], &[]], after).await, @"~ change `Post.title` from String to Word");
    insta::assert_snapshot!(check(POST, &[&[("title", "'a'")], &[("title", "'c'")]], after).await, @r"
    x change `Post.title` from String to Word
        impossible: `Post.title` holds a text that is no value of Word in 1 row
        help: change those texts first, or add the missing values to Word
    ");
}

#[tokio::test]
async fn relations_change_with_their_keys() {
    let before = "type Post @collection { author: User reviewer: User tags: [Tag!]! }
      type Tag @collection { label: String }";
    let after = "type Post @collection {
        writer: User @oldName(is: \"author\") reviewer: User @relation(onDelete: CASCADE) labels: [Tag!]! @oldName(is: \"tags\")
      }
      type Tag @collection { label: String }";
    insta::assert_snapshot!(check(before, &[&[]], after).await, @r"
    sqlite:
    ~ drop the index `post__author_id__id__idx` of `Post`
    ~ drop the index `post_tags__target_id__source_id__idx` of `Post.tags`
    ~ drop the index `post_tags__source_id__position__target_id__idx` of `Post.tags`
    ~ rename the table `post_tags` to `post_labels`, for `Post.labels`
    ~ rename `Post.author` to `Post.writer`
    ~ drop the foreign key of `post.reviewer_id` to `user`
    ~ add the foreign key of `post.reviewer_id` to `user` (on delete cascade)
    ~ rebuild the table `post`, with the changes above
    + index `Post.writer`
    + index the join table `post_labels` backwards
    + index the join table `post_labels` in order
    postgres:
    ~ drop the index `post__author_id__id__idx` of `Post`
    ~ drop the foreign key of `post.author_id` to `user`
    ~ drop the foreign key of `post.reviewer_id` to `user`
    ~ drop the index `post_tags__target_id__source_id__idx` of `Post.tags`
    ~ drop the index `post_tags__source_id__position__target_id__idx` of `Post.tags`
    ~ drop the foreign key of `post_tags.source_id` to `post`
    ~ drop the foreign key of `post_tags.target_id` to `tag`
    ~ rename the table `post_tags` to `post_labels`, for `Post.labels`
    ~ rename `Post.author` to `Post.writer`
    + index `Post.writer`
    + index the join table `post_labels` backwards
    + index the join table `post_labels` in order
    + add the foreign key of `post.writer_id` to `user` (on delete set null)
    + add the foreign key of `post.reviewer_id` to `user` (on delete cascade)
    + add the foreign key of `post_labels.source_id` to `post` (on delete cascade)
    + add the foreign key of `post_labels.target_id` to `tag` (on delete cascade)
    ");
}

#[tokio::test]
async fn the_sql_of_a_plan() {
    let before = "type Post @collection { title: String! views: Int tags: [Tag!]! } type Tag @collection { label: String }";
    let after = "type Post @collection(orderBy: { title: DESC }) { title: String! views: Decimal likes: Int! @default(value: 0) }
      type Tag @collection { label: String note: Text post: Post }";
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut shown = String::new();
    for store in databases.each() {
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        insert(store, "post", "p", &[("title", "'a'"), ("views", "1")]).await;
        let plan = sync::plan(store, &model(after)).await.unwrap();
        for step in &plan.steps {
            shown.push_str(&format!("{} {step}\n", step.kind.mark()));
            shown.extend(step.sql.iter().map(|sql| format!("    {sql}\n")));
        }
        shown.push('\n');
        check_application(store, &model(after), &plan).await;
    }
    insta::assert_snapshot!(shown, @r#"
    ~ drop the table `post_tags` of `Post.tags`
        DROP TABLE "post_tags"
    ~ change `Post.views` from Int to Decimal
    + add `Post.likes` (Int)
    ~ rebuild the table `post`, with the changes above
        CREATE TABLE "hw_new_post" ( "id" TEXT NOT NULL, "created_at" TEXT NOT NULL, "updated_at" TEXT NOT NULL, "created_by_id" TEXT, "updated_by_id" TEXT, "version" INTEGER NOT NULL, "title" TEXT NOT NULL, "views" TEXT COLLATE HW_DECIMAL, "likes" INTEGER NOT NULL, PRIMARY KEY ("id"), FOREIGN KEY ("created_by_id") REFERENCES "user" ("id") ON DELETE SET NULL, FOREIGN KEY ("updated_by_id") REFERENCES "user" ("id") ON DELETE SET NULL ) STRICT
        INSERT INTO "hw_new_post" ("id", "created_at", "updated_at", "created_by_id", "updated_by_id", "version", "title", "views", "likes") SELECT "id", "created_at", "updated_at", "created_by_id", "updated_by_id", "version", "title", CAST("views" AS TEXT), 0 FROM "post"
        DROP TABLE "post"
        ALTER TABLE "hw_new_post" RENAME TO "post"
        CREATE INDEX "post__created_by_id__idx" ON "post" ("created_by_id")
        CREATE INDEX "post__updated_by_id__idx" ON "post" ("updated_by_id")
    + add `Tag.note` (Text)
        ALTER TABLE "tag" ADD COLUMN "note" TEXT
    + add `Tag.post` (Post)
        ALTER TABLE "tag" ADD COLUMN "post_id" TEXT REFERENCES "post" ("id") ON DELETE SET NULL
    + index `Post.title`
        CREATE INDEX "post__title__desc__id__idx" ON "post" ("title" DESC, "id")
    + index `Tag.post`
        CREATE INDEX "tag__post_id__id__idx" ON "tag" ("post_id", "id")

    ~ drop the foreign keys of `post_tags`
        ALTER TABLE "post_tags" DROP CONSTRAINT "post_tags__source_id__fkey"
        ALTER TABLE "post_tags" DROP CONSTRAINT "post_tags__target_id__fkey"
    ~ drop the table `post_tags` of `Post.tags`
        DROP TABLE "post_tags"
    ~ change `Post.views` from Int to Decimal
        ALTER TABLE "post" ALTER COLUMN "views" TYPE numeric USING "views"::numeric
    + add `Post.likes` (Int)
        ALTER TABLE "post" ADD COLUMN "likes" integer NOT NULL DEFAULT 0
        ALTER TABLE "post" ALTER COLUMN "likes" DROP DEFAULT
    + add `Tag.note` (Text)
        ALTER TABLE "tag" ADD COLUMN "note" text COLLATE "C"
    + add `Tag.post` (Post)
        ALTER TABLE "tag" ADD COLUMN "post_id" text COLLATE "C"
    + index `Post.title`
        CREATE INDEX "post__title__desc__id__idx" ON "post" ("title" DESC, "id")
    + index `Tag.post`
        CREATE INDEX "tag__post_id__id__idx" ON "tag" ("post_id" NULLS FIRST, "id")
    + add the foreign key of `tag.post_id` to `post` (on delete set null)
        ALTER TABLE "tag" ADD CONSTRAINT "tag__post_id__fkey" FOREIGN KEY ("post_id") REFERENCES "post" ("id") ON DELETE SET NULL DEFERRABLE INITIALLY IMMEDIATE
    "#);
}

#[tokio::test]
async fn a_list_that_leads_to_another_type_keeps_its_primary_key() {
    let before = "type Post @collection { tags: [Post!]! }";
    let after = "type Post @collection { tags: [Tag!]! } type Tag @collection { label: String }";
    for store in Databases::open(&StoreOptions::default()).await.each() {
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        sync::apply(store, &model(after), after, Consent::Destructive).await.unwrap();
        let found = sync::discover(store).await.unwrap();
        assert_eq!(found.tables["post_tags"].primary_key, ["source_id", "target_id"]);
    }
}
