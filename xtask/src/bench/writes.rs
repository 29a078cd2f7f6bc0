//! Writing: what one client reaches alone, and what many reach together.

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::data::{self, Kind};
use super::load::{Bodies, Target, Who};
use super::measure::{Contender, DatabaseTime, Measured, measure};
use super::operations;
use super::options::{Database, Options};
use super::process::Server;
use super::project::Project;

/// How many clients write at a time.
pub const CLIENTS: [usize; 3] = [1, 16, 64];
/// On SQLite, 16 clients should reach so many times what one does alone.
pub const SQLITE_AIM: f64 = 8.0;
/// On PostgreSQL, a create should reach this part of the hand-written statements, with 16 clients.
pub const POSTGRES_AIM: f64 = 0.6;
/// The comments of a post that is made with them.
const COMMENTS: usize = 10;

/// One way to write.
#[derive(Debug)]
pub struct Write {
    pub key: &'static str,
    pub does: &'static str,
    document: &'static str,
    /// Whether the yardstick writes the same by hand, on PostgreSQL.
    is_compared: bool,
}

pub const ALL: [Write; 3] = [
    Write {
        key: "w1",
        does: "create a record",
        document: "mutation Create($data: AuthorCreate!) { createAuthor(data: $data) { id } }",
        is_compared: true,
    },
    Write {
        key: "w2",
        does: "update a record by id",
        document: "mutation Update($id: ID!, $data: PostUpdate!) { \
                   updatePost(id: $id, data: $data) { id version } }",
        is_compared: false,
    },
    Write {
        key: "w3",
        does: "create a record and 10 nested ones",
        document: "mutation Nested($data: PostCreate!) { \
                   createPost(data: $data) { id comments { id } } }",
        is_compared: false,
    },
];

/// What one way to write reaches, by the number of clients.
#[derive(Debug, Serialize)]
pub struct Row {
    pub key: &'static str,
    pub does: &'static str,
    pub headwater: Vec<Measured>,
    /// The same statements written by hand, where there are any.
    pub hand_written: Option<Vec<Measured>>,
}

/// Measures every way to write on a project that nobody minds to change.
pub fn measure_writes(
    database: Database,
    project: &Project,
    [headwater, yardstick]: [&Server; 2],
    options: &Options,
    database_time: DatabaseTime<'_>,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for write in &ALL {
        let contender = |who: &str, server, path: String, connections| Contender {
            name: format!("{who} with {connections}"),
            server,
            target: Target { path, who: Who::Admin, bodies: write.bodies(project) },
            connections,
            database_time,
        };
        let is_compared = write.is_compared && database == Database::Postgres;
        let mut contenders: Vec<Contender<'_>> = CLIENTS
            .map(|clients| contender("headwater", headwater, operations::GRAPHQL.to_owned(), clients))
            .into();
        if is_compared {
            let path = format!("/sql/{}", write.key);
            contenders
                .extend(CLIENTS.map(|clients| contender("hand-written", yardstick, path.clone(), clients)));
        }
        let measured = measure(write.key, &contenders, options)?;
        let mut measured = measured.into_iter().collect::<Result<Vec<_>>>().context("a write failed")?;
        let hand_written = is_compared.then(|| measured.split_off(CLIENTS.len()));
        rows.push(Row { key: write.key, does: write.does, headwater: measured, hand_written });
    }
    Ok(rows)
}

impl Write {
    /// Bodies with a number in the place of `NUMBER`, which no two of them share.
    fn bodies(&self, project: &Project) -> Bodies {
        let number = Bodies::NUMBER;
        let variables = |post: u64| match self.key {
            "w1" => {
                json!({ "data": { "name": format!("Author {number}"), "bio": "Writes while it is measured." } })
            }
            "w2" => json!({ "id": data::id(Kind::Post, post), "data": { "body": format!("Text {number}") } }),
            _ => json!({ "data": {
                "title": format!("Post {number}"),
                "slug": format!("post-{number}"),
                "body": "A post that is made with its comments, in one transaction. ".repeat(4),
                "status": "DRAFT",
                "views": 1,
                "author": { "connect": { "id": data::id(Kind::Author, post % project.counts.authors) } },
                "comments": { "create": (0..COMMENTS).map(comment).collect::<Json>() },
            } }),
        };
        let body = |post| json!({ "query": self.document, "variables": variables(post) }).to_string();
        const VARIANTS: u64 = 1_000;
        let posts = project.counts.posts;
        Bodies::numbered((0..VARIANTS.min(posts)).map(|variant| body(variant * posts / VARIANTS.min(posts))))
    }
}

fn comment(place: usize) -> Json {
    json!({
        "name": format!("Reader {place}"),
        "text": "A comment of a usual length, neither short nor long.",
        "postedAt": "2026-11-21T09:19:13.000Z",
    })
}
