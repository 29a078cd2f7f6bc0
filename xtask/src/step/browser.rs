//! The journeys through the embedded pages, in a real Chromium against the real binary.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::chromium;
use crate::command::run;
use crate::step::{admin_ui, rust};

pub fn test() -> Result<()> {
    ensure!(
        env::var_os("HEADWATER_SKIP_ADMIN_UI").is_none(),
        "HEADWATER_SKIP_ADMIN_UI is set, so the binary has no pages to test: unset it, or give `--no-ui`"
    );
    let chromium = chromium::find_or_install()?;
    rust::build()?;
    run(admin_ui::npm()?
        .args(["run", "test:browser"])
        .env("HEADWATER_TEST_CHROMIUM", chromium)
        .env("HEADWATER_TEST_BINARY", binary()?))
}

/// The binary that `rust::build` made: it stands beside this program.
fn binary() -> Result<PathBuf> {
    let this_program = env::current_exe().context("can't tell where this program is")?;
    Ok(this_program.with_file_name("headwater"))
}
