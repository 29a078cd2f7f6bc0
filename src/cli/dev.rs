//! `headwater dev`: serves a project under development.

use std::net::SocketAddr;
use std::process::ExitCode;

use super::log;
use crate::app::{App, Project, bind, follow, serve};
use crate::http::Stage;

/// Arguments of `headwater dev`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {}

/// Serves the project and follows changes of its schema.
pub async fn run(project: &Project, _args: &Args) -> anyhow::Result<ExitCode> {
    let _log = log::start(&project.config.log)?;
    let listener = bind(&project.config.server.listen).await?;
    let address = listener.local_addr()?;
    let project = &listening(project, address);
    let app = App::open(project.clone(), Stage::Development).await?;
    app.start();
    let set_up = app.prepare_admin().await?;
    print_addresses(address, project);
    print_set_up(&base_url(address), project, set_up.as_deref());
    println!("Changes of {} are live when you save them. Ctrl-C stops.", project.schema_dir().display());
    let following = tokio::spawn(follow(app.clone()));
    let served = serve(listener, app.router(), app.connections(), &project.config).await;
    following.abort();
    app.close().await?;
    served.map(|()| ExitCode::SUCCESS)
}

/// The project as it is served: whatever port was asked for, links in mails name the one that was taken.
pub(super) fn listening(project: &Project, address: SocketAddr) -> Project {
    let mut project = project.clone();
    project.config.server.listen = address.to_string();
    project
}

/// On standard output, once everything answers: whoever starts the command from a program waits for it.
fn print_addresses(address: SocketAddr, project: &Project) {
    let base = base_url(address);
    println!("Headwater serves {}", project.dir.display());
    println!("  API       {base}/graphql");
    println!("  Admin     {base}/admin");
    if project.config.graphql.explorer {
        println!("  Explorer  {base}/graphiql");
    }
    println!("  Health    {base}/healthz");
}

/// The link that makes the first admin, if there is none.
pub(super) fn print_set_up(base: &str, project: &Project, path: Option<&str>) {
    let Some(path) = path else { return };
    let base = project.config.server.public_url.as_deref().unwrap_or(base).trim_end_matches('/');
    println!("There is no admin yet. Make one here, once, within a day:");
    println!("  {base}{path}");
}

/// An address that a browser on this machine can open.
pub(super) fn base_url(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}", address.port()),
        _ => format!("http://{address}"),
    }
}
