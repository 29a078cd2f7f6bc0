//! The rows of a file, one after the other: a big file is never in memory as a whole.
//!
//! Owns the formats. What the cells of a row mean is for [`super::row`]. Read [`Rows`] first.

mod csv;
mod json;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::problem::Place;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// A JSON list of objects, one object, or objects one after the other.
    Json,
    /// Values separated by commas below a line of names; an empty value is null.
    Csv,
    /// The same, separated by tabs.
    Tsv,
}

impl Format {
    /// The format that a file's name tells.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::from_name(&extension)
    }

    /// The format of that name, which is also its extension.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" => Some(Self::Tsv),
            _ => None,
        }
    }
}

/// One row as the file has it.
#[derive(Debug)]
pub struct Row {
    /// Its number, counted from 1.
    pub number: u64,
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// The cells by column, or why the row can't be read.
    pub cells: Result<Cells, String>,
}

impl Row {
    /// Its place in the import, of that file.
    pub fn place(&self, file: usize) -> Place {
        Place { file, row: self.number, line: self.line }
    }
}

/// The cells of a row by column.
pub type Cells = IndexMap<String, Cell>;

/// One cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// JSON as it is written: numbers keep their digits.
    Json(Box<RawValue>),
    /// Plain text; empty stands for no value.
    Text(String),
}

/// The rows of a file.
pub struct Rows {
    rows: RowsOf,
    count: u64,
}

enum RowsOf {
    Lines(json::Lines<Input>),
    Elements(json::Elements<Input>),
    Table(csv::Table<Input>),
}

/// The line on which a row begins, and its cells or why it can't be read.
type Found = (u64, Result<Cells, String>);

type Input = BufReader<Box<dyn Read + Send>>;

impl Rows {
    /// Opens the file. The error is for people.
    pub fn open(path: &Path, format: Format) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        Self::read(Box::new(file), format)
    }

    /// The rows of anything that can be read.
    pub fn read(input: Box<dyn Read + Send>, format: Format) -> Result<Self, String> {
        let input = BufReader::with_capacity(1 << 16, input);
        let rows = match format {
            Format::JsonLines => RowsOf::Lines(json::Lines::new(input)),
            Format::Json => RowsOf::Elements(json::Elements::new(input)),
            Format::Csv => RowsOf::Table(csv::Table::new(input, b',')?),
            Format::Tsv => RowsOf::Table(csv::Table::new(input, b'\t')?),
        };
        Ok(Self { rows, count: 0 })
    }

    /// The number of bytes read so far, for progress.
    pub fn bytes_read(&self) -> u64 {
        match &self.rows {
            RowsOf::Lines(lines) => lines.bytes_read(),
            RowsOf::Elements(elements) => elements.bytes_read(),
            RowsOf::Table(table) => table.bytes_read(),
        }
    }
}

/// A row, or why the rest of the file can't be read.
impl Iterator for Rows {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.rows {
            RowsOf::Lines(lines) => lines.next(),
            RowsOf::Elements(elements) => elements.next(),
            RowsOf::Table(table) => table.next(),
        };
        self.count += 1;
        next.map(|next| next.map(|(line, cells)| Row { number: self.count, line, cells }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, format: Format) -> String {
        let input: Box<dyn Read + Send> = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let rows = match Rows::read(input, format) {
            Ok(rows) => rows,
            Err(reason) => return format!("! {reason}"),
        };
        let shown = rows.map(|row| match row {
            Err(reason) => format!("! {reason}"),
            Ok(Row { line, cells: Err(reason), .. }) => format!("{line}: ! {reason}"),
            Ok(Row { line, cells: Ok(cells), .. }) => {
                let cells = cells.iter().map(|(column, cell)| match cell {
                    Cell::Json(raw) => format!("{column}={}", raw.get()),
                    Cell::Text(text) => format!("{column}={text:?}"),
                });
                format!("{line}: {}", cells.collect::<Vec<_>>().join(" "))
            }
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lines_are_rows_and_empty_ones_are_none() {
        let text =
            "\u{feff}{\"a\": 1.50}\n\n  \r\n{\"a\": \"é\\u0000\", \"b\": [1, {}]}\r\n[1]\n{\"a\": }\n\"x\"";
        insta::assert_snapshot!(shown(text, Format::JsonLines), @r#"
        1: a=1.50
        4: a="é\u0000" b=[1, {}]
        5: ! must be a JSON object such as `{"id": 1}`
        6: ! is not valid JSON: expected value at column 7
        7: ! must be a JSON object such as `{"id": 1}`
        "#);
    }

    #[test]
    fn lists_are_read_one_element_at_a_time() {
        let text =
            "\n[\n  {\"a\": \"],}\\\"\"},\n  {\n    \"a\": [[1], {\"b\": 2}]\n  }, 5,\n {\"a\": }\n]\n";
        insta::assert_snapshot!(shown(text, Format::Json), @r#"
        3: a="],}\""
        4: a=[[1], {"b": 2}]
        6: ! must be a JSON object such as `{"id": 1}`
        7: ! is not valid JSON: expected value at column 7
        "#);
        assert_eq!(shown("{\"a\": 1}", Format::Json), "1: a=1");
        assert_eq!(shown("{\"a\": 1}\n{\"a\": 2}", Format::Json), "1: a=1\n2: a=2");
        assert_eq!(shown("[]", Format::Json), "");
        assert_eq!(shown("", Format::Json), "");
    }

    #[test]
    fn broken_list_stops_the_file() {
        assert_eq!(shown("[{\"a\": 1} {\"a\": 2}]", Format::Json), "1: a=1\n! expected `,` or `]` on line 1");
        assert_eq!(shown("[{\"a\": 1}", Format::Json), "1: a=1\n! the list is not closed: expected `]`");
        assert_eq!(
            shown("[{\"a\": 1", Format::Json),
            "! the file ends inside the value that begins on line 1"
        );
        assert_eq!(shown("[] x", Format::Json), "! expected nothing after the list, on line 1");
    }

    #[test]
    fn tables_have_names_in_their_first_line() {
        let text = "\u{feff}id,name,note\n1,\"a, \"\"b\"\"\",\n2,\"two\nlines\",x\n3,y\n4,,z\n";
        insta::assert_snapshot!(shown(text, Format::Csv), @r#"
        2: id="1" name="a, \"b\"" note=""
        3: id="2" name="two\nlines" note="x"
        5: ! has 2 values, the first line has 3 names
        6: id="4" name="" note="z"
        "#);
        assert_eq!(shown("a\tb\n1\t2\n", Format::Tsv), "2: a=\"1\" b=\"2\"");
        assert_eq!(shown("a,a\n1,2\n", Format::Csv), "! the first line names `a` twice");
        assert_eq!(shown("a,\n1,2\n", Format::Csv), "! column 2 has no name in the first line");
        assert_eq!(shown("", Format::Csv), "");
    }
}
