//! The model's files through the API: `modelFiles`, `planModel`, and `applyModel` for who develops.
//!
//! Owns what is asked and who may ask; `files.rs` checks and writes files, `plan.rs` says what they lead to. What
//! the schema says of them is in `graphql/types/model_files.rs`. Read [`Workshop::answer`] first.

mod files;
mod plan;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value as Json;
use tokio::sync::OwnedMutexGuard;
use tokio::task::spawn_blocking;

use files::{Replacement, changed_meanwhile, hash, own};
use plan::{Proposal, Steps};

use super::project::is_prelude;
use super::{App, Outcome, Project};
use crate::access::Actor;
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::http::Stage;
use crate::model::SourceFile;
use crate::store::Store;
use crate::store::sync::{self, Consent};

/// What the model's files are asked and changed through. Clones share it.
#[derive(Clone)]
pub(super) struct Workshop {
    project: Arc<Project>,
    store: Store,
    stage: Stage,
    /// The project that is open, between its start and its end: it owns the API, which owns this.
    open: Arc<Mutex<Option<App>>>,
    /// Whoever has it reads or changes files and model: two changes never mix, and nobody reads half of one.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Workshop {
    pub(super) fn new(project: &Arc<Project>, store: &Store, stage: Stage) -> Self {
        let (open, turn) = (Arc::default(), Arc::default());
        Self { project: project.clone(), store: store.clone(), stage, open, turn }
    }

