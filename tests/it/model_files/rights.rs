//! Who may see the model's files, and who may change them.

use reqwest::header::{self, HeaderMap, HeaderValue};
use serde_json::json;

use super::{APPLY, FILES, PLAN, POST, Workbench, code, given, message};
use crate::support::process::{client, client_builder};

async fn sign_up(bench: &Workbench, email: &str) -> (String, reqwest::Client) {
    let document = "mutation($email: Email!) { signUp(email: $email, password: \"correct horse battery\") {
        session { accessToken user { id } }
    } }";
    let made = bench.ask_with(&client(), document, json!({ "email": email })).await;
    let session = &made["data"]["signUp"]["session"];
    let token = format!("Bearer {}", session["accessToken"].as_str().unwrap());
    let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(&token).unwrap())]);
    let id =
        bench.ask("query($email: Email!) { user(email: $email) { id } }", json!({ "email": email })).await;
    let id = id["data"]["user"]["id"].as_str().unwrap().to_owned();
    (id, client_builder().default_headers(headers).build().unwrap())
}

#[tokio::test]
async fn everybody_who_develops_sees_and_admins_change() {
    for bench in Workbench::both(POST).await {
        let files = json!({ "files": given(&[("schema/model.graphql", &format!("# new\n{POST}"))]) });
        let seen = bench.ask_with(&client(), FILES, json!({})).await;
        assert_eq!(seen["data"]["modelFiles"][0]["text"], POST);
        assert!(bench.ask_with(&client(), PLAN, files.clone()).await.get("errors").is_none());
        assert_eq!(code(&bench.ask_with(&client(), APPLY, files.clone()).await), "UNAUTHENTICATED");
        let (id, una) = sign_up(&bench, "una@example.org").await;
        assert_eq!(code(&bench.ask_with(&una, APPLY, files.clone()).await), "FORBIDDEN");
        assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));

        let promote = "mutation($id: ID!) { setUserRoles(user: $id, roles: [admin]) { id } }";
        bench.data(promote, json!({ "id": id })).await;
        let done = bench.ask_with(&una, APPLY, files).await;
        assert_eq!(done["data"]["applyModel"]["applied"], true, "{done:#}");
    }
}

#[tokio::test]
async fn model_is_read_only_where_it_is_served() {
    let bench = Workbench::start(POST, "serve", None);
    let files = json!({ "files": given(&[("schema/model.graphql", &format!("# new\n{POST}"))]) });
    for document in [FILES, PLAN] {
        assert_eq!(code(&bench.ask_with(&client(), document, files.clone()).await), "FORBIDDEN");
        bench.data(document, files.clone()).await;
    }
    assert_eq!(code(&bench.ask_with(&client(), APPLY, files.clone()).await), "UNAUTHENTICATED");
    let refused = bench.ask(APPLY, files).await;
    assert_eq!(code(&refused), "FORBIDDEN");
    assert!(message(&refused).contains("read-only under `headwater serve`"), "{refused}");
    assert!(message(&refused).contains("deploy"), "{refused}");
    assert_eq!(bench.text("schema/model.graphql").as_deref(), Some(POST));
}
