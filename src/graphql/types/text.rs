//! Writing SDL: definitions, descriptions and strings.

use std::fmt::{Display, Write};

use indexmap::IndexSet;

use super::argument::Argument;

/// The SDL written so far, and the shared filters that it speaks of.
#[derive(Debug, Default)]
pub struct Sdl {
    text: String,
    filters: IndexSet<String>,
}

impl Sdl {
    /// Writes one definition with a body: `type Post implements Node { ... }`.
    pub fn define(&mut self, description: &str, head: impl Display, body: impl FnOnce(&mut Self)) {
        self.describe("", description);
        self.push(format_args!("{head} {{\n"));
        body(self);
        self.text.push_str("}\n\n");
    }

    /// Writes one definition without a body, such as a scalar's.
    pub fn define_line(&mut self, description: &str, line: impl Display) {
        self.describe("", description);
        self.push(format_args!("{line}\n\n"));
    }

    /// Writes one line of a body: a field without arguments, an input field or an enum value.
    pub fn line(&mut self, description: &str, line: impl Display) {
        self.describe("  ", description);
        self.push(format_args!("  {line}\n"));
    }

    /// Writes a field with its arguments. `result` is its type and what follows.
    pub fn field(&mut self, description: &str, name: &str, arguments: &[Argument], result: impl Display) {
        if arguments.is_empty() {
            return self.line(description, format_args!("{name}: {result}"));
        }
        self.describe("  ", description);
        self.push(format_args!("  {name}(\n"));
        for argument in arguments {
            self.describe("    ", &argument.description);
            self.push(format_args!("    {}\n", argument.definition));
        }
        self.push(format_args!("  ): {result}\n"));
    }

    /// Writes finished lines of arguments and their field, as [`super::super::system`] keeps them.
    pub fn raw_field(&mut self, description: &str, name: &str, arguments: &str, result: &str) {
        let brackets = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
        self.line(description, format_args!("{name}{brackets}: {result}"));
    }

    /// Notes that a shared filter is used, and returns its name.
    pub fn using(&mut self, filter: String) -> String {
        if !self.filters.contains(&filter) {
            self.filters.insert(filter.clone());
        }
        filter
    }

    /// Whether a shared filter is used.
    pub fn uses(&self, filter: &str) -> bool {
        self.filters.contains(filter)
    }

    /// The finished text.
    pub fn into_text(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }

    fn describe(&mut self, indent: &str, description: &str) {
        if description.is_empty() {
            return;
        }
        if is_block(description) {
            self.push(format_args!("{indent}\"\"\"\n"));
            for line in description.replace("\"\"\"", "\\\"\"\"").lines() {
                let indent = if line.is_empty() { "" } else { indent };
                self.push(format_args!("{indent}{line}\n"));
            }
            self.push(format_args!("{indent}\"\"\"\n"));
        } else {
            self.push(format_args!("{indent}{}\n", quoted(description)));
        }
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a String can't fail.
        let _ = self.text.write_fmt(text);
    }
}

/// Whether a description reads best, and comes back unchanged, as a block string. Block strings lose
/// blank lines at their ends and the indentation that all their lines share.
fn is_block(description: &str) -> bool {
    let Some((first, _)) = description.split_once('\n') else { return false };
    let last = description.rsplit('\n').next().unwrap_or_default();
    let has_controls = description.chars().any(|char| char.is_control() && char != '\n' && char != '\t');
    !has_controls && !last.trim().is_empty() && first.trim_start() == first && !first.is_empty()
}

/// The text as a quoted string of GraphQL.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// ` @deprecated(reason: "...")`, or nothing.
pub fn deprecation(reason: Option<&str>) -> String {
    reason.map(|reason| format!(" @deprecated(reason: {})", quoted(reason))).unwrap_or_default()
}
