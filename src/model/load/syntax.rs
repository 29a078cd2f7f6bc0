//! Parses files, and makes the parser's complaints readable: one for each definition that it could
//! not read, with a hint. The parser goes on after a mistake, but what it says further on about the
//! same definition is noise.

use std::ops::Range;
use std::sync::LazyLock;

use apollo_compiler::ast::{Definition, Document};
use apollo_compiler::diagnostic::ToCliReport;
use regex::Regex;

use super::report::Report;
use crate::model::diagnostics::SourceFile;

/// Parses one file. What can be read of a broken file is checked like the rest.
pub(super) fn parse(report: &mut Report, index: usize, source: &SourceFile) -> Document {
    if is_blank(&source.text) {
        return Document::new();
    }
    let (document, errors) = match Document::parse(source.text.as_str(), &source.path) {
        Ok(document) => (document, None),
        Err(broken) => (broken.partial, Some(broken.errors)),
    };
    for id in document.sources.keys() {
        report.know_file(*id, index);
    }
    let borders = borders(&source.text, &document);
    let mut unread: Vec<Range<usize>> = Vec::new();
    for error in errors.iter().flat_map(|errors| errors.iter()) {
        let span = error.error.location().map_or(0..0, |place| place.offset()..place.end_offset());
        let definition = definition_around(&borders, source.text.len(), span.start);
        if unread.contains(&definition) {
            continue;
        }
        let message = readable(&error.error.to_string());
        let hint = hint(&source.text, &span, &message);
        report.syntax_error(index, definition.clone(), span, message).with_hint(hint);
        unread.push(definition);
    }
    document
}

/// Whether there is nothing yet but comments: GraphQL knows no empty document, but a file may begin as one.
/// What is ignored: <https://spec.graphql.org/October2021/#sec-Language.Source-Text.Ignored-Tokens>
fn is_blank(text: &str) -> bool {
    let ignored = |letter: char| matches!(letter, '\u{feff}' | ' ' | '\t' | ',');
    let mut lines = text.split(['\n', '\r']).map(|line| line.trim_start_matches(ignored));
    lines.all(|line| line.is_empty() || line.starts_with('#'))
}

/// Where definitions start: those that were read, and lines that look like the start of one.
fn borders(text: &str, document: &Document) -> Vec<usize> {
    static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let keywords =
            "extend|type|interface|union|enum|scalar|input|directive|schema|query|mutation|fragment";
        Regex::new(&format!(r"(?m)^({keywords})\b")).ok()
    });
    // What is left of a broken definition looks like an operation.
    let is_type = |definition: &&Definition| !matches!(definition, Definition::OperationDefinition(_));
    let read = document.definitions.iter().filter(is_type).filter_map(Definition::location);
    let read = read.map(|place| place.offset());
    let written = STARTS.iter().flat_map(|starts| starts.find_iter(text)).map(|start| start.start());
    let mut borders: Vec<_> = read.chain(written).collect();
    borders.sort_unstable();
    borders
}

fn definition_around(borders: &[usize], end: usize, offset: usize) -> Range<usize> {
    let after = borders.partition_point(|start| *start <= offset);
    let start = after.checked_sub(1).map_or(0, |index| borders[index]);
    start..borders.get(after).copied().unwrap_or(end)
}

/// The parser's message in the words of the language.
fn readable(message: &str) -> String {
    let words = [
        ("R_CURLY", "`}`"),
        ("L_CURLY", "`{`"),
        ("R_PAREN", "`)`"),
        ("L_PAREN", "`(`"),
        ("R_BRACK", "`]`"),
        ("L_BRACK", "`[`"),
        ("COLON", "`:`"),
        ("EOF", "the end of the file"),
        ("expected Field Definition", "expected a field"),
        ("expected a valid Value", "expected a value"),
        ("a StringValue, Name or OperationDefinition", "a definition such as `type`"),
        ("expected definition", "expected a definition such as `type`"),
    ];
    words.iter().fold(message.to_owned(), |message, (from, to)| message.replace(from, to))
}

/// What the author probably forgot.
fn hint(text: &str, span: &Range<usize>, message: &str) -> String {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or("").trim();
    let is_definition = ["type", "interface", "union", "enum", "extend type", "extend enum"].contains(&line);
    if text.get(span.clone()) == Some("implements") {
        "`implements` stands right after the type's name, before the directives".into()
    } else if is_definition {
        "a `}` is probably missing before this line".into()
    } else if message.contains("the end of the file") {
        "a `}`, a `)` or a quote is probably missing".into()
    } else if message.contains("expected a type") || message.contains("expected a field") {
        "a field is written `name: Type`".into()
    } else if message.contains("expected a value") {
        "a value stands after each `name:`, such as `3`, `\"text\"` or `{a: 1}`".into()
    } else if message.contains("expected a definition") {
        "a definition starts with `type`, `interface`, `union`, `enum` or `extend`".into()
    } else if message.contains("Enum Value") {
        "an enum value is a name, and not `true`, `false` or `null`".into()
    } else if message.contains("string") || message.contains("line terminator") {
        "text stands between double quotes, on one line".into()
    } else {
        "look for a missing or doubled sign just before this place".into()
    }
}
