//! A program's own consumers, and what `headwater dev` and `serve` do with the log.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use headwater::access::Actor;
use headwater::app::{App, Project};
use headwater::changes::{Change, Consumer};
use headwater::config::Flags;
use headwater::graphql::executor::Asked;
use headwater::http::Stage;
use serde_json::{Map, json};

use crate::support::asking::answer;
use crate::support::process::{ProjectDir, Server, eventually};

const SDL: &str = "type Tag @collection @allow(to: public, do: ALL) { label: String }";

#[derive(Default)]
struct Labels(Mutex<Vec<String>>);

#[async_trait]
impl Consumer for Labels {
    fn name(&self) -> &str {
        "labels"
    }

    fn starts_at_the_beginning(&self) -> bool {
        true
    }

    async fn consume(&self, change: &Change) -> anyhow::Result<()> {
        let label = change.after.as_ref().and_then(|fields| Some(fields.get("label")?.as_str()?.to_owned()));
        self.0.lock().unwrap().extend(label);
        Ok(())
    }
}

#[tokio::test]
async fn which_changes_are_of_a_hidden_field_is_not_told() {
    let folder = ProjectDir::new(
        r#"type Tag @collection @allow(to: public, do: READ, except: ["notes"]) @allow(to: public, do: [CREATE, UPDATE]) {
            label: String
            notes: String
        }"#,
    );
    let app =
        App::open(Project::open(folder.path(), &Flags::default()).unwrap(), Stage::Production).await.unwrap();
    for data in [r#"{ label: "a", notes: "b" }"#, r#"{ label: "c" }"#] {
        let document = format!("mutation {{ createTag(data: {data}) {{ label }} }}");
        let written = answer(app.executor(), &document, &json!({})).await;
        assert!(written.contains("data"), "{written}");
    }
    let changes = async |field: &str| {
        let document =
            format!("{{ changes(where: {{ field: \"{field}\" }}) {{ fields {{ name before after }} }} }}");
        let ready = app.executor().ready(Asked::new(&Actor::public(), &document, Map::new())).unwrap();
        ready.run().await.into_json()
    };
    assert!(changes("label").await.contains(r#"{"name":"label","before":null,"after":"a"}"#));
    assert_eq!(changes("notes").await, r#"{"data":{"changes":[]}}"#);
    app.close().await.unwrap();
}

#[tokio::test]
async fn own_consumer_takes_what_the_api_writes() {
    let folder = ProjectDir::new(SDL);
    let project = || Project::open(folder.path(), &Flags::default()).unwrap();
    let labels = Arc::new(Labels::default());
    let app = App::open_with(project(), Stage::Production, vec![labels.clone()]).await.unwrap();
    app.start();
    for label in ["one", "two"] {
        let document = format!("mutation {{ createTag(data: {{ label: \"{label}\" }}) {{ label }} }}");
        let written = answer(app.executor(), &document, &json!({})).await;
        assert_eq!(written, format!(r#"{{"data":{{"createTag":{{"label":"{label}"}}}}}}"#));
    }
    app.settle().await.unwrap();
    assert_eq!(*labels.0.lock().unwrap(), ["one", "two"]);
    app.close().await.unwrap();
    // It is not given again what it has taken.
    let app = App::open_with(project(), Stage::Production, vec![labels.clone()]).await.unwrap();
    app.start();
    app.settle().await.unwrap();
    app.close().await.unwrap();
    assert_eq!(*labels.0.lock().unwrap(), ["one", "two"]);
}

#[tokio::test]
async fn only_admins_are_told_of_changed_models_even_under_development() {
    let document = "{ changes(where: { collection: \"\" }) { operation fields { name } } }";
    let project = ProjectDir::new(SDL);
    project.write("headwater.toml", "[changes.keep_days_of]\nTagg = 3");
    let development = Server::start(&project, &["dev"]);
    let expected =
        json!({ "data": { "changes": [{ "operation": "MODEL", "fields": [{ "name": "steps" }] }] } });
    assert_eq!(development.ask(document).await, expected);
    assert_eq!(development.ask_as_anyone(document).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // The log is written beside the server's work.
    let told = async || development.log().contains("did you mean `Tag`?").then_some(());
    eventually(Duration::from_secs(20), "a word about `Tagg`", told).await;
    drop(development);
    let production = Server::start(&project, &["serve"]);
    assert_eq!(production.ask_as_anyone(document).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
