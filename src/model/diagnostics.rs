//! What is wrong with a document that users write, and where: [`Diagnostic`], and how a list of
//! them is drawn for people.

use std::ops::Range;

use ariadne::{CharSet, Config, IndexType, Label, Report, ReportKind};
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
    let texts = sources.iter().map(|source| (source.path.clone(), source.text.clone()));
    let mut cache = ariadne::sources(texts);
    let mut drawn = Vec::new();
    for diagnostic in diagnostics {
        // Writing to memory fails only when a file is not among the sources.
        if report(diagnostic, color).write(&mut cache, &mut drawn).is_err() {
            drawn.extend_from_slice(diagnostic.message.as_bytes());
            drawn.push(b'\n');
        }
    }
    String::from_utf8_lossy(&drawn).into_owned()
}

fn report(diagnostic: &Diagnostic, color: bool) -> Report<'_, (String, Range<usize>)> {
    let kind = match diagnostic.severity {
        Severity::Error => ReportKind::Error,
        Severity::Warning => ReportKind::Warning,
    };
    let config =
        Config::default().with_color(color).with_char_set(CharSet::Ascii).with_index_type(IndexType::Byte);
    let place = (diagnostic.file.clone(), diagnostic.span.clone());
    let mut report = Report::build(kind, place.clone())
        .with_config(config)
        .with_message(&diagnostic.message)
        .with_label(Label::new(place));
    if let Some(hint) = &diagnostic.hint {
        report = report.with_help(hint);
    }
    report.finish()
}
