//! The results, as tables to read and as JSON to compute with.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::comparison::{Comparison, Row};
use super::growth::Growth;
use super::live::Live;
use super::live_report;
use super::measure::{Measured, median};
use super::options::Options;
use super::rules;
use super::table::{Table, grouped};
use super::writes;

/// From that part of the processors on, other programs are worth a warning.
const DISTURBING: f64 = 0.1;

/// Everything that one run has measured.
#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub connections: usize,
    pub rounds: usize,
    pub seconds: f64,
    pub profile: &'static str,
    pub comparisons: Vec<Comparison>,
    pub growth: Vec<Growth>,
    pub live: Vec<Live>,
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
            growth: Vec::new(),
            live: Vec::new(),
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
            "{processors} processors ({processor}), Linux {kernel}. {} connections, median of {} rounds of {} s, \
             profile `{}`.\n",
            self.connections, self.rounds, self.seconds, self.profile
        );
        for comparison in &self.comparisons {
            let _ = write!(text, "\n### {}\n\n{}", comparison.database, comparison_table(comparison));
            let _ = write!(text, "\n{}", writes_table(comparison));
        }
        for live in &self.live {
            let _ = write!(text, "\n### Subscriptions, {}\n\n{}", live.database, live_report::tables(live));
        }
        if !self.growth.is_empty() {
            let _ = write!(text, "\n### Growth\n\n{}", growth_table(&self.growth));
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
    head.extend(["of hand-written", "by CPU", "of static", "aim"]);
    let mut table = Table::new(&head);
    for row in &comparison.rows {
        add_row(&mut table, row, has_server);
    }
    let start = &comparison.start;
    let measured = comparison.rows.iter().flat_map(|row| [&row.headwater, &row.hand_written, &row.fixed]);
    let rule = &comparison.rule;
    format!(
        "{table}\nR1: a list takes {} of the CPU time by a row rule that it takes by the same filter ({} and {} \
         requests/s); aim: at most {}.\n\
         Start to first answer {:.0} ms; resident {} when idle, {} after the load.\n{}",
        percent(rule.ratio()),
        grouped(rule.by_rule.requests_per_second),
        grouped(rule.by_filter.requests_per_second),
        percent(rules::AIM),
        start.first_answer_ms,
        megabytes(start.resident_idle),
        megabytes(comparison.resident_after_load),
        disturbance(measured)
    )
}

/// What is written, by the number of clients.
pub fn writes_table(comparison: &Comparison) -> String {
    if comparison.writes.is_empty() {
        return String::new();
    }
    let mut head = vec!["writes a second".to_owned(), String::new()];
    head.extend(writes::CLIENTS.map(|clients| format!("{clients} clients")));
    head.extend(writes::CLIENTS.map(|clients| format!("p50 µs with {clients}")));
    head.extend(["16 to 1".to_owned(), "of hand-written".to_owned()]);
    let mut table = Table::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    for row in &comparison.writes {
        let shares = row.hand_written.as_ref().map(|hand_written| {
            let shares = row.headwater.iter().zip(hand_written);
            let shares =
                shares.map(|(ours, theirs)| percent(ours.requests_per_second / theirs.requests_per_second));
            shares.collect::<Vec<_>>().join(", ")
        });
        let name = format!("{} {}", row.key.to_uppercase(), row.does);
        table.add(write_cells(&name, "Headwater", &row.headwater, shares));
        if let Some(hand_written) = &row.hand_written {
            table.add(write_cells("", "hand-written", hand_written, None));
        }
    }
    let aim = match comparison.writes.iter().any(|row| row.hand_written.is_some()) {
        true => format!(
            "Aim: a create with 16 clients reaches {} of hand-written.",
            percent(writes::POSTGRES_AIM)
        ),
        false => format!("Aim: 16 clients reach {} times what one does.", writes::SQLITE_AIM),
    };
    let measured = comparison
        .writes
        .iter()
        .flat_map(|row| row.headwater.iter().chain(row.hand_written.iter().flatten()));
    format!("{table}\n{aim} {}", disturbance(measured))
}

