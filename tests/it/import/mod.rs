//! Imports: the same files into SQLite and PostgreSQL.

mod failures;
mod formats;
mod relations;

use headwater::import::{BadRows, Existing, Options};

/// Options with columns mapped to fields.
fn mapped(pairs: &[(&str, &str)]) -> Options {
    let map = pairs.iter().map(|(column, field)| ((*column).to_owned(), (*field).to_owned())).collect();
    Options { map, ..Options::default() }
}

fn skipping() -> Options {
    Options { bad_rows: BadRows::Skip, ..Options::default() }
}

fn replacing() -> Options {
    Options { existing: Existing::Replace, ..Options::default() }
}
