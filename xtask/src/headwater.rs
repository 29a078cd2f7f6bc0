//! A Headwater for the browser: a copy of the sample project with a database of its own.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::command::{free_port, repository};

const START_TIMEOUT: Duration = Duration::from_secs(90);

/// What a project is made of.
const PROJECT: [&str; 2] = ["schema", "sample"];

/// A running `headwater dev`, which may write its model's files: they are copies.
pub struct Headwater {
    /// Where it answers.
    pub url: String,
    /// The one-time link that makes the first admin.
    pub set_up_link: String,
    /// The token of the setting `server.admin_token`.
    pub admin_token: String,
    process: Child,
    // Removed after the process ended.
    _project: TempDir,
}

impl Headwater {
    /// Starts one on that database, or on a SQLite file of its own, and waits until the sample is loaded.
    pub fn start(database_url: Option<&str>) -> Result<Self> {
        let project = TempDir::new().context("can't make a temporary folder")?;
        for folder in PROJECT {
            copy_folder(&repository().join(folder), &project.path().join(folder))?;
        }
        let sqlite = format!("sqlite://{}", project.path().join("headwater.db").display());
        let address = format!("127.0.0.1:{}", free_port()?);
        let admin_token = uuid::Uuid::from_bytes(rand::random()).to_string();
        let mut process = Command::new(binary()?)
            .args(["dev", "--log", "warn", "--listen", &address])
            .args(["--database-url", database_url.unwrap_or(&sqlite)])
            .arg("--project")
            .arg(project.path())
            .env("HEADWATER_SERVER_ADMIN_TOKEN", &admin_token)
            // All of the journeys come from one address.
            .env("HEADWATER_AUTH_ATTEMPTS_PER_ADDRESS", "100000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("can't start `headwater dev`")?;
        let output = process.stdout.take();
        let url = format!("http://{address}");
        let mut server = Self { url, set_up_link: String::new(), admin_token, process, _project: project };
        server.set_up_link = set_up_link(output.context("`headwater dev` has no output")?)?;
        server.wait_until_ready(&address)?;
        Ok(server)
    }

    /// The variables that tell the tests of it.
    pub fn tell(&self, command: &mut Command) {
        command
            .env("HEADWATER_URL", &self.url)
            .env("HEADWATER_SET_UP_LINK", &self.set_up_link)
            .env("HEADWATER_ADMIN_TOKEN", &self.admin_token);
    }

    fn wait_until_ready(&mut self, address: &str) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        while !is_ready(address) {
            if self.process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("`headwater dev` did not start; what it said is above");
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Headwater {
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.process.wait();
    }
}

/// Reads what is printed until the link, and passes everything on.
fn set_up_link(output: ChildStdout) -> Result<String> {
    let mut lines = BufReader::new(output).lines();
    let mut link = None;
    for line in lines.by_ref() {
        let line = line?;
        println!("{line}");
        if line.contains("/setup?token=") {
            link = Some(line.trim().to_owned());
            break;
        }
    }
    // Whoever prints must not find the pipe full, or closed.
    thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
    link.context("`headwater dev` printed no link that makes the first admin; what it said is above")
}

/// Whether `/readyz` answers 200.
fn is_ready(address: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(format!("GET /readyz HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.lines().next().is_some_and(|line| line.contains(" 200 ")))
}

/// The binary that `rust::build` made: it stands beside this program.
fn binary() -> Result<PathBuf> {
    let this_program = env::current_exe().context("can't tell where this program is")?;
    Ok(this_program.with_file_name("headwater"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("can't read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &target)?,
            false => fs::copy(entry.path(), target).map(drop)?,
        }
    }
    Ok(())
}
