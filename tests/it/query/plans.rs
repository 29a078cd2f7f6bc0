//! The plans that the databases make for the operations of the benchmark and their like: no table is
//! read as a whole, and nothing is sorted, where an index serves.

use std::collections::{BTreeSet, HashMap, HashSet};

use headwater::query::dialect::Dialect;
use headwater::store::Store;
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};
use serde_json::{Value, json};

use crate::support::queries::{Compiler, Queries};

/// The model of `cargo xtask bench`.
const SDL: &str = r#"
    enum Status { DRAFT PUBLISHED ARCHIVED }
    type Author @collection(title: "name") @allow(to: public, do: READ) {
        name: String! @index bio: Text posts: [Post!]! @inverse(of: "author")
    }
    type Post @collection(title: "title", orderBy: { publishedAt: DESC }) @index(fields: ["status", "publishedAt"])
      @allow(to: public, do: READ) {
        title: String! slug: Slug! @unique body: Text! status: Status! views: Int! @index publishedAt: DateTime @index
        author: Author! tags: [Tag!]! comments: [Comment!]! @inverse(of: "post")
    }
    type Comment @collection(orderBy: { postedAt: ASC }) @allow(to: public, do: READ) {
        name: String! text: Text! postedAt: DateTime! @index post: Post!
    }
    type Tag @collection @allow(to: public, do: READ) { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
"#;

/// So many rows that PostgreSQL takes an index where there is one.
const ROWS: [(&str, usize, &str, &str); 5] = [
    ("author", 500, "name, bio", "'Author ' || i, 'bio'"),
    ("tag", 300, "label", "'tag-' || i"),
    (
        "post",
        5000,
        "title, slug, body, status, views, published_at, author_id",
        "'Post ' || i, 'post-' || i, BODY, CASE i % 2 WHEN 0 THEN 'PUBLISHED' ELSE 'DRAFT' END, i * 7 % 5000, \
         CASE i % 10 WHEN 0 THEN NULL ELSE TIME END, 'id-' || (i % 500 + 1)",
    ),
    (
        "comment",
        15000,
        "name, text, posted_at, post_id",
        "'Name ' || (i % 700), 'text', TIME, 'id-' || (i * 11 % 5000 + 1)",
    ),
    ("post_tags", 10000, "", ""),
];

async fn filled() -> Queries {
    let queries = Queries::of(Compiler::new(SDL)).await;
    for store in &queries.stores {
        let [time, body] = match store.dialect() {
            Dialect::Sqlite => [
                "strftime('%Y-%m-%dT%H:%M:%S.000Z', 1704067200 + i * 60, 'unixepoch')",
                "printf('%.*c', 400, 'x')",
            ],
            Dialect::Postgres => ["to_timestamp(1704067200 + i * 60)", "repeat('x', 400)"],
        };
        for (table, rows, columns, values) in ROWS {
            let numbers =
                format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})");
            let sql = match table {
                "post_tags" => format!(
                    "INSERT INTO post_tags (source_id, target_id, position) {numbers}
                     SELECT 'id-' || (i % 5000 + 1), 'id-' || (i % 299 + 1), i / 5000 FROM n"
                ),
                _ => format!(
                    "INSERT INTO {table} (id, created_at, updated_at, version, {columns}) {numbers}
                     SELECT 'id-' || i, TIME, TIME, 1, {values} FROM n"
                ),
            };
            run(store, &sql.replace("TIME", time).replace("BODY", body)).await;
        }
        // Its planner needs to know. SQLite's does as well or better without.
        if store.dialect() == Dialect::Postgres {
            run(store, "ANALYZE").await;
        }
    }
    queries
}

async fn run(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}\n{error}"));
}

/// Explains the query on both databases. What is found must be just what is expected:
/// `sqlite scans post` for a table that is read as a whole, `sqlite sorts` for rows that are put in
/// order, `postgres sorts` for more than a hundred of them.
async fn check(queries: &Queries, query: &str, variables: Value, expected: &[&str]) {
    let mut found = BTreeSet::new();
    let mut plans = String::new();
    for store in &queries.stores {
        let sql = queries.compiler.sql(query, &variables, store.dialect());
        let (plan, findings) = match store.dialect() {
            Dialect::Sqlite => of_sqlite(store, &sql).await,
            Dialect::Postgres => of_postgres(store, &sql).await,
        };
        plans.push_str(&format!("{sql}\n{plan}\n"));
        found.extend(findings);
    }
    let expected: BTreeSet<String> = expected.iter().map(|finding| (*finding).to_owned()).collect();
    assert_eq!(found, expected, "{query}\n{plans}");
}

