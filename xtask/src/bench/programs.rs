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
        let mut build = command::cargo(["build", "--locked", "--package", "headwater", "--profile"]);
        build.arg(options.profile.name());
        if options.binary.is_none() {
            build.args(["--bin", "headwater"]);
        }
        if options.yardstick.is_none() {
            build.args(["--example", "yardstick"]);
        }
        if options.binary.is_none() || options.yardstick.is_none() {
            command::run(&mut build)?;
        }
        let bench = this_program.with_file_name("").join("..").join("bench");
        fs::create_dir_all(&bench).with_context(|| format!("can't make {}", bench.display()))?;
        // Cargo puts them beside this program, which `run_optimized` has built in the same profile.
        Ok(Self {
            headwater: options.binary.clone().unwrap_or_else(|| this_program.with_file_name("headwater")),
            yardstick: options
                .yardstick
                .clone()
                .unwrap_or_else(|| this_program.with_file_name("examples").join("yardstick")),
            bench: bench.canonicalize()?,
        })
    }
}

/// Becomes this program, built in that profile, with these arguments.
pub fn run_optimized(profile: Profile, arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let mut run = command::cargo(["run", "--quiet", "--locked", "--package", "xtask", "--profile"]);
    let error = run.arg(profile.name()).arg("--").args(arguments).exec();
    Err(error).context("can't start cargo")
}
