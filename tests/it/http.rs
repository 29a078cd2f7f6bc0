//! GraphQL over HTTP: media types, status codes, bodies that are no requests, and what surrounds them.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use headwater::config::Config;
use headwater::http::{ServerState, Stage, router};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::support::handled::api_with;

fn state(config: Config) -> ServerState {
    let executor = api_with(config.clone()).executor;
    let readiness: headwater::http::Readiness = Arc::new(|| Box::pin(async { Ok(()) }));
    ServerState {
        executor,
        auth: None,
        config: Arc::new(config),
        readiness,
        stage: Stage::Production,
        connections: Default::default(),
    }
}

fn server() -> Router {
    router(state(Config::default()))
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn message(&self) -> String {
        self.json()["errors"][0]["message"].as_str().unwrap().to_owned()
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
    }
}

async fn send_to(server: Router, method: Method, uri: &str, headers: &[(&str, &str)], body: Body) -> Reply {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = server.oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Reply { status: parts.status, headers: parts.headers, text }
}

async fn post(body: impl Into<Body>, accept: &str) -> Reply {
    let headers = [("content-type", "application/json"), ("accept", accept)];
    send_to(server(), Method::POST, "/graphql", &headers, body.into()).await
}

async fn get(query: &str, accept: &str) -> Reply {
    send_to(server(), Method::GET, &format!("/graphql?{query}"), &[("accept", accept)], Body::empty()).await
}

const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

#[tokio::test]
async fn who_comes_at_a_bad_moment_is_told_when_to_come_again() {
    let busy = post(json!({ "query": "{ busy }" }).to_string(), JSON).await;
    assert_eq!((busy.code().as_str(), busy.header("retry-after")), ("UNAVAILABLE", "1"));
    let well = post(json!({ "query": "{ value }" }).to_string(), JSON).await;
    assert_eq!(well.header("retry-after"), "");
}

#[tokio::test]
async fn media_type_decides_the_status_of_a_refused_operation() {
    for (document, code) in [("{ nothing }", "BAD_REQUEST"), ("{", "BAD_REQUEST")] {
        let body = json!({ "query": document }).to_string();
        let strict = post(body.clone(), GRAPHQL).await;
        assert_eq!(strict.status, 400);
        assert_eq!(strict.header("content-type"), "application/graphql-response+json; charset=utf-8");
        assert_eq!(strict.code(), code);
        assert!(strict.json().get("data").is_none());
        let lenient = post(body, JSON).await;
        assert_eq!(lenient.status, 200);
        assert_eq!(lenient.header("content-type"), "application/json; charset=utf-8");
    }
    let partial = post(json!({ "query": "{ value broken }" }).to_string(), GRAPHQL).await;
    assert_eq!(partial.status, 200);
    assert_eq!(partial.json()["data"], json!({ "value": 1, "broken": null }));
    let null = post(json!({ "query": "{ brokenSure }" }).to_string(), GRAPHQL).await;
    assert_eq!((null.status, &null.json()["data"]), (StatusCode::OK, &Value::Null));
    let none = post(json!({ "query": "{ value }" }).to_string(), "text/html").await;
    assert_eq!(none.status, 406);
    assert_eq!(none.code(), "BAD_REQUEST");
}

