//! The account that PostgreSQL runs as: it refuses to run as root.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

/// Whom PostgreSQL runs as.
pub enum Account {
    /// The user that runs this program.
    Own,
    /// The distribution's account for PostgreSQL, because this program runs as root.
    Other { uid: u32, gid: u32 },
}

impl Account {
    /// The account for this process.
    pub fn choose() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Own);
        }
        let accounts = fs::read_to_string("/etc/passwd").context("can't read the accounts")?;
        accounts.lines().find_map(parse_postgres).context(
            "this runs as root, PostgreSQL refuses to, and there is no account `postgres` to run it as: \
             run this as another user, or make that account",
        )
    }

    /// A temporary folder that belongs to the account.
    pub fn make_folder(&self) -> Result<TempDir> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("headwater-postgres-");
        let folder = match self {
            Self::Own => builder.tempdir(),
            // Root's own temporary folder may be closed to the account.
            Self::Other { .. } => builder.tempdir_in("/tmp"),
        };
        let folder = folder.context("can't make a temporary folder")?;
        self.own(folder.path())?;
        Ok(folder)
    }

    /// Gives the file to the account.
    pub fn own(&self, path: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::Other { uid, gid } => chown(path, Some(*uid), Some(*gid))
                .with_context(|| format!("can't give {} to the account `postgres`", path.display())),
        }
    }

    /// Makes the program run as the account.
    pub fn switch<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        // The account may not be allowed in this process's folder.
        command.current_dir("/");
        match self {
            Self::Own => command,
            Self::Other { uid, gid } => command.uid(*uid).gid(*gid),
        }
    }
}

/// A line of `/etc/passwd`: `name:password:uid:gid:...`.
fn parse_postgres(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    if fields.next()? != "postgres" {
        return None;
    }
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account::Other { uid, gid })
}
