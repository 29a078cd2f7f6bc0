//! `headwater access` and the queries `accessExplain` and `accessMatrix`: who may do what, and why.

use serde_json::{Value, json};

use crate::support::process::{ProjectDir, Server};

const SDL: &str = r#"extend enum Role { author editor }
type Post
  @collection
  @allow(to: public, do: READ, where: { live: { eq: true } }, except: ["notes"])
  @allow(to: author, do: CREATE, set: { owner: "$user.id" })
  @allow(to: author, do: [READ, UPDATE], where: { owner: { id: { eq: "$user.id" } } }, except: ["live"])
  @allow(to: editor, do: ALL) {
  title: String!
  live: Boolean! @default(value: false)
  notes: Text @allow(to: [author, editor], do: READ)
  owner: User
}
"#;

/// A project with Ann, an author, whose post is hidden, and a post of nobody's.
fn project() -> ProjectDir {
    let project = ProjectDir::new(SDL);
    let created = project.run(&["user", "create", "--email", "ann@example.org", "--role", "author"]);
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let id = String::from_utf8_lossy(&created.stdout).lines().next().unwrap().to_owned();
    let posts = [
        json!({ "id": "hers", "title": "a", "live": false, "owner": id }),
        json!({ "id": "shown", "title": "b", "live": true }),
        json!({ "id": "hidden", "title": "c", "live": false }),
    ];
    project.write("Post.jsonl", &posts.map(|post| post.to_string()).join("\n"));
    let file = project.path().join("Post.jsonl").display().to_string();
    let imported = project.run(&["import", &file]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    project
}

fn told(project: &ProjectDir, arguments: &[&str]) -> String {
    let output = project.run(&[&["access"], arguments].concat());
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_line_that_grants_or_refuses_is_named() {
    let project = project();
    let ann = ["explain", "--as", "ann@example.org", "--do"];
    let hers = told(&project, &[&ann[..], &["UPDATE", "Post:hers"]].concat());
    insta::assert_snapshot!("explain_granted", hers);
    let hidden = told(&project, &[&ann[..], &["UPDATE", "Post:hidden"]].concat());
    insta::assert_snapshot!("explain_refused", hidden);
    let create = told(&project, &[&ann[..], &["create", "Post"]].concat());
    insta::assert_snapshot!("explain_create", create);
    let anyone = told(&project, &["explain", "--do", "READ", "Post:shown"]);
    insta::assert_snapshot!("explain_anyone", anyone);
    assert!(
        told(&project, &[&ann[..], &["READ", "Post:no"]].concat())
            .contains("refused: there is no Post with the id `no`")
    );
    assert!(told(&project, &["explain", "--do", "READ", "Pots:1"]).contains("did you mean `Post`?"));
    assert!(
        told(&project, &["explain", "--as", "bob@example.org", "--do", "READ", "Post"])
            .contains("there is no user `bob@example.org`")
    );
}

#[test]
fn the_matrix_has_every_role_type_and_action() {
    let project = project();
    insta::assert_snapshot!("matrix", told(&project, &["matrix", "--type", "Post"]));
    let all: Value = serde_json::from_str(&told(&project, &["matrix", "--format", "json"])).unwrap();
    let all = all.as_array().unwrap();
    let roles = ["public", "user", "author", "editor", "admin"];
    for role in roles {
        for type_name in ["Post", "User", "Asset"] {
            for action in ["READ", "CREATE", "UPDATE", "DELETE"] {
                let is_it = |cell: &&Value| {
                    (&cell["role"], &cell["type"], &cell["action"])
                        == (&json!(role), &json!(type_name), &json!(action))
                };
                assert_eq!(all.iter().filter(is_it).count(), 1, "{role} {type_name} {action}");
            }
        }
    }
    assert!(told(&project, &["matrix", "--role", "autor"]).contains("did you mean `author`?"));
}

#[tokio::test]
async fn admins_are_told_by_the_api_and_others_are_not() {
    let project = project();
    let server = Server::start(&project, &["serve"]);
    let explain = r#"{ accessExplain(as: "ann@example.org", do: UPDATE, record: "Post:hers") {
        roles allowed reason fields refusedFields lines { place field isAbout hasRole holds } } }"#;
    let answer = server.ask(explain).await;
    let verdict = &answer["data"]["accessExplain"];
    assert_eq!(verdict["allowed"], true, "{answer}");
    assert_eq!(verdict["roles"], json!(["author", "public", "user"]));
    assert_eq!(verdict["fields"], json!(["title", "notes", "owner"]));
    assert_eq!(verdict["refusedFields"], json!(["live"]));
    let places: Vec<&Value> =
        verdict["lines"].as_array().unwrap().iter().map(|line| &line["place"]).collect();
    let lines = [4, 5, 6, 7, 10].map(|line| json!(format!("schema/model.graphql:{line}")));
    assert_eq!(places, lines.iter().collect::<Vec<_>>());
    let matrix =
        r#"{ accessMatrix(role: "author", type: "Post") { do records where fields someFields places } }"#;
    let answer = server.ask(matrix).await;
    let create = &answer["data"]["accessMatrix"][1];
    assert_eq!((&create["do"], &create["records"]), (&json!("CREATE"), &json!("ALL")), "{answer}");
    for document in [explain, matrix] {
        let refused = server.ask_as_anyone(document).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");
    }
}