fn write_cells(
    name: &str,
    who: &str,
    measured: &[Measured],
    shares: Option<String>,
) -> impl Iterator<Item = String> {
    let rates = measured.iter().map(|measured| grouped(measured.requests_per_second));
    let times = measured.iter().map(|measured| grouped(measured.p50_us));
    let gain = match measured {
        [one, many, ..] => format!("{:.1}", many.requests_per_second / one.requests_per_second),
        _ => String::new(),
    };
    let names = [name.to_owned(), who.to_owned()];
    names
        .into_iter()
        .chain(rates)
        .chain(times)
        .chain([gain, shares.unwrap_or_default()])
        .collect::<Vec<_>>()
        .into_iter()
}

fn add_row(table: &mut Table, row: &Row, has_server: bool) {
    let rate = row.headwater.requests_per_second;
    let share = rate / row.hand_written.requests_per_second;
    let of_fixed = rate / row.fixed.requests_per_second;
    let verdict = if share >= row.aim { "reached" } else { "missed" };
    let name = format!("{} {}", row.key.to_uppercase(), row.asks_for);
    let by_time = row.hand_written.total_us() / row.headwater.total_us();
    let verdicts =
        [percent(share), percent(by_time), percent(of_fixed), format!("{} {verdict}", percent(row.aim))];
    let none = [const { String::new() }; 4];
    table.add(cells(&name, "Headwater", &row.headwater, has_server).chain(verdicts));
    table.add(cells("", "hand-written", &row.hand_written, has_server).chain(none.clone()));
    table.add(cells("", "static", &row.fixed, has_server).chain(none));
}

fn cells(name: &str, who: &str, measured: &Measured, has_server: bool) -> impl Iterator<Item = String> {
    let mut cells = vec![
        name.to_owned(),
        who.to_owned(),
        grouped(measured.requests_per_second),
        grouped(measured.p50_us),
        grouped(measured.p99_us),
        grouped(measured.server_us),
    ];
    cells.extend(has_server.then(|| measured.database_us.map(grouped).unwrap_or_default()));
    cells.into_iter()
}

/// Requests per second of each variant, its start and its memory.
pub fn growth_table(growth: &[Growth]) -> String {
    let keys = growth.first().map(|growth| &growth.operations).into_iter().flatten();
    let keys: Vec<String> = keys.map(|(key, _)| key.to_uppercase()).collect();
    let mut head = vec!["", ""];
    head.extend(keys.iter().map(String::as_str));
    head.extend(["start ms", "idle MB", "after load MB"]);
    let mut table = Table::new(&head);
    for growth in growth {
        let rates = growth.operations.iter().map(|(_, measured)| match measured {
            Some(measured) => grouped(measured.requests_per_second),
            None => "–".to_owned(),
        });
        let start = growth.start.as_ref();
        let after = [
            start.map(|start| grouped(start.first_answer_ms)),
            start.map(|start| grouped(start.resident_idle as f64 / 1e6)),
            start.map(|_| grouped(growth.resident_after_load as f64 / 1e6)),
        ];
        let names = [growth.variant.clone(), growth.who.to_owned()];
        table.add(names.into_iter().chain(rates).chain(after.map(Option::unwrap_or_default)));
    }
    let measured = growth.iter().flat_map(|growth| &growth.operations);
    format!(
        "Requests per second on SQLite.\n\n{table}\n{}",
        disturbance(measured.filter_map(|(_, measured)| measured.as_ref()))
    )
}

/// What else ran on the machine.
fn disturbance<'a>(measured: impl Iterator<Item = &'a Measured>) -> String {
    let others: Vec<f64> = measured.map(|measured| measured.others).collect();
    let most = others.iter().copied().fold(0.0, f64::max);
    let typical = median(others);
    let advice = match typical > DISTURBING {
        true => " That is much: only ratios can be trusted, and those not far.",
        false => "",
    };
    format!(
        "Other programs took {} of the processors in the median, {} at most.{advice}\n",
        percent(typical),
        percent(most)
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}