async fn of_sqlite(store: &Store, sql: &str) -> (String, Vec<String>) {
    let statement = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = store.connection().query_all_raw(statement).await.unwrap();
    let steps: Vec<(i64, i64, String)> = rows
        .iter()
        .map(|row| {
            let number = |name| row.try_get::<i64>("", name).unwrap();
            (number("id"), number("parent"), row.try_get("", "detail").unwrap())
        })
        .collect();
    // A subquery may have the name of a table inside it: it is scanned beside the step that makes it.
    let made: HashSet<(i64, &str)> = steps
        .iter()
        .filter_map(|(_, parent, detail)| {
            let name = detail.strip_prefix("CO-ROUTINE ").or(detail.strip_prefix("MATERIALIZE "))?;
            Some((*parent, name))
        })
        .collect();
    let tables: HashMap<&str, &str> = sql
        .split("\" AS \"")
        .zip(sql.split("\" AS \"").skip(1))
        .filter_map(|(before, behind)| Some((behind.split_once('"')?.0, before.rsplit_once('"')?.1)))
        .filter(|(_, table)| ROWS.iter().any(|(name, ..)| name == table))
        .collect();
    let mut findings = Vec::new();
    for (_, parent, detail) in &steps {
        if detail.starts_with("USE TEMP B-TREE FOR") {
            findings.push("sqlite sorts".to_owned());
        }
        // What follows a name would be an index, which may be read in its order.
        let scanned = detail.strip_prefix("SCAN ").filter(|name| !made.contains(&(*parent, *name)));
        if let Some(table) = scanned.and_then(|name| tables.get(name)) {
            findings.push(format!("sqlite scans {table}"));
        }
    }
    (steps.into_iter().map(|(id, parent, detail)| format!("{parent} > {id}: {detail}\n")).collect(), findings)
}

/// The plan that PostgreSQL keeps for whatever values come.
async fn of_postgres(store: &Store, sql: &str) -> (String, Vec<String>) {
    let parameters = (1..).take_while(|number| sql.contains(&format!("${number}"))).count();
    let nulls = vec!["NULL"; parameters].join(", ");
    let values = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
    let tx = store.connection().begin().await.unwrap();
    tx.execute_unprepared("SET LOCAL plan_cache_mode = force_generic_plan").await.unwrap();
    tx.execute_unprepared(&format!("PREPARE explained AS {sql}")).await.unwrap();
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE explained{values}");
    let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, explain)).await.unwrap().unwrap();
    let plan: Value = row.try_get_by_index(0).unwrap();
    tx.execute_unprepared("DEALLOCATE explained").await.unwrap();
    tx.rollback().await.unwrap();
    let mut findings = Vec::new();
    walk(&plan[0]["Plan"], &mut findings);
    (serde_json::to_string_pretty(&plan).unwrap(), findings)
}

fn walk(node: &Value, findings: &mut Vec<String>) {
    let inner = || node["Plans"].as_array().into_iter().flatten();
    match node["Node Type"].as_str().unwrap() {
        "Seq Scan" => findings.push(format!("postgres scans {}", node["Relation Name"].as_str().unwrap())),
        "Sort" if inner().any(|inner| inner["Plan Rows"].as_f64().unwrap() > 100.0) => {
            findings.push("postgres sorts".to_owned());
        }
        _ => {}
    }
    inner().for_each(|inner| walk(inner, findings));
}

