//! A server that is killed in the middle of writes: what was acknowledged is there, whole, with its
//! changes, and nothing is there by half.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::postgres::TestDatabase;
use crate::support::process::{ProjectDir, Server, admin_client};

const SDL: &str = "
    type Batch @collection { name: String! @unique items: [Item!]! @inverse(of: \"batch\") labels: [Label!]! }
    type Item @collection { number: Int! batch: Batch! }
    type Label @collection { text: String! }";
const ITEMS: usize = 5;
const CLIENTS: usize = 16;
const ROUNDS: usize = 5;

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    check(&[]).await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_on_postgresql() {
    let database = TestDatabase::create().await;
    check(&["--database-url", &database.url]).await;
}

async fn check(arguments: &[&str]) {
    let project = ProjectDir::new(SDL);
    // Under development everyone may ask for the log.
    let arguments = [&["dev"], arguments].concat();
    let mut acknowledged: HashMap<String, String> = HashMap::new();
    for round in 0..ROUNDS {
        let mut server = Server::start(&project, &arguments);
        let clients = (0..CLIENTS).map(|client| tokio::spawn(write(server.url.clone(), round, client)));
        let clients: Vec<_> = clients.collect();
        // Killed at another moment each time.
        tokio::time::sleep(Duration::from_millis(300 + 170 * round as u64)).await;
        server.signal("KILL");
        server.wait(Duration::from_secs(10));
        for client in clients {
            acknowledged.extend(client.await.unwrap());
        }
        drop(server);
        let server = Server::start(&project, &arguments);
        check_stored(&server, &acknowledged).await;
    }
    assert!(acknowledged.len() > CLIENTS, "only {} writes were answered", acknowledged.len());
}

/// Writes until the server is gone, and returns what it acknowledged: names and ids.
async fn write(url: String, round: usize, client: usize) -> Vec<(String, String)> {
    let http = admin_client();
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let name = format!("{round}-{client}-{number}");
        let items: Vec<Value> = (0..ITEMS).map(|number| json!({ "number": number })).collect();
        let data =
            json!({ "name": name, "items": { "create": items }, "labels": { "create": [{ "text": name }] } });
        let query = "mutation($data: BatchCreate!) { createBatch(data: $data) { id items { number } } }";
        let body = json!({ "query": query, "variables": { "data": data } });
        let Ok(response) = http.post(format!("{url}/graphql")).json(&body).send().await else { break };
        let Ok(answer) = response.json::<Value>().await else { break };
        match answer["data"]["createBatch"]["id"].as_str() {
            Some(id) => acknowledged.push((name, id.to_owned())),
            None => panic!("the server refused a good write: {answer}"),
        }
    }
    acknowledged
}

async fn check_stored(server: &Server, acknowledged: &HashMap<String, String>) {
    let mut stored = HashMap::new();
    let mut after = String::from("null");
    loop {
        let answer = server
            .ask(&format!(
                "{{ batchesConnection(first: 500, after: {after}, orderBy: [{{ id: ASC }}]) {{
                    nodes {{ id name version itemsAggregate {{ count }} labels {{ text }} }}
                    pageInfo {{ hasNextPage endCursor }} }} }}"
            ))
            .await;
        let page = &answer["data"]["batchesConnection"];
        for batch in page["nodes"].as_array().unwrap() {
            let name = batch["name"].as_str().unwrap().to_owned();
            assert_eq!(batch["itemsAggregate"]["count"], json!(ITEMS), "half of a transaction: {batch}");
            assert_eq!(batch["labels"], json!([{ "text": name }]), "half of a transaction: {batch}");
            stored.insert(name, batch["id"].as_str().unwrap().to_owned());
        }
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
        after = page["pageInfo"]["endCursor"].to_string();
    }
    for (name, id) in acknowledged {
        assert_eq!(stored.get(name), Some(id), "an acknowledged write is lost");
    }
    let totals = server.ask("{ itemsAggregate { count } labelsAggregate { count } }").await;
    assert_eq!(
        totals["data"]["itemsAggregate"]["count"],
        json!(stored.len() * ITEMS),
        "items without a batch"
    );
    assert_eq!(totals["data"]["labelsAggregate"]["count"], json!(stored.len()), "labels without a batch");
    check_log(server, stored.len()).await;
}

/// The log has every record once, in transactions that are whole.
async fn check_log(server: &Server, batches: usize) {
    let mut transactions: HashMap<String, usize> = HashMap::new();
    let mut before = String::from("null");
    loop {
        let answer = server
            .ask(&format!(
                "{{ changes(limit: 5000, before: {before}) {{ position transaction collection }} }}"
            ))
            .await;
        let Some(changes) = answer["data"]["changes"].as_array() else { panic!("{answer}") };
        for change in changes.iter().filter(|change| change["collection"] != json!("")) {
            *transactions.entry(change["transaction"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        match changes.last() {
            Some(last) => before = last["position"].to_string(),
            None => break,
        }
    }
    assert_eq!(transactions.len(), batches, "transactions of the log");
    // The batch, its items and its label.
    assert!(
        transactions.values().all(|changes| *changes == ITEMS + 2),
        "half of a transaction: {transactions:?}"
    );
}
