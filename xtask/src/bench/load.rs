//! The load generator: connections that are kept open, each with one request at a time, on one
//! thread.
//!
//! Server and load share the machine, so it does as little as it can: bodies are counted and dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use hdrhistogram::Histogram;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::{JoinSet, LocalSet};

use super::operations::GRAPHQL;
use super::project::ADMIN_TOKEN;

/// How the body of a good answer begins.
const GOOD: &[u8] = b"{\"data\":";
const JSON: &str = "application/json";
/// The longest latency that is told apart: a minute, in microseconds.
const LONGEST: u64 = 60_000_000;

/// Where requests go, and their bodies, which are sent in turn.
#[derive(Debug, Clone)]
pub struct Target {
    pub path: String,
    pub who: Who,
    pub bodies: Bodies,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anyone,
    /// With the token of [`ADMIN_TOKEN`].
    Admin,
}

/// The bodies of requests.
#[derive(Debug, Clone)]
pub enum Bodies {
    /// Sent as they are.
    Fixed(Rc<[Bytes]>),
    /// Sent with a number in the place of [`Bodies::NUMBER`] that no other body of this run or an earlier
    /// one has.
    Numbered(Rc<[String]>, Rc<Cell<u64>>),
}

impl Bodies {
    /// What a number takes the place of.
    pub const NUMBER: &str = "NUMBER";

    /// Bodies that are each sent with a new number.
    pub fn numbered(bodies: impl Iterator<Item = String>) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let first = u64::try_from(now.as_micros()).unwrap_or_default();
        Self::Numbered(bodies.collect(), Rc::new(Cell::new(first)))
    }

    fn len(&self) -> usize {
        match self {
            Self::Fixed(bodies) => bodies.len(),
            Self::Numbered(bodies, _) => bodies.len(),
        }
    }

    fn get(&self, place: usize) -> Bytes {
        match self {
            Self::Fixed(bodies) => bodies[place % bodies.len()].clone(),
            Self::Numbered(bodies, next) => {
                let number = next.replace(next.get() + 1);
                bodies[place % bodies.len()].replace(Self::NUMBER, &number.to_string()).into()
            }
        }
    }
}

/// How much load.
#[derive(Debug, Clone, Copy)]
pub struct Amount {
    pub connections: usize,
    pub warm_up: Duration,
    pub measured: Duration,
}

/// What was measured.
#[derive(Debug)]
pub struct Sample<R> {
    pub elapsed: Duration,
    pub answers: u64,
    /// Bytes of the answers' bodies.
    pub bytes: u64,
    /// Microseconds.
    pub latencies: Histogram<u64>,
    /// What the caller read at the begin and at the end.
    pub readings: [R; 2],
}

/// Puts the target under load, and reads something of the caller's when measuring begins and ends.
///
/// # Errors
///
/// When an answer is not good, or a connection breaks.
pub fn run<R>(
    address: &str,
    target: &Target,
    amount: Amount,
    mut read: impl FnMut() -> Result<R>,
) -> Result<Sample<R>> {
    ensure!(target.bodies.len() > 0, "there is nothing to ask for");
    let shared = Rc::new(Shared::new()?);
    let tasks = LocalSet::new();
    tasks.block_on(&runtime()?, async {
        let mut clients = JoinSet::new();
        for number in 0..amount.connections {
            let offset = number * target.bodies.len() / amount.connections;
            clients.spawn_local(client(address.to_owned(), target.clone(), offset, shared.clone()));
        }
        watch(amount.warm_up, &mut clients).await?;
        let first = read()?;
        let begin = Instant::now();
        shared.phase.set(Phase::Measured);
        watch(amount.measured, &mut clients).await?;
        shared.phase.set(Phase::Over);
        let elapsed = begin.elapsed();
        let last = read()?;
        while let Some(ended) = clients.join_next().await {
            ended??;
        }
        let latencies = shared.latencies.replace(histogram()?);
        let bytes = shared.bytes.get();
        Ok(Sample { elapsed, answers: latencies.len(), bytes, latencies, readings: [first, last] })
    })
}

