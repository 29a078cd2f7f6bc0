//! The repository's own model and content.

mod queries;
mod raw;

use std::fs;
use std::path::{Path, PathBuf};

use headwater::import::{Progress, load_sample};
use headwater::model::diagnostics::SourceFile;
use headwater::model::{Model, PRELUDE_FILE};

use crate::support::content::Content;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample_model() -> Model {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(repository().join("schema")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let sources: Vec<SourceFile> = paths
        .iter()
        .map(|path| SourceFile { path: path.display().to_string(), text: fs::read_to_string(path).unwrap() })
        .collect();
    match headwater::model::load(&sources) {
        Ok(loaded) => {
            let warnings = loaded.warnings.iter().map(|warning| warning.message.clone());
            let warnings: Vec<_> = warnings.filter(|message| !message.ends_with("no effect yet")).collect();
            assert!(warnings.is_empty(), "{warnings:#?}");
            loaded.model
        }
        Err(mistakes) => panic!("{mistakes:#?}"),
    }
}

#[test]
fn prelude_is_the_current_one() {
    let written = fs::read_to_string(repository().join("schema").join(PRELUDE_FILE)).unwrap();
    assert_eq!(written, headwater::model::prelude(), "copy src/model/prelude.graphql over it");
}

/// Both databases with the sample loaded.
async fn loaded_sample(model: Model) -> Content {
    let content = Content::of(model).await;
    for store in &content.stores {
        let folder = repository().join("sample");
        let summary = load_sample(store, &content.model, &folder, &mut |_: Progress| {}).await.unwrap();
        assert!(summary.is_committed, "{:#?}", summary.problems);
    }
    content
}

#[tokio::test]
async fn sample_is_loaded_whole() {
    let content = loaded_sample(sample_model()).await;
    let count = |table: &str| format!("(SELECT count(*) FROM {table})");
    let chinook = [
        "artist",
        "album",
        "track",
        "genre",
        "media_type",
        "playlist",
        "customer",
        "employee",
        "invoice",
        "invoice_line",
        "playlist_tracks",
    ];
    let sum = chinook.map(count).join(" + ");
    assert_eq!(content.rows(&format!("SELECT CAST({sum} AS text)")).await, "15607");
}
