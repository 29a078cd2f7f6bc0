//! The executor keeps to the GraphQL specification where async-graphql's own does not: a test for
//! each departure that was found, and for the rules around it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use headwater::access::{Actor, Identity};
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::system::Root;
use serde_json::{Value, json};

use super::support::asking::answer;
use super::support::handled::api;

async fn ask_with(document: &str, variables: Value) -> Value {
    serde_json::from_str(&answer(&api().executor, document, &variables).await).unwrap()
}

async fn ask(document: &str) -> Value {
    ask_with(document, json!({})).await
}

fn messages(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| error["message"].as_str().unwrap()).collect()
}

fn paths(answer: &Value) -> Vec<Value> {
    let errors = answer["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| error["path"].clone()).collect()
}

/// The request was refused: no `data`, and the code says why.
#[track_caller]
fn assert_refused(answer: &Value, code: &str, message: &str) {
    assert!(answer.get("data").is_none(), "{answer}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{answer}");
    assert!(messages(answer)[0].contains(message), "{answer}");
}

#[tokio::test]
async fn failed_field_that_may_be_null_is_null_alone() {
    let answer = ask("{ value broken again: broken }").await;
    assert_eq!(answer["data"], json!({"value": 1, "broken": null, "again": null}));
    assert_eq!(paths(&answer), [json!(["broken"]), json!(["again"])]);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(answer["errors"][0]["locations"], json!([{"line": 1, "column": 9}]));
}

#[tokio::test]
async fn failed_field_that_may_not_be_null_takes_its_parent_along() {
    let answer = ask("{ value brokenSure }").await;
    assert_eq!(answer["data"], Value::Null);
    assert!(answer.as_object().unwrap().contains_key("data"), "it ran, so there is a data key");

    let answer = ask("{ value thing { name sure } }").await;
    assert_eq!(answer["data"], json!({"value": 1, "thing": null}));
    assert_eq!(paths(&answer), [json!(["thing", "sure"])]);
}

#[tokio::test]
async fn null_stops_at_the_nearest_parent_and_paths_hold_keys_and_indexes() {
    let answer = ask("{ all: things { name s: sure } }").await;
    assert_eq!(answer["data"], json!({"all": [{"name": "a", "s": 1}, null, null]}));
    assert_eq!(paths(&answer), [json!(["all", 2, "s"])]);

    let answer = ask("{ value sureThings { name sure } }").await;
    assert_eq!(answer["data"], json!({"value": 1, "sureThings": null}));
    assert_eq!(paths(&answer), [json!(["sureThings", 1, "sure"])]);

    let answer = ask("{ thing { list inner { name list } } }").await;
    assert_eq!(answer["data"], json!({"thing": {"list": null, "inner": {"name": "b", "list": null}}}));
    assert_eq!(paths(&answer), [json!(["thing", "list", 1])]);
}

#[tokio::test]
async fn fields_with_the_same_key_are_merged_and_run_once() {
    let api = api();
    let document = "mutation { inc inc ...F } fragment F on Mutation { inc }";
    assert_eq!(answer(&api.executor, document, &json!({})).await, r#"{"data":{"inc":1}}"#);
    assert_eq!(api.calls.load(Ordering::SeqCst), 1);

    let answer =
        ask("{ thing { name } thing { inner { name } } ... on Query { thing { inner { sure } } } }").await;
    assert_eq!(answer["data"], json!({"thing": {"name": "a", "inner": {"name": "b", "sure": 1}}}));
}

#[tokio::test]
async fn mutation_fields_run_one_after_the_other() {
    let answer = ask("mutation { a: add b: add(by: 10) c: inc d: add(by: 100) }").await;
    assert_eq!(answer, json!({"data": {"a": 1, "b": 11, "c": 12, "d": 112}}));
}

#[tokio::test]
async fn query_fields_run_side_by_side() {
    let began = Instant::now();
    let answer = ask("{ a: slow b: slow c: slow d: slow e: slow }").await;
    assert_eq!(answer["data"]["e"], 1);
    assert!(began.elapsed() < Duration::from_millis(400), "five times 100 ms took {:?}", began.elapsed());
}

#[tokio::test]
async fn null_in_a_list_stays_null() {
    let answer = ask("{ things { __typename name } }").await;
    assert_eq!(answer["data"]["things"][1], Value::Null);
    assert_eq!(answer["data"]["things"][0], json!({"__typename": "Thing", "name": "a"}));
}

#[tokio::test]
async fn results_that_do_not_fit_their_type_are_errors() {
    let answer = ask("{ huge text value }").await;
    assert_eq!(answer["data"], json!({"huge": null, "text": null, "value": 1}));
    assert_eq!(paths(&answer), [json!(["huge"]), json!(["text"])]);
    assert_eq!(messages(&answer), ["internal error", "internal error"], "users see no inner detail");

    let answer = ask("{ things { color } }").await;
    assert_eq!(answer["data"], json!({"things": [{"color": null}, null, {"color": null}]}));
    assert_eq!(paths(&answer), [json!(["things", 0, "color"])]);
}

#[tokio::test]
async fn abstract_types_are_resolved_by_their_typename() {
    let answer = ask("{ any { __typename ... on Thing { name } ...T } } fragment T on Other { title }").await;
    assert_eq!(
        answer["data"]["any"],
        json!([{"__typename": "Thing", "name": "a"}, {"__typename": "Other", "title": "t"}, null])
    );
    assert_eq!(paths(&answer), [json!(["any", 2])]);
}

#[tokio::test]
async fn int_beyond_32_bits_is_refused() {
    assert_refused(&ask("{ echo(int: 5000000000) }").await, "BAD_REQUEST", "");
    let answer = ask_with("query($i: Int) { echo(int: $i) }", json!({"i": 5_000_000_000_i64})).await;
    assert_refused(&answer, "BAD_REQUEST", "`$i` is `5000000000`, which is not a value of `Int`");
}

#[tokio::test]
async fn required_variable_that_is_missing_is_refused() {
    let answer = ask("query($i: Int!, $j: Int!) { need(int: $i) n: need(int: $j) }").await;
    assert_refused(&answer, "BAD_REQUEST", "variable `$i` of type `Int!` is required");
    assert_eq!(messages(&answer).len(), 2, "all at once");
    assert_eq!(answer["errors"][0]["locations"], json!([{"line": 1, "column": 7}]));
    let answer = ask_with("query($i: Int!) { need(int: $i) }", json!({"i": null})).await;
    assert_refused(&answer, "BAD_REQUEST", "may not be null");
}

#[tokio::test]
async fn defaults_are_filled_in_and_what_is_left_out_stays_out() {
    let document = "query($t: String, $b: String) { echo(data: {title: $t, body: $b}) }";
    let answer = ask_with(document, json!({"t": "x"})).await;
    assert_eq!(answer["data"]["echo"], json!({"data": {"title": "x", "count": 7}, "color": "RED"}));
    let answer = ask_with(document, json!({"t": null})).await;
    assert_eq!(answer["data"]["echo"]["data"], json!({"title": null, "count": 7}));
    let answer = ask_with("query($d: Data) { echo(data: $d) }", json!({"d": {"nested": {}}})).await;
    assert_eq!(answer["data"]["echo"]["data"], json!({"count": 7, "nested": {"count": 7}}));
    let answer = ask("query($c: Color) { echo(color: $c) }").await;
    assert_eq!(answer["data"]["echo"], json!({"color": "RED"}));
    let answer = ask("query($d: Data = {tags: \"a\"}) { echo(data: $d) }").await;
    assert_eq!(answer["data"]["echo"]["data"], json!({"count": 7, "tags": ["a"]}));
}

#[tokio::test]
async fn absent_variable_for_a_required_argument_is_an_error_of_the_field() {
    let answer = ask("query($i: Int = 3) { need(int: $i) }").await;
    assert_eq!(answer["data"]["need"], json!({"int": 3}));
    let answer = ask_with("query($i: Int = 3) { value need(int: $i) }", json!({"i": null})).await;
    assert_eq!(answer["data"], json!({"value": 1, "need": null}));
    assert_eq!(paths(&answer), [json!(["need"])]);
}

#[tokio::test]
async fn single_value_becomes_a_list_of_one() {
    assert_eq!(ask("{ echo(list: 1) }").await["data"]["echo"]["list"], json!([1]));
    let answer = ask_with("query($l: [Int]) { echo(list: $l) }", json!({"l": 4})).await;
    assert_eq!(answer["data"]["echo"]["list"], json!([4]));
    let answer = ask_with("query($n: Int) { echo(list: [1, $n]) }", json!({})).await;
    assert_eq!(answer["data"]["echo"]["list"], json!([1, null]));
}

#[tokio::test]
async fn what_stands_in_a_scalar_comes_through_as_json() {
    let document = "query($one: String!, $all: [String!], $none: Int, $whole: StringListUpdate) {
        a: echo(words: {append: [$one, \"x\"], remove: $all, set: null, prepend: $none, deep: {enum: [RED, 1.5, true]}})
        b: echo(words: [\"1\", \"x\"])
        c: echo(words: \"x\")
        d: echo(words: $whole)
    }";
    let variables = json!({ "one": "1", "all": ["2", "3"], "whole": { "append": ["4"] } });
    let answer = ask_with(document, variables).await;
    assert!(answer["errors"].is_null(), "{answer}");
    let words = ["a", "b", "c", "d"].map(|key| &answer["data"][key]["words"]);
    let deep = json!({ "enum": ["RED", 1.5, true] });
    assert_eq!(words[0], &json!({ "append": ["1", "x"], "remove": ["2", "3"], "set": null, "deep": deep }));
    assert_eq!(words[1..], [&json!(["1", "x"]), &json!("x"), &json!({ "append": ["4"] })]);

    let twice = ask("{ echo(words: {append: 1, append: 2}) }").await;
    assert_refused(&twice, "BAD_REQUEST", "the input object has the field `append` twice");
    let unknown = ask("{ echo(words: {append: [$w]}) }").await;
    assert_refused(&unknown, "BAD_REQUEST", "variable `$w` is not defined");
}

#[tokio::test]
async fn values_are_judged_by_their_types() {
    let refused = [
        ("query($v: Int) { echo(int: $v) }", json!("1"), "`$v` is `\"1\"`"),
        ("query($v: Int) { echo(int: $v) }", json!(1.5), "`$v` is `1.5`"),
        ("query($v: ID) { echo(id: $v) }", json!(1.5), "`$v` is `1.5`"),
        ("query($v: Color) { echo(color: $v) }", json!("BLUE"), "not a value of the enum `Color`"),
        ("query($v: Data) { echo(data: $v) }", json!({"titel": 1}), "`Data` has no field `titel`"),
        (
            "query($v: Data) { echo(data: $v) }",
            json!({"nested": {"tags": ["a", null]}}),
            "`$v.nested.tags[1]`",
        ),
        (
            "query($v: Data) { echo(data: $v) }",
            json!({"count": null}),
            "`$v.count` of type `Int!` may not be null",
        ),
        ("query($v: Data) { echo(data: $v) }", json!({"title": "a\u{0}"}), "U+0000"),
        ("query($v: By!) { pick(by: $v) }", json!({}), "exactly one field"),
        ("query($v: By!) { pick(by: $v) }", json!({"id": "1", "slug": "a"}), "exactly one field"),
        ("query($v: By!) { pick(by: $v) }", json!({"id": null}), "exactly one field"),
    ];
    for (document, value, message) in refused {
        assert_refused(&ask_with(document, json!({"v": value})).await, "BAD_REQUEST", message);
    }
    let answer = ask_with("query($v: ID) { echo(id: $v, int: 3, float: 2) }", json!({"v": 17})).await;
    assert_eq!(answer["data"]["echo"], json!({"int": 3, "float": 2, "id": "17", "color": "RED"}));
}

#[tokio::test]
async fn documents_that_do_not_fit_are_refused() {
    let refused = [
        ("{ echo(data: {title: \"a\", title: \"b\"}) }", "title"),
        ("subscription { a b }", "one root field"),
        ("subscription { a ... on Subscription { b } }", "one root field"),
        ("{ nothing }", "does not have a field `nothing`"),
        ("{ thing }", ""),
        ("{ value", "syntax error"),
        ("", "syntax error"),
        ("query A { value } query B { sure }", "say which with `operationName`"),
        ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "`A`"),
        ("{ value @defer }", "defer"),
        ("{ value: sure value }", "`value`"),
        ("query($a: Int) { value }", "$a"),
        ("{ echo(color: BLUE) }", "BLUE"),
        ("{ echo(color: \"RED\") }", "Color"),
        ("fragment F on Query { value }", ""),
        ("query($s: String!) { echo(data: {count: $s}) }", "found a variable"),
        ("query($s: String!) { echo(data: {tags: $s}) }", "variable"),
        ("query($s: [[String!]!]) { echo(data: {tags: $s}) }", "variable"),
        ("query($s: Int) { echo(data: {nested: {count: $s, title: 1}}) }", "String"),
        ("query($n: Int) { echo(data: {tags: [$n]}) }", "found a variable"),
        ("query($i: ID) { pick(by: {id: $i}) }", "exactly one"),
        ("query($s: String) { echo(data: {tags: [$s]}) }", "$s"),
        ("{ echo(data: {nested: {titel: 1}}) }", "titel"),
        ("{ echo(data: {nested: {count: null}}) }", "null"),
        ("{ echo(float: \"1\") }", "Float"),
        ("{ echo(id: 1.5) }", "ID"),
        ("{ echo(list: [1, \"a\"]) }", "Int"),
        ("{ need }", "int"),
        ("{ value @skip }", "if"),
        ("{ value @nothing }", "nothing"),
        ("query A { value } query A { value }", "A"),
        ("{ thing { ... on Other { title } } }", "Other"),
        ("query($t: Thing) { echo }", "input type"),
        ("{ value { name } }", ""),
        ("{ things { ...F } } fragment F on Thing { name(x: 1) }", "x"),
        ("type X { a: Int } { value }", ""),
        ("{ pick(by: {}) }", "exactly one"),
        ("{ pick(by: {id: 1, slug: \"a\"}) }", "exactly one"),
    ];
    for (document, message) in refused {
        assert_refused(&ask(document).await, "BAD_REQUEST", message);
    }
    assert_eq!(ask("{\n  nothing\n}").await["errors"][0]["locations"], json!([{"line": 2, "column": 3}]));
}

#[tokio::test]
async fn answer_keeps_the_order_of_the_document() {
    let api = api();
    let document = "{ sure __typename s: __schema { queryType { name } } ...F }
        fragment F on Query { value t: __type(name: \"Color\") { enumValues { name } } first: value }";
    assert_eq!(
        answer(&api.executor, document, &json!({})).await,
        r#"{"data":{"sure":2,"__typename":"Query","s":{"queryType":{"name":"Query"}},"value":1,"t":{"enumValues":[{"name":"RED"},{"name":"GREEN"}]},"first":1}}"#
    );
}

#[tokio::test]
async fn skip_and_include_hold_everywhere() {
    let document = "query($yes: Boolean!, $no: Boolean = false) {
        value @skip(if: $yes) sure @include(if: $yes) __typename @include(if: $no)
        thing @skip(if: $no) { name @include(if: $no) inner { name } ... @skip(if: $yes) { color } }
    }";
    let answer = ask_with(document, json!({"yes": true})).await;
    assert_eq!(answer["data"], json!({"sure": 2, "thing": {"inner": {"name": "b"}}}));
}

#[tokio::test]
async fn limits_are_known_before_anything_runs() {
    let deep =
        format!("{{ {} name {} }}", "thing { inner { ".to_owned() + &"inner { ".repeat(20), "} ".repeat(22));
    assert_refused(&ask(&deep).await, "LIMIT_EXCEEDED", "levels deep");
    let deeper = format!("{{ thing {} {} }}", "{ inner ".repeat(5000), "} ".repeat(5000));
    assert_refused(&ask(&deeper).await, "LIMIT_EXCEEDED", "");
    let wide: String = (0..101).map(|index| format!("a{index}: value ")).collect();
    assert_refused(&ask(&format!("{{ {wide} }}")).await, "LIMIT_EXCEEDED", "101 fields at its root");
    let aliases: String = (0..501).map(|index| format!("a{index}: name ")).collect();
    assert_refused(&ask(&format!("{{ thing {{ {aliases} }} }}")).await, "LIMIT_EXCEEDED", "501 aliases");
    let long = "1,".repeat(10_001);
    assert_refused(&ask(&format!("{{ echo(list: [{long}]) }}")).await, "LIMIT_EXCEEDED", "10001 items");
    let list: Vec<_> = (0..10_001).collect();
    let answer = ask_with("query($l: [Int]) { echo(list: $l) }", json!({"l": list})).await;
    assert_refused(&answer, "LIMIT_EXCEEDED", "10001 items");
    for change in [json!(list), json!({ "append": list })] {
        let document = "query($c: StringListUpdate) { echo(words: $c) }";
        assert_refused(&ask_with(document, json!({"c": change})).await, "LIMIT_EXCEEDED", "10001 items");
    }
    let nested = format!("{{ echo(data: {}{}) }}", "{nested: ".repeat(60), "{}".to_owned() + &"}".repeat(60));
    assert_refused(&ask(&nested).await, "LIMIT_EXCEEDED", "");
    let endless = "value ".repeat(50_001);
    assert_refused(&ask(&format!("{{ {endless} }}")).await, "LIMIT_EXCEEDED", "tokens");
}

#[tokio::test]
async fn fragments_that_multiply_are_measured_without_being_spread_out() {
    let mut document = "{ ...F0 ...F0 }".to_owned();
    for level in 0..40 {
        let next = level + 1;
        document += &format!(" fragment F{level} on Query {{ ...F{next} ... {{ ...F{next} }} }}");
    }
    document += " fragment F40 on Query { value }";
    let began = Instant::now();
    assert_refused(&ask(&document).await, "LIMIT_EXCEEDED", "fields");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn introspection_has_its_own_rule_against_nesting() {
    let types = "ofType { ".repeat(9) + "name" + &" }".repeat(9);
    let usual = format!("{{ __schema {{ types {{ fields {{ args {{ type {{ {types} }} }} }} }} }} }}");
    assert!(ask(&usual).await["data"]["__schema"]["types"].is_array());
    let wild = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_refused(&ask(wild).await, "LIMIT_EXCEEDED", "introspection is nested too deeply");
}

#[tokio::test]
async fn subscription_answers_each_event() {
    use async_graphql::Executor as _;
    let events = api().executor.execute_stream(async_graphql::Request::new("subscription { n: a }"), None);
    let events: Vec<_> = events.map(|event| serde_json::to_value(event).unwrap()).collect().await;
    assert_eq!(events[0], json!({"data": {"n": 1}}));
    assert_eq!(events[1]["data"], json!({"n": null}));
    assert_eq!(events[1]["errors"][0]["path"], json!(["n"]));
    assert_eq!(events[2], json!({"data": {"n": 3}}));

    let events = api().executor.execute_stream(async_graphql::Request::new("subscription { fails }"), None);
    let events: Vec<_> = events.map(|event| serde_json::to_value(event).unwrap()).collect().await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["errors"][0]["extensions"]["code"], "UNAVAILABLE");
}

#[tokio::test]
async fn executor_serves_async_graphql_s_trait() {
    use async_graphql::Executor as _;
    let response = api().executor.execute(async_graphql::Request::new("{ value things { name } }")).await;
    let response = serde_json::to_value(response).unwrap();
    assert_eq!(response, json!({"data": {"value": 1, "things": [{"name": "a"}, null, {"name": "b"}]}}));
}

#[tokio::test]
async fn executor_takes_the_actor_from_the_data_of_async_graphql_s_request() {
    use async_graphql::{Data, Executor as _, Request};
    let mut handlers = Handlers::default();
    handlers.on(Root::Query, "who", |call| async move { Ok(json!(call.actor.name())) });
    handlers.on_subscription("who", |call| async move {
        Ok(tokio_stream::iter([Ok(json!(call.actor.name()))]).boxed())
    });
    let sdl = "type Query { who: String } type Subscription { who: String }";
    let schema = apollo_compiler::Schema::parse_and_validate(sdl, "test.graphql").unwrap();
    let executor = Executor::new(Api::new(schema, handlers, None, Arc::default()));
    let ann = Actor::user(Identity { id: "ann".to_owned(), ..Identity::default() }, []);
    for (actor, expected) in
        [(None, json!(null)), (Some(Actor::admin()), json!("admin")), (Some(ann), json!("ann"))]
    {
        let ask = |document: &str| match actor.clone() {
            Some(actor) => Request::new(document).data(actor),
            None => Request::new(document),
        };
        let answer = serde_json::to_value(executor.execute(ask("{ who }")).await).unwrap();
        assert_eq!(answer, json!({ "data": { "who": expected } }));
        // Of a request's own data and its session's, the request's hold.
        let mut session = Data::default();
        session.insert(Actor::admin());
        let events = executor.execute_stream(ask("subscription { who }"), Some(Arc::new(session)));
        let events: Vec<_> = events.map(|event| serde_json::to_value(event).unwrap()).collect().await;
        let expected = if expected.is_null() { json!("admin") } else { expected };
        assert_eq!(events, [json!({ "data": { "who": expected } })]);
    }
}

#[tokio::test]
async fn introspection_says_all_that_the_schema_says() {
    let document = "query($name: String = \"By\") {
        by: __type(name: $name) { __typename kind name isOneOf fields { name } inputFields { name type { kind name ofType { name } } } }
        data: __type(name: \"Data\") { isOneOf inputFields { name defaultValue type { kind ofType { kind ofType { kind ofType { name } } } } } }
        any: __type(name: \"Any\") { kind possibleTypes { name } ofType { name } }
        json: __type(name: \"JSON\") { kind specifiedByURL isOneOf }
        none: __type(name: \"Nothing\") { name }
        __schema { queryType { name } mutationType { name } subscriptionType { name } directives { name isRepeatable locations args { name } } }
    }";
    let answer = ask(document).await;
    let data = &answer["data"];
    assert_eq!(
        data["by"],
        json!({
            "__typename": "__Type", "kind": "INPUT_OBJECT", "name": "By", "isOneOf": true, "fields": null,
            "inputFields": [
                {"name": "id", "type": {"kind": "SCALAR", "name": "ID", "ofType": null}},
                {"name": "slug", "type": {"kind": "SCALAR", "name": "String", "ofType": null}},
            ],
        })
    );
    assert_eq!(data["data"]["isOneOf"], false);
    assert_eq!(data["data"]["inputFields"][2]["defaultValue"], "7");
    assert_eq!(
        data["data"]["inputFields"][3]["type"],
        json!({"kind": "LIST", "ofType": {"kind": "NON_NULL", "ofType": {"kind": "SCALAR", "ofType": null}}})
    );
    assert_eq!(
        data["any"],
        json!({"kind": "UNION", "possibleTypes": [{"name": "Thing"}, {"name": "Other"}], "ofType": null})
    );
    assert_eq!(data["json"], json!({"kind": "SCALAR", "specifiedByURL": null, "isOneOf": null}));
    assert_eq!(data["none"], Value::Null);
    assert_eq!(data["__schema"]["subscriptionType"]["name"], "Subscription");
    let directives = data["__schema"]["directives"].as_array().unwrap();
    let skip = directives.iter().find(|directive| directive["name"] == "skip").unwrap();
    assert_eq!(skip["locations"], json!(["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]));
    assert_eq!(skip["args"], json!([{"name": "if"}]));
    assert!(directives.iter().any(|directive| directive["name"] == "oneOf"));
}

/// Embedders may mount the executor with async-graphql's own integration for axum.
#[tokio::test]
async fn async_graphqls_axum_service_runs_the_executor() {
    use tower::ServiceExt;
    let service = async_graphql_axum::GraphQL::new(api().executor);
    let request = axum::http::Request::post("/")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(r#"{"query": "{ value again: value }"}"#))
        .unwrap();
    let answer = service.oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(answer.into_body(), 1000).await.unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(answer, json!({"data": {"value": 1, "again": 1}}));
}