/// Sends one request over a connection of its own. Returns the status and the body.
pub fn ask(address: &str, path: &str, body: &Bytes) -> Result<(StatusCode, Bytes)> {
    LocalSet::new().block_on(&runtime()?, async {
        let mut sender = connect(address).await?;
        let answer = sender.send_request(request(address, path, Who::Anyone, body)?).await?;
        let status = answer.status();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    })
}

/// One connection that an admin asks over, one request at a time.
pub struct Caller {
    address: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Caller {
    pub async fn connect(address: &str) -> Result<Self> {
        Ok(Self { address: address.to_owned(), sender: connect(address).await? })
    }

    /// The body of a good answer.
    ///
    /// # Errors
    ///
    /// Any other answer.
    pub async fn ask(&mut self, body: &serde_json::Value) -> Result<Bytes> {
        let body = Bytes::from(body.to_string());
        let answer = self.sender.send_request(request(&self.address, GRAPHQL, Who::Admin, &body)?).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        ensure!(
            status == StatusCode::OK && body.starts_with(GOOD),
            "{GRAPHQL} answers {status}: {}",
            String::from_utf8_lossy(&body)
        );
        Ok(body)
    }
}

struct Shared {
    phase: Cell<Phase>,
    bytes: Cell<u64>,
    latencies: RefCell<Histogram<u64>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    WarmUp,
    Measured,
    Over,
}

impl Shared {
    fn new() -> Result<Self> {
        let latencies = RefCell::new(histogram()?);
        Ok(Self { phase: Cell::new(Phase::WarmUp), bytes: Cell::new(0), latencies })
    }
}

/// Waits, and ends early when a client does: none ends by itself.
async fn watch(time: Duration, clients: &mut JoinSet<Result<()>>) -> Result<()> {
    match tokio::time::timeout(time, clients.join_next()).await {
        Err(_elapsed) => Ok(()),
        Ok(Some(ended)) => ended?.and_then(|()| bail!("a connection ended early")),
        Ok(None) => bail!("there is no connection"),
    }
}

async fn client(address: String, target: Target, offset: usize, shared: Rc<Shared>) -> Result<()> {
    let mut sender = connect(&address).await?;
    for place in offset.. {
        let body = target.bodies.get(place);
        let begin = Instant::now();
        let bytes = exchange(&mut sender, &address, &target, &body).await?;
        match shared.phase.get() {
            Phase::WarmUp => {}
            Phase::Measured => {
                let microseconds = u64::try_from(begin.elapsed().as_micros()).unwrap_or(LONGEST);
                shared.latencies.borrow_mut().saturating_record(microseconds);
                shared.bytes.set(shared.bytes.get() + bytes);
            }
            Phase::Over => break,
        }
    }
    Ok(())
}

/// One request and its answer. Returns the bytes of the answer's body.
async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    address: &str,
    Target { path, who, .. }: &Target,
    body: &Bytes,
) -> Result<u64> {
    let answer = sender.send_request(request(address, path, *who, body)?).await?;
    let status = answer.status();
    let mut frames = answer.into_body();
    let mut bytes = 0;
    while let Some(frame) = frames.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        if status != StatusCode::OK || bytes == 0 && !data.starts_with(GOOD) {
            bail!("{path} answers {status}: {}", String::from_utf8_lossy(&data));
        }
        bytes += data.len() as u64;
    }
    ensure!(bytes > 0, "{path} answers {status} and no body");
    Ok(bytes)
}

async fn connect(address: &str) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await.with_context(|| format!("can't connect to {address}"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    // Ends with the sender; what goes wrong shows there.
    tokio::task::spawn_local(connection);
    Ok(sender)
}

fn request(address: &str, path: &str, who: Who, body: &Bytes) -> Result<Request<Full<Bytes>>> {
    let mut request =
        Request::post(path).header(HOST, address).header(CONTENT_TYPE, JSON).header(ACCEPT, JSON);
    if who == Who::Admin {
        request = request.header(AUTHORIZATION, format!("Bearer {ADMIN_TOKEN}"));
    }
    Ok(request.body(Full::new(body.clone()))?)
}

pub fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("can't start the load generator")
}

fn histogram() -> Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, LONGEST, 3)?)
}
