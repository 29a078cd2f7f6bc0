//! The line to the other nodes: LISTEN and NOTIFY on a connection of its own.
//!
//! When it is lost it is made again, with growing waits, and whoever listens is told that something may have been
//! missed. Read [`run`] first.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use sea_orm::sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use sea_orm::sqlx::{self, Row};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::super::bus::{Bus, Incoming};
use super::{Target, run as execute, session_setup};

/// What the connection is called on the server.
const APPLICATION: &str = "headwater bus";
/// How long the server may take to answer before the connection counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may be quiet before it is asked whether it is still there: a network that drops packets does not
/// say so.
const QUIET: Duration = Duration::from_secs(10);
/// How often losses are told, at most.
const TOLD_EVERY: Duration = Duration::from_secs(60);
/// The first wait after a loss, and the longest.
const WAITS: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(2)];
/// The word for all nodes of a project. Others may live in other schemas of the same database.
const CHANNEL: &str = "SELECT 'headwater_' || md5(coalesce(current_schema(), ''))";
/// All of them in one transaction.
const NOTIFY: &str = "SELECT pg_notify($1, frame) FROM unnest($2::text[]) AS frame";

/// Carries what is told to and fro until it is told to stop.
pub(in crate::store) async fn run(target: &Target, bus: &Bus, stop: &CancellationToken) {
    let mut incoming = Incoming::default();
    let mut waits = waits();
    let mut told: Option<Instant> = None;
    let mut is_lost = false;
    loop {
        let error = match Line::open(target).await {
            Ok(mut line) => {
                if std::mem::take(&mut is_lost) {
                    tracing::info!("this node hears the others again");
                }
                waits = self::waits();
                incoming.begin();
                bus.missed();
                match line.carry(bus, &mut incoming, stop).await {
                    Ok(()) => return line.close().await,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        if !is_lost && told.is_none_or(|told| told.elapsed() > TOLD_EVERY) {
            (told, is_lost) = (Some(Instant::now()), true);
            tracing::warn!(
                %error,
                "the connection to the other nodes is lost: until it is back, they are looked after once a second"
            );
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(waits.next().unwrap_or(WAITS[1])) => {}
        }
    }
}

fn waits() -> impl Iterator<Item = Duration> {
    ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(WAITS[0])
        .with_max_delay(WAITS[1])
        .without_max_times()
        .build()
}

/// An open connection that listens.
struct Line {
    pool: PgPool,
    listener: PgListener,
    channel: String,
}

impl Line {
    async fn open(target: &Target) -> sqlx::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .test_before_acquire(false)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                // Nothing that is said here outlives the server: nobody waits for its disk.
                let setup = format!("{}; SET synchronous_commit = off", session_setup(None));
                Box::pin(execute(connection, setup))
            })
            .connect_lazy_with(target.options.clone().application_name(APPLICATION));
        let opened = in_time(async {
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.ignore_pool_close_event(true);
            listener.eager_reconnect(false);
            let channel: String = sqlx::query_scalar(CHANNEL).fetch_one(&mut listener).await?;
            listener.listen(&channel).await?;
            Ok((listener, channel))
        });
        let (listener, channel) = opened.await?;
        Ok(Self { pool, listener, channel })
    }

    /// Carries until it is told to stop, and says then what is left to be said.
    async fn carry(
        &mut self,
        bus: &Bus,
        incoming: &mut Incoming,
        stop: &CancellationToken,
    ) -> sqlx::Result<()> {
        loop {
            self.send(bus).await?;
            tokio::select! {
                // Can be left and begun again without losing anything, as the driver says.
                heard = self.listener.try_recv() => {
                    let Some(heard) = heard? else { return Err(closed()) };
                    if let Some(told) = incoming.take(bus.node(), heard.payload()) {
                        bus.hear(told);
                    }
                }
                () = bus.outbox().ready() => {}
                () = sleep(QUIET) => self.ping().await?,
                () = stop.cancelled() => return self.send(bus).await,
            }
        }
    }

    /// Says everything that waits.
    async fn send(&mut self, bus: &Bus) -> sqlx::Result<()> {
        loop {
            let batch = bus.outbox().take();
            if batch.is_empty() {
                return Ok(());
            }
            let notify = sqlx::query(NOTIFY).bind(&self.channel).bind(batch.frames(bus.node()));
            if let Err(error) = in_time(notify.execute(&mut self.listener)).await {
                bus.outbox().put_back(batch);
                return Err(error);
            }
        }
    }

    async fn ping(&mut self) -> sqlx::Result<()> {
        let row = in_time(sqlx::query("SELECT 1").fetch_one(&mut self.listener)).await?;
        row.try_get::<i32, _>(0).map(|_| ())
    }

    async fn close(self) {
        drop(self.listener);
        let _ = timeout(PATIENCE, self.pool.close()).await;
    }
}

async fn in_time<T>(work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    timeout(PATIENCE, work).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

fn closed() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::ConnectionAborted, "the server closed it"))
}
