//! What the servers answer must be the same before speed is compared.

use std::fs;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use hyper::StatusCode;
use serde_json::Value as Json;

use super::load;
use super::operations::{self, Operation};
use super::options::Options;
use super::process::Server;
use super::project::Project;

/// So many requests of each operation must be answered alike.
const COMPARED: usize = 20;
/// So much of an answer is shown in an error.
const SHOWN: usize = 400;

/// Keeps Headwater's answers to the first request of each operation, for the yardstick to give.
pub fn write(project: &Project, headwater: &Server) -> Result<()> {
    let folder = project.answers();
    fs::create_dir_all(&folder)?;
    for operation in &operations::ALL {
        let requests = operation.requests(&project.counts);
        let request = requests.first().context("there is nothing to ask for")?;
        let answer = good_answer(headwater, operations::GRAPHQL, operation, request)?;
        fs::write(folder.join(format!("{}.json", operation.key)), answer)?;
    }
    Ok(())
}

/// An error when Headwater and the hand-written statement answer differently.
pub fn check_alike(
    options: &Options,
    project: &Project,
    headwater: &Server,
    yardstick: &Server,
) -> Result<()> {
    for operation in options.operations() {
        let requests = operation.requests(&project.counts);
        for request in requests.iter().step_by(requests.len().div_ceil(COMPARED)) {
            let ours = good_answer(headwater, operations::GRAPHQL, operation, request)?;
            let theirs = good_answer(yardstick, &format!("/sql/{}", operation.key), operation, request)?;
            ensure!(
                serde_json::from_slice::<Json>(&ours)? == serde_json::from_slice::<Json>(&theirs)?,
                "{} is answered differently, so speed can't be compared\n  headwater:    {}\n  hand-written: {}",
                operation.key,
                shown(&ours),
                shown(&theirs)
            );
        }
    }
    println!("answers are alike");
    Ok(())
}

fn good_answer(server: &Server, path: &str, operation: &Operation, request: &Bytes) -> Result<Bytes> {
    let (status, body) = load::ask(&server.address, path, request)?;
    let answer: Json = serde_json::from_slice(&body).unwrap_or_default();
    let has_data = answer["data"].as_object().is_some_and(|data| data.values().all(|value| !value.is_null()));
    ensure!(
        status == StatusCode::OK && has_data && answer.get("errors").is_none(),
        "{} of {path} is answered with {status}: {}",
        operation.key,
        shown(&body)
    );
    Ok(body)
}

fn shown(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into_owned(),
    }
}
