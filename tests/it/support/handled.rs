//! An API that handlers answer alone: what the executor and HTTP do, without a database.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use headwater::config::Config;
use headwater::error::{Code, Error};
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::system::Root;
use serde_json::{Value, json};

const SDL: &str = "
    type Query {
        value: Int
        sure: Int!
        broken: Int
        brokenSure: Int!
        huge: Int
        text: Int
        thing: Thing
        things: [Thing]
        sureThings: [Thing!]
        any: [Any]
        slow: Int
        echo(int: Int, float: Float, id: ID, list: [Int], data: Data, color: Color = RED, words: StringListUpdate): JSON
        need(int: Int!): JSON
        panics: Int
        long: String
        busy: Int!
        pick(by: By!): JSON
    }
    type Mutation { inc: Int! add(by: Int = 1): Int! }
    type Subscription { a: Int b: Int fails: Int }
    type Thing { name: String sure: Int! inner: Thing list: [Int!] color: Color }
    type Other { title: String! }
    union Any = Thing | Other
    enum Color { RED GREEN }
    input Data { title: String body: String count: Int! = 7 tags: [String!] nested: Data }
    input By @oneOf { id: ID slug: String }
    directive @oneOf on INPUT_OBJECT
    scalar JSON
    scalar StringListUpdate
";

/// The API and how often its mutations ran.
pub struct HandledApi {
    pub executor: Executor,
    pub calls: Arc<AtomicUsize>,
}

/// The API with the usual settings.
pub fn api() -> HandledApi {
    api_with(Config::default())
}

/// The API with those settings.
pub fn api_with(config: Config) -> HandledApi {
    let calls = Arc::new(AtomicUsize::new(0));
    let mut handlers = Handlers::default();
    let values = [
        ("value", json!(1)),
        ("sure", json!(2)),
        ("huge", json!(5_000_000_000_i64)),
        ("text", json!("x")),
        (
            "thing",
            json!({"name": "a", "sure": null, "inner": {"name": "b", "sure": 1}, "list": [1, null], "color": "RED"}),
        ),
        ("things", json!([{"name": "a", "sure": 1, "color": "BLUE"}, null, {"name": "b"}])),
        ("sureThings", json!([{"name": "a", "sure": 1}, {"name": "b"}])),
        (
            "any",
            json!([{"__typename": "Thing", "name": "a"}, {"__typename": "Other", "title": "t"}, {"title": "?"}]),
        ),
    ];
    for (name, value) in values {
        handlers.on(Root::Query, name, move |_| {
            let value = value.clone();
            async move { Ok(value) }
        });
    }
    for name in ["broken", "brokenSure"] {
        handlers.on(Root::Query, name, |_| async { Err(Error::new(Code::NotFound, "there is none")) });
    }
    handlers.on(Root::Query, "busy", |_| async {
        Err(Error::new(Code::Unavailable, "too many writes wait; try again"))
    });
    handlers.on(Root::Query, "long", |_| async { Ok(json!("long ".repeat(1000))) });
    handlers.on(Root::Query, "panics", |_| async { panic!("this test panics") });
    handlers.on(Root::Query, "slow", |_| async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ok(json!(1))
    });
    for name in ["echo", "need", "pick"] {
        handlers.on(Root::Query, name, |call| async { Ok(Value::Object(call.arguments)) });
    }
    let counter = calls.clone();
    handlers.on(Root::Mutation, "inc", move |_| {
        let count = counter.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(json!(count)) }
    });
    let counter = calls.clone();
    handlers.on(Root::Mutation, "add", move |call| {
        let counter = counter.clone();
        async move {
            let before = counter.load(Ordering::SeqCst);
            // Others would come between if fields ran side by side.
            tokio::time::sleep(Duration::from_millis(5)).await;
            let after = before + usize::try_from(call.arguments["by"].as_u64().unwrap()).unwrap();
            counter.store(after, Ordering::SeqCst);
            Ok(json!(after))
        }
    });
    for name in ["a", "b"] {
        handlers.on_subscription(name, |_| async {
            Ok(tokio_stream::iter([Ok(json!(1)), Ok(json!("x")), Ok(json!(3))]).boxed())
        });
    }
    handlers.on_subscription("fails", |_| async { Err(Error::new(Code::Unavailable, "not now")) });
    let schema = apollo_compiler::Schema::parse_and_validate(SDL, "test.graphql").unwrap();
    let executor = Executor::new(Api::new(schema, handlers, None, Arc::new(config)));
    HandledApi { executor, calls }
}
