//! The SQL of a catalogue of operations, for both databases.

use headwater::query::Plan;
use headwater::query::dialect::Dialect;
use serde_json::{Value, json};

use crate::support::queries::Compiler;

const SDL: &str = r#"
    type Post @collection(orderBy: { publishedAt: DESC }) @allow(to: public, do: READ) {
        title: String!
        slug: Slug! @unique
        publishedAt: DateTime @index
        views: Int!
        price: Decimal
        live: Boolean!
        author: Author!
        tags: [Tag!]!
        comments: [Comment!]! @inverse(of: "post")
        seo: Seo
        blocks: [Block!]!
    }
    type Author @collection @allow(to: public, do: READ) { name: String! @index posts: [Post!]! @inverse(of: "author") }
    type Comment @collection @allow(to: public, do: READ) { text: Text! post: Post! }
    type Tag @collection @allow(to: public, do: READ) { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    type Seo @component { title: String image: Author }
    type Prose @component { text: Text! }
    type Quote @component { by: Author! }
    union Block = Prose | Quote
"#;

/// Shows the operation's SQL for both databases, a clause to a line.
fn check(query: &str, variables: Value) -> String {
    let compiler = Compiler::new(SDL);
    let (_, plan) = compiler.plan(query);
    check_plan(&compiler, query, &plan, variables)
}

/// Shows the SQL of the operation's plan.
fn check_plan(compiler: &Compiler, query: &str, plan: &Plan, variables: Value) -> String {
    let show = |name: &str, dialect| {
        let sql = compiler.sql_of(plan, &variables, dialect);
        let lines = [" FROM ", " WHERE ", " ORDER BY ", " INNER JOIN ", " GROUP BY ", " HAVING ", " LIMIT "]
            .iter()
            .fold(sql, |sql, clause| sql.replace(clause, &format!("\n {clause}")));
        format!("-- {name}\n{}", lines.replace("  ", " "))
    };
    format!("{query}\n{}\n{}", show("SQLite", Dialect::Sqlite), show("PostgreSQL", Dialect::Postgres))
}

#[test]
fn one_record_by_a_unique_field() {
    insta::assert_snapshot!(check(
        "query($slug: Slug!) { post(slug: $slug) { id title live } }",
        json!({"slug": "a"})
    ));
}

#[test]
fn a_list_in_its_default_order() {
    insta::assert_snapshot!(check("{ posts(limit: 20) { id title publishedAt } }", json!({})));
}

#[test]
fn relations_of_every_kind() {
    insta::assert_snapshot!(check(
        "{ posts(limit: 20) { title author { name } comments(limit: 5) { text } tags { label } } }",
        json!({})
    ));
}

#[test]
fn filters_over_relations() {
    insta::assert_snapshot!(check(
        "query($w: PostWhere) { posts(where: $w) { id } }",
        json!({"w": {"or": [
            {"author": {"name": {"startsWith": "A"}}}, {"author": {"id": {"eq": "a"}}},
            {"tags": {"some": {"label": {"in": ["x", "y"]}}}}, {"comments": {"every": {"text": {"contains": "z"}}}},
            {"comments": {"count": {"gt": 3}}}, {"price": {"between": ["1", "2"]}}
        ]}})
    ));
}

#[test]
fn filters_over_relations_that_an_index_leads_to() {
    insta::assert_snapshot!(check(
        "query($w: PostWhere) { postsConnection(where: $w) { totalCount nodes { title } } }",
        json!({"w": {
            "author": {"name": {"eq": "A"}}, "tags": {"some": {"label": {"eq": "x"}}},
            "not": {"author": {"name": {"eq": "B"}}}
        }})
    ));
}

#[test]
fn lists_of_a_related_record_are_searched_once_for_each_of_them() {
    insta::assert_snapshot!(check(
        "query($w: PostWhere) { posts(where: $w) { id } }",
        json!({"w": { "author": {"posts": {"some": {"title": {"contains": "x"}}}} }})
    ));
}

#[test]
fn orders_by_related_fields_and_counts() {
    insta::assert_snapshot!(check(
        "{ posts(orderBy: [{author: {name: ASC}}, {comments: {count: DESC}}, {publishedAt: DESC_NULLS_FIRST}]) { id } }",
        json!({})
    ));
}

#[test]
fn a_page_of_a_connection() {
    let query =
        "query($after: String) { postsConnection(first: 10, after: $after, where: {live: {eq: true}}) {
        totalCount edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    insta::assert_snapshot!(check(query, json!({"after": null})));
}

#[test]
fn a_page_behind_a_cursor() {
    insta::assert_snapshot!(check(
        "query($after: String) { postsConnection(first: 10, after: $after) { edges { cursor node { title } } } }",
        json!({"after": "WyJmMjk3NWY3NiIsIjIwMjYtMDMtMDFUMTA6MzA6MDAuMDAwWiIsIjciXQ"})
    ));
}

#[test]
fn an_offset_and_a_large_limit() {
    insta::assert_snapshot!(check(
        "{ a: posts(limit: 20, offset: 40) { id } b: posts(limit: 250) { id } }",
        json!({})
    ));
}

#[test]
fn aggregates_and_groups() {
    insta::assert_snapshot!(check(
        "{ postsAggregate { count sum { views price } groups(by: [{field: publishedAt, bucket: MONTH}, {field: author}],
            having: {count: {gt: 1}}, orderBy: {avg: {views: DESC}}) { key { publishedAt author { name } } count } } }",
        json!({})
    ));
}

#[test]
fn components_and_blocks() {
    insta::assert_snapshot!(check(
        "{ posts { seo { title image { name } } blocks { __typename ... on Prose { text } ... on Quote { by { name } } } } }",
        json!({})
    ));
}

#[test]
fn several_roots_are_one_statement() {
    insta::assert_snapshot!(check(
        "{ a: post(id: \"1\") { title } b: authors { name postsAggregate { count } } c: node(id: \"Tag:1\") { id } }",
        json!({})
    ));
}

#[test]
fn records_of_ids_that_the_server_gives() {
    let compiler = Compiler::new(SDL);
    let query = "{ posts { id title author { name } tags { label } } authors { name } }";
    let plan = compiler.plan_of_given(query);
    insta::assert_snapshot!(check_plan(&compiler, query, &plan, json!({"ids": ["b", "a"]})));
}
