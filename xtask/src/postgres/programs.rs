//! Where PostgreSQL's programs are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{find_on_path, output};
use crate::package;

/// Debian keeps the server's programs out of the PATH, in a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder of `initdb`, `postgres`, `pg_isready`, `createdb` and `vacuumdb`.
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The newest ones installed. Installs the distribution's when there are none.
    pub fn find_or_install() -> Result<Self> {
        if let Some(programs) = Self::find() {
            return Ok(programs);
        }
        package::install("postgresql", "PostgreSQL, which the tests run on beside SQLite")?;
        Self::find().context("the package `postgresql` is installed, but `initdb` is nowhere to be found")
    }

    fn find() -> Option<Self> {
        let on_path =
            find_on_path("initdb").and_then(|initdb| Some(initdb.canonicalize().ok()?.parent()?.to_owned()));
        let candidates = on_path.into_iter().chain(debian_folders()).chain(configured_folder());
        candidates.into_iter().find(|folder| is_complete(folder)).map(|folder| Self { folder })
    }

    /// The program of that name.
    pub fn command(&self, name: &str) -> Command {
        Command::new(self.folder.join(name))
    }

    /// The version: `15.18 (Debian 15.18-0+deb12u1)`.
    pub fn version(&self) -> Result<String> {
        let line = output(self.command("postgres").arg("--version"))?;
        Ok(line.trim_start_matches("postgres (PostgreSQL) ").to_owned())
    }

    /// Whether databases can sort by ICU's rules.
    pub fn has_icu(&self) -> Result<bool> {
        Ok(output(self.command("initdb").arg("--help"))?.contains("--icu-locale"))
    }
}

/// Newest first.
fn debian_folders() -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|left, right| right.cmp(left));
    versions.iter().map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin")).collect()
}

fn configured_folder() -> Option<PathBuf> {
    find_on_path("pg_config")?;
    output(Command::new("pg_config").arg("--bindir")).ok().map(PathBuf::from)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_isready", "createdb", "vacuumdb"]
        .iter()
        .all(|name| folder.join(name).is_file())
}
