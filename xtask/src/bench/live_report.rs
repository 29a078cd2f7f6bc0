//! What subscriptions have shown, as tables.

use super::live::{AIM_BYTES, AIM_MS, Live, Row};
use super::table::{Table, grouped};

/// The scenarios, and the cost of writes that matter to nobody.
pub fn tables(live: &Live) -> String {
    let mut table = Table::new(&[
        "",
        "subscribers",
        "writes/s",
        "reached",
        "p50 ms",
        "p99 ms",
        "max ms",
        "p99 ms from sending",
        "mutation p99 ms",
        "CPU",
        "KB when idle",
        "lost",
    ]);
    for row in &live.rows {
        table.add([
            row.watched.to_owned(),
            grouped(row.subscribers as f64),
            grouped(row.rate),
            tenths(row.reached),
            tenths(row.after_answer.p50),
            tenths(row.after_answer.p99),
            tenths(row.after_answer.max),
            tenths(row.after_sending.p99),
            tenths(row.mutations.p99),
            format!("{:.0} %", row.server_share * 100.0),
            tenths(row.bytes_when_idle / 1e3),
            grouped(row.lost as f64),
        ]);
    }
    let mut curve = Table::new(&["queries", "CPU µs for a write", "mutation p50 ms", "mutation p99 ms"]);
    for cost in &live.curve {
        curve.add([
            grouped(cost.queries as f64),
            grouped(cost.server_us),
            tenths(cost.mutations.p50),
            tenths(cost.mutations.p99),
        ]);
    }
    format!(
        "{table}\n{}\nA write to a collection that so many different queries watch, none of which it changes:\n\n{curve}",
        aims(&live.rows)
    )
}

fn aims(rows: &[Row]) -> String {
    let least = |rows: &mut dyn Iterator<Item = &Row>| {
        rows.min_by(|a, b| a.rate.total_cmp(&b.rate)).map(|row| row.after_answer.p99)
    };
    let Some(most) = rows.iter().map(|row| row.subscribers).max() else { return String::new() };
    let is_judged = |row: &&Row| row.subscribers == most && row.watched == "one live query";
    let slowest = least(&mut rows.iter().filter(is_judged)).unwrap_or_default();
    let largest = rows.iter().map(|row| row.bytes_when_idle).fold(0.0, f64::max);
    let lost: u64 = rows.iter().map(|row| row.lost).sum();
    let verdict = |is_reached: bool| if is_reached { "reached" } else { "missed" };
    format!(
        "Aims: {} subscribers of one live query hear of a write within {AIM_MS:.0} ms (p99, at the lower rate): {}; at most {:.0} KB \
         for each that hears nothing: {}; nothing lost: {}.\n",
        grouped(most as f64),
        verdict(slowest <= AIM_MS),
        AIM_BYTES / 1e3,
        verdict(largest <= AIM_BYTES),
        verdict(lost == 0)
    )
}

fn tenths(number: f64) -> String {
    format!("{number:.1}")
}
