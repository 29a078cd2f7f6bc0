//! Where the log goes: standard error, as text for people or JSON for machines.

mod json;
mod lines;

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};
use json::JsonLines;
use lines::{Lines, Writing};

/// The log while a command runs. Dropped, it writes what is left.
#[must_use]
pub struct Running {
    _writing: Writing,
}

/// Starts the log of a command that serves. A thread of its own writes the lines: a request does not
/// wait for them, and when many come at once they are written together.
///
/// # Errors
///
/// When the filter can't be read.
pub fn start(settings: &Log) -> anyhow::Result<Running> {
    // What libraries say of their own work is of interest only to those who ask for it by name.
    let filter = format!("sea_orm_migration=warn,sqlx=warn,{}", settings.level);
    let filter: EnvFilter = filter.parse().context("`log.level` can't be read")?;
    let is_terminal = std::io::stderr().is_terminal();
    let default = if is_terminal { LogFormat::Text } else { LogFormat::Json };
    let lines = Lines::default();
    let writing = lines.write_beside().context("the log can't be started")?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(lines);
    let started = match settings.format.unwrap_or(default) {
        LogFormat::Text => subscriber.with_ansi(is_terminal).with_target(false).try_init(),
        LogFormat::Json => subscriber.event_format(JsonLines).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log can't be started: {error}"))?;
    Ok(Running { _writing: writing })
}
