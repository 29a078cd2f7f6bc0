//! The journeys through the embedded pages, in a real Chromium against the real binary, and pictures of every page.

use std::env;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::chromium;
use crate::command::{repository, run};
use crate::headwater::Headwater;
use crate::postgres::Server;
use crate::step::{admin_ui, rust};

/// The journeys on both databases.
pub fn test(server: Option<&Server>) -> Result<()> {
    let server = server.context("the journeys need PostgreSQL, and it did not start")?;
    let database = server.create_database("journeys")?;
    check_pages()?;
    let chromium = chromium::find_or_install()?;
    rust::build()?;
    let on_sqlite = journeys("SQLite", None, &chromium);
    let on_postgres = journeys("PostgreSQL", Some(&database), &chromium);
    match (on_sqlite, on_postgres) {
        (Err(first), Err(second)) => bail!("{first:#}; {second:#}"),
        (first, second) => first.and(second),
    }
}

fn journeys(name: &str, database_url: Option<&str>, chromium: &Path) -> Result<()> {
    println!("journeys on {name}");
    let headwater = Headwater::start(database_url)?;
    let mut journeys = admin_ui::npm()?;
    headwater.tell(journeys.args(["run", "test:browser"]).env("CHROMIUM", chromium));
    // What the pages of a failing test look like.
    journeys.env("FAILURES", repository().join("target/failed-journeys").join(name));
    run(&mut journeys).with_context(|| format!("on {name}"))
}

/// Pictures of every page, in light, dark and at a phone's width.
pub fn screenshots(folder: &Path) -> Result<()> {
    check_pages()?;
    let chromium = chromium::find_or_install()?;
    admin_ui::install()?;
    rust::build()?;
    let headwater = Headwater::start(None)?;
    let mut pictures = admin_ui::npm()?;
    headwater.tell(pictures.args(["run", "screenshots"]).env("CHROMIUM", &chromium));
    run(pictures.env("SCREENSHOTS", folder))?;
    println!("the pictures are in {}", folder.display());
    Ok(())
}

fn check_pages() -> Result<()> {
    ensure!(
        env::var_os("HEADWATER_SKIP_ADMIN_UI").is_none(),
        "HEADWATER_SKIP_ADMIN_UI is set, so the binary has no pages: unset it, or give `--no-ui`"
    );
    Ok(())
}
