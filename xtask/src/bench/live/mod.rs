//! Subscriptions: how long after a write its watchers hear of it, what that costs, and what watchers cost who hear
//! nothing.
//!
//! Each scenario has a server that was started for it. Writes come one after the other, at a rate. Read
//! [`measure_live`] first.

mod audience;
mod deliveries;
mod socket;
mod watched;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde_json::{Value as Json, json};
use tokio::task::LocalSet;

use self::audience::{Audience, Silent, check_streams, cursor_of};
use self::deliveries::{Deliveries, Numbers, Times};
use self::socket::{Socket, allow_open_files, payload};
use self::watched::{Watched, mutation};
use super::load::{self, Caller};
use super::options::{Database, Options};
use super::process::{Server, processor_time};
use super::programs::Programs;
use super::project::{Parameters, Project};
use crate::postgres;

/// Writes in a second.
const RATES: [f64; 2] = [10.0, 100.0];
const MANY: usize = 1_000;
/// 99 of 100 subscribers of one query should hear of a write within so many milliseconds, at the lower rate.
pub const AIM_MS: f64 = 250.0;
/// What a subscriber that hears nothing should take at most, in bytes.
pub const AIM_BYTES: f64 = 20_000.0;
/// Long enough for a server to finish what it does when clients come.
const IDLE: Duration = Duration::from_secs(1);
/// Nothing more is heard: the rest is lost.
const PATIENCE: Duration = Duration::from_secs(10);
const WARM_UP: u64 = 5;
/// The writes of which one costs so much.
const CURVE_WRITES: u64 = 300;

/// What was measured on one database.
#[derive(Debug, Serialize)]
pub struct Live {
    pub database: &'static str,
    pub rows: Vec<Row>,
    pub curve: Vec<Cost>,
}

/// A scenario at a rate of writes.
#[derive(Debug, Serialize)]
pub struct Row {
    pub watched: &'static str,
    pub subscribers: usize,
    /// Writes in a second that were wanted, and those that there were.
    pub rate: f64,
    pub reached: f64,
    pub writes: u64,
    /// From a write's answer until a subscriber hears of it.
    pub after_answer: Times,
    /// From sending it.
    pub after_sending: Times,
    pub mutations: Times,
    /// Processor time of the server, as a part of one processor.
    pub server_share: f64,
    /// Of a subscriber that has heard nothing yet.
    pub bytes_when_idle: f64,
    /// How often somebody has not heard of a write.
    pub lost: u64,
}

/// What a write costs that matters to nobody.
#[derive(Debug, Serialize)]
pub struct Cost {
    /// Different queries that are watched.
    pub queries: usize,
    pub server_us: f64,
    pub mutations: Times,
}

/// Measures every scenario on the database.
pub fn measure_live(database: Database, programs: &Programs, options: &Options) -> Result<Live> {
    println!("\n==> subscriptions, {}", database.name());
    let most = options.subscribers;
    allow_open_files(most as u64 + 2_000)?;
    let parameters = Parameters::blog(1);
    let (_postgres, project) = match database {
        Database::Sqlite => (None, Project::to_write(&parameters, programs)?),
        Database::Postgres => {
            let server = postgres::Server::start()?;
            let project = Project::on_postgres(&parameters, programs, &server.url)?;
            server.analyze()?;
            (Some(server), project)
        }
    };
    let numbers = Numbers::new();
    let mut rows = Vec::new();
    for (watched, subscribers) in [
        (Watched::OneQuery, MANY),
        (Watched::OneQuery, most),
        (Watched::QueriesAllChanged, MANY),
        (Watched::QueriesOneChanged, MANY),
        (Watched::Stream, MANY),
        (Watched::Stream, most),
    ] {
        let subscribers = subscribers.min(most);
        let stage = Stage::open(&project, programs, &numbers)?;
        rows.extend(run(stage.scenario((watched, subscribers), options))?);
    }
    let mut curve = Vec::new();
    for queries in [0, 100, 1_000, 10_000] {
        let stage = Stage::open(&project, programs, &numbers)?;
        curve.push(run(stage.cost(queries))?);
    }
    Ok(Live { database: database.name(), rows, curve })
}

fn run<T>(scenario: impl Future<Output = Result<T>>) -> Result<T> {
    LocalSet::new().block_on(&load::runtime()?, scenario)
}

/// A server, and what writes to it need.
struct Stage<'a> {
    project: &'a Project,
    numbers: &'a Numbers,
    server: Server,
}

impl<'a> Stage<'a> {
    fn open(project: &'a Project, programs: &Programs, numbers: &'a Numbers) -> Result<Self> {
        let mut server = project.serve(&programs.headwater)?;
        server.wait_until_it_listens()?;
        Ok(Self { project, numbers, server })
    }

