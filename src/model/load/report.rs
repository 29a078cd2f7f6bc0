//! Collects what is wrong while a model is loaded.

use std::collections::HashMap;
use std::ops::Range;

use apollo_compiler::parser::{FileId, SourceSpan};

use super::Loaded;
use crate::model::Model;
use crate::model::diagnostics::{Diagnostic, Severity, SourceFile};

/// Where a name or a value stands.
pub(super) type Place = Option<SourceSpan>;

/// Everything found so far.
pub(super) struct Report<'a> {
    sources: &'a [SourceFile],
    files: HashMap<FileId, usize>,
    found: Vec<Diagnostic>,
    unread: Vec<Unread>,
}

/// A definition that could not be read to its end: nothing is known of what comes after the syntax
/// error, so nothing more is said about it, nor about names that the definition mentions.
struct Unread {
    source: usize,
    definition: Range<usize>,
    error: usize,
}

impl<'a> Report<'a> {
    pub fn new(sources: &'a [SourceFile]) -> Self {
        Self { sources, files: HashMap::new(), found: Vec::new(), unread: Vec::new() }
    }

    /// Tells which of the sources a parsed file is.
    pub fn know_file(&mut self, id: FileId, index: usize) {
        self.files.insert(id, index);
    }

    /// Reports a syntax error and gives up on the rest of the definition that holds it.
    pub fn syntax_error(
        &mut self,
        source: usize,
        definition: Range<usize>,
        span: Range<usize>,
        message: String,
    ) -> &mut Diagnostic {
        self.unread.push(Unread { source, definition, error: span.start });
        self.push(Diagnostic::new(Severity::Error, &self.sources[source], span, message))
    }

    /// Reports a mistake.
    pub fn error(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, place, message.into())
    }

    /// Reports that a name is unknown. Says nothing when the name may be declared in a part of the
    /// files that could not be read.
    pub fn unknown(&mut self, place: Place, name: &str, message: String, hint: impl Into<String>) {
        let place_of_name = self.locate(place);
        let may_be_declared = self.unread.iter().any(|unread| {
            let text = &self.sources[unread.source].text[unread.definition.clone()];
            words(text).any(|(at, word)| {
                let is_itself =
                    (unread.source, unread.definition.start + at) == (place_of_name.0, place_of_name.1.start);
                word == name && !is_itself
            })
        });
        if !may_be_declared {
            self.add(Severity::Error, place, message).with_hint(hint);
        }
    }

    /// Reports something worth a second look.
    pub fn warning(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Warning, place, message.into())
    }

    /// `file:line` of a place.
    pub fn name_of(&self, place: Place) -> String {
        let (index, span) = self.locate(place);
        match self.sources.get(index) {
            Some(source) => {
                let shown = Diagnostic::new(Severity::Error, source, span, "");
                format!("{}:{}", shown.file, shown.line)
            }
            None => "the built-in types".into(),
        }
    }

    /// Whether the place is in one of the model's files, not in the prelude.
    pub fn is_in_model(&self, place: Place) -> bool {
        place.is_some_and(|place| self.files.contains_key(&place.file_id()))
    }

    /// The model, unless a mistake was found.
    pub fn finish(mut self, model: Model) -> Result<Loaded, Vec<Diagnostic>> {
        let mut found = std::mem::take(&mut self.found);
        let order = |diagnostic: &Diagnostic| {
            let index = self.sources.iter().position(|source| source.path == diagnostic.file);
            (index, diagnostic.span.start)
        };
        let unread = |diagnostic: &Diagnostic| {
            let (index, start) = order(diagnostic);
            self.unread
                .iter()
                .filter(|unread| Some(unread.source) == index)
                .any(|unread| unread.definition.contains(&start) && !self.was_read(unread, start))
        };
        let is_syntax = |diagnostic: &Diagnostic| diagnostic.message.starts_with("syntax error");
        found.retain(|diagnostic| is_syntax(diagnostic) || !unread(diagnostic));
        found.sort_by_key(order);
        found.dedup();
        if found.iter().any(Diagnostic::is_error) {
            return Err(found);
        }
        Ok(Loaded { model, warnings: found })
    }

    /// Whether the place is in the part of the definition's body that was read. What is said about
    /// the definition as a whole may be wrong.
    fn was_read(&self, unread: &Unread, start: usize) -> bool {
        let text = &self.sources[unread.source].text;
        start < unread.error && text[unread.definition.start..start].contains('{')
    }

    fn add(&mut self, severity: Severity, place: Place, message: String) -> &mut Diagnostic {
        let (index, span) = self.locate(place);
        let diagnostic = match self.sources.get(index) {
            Some(source) => Diagnostic::new(severity, source, span, message),
            None => Diagnostic::new(severity, &nowhere(), 0..0, message),
        };
        self.push(diagnostic)
    }

    /// The index of the place's file, and its bytes. The built-in types have no file: what is said
    /// about them stands at the start of the first.
    fn locate(&self, place: Place) -> (usize, Range<usize>) {
        let known = place.and_then(|place| {
            let index = *self.files.get(&place.file_id())?;
            Some((index, place.offset()..place.end_offset()))
        });
        known.unwrap_or((0, 0..0))
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let last = self.found.len();
        self.found.push(diagnostic);
        &mut self.found[last]
    }
}

fn nowhere() -> SourceFile {
    SourceFile { path: "schema".into(), text: String::new() }
}

/// The names in a text, with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(move |letter| !is_part(letter))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
