//! The rows that an import left out, written beside the file they come from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Map, Value as Json};

use super::problem::{Fault, Place};
use super::reader::{Cell, Cells, Rows};
use super::{ImportError, Source};

/// Writes `FILE.rejects.jsonl` for every file with rejected rows: the line, what is wrong, and the
/// row. Answers the files written.
pub fn write_rejects(
    sources: &[Source],
    rejected: &BTreeMap<Place, Vec<Fault>>,
) -> Result<Vec<PathBuf>, ImportError> {
    let mut written = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        if rejected.keys().any(|place| place.file == file) {
            let path = reject_path(source);
            write_file(source, file, rejected, &path).map_err(|error| ImportError::File {
                path: path.clone(),
                reason: format!("the rejected rows can't be written: {error}"),
            })?;
            written.push(path);
        }
    }
    Ok(written)
}

fn reject_path(source: &Source) -> PathBuf {
    let mut name = source.path.clone().into_os_string();
    name.push(".rejects.jsonl");
    PathBuf::from(name)
}

fn write_file(
    source: &Source,
    file: usize,
    rejected: &BTreeMap<Place, Vec<Fault>>,
    path: &PathBuf,
) -> std::io::Result<()> {
    let rows = Rows::open(&source.path, source.format).map_err(std::io::Error::other)?;
    let mut output = BufWriter::new(File::create(path)?);
    for row in rows.map_while(Result::ok) {
        let Some(faults) = rejected.get(&row.place(file)) else { continue };
        let reasons: Vec<Json> = faults.iter().map(|fault| fault.to_string().into()).collect();
        let line = serde_json::json!({
            "line": row.line,
            "problems": reasons,
            "row": row.cells.as_ref().map_or(Json::Null, to_json),
        });
        writeln!(output, "{line}")?;
    }
    output.flush()
}

fn to_json(cells: &Cells) -> Json {
    let entries = cells.iter().map(|(column, cell)| {
        let value = match cell {
            Cell::Json(raw) => serde_json::from_str(raw.get()).unwrap_or_else(|_| raw.get().into()),
            Cell::Text(text) => text.as_str().into(),
        };
        (column.clone(), value)
    });
    Json::Object(entries.collect::<Map<_, _>>())
}
