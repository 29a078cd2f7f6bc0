//! Stock GraphQL tools understand models: graphql-js validates them together with the prelude.

use std::fs;
use std::path::Path;

use headwater::model;

use crate::support::node::run_script;

/// The model of the documentation.
const EXAMPLE: &str = include_str!("prelude/example.graphql");

#[track_caller]
fn check(model: &str) {
    let printed = run_script("check-schema.cjs", &[], &format!("{}\n{model}", model::prelude()));
    assert!(printed.contains("type User"));
}

#[test]
fn graphql_js_accepts_the_prelude_alone() {
    check("");
}

#[test]
fn graphql_js_accepts_the_example_of_the_documentation() {
    check(EXAMPLE);
}

#[test]
fn graphql_js_accepts_the_sample() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let own = paths.filter(|path| !path.ends_with(model::PRELUDE_FILE));
    let files: String = own.map(|path| fs::read_to_string(path).unwrap()).collect();
    check(&files);
}
