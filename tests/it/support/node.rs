//! Stock GraphQL tools from npm, for tests of what other people's clients make of Headwater.
//!
//! The packages are pinned in `tests/it/node/` and installed once into the target folder.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Runs a script of `tests/it/node` with the text as its input, and returns what it prints.
#[track_caller]
pub fn run_script(script: &str, arguments: &[&str], input: &str) -> String {
    let tools = install();
    let mut node = Command::new("node");
    node.arg(sources().join(script)).args(arguments).env("NODE_PATH", tools.join("node_modules"));
    output(script, &mut node, input)
}

/// Starts a script of `tests/it/node` that serves: it prints what it has to say, and ends when its input does.
#[track_caller]
pub fn spawn_script(script: &str, arguments: &[&str]) -> Child {
    let tools = install();
    let mut node = Command::new("node");
    node.arg(sources().join(script)).args(arguments).env("NODE_PATH", tools.join("node_modules"));
    let spawned = node.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    spawned.unwrap_or_else(|error| panic!("`{script}` needs Node.js: {error}"))
}

/// A script that runs until its input ends, which it does when this is dropped.
pub struct RunningScript {
    child: Child,
    /// The first line that it printed.
    pub first_line: String,
}

impl Drop for RunningScript {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a script of `tests/it/node` and waits for its first line.
#[track_caller]
pub fn start_script(script: &str, arguments: &[&str]) -> RunningScript {
    let mut child = spawn_script(script, arguments);
    let mut first_line = String::new();
    let mut printed = BufReader::new(child.stdout.take().unwrap());
    printed.read_line(&mut first_line).unwrap();
    // Whoever prints into a pipe that nobody reads is ended.
    std::thread::spawn(move || std::io::copy(&mut printed, &mut std::io::sink()));
    assert!(!first_line.is_empty(), "`{script}` ended before it said anything");
    RunningScript { child, first_line: first_line.trim().to_owned() }
}

/// Runs an installed command in the folder, and returns what it prints.
#[track_caller]
pub fn run_command(name: &str, arguments: &[&str], folder: &Path) -> String {
    let command = install().join("node_modules/.bin").join(name);
    output(name, Command::new(command).args(arguments).current_dir(folder), "")
}

#[track_caller]
fn output(name: &str, command: &mut Command, input: &str) -> String {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("`{name}` needs Node.js: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // In a thread of its own: the child may print before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let written = writer.join().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{name}` failed:\n{complaints}{printed}");
    written.unwrap();
    printed.into_owned()
}

/// Installs the packages unless that was done, and returns their folder.
#[track_caller]
fn install() -> PathBuf {
    let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).join("node-tools");
    fs::create_dir_all(&tools).unwrap();
    // Tests run in processes of their own: one installs, the others wait.
    let lock = File::create(tools.join("install.lock")).unwrap();
    lock.lock().unwrap();
    let pinned = fs::read_to_string(sources().join("package-lock.json")).unwrap();
    let stamp = tools.join("installed.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == pinned) {
        return tools;
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(sources().join(file), tools.join(file)).unwrap();
    }
    output("npm", Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&tools), "");
    fs::write(stamp, pinned).unwrap();
    tools
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/node")
}
