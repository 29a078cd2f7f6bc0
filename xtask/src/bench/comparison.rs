//! One database: Headwater, the hand-written statement and the static answer, operation by operation.

use std::rc::Rc;

use anyhow::{Context, Result};
use bytes::Bytes;
use serde::Serialize;

use super::answers;
use super::load::{Bodies, Target, Who};
use super::measure::{Contender, DatabaseTime, Measured, measure};
use super::operations::{self, Operation};
use super::options::{Database, Options};
use super::process::{Server, processor_time_of_family};
use super::programs::Programs;
use super::project::{Parameters, Project};
use super::rules;
use super::start::{self, Start};
use super::writes;
use crate::postgres;

/// What one database shows.
#[derive(Debug, Serialize)]
pub struct Comparison {
    pub database: &'static str,
    pub rows: Vec<Row>,
    pub rule: rules::Rule,
    pub writes: Vec<writes::Row>,
    pub start: Start,
    pub resident_after_load: u64,
}

/// One operation.
#[derive(Debug, Serialize)]
pub struct Row {
    pub key: &'static str,
    pub asks_for: &'static str,
    /// The part of the hand-written statement's requests per second that Headwater aims at.
    pub aim: f64,
    pub headwater: Measured,
    pub hand_written: Measured,
    pub fixed: Measured,
}

pub fn on_sqlite(programs: &Programs, options: &Options) -> Result<Comparison> {
    println!("\n==> SQLite");
    let project = Project::on_sqlite(&Parameters::blog(1), programs, options)?;
    let comparison = compare(Database::Sqlite, &project, programs, options, None)?;
    if !options.writes {
        return Ok(comparison);
    }
    let project = Project::to_write(&Parameters::blog(1), programs)?;
    Ok(Comparison { writes: write(Database::Sqlite, &project, programs, options, None)?, ..comparison })
}

pub fn on_postgres(programs: &Programs, options: &Options) -> Result<Comparison> {
    println!("\n==> PostgreSQL");
    let server = postgres::Server::start()?;
    let project = Project::on_postgres(&Parameters::blog(1), programs, &server.url)?;
    server.analyze()?;
    let database_time = || processor_time_of_family(server.pid());
    let comparison = compare(Database::Postgres, &project, programs, options, Some(&database_time))?;
    if !options.writes {
        return Ok(comparison);
    }
    let writes = write(Database::Postgres, &project, programs, options, Some(&database_time))?;
    Ok(Comparison { writes, ..comparison })
}

fn write(
    database: Database,
    project: &Project,
    programs: &Programs,
    options: &Options,
    database_time: DatabaseTime<'_>,
) -> Result<Vec<writes::Row>> {
    let (headwater, _) = start::headwater(project, &programs.headwater)?;
    answers::write(project, &headwater)?;
    let yardstick = start::yardstick(project, &programs.yardstick)?;
    writes::measure_writes(database, project, [&headwater, &yardstick], options, database_time)
}

fn compare(
    database: Database,
    project: &Project,
    programs: &Programs,
    options: &Options,
    database_time: DatabaseTime<'_>,
) -> Result<Comparison> {
    let (mut headwater, start) = start::headwater(project, &programs.headwater)?;
    println!(
        "start to first answer: {:.0} ms, memory when idle: {} MB",
        start.first_answer_ms,
        start.resident_idle / 1_000_000
    );
    answers::write(project, &headwater)?;
    let mut yardstick = start::yardstick(project, &programs.yardstick)?;
    answers::check_alike(options, project, &headwater, &yardstick)?;
    let mut rows = Vec::new();
    for operation in options.operations() {
        headwater.check_it_runs()?;
        yardstick.check_it_runs()?;
        rows.push(measure_operation(
            operation,
            database,
            project,
            [&headwater, &yardstick],
            options,
            database_time,
        )?);
    }
    let rule = rules::measure_rule(project, programs, &headwater, options, database_time)?;
    Ok(Comparison {
        database: database.name(),
        rows,
        rule,
        writes: Vec::new(),
        start,
        resident_after_load: headwater.resident_bytes()?,
    })
}

fn measure_operation(
    operation: &'static Operation,
    database: Database,
    project: &Project,
    [headwater, yardstick]: [&Server; 2],
    options: &Options,
    database_time: DatabaseTime<'_>,
) -> Result<Row> {
    let requests: Rc<[Bytes]> = operation.requests(&project.counts).into();
    let contender = |name: &str, server, path| Contender {
        name: name.to_owned(),
        server,
        target: Target { path, who: Who::Anyone, bodies: Bodies::Fixed(requests.clone()) },
        connections: options.connections,
        database_time,
    };
    let contenders = [
        contender("headwater", headwater, operations::GRAPHQL.to_owned()),
        contender("hand-written", yardstick, format!("/sql/{}", operation.key)),
        contender("static", yardstick, format!("/static/{}", operation.key)),
    ];
    let measured = measure(operation.key, &contenders, options)?;
    let measured = measured.into_iter().collect::<Result<Vec<_>>>()?;
    let [headwater, hand_written, fixed] =
        <[Measured; 3]>::try_from(measured).ok().context("three were measured")?;
    let aim = match database {
        Database::Sqlite => operation.sqlite_aim,
        Database::Postgres => operation.postgres_aim,
    };
    Ok(Row { key: operation.key, asks_for: operation.asks_for, aim, headwater, hand_written, fixed })
}
