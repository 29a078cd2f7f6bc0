//! A PostgreSQL of our own for tests and benchmarks: in a temporary folder, on a free port of the loopback
//! address, stopped and removed when [`Server`] is dropped.
//!
//! Speed counts and durability does not: it runs without fsync.

mod account;
mod programs;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::command::{free_port, output};
use account::Account;
use programs::Programs;

const START_TIMEOUT: Duration = Duration::from_secs(60);

const SETTINGS: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    // Its launcher sleeps for a minute at times while every `DROP DATABASE` waits for it.
    "autovacuum=off",
    "max_connections=300",
    // The tests of schema sync hold locks on many tables in one transaction.
    "max_locks_per_transaction=256",
    "unix_socket_directories=",
    "listen_addresses=127.0.0.1",
];

/// A running PostgreSQL.
pub struct Server {
    /// `postgres://...` of its superuser, in the database `postgres`.
    pub url: String,
    programs: Programs,
    process: Child,
    // Removed when the server is dropped, after the process ended.
    _folder: TempDir,
}

impl Server {
    /// Starts one. Installs PostgreSQL first where it is missing and this process may.
    pub fn start() -> Result<Self> {
        let programs = Programs::find_or_install()?;
        let account = Account::choose()?;
        let folder = account.make_folder()?;
        let password = random_password()?;
        println!("PostgreSQL {} in {}", programs.version()?, folder.path().display());

        initialize(&programs, &account, folder.path(), &password)?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let process = spawn(&programs, &account, folder.path(), port)?;
        let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres");
        let mut server = Self { url, programs, process, _folder: folder };
        server.wait_until_ready(port, &log)?;
        Ok(server)
    }

    /// The process that has started all others of the server.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Makes an empty database and answers its URL.
    pub fn create_database(&self, name: &str) -> Result<String> {
        output(self.programs.command("createdb").args(["--maintenance-db", &self.url, name]))?;
        let server = self.url.trim_end_matches("postgres");
        Ok(format!("{server}{name}"))
    }

    /// Gathers what the planner wants to know of the tables now, and not some time later.
    pub fn analyze(&self) -> Result<()> {
        output(self.programs.command("vacuumdb").args(["--quiet", "--analyze", "--dbname", &self.url]))
            .map(drop)
    }

    fn wait_until_ready(&mut self, port: u16, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        let port = port.to_string();
        let mut is_ready = self.programs.command("pg_isready");
        is_ready.args(["--quiet", "--host=127.0.0.1", "--port", &port]);
        while !is_ready.status().context("can't start `pg_isready`")?.success() {
            if self.process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("PostgreSQL did not start; its log says:\n{}", fs::read_to_string(log)?);
            }
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT: at once, without writing anything back. The folder goes next.
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            let _ = kill_process(pid, Signal::QUIT);
        }
        let _ = self.process.wait();
    }
}

/// Makes the database files. Where it can, the database sorts text as English does and not by
/// bytes: then a query that forgot to ask for the byte order shows.
fn initialize(programs: &Programs, account: &Account, folder: &Path, password: &str) -> Result<()> {
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    account.own(&password_file)?;
    let mut initdb = programs.command("initdb");
    initdb
        .args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        .arg(format!("--pwfile={}", password_file.display()))
        .arg("--pgdata")
        .arg(folder.join("data"));
    if programs.has_icu()? {
        initdb.args(["--locale-provider=icu", "--icu-locale=en-US"]);
    }
    output(account.switch(&mut initdb)).map(drop)
}

fn spawn(programs: &Programs, account: &Account, folder: &Path, port: u16) -> Result<Child> {
    let log = fs::File::create(folder.join("log"))?;
    let mut postgres = programs.command("postgres");
    postgres.arg("-D").arg(folder.join("data")).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        postgres.args(["-c", setting]);
    }
    postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    account.switch(&mut postgres).spawn().context("can't start `postgres`")
}

/// Keeps other users of this machine out of the server.
fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes).context("can't read random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
