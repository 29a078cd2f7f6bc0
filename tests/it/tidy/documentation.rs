//! The documentation names what exists.

use super::{SourceFile, assert_none, files_below, repository};

/// The pages that people read: those at the root and those in `docs/`.
fn pages() -> Vec<SourceFile> {
    files_below("", "md")
        .into_iter()
        .filter(|page| !page.path.contains('/') || page.path.starts_with("docs/"))
        .collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut complaints = Vec::new();
    for page in pages() {
        let folder = repository().join(&page.path).parent().unwrap().to_owned();
        for target in links(&page.text) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                complaints.push(format!("{}: {target}", page.path));
            }
        }
    }
    assert_none("links that lead nowhere", complaints);
}

/// What stands in the parentheses of `[text](target)`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}
