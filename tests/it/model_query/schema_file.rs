//! `admin-ui/schema.graphql`: the API of an empty model, from which the admin UI's types are made.

use std::fs;
use std::path::Path;

use headwater::graphql::{self, system};
use headwater::model::load;

#[test]
fn the_schema_of_the_admin_ui_is_that_of_an_empty_model() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("admin-ui/schema.graphql");
    let made = graphql::build(&load(&[]).unwrap().model, system::FIELDS).unwrap().sdl;
    if std::env::var_os("HEADWATER_UPDATE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "admin-ui/schema.graphql is not what the server has: `HEADWATER_UPDATE=1 cargo test --test it schema_of_the_admin_ui` writes it"
    );
}
