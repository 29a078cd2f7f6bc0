//! `headwater migrate`, run as a program.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

fn project(sdl: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("schema")).unwrap();
    write_model(folder.path(), sdl);
    folder
}

fn write_model(project: &Path, sdl: &str) {
    std::fs::write(project.join("schema/model.graphql"), sdl).unwrap();
}

/// Runs the command; answers its exit code and what it prints.
fn migrate(project: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("headwater").unwrap();
    let output = command
        .env("HEADWATER_LOG", "error")
        .arg("migrate")
        .args(arguments)
        .arg("--project")
        .arg(project)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text)
}

/// Only the lines about steps: the statements have their own tests.
fn without_sql(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("      ")).collect::<Vec<_>>().join("\n")
}

const POST: &str = "type Post @collection { title: String }";

#[test]
fn a_new_project_is_planned_applied_and_up_to_date() {
    let project = project(POST);
    let (code, text) = migrate(project.path(), &["plan"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("CREATE TABLE \"post\""), "{text}");
    assert_eq!(migrate(project.path(), &["apply"]).0, 0);
    let (code, text) = migrate(project.path(), &["apply"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @"nothing to do: the database fits the model");
    let (code, text) = migrate(project.path(), &["status"]);
    assert_eq!(code, 0);
    let (_, rest) = text.split_once(" UTC\n").unwrap();
    insta::assert_snapshot!(rest, @"the database fits the model");
}

#[test]
fn losing_data_must_be_asked_for() {
    let project = project(POST);
    assert_eq!(migrate(project.path(), &["apply"]).0, 0);
    let database = rusqlite::Connection::open(project.path().join("data/headwater.db")).unwrap();
    let row = "INSERT INTO post (id, created_at, updated_at, version, title) VALUES ('p', '', '', 1, 'a')";
    database.execute_batch(row).unwrap();
    write_model(project.path(), "type Post @collection { text: String }");
    let (code, text) = migrate(project.path(), &["plan"]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(without_sql(&text), @r"
    + add `Post.text` (String)
    ! drop `Post.title`
        loses data: `Post.title` has a value in 1 row
    ~ rebuild the table `post`, with the changes above

    if the data may go, run `headwater migrate apply --allow-destructive`; to rename something, use `@oldName`
    ");
    let (code, text) = migrate(project.path(), &["apply"]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(text, @r"
    + add `Post.text` (String)
    ! drop `Post.title`
        loses data: `Post.title` has a value in 1 row
    ~ rebuild the table `post`, with the changes above

    nothing was changed: if the data may go, run `headwater migrate apply --allow-destructive`; to rename something, use `@oldName`
    ");
    let (code, json) = migrate(project.path(), &["plan", "--format", "json"]);
    assert_eq!(code, 2);
    let plan: serde_json::Value = serde_json::from_str(&json).unwrap();
    let steps = plan["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["kind"]["destructive"]["rows"] == 1), "{json}");
    let (code, text) = migrate(project.path(), &["apply", "--allow-destructive"]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(migrate(project.path(), &["plan"]).0, 0);
}
