//! The user's guides: what they show can be done.

use std::fs;
use std::path::Path;

use headwater::config::{Graphql, Limits};
use headwater::graphql::operation::check;

use crate::support::sample;

#[test]
fn every_query_of_the_api_guide_fits_the_sample() {
    check_operations("docs/graphql-api.md");
}

#[test]
fn every_mutation_of_the_guide_to_writing_fits_the_sample() {
    check_operations("docs/writing.md");
}

#[test]
fn every_query_about_access_fits_the_sample() {
    let shown = operations("docs/access.md");
    assert!(shown.iter().any(|operation| operation.starts_with("query Why")));
    shown
        .iter()
        .filter(|operation| operation.starts_with("query"))
        .for_each(|operation| check_operation(operation));
}

#[test]
fn every_query_of_the_change_log_fits_the_sample() {
    check_operations("docs/changes.md");
}

#[track_caller]
fn check_operations(page: &str) {
    let operations = operations(page);
    assert!(operations.len() > 1);
    operations.iter().for_each(|operation| check_operation(operation));
}

/// The examples in GraphQL.
fn operations(page: &str) -> Vec<String> {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let examples = guide.split("```graphql\n").skip(1);
    examples.filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

#[track_caller]
fn check_operation(operation: &str) {
    let api = sample::api();
    let refused = check(&api.apollo, operation, None, &Limits::default(), &Graphql::default()).err();
    assert!(refused.is_none(), "{operation}\n{refused:#?}");
}
