//! How files begin and how long they grow.

use super::{SourceFile, assert_none, files_below};

/// Past this a file probably holds a second noun.
const MAX_LINES: usize = 500;

/// Files that are longer, each with its reason.
const MAY_BE_LONG: &[(&str, &str)] = &[
    ("src/model/mod.rs", "the types of a model are read as one page"),
    ("admin-ui/src/texts/de.ts", "a language is one file"),
    ("admin-ui/src/texts/en.ts", "a language is one file"),
    ("src/model/load/broken_tests.rs", "a catalogue of mistakes, each with what is said about it"),
];

fn rust_files() -> Vec<SourceFile> {
    let folders = ["src", "tests", "migrations", "xtask", "examples"];
    folders.iter().flat_map(|folder| files_below(folder, "rs")).collect()
}

#[test]
fn every_module_says_what_it_is() {
    let silent = rust_files().into_iter().filter(|file| !file.text.starts_with("//! "));
    assert_none("files that do not begin with `//!`", silent.map(|file| file.path).collect());
}

#[test]
fn files_stay_short_enough_to_read() {
    let typescript = ["ts", "tsx"].iter().flat_map(|extension| files_below("admin-ui", extension));
    let mut complaints = Vec::new();
    for file in rust_files().into_iter().chain(typescript) {
        let lines = file.text.lines().count();
        let is_listed = MAY_BE_LONG.iter().any(|(path, _)| *path == file.path);
        match (lines > MAX_LINES, is_listed) {
            (true, false) => complaints.push(format!("{}: {lines} lines", file.path)),
            (false, true) => complaints.push(format!("{}: listed as long, and no longer is", file.path)),
            (true, true) | (false, false) => {}
        }
    }
    assert_none("files past 500 lines: look for the second noun, or list the reason", complaints);
}
