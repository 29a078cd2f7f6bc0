//! `cargo xtask test`: the steps in order.

use anyhow::Result;

use crate::command;
use crate::options::TestOptions;
use crate::postgres::Server;
use crate::report::Report;
use crate::step::{admin_ui, browser, rust};

/// Runs every step, prints how each went, and fails when one of them failed. A failed step does
/// not stop the ones after it, so that one run shows everything that is wrong; Ctrl-C does.
pub fn run(options: &TestOptions) -> Result<()> {
    command::stop_on_signals()?;
    let mut report = Report::default();

    report.step("format", rust::check_format);
    admin_ui_steps(&mut report, options);
    report.step("clippy", rust::clippy);
    report.step("build tests and examples", rust::build);
    let server = start_postgres(&mut report);
    rust_tests(&mut report, server.as_ref(), options);
    if options.no_ui {
        report.left_out("journeys in a browser on SQLite and PostgreSQL", "--no-ui");
    } else {
        report.step("journeys in a browser on SQLite and PostgreSQL", || browser::test(server.as_ref()));
    }

    report.finish()
}

/// Comes before the Rust steps: they embed what it installs and builds.
fn admin_ui_steps(report: &mut Report, options: &TestOptions) {
    if options.no_ui {
        return report.left_out("admin UI checks", "--no-ui");
    }
    report.step("admin UI packages", admin_ui::install);
    report.step("admin UI checks", admin_ui::check);
}

fn start_postgres(report: &mut Report) -> Option<Server> {
    let mut server = None;
    report.step("start PostgreSQL", || {
        server = Some(Server::start()?);
        Ok(())
    });
    server
}

fn rust_tests(report: &mut Report, server: Option<&Server>, options: &TestOptions) {
    let filter = options.filter.as_deref();
    report.step("tests on SQLite and PostgreSQL", || rust::test(server, filter));
    match filter {
        Some(_) => report.left_out("documentation tests and unmatched tests", "--filter"),
        None => report.step("documentation tests", rust::test_documentation),
    }
}
