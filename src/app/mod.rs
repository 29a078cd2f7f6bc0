//! Headwater as a whole: a project on disk becomes a database with its tables and an API that answers.
//!
//! Owns every task that is spawned, and stops it. Programs that embed Headwater open an [`App`] and
//! mount its [`App::router`]; the commands `dev` and `serve` do the same and listen. Read [`App`] first.

mod accounts;
mod background;
mod mails;
mod nodes;
mod project;
mod reload;
mod serve;
mod vitals;
mod watch;
mod workshop;

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::Router;

use background::Background;
use vitals::Vitals;
use workshop::Workshop;

pub use project::{InvalidModel, LoadedModel, Project};
pub use reload::Reload;
pub use serve::{bind, serve};
pub use watch::follow;

use crate::auth::Auth;
use crate::changes::{Consumer, Log};
use crate::channel::{Channels, Judge, Rules};
use crate::config::Config;
use crate::graphql::accesses::Accesses;
use crate::graphql::accounts::Accounts;
use crate::graphql::audit::Audit;
use crate::graphql::content::Content;
use crate::graphql::executor::{Api, Executor};
use crate::graphql::handlers::Handlers;
use crate::graphql::mails::Mails;
use crate::graphql::model::Models;
use crate::graphql::{self, channels, system};
use crate::http::{Connections, Readiness, ServerState, Stage, router};
use crate::import;
use crate::live::Live;
use crate::mail::Told;
use crate::model::{Diagnostic, Model};
use crate::store::sync::{self, Consent, MigrationPlan, Outcome};
use crate::store::{Store, StoreOptions};

/// A project that is open: its database fits its model, and its API answers. Clones share it.
#[derive(Debug, Clone)]
pub struct App {
    project: Arc<Project>,
    config: Arc<Config>,
    store: Store,
    log: Log,
    auth: Auth,
    usage: accounts::UsageTask,
    nodes: nodes::NodeTasks,
    channels: Channels,
    executor: Executor,
    background: Background,
    mails: Told,
    workshop: Workshop,
    vitals: Vitals,
    /// The model that the API answers by, and what is known of its files.
    current: Arc<Mutex<Current>>,
    stage: Stage,
    connections: Connections,
    live: Live,
}

#[derive(Debug, Clone)]
struct Current {
    model: Arc<Model>,
    sdl: String,
    warnings: Vec<Diagnostic>,
}

/// The database needs changes that must be asked for.
#[derive(Debug)]
pub struct PendingChanges(pub MigrationPlan);

impl std::fmt::Display for PendingChanges {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the model needs changes of the database that are not made by themselves:\n")?;
        for step in self.0.unsafe_steps() {
            writeln!(formatter, "{} {step}", step.kind.mark())?;
        }
        formatter.write_str("`headwater migrate plan` shows every step; ")?;
        formatter.write_str(self.0.advice().unwrap_or_default())
    }
}

impl std::error::Error for PendingChanges {}

impl App {
    /// Opens a project: reads its model, brings its database in step and makes its API.
    ///
    /// # Errors
    ///
    /// When the model has mistakes, the database can't be opened, or it needs changes that lose data.
    pub async fn open(project: Project, stage: Stage) -> anyhow::Result<Self> {
        Self::open_with(project, stage, Vec::new()).await
    }

