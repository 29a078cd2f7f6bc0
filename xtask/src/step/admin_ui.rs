//! The admin UI's own checks: types, lint and unit tests.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::command::{find_on_path, repository, run};

/// Installs exactly the packages of the lock file.
pub fn install() -> Result<()> {
    run(npm()?.args(["ci", "--no-audit", "--no-fund"]))
}

pub fn check() -> Result<()> {
    run(npm()?.args(["run", "check"]))
}

/// npm in the admin UI's folder.
pub fn npm() -> Result<Command> {
    ensure!(
        find_on_path("npm").is_some(),
        "npm is not installed: install Node.js 20.19 or newer, or leave the admin UI out with `--no-ui`"
    );
    let mut command = Command::new("npm");
    command.current_dir(repository().join("admin-ui"));
    Ok(command)
}
