//! Finding a Chromium for the browser test, or installing it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{command, package};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser's program. Installs Debian's package when there is none.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    package::install("chromium", "Chromium, which the browser test drives")?;
    find().context("the package `chromium` is installed, but there is no program `chromium` on the PATH")
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| command::find_on_path(name))
}