    /// Opens a project whose change log is followed by these consumers as well, once [`App::start`] is
    /// called.
    ///
    /// # Errors
    ///
    /// As for [`App::open`].
    pub async fn open_with(
        project: Project,
        stage: Stage,
        consumers: Vec<Arc<dyn Consumer>>,
    ) -> anyhow::Result<Self> {
        let loaded = project.load_model()?;
        // Before the database is touched.
        Rules::read(&project.config.channel, &loaded.model)?;
        loaded.tell_warnings(stage, &[]);
        let store = project.connect().await?;
        let is_new = !sync::has_model(&store).await.context("can't read the database")?;
        apply(&store, &loaded.model, &loaded.sdl).await?;
        let project = Arc::new(project);
        let config = Arc::new(project.config.clone());
        let model = Arc::new(loaded.model);
        let log = Log::new(store.clone());
        let auth = Auth::open(store.clone(), config.clone(), &project.dir, model.clone())?;
        let mails = mails::open(&project, &auth);
        let sender = mails::sender(&mails, &log, &model, &config.mail, stage)?;
        let background = Background::new(&log, consumers, &config.changes, sender);
        background::tell_unknown_collections(&config.changes, &model);
        let live = Live::new(log.clone());
        nodes::tell_standings(&auth, &live, store.bus());
        let channels = Channels::new(store.bus().clone(), config.channels.clone());
        let workshop = Workshop::new(&project, &store, stage);
        let connections = Connections::default();
        let vitals = Vitals {
            log: log.clone(),
            mails: mails.clone(),
            connections: connections.clone(),
            stage,
            started_at: chrono::Utc::now(),
        };
        let parts = Parts {
            live: &live,
            log: &log,
            consumers: background.names(),
            auth: &auth,
            mails: &mails,
            channels: &channels,
            workshop: &workshop,
            vitals: &vitals,
        };
        let (api, judge) = api(&model, parts)?;
        channels.judge_by(judge);
        let executor = Executor::new(api);
        follow_model(&auth, &executor);
        let current = Current { model, sdl: loaded.sdl, warnings: loaded.warnings };
        let current = Arc::new(Mutex::new(current));
        let (usage, nodes) = (accounts::UsageTask::default(), nodes::NodeTasks::default());
        let app = Self {
            project,
            config,
            store,
            log,
            auth,
            usage,
            nodes,
            channels,
            executor,
            background,
            mails,
            workshop,
            vitals,
            current,
            stage,
            connections,
            live,
        };
        if is_new && stage == Stage::Development {
            app.load_sample().await;
        }
        Ok(app)
    }

    /// Starts what runs beside requests, until the app is closed: consumers are fed from the change log, what is
    /// kept no longer is removed from it, mails are sent, and nodes of the same database hear of each other. From now
    /// on the model can be changed through the API, under development.
    pub fn start(&self) {
        self.nodes.start(&self.log, self.auth.standings(), &self.channels);
        self.live.start();
        self.background.start();
        self.usage.start(self);
        self.workshop.start(self);
    }

