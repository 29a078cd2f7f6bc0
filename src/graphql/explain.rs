//! What an answer tells beside its data when it is asked to: `extensions.cost` and `extensions.explain`.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::executor::Beside;
use super::ready::Stopwatch;
use crate::engine::read::{Bound, Reader};
use crate::error::Error;

/// What is known of a request that was answered.
pub(super) struct Explanation<'a> {
    pub beside: Beside,
    /// Whether the operation was found prepared.
    pub was_kept: bool,
    pub watch: &'a Stopwatch,
    pub total: Duration,
    /// The content that was read.
    pub read: Option<Read<'a>>,
}

/// The reading of content.
pub(super) struct Read<'a> {
    pub bound: &'a Bound,
    /// How long it took to bind the values.
    pub bind: Duration,
    /// How long the statement ran.
    pub run: Duration,
}

impl Explanation<'_> {
    /// The members of `extensions` that were asked for.
    pub(super) async fn describe(&self, reader: Option<&Reader>) -> Result<Map<String, Value>, Error> {
        let mut extensions = Map::new();
        if self.beside.cost {
            let cost = self.read.as_ref().map_or(0, |read| read.bound.cost);
            extensions.insert("cost".to_owned(), cost.into());
        }
        if self.beside.explain {
            let statements = match (&self.read, reader) {
                (Some(read), Some(reader)) => vec![statement(read, reader).await?],
                _ => Vec::new(),
            };
            let explained = json!({
                "prepared": if self.was_kept { "FOUND" } else { "NOW" },
                "milliseconds": self.times(),
                "statements": statements,
            });
            extensions.insert("explain".to_owned(), explained);
        }
        Ok(extensions)
    }

    fn times(&self) -> Value {
        let (bind, run) = self.read.as_ref().map(|read| (read.bind, read.run)).unwrap_or_default();
        json!({
            "prepare": milliseconds(self.watch.prepare),
            "variables": milliseconds(self.watch.coerce),
            "bind": milliseconds(bind),
            "database": milliseconds(run),
            "total": milliseconds(self.total),
        })
    }
}

async fn statement(read: &Read<'_>, reader: &Reader) -> Result<Value, Error> {
    let lowered = &read.bound.lowered;
    let plan = reader.explain(read.bound).await?;
    let advice: Vec<String> = lowered.advice.iter().map(ToString::to_string).collect();
    let parameters = read.bound.values.iter().map(sea_query::sea_value_to_json_value);
    Ok(json!({
        "sql": lowered.statement.sql(),
        "parameters": parameters.collect::<Vec<_>>(),
        "plan": plan.lines,
        "fullScans": plan.full_scans,
        "advice": advice,
    }))
}

/// To the microsecond.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
