//! Tables: a line of names, then lines of values.

use std::io::Read;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::{Cell, Cells, Found};

/// The rows of a table.
pub struct Table<R> {
    reader: Reader<CountQuotes<R>>,
    names: Vec<String>,
    last: Option<(u64, bool)>,
}

/// Counts the quotes that pass: the reader takes a file whose last quote is never closed, and the
/// rest of the file would end up in one value.
struct CountQuotes<R> {
    input: R,
    quotes: usize,
}

impl<R: Read> Read for CountQuotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.quotes += buffer[..length].iter().filter(|byte| **byte == b'"').count();
        Ok(length)
    }
}

impl<R: Read> Table<R> {
    pub(super) fn new(input: R, separator: u8) -> Result<Self, String> {
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(CountQuotes { input, quotes: 0 });
        let header = reader.headers().map_err(|error| format!("its first line can't be read: {error}"))?;
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        check_names(&names)?;
        Ok(Self { reader, names, last: None })
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.reader.position().byte()
    }

    pub(super) fn next(&mut self) -> Option<Result<Found, String>> {
        let mut record = ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Err(error) => return Some(Err(error.to_string())),
            Ok(false) => return self.unclosed_quote().map(Err),
            Ok(true) => {}
        }
        let line = record.position().map_or(0, csv::Position::line);
        let ends_in_lines = record.iter().next_back().is_some_and(|value| value.contains(&b'\n'));
        self.last = Some((line, ends_in_lines));
        Some(Ok((line, self.cells(&record))))
    }

    fn unclosed_quote(&mut self) -> Option<String> {
        let is_odd = !self.reader.get_ref().quotes.is_multiple_of(2);
        let (line, _) = self.last.take().filter(|(_, ends_in_lines)| is_odd && *ends_in_lines)?;
        Some(format!("the file ends inside a quoted value that begins on line {line} or below"))
    }

    fn cells(&self, record: &ByteRecord) -> Result<Cells, String> {
        if record.len() != self.names.len() {
            return Err(format!(
                "has {} values, the first line has {} names",
                record.len(),
                self.names.len()
            ));
        }
        let cells = self.names.iter().zip(record).map(|(name, value)| {
            let text = std::str::from_utf8(value)
                .map_err(|_| format!("is not UTF-8 in the column `{name}`: save the file as UTF-8"))?;
            Ok((name.clone(), Cell::Text(text.to_owned())))
        });
        cells.collect()
    }
}

fn check_names(names: &[String]) -> Result<(), String> {
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(format!("column {} has no name in the first line", index + 1));
        }
        if names[..index].contains(name) {
            return Err(format!("the first line names `{name}` twice"));
        }
    }
    Ok(())
}
