//! How each step went, as a table at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command;

/// The steps so far.
#[derive(Default)]
pub struct Report {
    steps: Vec<(&'static str, Outcome)>,
}

enum Outcome {
    Passed(Duration),
    Failed(Duration),
    LeftOut(&'static str),
}

impl Report {
    /// Runs one step and notes how it went. After Ctrl-C it runs nothing any more.
    pub fn step(&mut self, name: &'static str, run: impl FnOnce() -> Result<()>) {
        if command::is_interrupted() {
            return self.left_out(name, "interrupted");
        }
        println!("\n==> {name}");
        let started = Instant::now();
        let outcome = match run() {
            Ok(()) => Outcome::Passed(started.elapsed()),
            Err(error) => {
                eprintln!("error in `{name}`: {error:#}");
                Outcome::Failed(started.elapsed())
            }
        };
        self.steps.push((name, outcome));
    }

    /// Notes a step that does not run, and why.
    pub fn left_out(&mut self, name: &'static str, reason: &'static str) {
        self.steps.push((name, Outcome::LeftOut(reason)));
    }

    /// Prints the table. An error when a step failed, or did not run because of Ctrl-C.
    pub fn finish(self) -> Result<()> {
        println!();
        for (name, outcome) in &self.steps {
            match outcome {
                Outcome::Passed(time) => println!("  ok        {:>7.1} s  {name}", time.as_secs_f64()),
                Outcome::Failed(time) => println!("  FAILED    {:>7.1} s  {name}", time.as_secs_f64()),
                Outcome::LeftOut(reason) => println!("  left out           {name} ({reason})"),
            }
        }
        if command::is_interrupted() {
            bail!("interrupted");
        }
        match self.steps.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_))).count() {
            0 => Ok(()),
            1 => bail!("1 step failed"),
            failed => bail!("{failed} steps failed"),
        }
    }
}
