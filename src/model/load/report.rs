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
    /// Parts of files that could not be read: what they declare is unknown, so nothing more is
    /// said about them, nor about names that they mention.
    unread: Vec<(usize, Range<usize>)>,
}

impl<'a> Report<'a> {
    pub fn new(sources: &'a [SourceFile]) -> Self {
        Self { sources, files: HashMap::new(), found: Vec::new(), unread: Vec::new() }
    }

    /// Tells which of the sources a parsed file is.
    pub fn know_file(&mut self, id: FileId, index: usize) {
        self.files.insert(id, index);
    }

    /// Reports a syntax error and gives up on `unread`, the definition that holds it.
    pub fn syntax_error(&mut self, index: usize, span: Range<usize>, message: String) -> &mut Diagnostic {
        self.push(Diagnostic::new(Severity::Error, &self.sources[index], span, message))
    }

    pub fn give_up_on(&mut self, index: usize, unread: Range<usize>) {
        self.unread.push((index, unread));
    }

    /// Reports a mistake.
    pub fn error(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, place, message.into())
    }

    /// Reports that a name is unknown. Says nothing when the name may be declared in a part of the
    /// files that could not be read.
    pub fn unknown(&mut self, place: Place, name: &str, message: String, hint: Option<String>) {
        let may_be_declared = self.unread.iter().any(|(index, span)| {
            let unread = &self.sources[*index].text[span.clone()];
            unread.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
        });
        if !may_be_declared {
            self.add(Severity::Error, place, message).hint = hint;
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
        let order = |diagnostic: &Diagnostic| {
            let index = self.sources.iter().position(|source| source.path == diagnostic.file);
            (index, diagnostic.span.start)
        };
        let unread = |diagnostic: &Diagnostic| {
            let (index, start) = order(diagnostic);
            self.unread.iter().any(|(at, span)| Some(*at) == index && span.contains(&start))
        };
        let is_syntax = |diagnostic: &Diagnostic| diagnostic.message.starts_with("syntax error");
        self.found.retain(|diagnostic| is_syntax(diagnostic) || !unread(diagnostic));
        self.found.sort_by_key(order);
        self.found.dedup();
        if self.found.iter().any(Diagnostic::is_error) {
            return Err(self.found);
        }
        Ok(Loaded { model, warnings: self.found })
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
