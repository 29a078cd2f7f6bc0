//! Listening, and stopping without cutting anyone off.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::http::Connections;

/// Takes the address before anything else is done: a port in use is the most common mistake.
///
/// # Errors
///
/// When the address is in use, not this machine's, or not allowed.
pub async fn bind(listen: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!(
            "{listen} is in use by another program: stop that, or choose another port with `--listen`"
        ),
        ErrorKind::PermissionDenied => {
            anyhow::anyhow!("this user may not listen on {listen}: choose a port above 1023 with `--listen`")
        }
        _ => anyhow::Error::new(error).context(format!("can't listen on {listen}")),
    })
}

/// Serves until the process is told to stop, then tells the connections that stay open to end, and lets running
/// requests finish for as long as that may take. A second signal stops at once.
///
/// # Errors
///
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: &Connections,
    settings: &Config,
) -> anyhow::Result<()> {
    let (patience, send_timeout) = (settings.server.shutdown_timeout(), settings.realtime.send_timeout());
    raise_file_limit();
    let stop = CancellationToken::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(move |stream| prepare(stream, send_timeout));
    let server = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned());
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => return ended.context("the server stopped")?.context("the server stopped"),
        () = told_to_stop() => {}
    }
    tracing::info!("stopping: requests that run may finish");
    stop.cancel();
    connections.stop();
    let ended = async {
        let ended = (&mut server).await;
        // Sockets are no requests to the server: it does not wait for them.
        connections.ended().await;
        ended
    };
    tokio::select! {
        ended = ended => return ended.context("the server stopped")?.context("the server stopped"),
        () = tokio::time::sleep(patience) => {
            tracing::warn!(after_ms = patience.as_millis(), "stopped before every request had finished");
        }
        () = told_to_stop() => tracing::warn!("told twice to stop: requests that ran are cut off"),
    }
    server.abort();
    Ok(())
}

/// What the system is told of a connection. None of it keeps one from being served.
fn prepare(stream: &TcpStream, send_timeout: Duration) {
    // A message must not wait for the one before to be confirmed.
    let prepared = stream.set_nodelay(true);
    // Who takes nothing for so long is not there: nobody else notices it of a response that goes on.
    #[cfg(target_os = "linux")]
    let prepared = prepared.and_then(|()| {
        let limit = u32::try_from(send_timeout.as_millis()).unwrap_or(u32::MAX);
        Ok(rustix::net::sockopt::set_tcp_user_timeout(stream, limit)?)
    });
    #[cfg(not(target_os = "linux"))]
    let _ = send_timeout;
    if let Err(error) = prepared {
        tracing::debug!(%error, "a connection is served as the system made it");
    }
}

/// Every connection is an open file, and most systems begin with a limit of 1024: as many are taken as the process may
/// have.
#[cfg(target_os = "linux")]
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::debug!(%error, "the limit on open files stays as it is");
    }
}

#[cfg(not(target_os = "linux"))]
fn raise_file_limit() {}

/// Ctrl-C, or what a service manager sends.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminated {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
