//! What the core may not touch, who may know which database runs, and who may write to it.

use std::str::FromStr;

use proc_macro2::{Spacing, TokenStream, TokenTree};

use super::imports::without_tests;
use super::{SourceFile, assert_none, files_below};

/// The modules that do no IO and are not async.
const CORE: [&str; 4] = ["model", "filter", "access", "query"];

/// What would make the core wait or reach outside.
const IMPURE: &[&str] = &[
    "async",
    "await",
    "tokio ::",
    "axum ::",
    "sqlx ::",
    "reqwest ::",
    "async_graphql ::",
    "std :: fs",
    "std :: net",
    "std :: process",
    "std :: thread",
    "std :: env",
];

/// The modules that may ask which database runs, or say it.
const KNOW_THE_DATABASE: [&str; 4] = ["src/query/dialect/", "src/store/", "src/app.rs", "src/cli/"];

#[test]
fn core_does_no_io() {
    let mut complaints = Vec::new();
    for file in files_below("src", "rs").iter().filter(|file| is_core(file) && !file.is_test()) {
        // sea-query, which only builds statements, is reached through SeaORM.
        // An address is a value like any other.
        let code =
            code_of(file).replace("sea_orm :: sea_query", "sea_query").replace("std :: net :: IpAddr", "");
        let impure = IMPURE.iter().chain(&["sea_orm ::"]).filter(|word| contains_word(&code, word));
        complaints.extend(impure.map(|word| format!("{}: `{}`", file.path, word.replace(' ', ""))));
        if code.contains("sea_query ::") && file.module()[0] != "query" {
            complaints.push(format!("{}: `sea_query`: only `query` builds SQL", file.path));
        }
    }
    assert_none("the core does no IO and is not async", complaints);
}

#[test]
fn only_the_dialect_and_the_store_know_which_database_runs() {
    let mut complaints = Vec::new();
    for file in files_below("src", "rs").iter().filter(|file| !file.is_test()) {
        let may = KNOW_THE_DATABASE.iter().any(|place| file.path.starts_with(place));
        let asks = ["Dialect :: Sqlite", "Dialect :: Postgres", "DbBackend ::"];
        let code = code_of(file);
        if !may && let Some(found) = asks.iter().find(|found| code.contains(*found)) {
            complaints.push(format!("{}: `{}`", file.path, found.replace(' ', "")));
        }
    }
    assert_none("a difference between the databases belongs in src/query/dialect or src/store", complaints);
}

#[test]
fn only_the_log_writes() {
    let mut complaints = Vec::new();
    let folders = ["src/store/", "src/changes/"];
    for file in files_below("src", "rs").iter().filter(|file| !file.is_test()) {
        let may = folders.iter().any(|folder| file.path.starts_with(folder));
        let code = code_of(file);
        let writes = ["Transaction", "begin_import", "store . write"];
        let found = writes.iter().find(|word| contains_word(&code, word));
        if !may && let Some(found) = found {
            complaints.push(format!("{}: `{}`", file.path, found.replace(' ', "")));
        }
    }
    assert_none(
        "what is written without a change is missing in the log: write through `changes`",
        complaints,
    );
}

fn is_core(file: &SourceFile) -> bool {
    file.module().first().is_some_and(|module| CORE.contains(module))
}

/// The file's code outside tests, its tokens apart by one space, without comments.
fn code_of(file: &SourceFile) -> String {
    let mut code = String::new();
    spell(without_tests(TokenStream::from_str(&file.text).unwrap()), &mut code);
    code
}

fn spell(tokens: Vec<TokenTree>, code: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => spell(without_tests(group.stream()), code),
            // Keeps `::` together.
            TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint => code.push(punct.as_char()),
            // What texts say is not code.
            TokenTree::Literal(_) => code.push_str("\"\" "),
            other => code.push_str(&format!("{other} ")),
        }
    }
}

fn contains_word(code: &str, word: &str) -> bool {
    code.starts_with(&format!("{word} ")) || code.contains(&format!(" {word} "))
}
