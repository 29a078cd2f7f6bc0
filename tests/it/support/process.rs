//! The real binary, run on a project in a temporary folder.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderMap, HeaderValue};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A project's folder, removed when the test ends.
pub struct ProjectDir {
    folder: TempDir,
}

impl ProjectDir {
    /// A project with that model.
    pub fn new(sdl: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(project.path().join("schema")).unwrap();
        project.write("schema/model.graphql", sdl);
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.path().join(path), text).unwrap();
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        command(self.path()).args(arguments).output().unwrap()
    }
}

/// Who shows this to a server of these tests is an admin.
pub const ADMIN_TOKEN: &str = "the-admin-of-these-tests-is-known-by-this";

/// A server that runs.
pub struct Server {
    child: Child,
    pub url: String,
    log: Arc<Mutex<String>>,
    /// Asks as an admin.
    pub client: reqwest::Client,
}

impl Server {
    /// Starts `headwater dev` or `serve` on a free port and waits until it answers.
    pub fn start(project: &ProjectDir, arguments: &[&str]) -> Self {
        Self::start_at(project, arguments, "127.0.0.1:0")
    }

    /// The same at that address.
    pub fn start_at(project: &ProjectDir, arguments: &[&str], address: &str) -> Self {
        let mut child = command(project.path())
            .args(arguments)
            .args(["--listen", address])
            .env("HEADWATER_SERVER_ADMIN_TOKEN", ADMIN_TOKEN)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        collect(child.stderr.take().unwrap(), log.clone());
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let url = loop {
            let mut line = String::new();
            if printed.read_line(&mut line).unwrap() == 0 {
                panic!("the server ended: {}", log.lock().unwrap());
            }
            if let Some(start) = line.find("http://") {
                let url = line[start..].split_whitespace().next().unwrap();
                break url.trim_end_matches("/graphql").to_owned();
            }
        };
        collect(printed, Arc::default());
        Self { child, url, log, client: admin_client() }
    }

    /// Asks the API as an admin.
    pub async fn ask(&self, document: &str) -> Value {
        self.ask_with(&self.client, document).await
    }

    /// Asks the API as nobody in particular.
    pub async fn ask_as_anyone(&self, document: &str) -> Value {
        self.ask_with(&client(), document).await
    }

    async fn ask_with(&self, client: &reqwest::Client, document: &str) -> Value {
        let request = client.post(format!("{}/graphql", self.url)).json(&json!({ "query": document }));
        request.send().await.unwrap().json().await.unwrap()
    }

    /// What the server wrote to standard error.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal: `TERM`, `INT`, `KILL`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until the process has ended.
    pub fn wait(&mut self, limit: Duration) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < limit, "the server still runs after {limit:?}: {}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client that shows every server of these tests that it is an admin.
pub fn admin_client() -> reqwest::Client {
    let token = HeaderValue::from_str(&format!("Bearer {ADMIN_TOKEN}")).unwrap();
    let headers = HeaderMap::from_iter([(header::AUTHORIZATION, token)]);
    client_builder().default_headers(headers).build().unwrap()
}

/// A client that is nobody in particular.
pub fn client() -> reqwest::Client {
    client_builder().build().unwrap()
}

/// Clients need the cryptography that the server's own ones use, even where nothing is encrypted.
pub fn client_builder() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

/// Polls until the answer is there; fails after the limit.
pub async fn eventually<T>(limit: Duration, what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(began.elapsed() < limit, "{what}: not within {limit:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub fn command(project: &Path) -> Command {
    let mut command = Command::new(PathBuf::from(env!("CARGO_BIN_EXE_headwater")));
    command.arg("--project").arg(project);
    // The developer's own settings must not decide what tests see.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEADWATER_")) {
        command.env_remove(name);
    }
    command
}

fn collect(mut from: impl Read + Send + 'static, into: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            into.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
    });
}
