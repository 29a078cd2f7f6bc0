//! `cargo xtask bench`: Headwater over HTTP, beside hand-written SQL and static answers in the same run.
//!
//! Read [`run`] first, then `comparison`. `docs/benchmarks.md` says what is measured and why.

mod answers;
mod comparison;
mod data;
mod growth;
mod live;
mod live_report;
mod load;
mod measure;
mod operations;
pub mod options;
mod process;
mod programs;
mod project;
mod report;
mod rules;
mod start;
mod table;
mod writes;

use std::env;

use anyhow::Result;

use crate::command;
use options::{Database, Options};
use programs::Programs;
use report::Report;

/// Builds, loads, measures, and writes the report.
pub fn run(options: &Options) -> Result<()> {
    if cfg!(debug_assertions) {
        println!("building the load generator");
        return programs::run_optimized(options.profile, env::args_os().skip(1));
    }
    command::stop_on_signals()?;
    let programs = Programs::find_or_build(options)?;
    let mut report = Report::new(options)?;
    if options.is_live {
        for database in &options.databases {
            let live = live::measure_live(*database, &programs, options)?;
            println!("\n{}", live_report::tables(&live));
            report.live.push(live);
        }
        return report.write(&programs.bench);
    }
    for database in &options.databases {
        let comparison = match database {
            Database::Sqlite => comparison::on_sqlite(&programs, options)?,
            Database::Postgres => comparison::on_postgres(&programs, options)?,
        };
        println!("\n{}", report::comparison_table(&comparison));
        println!("\n{}", report::writes_table(&comparison));
        report.comparisons.push(comparison);
    }
    if !options.growth.is_empty() {
        report.growth = growth::measure_growth(&programs, options)?;
        println!("\n{}", report::growth_table(&report.growth));
    }
    report.write(&programs.bench)
}
