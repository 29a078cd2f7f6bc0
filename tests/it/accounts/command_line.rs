//! `headwater user`, and the link that `headwater dev` prints.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::support::process::{ProjectDir, Server, command};

fn run(project: &ProjectDir, arguments: &[&str], input: &str) -> Output {
    let mut child: Command = command(project.path());
    let mut child = child
        .arg("user")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails before it reads leaves nobody to write to.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn succeeds(project: &ProjectDir, arguments: &[&str], input: &str) -> String {
    let output = run(project, arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn fails(project: &ProjectDir, arguments: &[&str], input: &str) -> String {
    let output = run(project, arguments, input);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

async fn sign_in(server: &Server, email: &str, password: &str) -> serde_json::Value {
    let document =
        "mutation($e: Email!, $p: String!) { signIn(email: $e, password: $p) { session { accessToken } } }";
    let body = json!({ "query": document, "variables": { "e": email, "p": password } });
    let request = reqwest::Client::new().post(format!("{}/graphql", server.url)).json(&body);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn users_are_made_and_looked_after_from_the_command_line() {
    let project = ProjectDir::new(super::SDL);
    let made = succeeds(&project, &["create", "--email", "Ann@example.org", "--role", "editor,author"], "");
    let password = made.lines().nth(1).unwrap().strip_prefix("password: ").unwrap().to_owned();
    let given = ["create", "--email", "bob@example.org", "--password-stdin"];
    assert_eq!(succeeds(&project, &given, "correct horse\n").lines().count(), 1, "the id alone");
    let taken = fails(&project, &["create", "--email", "ann@example.org"], "");
    assert!(taken.contains("email"), "{taken}");
    let unknown = fails(&project, &["create", "--email", "eve@example.org", "--role", "editr"], "");
    assert!(unknown.contains("did you mean `editor`?"), "{unknown}");
    assert!(fails(&project, &given, "short\n").contains("at least 8 characters"));
    assert!(
        fails(&project, &["disable", "eve@example.org"], "").contains("there is no user `eve@example.org`")
    );

    let server = Server::start(&project, &["serve"]);
    assert!(sign_in(&server, "ann@example.org", &password).await["data"]["signIn"]["session"].is_object());
    assert!(
        sign_in(&server, "bob@example.org", "correct horse").await["data"]["signIn"]["session"].is_object()
    );
    // What the command line does holds at once, while the server runs.
    succeeds(&project, &["disable", "bob@example.org"], "");
    let refused = sign_in(&server, "bob@example.org", "correct horse").await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    succeeds(&project, &["enable", "bob@example.org"], "");
    succeeds(&project, &["set-roles", "bob@example.org", "--role", "author"], "");
    let reset = succeeds(&project, &["reset-password", "bob@example.org"], "");
    let password = reset.trim().strip_prefix("password: ").unwrap().to_owned();
    assert_eq!(
        sign_in(&server, "bob@example.org", "correct horse").await["errors"][0]["extensions"]["code"],
        "UNAUTHENTICATED"
    );
    assert!(sign_in(&server, "bob@example.org", &password).await["data"]["signIn"]["session"].is_object());
    succeeds(&project, &["disable", "ann@example.org"], "");
    let listed = succeeds(&project, &["list"], "");
    let lines: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 3, "{listed}");
    assert_eq!((lines[1][1], lines[1][2], lines[1][4]), ("ann@example.org", "editor,author", "disabled"));
    assert_eq!((lines[2][1], lines[2][2], lines[2][4]), ("bob@example.org", "author", "yes"));
}

#[tokio::test]
async fn help_says_how_to_give_passwords() {
    let project = ProjectDir::new(super::SDL);
    let help = succeeds(&project, &["--help"], "");
    assert!(help.contains("headwater user create --email ann@example.org --role admin"), "{help}");
    assert!(help.contains("--password-stdin"), "{help}");
}
