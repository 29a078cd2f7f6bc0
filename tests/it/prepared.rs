//! Operations that are kept prepared answer what they would answer if nothing were kept.

use std::collections::HashSet;

use apollo_compiler::ast::{Definition, Document, Selection, Value as Literal};
use headwater::access::{Actor, Roles};
use headwater::config::Config;
use headwater::graphql::executor::{Asked, Executor};
use headwater::store::Store;
use serde_json::{Value, json};

use crate::support::asking::answer;
use crate::support::generator::{Random, SDL, fill};
use crate::support::queries::{Compiler, Queries};

/// An executor that keeps so many bytes of operations.
fn executor(queries: &Queries, store: &Store, cache_bytes: u64) -> Executor {
    let mut config = Config::default();
    config.graphql.cache_bytes = cache_bytes;
    queries.executor(store, config)
}

/// A literal of GraphQL as the JSON that a client would send as a variable.
fn as_variable(literal: &str) -> Value {
    fn json_of(literal: &Literal) -> Value {
        match literal {
            Literal::Null => Value::Null,
            Literal::Enum(name) => name.as_str().into(),
            Literal::Variable(name) => panic!("${name} in a literal"),
            Literal::String(text) => text.as_str().into(),
            Literal::Float(number) => serde_json::from_str(number.as_str()).unwrap(),
            Literal::Int(number) => serde_json::from_str(number.as_str()).unwrap(),
            Literal::Boolean(value) => (*value).into(),
            Literal::List(items) => items.iter().map(|item| json_of(item)).collect(),
            Literal::Object(fields) => {
                fields.iter().map(|(name, field)| (name.to_string(), json_of(field))).collect()
            }
        }
    }
    let document = Document::parse(format!("{{ f(x: {literal}) }}"), "literal").unwrap();
    let Some(Definition::OperationDefinition(operation)) = document.definitions.first() else { panic!() };
    let Some(Selection::Field(field)) = operation.selection_set.first() else { panic!() };
    json_of(&field.arguments[0].value)
}

/// An operation whose filters, orders, numbers and conditions are variables.
fn operation(random: &mut Random, queries: &Queries) -> String {
    let model = &queries.compiler.model;
    let (post, author) = (random.object(model, "Post", 2), random.object(model, "Author", 1));
    let inner = random.object(model, "Author", 1);
    let fixed = random.filter(model, "Author", 2);
    format!(
        "query($yes: Boolean!, $no: Boolean = false, $n: Int, $w: PostWhere, $o: [PostOrderBy!], $id: ID = \"3\", $a: AuthorWhere) {{
           __typename @skip(if: $no)
           a: posts(where: $w, orderBy: $o, limit: $n) {{ id ... on Post @include(if: $yes) {post} views @skip(if: $yes) }}
           b: authorsConnection(where: $a, first: $n) @include(if: $yes) {{ totalCount @skip(if: $no) nodes {author} }}
           c: author(id: $id) {{ name posts(where: {{author: $a, views: {{gt: $n}}}}, limit: $n) @skip(if: $no) {{ title }} }}
           d: authors(where: {fixed}, offset: $n) {inner}
           e: postsAggregate(where: $w) {{ count sum @include(if: $yes) {{ views }} }}
         }}"
    )
}

/// Variables that fit, now and then with one that does not.
fn variables(random: &mut Random, queries: &Queries) -> Value {
    let model = &queries.compiler.model;
    let mut variables = json!({ "yes": random.chance(2) });
    let mut set =
        |name: &str, value: Value| drop(variables.as_object_mut().unwrap().insert(name.into(), value));
    if random.chance(2) {
        set("no", random.chance(2).into());
    }
    if random.chance(2) {
        set("n", json!(random.below(6)));
    }
    if !random.chance(4) {
        set("w", as_variable(&random.filter(model, "Post", 3)));
    }
    if random.chance(2) {
        set("a", as_variable(&random.filter(model, "Author", 2)));
    }
    if random.chance(2) {
        set("o", as_variable(&random.order(model, "Post", 2)));
    }
    if random.chance(2) {
        set("id", random.below(30).to_string().into());
    }
    match random.below(16) {
        0 => set("n", json!(-1)),
        1 => set("n", json!("many")),
        2 => set("w", json!({ "nothing": true })),
        3 => set("yes", Value::Null),
        4 => set("no", Value::Null),
        5 => set("n", Value::Null),
        6 => set("w", Value::Null),
        _ => {}
    }
    variables
}

