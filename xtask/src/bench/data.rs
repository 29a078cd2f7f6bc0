//! The rows that are measured: a blog's authors, tags, posts and comments, as files that
//! `headwater import` takes. The same counts give the same bytes on every machine.

mod text;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat};
use rand::seq::index;
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use uuid::Uuid;

use super::table::grouped;

/// Raise it when the rows change, so that nobody measures the rows of an older version.
pub const VERSION: u32 = 1;

const BODY_CHARACTERS: usize = 600;
/// 1 January 2023, in milliseconds since 1970.
const BEGIN: u64 = 1_672_531_200_000;
const THREE_YEARS: u64 = 3 * 365 * 24 * 60 * 60 * 1_000;
const MINUTE: u64 = 60_000;

/// How many records of each kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub authors: u64,
    pub tags: u64,
    pub posts: u64,
    pub comments: u64,
    /// Links of posts to tags: the same number for each post.
    pub links: u64,
}

impl Counts {
    /// So many times the rows of the benchmark.
    pub fn times(factor: u64) -> Self {
        Self {
            authors: 100 * factor,
            tags: 50 * factor,
            posts: 10_000 * factor,
            comments: 50_000 * factor,
            links: 30_000 * factor,
        }
    }

    fn tags_of_post(&self) -> usize {
        usize::try_from(self.links / self.posts.max(1)).unwrap_or(usize::MAX)
    }
}

/// The collections, in an order in which each comes after those that it refers to.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Author,
    Tag,
    Post,
    Comment,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Author, Self::Tag, Self::Post, Self::Comment];

    /// The file's name, which tells `headwater import` the collection.
    pub fn file(self) -> &'static str {
        match self {
            Self::Author => "Author.jsonl",
            Self::Tag => "Tag.jsonl",
            Self::Post => "Post.jsonl",
            Self::Comment => "Comment.jsonl",
        }
    }

    fn count(self, counts: &Counts) -> u64 {
        match self {
            Self::Author => counts.authors,
            Self::Tag => counts.tags,
            Self::Post => counts.posts,
            Self::Comment => counts.comments,
        }
    }
}

#[derive(Serialize)]
struct Author {
    id: Uuid,
    name: String,
    bio: String,
}

#[derive(Serialize)]
struct Tag {
    id: Uuid,
    label: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Post {
    id: Uuid,
    title: String,
    slug: String,
    body: String,
    status: &'static str,
    views: u32,
    published_at: Option<String>,
    author: Uuid,
    tags: Vec<Uuid>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    id: Uuid,
    name: String,
    text: String,
    posted_at: String,
    post: Uuid,
}

/// The id of a record: a UUID of version 7, as Headwater makes them.
pub fn id(kind: Kind, index: u64) -> Uuid {
    let mut random = [0; 10];
    ChaCha8Rng::seed_from_u64((kind as u64) << 48 | index).fill_bytes(&mut random);
    uuid::Builder::from_unix_timestamp_millis(BEGIN + index * MINUTE, &random).into_uuid()
}

/// The name of an author. No two have the same.
pub fn author_name(index: u64) -> String {
    text::person(index)
}

/// Writes the files, unless the folder has them. Returns them in the order of import.
pub fn write(counts: &Counts, folder: &Path) -> Result<Vec<PathBuf>> {
    ensure!(
        counts.tags_of_post() as u64 * counts.posts == counts.links,
        "every post has the same number of tags: {} links can't be shared among {} posts",
        counts.links,
        counts.posts
    );
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    Kind::ALL.iter().map(|kind| write_file(*kind, counts, folder)).collect()
}

fn write_file(kind: Kind, counts: &Counts, folder: &Path) -> Result<PathBuf> {
    let path = folder.join(kind.file());
    if path.is_file() {
        return Ok(path);
    }
    println!("writing {} rows to {}", grouped(kind.count(counts) as f64), path.display());
    // Renamed when it is whole, so that an interrupted run leaves no half file behind.
    let unfinished = path.with_extension("unfinished");
    let file = File::create(&unfinished).with_context(|| format!("can't write {}", unfinished.display()))?;
    let mut file = BufWriter::new(file);
    write_rows(kind, counts, &mut file)?;
    file.flush()?;
    fs::rename(&unfinished, &path)?;
    Ok(path)
}

fn write_rows(kind: Kind, counts: &Counts, file: &mut impl Write) -> Result<()> {
    let mut random = ChaCha8Rng::seed_from_u64(kind as u64);
    for index in 0..kind.count(counts) {
        match kind {
            Kind::Author => serde_json::to_writer(&mut *file, &author(&mut random, index))?,
            Kind::Tag => serde_json::to_writer(&mut *file, &tag(index))?,
            Kind::Post => serde_json::to_writer(&mut *file, &post(&mut random, counts, index))?,
            Kind::Comment => serde_json::to_writer(&mut *file, &comment(&mut random, counts, index))?,
        }
        file.write_all(b"\n")?;
    }
    Ok(())
}

fn author(random: &mut impl Rng, index: u64) -> Author {
    let length = random.random_range(80..240);
    Author { id: id(Kind::Author, index), name: author_name(index), bio: text::prose(random, length) }
}

fn tag(index: u64) -> Tag {
    Tag { id: id(Kind::Tag, index), label: text::label(index) }
}

fn post(random: &mut impl Rng, counts: &Counts, index: u64) -> Post {
    let title = text::title(random);
    // Half of them are published. A draft has no date.
    let status = match random.random_range(0..10) {
        0..5 => "PUBLISHED",
        5..8 => "DRAFT",
        _ => "ARCHIVED",
    };
    let moment = moment(random.random_range(0..THREE_YEARS));
    let all_tags = usize::try_from(counts.tags).unwrap_or(usize::MAX);
    let tags = index::sample(random, all_tags, counts.tags_of_post());
    Post {
        id: id(Kind::Post, index),
        slug: format!("{}-{index}", text::slug(&title)),
        title,
        body: text::prose(random, BODY_CHARACTERS),
        status,
        views: random.random_range(0..100_000),
        published_at: (status != "DRAFT").then_some(moment),
        author: id(Kind::Author, random.random_range(0..counts.authors)),
        tags: tags.iter().map(|tag| id(Kind::Tag, tag as u64)).collect(),
    }
}

fn comment(random: &mut impl Rng, counts: &Counts, index: u64) -> Comment {
    let length = random.random_range(40..200);
    Comment {
        id: id(Kind::Comment, index),
        name: text::person(random.random_range(0..400)),
        text: text::prose(random, length),
        posted_at: moment(random.random_range(0..THREE_YEARS)),
        post: id(Kind::Post, random.random_range(0..counts.posts)),
    }
}

/// That many milliseconds after the begin.
fn moment(milliseconds: u64) -> String {
    let milliseconds = (BEGIN + milliseconds).cast_signed();
    let moment = DateTime::from_timestamp_millis(milliseconds).unwrap_or_default();
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests;
