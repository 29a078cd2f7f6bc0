//! Format, clippy and the Rust tests.

use anyhow::{Context, Result};

use crate::command::{cargo, find_on_path, run};
use crate::postgres::Server;

/// The variable that tells the tests where PostgreSQL is.
const POSTGRES_URL: &str = "HEADWATER_TEST_POSTGRES_URL";

pub fn check_format() -> Result<()> {
    run(&mut cargo(["fmt", "--all", "--check"]))
}

pub fn clippy() -> Result<()> {
    run(&mut cargo(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

pub fn build() -> Result<()> {
    run(&mut cargo(["build", "--workspace", "--all-targets", "--locked"]))
}

/// Every test but those in documentation, which nextest can't run: the same ones with nextest,
/// where it is installed, and without it.
pub fn test(server: Option<&Server>, filter: Option<&str>) -> Result<()> {
    let server = server.context("the tests need PostgreSQL, and it did not start")?;
    let mut command = if find_on_path("cargo-nextest").is_some() {
        cargo(["nextest", "run", "--workspace", "--all-targets", "--locked", "--no-fail-fast"])
    } else {
        println!("cargo-nextest is not installed: running the same tests with `cargo test`");
        cargo(["test", "--workspace", "--all-targets", "--locked", "--no-fail-fast"])
    };
    run(command.args(filter).env(POSTGRES_URL, &server.url))
}

pub fn test_documentation() -> Result<()> {
    run(&mut cargo(["test", "--workspace", "--doc", "--locked"]))
}
