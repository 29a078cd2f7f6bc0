//! Stock clients from npm: they subscribe, are sent results, and come again when the server was away.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::node::spawn_script;
use crate::support::process::{ADMIN_TOKEN, ProjectDir, Server, eventually};

const KINDS: [&str; 5] = ["graphql-ws", "graphql-sse", "apollo", "urql-ws", "urql-sse"];

/// A client that runs, and what it printed.
struct Subscriber {
    kind: &'static str,
    child: Child,
    said: Arc<Mutex<Vec<Value>>>,
}

impl Subscriber {
    fn start(kind: &'static str, url: &str, query: &str) -> Self {
        let arguments = [kind, &format!("{url}/graphql"), ADMIN_TOKEN, query];
        let mut child = spawn_script("subscriber.cjs", &arguments);
        let (said, printed) =
            (Arc::new(Mutex::new(Vec::new())), BufReader::new(child.stdout.take().unwrap()));
        let lines = said.clone();
        std::thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                lines.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { kind, child, said }
    }

    /// Waits until the last result has those titles.
    async fn has(&self, titles: &[&str]) {
        let wanted = json!(titles);
        eventually(Duration::from_secs(60), self.kind, async || {
            let said = self.said.lock().unwrap().clone();
            let ended =
                said.iter().find(|said| said.get("error").is_some() || said.get("complete").is_some());
            assert!(ended.is_none(), "{}: {said:#?}", self.kind);
            let last = said.iter().rev().find_map(|said| said["data"]["posts"].as_array())?;
            let shown = last.iter().map(|post| post["title"].clone()).collect::<Value>();
            (shown == wanted).then_some(())
        })
        .await;
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn all_have(subscribers: &[Subscriber], titles: &[&str]) {
    for subscriber in subscribers {
        subscriber.has(titles).await;
    }
}

async fn create(server: &Server, title: &str) {
    let made =
        server.ask(&format!("mutation {{ createPost(data: {{ title: \"{title}\" }}) {{ id }} }}")).await;
    assert!(made["data"]["createPost"]["id"].is_string(), "{made}");
}

#[tokio::test]
async fn stock_clients_are_sent_results_and_come_again_when_the_server_was_away() {
    let project = ProjectDir::new("type Post @collection { title: String! }");
    let mut server = Server::start(&project, &["serve"]);
    let query = "subscription { posts(orderBy: [{ title: ASC }]) { title } }";
    let subscribers = KINDS.map(|kind| Subscriber::start(kind, &server.url, query));
    all_have(&subscribers, &[]).await;
    create(&server, "a").await;
    all_have(&subscribers, &["a"]).await;
    create(&server, "b").await;
    all_have(&subscribers, &["a", "b"]).await;
    let address = server.url.trim_start_matches("http://").to_owned();

    server.signal("TERM");
    assert!(server.wait(Duration::from_secs(8)).success(), "{}", server.log());
    assert!(!server.log().contains("stopped before every request had finished"), "{}", server.log());
    let mut server = Server::start_at(&project, &["serve"], &address);
    create(&server, "c").await;
    all_have(&subscribers, &["a", "b", "c"]).await;
    let socket = subscribers[0].said.lock().unwrap().clone();
    assert!(socket.contains(&json!({ "closed": 1001 })), "{socket:#?}");

    server.signal("KILL");
    server.wait(Duration::from_secs(5));
    let server = Server::start_at(&project, &["serve"], &address);
    create(&server, "d").await;
    all_have(&subscribers, &["a", "b", "c", "d"]).await;
}

#[tokio::test]
async fn changed_model_sends_stock_clients_to_its_rules() {
    let project = ProjectDir::new("type Post @collection { title: String! }");
    let server = Server::start(&project, &["dev"]);
    let query = "subscription { posts(orderBy: [{ title: ASC }]) { title } }";
    let subscribers = KINDS.map(|kind| Subscriber::start(kind, &server.url, query));
    create(&server, "a").await;
    all_have(&subscribers, &["a"]).await;
    project.write("schema/tag.graphql", "type Tag @collection { label: String! }");
    eventually(Duration::from_secs(20), "the changed model", async || {
        let socket = subscribers[0].said.lock().unwrap().clone();
        socket.contains(&json!({ "closed": 1012 })).then_some(())
    })
    .await;
    create(&server, "b").await;
    all_have(&subscribers, &["a", "b"]).await;
}
