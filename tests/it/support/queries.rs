//! A model with its tables on both databases, and queries of them: the compiler and the databases,
//! without a server around them.

use std::sync::Arc;

use headwater::access::Actor;
use headwater::config::{Config, Graphql, Limits};
use headwater::engine::read::{Planned, ReadLimits, Reader};
use headwater::error::Error;
use headwater::graphql::content::Content;
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::operation::{Checked, check};
use headwater::graphql::select::select;
use headwater::graphql::{self, ApiSchema, system};
use headwater::model::Model;
use headwater::model::diagnostics::SourceFile;
use headwater::query::dialect::Dialect;
use headwater::query::selection::{IDS, Input, NodeId, Role, Root};
use headwater::query::{Bindings, Plan, Variables, bind, lower, plan};
use headwater::store::sync::{self, Consent};
use headwater::store::{Store, StoreOptions};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::postgres::TestDatabase;

/// The most records of a list in these tests.
const MAX_ROWS: u32 = 1000;

/// A model and the API that it becomes.
pub struct Compiler {
    pub model: Arc<Model>,
    api: ApiSchema,
}

/// The model's tables on a database of each kind.
pub struct Queries {
    pub compiler: Compiler,
    /// SQLite, then PostgreSQL.
    pub stores: [Store; 2],
    readers: [Reader; 2],
    _folder: TempDir,
    _database: TestDatabase,
}

impl Compiler {
    pub fn new(sdl: &str) -> Self {
        let source = SourceFile { path: "schema/test.graphql".to_owned(), text: sdl.to_owned() };
        match headwater::model::load(&[source]) {
            Ok(loaded) => Self::of(loaded.model),
            Err(diagnostics) => panic!("the test's model is wrong: {diagnostics:#?}"),
        }
    }

    pub fn of(model: Model) -> Self {
        let api = graphql::build(&model, system::FIELDS).unwrap();
        Self { model: Arc::new(model), api }
    }

    /// The query's plan.
    #[track_caller]
    pub fn plan(&self, query: &str) -> (Checked, Plan) {
        let limits = Limits { aliases: 5000, fields: 50_000, ..Limits::default() };
        let prepared = match self.prepare_with(query, &limits) {
            Ok(prepared) => prepared,
            Err(errors) => panic!("{query}\n{errors:#?}"),
        };
        let selection = select(&self.model, &self.api.apollo, &prepared.document, &prepared.operation);
        (prepared, plan(&self.model, selection, &Actor::admin().roles))
    }

    /// The query within the limits, or why it is refused.
    pub fn prepare_with(&self, query: &str, limits: &Limits) -> Result<Checked, Vec<Error>> {
        check(&self.api.apollo, query, None, limits, &Graphql::default())
    }

    /// The query's SQL for the database.
    pub fn sql(&self, query: &str, variables: &Value, dialect: Dialect) -> String {
        self.sql_of(&self.plan(query).1, variables, dialect)
    }

    /// The plan's SQL for the database.
    pub fn sql_of(&self, plan: &Plan, variables: &Value, dialect: Dialect) -> String {
        let variables = object(variables);
        let bound = self.bind(plan, &variables, MAX_ROWS);
        lower(&self.model, plan, (&bound.nodes, &bound.rows), &variables, dialect).sql
    }

    /// The plan with the values of a request.
    pub fn bind(&self, plan: &Plan, variables: &Variables, rows: u32) -> Bindings {
        Actor::admin().asking(|asker| bind(&self.model, plan, variables, asker, rows)).unwrap()
    }

    /// The plan of a query for lists, each made one of the records whose ids stand in the variable `ids`.
    pub fn plan_of_given(&self, query: &str) -> Plan {
        let mut selection = self.plan(query).1.selection;
        for entry in &selection.roots {
            let Root::Many(NodeId(node), _) = entry.output else {
                panic!("{query} asks for more than lists")
            };
            selection.nodes[node].role = Role::Given;
            selection.nodes[node].arguments = vec![(IDS.to_owned(), Input::Variable("ids".to_owned()))];
        }
        plan(&self.model, selection, &Actor::admin().roles)
    }
}

impl Queries {
    pub async fn new(sdl: &str) -> Self {
        Self::of(Compiler::new(sdl)).await
    }

