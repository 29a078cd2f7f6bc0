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
    insta::assert_snapshot!(told, @r#"
    error: the channels of the settings are not usable
      [[channel]] `post/{id}`: collection: the model has no type `Pst` with records; did you mean `Post`?
      [[channel]] `post/{id}`: allow[0]: `were` is not a setting; did you mean `where`?
      [[channel]] `post/{id}`: allow[0].to: the model has no role `autor`; did you mean `author`?
      [[channel]] `post/{id}`: allow[0].do: `JION` can't be done with a channel; did you mean `JOIN`?
      [[channel]] `a/{b}`: collection: the name needs `{id}`, which stands for the record's id
      [[channel]] `a/{b}`: allow[0].where: `Post` has no field `titel`; did you mean `title`?
      [[channel]] `a/{b}`: allow[1].where: `Color` has no value `BLUE`; it is one of RED GREEN
      [[channel]] `a/{b}`: allow[1].where: `equals` is no operator of `title`; its operators are eq ne in notIn lt lte gt gte between isNull contains startsWith endsWith like
      [[channel]] `a/{b}`: allow[1].where: a value of `views` must be a whole number; `views` is of type `Int`
      [[channel]] `a/{b}`: allow[2].where: the channel's name has no `{c}`; did you mean `b`?
      [[channel]] `a/{b}`: allow[3].where: unknown variable `$post.id`; there are `$user.id`, `$user.roles`, `$user.<field>`, `$claims.x`, `$now`, `$now(-15m)` and `$request.ip`; a literal dollar is `$$`
      [[channel]] `a/{b}`: allow[3].where: `$channel.b` does not fit `views`; `$channel.b` is a `String`; for the text itself write `$$channel.b`
      [[channel]] `a/{b}`: allow[4]: `to` is missing: this line allows nothing
      [[channel]] `record/Post/{id}`: name: channels below `record/` are built in: whoever may read a record may join its channel
      [[channel]] `x-{id}`: name: `x-{id}` is no variable: write a name of letters and digits in braces, alone between slashes, such as `post/{id}`
      [[channel]] `x-{id}`: allow: write what is allowed to whom, such as `allow = [{ to = ["user"], do = ["JOIN", "SEND"] }]`
      [[channel]] number 5: `title` is not a setting; there are `name`, `collection`, `allow`
      [[channel]] number 5: `name` is missing: write the name of the channel, such as `post/{id}`
      [[channel]] number 5: allow: write what is allowed to whom, such as `allow = [{ to = ["user"], do = ["JOIN", "SEND"] }]`
    "#);
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
