//! What is wrong with the settings is told at once, and a model that breaks them is not taken over.

use std::time::Duration;

use serde_json::json;

use crate::support::process::{ProjectDir, Server, eventually};

const SDL: &str = r#"
    extend enum Role { author }
    enum Color { RED GREEN }
    type Post @collection @allow(to: public, do: READ) { title: String! color: Color views: Int author: User }
"#;

#[test]
fn every_mistake_is_told_with_its_place() {
    let project = ProjectDir::new(SDL);
    project.write(
        "headwater.toml",
        r#"
[[channel]]
name = "post/{id}"
collection = "Pst"
allow = [{ to = ["autor"], do = ["JION"], were = {} }]

[[channel]]
name = "a/{b}"
collection = "Post"
allow = [
  { to = ["user"], do = ["JOIN"], where = { titel = { eq = "x" } } },
  { to = ["user"], do = ["JOIN"], where = { title = { equals = "x" }, views = { gt = "many" }, color = { eq = "BLUE" } } },
  { to = ["user"], do = ["JOIN"], where = { title = { eq = "$channel.c" } } },
  { to = ["user"], do = ["JOIN"], where = { title = { eq = "$post.id" }, views = { eq = "$channel.b" } } },
  { to = [], do = "ALL" },
]

[[channel]]
name = "record/Post/{id}"
allow = [{ to = "user", do = "ALL" }]

[[channel]]
name = "x-{id}"

[[channel]]
title = "y"
allow = 3
"#,
    );
    let output = project.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    insta::assert_snapshot!(told, @"");
    let checked = project.run(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let checked = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(checked.contains("`Pst`") && checked.contains("the model has no role `autor`"), "{checked}");
    let checked = project.run(&["check", "--format", "json"]);
    let checked: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert!(checked["channels"].as_array().unwrap().len() > 10, "{checked}");
}

#[tokio::test]
async fn model_that_breaks_a_channel_is_not_taken_over() {
    let project = ProjectDir::new(SDL);
    project.write(
        "headwater.toml",
        r#"
[[channel]]
name = "post/{id}"
collection = "Post"
allow = [{ to = ["author"], do = ["ALL"], where = { views = { gt = 3 } } }]
"#,
    );
    let server = Server::start(&project, &["dev"]);
    project.write("schema/model.graphql", &SDL.replace("views: Int", "visits: Int"));
    eventually(Duration::from_secs(20), "the mistake", async || {
        server.log().contains("`Post` has no field `views`").then_some(())
    })
    .await;
    assert!(server.log().contains("[[channel]] `post/{id}`: allow[0].where"), "{}", server.log());
    assert_eq!(server.ask("{ posts { views } }").await, json!({ "data": { "posts": [] } }));
    project.write("schema/model.graphql", &SDL.replace("views: Int", "views: Int likes: Int"));
    eventually(Duration::from_secs(20), "the mended model", async || {
        server.ask("{ posts { likes } }").await["data"]["posts"].is_array().then_some(())
    })
    .await;
}
