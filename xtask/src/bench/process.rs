//! A server that is measured: started, watched through `/proc`, stopped when it is dropped.

use std::fs::{self, File, OpenOptions};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::param::clock_ticks_per_second;
use rustix::process::{Pid, Signal, kill_process};

use crate::command;

const START_TIMEOUT: Duration = Duration::from_secs(120);
const STOP_TIMEOUT: Duration = Duration::from_secs(15);
/// Short against the start of a server, long against a failed connection attempt.
const PATIENCE: Duration = Duration::from_millis(1);
const LOG_LINES_SHOWN: usize = 20;

/// A running server.
pub struct Server {
    /// Where it answers: `127.0.0.1:4321`.
    pub address: String,
    process: Child,
    log_path: PathBuf,
    log: File,
}

impl Server {
    /// Starts the program, whose output goes to the file. `listen` makes the arguments that tell it
    /// its address.
    pub fn start(command: &mut Command, log_path: PathBuf) -> Result<Self> {
        let address = format!("127.0.0.1:{}", command::free_port()?);
        let log = OpenOptions::new().create(true).append(true).open(&log_path);
        let log = log.with_context(|| format!("can't write {}", log_path.display()))?;
        log.set_len(0)?;
        let process = command
            .args(["--listen", &address])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log.try_clone()?)
            .spawn()
            .with_context(|| format!("can't start {}", Path::new(command.get_program()).display()))?;
        Ok(Self { address, process, log_path, log })
    }

    /// Waits until it takes connections.
    pub fn wait_until_it_listens(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_TIMEOUT;
        while TcpStream::connect(&self.address).is_err() {
            self.check_it_runs()?;
            if Instant::now() > deadline {
                bail!("a server did not start in {START_TIMEOUT:?}; its log says:\n{}", self.log_end());
            }
            sleep(PATIENCE);
        }
        Ok(())
    }

    /// An error with the end of its log when it has ended, or when Ctrl-C was pressed.
    pub fn check_it_runs(&mut self) -> Result<()> {
        if command::is_interrupted() {
            bail!("interrupted");
        }
        match self.process.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("a server ended ({status}); its log says:\n{}", self.log_end()),
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Memory that it holds now.
    pub fn resident_bytes(&self) -> Result<u64> {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.pid())).context("a server is gone")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        Ok(kilobytes.context("can't read a server's memory")? * 1024)
    }

    /// Empties its log, so that the disk does not fill.
    pub fn empty_log(&self) -> Result<()> {
        self.log.set_len(0).context("can't empty a log")
    }

    /// The last lines of its log.
    pub fn log_end(&self) -> String {
        let log = fs::read_to_string(&self.log_path).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.process.id().cast_signed()) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let deadline = Instant::now() + STOP_TIMEOUT;
        while matches!(self.process.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                let _ = self.process.kill();
                break;
            }
            sleep(Duration::from_millis(10));
        }
        let _ = self.process.wait();
    }
}

/// Time that the process has spent on processors so far.
pub fn processor_time(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("a server is gone")?;
    parse_stat(&stat).map(|stat| stat.own).context("can't read a server's processor time")
}

/// The same for the process and all that it has started, running or ended.
pub fn processor_time_of_family(pid: u32) -> Result<Duration> {
    let mut total = Duration::ZERO;
    for entry in fs::read_dir("/proc").context("can't read /proc")? {
        let path = entry?.path().join("stat");
        let Some(stat) = fs::read_to_string(path).ok().as_deref().and_then(parse_stat) else { continue };
        if stat.pid == pid {
            total += stat.own + stat.ended_children;
        } else if stat.parent == pid {
            total += stat.own;
        }
    }
    Ok(total)
}

/// Time that the machine's processors have spent on anything since it started.
pub fn machine_time() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/stat").context("can't read /proc/stat")?;
    parse_machine_stat(&stat).context("can't read the machine's processor time")
}

/// The first line of `/proc/stat`, see proc(5): `cpu user nice system idle iowait irq softirq steal ...`.
fn parse_machine_stat(text: &str) -> Option<Duration> {
    let ticks = text.lines().next()?.strip_prefix("cpu ")?.split_whitespace();
    let ticks: Vec<u64> = ticks.map(str::parse).collect::<Result<_, _>>().ok()?;
    let [user, nice, system, _idle, _wait, irq, softirq, steal] = *ticks.first_chunk()?;
    Some(from_ticks(user + nice + system + irq + softirq + steal))
}

fn from_ticks(ticks: u64) -> Duration {
    Duration::from_nanos(ticks * 1_000_000_000 / clock_ticks_per_second().max(1))
}

struct Stat {
    pid: u32,
    parent: u32,
    own: Duration,
    ended_children: Duration,
}

/// `/proc/<pid>/stat`, see proc(5). The name in parentheses may hold anything.
fn parse_stat(text: &str) -> Option<Stat> {
    let pid = text.split_once(' ')?.0.parse().ok()?;
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |position: usize| fields.get(position)?.parse::<u64>().ok();
    Some(Stat {
        pid,
        parent: fields.get(1)?.parse().ok()?,
        own: from_ticks(ticks(11)? + ticks(12)?),
        ended_children: from_ticks(ticks(13)? + ticks(14)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_of_a_name_with_parentheses_is_read() {
        let text = "42 (a) (b) S 7 42 42 0 -1 4194560 100 0 0 0 150 50 20 30 20 0 3 0 1 1 1";
        let stat = parse_stat(text).unwrap();
        let second = Duration::from_secs(1) / u32::try_from(clock_ticks_per_second()).unwrap();
        assert_eq!((stat.pid, stat.parent), (42, 7));
        assert_eq!((stat.own, stat.ended_children), (second * 200, second * 50));
    }

    #[test]
    fn idle_and_waiting_time_do_not_count() {
        let text = "cpu  10 20 30 4000 5000 1 2 3 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n";
        assert_eq!(parse_machine_stat(text), Some(from_ticks(66)));
    }

    #[test]
    fn own_processor_time_can_be_read() {
        let pid = std::process::id();
        assert!(machine_time().unwrap() >= processor_time(pid).unwrap());
        assert!(processor_time_of_family(pid).unwrap() >= processor_time(pid).unwrap());
    }
}
