//! The model in the repository's `schema/` and its API.

use std::fs;
use std::path::Path;

use headwater::graphql::{ApiSchema, build, system};
use headwater::model::diagnostics::{SourceFile, render};
use headwater::model::{Model, load};

/// The API of the sample.
pub fn api() -> ApiSchema {
    build(&model(), system::FIELDS).unwrap()
}

/// The model of the sample.
pub fn model() -> Model {
    let mut sources = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "graphql") {
            let text = fs::read_to_string(&path).unwrap();
            sources.push(SourceFile { path: path.display().to_string(), text });
        }
    }
    load_sources(&sources)
}

/// The model of the files; a broken one is drawn as `headwater check` draws it.
#[track_caller]
pub fn load_sources(sources: &[SourceFile]) -> Model {
    let loaded = load(sources).map_err(|errors| render(&errors, sources, false));
    loaded.unwrap_or_else(|errors| panic!("{errors}")).model
}
