//! Where the log goes: standard error, as text for people or JSON for machines.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts the log of a command that serves.
///
/// # Errors
///
/// When the filter can't be read.
pub fn start(settings: &Log) -> anyhow::Result<()> {
    // What libraries say of their own work is of interest only to those who ask for it by name.
    let filter = format!("sea_orm_migration=warn,sqlx=warn,{}", settings.level);
    let filter: EnvFilter = filter.parse().context("`log.level` can't be read")?;
    let is_terminal = std::io::stderr().is_terminal();
    let default = if is_terminal { LogFormat::Text } else { LogFormat::Json };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.format.unwrap_or(default) {
        LogFormat::Text => subscriber.with_ansi(is_terminal).with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_target(false).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log can't be started: {error}"))
}
