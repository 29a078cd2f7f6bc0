//! How an operation was answered is told to those who may ask, and slow operations are named.

use std::time::Duration;

use headwater::access::Actor;
use headwater::config::Config;
use headwater::graphql::executor::{Asked, Beside, Executor};
use serde_json::{Value, json};

use crate::support::process::{ProjectDir, Server, eventually};
use crate::support::queries::{Compiler, Queries};

const SDL: &str = r#"
    type Post @collection @index(fields: ["live", "views"]) @allow(to: public, do: READ) {
        title: String! slug: Slug! @unique live: Boolean! views: Int! at: DateTime author: Author
    }
    type Author @collection @allow(to: public, do: READ) { name: String! posts: [Post!]! @inverse(of: "author") }
"#;

async fn explain(executor: &Executor, document: &str, variables: Value) -> Value {
    let variables = variables.as_object().cloned().unwrap();
    let beside = Beside { cost: false, explain: true };
    let actor = Actor::admin();
    let ready = executor.ready(Asked { beside, ..Asked::new(&actor, document, variables) });
    let answer: Value = serde_json::from_str(&ready.unwrap().run().await.into_json()).unwrap();
    assert!(answer["data"].is_object(), "{answer}");
    answer["extensions"]["explain"].clone()
}

#[tokio::test]
async fn explanation_has_the_sql_the_plan_and_the_times() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let document = "query($slug: Slug) { post(slug: $slug) { title } }";
    for (store, searches) in queries.stores.iter().zip(["SEARCH", "Index Scan"]) {
        let executor = queries.executor(store, Config::default());
        for prepared in ["NOW", "FOUND"] {
            let told = explain(&executor, document, json!({ "slug": "a-b" })).await;
            assert_eq!(told["prepared"], prepared);
            let statement = &told["statements"][0];
            assert!(statement["sql"].as_str().unwrap().starts_with("SELECT"), "{told}");
            assert_eq!(statement["parameters"], json!(["a-b"]));
            let plan = statement["plan"].as_array().unwrap();
            assert!(plan.iter().any(|line| line.as_str().unwrap().contains(searches)), "{plan:#?}");
            assert_eq!((&statement["fullScans"], &statement["advice"]), (&json!([]), &json!([])));
            for step in ["prepare", "variables", "bind", "database", "total"] {
                assert!(told["milliseconds"][step].as_f64().unwrap() >= 0.0, "{told}");
            }
        }
        let document = "{ postsAggregate(where: {title: {eq: \"a\"}}) { count } me { id } }";
        let told = explain(&executor, document, json!({})).await;
        assert_eq!(told["statements"][0]["fullScans"], json!(["post"]), "{told}");
        let advice = json!(["add `@index` to the field `title` of `Post`"]);
        assert_eq!(told["statements"][0]["advice"], advice);
        assert_eq!(explain(&executor, "{ me { id } }", json!({})).await["statements"], json!([]));
    }
}

#[tokio::test]
async fn slow_operation_is_named_with_its_sql_and_the_index_that_it_lacks() {
    let project = ProjectDir::new(SDL);
    project.write("headwater.toml", "[log]\nslow_ms = 1\n");
    let row = |index| json!({ "title": format!("title {index}"), "slug": format!("s-{index}"), "live": true, "views": index });
    let rows: Vec<String> = (0..20_000).map(|index| row(index).to_string()).collect();
    project.write("Post.jsonl", &rows.join("\n"));
    let file = project.path().join("Post.jsonl").display().to_string();
    let imported = project.run(&["import", &file]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let server = Server::start(&project, &["serve"]);
    let document = "query Found { posts(where: {title: {gt: \"t\"}}, orderBy: {title: DESC}, limit: 5000) { id title views } }";
    assert_eq!(server.ask(document).await["data"]["posts"].as_array().unwrap().len(), 5000);
    let line = eventually(Duration::from_secs(10), "the line", async || {
        server.log().lines().find(|line| line.contains("slow operation")).map(str::to_owned)
    });
    let line: Value = serde_json::from_str(&line.await).unwrap();
    assert_eq!((&line["operation"], &line["level"]), (&json!("Found"), &json!("WARN")));
    assert!(line["sql"].as_str().unwrap().starts_with("SELECT"), "{line}");
    assert_eq!(line["advice"], "add `@index` to the field `title` of `Post`");
    assert!(line["ms"].as_u64().unwrap() >= 1 && line["request_id"].is_string(), "{line}");
}
