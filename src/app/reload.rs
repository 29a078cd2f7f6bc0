//! A changed model while the server runs: the new API takes over between two requests, or the old one
//! stays and the reason is told.

use std::sync::{Arc, PoisonError};

use super::project::sdl_of;
use super::{App, Current, api, apply, background, follow_model};

/// What became of a reload.
#[derive(Debug)]
pub enum Reload {
    /// The files say what they said before.
    Unchanged,
    /// The API of the new model answers.
    Live,
    /// The old API stays.
    Refused(anyhow::Error),
}

impl App {
    /// Reads the model again and takes it over if it can be.
    pub async fn reload(&self) -> Reload {
        match self.project.read_schema() {
            Ok(sources) if sdl_of(&sources) == self.current().sdl => Reload::Unchanged,
            Ok(_) => match self.take_over().await {
                Ok(()) => Reload::Live,
                Err(error) => Reload::Refused(error),
            },
            Err(error) => Reload::Refused(error),
        }
    }

    async fn take_over(&self) -> anyhow::Result<()> {
        let loaded = self.project.load_model()?;
        loaded.tell_warnings(self.stage, &self.current().warnings);
        let model = Arc::new(loaded.model);
        // Before the database is touched: an API that can't be made must leave nothing behind.
        let names = self.background.names();
        let (api, judge) =
            api(&model, &self.live, &self.log, names, &self.auth, &self.mails, &self.channels)?;
        apply(&self.store, &model, &loaded.sdl).await?;
        background::tell_unknown_collections(&self.config.changes, &model);
        self.auth.follow(model.clone())?;
        self.executor.replace(api);
        self.channels.judge_by(judge);
        follow_model(&self.auth, &self.executor);
        let current = Current { model, sdl: loaded.sdl, warnings: loaded.warnings };
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = current;
        Ok(())
    }
}
