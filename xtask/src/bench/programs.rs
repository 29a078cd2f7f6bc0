//! The programs that are measured, and building them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::options::{Options, Profile};
use crate::command;

/// Where they are.
#[derive(Debug)]
pub struct Programs {
    pub headwater: PathBuf,
    pub yardstick: PathBuf,
    /// The folder for everything that the benchmark writes.
    pub bench: PathBuf,
}

impl Programs {
    /// Builds what the options don't name.
    pub fn find_or_build(options: &Options) -> Result<Self> {
        let this_program = env::current_exe().context("can't tell where this program is")?;
        // One after the other: built together, the binary would get the features that only the example's
        // dependencies ask for, and be another than the one that ships.
        if options.binary.is_none() {
            build(options.profile, ["--bin", "headwater"])?;
        }
        if options.yardstick.is_none() {
            build(options.profile, ["--example", "yardstick"])?;
        }
        let target = this_program.ancestors().nth(2).context("can't tell where cargo's target folder is")?;
        let built = target.join(options.profile.name());
        let bench = target.join("bench");
        fs::create_dir_all(&bench).with_context(|| format!("can't make {}", bench.display()))?;
        Ok(Self {
            headwater: options.binary.clone().unwrap_or_else(|| built.join("headwater")),
            yardstick: options.yardstick.clone().unwrap_or_else(|| built.join("examples").join("yardstick")),
            bench,
        })
    }
}

fn build(profile: Profile, target: [&str; 2]) -> Result<()> {
    let mut build =
        command::cargo(["build", "--locked", "--package", "headwater", "--profile", profile.name()]);
    command::run(build.args(target))
}

/// Becomes this program, built in that profile, with these arguments.
pub fn run_optimized(profile: Profile, arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let mut run = command::cargo(["run", "--quiet", "--locked", "--package", "xtask", "--profile"]);
    let error = run.arg(profile.name()).arg("--").args(arguments).exec();
    Err(error).context("can't start cargo")
}
