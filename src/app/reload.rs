//! A changed model while the server runs: the new API takes over between two requests, or the old one
//! stays and the reason is told.

use std::sync::{Arc, PoisonError};

use super::project::sdl_of;
use super::{App, Current, LoadedModel, Parts, api, apply, background, follow_model};
use crate::channel::Judge;
use crate::graphql::executor::Api;
use crate::model::{Diagnostic, Model, SourceFile};

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

/// A model that can take over once the database fits it.
pub(super) struct Successor {
    pub(super) model: Arc<Model>,
    pub(super) sdl: String,
    pub(super) sources: Vec<SourceFile>,
    warnings: Vec<Diagnostic>,
    api: Api,
    judge: Judge,
}

impl App {
    /// Reads the model again and takes it over if it can be.
    pub async fn reload(&self) -> Reload {
        // Files that are being changed through the API are read when that is done.
        let _turn = self.workshop.turn().await;
        match self.project.read_schema() {
            Ok(sources) if sdl_of(&sources) == self.current().sdl => Reload::Unchanged,
            Ok(sources) => match self.take_over(sources).await {
                Ok(()) => Reload::Live,
                Err(error) => Reload::Refused(error),
            },
            Err(error) => Reload::Refused(error),
        }
    }

    async fn take_over(&self, sources: Vec<SourceFile>) -> anyhow::Result<()> {
        let successor = self.successor(LoadedModel::of(sources)?)?;
        apply(&self.store, &successor.model, &successor.sdl).await?;
        self.hand_over(successor)
    }

    /// Makes the API of a model before the database is touched: one that can't be made must leave nothing behind.
    pub(super) fn successor(&self, loaded: LoadedModel) -> anyhow::Result<Successor> {
        loaded.tell_warnings(self.stage, &self.current().warnings);
        let LoadedModel { model, sdl, warnings, sources } = loaded;
        let model = Arc::new(model);
        let parts = Parts {
            live: &self.live,
            log: &self.log,
            consumers: self.background.names(),
            auth: &self.auth,
            mails: &self.mails,
            channels: &self.channels,
            workshop: &self.workshop,
            vitals: &self.vitals,
        };
        let (api, judge) = api(&model, parts)?;
        Ok(Successor { model, sdl, sources, warnings, api, judge })
    }

    /// From now on the API of that model answers. The database fits it.
    pub(super) fn hand_over(&self, successor: Successor) -> anyhow::Result<()> {
        let Successor { model, sdl, sources: _, warnings, api, judge } = successor;
        background::tell_unknown_collections(&self.config.changes, &model);
        self.auth.follow(model.clone())?;
        self.executor.replace(api);
        self.channels.judge_by(judge);
        follow_model(&self.auth, &self.executor);
        let current = Current { model, sdl, warnings };
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = current;
        Ok(())
    }
}
