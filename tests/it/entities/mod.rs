//! `headwater generate entities`: the modules compile in a crate of its own, and rows that are read and
//! written through them are the ones that Headwater knows, on both databases.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use headwater::generate::entities::entities;
use headwater::model::diagnostics::SourceFile;
use headwater::model::{self, Model};
use headwater::store::sync::{self, Consent};
use headwater::store::{Store, StoreOptions};
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

use crate::support::postgres::TestDatabase;

const MODEL: &str = include_str!("model.graphql");
const PROGRAM: &str = include_str!("program.rs");

/// What the program wrote, in the forms that Headwater stores. `{}` is the type's cast to text.
const STORED: &str = "SELECT created_at{}, published{}, opens{}, day{}, price{}, meta{}, labels{}, state \
                      FROM post WHERE slug = 'first'";

#[tokio::test]
async fn generated_entities_read_and_write_rows_on_both_databases() {
    let model = load(MODEL);
    let program = compile(&model);
    let folder = TempDir::new().unwrap();
    let database = TestDatabase::create().await;
    let file = folder.path().join("headwater.db");

    let sqlite = prepare("sqlite://headwater.db", folder.path(), &model).await;
    run(&program, &format!("sqlite://{}", file.display()));
    let stored_by_sqlite = stored(&sqlite, "").await;

    let postgres = prepare(&database.url, folder.path(), &model).await;
    run(&program, &database.url);
    let stored_by_postgres = stored(&postgres, "::text").await;

    let others = ["2026-01-02", "1234567890.12", r#"{"z":1,"a":[true,null]}"#, r#"["x","y"]"#, "IN_REVIEW"];
    let text = ["2026-11-20T09:19:13.000Z", "2026-01-02T03:04:05.006Z", "09:30:00.000"];
    assert_eq!(stored_by_sqlite, [&text[..], &others].concat());
    let typed = ["2026-11-20 09:19:13+00", "2026-01-02 03:04:05.006+00", "09:30:00"];
    assert_eq!(stored_by_postgres, [&typed[..], &others].concat());
}

#[test]
fn names_that_rust_keeps_are_written_another_way() {
    let model =
        load("type Type @collection { self: Int type: String values: [Type!]! } enum Mood { self A_B a_b }");
    let files = entities(&model).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert!(names.contains(&"type_.rs"), "{names:?}");
    let text = |name: &str| files.iter().find(|file| file.name == name).unwrap().text.clone();
    assert!(text("type_.rs").contains("#[sea_orm(column_name = \"self\")]"), "{}", text("type_.rs"));
    assert!(text("enums.rs").contains("OfSelf"), "{}", text("enums.rs"));
    assert!(text("enums.rs").contains("AB2"), "{}", text("enums.rs"));
}

fn load(text: &str) -> Model {
    let source = SourceFile { path: "schema/model.graphql".to_owned(), text: text.to_owned() };
    model::load(&[source]).unwrap_or_else(|diagnostics| panic!("{diagnostics:#?}")).model
}

/// The tables of the model in an empty database.
async fn prepare(url: &str, folder: &Path, model: &Model) -> Store {
    let store = Store::connect(url, folder, &StoreOptions::default()).await.unwrap();
    sync::apply(&store, model, MODEL, Consent::Safe).await.unwrap();
    store
}

/// A program in a crate of its own, with the versions and features that Headwater has.
fn compile(model: &Model) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("entities");
    let sources = folder.join("src");
    let _ = fs::remove_dir_all(&sources);
    fs::create_dir_all(sources.join("entity")).unwrap();
    for file in entities(model).unwrap() {
        fs::write(sources.join("entity").join(file.name), file.text).unwrap();
    }
    fs::write(sources.join("main.rs"), PROGRAM).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest()).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--offline", "--quiet"]).current_dir(&folder).env("CARGO_TARGET_DIR", target);
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug/headwater-entities")
}

fn manifest() -> String {
    let workspace = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let names = ["sea-orm =", "serde =", "serde_json =", "tokio ="];
    let wanted = workspace.lines().filter(|line| names.iter().any(|name| line.starts_with(name)));
    let dependencies: Vec<&str> = wanted.filter(|line| line.contains("version")).collect();
    assert_eq!(dependencies.len(), names.len(), "{dependencies:?}");
    format!(
        "[workspace]\n\n[package]\nname = \"headwater-entities\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{}\n\n[profile.dev]\ndebug = \"line-tables-only\"\n",
        dependencies.join("\n")
    )
}

fn run(program: &Path, url: &str) {
    let output = Command::new(program).arg(url).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.ends_with("ok\n"), "{url}:\n{out}\n{err}");
}

async fn stored(store: &Store, cast: &str) -> Vec<String> {
    let db = store.connection();
    let statement = Statement::from_string(db.get_database_backend(), STORED.replace("{}", cast));
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    (0..8).map(|index| row.try_get_by_index(index).unwrap()).collect()
}
