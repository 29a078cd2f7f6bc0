//! The journeys through the embedded pages, in a real Chromium against the real binary.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::chromium;
use crate::command::{free_port, repository, run};
use crate::step::{admin_ui, rust};

const START_TIMEOUT: Duration = Duration::from_secs(60);

pub fn test() -> Result<()> {
    ensure!(
        env::var_os("HEADWATER_SKIP_ADMIN_UI").is_none(),
        "HEADWATER_SKIP_ADMIN_UI is set, so the binary has no pages to test: unset it, or give `--no-ui`"
    );
    let chromium = chromium::find_or_install()?;
    rust::build()?;
    let server = Headwater::start()?;
    run(admin_ui::npm()?
        .args(["run", "test:browser"])
        .env("CHROMIUM", chromium)
        .env("HEADWATER_URL", &server.url))
}

/// A running Headwater with the sample's model and an empty database of its own.
struct Headwater {
    url: String,
    process: Child,
    // Removed after the process ended.
    _data: TempDir,
}

impl Headwater {
    fn start() -> Result<Self> {
        let data = TempDir::new().context("can't make a temporary folder")?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let process = Command::new(binary()?)
            .args(["serve", "--log", "warn", "--listen", &address, "--database-url"])
            .arg(format!("sqlite://{}", data.path().join("headwater.db").display()))
            .arg("--project")
            .arg(repository())
            .stdin(Stdio::null())
            .spawn()
            .context("can't start `headwater serve`")?;
        let mut server = Self { url: format!("http://{address}"), process, _data: data };
        server.wait_until_ready(&address)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, address: &str) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        while !is_ready(address) {
            if self.process.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("`headwater serve` did not start; what it said is above");
            }
            sleep(Duration::from_millis(100));
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
