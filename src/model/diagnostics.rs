//! What is wrong with a document that users write, and where: [`Diagnostic`], and how a list of
//! them is drawn for people.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

/// A text that diagnostics point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path that users know the file by.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// One mistake, or one thing worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Whether it stops the document from being used.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The path of the file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document can't be used.
    Error,
    /// The document can be used, but may not mean what its author thinks.
    Warning,
}

impl Diagnostic {
    /// A diagnostic about `span` of the file, which is cut to what the file has.
    pub fn new(
        severity: Severity,
        source: &SourceFile,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let span = fit(&source.text, span);
        let before = &source.text[..span.start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            severity,
            message: message.into(),
            hint: None,
            file: source.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
        }
    }

    /// Adds what to do about it.
    pub fn with_hint(&mut self, hint: impl Into<String>) {
        self.hint = Some(hint.into());
    }

    /// Whether the document can't be used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The part of the span that the text has, on borders of characters.
fn fit(text: &str, span: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end.max(start));
    start..end
}

/// Draws diagnostics with the lines that they are about.
pub fn render(diagnostics: &[Diagnostic], sources: &[SourceFile], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut drawn = String::new();
    for diagnostic in diagnostics {
        let source = sources.iter().find(|source| source.path == diagnostic.file);
        drawn.push_str(&renderer.render(&[group(diagnostic, source)]));
        drawn.push_str("\n\n");
    }
    drawn
}

fn group<'a>(diagnostic: &'a Diagnostic, source: Option<&'a SourceFile>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let place = source.map(|source| {
        let span = first_line(&source.text, &diagnostic.span);
        let annotation = AnnotationKind::Primary.span(span);
        Snippet::source(source.text.as_str()).path(source.path.as_str()).annotation(annotation)
    });
    let hint = diagnostic.hint.as_deref().map(|hint| Level::HELP.message(hint));
    level.primary_title(diagnostic.message.as_str()).elements(place).elements(hint)
}

/// The part of the span that is on its first line: a text without its closing quote may go on for pages.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let length = text[span.clone()].find('\n').unwrap_or(span.len());
    span.start..span.start + length
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn drawn(text: &str, span: Range<usize>) -> String {
        let source = SourceFile { path: "schema/a.graphql".into(), text: text.into() };
        let mut diagnostic = Diagnostic::new(Severity::Error, &source, span, "unknown type `Tga`");
        diagnostic.with_hint("did you mean `Tag`?");
        render(&[diagnostic], &[source], false)
    }

    #[test]
    fn a_diagnostic_shows_its_place() {
        assert_snapshot!(drawn("type A {\n  größe: Tga\n}\n", 20..23), @"
        error: unknown type `Tga`
         --> schema/a.graphql:2:10
          |
        2 |   größe: Tga
          |          ^^^
          |
          = help: did you mean `Tag`?
        ");
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let source = SourceFile { path: "a".into(), text: "ä\nöü x".into() };
        let at = |span| Diagnostic::new(Severity::Warning, &source, span, "");
        assert_eq!((at(0..1).line, at(0..1).column), (1, 1));
        assert_eq!((at(8..9).line, at(8..9).column), (2, 4));
        assert_eq!((at(90..99).line, at(90..99).column), (2, 5));
    }

    #[test]
    fn a_span_past_the_end_or_over_lines_is_drawn() {
        assert!(drawn("type A {", 8..8).contains("schema/a.graphql:1:9"));
        assert!(!drawn("type A {\n}\n", 0..10).contains("2 |"));
        assert!(drawn("", 3..9).contains("schema/a.graphql:1:1"));
    }
}
