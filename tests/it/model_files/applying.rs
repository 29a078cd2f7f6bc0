//! Files are written and their model answers, or nothing is done.

use std::time::Duration;

use serde_json::{Value, json};

use super::{APPLY, FILES, POST, Workbench, code, given, message, mistake};

const TAG: &str = "# What posts are about.\r\ntype Tag @collection {\r\n\tlabel: String! # short\r\n}";

async fn versions(bench: &Workbench) -> usize {
    let changes = bench.data("{ changes(limit: 1000) { operation collection } }", json!({})).await;
    let changes = changes["changes"].as_array().unwrap();
    changes.iter().filter(|change| change["operation"] == "MODEL").count()
}

#[tokio::test]
async fn applied_model_answers_with_the_mutation() {
    for bench in Workbench::both(POST).await {
        let before = versions(&bench).await;
        let sorted = "type Post @collection {\n  # moved up\n  views: Int\n  title: String!\n}\n";
        let files = [("schema/model.graphql", sorted), ("schema/more/tag.graphql", TAG)];
        let done = bench.apply(&files).await;
        assert_eq!((&done["applied"], &done["destructive"]), (&json!(true), &json!(false)), "{done:#}");
        assert!(done["steps"][0]["words"].as_str().unwrap().contains("`tag`"), "{done:#}");
        assert_eq!(bench.data("{ tags { label } }", json!({})).await, json!({ "tags": [] }));
        for (path, text) in files {
            assert_eq!(bench.text(path).as_deref(), Some(text));
        }
        assert_eq!(bench.names(), ["model.graphql", "more"]);
        assert_eq!(bench.data(FILES, json!({})).await["modelFilesHash"], done["basis"]);
        // Whoever watches the files sees that nothing is left to do.
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(versions(&bench).await, before + 1);
        assert!(!bench.server.log().contains("the changed model is live"), "{}", bench.server.log());

        // Files that are saved are still followed.
        bench.project.write("schema/more/tag.graphql", "type Label @collection { label: String! }");
        super::eventually(Duration::from_secs(5), "the saved file", async || {
            bench.ask("{ labels { label } }", json!({})).await["data"]["labels"].is_array().then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn nothing_is_done_with_a_model_that_is_wrong() {
    for bench in Workbench::both(POST).await {
        let wrong = [
            ("schema/model.graphql", "type Post @collection { title: Strin! }"),
            ("schema/tag.graphql", TAG),
        ];
        let told = bench.apply(&wrong).await;
        assert_eq!(told["applied"], false);
        assert_eq!(mistake(&told)["hint"], "did you mean `String`?");
        assert_eq!(
            (bench.names(), bench.text("schema/model.graphql").as_deref()),
            (vec!["model.graphql".to_owned()], Some(POST))
        );

        // What the database can't do is found before a file is written, too.
        bench.data("mutation { createPost(data: { title: \"a\" }) { id } }", json!({})).await;
        let required = "type Post @collection { title: String! views: Int! }";
        let told = bench.apply(&[("schema/model.graphql", required)]).await;
        assert_eq!(told["applied"], false);
        assert!(mistake(&told)["message"].as_str().unwrap().contains("1 row"), "{told:#}");
        assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));
        assert_eq!(bench.data("{ posts { views } }", json!({})).await["posts"][0]["views"], json!(null));
    }
}

#[tokio::test]
async fn values_are_lost_only_when_that_is_allowed() {
    for bench in Workbench::both(POST).await {
        bench.data("mutation { createPost(data: { title: \"a\", views: 7 }) { id } }", json!({})).await;
        let files = [("schema/model.graphql", "type Post @collection { title: String! }")];
        let told = bench.apply(&files).await;
        assert_eq!((&told["applied"], &told["destructive"]), (&json!(false), &json!(true)));
        assert_eq!(told["steps"][0]["rows"].to_string().trim_matches('"'), "1");
        assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));
        assert_eq!(bench.data("{ posts { views } }", json!({})).await["posts"][0]["views"], 7);

        let allowed = json!({ "files": given(&files), "lossy": true });
        assert_eq!(bench.data(APPLY, allowed).await["applyModel"]["applied"], true);
        assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(files[0].1));
        let gone = bench.ask("{ posts { views } }", json!({})).await;
        assert_eq!(code(&gone), "BAD_REQUEST", "{gone}");
        assert_eq!(bench.data("{ posts { title } }", json!({})).await["posts"][0]["title"], "a");
    }
}

#[tokio::test]
async fn file_that_is_left_out_is_removed() {
    for bench in Workbench::both(POST).await {
        bench.project.write("schema/.headwater.graphql", "# for editors\ndirective @collection on OBJECT");
        bench.project.write("schema/notes.md", "for people");
        let files = [("schema/model.graphql", POST), ("schema/tag.graphql", TAG)];
        assert_eq!(bench.apply(&files).await["applied"], true);
        assert_eq!(bench.apply(&[("schema/renamed.graphql", POST)]).await["applied"], true);
        assert_eq!(bench.names(), [".headwater.graphql", "notes.md", "renamed.graphql"]);
        assert!(bench.text("schema/.headwater.graphql").unwrap().starts_with("# for editors"));
        assert_eq!(code(&bench.ask("{ tags { label } }", json!({})).await), "BAD_REQUEST");
    }
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_undone() {
    for bench in Workbench::both(POST).await {
        let basis = bench.data(FILES, json!({})).await["modelFilesHash"].clone();
        let files = |name: &str| {
            let text = format!("{POST}type {name} @collection {{ label: String! }}\n");
            json!({ "files": [{ "path": "schema/model.graphql", "text": text }], "basis": basis })
        };
        let both = [files("One"), files("Two")].map(|variables| bench.ask(APPLY, variables));
        let both: Vec<Value> = futures_util::future::join_all(both).await;
        let done: Vec<&Value> =
            both.iter().filter(|answer| answer["data"]["applyModel"]["applied"] == true).collect();
        let refused: Vec<&Value> = both.iter().filter(|answer| code(answer) == "CONFLICT").collect();
        assert_eq!((done.len(), refused.len()), (1, 1), "{both:?}");
        assert!(message(refused[0]).contains("changed since you read them"), "{refused:?}");

        // What an editor saved counts as well, and the answer says what to go on from.
        let basis = done[0]["data"]["applyModel"]["basis"].clone();
        let next = json!({ "files": given(&[("schema/model.graphql", POST)]), "basis": basis });
        assert_eq!(bench.data(APPLY, next.clone()).await["applyModel"]["applied"], true);
        bench.project.write("schema/model.graphql", &format!("# mine\n{POST}"));
        assert_eq!(code(&bench.ask(APPLY, next).await), "CONFLICT");
        assert_eq!(bench.text("schema/model.graphql"), Some(format!("# mine\n{POST}")));
    }
}

#[tokio::test]
async fn what_can_not_be_written_leaves_everything_as_it_was() {
    let bench = Workbench::start(POST, "dev", None);
    std::fs::create_dir_all(bench.project.path().join("schema/tag.graphql/in.the.way")).unwrap();
    let files = json!({ "files": given(&[("schema/a.graphql", POST), ("schema/tag.graphql", TAG)]) });
    let answer = bench.ask(APPLY, files).await;
    assert_eq!(code(&answer), "CONFLICT");
    assert!(message(&answer).starts_with("can't write `schema/tag.graphql`"), "{answer}");
    assert_eq!(bench.names(), ["model.graphql", "tag.graphql"]);
    assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));
    assert_eq!(code(&bench.ask("{ tags { label } }", json!({})).await), "BAD_REQUEST");
}
