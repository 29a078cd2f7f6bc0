//! What files lead to is told, and nothing is done.

use serde_json::json;

use super::{FILES, POST, Workbench, code, mistake};
use crate::support::process::{ProjectDir, Server};

#[tokio::test]
async fn files_come_as_they_are() {
    for bench in Workbench::both(POST).await {
        let odd = "# a comment\r\n\r\n\"größe\" type Tag @collection {\tlabel: String! }   \n# the end";
        std::fs::create_dir(bench.project.path().join("schema/more")).unwrap();
        bench.project.write("schema/more/tag.graphql", odd);
        bench.project.write("schema/.headwater.graphql", "directive @collection on OBJECT");
        bench.project.write("schema/notes.md", "no model");
        let told = bench.data(FILES, json!({})).await;
        let files = json!([{ "path": "schema/model.graphql", "text": POST }, { "path": "schema/more/tag.graphql", "text": odd }]);
        assert_eq!(told["modelFiles"], files);
        assert_eq!(told["modelFilesHash"].as_str().unwrap().len(), 64);
        assert_eq!(bench.data(FILES, json!({})).await, told);
        bench.project.write("schema/more/tag.graphql", &format!("{odd} "));
        assert_ne!(bench.data(FILES, json!({})).await["modelFilesHash"], told["modelFilesHash"]);
    }
}

#[tokio::test]
async fn every_mistake_has_its_place() {
    for bench in Workbench::both(POST).await {
        let plan = bench
            .plan(&[
                ("schema/model.graphql", "type Post @collection {\n  title: Strin!\n  size: Nothing\n}\n"),
                ("schema/tag.graphql", "# ä\ntype Tag @colection { label: String! }\n"),
            ])
            .await;
        let places = plan["diagnostics"].as_array().unwrap().iter().map(|found| {
            let place = |name: &str| found[name].as_u64().unwrap();
            let span = (place("line"), place("column"), place("endLine"), place("endColumn"));
            (
                found["severity"].as_str().unwrap(),
                found["file"].as_str().unwrap(),
                span,
                found["hint"].as_str(),
            )
        });
        let places: Vec<_> = places.collect();
        assert!(
            places.contains(&(
                "ERROR",
                "schema/model.graphql",
                (2, 10, 2, 15),
                Some("did you mean `String`?")
            )),
            "{plan:#}"
        );
        assert!(
            places.iter().any(|(_, file, span, _)| *file == "schema/model.graphql" && *span == (3, 9, 3, 16)),
            "{plan:#}"
        );
        assert!(
            places.iter().any(|(_, file, span, _)| *file == "schema/tag.graphql" && span.0 == 2),
            "{plan:#}"
        );
        assert_eq!(
            (&plan["steps"], &plan["applied"], &plan["destructive"]),
            (&json!([]), &json!(false), &json!(false))
        );
        assert_eq!(bench.names(), ["model.graphql"]);

        let nothing = bench.plan(&[]).await;
        assert_eq!(nothing["diagnostics"][0]["severity"], "ERROR");
        assert_eq!(nothing["diagnostics"][0]["file"], json!(null));
    }
}

#[tokio::test]
async fn plan_tells_what_is_done_and_what_is_lost() {
    for bench in Workbench::both(POST).await {
        bench.data("mutation { createPosts(data: [{ title: \"a\", views: 1 }, { title: \"b\", views: 2 }, { title: \"c\" }]) { id } }", json!({})).await;
        let plan = bench
            .plan(&[("schema/model.graphql", "type Post @collection {\n  title: String!\n  lead: Text\n}\n")])
            .await;
        let step = |destructive: bool| {
            let steps = plan["steps"].as_array().unwrap().iter();
            steps
                .clone()
                .find(|step| step["destructive"] == destructive)
                .unwrap_or_else(|| panic!("{plan:#}"))
        };
        assert_eq!(plan["destructive"], true);
        let (added, dropped) = (step(false), step(true));
        assert!(added["words"].as_str().unwrap().contains("Post.lead"), "{added}");
        assert_eq!((&added["rows"], &added["why"]), (&json!(null), &json!(null)));
        assert!(dropped["words"].as_str().unwrap().contains("Post.views"), "{dropped}");
        assert_eq!(dropped["rows"].to_string().trim_matches('"'), "2");
        let sql = plan["steps"].as_array().unwrap().iter().flat_map(|step| step["sql"].as_array().unwrap());
        assert!(sql.clone().any(|sql| sql.as_str().unwrap().contains("TABLE")), "{plan:#}");
        // Nothing was done.
        assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));
        let kept = bench.data("{ posts(where: { views: { gt: 0 } }) { title } }", json!({})).await;
        assert_eq!(kept["posts"].as_array().unwrap().len(), 2);

        let unmakeable = "type Post @collection {\n  title: String!\n  views: Int!\n}\n";
        let plan = bench.plan(&[("schema/model.graphql", unmakeable)]).await;
        let refused = mistake(&plan);
        assert!(refused["message"].as_str().unwrap().contains("1 row"), "{refused}");
        assert!(refused["hint"].is_string());
    }
}

#[tokio::test]
async fn model_that_the_settings_do_not_fit_is_refused() {
    let project = ProjectDir::new(POST);
    let channel = "[[channel]]\nname = \"post/{id}\"\ncollection = \"Post\"\nallow = [{ to = [\"user\"], do = [\"ALL\"] }]\n";
    project.write("headwater.toml", channel);
    let bench = Workbench { server: Server::start(&project, &["dev"]), project, _database: None };
    let plan = bench.plan(&[("schema/model.graphql", "type Tag @collection { label: String! }")]).await;
    let told = mistake(&plan)["message"].as_str().unwrap();
    assert!(told.starts_with("headwater.toml: ") && told.contains("Post"), "{plan:#}");
}

#[tokio::test]
async fn what_is_no_file_is_a_bad_request() {
    let bench = Workbench::start(POST, "dev", None);
    let answer =
        bench.ask(super::PLAN, json!({ "files": [{ "path": "model.graphql", "text": POST }] })).await;
    assert_eq!(code(&answer), "BAD_REQUEST");
}