    /// From now on the model can be changed.
    pub(super) fn start(&self, app: &App) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(app.clone());
    }

    /// Waits until a change that has begun is done, and takes no others.
    pub(super) async fn stop(&self) {
        let _turn = self.turn().await;
        let app = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(app);
    }

    /// Waits until nobody else changes files or model.
    pub(super) async fn turn(&self) -> OwnedMutexGuard<()> {
        self.turn.clone().lock_owned().await
    }

    /// Adds the handlers.
    pub(super) fn answer(&self, handlers: &mut Handlers) {
        let workshop = self.clone();
        handlers.on(Root::Query, "modelFiles", move |call| {
            let workshop = workshop.clone();
            async move { Ok(own(&workshop.files(&call).await?).map(shown).collect()) }
        });
        let workshop = self.clone();
        handlers.on(Root::Query, "modelFilesHash", move |call| {
            let workshop = workshop.clone();
            async move { Ok(hash(&workshop.files(&call).await?).into()) }
        });
        let workshop = self.clone();
        handlers.on(Root::Query, "planModel", move |call| {
            let workshop = workshop.clone();
            async move { workshop.plan(&call).await }
        });
        let workshop = self.clone();
        handlers.on(Root::Mutation, "applyModel", move |call| {
            let workshop = workshop.clone();
            async move { workshop.apply(&call).await }
        });
    }

    /// The files as they are on disk, the same for all that a request asks.
    async fn files(&self, call: &Call) -> Result<Arc<Vec<SourceFile>>, Error> {
        if !call.actor.may_look_inside() {
            return Err(Error::new(Code::Forbidden, "only admins may see the files of the model"));
        }
        let read = call.exchange.model_files.get_or_try_init(|| async {
            let _turn = self.turn().await;
            Ok(Arc::new(self.read().await?))
        });
        read.await.cloned()
    }

    async fn read(&self) -> Result<Vec<SourceFile>, Error> {
        let project = self.project.clone();
        let read = spawn_blocking(move || project.read_any_schema()).await.map_err(Error::internal)?;
        // Whoever may see the files may know what is wrong with them.
        read.map_err(|error| Error::conflict(format!("{error:#}")))
    }

    async fn plan(&self, call: &Call) -> Result<Json, Error> {
        let current = self.files(call).await?;
        let basis = hash(&current);
        let proposal = self.proposal(call, &current).await?;
        let steps = match &proposal.loaded {
            Some(loaded) => Steps::of(sync::plan(&self.store, &loaded.model).await?),
            None => Steps::default(),
        };
        Ok(proposal.shown(&steps, false, &basis))
    }

    /// What the request's files lead to.
    async fn proposal(&self, call: &Call, current: &[SourceFile]) -> Result<Proposal, Error> {
        let given = files::given(&call.arguments)?;
        let project = self.project.clone();
        let prelude: Vec<SourceFile> = current.iter().filter(|file| is_prelude(file)).cloned().collect();
        let replacement = Replacement::new(&self.project.dir, current, &given);
        spawn_blocking(move || {
            replacement.check_places()?;
            Ok(Proposal::new(&project, given, prelude, replacement))
        })
        .await
        .map_err(Error::internal)?
    }

    async fn apply(&self, call: &Call) -> Result<Json, Error> {
        self.check_may_change(&call.actor)?;
        let (workshop, call) = (self.clone(), call.clone());
        // A task of its own: what has begun is brought to its end, whether the client waits for it or not.
        let changing = tokio::spawn(async move {
            let _turn = workshop.turn().await;
            // Looked at in its turn: the server may have stopped while others had theirs.
            let app = workshop.open.lock().unwrap_or_else(PoisonError::into_inner).clone();
            match app {
                Some(app) => workshop.change(&app, &call).await,
                None => {
                    Err(Error::new(Code::Unavailable, "the server is about to start or to stop; try again"))
                }
            }
        });
        changing.await.map_err(Error::internal)?
    }

    fn check_may_change(&self, actor: &Actor) -> Result<(), Error> {
        if !actor.is_admin() {
            let code = if actor.identity.is_some() { Code::Forbidden } else { Code::Unauthenticated };
            return Err(Error::new(code, "only admins may change the model"));
        }
        match self.stage {
            Stage::Development => Ok(()),
            Stage::Production => Err(Error::new(
                Code::Forbidden,
                "the model is read-only under `headwater serve`: change the files of `schema/` and deploy them",
            )),
        }
    }

    async fn change(&self, app: &App, call: &Call) -> Result<Json, Error> {
        let current = self.read().await?;
        let before = hash(&current);
        let argument = |name: &str| call.arguments.get(name).filter(|value| !value.is_null());
        if argument("basis").is_some_and(|basis| basis.as_str() != Some(&before)) {
            return Err(changed_meanwhile());
        }
        let mut proposal = self.proposal(call, &current).await?;
        let Some(loaded) = proposal.loaded.take() else {
            return Ok(proposal.shown(&Steps::default(), false, &before));
        };
        let steps = Steps::of(sync::plan(&self.store, &loaded.model).await?);
        let is_allowed = argument("allowDestructive").and_then(Json::as_bool).unwrap_or_default();
        if steps.are_refused() || (steps.are_destructive() && !is_allowed) {
            return Ok(proposal.shown(&steps, false, &before));
        }
        let consent = if is_allowed { Consent::Destructive } else { Consent::Safe };
        let next = app.successor(loaded).map_err(Error::internal)?;
        self.write(&proposal, Direction::There).await?;
        // The files come first: if the server ends in between, its next start does the rest.
        let done = match sync::apply(&self.store, &next.model, &next.sdl, consent).await {
            Ok(Outcome::UpToDate) => Steps::default(),
            Ok(Outcome::Applied(plan)) => Steps::of(plan),
            Ok(Outcome::Refused(plan)) => {
                self.write(&proposal, Direction::Back).await?;
                return Ok(proposal.shown(&Steps::of(plan), false, &before));
            }
            Err(error) => {
                self.write(&proposal, Direction::Back).await?;
                return Err(error.into());
            }
        };
        let basis = hash(&next.sources);
        // Connections that stay open must come again for another API: not for nothing.
        if next.sdl != app.current().sdl {
            app.hand_over(next).map_err(Error::internal)?;
            tracing::info!(by = call.actor.name().as_deref(), "the model was changed through the API");
        }
        Ok(proposal.shown(&done, true, &basis))
    }

    async fn write(&self, proposal: &Proposal, direction: Direction) -> Result<(), Error> {
        let replacement = proposal.replacement.clone();
        let written = spawn_blocking(move || match direction {
            Direction::There => replacement.write(),
            Direction::Back => replacement.undo(),
        });
        written.await.map_err(Error::internal)?
    }
}

/// Whether files become what they are to be, or what they were.
enum Direction {
    There,
    Back,
}

impl fmt::Debug for Workshop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Workshop").field("stage", &self.stage).finish_non_exhaustive()
    }
}

fn shown(file: &SourceFile) -> Json {
    serde_json::json!({ "path": file.path, "text": file.text })
}
