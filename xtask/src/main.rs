//! The project's own commands. `cargo xtask test` is everything that must hold before a change
//! lands; it runs the same on a developer's machine and in CI. `cargo xtask bench` measures,
//! `cargo xtask screenshots` takes pictures of the admin UI.
//!
//! Read [`test::run`], which is the list of steps, and [`bench::run`].

mod bench;
mod chromium;
mod command;
mod headwater;
mod options;
mod package;
mod postgres;
mod report;
mod step;
mod test;

use std::process::ExitCode;

use options::Task;

fn main() -> ExitCode {
    match options::parse().and_then(perform) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    match task {
        Task::Help(text) => {
            print!("{text}");
            Ok(())
        }
        Task::Test(options) => test::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Screenshots(folder) => {
            command::stop_on_signals()?;
            step::browser::screenshots(&folder)
        }
    }
}
