//! One reading of all files that checks and writes every row that is not rejected.
//!
//! Writing goes on after a bad row, in a transaction that will be rolled back: so all that is wrong
//! with the files is found at once. Read [`run`] first; what becomes of a batch of rows is in
//! [`super::batch`].

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;

use super::judge::{self, Judge};
use super::links::LinkFile;
use super::lists::{Change, Lists};
use super::problem::{Fault, Place, Problem};
use super::reader::{Row, Rows};
use super::resolve::Resolver;
use super::target::{Columns, Target};
use super::value::Reading;
use super::{BadRows, FileSummary, ImportError, Options, Phase, Progress, Source};
use crate::changes::{ImportTx, LinkField, Slugs};
use crate::model::check::Patterns;
use crate::model::layout::Layout;
use crate::model::{Collection, Model, Value};

/// How many rows are checked and written together.
const ROWS_AT_ONCE: usize = 500;
/// How many links of a file are gathered before they are written.
const LINKS_AT_ONCE: usize = 1_000_000;
/// How many problems are kept when bad rows stop the import.
const MOST_PROBLEMS: u64 = 1_000;

/// What a pass works on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a, 'm> {
    /// The model.
    pub model: &'m Model,
    /// The model's tables.
    pub layout: &'a Layout,
    /// Knows the checks of the model's types.
    pub judge: &'a Judge,
    /// The files.
    pub sources: &'a [Source],
    /// How to load.
    pub options: &'a Options,
    /// The ids made for rows that have none.
    pub made: &'a HashMap<Place, String>,
    /// The rows to leave out.
    pub rejected: &'a BTreeMap<Place, Vec<Fault>>,
}

/// What a pass found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What became of each file.
    pub files: Vec<FileSummary>,
    /// The problems, or the first of them.
    pub problems: Vec<Problem>,
    /// How many problems there are.
    pub problem_count: u64,
    /// Whether a file breaks off, so that leaving out rows does not help.
    pub is_broken: bool,
}

/// Checks and writes every row.
pub async fn run<'m>(
    tx: &mut ImportTx,
    context: Context<'_, 'm>,
    resolver: &mut Resolver<'m>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, ImportError> {
    resolver.forget_answers();
    let now = Value::DateTime(tx.tx().now());
    let mut pass = Pass {
        tx,
        now,
        patterns: Patterns::of(context.model),
        slugs: Slugs::default(),
        lists: Lists::default(),
        touched: judge::Rows::default(),
        bad_columns: HashSet::new(),
        outcome: Outcome::default(),
        context,
        resolver,
    };
    // Records first: a file of links may name any of them.
    let (records, links): (Vec<_>, Vec<_>) =
        context.sources.iter().enumerate().partition(|(_, source)| source.field.is_none());
    pass.outcome.files = vec![FileSummary::default(); context.sources.len()];
    for (index, source) in records {
        pass.record_file(index, source, progress).await?;
    }
    pass.lists.write(pass.tx).await?;
    for (index, source) in links {
        pass.link_file(index, source, progress).await?;
    }
    pass.judge().await?;
    Ok(pass.outcome)
}

pub(super) struct Pass<'a, 'm> {
    pub tx: &'a mut ImportTx,
    pub context: Context<'a, 'm>,
    pub resolver: &'a mut Resolver<'m>,
    pub now: Value,
    pub patterns: Patterns,
    pub slugs: Slugs,
    pub lists: Lists<'m>,
    /// Rows that change lists of records that are in no file, and that have to pass checks.
    touched: judge::Rows,
    /// Columns of files that were complained about.
    bad_columns: HashSet<(usize, String)>,
    pub outcome: Outcome,
}

/// A file of records.
pub(super) struct RecordFile<'a, 'm> {
    /// Its position in the list of sources.
    pub index: usize,
    pub target: Target<'m>,
    pub columns: Columns<'a>,
    pub singleton: Option<Singleton>,
}

/// What a singleton's file may still write.
pub(super) struct Singleton {
    pub stored: Option<String>,
    pub first: Option<Place>,
}

