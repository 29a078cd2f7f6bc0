//! JSON Lines, and the elements of a JSON list without reading the list as a whole.

use std::io::BufRead;

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::{Cell, Cells, Found};

/// The rows of a file of lines.
pub struct Lines<R> {
    input: R,
    line: u64,
    bytes_read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 0, bytes_read: 0 }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    pub(super) fn next(&mut self) -> Option<Result<Found, String>> {
        let mut text = Vec::new();
        loop {
            text.clear();
            match self.input.read_until(b'\n', &mut text) {
                Err(error) => return Some(Err(error.to_string())),
                Ok(0) => return None,
                Ok(length) => self.bytes_read += length as u64,
            }
            self.line += 1;
            let content = without_mark(&text, self.line);
            if !content.trim_ascii().is_empty() {
                return Some(Ok((self.line, read_object(content))));
            }
        }
    }
}

/// Some programs begin a file with a byte order mark.
fn without_mark(text: &[u8], line: u64) -> &[u8] {
    let mark = if line == 1 { "\u{feff}".as_bytes() } else { &[] };
    text.strip_prefix(mark).unwrap_or(text)
}

fn read_object(text: &[u8]) -> Result<Cells, String> {
    let read: Result<IndexMap<String, Box<RawValue>>, _> = serde_json::from_slice(text);
    let cells = read.map(|cells| cells.into_iter().map(|(column, raw)| (column, Cell::Json(raw))).collect());
    cells.map_err(|error| match error.classify() {
        serde_json::error::Category::Data => "must be a JSON object such as `{\"id\": 1}`".to_owned(),
        _ => {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            format!("is not valid JSON: {message} at column {}", error.column())
        }
    })
}

/// The elements of a JSON list, or values one after the other.
pub struct Elements<R> {
    input: R,
    line: u64,
    bytes_read: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was read yet.
    Start,
    /// After `[` or a comma.
    InList,
    /// After an element.
    AfterElement,
    /// Values one after the other, in no list.
    Loose,
    /// There is nothing more to read.
    Done,
}

impl<R: BufRead> Elements<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 1, bytes_read: 0, state: State::Start }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    pub(super) fn next(&mut self) -> Option<Result<Found, String>> {
        match self.advance() {
            Ok(row) => row.map(Ok),
            Err(reason) => {
                self.state = State::Done;
                Some(Err(reason))
            }
        }
    }

    fn advance(&mut self) -> Result<Option<Found>, String> {
        if self.state == State::Start {
            self.start()?;
        }
        loop {
            let next = self.skip_space()?;
            match (self.state, next) {
                (State::Done, _) | (State::Loose, None) => return Ok(None),
                (State::Start | State::InList | State::AfterElement, None) => {
                    return Err("the list is not closed: expected `]`".to_owned());
                }
                (State::InList | State::AfterElement, Some(b']')) => return self.finish(),
                (State::AfterElement, Some(b',')) => {
                    self.take()?;
                    self.state = State::InList;
                }
                (State::AfterElement, Some(_)) => {
                    return Err(format!("expected `,` or `]` on line {}", self.line));
                }
                (State::InList, Some(_)) => {
                    self.state = State::AfterElement;
                    return self.element().map(Some);
                }
                (State::Start | State::Loose, Some(_)) => return self.element().map(Some),
            }
        }
    }

    fn start(&mut self) -> Result<(), String> {
        let mark = "\u{feff}".as_bytes();
        let buffer = self.input.fill_buf().map_err(|error| error.to_string())?;
        if buffer.starts_with(mark) {
            self.input.consume(mark.len());
            self.bytes_read += mark.len() as u64;
        }
        self.state = State::Loose;
        if self.skip_space()? == Some(b'[') {
            self.take()?;
            self.state = State::InList;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Option<Found>, String> {
        self.take()?;
        self.state = State::Done;
        match self.skip_space()? {
            None => Ok(None),
            Some(_) => Err(format!("expected nothing after the list, on line {}", self.line)),
        }
    }

    /// The value that begins here, without the comma or bracket behind it.
    fn element(&mut self) -> Result<Found, String> {
        let line = self.line;
        let mut text = Vec::new();
        let mut depth = 0usize;
        let mut in_string = false;
        let mut is_escaped = false;
        while let Some(byte) = self.peek()? {
            if depth == 0 && !in_string && !text.is_empty() && ends_value(byte) {
                break;
            }
            text.push(byte);
            self.take()?;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if in_string => is_escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && !in_string && matches!(byte, b'}' | b']' | b'"') {
                break;
            }
        }
        if depth > 0 || in_string {
            return Err(format!("the file ends inside the value that begins on line {line}"));
        }
        Ok((line, read_object(&text)))
    }

    fn skip_space(&mut self) -> Result<Option<u8>, String> {
        loop {
            match self.peek()? {
                Some(byte) if byte.is_ascii_whitespace() => self.take()?,
                other => return Ok(other),
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, String> {
        let buffer = self.input.fill_buf().map_err(|error| error.to_string())?;
        Ok(buffer.first().copied())
    }

    /// Moves past the byte that `peek` showed.
    fn take(&mut self) -> Result<(), String> {
        if self.peek()? == Some(b'\n') {
            self.line += 1;
        }
        self.input.consume(1);
        self.bytes_read += 1;
        Ok(())
    }
}

fn ends_value(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace()
}
