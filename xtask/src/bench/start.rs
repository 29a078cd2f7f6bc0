//! Starting the servers, and how long Headwater takes to its first answer.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use bytes::Bytes;
use hyper::StatusCode;
use serde::Serialize;

use super::load;
use super::measure::median;
use super::operations;
use super::process::Server;
use super::project::Project;

const STARTS: usize = 5;
const TIMEOUT: Duration = Duration::from_secs(120);
/// Between two attempts to get an answer.
const PATIENCE: Duration = Duration::from_millis(1);
/// Long enough for a server to finish what it does at its start.
const IDLE: Duration = Duration::from_secs(1);

/// How Headwater starts on a database that is there.
#[derive(Debug, Clone, Serialize)]
pub struct Start {
    /// From the process's start to the first good answer; the median of several starts.
    pub first_answer_ms: f64,
    /// Memory a second after that answer, before any load.
    pub resident_idle: u64,
}

/// Starts Headwater several times. The last one stays.
pub fn headwater(project: &Project, program: &Path) -> Result<(Server, Start)> {
    let [operation, ..] = &operations::ALL;
    let Some(request) = operation.requests(&project.counts).into_iter().next() else {
        bail!("there is nothing to ask for");
    };
    // A new version of the model is applied at the first start.
    let mut server = project.serve(program)?;
    first_answer(&mut server, &request)?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        drop(server);
        let begin = Instant::now();
        server = project.serve(program)?;
        first_answer(&mut server, &request)?;
        times.push(begin.elapsed().as_secs_f64() * 1e3);
    }
    sleep(IDLE);
    let start = Start { first_answer_ms: median(times), resident_idle: server.resident_bytes()? };
    Ok((server, start))
}

/// Starts the yardstick.
pub fn yardstick(project: &Project, program: &Path) -> Result<Server> {
    let mut server = project.serve_yardstick(program)?;
    server.wait_until_it_listens()?;
    Ok(server)
}

fn first_answer(server: &mut Server, request: &Bytes) -> Result<()> {
    let deadline = Instant::now() + TIMEOUT;
    while !matches!(load::ask(&server.address, operations::GRAPHQL, request), Ok((StatusCode::OK, _))) {
        server.check_it_runs()?;
        if Instant::now() > deadline {
            bail!("a server gives no answer in {TIMEOUT:?}; its log says:\n{}", server.log_end());
        }
        sleep(PATIENCE);
    }
    Ok(())
}