impl<'m> Pass<'_, 'm> {
    async fn record_file(
        &mut self,
        index: usize,
        source: &Source,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let model = self.context.model;
        let target = Target::new(model, source.collection_in(model)?);
        let singleton = self.singleton(target.collection).await?;
        let columns = Columns::new(self.context.options);
        let mut file = RecordFile { index, target, columns, singleton };
        let mut rows = Rows::open(&source.path, source.format).map_err(|reason| source.unreadable(reason))?;
        loop {
            let (batch, is_last) = self.next_batch(index, &mut rows);
            self.write_batch(&mut file, &batch).await?;
            progress(self.progress(index, &rows));
            if is_last {
                return Ok(());
            }
        }
    }

    async fn singleton(&mut self, collection: &Collection) -> Result<Option<Singleton>, ImportError> {
        if !collection.singleton {
            return Ok(None);
        }
        let stored = self.tx.tx().ids(collection).await?.into_iter().next();
        Ok(Some(Singleton { stored, first: None }))
    }

    async fn link_file(
        &mut self,
        index: usize,
        source: &Source,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let collection = source.collection_in(self.context.model)?;
        let file = LinkFile::new(self.context.model, collection, source, self.context.options)?;
        let mut rows = Rows::open(&source.path, source.format).map_err(|reason| source.unreadable(reason))?;
        loop {
            let (batch, is_last) = self.next_batch(index, &mut rows);
            let links = self.read_links(&file, index, &batch).await?;
            self.outcome.files[index].rows += links.len() as u64;
            for (place, owner, member) in &links {
                self.gather(file.list, *place, (owner, member), Change::Join);
            }
            if is_last || self.lists.len() >= LINKS_AT_ONCE {
                self.lists.write(self.tx).await?;
            }
            progress(self.progress(index, &rows));
            if is_last {
                return Ok(());
            }
        }
    }

    /// The list's owner and the other record of each good row.
    async fn read_links(
        &mut self,
        file: &LinkFile<'_>,
        index: usize,
        batch: &[Row],
    ) -> Result<Vec<(Place, String, String)>, ImportError> {
        loop {
            let mut problems = Vec::new();
            let links = file.read(&mut self.reading(), index, batch, &mut problems);
            if !self.resolver.ask(&mut self.tx.tx()).await? {
                self.note(problems);
                return Ok(links);
            }
        }
    }

    /// Gathers a change of the owner's list, which the row at that place asks for.
    pub(super) fn gather(
        &mut self,
        list: LinkField<'m>,
        place: Place,
        (owner, member): (&str, &str),
        change: Change,
    ) {
        self.lists.add(list, owner, member, change);
        let name = &list.collection.name;
        if self.context.judge.concerns(list.collection) && self.resolver.place_of(name, owner).is_none() {
            let rows = self.touched.entry(name.clone()).or_default();
            rows.entry(owner.to_owned()).or_default().push(place);
        }
    }

    /// The next rows that are not rejected, and whether they are the last ones.
    fn next_batch(&mut self, file: usize, rows: &mut Rows) -> (Vec<Row>, bool) {
        let mut batch = Vec::with_capacity(ROWS_AT_ONCE);
        while batch.len() < ROWS_AT_ONCE {
            match rows.next() {
                None => return (batch, true),
                Some(Ok(row)) => {
                    if !self.context.rejected.contains_key(&row.place(file)) {
                        batch.push(row);
                    }
                }
                Some(Err(reason)) => {
                    self.outcome.is_broken = true;
                    let place = Place { file, row: 0, line: 0 };
                    self.note([Problem { place, fault: Fault::new("", reason) }]);
                    return (batch, true);
                }
            }
        }
        (batch, false)
    }

    /// Judges every record that was written by the checks of its type. When rows are left out, other
    /// problems come first: records may pass once those are gone.
    async fn judge(&mut self) -> Result<(), ImportError> {
        if self.context.options.bad_rows == BadRows::Skip && self.outcome.problem_count > 0 {
            return Ok(());
        }
        let Context { model, judge, sources, .. } = self.context;
        let names: HashSet<&str> = sources.iter().map(|source| source.collection.as_str()).collect();
        let mut problems = Vec::new();
        for collection in model.collections.values().filter(|collection| judge.concerns(collection)) {
            let mut rows: IndexMap<&str, &[Place]> = IndexMap::new();
            let in_files = match names.contains(collection.name.as_str()) {
                true => self.resolver.rows_of(&collection.name),
                false => Vec::new(),
            };
            rows.extend(in_files.iter().map(|(place, id)| (*id, std::slice::from_ref(place))));
            let touched = self.touched.get(&collection.name).into_iter().flatten();
            rows.extend(touched.map(|(id, places)| (id.as_str(), places.as_slice())));
            problems.extend(judge.problems(&mut self.tx.tx(), collection, &rows).await?);
        }
        self.note(problems);
        Ok(())
    }

    pub(super) fn note(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            let keeps_all = self.context.options.bad_rows == BadRows::Skip;
            let column = (problem.place.file, problem.fault.field.clone());
            if problem.fault.is_of_column && !keeps_all && !self.bad_columns.insert(column) {
                continue;
            }
            self.outcome.problem_count += 1;
            if keeps_all || self.outcome.problem_count <= MOST_PROBLEMS {
                self.outcome.problems.push(problem);
            }
        }
    }

    fn progress(&self, file: usize, rows: &Rows) -> Progress {
        let written = self.outcome.files[file].rows;
        Progress { phase: Phase::Write, file, bytes: rows.bytes_read(), rows: written }
    }

    /// What reads the values of a row.
    pub(super) fn reading(&mut self) -> Reading<'_, 'm> {
        Reading {
            model: self.context.model,
            resolver: self.resolver,
            patterns: &self.patterns,
            faults: Vec::new(),
        }
    }
}
