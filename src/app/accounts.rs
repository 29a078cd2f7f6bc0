//! Accounts in a server that runs: the first admin, and what is noted beside requests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use chrono::Utc;
use tokio::task::JoinHandle;

use super::App;
use crate::auth::set_up::{self, Prepared};
use crate::auth::{api_token, millis, transact};
use crate::changes::Author;
use crate::engine::write::Writer;

/// The task that notes when API tokens were used, once it is started. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct UsageTask(Arc<Mutex<Option<JoinHandle<()>>>>);

/// What is noted within this time is written together.
const PAUSE: Duration = Duration::from_secs(1);

impl UsageTask {
    pub(super) fn start(&self, app: &App) {
        let mut task = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if task.is_none() {
            *task = Some(tokio::spawn(note_usage(app.clone())));
        }
    }

    /// What was noted at the last moment is lost: it says nothing but when a token was used.
    pub(super) fn stop(&self) {
        if let Some(task) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            task.abort();
        }
    }
}

async fn note_usage(app: App) {
    loop {
        let tokens = app.auth.usage().take().await;
        if let Err(error) = write_usage(&app, tokens).await {
            tracing::warn!(%error, "can't note when API tokens were used");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn write_usage(app: &App, tokens: Vec<String>) -> anyhow::Result<()> {
    let about = (tokens, millis(Utc::now()));
    transact(&app.writer()?, Author::default(), about, |(tokens, at), tx| {
        Box::pin(async move { Ok(api_token::note_use_in(tx, tokens, *at).await?) })
    })
    .await?;
    Ok(())
}

impl App {
    /// What writes the content of the model of the moment.
    ///
    /// # Errors
    ///
    /// Never: an app has content.
    pub fn writer(&self) -> anyhow::Result<Writer> {
        self.executor.api().writer().context("the API has no content")
    }

    /// Sees to it that there is an admin, or a way to make one: the settings `admin.email` and
    /// `admin.password`, or else a link whose path, below the server's address, is returned.
    ///
    /// # Errors
    ///
    /// Settings that make no user, or a database that fails.
    pub async fn prepare_admin(&self) -> anyhow::Result<Option<String>> {
        let prepared = set_up::prepare(&self.auth, &self.writer()?).await;
        match prepared.context("can't make the first admin")? {
            Prepared::HasAdmin => Ok(None),
            Prepared::Made => {
                tracing::info!(
                    "the first admin was made, as the settings `admin.email` and `admin.password` say"
                );
                Ok(None)
            }
            Prepared::Link(secret) => Ok(Some(format!("/auth/setup?token={secret}"))),
        }
    }
}
