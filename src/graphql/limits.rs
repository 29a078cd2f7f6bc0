//! What an operation asks for, measured before it runs.
//!
//! Fragments count as often as they are spread, but each is measured once: a document of nested
//! fragments costs no more to judge than to read.

use std::collections::HashMap;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};

use crate::config::Limits;
use crate::error::Error;

/// The size of an operation or of a part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Size {
    depth: usize,
    fields: usize,
    aliases: usize,
}

impl Size {
    fn beside(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
        }
    }
}

/// Refuses an operation that asks for more than the limits allow.
///
/// # Errors
///
/// One error for each limit that is passed.
pub fn check(
    document: &ExecutableDocument,
    operation: &Operation,
    limits: &Limits,
) -> Result<(), Vec<Error>> {
    let mut fragments = HashMap::new();
    let size = measure(document, &operation.selection_set, &mut fragments);
    let root_fields = operation.root_fields(document).count();
    let figures = [
        ("nests fields", size.depth, limits.depth, "levels deep", "depth"),
        ("selects", size.fields, limits.fields, "fields", "fields"),
        ("has", size.aliases, limits.aliases, "aliases", "aliases"),
        ("selects", root_fields, limits.root_fields, "fields at its root", "root_fields"),
    ];
    let errors: Vec<_> = figures
        .into_iter()
        .filter(|(_, found, limit, ..)| found > limit)
        .map(|(verb, found, limit, noun, setting)| {
            Error::limit(format!(
                "the operation {verb} {found} {noun}; at most {limit} are allowed (setting `limits.{setting}`)"
            ))
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn measure<'doc>(
    document: &'doc ExecutableDocument,
    selection_set: &'doc SelectionSet,
    fragments: &mut HashMap<&'doc str, Size>,
) -> Size {
    let mut total = Size::default();
    for selection in &selection_set.selections {
        let size = match selection {
            Selection::Field(field) => {
                let inner = measure(document, &field.selection_set, fragments);
                Size {
                    // Introspection has its own rule against nesting and needs more levels than content.
                    depth: if field.name.starts_with("__") { 1 } else { inner.depth + 1 },
                    fields: inner.fields.saturating_add(1),
                    aliases: inner.aliases.saturating_add(usize::from(field.alias.is_some())),
                }
            }
            Selection::InlineFragment(inline) => measure(document, &inline.selection_set, fragments),
            Selection::FragmentSpread(spread) => {
                let name = spread.fragment_name.as_str();
                match (fragments.get(name), document.fragments.get(name)) {
                    (Some(size), _) => *size,
                    (None, Some(fragment)) => {
                        let size = measure(document, &fragment.selection_set, fragments);
                        fragments.insert(name, size);
                        size
                    }
                    (None, None) => Size::default(),
                }
            }
        };
        total = total.beside(size);
    }
    total
}

/// Refuses a list that is longer than allowed.
pub(super) fn check_list_items(found: usize, limits: &Limits) -> Result<(), Error> {
    let limit = limits.list_items;
    if found <= limit {
        return Ok(());
    }
    Err(Error::limit(format!(
        "a list in the input has {found} items; at most {limit} are allowed (setting `limits.list_items`)"
    )))
}

/// Refuses input that is nested more deeply than allowed.
pub(super) fn check_input_depth(depth: usize, limits: &Limits) -> Result<(), Error> {
    let limit = limits.input_depth;
    if depth <= limit {
        return Ok(());
    }
    Err(Error::limit(format!(
        "a value in the input is nested more than {limit} levels deep (setting `limits.input_depth`)"
    )))
}

/// Refuses the one character that PostgreSQL can't store.
pub(super) fn check_text(text: &str) -> Result<(), Error> {
    if text.contains('\0') {
        return Err(Error::bad_request("text may not contain the character U+0000"));
    }
    Ok(())
}
