//! The rules of the house that no compiler holds: who may import whom, what the core may not
//! touch, how files begin and how long they grow, and that the documentation names what exists.

mod documentation;
mod files;
mod imports;
mod purity;

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository.
struct SourceFile {
    /// Relative to the repository's root, with `/`: `src/model/diff.rs`.
    path: String,
    text: String,
}

impl SourceFile {
    /// The module's path below the crate: `["model", "diff"]`; empty for `lib.rs` and `main.rs`.
    fn module(&self) -> Vec<&str> {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut parts: Vec<&str> = inside.split('/').collect();
        if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
            parts.pop();
        }
        parts
    }

    /// Whether the file holds only tests.
    fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.module().contains(&"tests")
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below the folder whose name ends so, in order.
fn files_below(folder: &str, extension: &str) -> Vec<SourceFile> {
    let mut paths = Vec::new();
    collect(&repository().join(folder), &mut paths);
    paths.sort();
    let wanted = paths.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    wanted.map(read).collect()
}

fn read(path: PathBuf) -> SourceFile {
    let text = fs::read_to_string(&path).unwrap();
    let inside = path.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
    SourceFile { path: inside, text }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    const NOT_OURS: [&str; 6] = ["node_modules", "target", "dist", "generated", ".git", "data"];
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if !path.is_dir() {
            paths.push(path);
        } else if !NOT_OURS.iter().any(|name| path.ends_with(name)) {
            collect(&path, paths);
        }
    }
}

/// Fails with every complaint at once.
#[track_caller]
fn assert_none(rule: &str, complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{rule}:\n  {}\n", complaints.join("\n  "));
}