    /// Waits until every consumer is done with all that was written before. Somebody must have started them,
    /// here or on another node.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn settle(&self) -> anyhow::Result<()> {
        self.background.settle().await.context("can't learn how far the consumers are")
    }

    /// The HTTP surface, to be served or mounted in a larger program.
    pub fn router(&self) -> Router {
        router(ServerState {
            executor: self.executor.clone(),
            auth: Some(self.auth.clone()),
            config: self.config.clone(),
            readiness: self.readiness(),
            stage: self.stage,
            connections: self.connections.clone(),
        })
    }

    /// What runs the operations, for transports of one's own.
    pub fn executor(&self) -> &Executor {
        &self.executor
    }

    /// The connections that stay open.
    pub fn connections(&self) -> &Connections {
        &self.connections
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The accounts.
    pub fn auth(&self) -> &Auth {
        &self.auth
    }

    /// The change log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The model that the API answers by.
    pub fn model(&self) -> Arc<Model> {
        self.current().model
    }

    /// The project on disk.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Ends the connections that are open, stops what runs beside requests, and closes the database.
    ///
    /// # Errors
    ///
    /// When the database can't finish what it was doing.
    pub async fn close(self) -> anyhow::Result<()> {
        self.connections.stop();
        if tokio::time::timeout(self.config.server.shutdown_timeout(), self.connections.ended())
            .await
            .is_err()
        {
            tracing::warn!("connections were cut off that did not end in time");
        }
        self.workshop.stop().await;
        self.live.stop().await;
        self.usage.stop();
        self.background.stop(self.config.server.shutdown_timeout()).await;
        self.nodes.stop().await;
        self.store.close().await.context("can't close the database")
    }

    fn current(&self) -> Current {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The database answers, and has the tables of the model.
    fn readiness(&self) -> Readiness {
        let app = self.clone();
        Arc::new(move || {
            let app = app.clone();
            Box::pin(async move {
                app.store.ping().await.map_err(|error| error.to_string())?;
                let fits =
                    sync::is_applied(&app.store, &app.model()).await.map_err(|error| error.to_string())?;
                match fits {
                    true => Ok(()),
                    false => Err("the database does not fit the model".to_owned()),
                }
            })
        })
    }

    /// A project whose model was changed before its first start may have no use for its sample.
    async fn load_sample(&self) {
        let folder = self.project.dir.join("sample");
        if !folder.is_dir() {
            return;
        }
        match import::load_sample(&self.store, &self.model(), &folder, &mut |_: import::Progress| {}).await {
            Ok(summary) if summary.is_committed => {
                let rows: u64 = summary.files.iter().map(|file| file.rows + file.links).sum();
                tracing::info!(rows, seconds = summary.elapsed.as_secs_f64(), "sample content loaded");
            }
            Ok(summary) => {
                let fault = summary.problems.first().map(|problem| problem.fault.to_string());
                tracing::warn!(fault, "the sample content does not fit the model and was left out");
            }
            Err(error) => tracing::warn!(%error, "the sample content was left out"),
        }
    }
}

impl Project {
    /// Opens the project's database.
    ///
    /// # Errors
    ///
    /// When it can't be reached or made.
    pub async fn connect(&self) -> anyhow::Result<Store> {
        let database = &self.config.database;
        let options = StoreOptions {
            max_connections: database.max_connections,
            statement_timeout: database.statement_timeout(),
            write_queue: self.config.limits.write_queue,
            ..StoreOptions::default()
        };
        Store::connect(&database.url, &self.dir, &options).await.context("can't open the database")
    }

    /// Opens the project's database and makes the changes for the model that lose nothing.
    ///
    /// # Errors
    ///
    /// When it can't be reached or made, or needs changes that lose data.
    pub async fn connect_for(&self, loaded: &LoadedModel) -> anyhow::Result<Store> {
        let store = self.connect().await?;
        apply(&store, &loaded.model, &loaded.sdl).await?;
        Ok(store)
    }
}

/// Makes the changes that lose nothing.
async fn apply(store: &Store, model: &Model, sdl: &str) -> anyhow::Result<()> {
    match sync::apply(store, model, sdl, Consent::Safe).await.context("can't bring the database in step")? {
        Outcome::UpToDate => {}
        Outcome::Applied(plan) => {
            for step in &plan.steps {
                tracing::info!(step = step.words, "database changed");
            }
        }
        Outcome::Refused(plan) => return Err(PendingChanges(plan).into()),
    }
    Ok(())
}

/// From now on users are written, and records watched, by the model of the API.
fn follow_model(auth: &Auth, executor: &Executor) {
    if let Some(content) = executor.api().content() {
        auth.write_with(content.writer().clone());
        content.live().follow_model(content.writer().tables().clone());
    }
}

/// What an API is made of beside its model.
struct Parts<'a> {
    live: &'a Live,
    log: &'a Log,
    consumers: Vec<String>,
    auth: &'a Auth,
    mails: &'a Told,
    channels: &'a Channels,
    workshop: &'a Workshop,
    vitals: &'a Vitals,
}

/// The API of a model, and who judges by it what may be done with channels.
fn api(model: &Arc<Model>, parts: Parts<'_>) -> anyhow::Result<(Api, Judge)> {
    let Parts { live, log, consumers, auth, mails, channels, workshop, vitals } = parts;
    let config = auth.config();
    let rules = Rules::read(&config.channel, model)?;
    let schema = graphql::build(model, system::FIELDS)?;
    let content =
        Content::new(log.store().clone(), log.clone(), model.clone(), &config.limits, &config.graphql)
            .watched_by(live.clone());
    let mut handlers = Handlers::built_in();
    let (rows, reader) = (config.limits.rows, content.reader().clone());
    let audit = Audit { log: log.clone(), model: model.clone(), consumers, rows, reader };
    audit.answer(&mut handlers);
    Mails { told: mails.clone(), rows: config.limits.rows, writer: content.writer().clone() }
        .answer(&mut handlers);
    Models::new(model.clone()).answer(&mut handlers);
    Accesses { reader: content.shared_reader(), auth: auth.clone() }.answer(&mut handlers);
    let accounts = Accounts {
        auth: auth.clone(),
        writer: content.writer().clone(),
        mails: mails.clone(),
        model: model.clone(),
        config: config.clone(),
    };
    accounts.answer(&mut handlers);
    channels::answer(channels, &mut handlers);
    workshop.answer(&mut handlers);
    vitals.answer(&mut handlers);
    let judge = Judge::new(rules, content.shared_reader());
    Ok((Api::new(schema.apollo, handlers, Some(content), config.clone()), judge))
}