#[tokio::test]
async fn mutation_is_never_run_by_get() {
    let reply = get("query=mutation%7Binc%7D", GRAPHQL).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert!(reply.json().get("data").is_none());
    let named = get("query=query%20Q%7Bvalue%7D%20mutation%20M%7Binc%7D&operationName=M", JSON).await;
    assert_eq!(named.status, 405);
    let query = get("query=query%20Q%7Bvalue%7D%20mutation%20M%7Binc%7D&operationName=Q", JSON).await;
    assert_eq!(query.text, r#"{"data":{"value":1}}"#);
}

#[tokio::test]
async fn get_takes_its_parameters_from_the_address() {
    let reply =
        get("query=query(%24v%3AInt)%7Becho(int%3A%24v)%7D&variables=%7B%22v%22%3A3%7D&other=1", JSON).await;
    assert_eq!(reply.json()["data"]["echo"]["int"], 3);
    for (query, message) in [
        ("", "`query`, the document, is missing"),
        ("query=%7Bvalue%7D&variables=%7B", "the parameter `variables` is no JSON"),
        ("query=%7Bvalue%7D&variables=%5B%5D", "`variables` must be an object"),
        ("query=%7Bvalue%7D&query=%7Bsure%7D", "given twice"),
    ] {
        let reply = get(query, JSON).await;
        assert_eq!(reply.status, 400);
        assert!(reply.message().contains(message), "{}", reply.text);
    }
    let subscription = get("query=subscription%7Ba%7D", GRAPHQL).await;
    assert_eq!(subscription.status, 400);
}

#[tokio::test]
async fn body_that_is_no_request_is_refused_in_json() {
    let cases = [
        ("{ \"query\"", "the body is no JSON"),
        ("", "the body is no JSON"),
        ("7", "must be a JSON object"),
        ("{}", "`query`, the document, is missing"),
        ("{\"query\": 7}", "`query` must be a string"),
        ("{\"query\": \"{value}\", \"variables\": []}", "`variables` must be an object"),
        ("{\"query\": \"{value}\", \"operationName\": {}}", "`operationName` must be a string"),
        ("{\"query\": \"{value}\", \"extensions\": 1}", "`extensions` must be an object"),
        ("[]", "the batch is empty"),
        ("[{\"query\": 1}]", "operation 0 of the batch: `query` must be a string"),
        ("[1]", "operation 0 of the batch"),
    ];
    for (body, message) in cases {
        for accept in [JSON, GRAPHQL] {
            let reply = post(body, accept).await;
            assert_eq!(reply.status, 400, "{body}");
            assert!(reply.message().contains(message), "{}", reply.text);
        }
    }
    let not_utf8 = post(vec![b'"', 0xff, b'"'], JSON).await;
    assert_eq!(
        (not_utf8.status, not_utf8.message().as_str()),
        (StatusCode::BAD_REQUEST, "the body is not encoded in UTF-8")
    );
    let deep = format!(
        "{{\"query\":\"{{value}}\",\"variables\":{{\"v\":{}}}}}",
        "[".repeat(5000) + &"]".repeat(5000)
    );
    assert_eq!(post(deep, JSON).await.status, 400);
}

#[tokio::test]
async fn byte_order_mark_and_null_members_are_taken() {
    let body = "\u{feff}{\"query\": \"{ value }\", \"variables\": null, \"operationName\": null, \"extensions\": null}";
    assert_eq!(post(body, JSON).await.text, r#"{"data":{"value":1}}"#);
}

#[tokio::test]
async fn content_type_must_be_json_in_utf_8() {
    let body = json!({ "query": "mutation { inc }" }).to_string();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/graphql",
    ] {
        let headers = [("content-type", content_type)];
        let reply = send_to(server(), Method::POST, "/graphql", &headers, body.clone().into()).await;
        assert_eq!(reply.status, 415, "{content_type}");
        assert_eq!(reply.code(), "BAD_REQUEST");
    }
    let reply = send_to(server(), Method::POST, "/graphql", &[], body.clone().into()).await;
    assert_eq!(reply.status, 415);
    let headers = [("content-type", "Application/JSON; Charset=\"UTF-8\"")];
    let reply = send_to(server(), Method::POST, "/graphql", &headers, body.into()).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn batch_is_answered_in_order_and_bounded() {
    let one = json!({ "query": "mutation { inc }" });
    let reply = post(json!([one, { "query": "{ nothing }" }, one]).to_string(), JSON).await;
    assert_eq!(reply.status, 200);
    let answers = reply.json();
    assert_eq!(answers[0], json!({ "data": { "inc": 1 } }));
    assert_eq!(answers[1]["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert_eq!(answers[2], json!({ "data": { "inc": 2 } }));

    let reply = post(Value::from(vec![one; 11]).to_string(), JSON).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::BAD_REQUEST, "LIMIT_EXCEEDED"));
    assert!(reply.message().contains("at most 10"), "{}", reply.text);
}

#[tokio::test]
async fn body_that_is_too_large_is_refused() {
    let body = json!({ "query": format!("{{ value }} #{}", "x".repeat(3_000_000)) }).to_string();
    let reply = post(body, JSON).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
}

/// What a request says of a persisted query.
fn persisted(document: &str) -> Value {
    let hash = Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

#[tokio::test]
async fn persisted_query_is_found_by_its_hash_once_it_was_sent() {
    let server = server();
    let ask = async |body: Value| {
        let headers = [("content-type", JSON), ("accept", JSON)];
        send_to(server.clone(), Method::POST, "/graphql", &headers, body.to_string().into()).await
    };
    let document = "query($v: Int) { echo(int: $v) }";
    let extensions = persisted(document);
    let unknown = ask(json!({ "extensions": extensions })).await;
    assert_eq!((unknown.status, unknown.message().as_str()), (StatusCode::OK, "PersistedQueryNotFound"));
    assert_eq!(unknown.code(), "PERSISTED_QUERY_NOT_FOUND");
    let both = ask(json!({ "query": document, "extensions": extensions, "variables": {"v": 1} })).await;
    let hash = ask(json!({ "extensions": extensions, "variables": {"v": 2} })).await;
    assert_eq!(hash.text, both.text.replace('1', "2"));
    let encode = |value: &Value| {
        url::form_urlencoded::byte_serialize(value.to_string().as_bytes()).collect::<String>()
    };
    let uri = format!("/graphql?extensions={}&variables={}", encode(&extensions), encode(&json!({"v": 2})));
    let by_get = send_to(server.clone(), Method::GET, &uri, &[("accept", JSON)], Body::empty()).await;
    assert_eq!(by_get.text, hash.text);
    let batch = ask(
        json!([{ "extensions": extensions, "variables": {"v": 2} }, { "extensions": persisted("{ sure }") }]),
    )
    .await;
    assert_eq!(batch.json()[0], hash.json());
    assert_eq!(batch.json()[1]["errors"][0]["message"], "PersistedQueryNotFound");
}

#[tokio::test]
async fn persisted_query_that_does_not_fit_is_refused_and_forgotten() {
    let server = server();
    let ask = async |body: Value| {
        let headers = [("content-type", JSON), ("accept", GRAPHQL)];
        send_to(server.clone(), Method::POST, "/graphql", &headers, body.to_string().into()).await
    };
    let other = ask(json!({ "query": "{ value }", "extensions": persisted("{ sure }") })).await;
    assert_eq!((other.status, other.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"));
    assert!(other.message().contains("SHA-256"), "{}", other.text);
    assert_eq!(ask(json!({ "extensions": persisted("{ sure }") })).await.message(), "PersistedQueryNotFound");
    let invalid = ask(json!({ "query": "{ nothing }", "extensions": persisted("{ nothing }") })).await;
    assert_eq!(invalid.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        ask(json!({ "extensions": persisted("{ nothing }") })).await.message(),
        "PersistedQueryNotFound"
    );
    for (member, message) in [
        (json!({ "version": 1, "sha256Hash": "ab" }), "64 hexadecimal digits"),
        (json!({ "version": 2, "sha256Hash": "ab" }), "must be 1"),
        (json!("ab"), "must be 1"),
    ] {
        let reply = ask(json!({ "query": "{ value }", "extensions": { "persistedQuery": member } })).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert!(reply.message().contains(message), "{}", reply.text);
    }
}

#[tokio::test]
async fn only_admins_are_told_how_an_operation_is_answered() {
    let mut config = Config::default();
    let token = "a-token-that-nobody-would-ever-guess";
    config.server.admin_token = Some(token.to_owned());
    let ask = async |stage: Stage, token: Option<&str>, extensions: Value| {
        let server = router(ServerState { stage, ..state(config.clone()) });
        let authorization = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("content-type", JSON), ("accept", GRAPHQL)];
        headers.extend(authorization.as_ref().map(|value| ("authorization", value.as_str())));
        let body = json!({ "query": "{ value }", "extensions": extensions }).to_string();
        send_to(server, Method::POST, "/graphql", &headers, body.into()).await
    };
    let explain = json!({ "explain": true });
    let nobody = ask(Stage::Production, None, explain.clone()).await;
    assert_eq!((nobody.status, nobody.code().as_str()), (StatusCode::FORBIDDEN, "FORBIDDEN"));
    let stranger = ask(Stage::Production, Some("a-token-that-somebody-made-up-just-now"), json!({})).await;
    assert_eq!((stranger.status, stranger.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    assert!(!stranger.text.contains(token));
    for (stage, token) in [(Stage::Production, Some(token)), (Stage::Development, None)] {
        let told = ask(stage, token, explain.clone()).await.json();
        assert_eq!(told["data"], json!({ "value": 1 }));
        assert_eq!(told["extensions"]["explain"]["prepared"], "NOW");
        assert!(told["extensions"]["explain"]["milliseconds"]["total"].as_f64().unwrap() >= 0.0);
    }
    let cost =
        ask(Stage::Production, None, json!({ "cost": true, "explain": false, "other": 1 })).await.json();
    assert_eq!(cost["extensions"], json!({ "cost": 0 }));
    assert!(ask(Stage::Production, None, json!({})).await.json().get("extensions").is_none());
}

#[tokio::test]
async fn panic_and_timeout_are_answered() {
    let reply = post(json!({ "query": "{ panics }" }).to_string(), GRAPHQL).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"));
    assert_eq!(reply.json()["errors"][0]["extensions"]["requestId"], reply.header("x-request-id"));
    assert!(!reply.text.contains("this test panics"));

    let mut config = Config::default();
    config.server.request_timeout_ms = 20;
    let headers = [("content-type", JSON)];
    let body = json!({ "query": "{ slow }" }).to_string();
    let reply = send_to(router(state(config)), Method::POST, "/graphql", &headers, body.into()).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::GATEWAY_TIMEOUT, "TIMEOUT"));
}

#[tokio::test]
async fn request_has_an_id() {
    let given = send_to(server(), Method::GET, "/healthz", &[("x-request-id", "abc-1")], Body::empty()).await;
    assert_eq!(given.header("x-request-id"), "abc-1");
    let broken =
        send_to(server(), Method::GET, "/healthz", &[("x-request-id", "a b\"c")], Body::empty()).await;
    assert_ne!(broken.header("x-request-id"), "a b\"c");
    let made = send_to(server(), Method::GET, "/healthz", &[], Body::empty()).await;
    assert_eq!(made.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn health_and_readiness_are_told_apart() {
    let mut state = state(Config::default());
    let ready = send_to(router(state.clone()), Method::GET, "/readyz", &[], Body::empty()).await;
    assert_eq!((ready.status, ready.json()["status"].as_str()), (StatusCode::OK, Some("ready")));
    state.readiness = Arc::new(|| Box::pin(async { Err("the database can't be reached".to_owned()) }));
    let away = send_to(router(state.clone()), Method::GET, "/readyz", &[], Body::empty()).await;
    assert_eq!(away.status, 503);
    assert_eq!(away.json()["reason"], "the database can't be reached");
    let up = send_to(router(state), Method::GET, "/healthz", &[], Body::empty()).await;
    assert_eq!(up.status, 200);
}

#[tokio::test]
async fn other_origins_are_let_in_by_setting() {
    let ask = async |state: ServerState, origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let reply = send_to(router(state), Method::OPTIONS, "/graphql", &headers, Body::empty()).await;
        reply.header("access-control-allow-origin").to_owned()
    };
    let closed = state(Config::default());
    assert_eq!(ask(closed.clone(), "http://localhost:5173").await, "");
    let mut open = closed.clone();
    open.stage = Stage::Development;
    assert_eq!(ask(open.clone(), "http://localhost:5173").await, "http://localhost:5173");
    assert_eq!(ask(open.clone(), "https://evil.example").await, "");
    assert_eq!(ask(open, "https://localhost.evil.example").await, "");
    let mut config = Config::default();
    config.cors.origins = vec!["https://www.example.org".to_owned()];
    assert_eq!(ask(state(config.clone()), "https://www.example.org").await, "https://www.example.org");
    assert_eq!(ask(state(config), "https://example.org").await, "");
}

#[tokio::test]
async fn large_answers_are_compressed_and_small_ones_are_not() {
    let ask = async |document: &str| {
        let headers = [("content-type", JSON), ("accept-encoding", "gzip")];
        let body = json!({ "query": document }).to_string();
        send_to(server(), Method::POST, "/graphql", &headers, body.into()).await
    };
    assert_eq!(ask("{ long }").await.header("content-encoding"), "gzip");
    assert_eq!(ask("{ value }").await.header("content-encoding"), "");
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_json() {
    let reply = send_to(server(), Method::GET, "/nowhere", &[], Body::empty()).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
    let reply = send_to(server(), Method::DELETE, "/graphql", &[], Body::empty()).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST"));
    assert_eq!(reply.header("allow"), "GET,HEAD,POST");
}
