//! Installing a package of the distribution, where this process may.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;

/// Installs the Debian package. An error that says what to install by hand where there is no
/// apt or this process is not root.
pub fn install(package: &str, purpose: &str) -> Result<()> {
    if command::find_on_path("apt-get").is_none() || !rustix::process::geteuid().is_root() {
        bail!(
            "{purpose} is not installed: install it (on Debian and Ubuntu: `sudo apt-get install {package}`) \
             and run this again"
        );
    }
    println!("{purpose} is not installed: installing the package `{package}`");
    apt_get(&["update", "--quiet"])?;
    apt_get(&["install", "--quiet", "--yes", "--no-install-recommends", package])
        .with_context(|| format!("can't install {purpose}"))
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    command::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