#[tokio::test]
async fn operations_of_the_benchmark_are_served_by_indexes() {
    let queries = filled().await;
    check(
        &queries,
        "query($id: ID!) { post(id: $id) { id title slug views status } }",
        json!({"id": "id-1"}),
        &[],
    )
    .await;
    let latest = "{ posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: 20) {
        id title slug views publishedAt } }";
    check(&queries, latest, json!({}), &[]).await;
    let front = "{ posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: 20) {
        id title slug publishedAt author { name } comments(limit: 5) { id name text postedAt } tags { id label } } }";
    check(&queries, front, json!({}), &[]).await;
    let archive = "query($limit: Int!) { posts(limit: $limit) { id title slug body publishedAt } }";
    check(&queries, archive, json!({"limit": 500}), &[]).await;
    // The posts of one author are put in order.
    let popular = "query($author: String!, $views: Int!) {
        postsConnection(where: {author: {name: {eq: $author}}, views: {gt: $views}}, orderBy: [{views: DESC}], first: 20) {
            totalCount nodes { id title slug views publishedAt } } }";
    let variables = json!({"author": "Author 7", "views": 100});
    check(&queries, popular, variables, &["sqlite sorts"]).await;
}

#[tokio::test]
async fn filters_over_relations_begin_where_an_index_leads() {
    let queries = filled().await;
    let by = |filter: &str| format!("{{ posts(where: {filter}, limit: 20) {{ id title }} }}");
    check(&queries, &by(r#"{author: {id: {eq: "id-7"}}}"#), json!({}), &[]).await;
    check(&queries, &by(r#"{comments: {some: {id: {eq: "id-7"}}}}"#), json!({}), &[]).await;
    check(&queries, &by(r#"{slug: {eq: "post-7"}, author: {name: {eq: "Author 7"}}}"#), json!({}), &[]).await;
    // The posts that are found are put in order.
    for filter in [
        r#"{author: {name: {eq: "Author 7"}}}"#,
        r#"{tags: {some: {label: {eq: "tag-7"}}}}"#,
        r#"{tags: {some: {id: {eq: "id-7"}}}}"#,
    ] {
        check(&queries, &by(filter), json!({}), &["sqlite sorts"]).await;
    }
    let through_two = r#"{ comments(where: {post: {author: {name: {eq: "Author 7"}}}}, limit: 20) { id } }"#;
    check(&queries, through_two, json!({}), &["sqlite sorts"]).await;
    let counted = r#"{ postsAggregate(where: {author: {id: {eq: "id-7"}}, publishedAt: {gt: "2024-01-02T00:00:00Z"}}) { count } }"#;
    check(&queries, counted, json!({}), &[]).await;
}

#[tokio::test]
async fn lists_and_pages_come_in_order() {
    let queries = filled().await;
    let page =
        "edges { cursor node { id title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    for order in ["{publishedAt: DESC}", "{views: DESC}", "{id: ASC}", "{author: {name: ASC}}"] {
        let list = format!("{{ posts(orderBy: [{order}], limit: 20) {{ id title }} }}");
        // Where many are equal, the last key is put in order among them.
        let sorts: &[&str] = if order.contains("author") { &["sqlite sorts"] } else { &[] };
        check(&queries, &list, json!({}), sorts).await;
        let first = format!("{{ postsConnection(orderBy: [{order}], first: 20) {{ {page} }} }}");
        check(&queries, &first, json!({}), sorts).await;
        let cursor = queries.ask(&first).await["postsConnection"]["pageInfo"]["endCursor"].clone();
        let next = format!(
            "query($after: String) {{ postsConnection(orderBy: [{order}], first: 20, after: $after) {{ {page} }} }}"
        );
        check(&queries, &next, json!({"after": cursor}), sorts).await;
    }
    let offset = "{ posts(limit: 20, offset: 40) { id } }";
    check(&queries, offset, json!({}), &[]).await;
    let nested = "{ authors(limit: 10) { name posts(limit: 5) { title tags(limit: 3) { label } } postsConnection(first: 2) { totalCount } } }";
    check(&queries, nested, json!({}), &[]).await;
}

#[tokio::test]
async fn what_no_index_serves_is_found() {
    let queries = filled().await;
    let unserved = "{ posts(orderBy: [{title: ASC}], limit: 20) { id } }";
    let expected = ["sqlite scans post", "sqlite sorts", "postgres scans post", "postgres sorts"];
    check(&queries, unserved, json!({}), &expected).await;
}
