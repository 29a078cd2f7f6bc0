//! The sample content: every file of a folder, each named after its collection.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Format, ImportError, Options, Progress, Source, Summary, import};
use crate::model::Model;
use crate::store::Store;

/// Loads the folder's files whose names are those of collections: `Artist.jsonl`, `Tag.csv`. For a
/// database without content: the summary says what stood in the way if it was not committed.
pub async fn load_sample(
    store: &Store,
    model: &Model,
    folder: &Path,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Summary, ImportError> {
    let sources = sources(model, folder)?;
    import(store, model, &sources, &Options::default(), progress).await
}

fn sources(model: &Model, folder: &Path) -> Result<Vec<Source>, ImportError> {
    let unreadable =
        |error: std::io::Error| ImportError::File { path: folder.to_owned(), reason: error.to_string() };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>().map_err(unreadable)?;
    paths.sort();
    let with_data = paths.iter().filter(|path| Format::of(path).is_some());
    with_data.map(|path| Source::new(model, path, None, None)).collect()
}
