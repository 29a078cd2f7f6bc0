//! Loads records from files: JSON Lines, JSON, CSV.
//!
//! Owns the way from a file to checked records: reading, checking, resolving references. They are
//! written, and noted in the change log, by `changes`. Either everything is committed or nothing; with
//! [`BadRows::Skip`] everything but the bad rows. Read [`import`] first. The files are read twice at
//! least: once for the ids and unique values that they hold ([`survey`]), so that rows may refer to each
//! other in any order, and once to write ([`pass`]). What is kept in memory is a batch of rows, the ids,
//! and links that come in files of their own.

mod batch;
mod cell;
mod collision;
mod judge;
mod links;
mod lists;
mod pass;
mod problem;
mod reader;
mod reject;
mod resolve;
mod row;
mod sample;
mod survey;
mod target;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use thiserror::Error;

use judge::Judge;

pub use problem::{Fault, Place, Problem};
pub use reader::Format;
pub use reject::write_rejects;
pub use sample::load_sample;

use crate::changes::{Author, Failure, ImportTx, LinkField, Tables};
use crate::model::suggest::did_you_mean;
use crate::model::{Collection, Model};
use crate::store::{Store, StoreError};

/// A file to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
    /// The collection whose records its rows are.
    pub collection: String,
    /// The many-to-many field whose links its rows are, when they are no records.
    pub field: Option<String>,
}

/// How to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Columns and the fields that they are; a column with an empty field is left out.
    pub map: Vec<(String, String)>,
    /// The column that holds the id.
    pub id: String,
    /// What becomes of bad rows.
    pub bad_rows: BadRows,
    /// What becomes of records that are there already.
    pub existing: Existing,
}

impl Default for Options {
    fn default() -> Self {
        Self { map: Vec::new(), id: "id".to_owned(), bad_rows: BadRows::Refuse, existing: Existing::Refuse }
    }
}

/// What becomes of bad rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRows {
    /// One of them stops the import, and nothing is written.
    Refuse,
    /// They are left out.
    Skip,
}

/// What becomes of records that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// A row with the id of one of them is bad.
    Refuse,
    /// A row with the id of one of them takes its place.
    Replace,
}

/// How far the import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done.
    pub phase: Phase,
    /// The file's position in the list of sources.
    pub file: usize,
    /// The bytes of the file that were read.
    pub bytes: u64,
    /// The rows of the file that were written.
    pub rows: u64,
}

/// What an import does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reads the ids.
    Survey,
    /// Checks and writes.
    Write,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Whether it was committed. If not, nothing was written.
    pub is_committed: bool,
    /// What became of each file.
    pub files: Vec<FileSummary>,
    /// The first problems.
    pub problems: Vec<Problem>,
    /// How many problems there are.
    pub problem_count: u64,
    /// The rows that were left out, with what is wrong with them.
    pub rejected: BTreeMap<Place, Vec<Fault>>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileSummary {
    /// The records that were written; for a file of links, the links.
    pub rows: u64,
    /// The links of records that were written.
    pub links: u64,
}

/// Why an import could not even try.
#[derive(Debug, Error)]
pub enum ImportError {
    /// A file can't be read.
    #[error("can't read `{path}`: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The import asks for something that the model does not have.
    #[error("{0}")]
    Usage(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads the files in one transaction.
pub async fn import(
    store: &Store,
    model: &Model,
    sources: &[Source],
    options: &Options,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Summary, ImportError> {
    let began = Instant::now();
    let shared = Arc::new(model.clone());
    let model = &*shared;
    let survey = survey::survey(model, sources, options, |file, bytes| {
        progress(Progress { phase: Phase::Survey, file, bytes, rows: 0 });
    })?;
    let tables = Arc::new(Tables::new(shared.clone(), store.dialect()));
    let judge = Judge::new(store, &shared);
    let mut resolver = resolve::Resolver::new(model, survey.known);
    let mut rejected = BTreeMap::new();
    loop {
        let mut tx = ImportTx::begin(store, tables.clone(), author()).await?;
        let context = pass::Context {
            model,
            layout: &tables.layout,
            judge: &judge,
            sources,
            options,
            made: &survey.made,
            rejected: &rejected,
        };
        let outcome = pass::run(&mut tx, context, &mut resolver, progress).await?;
        let is_good = outcome.problem_count == 0;
        if is_good {
            tx.commit().await?;
            store.study(written_tables(model, sources).iter().map(String::as_str)).await;
        } else {
            tx.rollback().await?;
        }
        if is_good || outcome.is_broken || options.bad_rows == BadRows::Refuse {
            return Ok(Summary {
                is_committed: is_good,
                files: outcome.files,
                problems: outcome.problems,
                problem_count: outcome.problem_count,
                rejected,
                elapsed: began.elapsed(),
            });
        }
        // Rows that refer to a rejected one are bad too: the next pass finds them.
        for problem in outcome.problems {
            rejected.entry(problem.place).or_insert_with(Vec::new).push(problem.fault);
        }
        resolver.forget(|place| rejected.contains_key(&place));
    }
}

/// Whom the change log names.
fn author() -> Author {
    Author { actor: Some("import".to_owned()), ..Author::default() }
}

/// The tables of the collections whose records the files hold, and of their lists.
fn written_tables(model: &Model, sources: &[Source]) -> BTreeSet<String> {
    let collections = sources.iter().filter_map(|source| model.collections.get(&source.collection));
    let tables = collections.flat_map(|collection| {
        let fields = collection.fields.values();
        let lists = fields.filter_map(|field| LinkField::of(model, collection, field));
        lists.map(|list| list.table.to_owned()).chain([collection.table.clone()])
    });
    tables.collect()
}

impl From<Failure> for ImportError {
    fn from(failure: Failure) -> Self {
        Self::Store(match failure {
            Failure::Store(error) => error,
            Failure::Taken(taken) => {
                let name = &taken.collection;
                StoreError::Other(format!("a {name} is there already, and was not looked for"))
            }
        })
    }
}

impl Source {
    /// The file with its format and collection: those given, else those that its name tells.
    pub fn new(
        model: &Model,
        path: &Path,
        collection: Option<&str>,
        format: Option<Format>,
    ) -> Result<Self, ImportError> {
        let format = format.or_else(|| Format::of(path)).ok_or_else(|| {
            let path = path.display();
            ImportError::Usage(format!(
                "`{path}` does not end in .jsonl, .json, .csv or .tsv: say what it is with `--format`"
            ))
        })?;
        let name = collection.or_else(|| path.file_stem()?.to_str()).unwrap_or_default();
        let (name, field) = match name.split_once('.') {
            Some((name, field)) => (name, Some(field.to_owned())),
            None => (name, None),
        };
        let source = Self { path: path.to_owned(), format, collection: name.to_owned(), field };
        let found = source.collection_in(model)?;
        links::check_field(found, source.field.as_deref())?;
        Ok(source)
    }

    fn collection_in<'m>(&self, model: &'m Model) -> Result<&'m Collection, ImportError> {
        model.collections.get(&self.collection).ok_or_else(|| {
            let near = did_you_mean(&self.collection, model.collections.keys().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(": {near}"));
            let name = &self.collection;
            ImportError::Usage(format!(
                "`{name}` is not a collection of the model{near}; say which one with `--collection`"
            ))
        })
    }

    fn unreadable(&self, reason: impl Into<String>) -> ImportError {
        ImportError::File { path: self.path.clone(), reason: reason.into() }
    }
}
