//! What an operation may cost is known, told and limited before it runs.

use headwater::access::Actor;
use headwater::config::Config;
use headwater::graphql::executor::{Asked, Beside, Executor};
use serde_json::{Value, json};

use crate::support::asking::answer;
use crate::support::queries::{Compiler, Queries};

const SDL: &str = r#"
    type Post @collection @allow(to: public, do: READ) { title: String! author: Author tags: [Tag!]! }
    type Author @collection @allow(to: public, do: READ) { name: String! posts: [Post!]! @inverse(of: "author") }
    type Tag @collection @allow(to: public, do: READ) { label: String! }
"#;

async fn cost(executor: &Executor, document: &str, variables: Value) -> Value {
    let variables = variables.as_object().cloned().unwrap();
    let beside = Beside { cost: true, explain: false };
    let actor = Actor::admin();
    let ready = executor.ready(Asked { beside, ..Asked::new(&actor, document, variables) });
    let answer: Value = serde_json::from_str(&ready.unwrap().run().await.into_json()).unwrap();
    answer["extensions"]["cost"].clone()
}

#[tokio::test]
async fn cost_is_the_number_of_values_in_the_largest_possible_answer() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let executor = queries.executor(&queries.stores[0], Config::default());
    let cases = [
        // the record and its two keys
        ("{ post(id: 1) { id title } }", 3),
        ("{ posts(limit: 10) { id title } }", 30),
        ("{ posts { id title } }", 300),
        ("{ posts(limit: 10) { title author { name } } }", 10 * 3 + 10 * 2),
        ("{ authors(limit: 10) { name posts(limit: 5) { title } } }", 10 * 3 + 10 * 5 * 2),
        ("{ authors(limit: 10) { name posts(limit: 5) @skip(if: true) { title } } }", 10 * 2),
        ("{ authors(limit: 3) { posts(limit: 4) { tags(limit: 5) { label } } } }", 3 * 2 + 12 * 2 + 60 * 2),
        ("{ postsConnection(first: 4) { nodes { id } } }", 4 * 3),
        ("{ postsAggregate { count } }", 2),
        ("{ a: posts(limit: 2) { id } b: posts(limit: 3) { id } __typename }", 2 * 2 + 3 * 2),
    ];
    for (document, expected) in cases {
        for _ in 0..2 {
            assert_eq!(cost(&executor, document, json!({})).await, expected, "{document}");
        }
    }
    let document =
        "query($n: Int!, $yes: Boolean!) { posts(limit: $n) { id author @include(if: $yes) { name } } }";
    assert_eq!(cost(&executor, document, json!({ "n": 7, "yes": false })).await, 7 * 3);
    assert_eq!(cost(&executor, document, json!({ "n": 8, "yes": true })).await, 8 * 3 + 8 * 2);
}

#[tokio::test]
async fn operation_that_may_cost_too_much_is_refused_before_it_runs() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let mut config = Config::default();
    config.limits.cost = 1000;
    let executor = queries.executor(&queries.stores[0], config);
    let document = "query($n: Int!) { posts(limit: $n) { id } }";
    for _ in 0..2 {
        assert_eq!(answer(&executor, document, &json!({ "n": 500 })).await, r#"{"data":{"posts":[]}}"#);
        let refused: Value =
            serde_json::from_str(&answer(&executor, document, &json!({ "n": 501 })).await).unwrap();
        assert_eq!(refused["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
        let message = refused["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("1002 values") && message.contains("`limits.cost`"), "{message}");
    }
    let huge = "{ posts(limit: 10000) { tags(limit: 10000) { label } } }";
    assert!(answer(&executor, huge, &json!({})).await.contains("LIMIT_EXCEEDED"));
}
