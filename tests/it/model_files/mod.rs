//! The model's files through the API: read, planned, and changed while the real binary develops with them.

mod applying;
mod paths;
mod planning;
mod rights;

use serde_json::{Value, json};

use super::support::postgres::TestDatabase;
use super::support::process::{ProjectDir, Server, eventually};

const POST: &str = "type Post @collection {\n  title: String!\n  views: Int\n}\n";

const FILES: &str = "{ modelFilesHash modelFiles { path text } }";

const PLAN: &str = "query($files: [ModelFileInput!]!) { planModel(files: $files) {
    applied destructive basis
    steps { words sql destructive rows why }
    diagnostics { severity message file line column endLine endColumn hint }
} }";

const APPLY: &str = "mutation($files: [ModelFileInput!]!, $lossy: Boolean, $basis: String) {
    applyModel(files: $files, allowDestructive: $lossy, basis: $basis) {
        applied destructive basis steps { words destructive rows } diagnostics { severity message hint }
    }
}";

/// A server that runs on a project.
struct Workbench {
    server: Server,
    project: ProjectDir,
    _database: Option<TestDatabase>,
}

impl Workbench {
    /// `headwater dev` with a model, on SQLite and on PostgreSQL.
    async fn both(sdl: &str) -> [Self; 2] {
        [Self::start(sdl, "dev", None), Self::start(sdl, "dev", Some(TestDatabase::create().await))]
    }

    fn start(sdl: &str, command: &str, database: Option<TestDatabase>) -> Self {
        let project = ProjectDir::new(sdl);
        if let Some(database) = &database {
            project.write("headwater.toml", &format!("[database]\nurl = \"{}\"\n", database.url));
        }
        Self { server: Server::start(&project, &[command]), project, _database: database }
    }

    /// Asks as an admin, and returns the whole answer.
    async fn ask(&self, document: &str, variables: Value) -> Value {
        self.ask_with(&self.server.client, document, variables).await
    }

    async fn ask_with(&self, client: &reqwest::Client, document: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "variables": variables });
        let request = client.post(format!("{}/graphql", self.server.url)).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The data of an answer without errors.
    async fn data(&self, document: &str, variables: Value) -> Value {
        let answer = self.ask(document, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    async fn plan(&self, files: &[(&str, &str)]) -> Value {
        self.data(PLAN, json!({ "files": given(files) })).await["planModel"].clone()
    }

    async fn apply(&self, files: &[(&str, &str)]) -> Value {
        self.data(APPLY, json!({ "files": given(files) })).await["applyModel"].clone()
    }

    /// What a file of the project says, if it is there.
    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.project.path().join(path)).ok()
    }

    /// The names of everything in the model's folder.
    fn names(&self) -> Vec<String> {
        let found = std::fs::read_dir(self.project.path().join("schema")).unwrap();
        let mut names: Vec<String> =
            found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn given(files: &[(&str, &str)]) -> Value {
    files.iter().map(|(path, text)| json!({ "path": path, "text": text })).collect()
}

/// The first mistake that a plan tells.
#[track_caller]
fn mistake(plan: &Value) -> &Value {
    let found = plan["diagnostics"].as_array().unwrap().iter().find(|found| found["severity"] == "ERROR");
    found.unwrap_or_else(|| panic!("no mistake: {plan:#}"))
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

fn message(answer: &Value) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_default()
}
