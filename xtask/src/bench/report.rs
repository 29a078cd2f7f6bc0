//! The results, as tables to read and as JSON to compute with.

mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::comparison::{Comparison, Row};
use super::measure::Measured;
use super::options::Options;
use table::Table;

/// Everything that one run has measured.
#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub connections: usize,
    pub rounds: usize,
    pub seconds: f64,
    pub profile: &'static str,
    pub comparisons: Vec<Comparison>,
}

/// Where it ran.
#[derive(Debug, Serialize)]
pub struct Machine {
    pub processor: String,
    pub processors: usize,
    pub kernel: String,
}

impl Report {
    pub fn new(options: &Options) -> Result<Self> {
        Ok(Self {
            machine: Machine::this()?,
            connections: options.connections,
            rounds: options.rounds,
            seconds: options.measured.as_secs_f64(),
            profile: options.profile.name(),
            comparisons: Vec::new(),
        })
    }

    /// Writes `report.md` and `report.json`, and says where.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let markdown = folder.join("report.md");
        fs::write(&markdown, self.markdown())
            .with_context(|| format!("can't write {}", markdown.display()))?;
        fs::write(folder.join("report.json"), serde_json::to_string_pretty(self)?)?;
        println!("written to {} and report.json beside it", markdown.display());
        Ok(())
    }

    fn markdown(&self) -> String {
        let Machine { processor, processors, kernel } = &self.machine;
        let mut text = format!(
            "{processors} processors ({processor}), Linux {kernel}; {} connections, median of {} rounds of {} s, \
             profile `{}`.\n",
            self.connections, self.rounds, self.seconds, self.profile
        );
        for comparison in &self.comparisons {
            text += &format!("\n### {}\n\n{}", comparison.database, comparison_table(comparison));
        }
        text
    }
}

impl Machine {
    fn this() -> Result<Self> {
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").context("can't read /proc/cpuinfo")?;
        let name = cpuinfo.lines().find(|line| line.starts_with("model name"));
        let name = name.and_then(|line| line.split_once(": ")).map_or("unknown", |(_, name)| name);
        Ok(Self {
            processor: name.to_owned(),
            processors: std::thread::available_parallelism()?.get(),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease")?.trim().to_owned(),
        })
    }
}

/// One database's table, and what was measured once.
pub fn comparison_table(comparison: &Comparison) -> String {
    let has_server = comparison.rows.iter().any(|row| row.headwater.database_us.is_some());
    let mut head = vec!["", "", "requests/s", "p50 µs", "p99 µs", "CPU µs"];
    head.extend(has_server.then_some("database CPU µs"));
    head.extend(["of hand-written", "of static", "aim"]);
    let mut table = Table::new(&head);
    for row in &comparison.rows {
        add_row(&mut table, row, has_server);
    }
    let start = &comparison.start;
    format!(
        "{table}\nStart to first answer {:.0} ms; resident {} when idle, {} after the load.\n",
        start.first_answer_ms,
        megabytes(start.resident_idle),
        megabytes(comparison.resident_after_load)
    )
}

fn add_row(table: &mut Table, row: &Row, has_server: bool) {
    let rate = row.headwater.requests_per_second;
    let share = rate / row.hand_written.requests_per_second;
    let of_fixed = rate / row.fixed.requests_per_second;
    let verdict = if share >= row.aim { "reached" } else { "missed" };
    let name = format!("{} {}", row.key.to_uppercase(), row.asks_for);
    let verdicts = [percent(share), percent(of_fixed), format!("{} {verdict}", percent(row.aim))];
    let none = [String::new(), String::new(), String::new()];
    table.add(cells(&name, "Headwater", &row.headwater, has_server).chain(verdicts));
    table.add(cells("", "hand-written", &row.hand_written, has_server).chain(none.clone()));
    table.add(cells("", "static", &row.fixed, has_server).chain(none));
}

fn cells(name: &str, who: &str, measured: &Measured, has_server: bool) -> impl Iterator<Item = String> {
    let mut cells = vec![
        name.to_owned(),
        who.to_owned(),
        table::grouped(measured.requests_per_second),
        table::grouped(measured.p50_us),
        table::grouped(measured.p99_us),
        table::grouped(measured.server_us),
    ];
    cells.extend(has_server.then(|| measured.database_us.map(table::grouped).unwrap_or_default()));
    cells.into_iter()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
