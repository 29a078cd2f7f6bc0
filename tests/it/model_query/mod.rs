//! The query `model`: what clients are told of the content model, and that each is told no more than they may see.

mod kinds;
mod names;
mod pointing;
mod roles;
mod schema_file;
mod watching;

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use headwater::access::{Actor, Identity};
use headwater::graphql::answer::Answer;
use headwater::graphql::executor::{Asked, Executor};
use headwater::graphql::{self, system};
use headwater::model::Model;
use serde_json::{Map, Value, json};

use crate::support::content::Content;

/// The API of a model on both databases.
struct Told {
    executors: [Executor; 2],
    /// The document that asks for everything.
    document: String,
    content: Content,
}

impl Told {
    async fn new(sdl: &str) -> Self {
        Self::of(crate::support::content::model(sdl)).await
    }

    async fn of(model: Model) -> Self {
        let schema = graphql::build(&model, system::FIELDS).unwrap().apollo;
        let document = format!("{{ model {} }}", everything(&schema, "Model"));
        let content = Content::of(model).await;
        Self { executors: content.executors(), document, content }
    }

    /// All that the actor is told.
    async fn model(&self, actor: &Actor) -> Value {
        let answer = self.ask(actor, &self.document).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"]["model"].clone()
    }

    /// The answer, which must be the same from both databases.
    async fn ask(&self, actor: &Actor, document: &str) -> Value {
        let [sqlite, postgres] = &self.executors;
        let [first, second] = [ask(sqlite, actor, document).await, ask(postgres, actor, document).await];
        assert_eq!(first, second, "SQLite and PostgreSQL disagree about {document}");
        serde_json::from_str(&first).unwrap()
    }
}

async fn ask(executor: &Executor, actor: &Actor, document: &str) -> String {
    match executor.ready(Asked::new(actor, document, Map::new())) {
        Ok(ready) => ready.run().await.into_json(),
        Err(errors) => Answer::refused(errors).into_json(),
    }
}

/// A selection of every field of the type, and of what is in them.
fn everything(schema: &Schema, type_name: &str) -> String {
    let Some(ExtendedType::Object(object)) = schema.types.get(type_name) else { return String::new() };
    let fields = object.fields.values().map(|field| {
        let inner = everything(schema, field.ty.inner_named_type());
        format!("{} {inner}", field.name)
    });
    format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
}

/// A user with those roles.
fn user(roles: &[&str]) -> Actor {
    let record = json!({ "id": "ann", "email": "ann@example.org", "roles": roles });
    let record = record.as_object().cloned().unwrap();
    Actor::user(Identity { id: "ann".to_owned(), record, ..Identity::default() }, roles.iter().copied())
}

/// The item of the list with that name.
#[track_caller]
fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    let found = list.as_array().unwrap().iter().find(|item| item["name"] == name);
    found.unwrap_or_else(|| panic!("there is no `{name}` among {:?}", names_of(list)))
}

/// The names of what is in the list.
fn names_of(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// The field of a collection.
#[track_caller]
fn field<'a>(model: &'a Value, collection: &str, name: &str) -> &'a Value {
    named(&named(&model["collections"], collection)["fields"], name)
}

/// What may be done to something, in the order of the answer.
fn can(of: &Value) -> Vec<&str> {
    of["can"].as_object().unwrap().values().map(|records| records.as_str().unwrap()).collect()
}
