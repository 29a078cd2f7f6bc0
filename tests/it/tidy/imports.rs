//! Who may import whom.

use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{SourceFile, assert_none, files_below};

/// Each module of `src/` with the modules that it may name, from the bottom to the top. A module
/// that is new needs a line here, and ARCHITECTURE.md a word about it.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    // core: no IO, no async
    ("model", &[]),
    ("filter", &["model"]),
    ("access", &["filter", "model"]),
    ("query", &["access", "filter", "model"]),
    // beside the layers: plain data that every layer above the core may speak of
    ("error", &["model"]),
    ("config", &[]),
    ("seal", &[]),
    // state
    ("store", &["error", "query", "access", "filter", "model"]),
    ("changes", &["store", "error", "query", "access", "filter", "model"]),
    // behaviour
    ("engine", &["changes", "store", "error", "query", "access", "filter", "model"]),
    ("import", &["engine", "changes", "store", "error", "query", "access", "filter", "model"]),
    (
        "auth",
        &["seal", "engine", "changes", "store", "error", "query", "access", "filter", "model", "config"],
    ),
    ("live", &["engine", "changes", "store", "error", "query", "access", "filter", "model"]),
    ("channel", &["engine", "store", "error", "query", "access", "filter", "model", "config"]),
    ("generate", &["model"]),
    ("mail", &["changes", "store", "error", "query", "model", "config", "seal"]),
    // edge
    (
        "graphql",
        &[
            "live", "channel", "auth", "mail", "seal", "engine", "changes", "store", "error", "query",
            "access", "filter", "model", "config",
        ],
    ),
    (
        "http",
        &[
            "graphql", "live", "channel", "auth", "mail", "engine", "changes", "store", "error", "query",
            "access", "filter", "model", "config",
        ],
    ),
    // on top
    ("app", ALL),
    ("cli", ALL),
    ("lib", ALL),
];

const ALL: &[&str] = &["*"];

#[test]
fn modules_import_only_what_stands_below_them() {
    let mut complaints = Vec::new();
    for file in files_below("src", "rs").iter().filter(|file| !file.is_test()) {
        let own = file.module().first().copied().unwrap_or("lib").to_owned();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(module, _)| *module == own) else {
            complaints.push(format!(
                "{}: the module `{own}` is not in the table of tests/it/tidy/imports.rs",
                file.path
            ));
            continue;
        };
        for named in named_modules(file) {
            let is_known = MAY_IMPORT.iter().any(|(module, _)| *module == named);
            let may = *allowed == ALL || allowed.contains(&named.as_str());
            if is_known && named != own && !may {
                complaints.push(format!("{}: `{own}` may not import `{named}`", file.path));
            }
        }
    }
    assert_none("modules that import what does not stand below them", complaints);
}

/// Tests aside: they may look anywhere.
fn named_modules(file: &SourceFile) -> Vec<String> {
    let tokens = without_tests(TokenStream::from_str(&file.text).unwrap());
    let mut named = Vec::new();
    collect(&tokens, file.module().len(), &mut named);
    named.sort();
    named.dedup();
    named
}

/// Gathers the top-level modules that paths in the tokens lead to. `depth` is how many `super::`
/// lead to the crate's root.
fn collect(tokens: &[TokenTree], depth: usize, named: &mut Vec<String>) {
    let mut index = 0;
    while index < tokens.len() {
        if let Some(after) = after_root(&tokens[index..], depth) {
            first_names(&tokens[index + after..], named);
            index += after;
        } else {
            if let TokenTree::Group(group) = &tokens[index] {
                collect(&without_tests(group.stream()), depth, named);
            }
            index += 1;
        }
    }
}

/// How many tokens lead to the crate's root: `crate::`, or enough `super::`.
fn after_root(tokens: &[TokenTree], depth: usize) -> Option<usize> {
    if is_ident(tokens.first()?, "crate") && is_path_separator(&tokens[1..]) {
        return Some(3);
    }
    let supers = tokens
        .chunks(3)
        .take_while(|part| is_ident(&part[0], "super") && is_path_separator(&part[1..]))
        .count();
    (depth > 0 && supers >= depth).then_some(3 * supers)
}

/// The first names of a path, or of each path in braces.
fn first_names(tokens: &[TokenTree], named: &mut Vec<String>) {
    match tokens.first() {
        Some(TokenTree::Ident(ident)) => named.push(ident.to_string()),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            for path in
                inside.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
            {
                first_names(path, named);
            }
        }
        _ => {}
    }
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    tokens.len() >= 2 && tokens[..2].iter().all(is_colon)
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

/// The tokens without the items marked `#[cfg(test)]`.
pub(super) fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let marks_test = matches!(&token, TokenTree::Group(group)
            if group.delimiter() == Delimiter::Bracket && group.stream().to_string().replace(' ', "") == "cfg(test)");
        if marks_test {
            skip_item(&mut tokens);
        } else {
            kept.push(token);
        }
    }
    kept
}

/// An item ends with its braces or with a semicolon.
fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            _ => {}
        }
    }
}

#[test]
fn every_form_of_path_is_seen() {
    let text = "use crate::model::Model; use crate::{query::{self, dialect}, filter}; use super::super::store::Store;
        fn one() { let _ = crate::engine::read(); let _ = super::diff::plan(); }
        #[cfg(test)] mod tests { use crate::http::x; }";
    let file = SourceFile { path: "src/access/rule.rs".to_owned(), text: text.to_owned() };
    assert_eq!(named_modules(&file), ["engine", "filter", "model", "query", "store"]);
}