#[tokio::test]
async fn prepared_operation_answers_what_a_fresh_one_does() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let mut random = Random::new();
    fill(&queries, &mut random).await;
    let operations: Vec<String> = (0..25).map(|_| operation(&mut random, &queries)).collect();
    // The second runs out of room all the time.
    let kept = queries.stores.each_ref().map(|store| executor(&queries, store, 1 << 24));
    let crowded = queries.stores.each_ref().map(|store| executor(&queries, store, 1 << 17));
    let fresh = queries.stores.each_ref().map(|store| executor(&queries, store, 0));
    let (mut answers, mut asked) = (HashSet::new(), HashSet::new());
    let mut refused = 0;
    for _ in 0..250 {
        let document = random.pick(&operations).clone();
        asked.insert(document.clone());
        let variables = variables(&mut random, &queries);
        let expected = answer(&fresh[0], &document, &variables).await;
        for executor in [&fresh[1], &kept[0], &kept[1], &crowded[0], &crowded[1]] {
            let found = answer(executor, &document, &variables).await;
            assert_eq!(found, expected, "{document}\n{variables}");
        }
        refused += usize::from(expected.starts_with("{\"errors\""));
        answers.insert(expected);
    }
    let count = answers.len();
    assert!(count > 120 && (20..125).contains(&refused), "{count} answers, {refused} refused: {answers:?}");
    assert_eq!(fresh[0].api().prepared().len(), 0);
    assert_eq!(kept[0].api().prepared().len(), asked.len());
}

#[tokio::test]
async fn operations_that_look_alike_are_kept_apart() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    queries.execute("INSERT INTO tag (id, version, created_at, updated_at, title) VALUES ('1', 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'red')").await;
    let executor = executor(&queries, &queries.stores[0], 1 << 24);
    let named = "query A { a: tags { title } } query B($id: ID!) { b: tag(id: $id) { id } }";
    let ask = async |document: &str, operation_name: Option<&str>, roles: &[&str], variables: Value| {
        let actor = Actor { roles: Roles::new(roles.iter().copied()), ..Actor::public() };
        let variables = variables.as_object().cloned().unwrap();
        match executor.ready(Asked { operation_name, ..Asked::new(&actor, document, variables) }) {
            Ok(ready) => ready.run().await.into_json(),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        }
    };
    for _ in 0..2 {
        let a = r#"{"data":{"a":[{"title":"red"}]}}"#;
        let b = r#"{"data":{"b":{"id":"1"}}}"#;
        assert_eq!(ask(named, Some("A"), &["public"], json!({})).await, a);
        assert_eq!(ask(named, Some("B"), &["public"], json!({"id": "1"})).await, b);
        assert_eq!(ask(named, Some("B"), &["public"], json!({"id": 1})).await, b);
        let missing = ask(named, Some("B"), &["public"], json!({})).await;
        assert_eq!(missing, "variable `$id` of type `ID!` is required");
        let unnamed = ask(named, None, &["public"], json!({})).await;
        assert!(unnamed.contains("several operations"), "{unnamed}");
        let unknown = ask(named, Some("a"), &["public"], json!({})).await;
        assert!(unknown.contains("no operation named"), "{unknown}");
        assert_eq!(ask(named, Some("A"), &["public", "admin"], json!({})).await, a);
        assert_eq!(ask(named, Some("A"), &["admin", "public"], json!({})).await, a);
        assert_eq!(
            ask("{ tags { title } }", None, &["public"], json!({})).await,
            r#"{"data":{"tags":[{"title":"red"}]}}"#
        );
        assert_eq!(
            ask("{tags{title}}", None, &["public"], json!({})).await,
            r#"{"data":{"tags":[{"title":"red"}]}}"#
        );
    }
    // A and B for the public, A for admins, and two that differ in blanks.
    assert_eq!(executor.api().prepared().len(), 5);
}

#[tokio::test]
async fn ever_new_documents_take_no_more_than_their_room() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let room = 1 << 20;
    let executor = executor(&queries, &queries.stores[0], room);
    for index in 0..2_000 {
        let document = format!("{{ t{index}: tags(where: {{title: {{eq: \"{index}\"}}}}) {{ id title }} }}");
        let answer = answer(&executor, &document, &json!({})).await;
        assert_eq!(answer, format!("{{\"data\":{{\"t{index}\":[]}}}}"));
    }
    let api = executor.api();
    assert!(api.prepared().bytes() <= room / 2, "{}", api.prepared().bytes());
    assert!((10..2_000).contains(&api.prepared().len()), "{}", api.prepared().len());
}
