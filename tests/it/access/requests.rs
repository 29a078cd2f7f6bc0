//! What surrounds an operation gives nothing away: what is kept of it, its costs, its key, the schema.

use headwater::access::Actor;
use headwater::graphql::executor::{Asked, Beside, Origin};
use serde_json::{Map, Value, json};

use super::{Blog, ann, codes, editor};
use crate::support::process::{ProjectDir, Server, client};

#[tokio::test]
async fn an_operation_prepared_for_one_set_of_roles_does_not_answer_another() {
    let blog = Blog::new().await;
    let document = "{ posts(orderBy: [{id: ASC}]) { id } }";
    let ids = async |actor: &Actor| {
        let answer = blog.data(actor, document).await;
        answer["posts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|post| post["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for _ in 0..2 {
        assert_eq!(ids(&editor()).await, ["a", "b", "ha", "hb"]);
        assert_eq!(ids(&Actor::public()).await, ["a", "b"]);
        // The same roles, another user.
        assert_eq!(ids(&ann()).await, ["a", "b", "ha"]);
        assert_eq!(ids(&super::user("bob", &["author"])).await, ["a", "b", "hb"]);
        assert_eq!(ids(&Actor::admin()).await, ["a", "b", "ha", "hb"]);
    }
    blog.data(&editor(), "{ posts { secret } }").await;
    blog.forbids(&Actor::public(), "{ posts { secret } }", json!(["posts", "secret"])).await;
}

#[tokio::test]
async fn a_forbidden_field_behind_a_variable_is_refused_when_it_is_asked_for() {
    let blog = Blog::new().await;
    let document = "query($yes: Boolean!) { posts(limit: 1) { id secret @include(if: $yes) } }";
    for executor in &blog.executors {
        for (yes, allowed) in [(false, true), (true, false), (false, true)] {
            let variables = Map::from_iter([("yes".to_owned(), json!(yes))]);
            let answer = match executor.ready(Asked::new(&Actor::public(), document, variables)) {
                Ok(ready) => ready.run().await.into_json(),
                Err(errors) => headwater::graphql::answer::Answer::refused(errors).into_json(),
            };
            let answer: Value = serde_json::from_str(&answer).unwrap();
            assert_eq!(answer.get("errors").is_none(), allowed, "{answer}");
        }
    }
}

#[tokio::test]
async fn costs_are_the_same_whatever_may_be_seen() {
    let blog = Blog::new().await;
    let beside = Beside { cost: true, explain: false };
    let mut costs = Vec::new();
    for actor in [Actor::public(), ann(), Actor::admin()] {
        let asked = Asked { beside, ..Asked::new(&actor, "{ posts(limit: 10) { id title } }", Map::new()) };
        let answer = blog.executors[0].ready(asked).unwrap().run().await.into_json();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        costs.push(answer["extensions"]["cost"].clone());
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}

#[tokio::test]
async fn an_idempotency_key_does_not_answer_with_what_another_wrote() {
    let blog = Blog::new().await;
    let document = "mutation { createPost(data: { title: \"Once\" }) { id secret title } }";
    let mut answers = Vec::new();
    for actor in [ann(), super::user("bob", &["author"]), Actor::public()] {
        let origin = Origin { idempotency_key: Some("k".into()), ..Origin::default() };
        let asked = Asked { origin, ..Asked::new(&actor, document, Map::new()) };
        let answer = blog.executors[0].ready(asked).map(|ready| ready.run());
        let answer = match answer {
            Ok(running) => running.await.into_json(),
            Err(errors) => headwater::graphql::answer::Answer::refused(errors).into_json(),
        };
        answers.push(serde_json::from_str::<Value>(&answer).unwrap());
    }
    assert!(answers[0]["data"]["createPost"]["id"].is_string(), "{answers:?}");
    // The title is taken, which Bob is told by his own request; Ann's answer is hers.
    assert_eq!(answers[1]["data"]["createPost"], Value::Null, "{answers:?}");
    assert_eq!(codes(&answers[2]), ["FORBIDDEN"], "{answers:?}");
}

#[tokio::test]
async fn a_version_is_not_compared_for_who_may_not_write() {
    let blog = Blog::new().await;
    for version in [1, 7] {
        let update = |id: &str| {
            format!(
                "mutation {{ updatePost(id: \"{id}\", ifVersion: {version}, data: {{ title: \"X\" }}) {{ id }} }}"
            )
        };
        blog.refuses(&ann(), &update("hb"), "NOT_FOUND").await;
        blog.refuses(&ann(), &update("b"), "FORBIDDEN").await;
        blog.refuses(
            &ann(),
            &format!("mutation {{ deletePost(id: \"hb\", ifVersion: {version}) {{ id }} }}"),
            "NOT_FOUND",
        )
        .await;
    }
}

#[tokio::test]
async fn the_schema_is_the_same_for_everyone() {
    let blog = Blog::new().await;
    let document = "{ __type(name: \"Post\") { fields { name } } }";
    assert_eq!(blog.data(&Actor::public(), document).await, blog.data(&Actor::admin(), document).await);
}

#[tokio::test]
async fn forbidden_is_a_403_over_http_and_nothing_is_explained() {
    let project = ProjectDir::new(
        "type Post @collection @allow(to: public, do: READ, except: [\"secret\"]) { title: String secret: String }",
    );
    let server = Server::start(&project, &["serve"]);
    let made = server.ask("mutation { createPost(data: { title: \"a\", secret: \"b\" }) { id } }").await;
    assert!(made["data"]["createPost"]["id"].is_string(), "{made}");
    let send = async |body: Value| {
        let request = client()
            .post(format!("{}/graphql", server.url))
            .header("accept", "application/graphql-response+json");
        let response = request.json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (status, answer) = send(json!({ "query": "{ posts { secret } }" })).await;
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (403, &json!("FORBIDDEN")), "{answer}");
    let (status, answer) =
        send(json!({ "query": "{ posts { title } }", "extensions": { "explain": true } })).await;
    assert_eq!(status, 403, "{answer}");
    let batch = json!([{ "query": "{ posts { title } }" }, { "query": "{ posts { secret } }" }]);
    let (_, answers) = send(batch).await;
    assert_eq!(answers[0]["data"]["posts"][0]["title"], "a", "{answers}");
    assert_eq!(answers[1]["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answers}");
    // A document that an admin sent is known to others by its hash, and judged for them.
    let document = "{ posts { title secret } }";
    let hash = {
        use sha2::Digest;
        sha2::Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let request = server.client.post(format!("{}/graphql", server.url));
    let answer: Value = request
        .json(&json!({ "query": document, "extensions": extensions }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["data"]["posts"][0]["secret"], "b", "{answer}");
    let (status, answer) = send(json!({ "extensions": extensions })).await;
    assert_eq!((status, &answer["errors"][0]["path"]), (403, &json!(["posts", "secret"])), "{answer}");
}
