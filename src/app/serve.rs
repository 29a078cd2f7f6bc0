//! Listening, and stopping without cutting anyone off.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    patience: Duration,
) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
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
