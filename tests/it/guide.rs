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
fn every_query_of_the_change_log_fits_the_sample() {
    check_operations("docs/changes.md");
}

#[track_caller]
fn check_operations(page: &str) {
    let api = sample::api();
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let queries: Vec<&str> =
        guide.split("```graphql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(queries.len() > 1);
    for query in queries {
        let refused = check(&api.apollo, query, None, &Limits::default(), &Graphql::default()).err();
        assert!(refused.is_none(), "{query}\n{refused:#?}");
    }
}
