//! A model with its tables on both databases, and files to import into them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use headwater::config::Config;
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::model::Models;
use headwater::graphql::{self, system};
use headwater::import::{ImportError, Options, Progress, Source, Summary, import};
use headwater::model::Model;
use headwater::model::diagnostics::SourceFile;
use headwater::query::dialect::Dialect;
use headwater::store::sync::{self, Consent, Outcome};
use headwater::store::{Store, StoreOptions};
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

use super::asking::answer;
use super::postgres::TestDatabase;

/// The model's tables on a database of each kind.
pub struct Content {
    /// The model.
    pub model: Model,
    /// The stores: SQLite, then PostgreSQL.
    pub stores: [Store; 2],
    folder: TempDir,
    database: TestDatabase,
}

/// The model of that SDL.
pub fn model(sdl: &str) -> Model {
    let source = SourceFile { path: "schema/test.graphql".to_owned(), text: sdl.to_owned() };
    match headwater::model::load(&[source]) {
        Ok(loaded) => loaded.model,
        Err(diagnostics) => panic!("the test's model is wrong: {diagnostics:#?}"),
    }
}

impl Content {
    /// Makes the tables of the SDL's model.
    pub async fn new(sdl: &str) -> Self {
        Self::of(model(sdl)).await
    }

    /// Makes the tables of the model.
    pub async fn of(model: Model) -> Self {
        let folder = TempDir::new().unwrap();
        let database = TestDatabase::create().await;
        let options = StoreOptions::default();
        let sqlite = Store::connect("sqlite://data/headwater.db", folder.path(), &options).await.unwrap();
        let postgres = Store::connect(&database.url, folder.path(), &options).await.unwrap();
        for store in [&sqlite, &postgres] {
            let outcome = sync::apply(store, &model, "", Consent::Safe).await.unwrap();
            assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
        }
        Self { model, stores: [sqlite, postgres], folder, database }
    }

    /// The folder of SQLite's file.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where other nodes find the store's database, if there can be others.
    pub fn url_of(&self, store: &Store) -> Option<String> {
        (store.dialect() == Dialect::Postgres).then(|| self.database.url.clone())
    }

    /// Writes a file and answers its path.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A source for each path, with the collection that its name tells.
    pub fn sources(&self, paths: &[PathBuf]) -> Vec<Source> {
        paths.iter().map(|path| Source::new(&self.model, path, None, None).unwrap()).collect()
    }

    /// Imports files of these names and texts into both databases. What is said about them must be
    /// the same.
    pub async fn import(&self, files: &[(&str, &str)], options: &Options) -> String {
        let paths: Vec<PathBuf> = files.iter().map(|(name, text)| self.file(name, text)).collect();
        let sources = self.sources(&paths);
        let mut shown = Vec::new();
        for store in &self.stores {
            let outcome = import(store, &self.model, &sources, options, &mut |_: Progress| {}).await;
            shown.push(describe(&sources, &outcome));
        }
        assert_eq!(shown[0], shown[1], "the databases disagree");
        shown.remove(0)
    }

    /// The answer of the API to a query: the same text from both databases.
    pub async fn query(&self, document: &str) -> String {
        let mut answers = Vec::new();
        for executor in self.executors() {
            answers.push(answer(&executor, document, &serde_json::json!({})).await);
        }
        assert_eq!(answers[0], answers[1], "the databases disagree about {document}");
        answers.remove(0)
    }

    /// The API on each of the databases.
    pub fn executors(&self) -> [Executor; 2] {
        let model = Arc::new(self.model.clone());
        self.stores.clone().map(|store| {
            let schema = graphql::build(&model, system::FIELDS).unwrap();
            let mut config = Config::default();
            config.limits.rows = 100_000;
            let content = graphql::content::Content::new(
                store.clone(),
                headwater::changes::Log::new(store),
                model.clone(),
                &config.limits,
                &config.graphql,
            );
            let mut handlers = Handlers::built_in();
            Models::new(model.clone()).answer(&mut handlers);
            Executor::new(Api::new(schema.apollo, handlers, Some(content), Arc::new(config)))
        })
    }

    /// The rows of a statement whose columns are text: they must be the same in both databases.
    pub async fn rows(&self, sql: &str) -> String {
        let mut shown = Vec::new();
        for store in &self.stores {
            let db = store.connection();
            let rows =
                db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
            let lines = rows.iter().map(|row| {
                let columns = row.column_names().len();
                let values = (0..columns).map(|index| row.try_get_by_index::<Option<String>>(index).unwrap());
                values.map(|value| value.unwrap_or_else(|| "null".into())).collect::<Vec<_>>().join(" | ")
            });
            shown.push(lines.collect::<Vec<_>>().join("\n"));
        }
        assert_eq!(shown[0], shown[1], "the databases disagree");
        shown.remove(0)
    }
}

fn describe(sources: &[Source], outcome: &Result<Summary, ImportError>) -> String {
    let summary = match outcome {
        Ok(summary) => summary,
        Err(error) => return format!("error: {error}"),
    };
    let mut lines: Vec<String> = summary
        .files
        .iter()
        .zip(sources)
        .filter(|_| summary.is_committed)
        .map(|(file, source)| format!("{}: {} rows, {} links", name(source), file.rows, file.links))
        .collect();
    let rejected =
        summary.rejected.iter().flat_map(|(place, faults)| faults.iter().map(move |fault| (place, fault)));
    let problems = summary.problems.iter().map(|problem| (&problem.place, &problem.fault));
    for (place, fault) in problems.chain(rejected) {
        lines.push(format!("{}{place}: {fault}", name(&sources[place.file])));
        lines.extend(fault.hint.iter().map(|hint| format!("  hint: {hint}")));
    }
    lines.join("\n")
}

fn name(source: &Source) -> String {
    source.path.file_name().unwrap().to_string_lossy().into_owned()
}
