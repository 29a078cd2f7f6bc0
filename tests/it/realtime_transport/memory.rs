//! What connections cost that do nothing. Measured by hand:
//! `cargo nextest run --run-ignored all --no-capture -E 'test(/memory_of_idle/)'`.

use serde_json::json;

use crate::support::events::Events;
use crate::support::process::{ADMIN_TOKEN, ProjectDir, Server, client_builder};
use crate::support::socket::{bearer, connect};

const SUBSCRIBERS: usize = 2000;
const QUERY: &str = "subscription { posts(limit: 10) { title } }";

#[tokio::test]
#[ignore = "measures, and proves nothing"]
async fn memory_of_idle_subscribers() {
    let project = ProjectDir::new("type Post @collection { title: String! }");
    let server = Server::start(&project, &["serve"]);
    let mut sockets = Vec::new();
    let mut before = 0;
    for number in 0..SUBSCRIBERS + 100 {
        if number == 100 {
            before = resident(&server);
        }
        let mut socket = connect(&server.url, bearer(ADMIN_TOKEN)).await;
        socket.subscribe("1", QUERY, json!({})).await;
        socket.next("1").await;
        sockets.push(socket);
    }
    let after = resident(&server);
    println!("{} bytes for each of {SUBSCRIBERS} WebSockets", (after - before) / SUBSCRIBERS);
    let client = client_builder().build().unwrap();
    let mut streams = Vec::new();
    for _ in 0..SUBSCRIBERS {
        let request = client.post(format!("{}/graphql", server.url)).header("accept", "text/event-stream");
        let mut events = Events::of(request.bearer_auth(ADMIN_TOKEN).json(&json!({ "query": QUERY }))).await;
        events.next().await;
        streams.push(events);
    }
    println!("{} bytes for each of {SUBSCRIBERS} event streams", (resident(&server) - after) / SUBSCRIBERS);
}

/// The bytes that the server's process has in memory.
fn resident(server: &Server) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}