    /// Both rates, one after the other, with the same subscribers.
    async fn scenario(
        mut self,
        (watched, subscribers): (Watched, usize),
        options: &Options,
    ) -> Result<Vec<Row>> {
        let counts = &self.project.counts;
        let mut caller = Caller::connect(&self.server.address).await?;
        let deliveries = Rc::new(RefCell::new(Rc::new(Deliveries::from(self.numbers.upcoming())?)));
        let cursor = match watched {
            Watched::Stream => self.first_cursor(&mut caller).await?,
            _ => {
                self.write(&mut caller, (watched, subscribers), None).await?;
                String::new()
            }
        };
        tokio::time::sleep(IDLE).await;
        let before = self.server.resident_bytes()?;
        let last = self.numbers.upcoming() - 1;
        let place = (self.server.address.as_str(), counts);
        let mut audience =
            Audience::gather((watched, subscribers), place, (&cursor, last), &deliveries).await?;
        audience.rest(IDLE).await?;
        let idle = self.server.resident_bytes()?.saturating_sub(before);
        let mut rows = Vec::new();
        for rate in RATES {
            for _ in 0..WARM_UP {
                self.write(&mut caller, (watched, subscribers), None).await?;
            }
            audience.rest(IDLE).await?;
            let own = Rc::new(Deliveries::from(self.numbers.upcoming())?);
            deliveries.replace(own.clone());
            let (begin, begin_time) = (Instant::now(), processor_time(self.server.pid())?);
            let wanted = (options.measured.as_secs_f64() * rate).ceil() as u64;
            for number in 0..wanted {
                let due = Duration::from_secs_f64(number as f64 / rate);
                if let Some(time) = due.checked_sub(begin.elapsed()) {
                    audience.rest(time).await?;
                }
                self.write(&mut caller, (watched, subscribers), Some(&own)).await?;
            }
            let elapsed = begin.elapsed();
            let lost = audience.settle(&own, PATIENCE).await?;
            let spent = processor_time(self.server.pid())? - begin_time;
            let row = Row {
                watched: watched.name(),
                subscribers,
                rate,
                reached: wanted as f64 / elapsed.as_secs_f64(),
                writes: own.count(),
                after_answer: own.after_answer(),
                after_sending: own.after_sending(),
                mutations: own.mutations(),
                server_share: spent.as_secs_f64() / begin.elapsed().as_secs_f64(),
                bytes_when_idle: idle as f64 / subscribers.max(1) as f64,
                lost,
            };
            println!(
                "{} {}, {rate} writes/s: p99 {:.1} ms, {} lost",
                row.subscribers, row.watched, row.after_answer.p99, row.lost
            );
            rows.push(row);
            self.server.check_it_runs()?;
            self.server.empty_log()?;
        }
        self.check(&mut caller, &audience, last).await?;
        Ok(rows)
    }

    /// What everybody has at the end is what a new query is answered, or every event once.
    async fn check(&self, caller: &mut Caller, audience: &Audience, last: u64) -> Result<()> {
        if audience.watched == Watched::Stream {
            return check_streams(&audience.heard, self.numbers.upcoming() - 1 - last);
        }
        for (subscriber, heard) in audience.heard.iter().enumerate() {
            let variables = audience.watched.variables(subscriber, &self.project.counts, "");
            let document = format!("query {}", audience.watched.document());
            // One query is asked once.
            if subscriber > 0 && audience.watched == Watched::OneQuery {
                let [first, own] = [&audience.heard[0], heard].map(|heard| payload(&heard.newest.borrow()));
                ensure!(first? == own?, "two subscribers of one query have other answers");
                continue;
            }
            let answer = caller.ask(&json!({ "query": document, "variables": variables })).await?;
            let answer: Json = serde_json::from_slice(&answer)?;
            let heard = payload(&heard.newest.borrow())?;
            ensure!(heard == answer, "a subscriber has {heard}, and a query is answered {answer}");
        }
        Ok(())
    }

    /// A write that is counted, if it is one of those.
    async fn write(
        &self,
        caller: &mut Caller,
        (watched, subscribers): (Watched, usize),
        deliveries: Option<&Deliveries>,
    ) -> Result<()> {
        let number = self.numbers.next();
        let post = watched.written(number, subscribers, &self.project.counts);
        let body = mutation(&post, number);
        if let Some(deliveries) = deliveries {
            deliveries.send();
        }
        caller.ask(&body).await.context("a write failed")?;
        if let Some(deliveries) = deliveries {
            deliveries.answer();
        }
        Ok(())
    }

    /// The cursor of the last write.
    async fn first_cursor(&self, caller: &mut Caller) -> Result<String> {
        let mut socket = Socket::open(&self.server.address).await?;
        let document = format!("subscription {}", Watched::Stream.document());
        socket.subscribe("1", &document, &json!({})).await?;
        let mut cursor = None;
        while cursor.is_none() {
            self.write(caller, (Watched::Stream, 1), None).await?;
            // Every event of the writes so far.
            while let Ok(event) = tokio::time::timeout(IDLE, socket.next()).await {
                cursor = Some(cursor_of(&event?)?.to_owned());
            }
        }
        cursor.context("a stream has no events")
    }

    /// What a write costs while so many different queries are watched that it does not change.
    async fn cost(mut self, queries: usize) -> Result<Cost> {
        let counts = &self.project.counts;
        let mut caller = Caller::connect(&self.server.address).await?;
        let mut silent = Silent::gather(queries, (&self.server.address, counts)).await?;
        for _ in 0..WARM_UP {
            self.write(&mut caller, (Watched::Nothing, queries), None).await?;
        }
        tokio::time::sleep(IDLE).await;
        let deliveries = Deliveries::from(self.numbers.upcoming())?;
        let begin = processor_time(self.server.pid())?;
        for _ in 0..CURVE_WRITES {
            self.write(&mut caller, (Watched::Nothing, queries), Some(&deliveries)).await?;
            silent.check()?;
        }
        tokio::time::sleep(IDLE).await;
        let spent = processor_time(self.server.pid())? - begin;
        silent.check()?;
        self.server.check_it_runs()?;
        let server_us = spent.as_secs_f64() * 1e6 / CURVE_WRITES as f64;
        println!(
            "{queries} queries that a write does not change: {server_us:.0} µs of the server for a write"
        );
        Ok(Cost { queries, server_us, mutations: deliveries.mutations() })
    }
}