    pub async fn of(compiler: Compiler) -> Self {
        let folder = TempDir::new().unwrap();
        let database = TestDatabase::create().await;
        let options = StoreOptions::default();
        let sqlite = Store::connect("sqlite://data/headwater.db", folder.path(), &options).await.unwrap();
        let postgres = Store::connect(&database.url, folder.path(), &options).await.unwrap();
        for store in [&sqlite, &postgres] {
            sync::apply(store, &compiler.model, "", Consent::Safe).await.unwrap();
        }
        let limits = ReadLimits { rows: MAX_ROWS, cost: u64::MAX };
        let reader = |store: &Store| Reader::new(store.clone(), compiler.model.clone(), limits, 1 << 20);
        let readers = [reader(&sqlite), reader(&postgres)];
        Self { compiler, stores: [sqlite, postgres], readers, _folder: folder, _database: database }
    }

    /// The API of one of the stores.
    pub fn executor(&self, store: &Store, config: Config) -> Executor {
        let model = self.compiler.model.clone();
        let schema = graphql::build(&model, system::FIELDS).unwrap();
        let content = Content::new(
            store.clone(),
            headwater::changes::Log::new(store.clone()),
            model,
            &config.limits,
            &config.graphql,
        );
        Executor::new(Api::new(schema.apollo, Handlers::built_in(), Some(content), Arc::new(config)))
    }

    /// Runs a statement of SQL that both databases understand.
    pub async fn execute(&self, sql: &str) {
        for store in &self.stores {
            let db = store.connection();
            if let Err(error) = db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await {
                panic!("{sql}\n{error}");
            }
        }
    }

    /// The answer's data; both databases must give the same text.
    #[track_caller]
    pub fn ask(&self, query: &str) -> impl Future<Output = Value> {
        self.ask_with(query, json!({}))
    }

    /// The answer's data for the variables; both databases must give the same text.
    pub async fn ask_with(&self, query: &str, variables: Value) -> Value {
        self.ask_plan(self.compiler.plan(query).1, variables).await
    }

    /// The data that the plan answers; both databases must give the same text.
    pub async fn ask_plan(&self, plan: Plan, variables: Value) -> Value {
        let [sqlite, postgres] = self.answers(&plan, &variables).await;
        let [sqlite, postgres] = [sqlite.unwrap(), postgres.unwrap()];
        assert_eq!(
            sqlite, postgres,
            "SQLite (left) and PostgreSQL (right) disagree on {plan:#?} with {variables}"
        );
        serde_json::from_str(&sqlite).unwrap_or_else(|error| panic!("{error}\n{sqlite}"))
    }

    /// What is wrong with the query's arguments; both databases must say the same.
    pub async fn refused(&self, query: &str, variables: Value) -> String {
        let plan = self.compiler.plan(query).1;
        let [sqlite, postgres] = self.answers(&plan, &variables).await.map(Result::unwrap_err);
        assert_eq!(sqlite, postgres);
        sqlite
    }

    /// The answer with its errors; both databases must give the same.
    pub async fn refused_in_part(&self, query: &str) -> Value {
        let answer = self.ask(query).await;
        let data = answer["data"].as_str().expect("the answer has errors");
        json!({ "data": serde_json::from_str::<Value>(data).unwrap(), "errors": answer["errors"] })
    }

    async fn answers(&self, plan: &Plan, variables: &Value) -> [Result<String, String>; 2] {
        let mut answers = Vec::new();
        for reader in &self.readers {
            // A plan belongs to one reader.
            let planned = Planned::new(plan.clone());
            answers.push(match reader.bind(&planned, &object(variables), &Actor::admin()) {
                Err(errors) => Err(errors[0].to_string()),
                Ok(bound) => match reader.read(&planned, &bound, String::new()).await {
                    Ok(answer) if answer.errors.is_empty() => Ok(answer.text),
                    Ok(answer) => Ok(json!({ "data": answer.text, "errors": answer.errors }).to_string()),
                    Err(error) if error.cause().is_some() => {
                        panic!("{}\n{:#}", bound.lowered.statement.sql(), error.cause().unwrap());
                    }
                    Err(error) => Err(error.to_string()),
                },
            });
        }
        answers.try_into().unwrap()
    }
}

fn object(variables: &Value) -> Variables {
    variables.as_object().cloned().unwrap()
}
