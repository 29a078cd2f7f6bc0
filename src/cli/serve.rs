//! `headwater serve`: serves a project in production.

use std::process::ExitCode;

use super::dev::{base_url, listening, print_set_up};
use super::log;
use crate::app::{App, Project, bind, serve};
use crate::http::Stage;

/// Arguments of `headwater serve`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Serves the project until it is told to stop. Changes of the database that lose nothing are made
/// at the start; others stop it.
pub async fn run(project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    let _log = log::start(&project.config.log)?;
    let listener = bind(&project.config.server.listen).await?;
    let address = listener.local_addr()?;
    let project = &listening(project, address);
    let app = App::open(project.clone(), Stage::Production).await?;
    app.start();
    let set_up = app.prepare_admin().await?;
    println!("Headwater serves {} at {}/graphql", project.dir.display(), base_url(address));
    print_set_up(&base_url(address), project, set_up.as_deref());
    let served = serve(listener, app.router(), app.connections(), &project.config).await;
    app.close().await?;
    served.map(|()| ExitCode::SUCCESS)
}
