//! What an operation costs before and behind the database: preparing it, finding it prepared, writing
//! its statement, and answering it from SQLite. `cargo bench` prints times; for whole requests over HTTP
//! see `cargo xtask bench`.

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark that can't begin has nothing to tell")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use headwater::access::Actor;
use headwater::config::{Config, Graphql, Limits};
use headwater::graphql::content::Content;
use headwater::graphql::executor::{Api, Asked, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::ready::Ready;
use headwater::graphql::select::select;
use headwater::graphql::{self, operation, system};
use headwater::model::{Model, SourceFile};
use headwater::query::dialect::Dialect;
use headwater::query::{self, Plan};
use headwater::store::sync::{self, Consent};
use headwater::store::{Store, StoreOptions};
use serde_json::{Value, json};

const SDL: &str = include_str!("../xtask/bench/schema/blog.graphql");
/// The posts in the database.
const POSTS: usize = 1_000;

/// The operations by name, with variables.
fn operations() -> [(&'static str, &'static str, Value); 4] {
    [
        (
            "one record by key",
            "query($id: ID!) { post(id: $id) { id title slug views status } }",
            json!({ "id": "7" }),
        ),
        (
            "list with filter and order",
            "query($n: Int!) { posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: $n) {
                id title slug views publishedAt } }",
            json!({ "n": 20 }),
        ),
        (
            "nested lists",
            "query($n: Int!) { posts(limit: $n) { id title author { name } comments(limit: 5) { text } tags { label } } }",
            json!({ "n": 20 }),
        ),
        (
            "page of a connection",
            "query($name: String!, $views: Int!) {
                postsConnection(where: {author: {name: {eq: $name}}, views: {gt: $views}}, orderBy: [{views: DESC}], first: 20) {
                    totalCount nodes { id title views } } }",
            json!({ "name": "author 3", "views": 10 }),
        ),
    ]
}

fn model() -> Arc<Model> {
    let source = SourceFile { path: "blog.graphql".to_owned(), text: SDL.to_owned() };
    match headwater::model::load(&[source]) {
        Ok(loaded) => Arc::new(loaded.model),
        Err(diagnostics) => panic!("{diagnostics:#?}"),
    }
}

/// An API on that database that keeps so many bytes of operations.
fn executor(model: &Arc<Model>, store: &Store, cache_bytes: u64) -> Executor {
    let mut config = Config::default();
    config.graphql.cache_bytes = cache_bytes;
    let schema = graphql::build(model, system::FIELDS).expect("the model has an API");
    let content = Content::new(
        store.clone(),
        headwater::changes::Log::new(store.clone()),
        model.clone(),
        &config.limits,
        &config.graphql,
    );
    Executor::new(Api::new(schema.apollo, Handlers::built_in(), Some(content), Arc::new(config)))
}

async fn filled(folder: &tempfile::TempDir, model: &Model) -> Store {
    let store = Store::connect("sqlite://bench.db", folder.path(), &StoreOptions::default()).await;
    let store = store.expect("a new database");
    sync::apply(&store, model, SDL, Consent::Safe).await.expect("new tables");
    for sql in rows() {
        use sea_orm::ConnectionTrait;
        store.connection().execute_unprepared(&sql).await.expect("rows that fit");
    }
    store
}

fn rows() -> Vec<String> {
    let numbers =
        format!("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {POSTS})");
    let now = "'2026-01-01T00:00:00.000Z'";
    let system = format!("i, 1, {now}, {now}");
    vec![
        format!("INSERT INTO author (id, version, created_at, updated_at, name) {numbers} SELECT {system}, 'author ' || i FROM n WHERE i < 100"),
        format!("INSERT INTO tag (id, version, created_at, updated_at, label) {numbers} SELECT {system}, 'tag ' || i FROM n WHERE i < 50"),
        format!(
            "INSERT INTO post (id, version, created_at, updated_at, title, slug, body, status, views, published_at, author_id) {numbers}
             SELECT {system}, 'title ' || i, 'slug-' || i, 'body', iif(i % 2, 'PUBLISHED', 'DRAFT'), i * 7 % 1000,
                    strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i * 3600, 'unixepoch'), i % 100 FROM n"
        ),
        format!("INSERT INTO comment (id, version, created_at, updated_at, name, text, posted_at, post_id) {numbers} SELECT {system}, 'name', 'text ' || i, {now}, i % 200 FROM n"),
        format!("INSERT INTO post_tags (source_id, target_id, position) {numbers} SELECT i, i % 50, 0 FROM n"),
    ]
}

fn plan(model: &Model, document: &str) -> Plan {
    let schema = graphql::build(model, system::FIELDS).expect("the model has an API").apollo;
    let checked = operation::check(&schema, document, None, &Limits::default(), &Graphql::default());
    let checked = checked.expect("the document is valid");
    let selection = select(model, &schema, &checked.document, &checked.operation);
    query::plan(model, selection, &Actor::admin().roles)
}

fn ready(executor: &Executor, document: &str, variables: &Value) -> Ready {
    let variables = variables.as_object().cloned().unwrap_or_default();
    match executor.ready(Asked::new(&Actor::admin(), document, variables)) {
        Ok(ready) => ready,
        Err(errors) => panic!("{document}\n{errors:#?}"),
    }
}

fn bench(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let folder = tempfile::TempDir::new().expect("a folder");
    let model = model();
    let store = runtime.block_on(filled(&folder, &model));
    let (keeping, forgetting) = (executor(&model, &store, 1 << 24), executor(&model, &store, 0));

    let mut group = criterion.benchmark_group("prepare");
    for (name, document, variables) in operations() {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| ready(&forgetting, black_box(document), &variables));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("find prepared");
    for (name, document, variables) in operations() {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| ready(&keeping, black_box(document), &variables));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("write statement");
    for (name, document, variables) in operations() {
        let variables = variables.as_object().cloned().unwrap_or_default();
        let plan = plan(&model, document);
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            group.bench_function(BenchmarkId::new(name, format!("{dialect:?}")), |bencher| {
                bencher.iter(|| {
                    let bound = Actor::admin()
                        .asking(|asker| query::bind(&model, &plan, &variables, asker, 10_000))
                        .expect("values fit");
                    query::lower(&model, &plan, (&bound.nodes, &bound.rows), &variables, dialect)
                });
            });
        }
    }
    group.finish();

    let mut group = criterion.benchmark_group("answer from SQLite");
    for (name, document, variables) in operations() {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.to_async(&runtime).iter(|| async {
                let answer = ready(&keeping, black_box(document), &variables).run().await.into_json();
                assert!(answer.starts_with("{\"data\""), "{answer}");
                answer
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
