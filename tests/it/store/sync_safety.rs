//! Two nodes at once, a stop in the middle, a database changed by hand.

use headwater::model::diagnostics::SourceFile;
use headwater::model::{Layout, Model, load};
use headwater::store::sync::{self, Consent, Outcome};
use headwater::store::{Store, StoreOptions};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use super::Databases;
use crate::support::postgres::TestDatabase;

fn model(sdl: &str) -> Model {
    let file = SourceFile { path: "schema/model.graphql".to_owned(), text: sdl.to_owned() };
    load(&[file]).unwrap_or_else(|mistakes| panic!("{mistakes:?}")).model
}

const BEFORE: &str = "type Post @collection { title: String body: Text }";
const AFTER: &str =
    "type Post @collection { heading: String! @oldName(is: \"title\") @default(value: \"-\") body: Text }
  type Tag @collection { label: String! @unique posts: [Post!]! }";

async fn run(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_together_take_turns() {
    let folder = TempDir::new().unwrap();
    let database = TestDatabase::create().await;
    for url in ["sqlite://data/headwater.db", &database.url] {
        for (version, sdl) in [BEFORE, AFTER].into_iter().enumerate() {
            let nodes = (0..4).map(|_| {
                let (url, folder, model) = (url.to_owned(), folder.path().to_owned(), model(sdl));
                tokio::spawn(async move {
                    let store = Store::connect(&url, &folder, &StoreOptions::default()).await?;
                    let outcome = sync::apply(&store, &model, sdl, Consent::Safe).await?;
                    let status = sync::status(&store, &model).await?;
                    store.close().await.map(|()| (outcome, status))
                })
            });
            let mut applied = 0;
            for node in nodes.collect::<Vec<_>>() {
                let (outcome, status) = node.await.unwrap().unwrap();
                match outcome {
                    Outcome::Applied(_) => applied += 1,
                    Outcome::UpToDate => {}
                    Outcome::Refused(plan) => panic!("{plan}"),
                }
                assert!(status.plan.is_empty() && status.plan.drift.is_empty());
                assert_eq!(status.applied.unwrap().version, version as i64 + 1);
            }
            assert_eq!(applied, 1);
        }
    }
}

#[tokio::test]
async fn a_statement_that_fails_changes_nothing() {
    let databases = Databases::open(&StoreOptions::default()).await;
    for store in databases.each() {
        sync::apply(store, &model(BEFORE), BEFORE, Consent::Safe).await.unwrap();
        // In the way of an index that the plan makes late.
        run(store, "CREATE TABLE in_the_way (x integer)").await;
        run(store, "CREATE INDEX tag__label__key ON in_the_way (x)").await;
        let before = sync::discover(store).await.unwrap();
        sync::apply(store, &model(AFTER), AFTER, Consent::Safe).await.unwrap_err();
        assert_eq!(sync::discover(store).await.unwrap(), before);
        assert_eq!(sync::status(store, &model(BEFORE)).await.unwrap().applied.unwrap().version, 1);
        run(store, "DROP TABLE in_the_way").await;
        let outcome = sync::apply(store, &model(AFTER), AFTER, Consent::Safe).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied(_)));
    }
}

#[tokio::test]
async fn changes_by_hand_are_reported_and_not_built_upon() {
    let databases = Databases::open(&StoreOptions::default()).await;
    for store in databases.each() {
        let before = "type Post @collection { title: String @index body: Text } type Tag @collection { label: String }";
        let after = "type Post @collection { title: String @index note: Text } type Tag @collection { label: String! }";
        sync::apply(store, &model(before), before, Consent::Safe).await.unwrap();
        run(store, "ALTER TABLE post ADD COLUMN extra integer").await;
        run(store, "ALTER TABLE post DROP COLUMN body").await;
        run(store, "DROP INDEX post__title__id__idx").await;
        run(store, "CREATE INDEX by_hand ON tag (label)").await;
        let status = sync::status(store, &model(before)).await.unwrap();
        let mut words =
            status.plan.drift.iter().map(|difference| difference.words.as_str()).collect::<Vec<_>>();
        words.sort_unstable();
        assert_eq!(
            words,
            [
                "the column `post.body` is missing",
                "the column `post.extra` is not of the model",
                "the index `by_hand` is not of the model",
                "the index `post__title__id__idx` is missing",
            ]
        );
        assert!(status.plan.is_empty());
        let Outcome::Refused(plan) =
            sync::apply(store, &model(after), after, Consent::Destructive).await.unwrap()
        else {
            panic!("a table that was changed by hand was changed")
        };
        let refused = plan.unsafe_steps().map(|step| step.to_string()).collect::<Vec<_>>().join("\n");
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused, @r"
            change the table `post` of `Post`
                impossible: the database was changed by hand: the column `post.body` is missing
                help: undo that change first
            ");
        }
    }
}

#[tokio::test]
async fn a_newer_headwater_makes_its_indexes_once() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let sdl = "type Post @collection { title: String @index }";
    for store in databases.each() {
        sync::apply(store, &model(sdl), sdl, Consent::Safe).await.unwrap();
        // As an older one would have left it.
        let mut layout = Layout::of(&model(sdl));
        layout.tables["post"].indexes.shift_remove("post__title__id__idx").unwrap();
        let layout = serde_json::to_string(&layout).unwrap();
        run(store, &format!("UPDATE hw_model SET layout = '{layout}'")).await;
        run(store, "DROP INDEX post__title__id__idx").await;
        let Outcome::Applied(plan) = sync::apply(store, &model(sdl), sdl, Consent::Safe).await.unwrap()
        else {
            panic!("nothing was done")
        };
        assert_eq!(plan.steps.len(), 1, "{plan}");
        let again = sync::apply(store, &model(sdl), sdl, Consent::Safe).await.unwrap();
        assert_eq!(again, Outcome::UpToDate);
        assert!(sync::status(store, &model(sdl)).await.unwrap().plan.drift.is_empty());
    }
}

#[tokio::test]
async fn tables_of_others_are_left_alone() {
    let databases = Databases::open(&StoreOptions::default()).await;
    for store in databases.each() {
        run(store, "CREATE TABLE post (id integer)").await;
        let Outcome::Refused(plan) =
            sync::apply(store, &model(BEFORE), BEFORE, Consent::Destructive).await.unwrap()
        else {
            panic!("a table of somebody else was taken")
        };
        let refused = plan.unsafe_steps().map(|step| step.to_string()).collect::<Vec<_>>().join("\n");
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused, @r"
            create the table `post` for `Post`
                impossible: the database has a table `post` that headwater did not make
                help: rename that table, or use another database
            ");
        }
    }
}
