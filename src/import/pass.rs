//! One reading of all files that checks and writes every row that is not rejected.
//!
//! Writing goes on after a bad row, in a transaction that will be rolled back: so all that is wrong
//! with the files is found at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DurationRound, TimeDelta, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::links::LinkFile;
use super::problem::{Fault, Place, Problem};
use super::reader::{Row, Rows};
use super::resolve::Resolver;
use super::row::{self, Record};
use super::target::{Columns, Target};
use super::value::Reading;
use super::writer::{LinkRow, Writer};
use super::{BadRows, Existing, FileSummary, ImportError, Options, Phase, Progress, Source, collision};
use crate::model::check::Patterns;
use crate::model::layout::Layout;
use crate::model::{Collection, Model, Value};
use crate::query::dialect::Dialect;
use crate::store::StoreError;

/// How many rows are checked and written together.
const ROWS_AT_ONCE: usize = 500;
/// How many problems are kept when bad rows stop the import.
const MOST_PROBLEMS: u64 = 1_000;

/// What a pass works on.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a, 'm> {
    /// The model.
    pub model: &'m Model,
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
    tx: &DatabaseTransaction,
    dialect: Dialect,
    context: Context<'_, 'm>,
    resolver: &mut Resolver<'m>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome, ImportError> {
    resolver.forget_answers();
    let mut pass = Pass {
        writer: Writer { tx, dialect, existing: context.options.existing },
        layout: Layout::of(context.model),
        now: now(),
        patterns: Patterns::of(context.model),
        positions: HashMap::new(),
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
    for (index, source) in links {
        pass.link_file(index, source, progress).await?;
    }
    Ok(pass.outcome)
}

fn now() -> Value {
    let now = Utc::now();
    Value::DateTime(now.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(now))
}

struct Pass<'a, 'm> {
    context: Context<'a, 'm>,
    resolver: &'a mut Resolver<'m>,
    writer: Writer<'a>,
    layout: Layout,
    now: Value,
    patterns: Patterns,
    /// The next free position in the list of each owner, by join table.
    positions: HashMap<String, HashMap<String, i64>>,
    /// Columns of files that were complained about.
    bad_columns: HashSet<(usize, String)>,
    outcome: Outcome,
}

/// What a singleton's file may still write.
struct Singleton {
    stored: Option<String>,
    first: Option<Place>,
}

impl<'m> Pass<'_, 'm> {
    async fn record_file(
        &mut self,
        file: usize,
        source: &Source,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let target = Target::new(source.collection_in(self.context.model)?);
        let mut singleton = self.singleton(target.collection).await?;
        let mut columns = Columns::new(self.context.options);
        let mut rows = Rows::open(&source.path, source.format).map_err(|reason| source.unreadable(reason))?;
        loop {
            let (batch, is_last) = self.next_batch(file, &mut rows);
            self.write_batch(&target, &mut columns, &mut singleton, file, &batch).await?;
            let rows_done = self.outcome.files[file].rows;
            progress(Progress { phase: Phase::Write, file, bytes: rows.bytes_read(), rows: rows_done });
            if is_last {
                return Ok(());
            }
        }
    }

    async fn link_file(
        &mut self,
        file: usize,
        source: &Source,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), ImportError> {
        let collection = source.collection_in(self.context.model)?;
        let link_file = LinkFile::new(self.context.model, collection, source, self.context.options)?;
        let mut rows = Rows::open(&source.path, source.format).map_err(|reason| source.unreadable(reason))?;
        loop {
            let (batch, is_last) = self.next_batch(file, &mut rows);
            let pairs = loop {
                let mut faults = Vec::new();
                let mut reading = reading(self.context.model, self.resolver, &self.patterns);
                let pairs = link_file.read(&mut reading, file, &batch, &mut faults);
                if !self.resolver.ask(self.writer.tx, self.writer.dialect).await? {
                    self.note(faults);
                    break pairs;
                }
            };
            self.outcome.files[file].rows += pairs.len() as u64;
            self.write_appended(link_file.table, pairs).await?;
            let rows_done = self.outcome.files[file].rows;
            progress(Progress { phase: Phase::Write, file, bytes: rows.bytes_read(), rows: rows_done });
            if is_last {
                return Ok(());
            }
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
                    self.note([Problem {
                        place: Place { file, row: 0, line: 0 },
                        fault: Fault::new("", reason),
                    }]);
                    return (batch, true);
                }
            }
        }
        (batch, false)
    }

    async fn write_batch(
        &mut self,
        target: &Target<'m>,
        columns: &mut Columns<'_>,
        singleton: &mut Option<Singleton>,
        file: usize,
        batch: &[Row],
    ) -> Result<(), ImportError> {
        let records = loop {
            let mut problems = Vec::new();
            let mut records = Vec::with_capacity(batch.len());
            for row in batch {
                let place = row.place(file);
                match self.read_row(target, columns, singleton, place, row) {
                    Ok(record) => records.push(record),
                    Err(faults) => problems.extend(row::problems(place, faults)),
                }
            }
            if !self.resolver.ask(self.writer.tx, self.writer.dialect).await? {
                self.note(problems);
                break records;
            }
        };
        let refused = self.writer.records(target, &records).await?;
        for (position, error) in &refused {
            let record = &records[*position];
            let has_id = self.writer.has(target.collection, &record.id).await?;
            let fault = match has_id && self.context.options.existing == Existing::Refuse {
                // Of several constraints that a row breaks, the databases name different ones.
                true => collision::id_taken(target, record),
                false => collision::fault(&self.layout, target, record, error),
            };
            self.note([Problem { place: record.place, fault }]);
        }
        self.outcome.files[file].rows += (records.len() - refused.len()) as u64;
        let is_refused = |index: usize| refused.iter().any(|(position, _)| *position == index);
        let written = records.iter().enumerate().filter(|(index, _)| !is_refused(*index));
        let written: Vec<&Record> = written.map(|(_, record)| record).collect();
        self.write_links(target, file, &written).await
    }

    fn read_row(
        &mut self,
        target: &Target<'m>,
        columns: &mut Columns,
        singleton: &mut Option<Singleton>,
        place: Place,
        row: &Row,
    ) -> Result<Record, Vec<Fault>> {
        let cells = row.cells.as_ref().map_err(|reason| vec![Fault::new("", reason.clone())])?;
        let mut faults = Vec::new();
        let fields = row::by_field(target, columns, cells, &mut faults);
        let id = match row::given_id(target, &fields) {
            Some(Ok(id)) => Some(id),
            Some(Err(fault)) => {
                faults.push(fault);
                None
            }
            None => self.made_id(singleton.as_ref(), place),
        };
        let id = id.unwrap_or_default();
        faults.extend(self.clash(target.collection, singleton, place, &id));
        let mut reading = reading(self.context.model, self.resolver, &self.patterns);
        reading.faults = faults;
        let record = row::read(&mut reading, target, place, &id, &fields, &self.now);
        if reading.faults.is_empty() { Ok(record) } else { Err(reading.faults) }
    }

    fn made_id(&self, singleton: Option<&Singleton>, place: Place) -> Option<String> {
        let stored = singleton.and_then(|singleton| singleton.stored.clone());
        match self.context.options.existing {
            Existing::Replace => stored.or_else(|| self.context.made.get(&place).cloned()),
            Existing::Refuse => self.context.made.get(&place).cloned(),
        }
    }

    /// Another row with the same id, or a second record of a singleton.
    fn clash(
        &self,
        collection: &Collection,
        singleton: &mut Option<Singleton>,
        place: Place,
        id: &str,
    ) -> Option<Fault> {
        if let Some(singleton) = singleton {
            let first = *singleton.first.get_or_insert(place);
            let name = &collection.name;
            if first != place {
                return Some(Fault::new("", format!("{name} is one record, and row {} has it", first.row)));
            }
            if let Some(stored) = singleton.stored.as_ref().filter(|stored| *stored != id) {
                let fault = Fault::new("", format!("{name} is one record, and it is there already"));
                return Some(fault.with_hint(format!("give the row the id `{stored}` and use `--upsert`")));
            }
        }
        let first = self.resolver.place_of(&collection.name, id).filter(|first| *first != place)?;
        let path = self.context.sources[first.file].path.file_name().unwrap_or_default().display();
        Some(Fault::new("id", format!("stands on two rows: `{id}` is also on {path}{first}")))
    }

    async fn singleton(&self, collection: &Collection) -> Result<Option<Singleton>, StoreError> {
        if !collection.singleton {
            return Ok(None);
        }
        let select = Query::select().column("id").from(collection.table.clone()).limit(1).to_owned();
        let row = self.writer.tx.query_one(&select).await?;
        let stored = row.map(|row| row.try_get_by_index(0)).transpose()?;
        Ok(Some(Singleton { stored, first: None }))
    }

    async fn write_links(
        &mut self,
        target: &Target<'m>,
        file: usize,
        written: &[&Record],
    ) -> Result<(), ImportError> {
        for (index, link) in target.links.iter().enumerate() {
            let of_link = written.iter().filter_map(|record| {
                let (_, ids) = record.links.iter().find(|(position, _)| *position == index)?;
                Some((&record.id, ids))
            });
            let of_link: Vec<(&String, &Vec<String>)> = of_link.collect();
            self.outcome.files[file].links += of_link.iter().map(|(_, ids)| ids.len() as u64).sum::<u64>();
            if self.context.options.existing == Existing::Replace {
                let owners: Vec<String> = of_link.iter().map(|(id, _)| (*id).clone()).collect();
                self.writer.remove_links(link, &owners).await?;
            }
            let pairs =
                of_link.iter().flat_map(|(id, ids)| ids.iter().enumerate().map(move |other| (*id, other)));
            if link.is_owner {
                let rows = pairs.map(|(id, (position, other))| LinkRow {
                    source: id.clone(),
                    target: other.clone(),
                    position: position as i64,
                });
                self.writer.links(link.table, &rows.collect::<Vec<_>>()).await?;
            } else {
                let pairs = pairs.map(|(id, (_, other))| (other.clone(), id.clone())).collect();
                self.write_appended(link.table, pairs).await?;
            }
        }
        Ok(())
    }

    /// Writes links behind those that the owners have.
    async fn write_appended(&mut self, table: &str, pairs: Vec<(String, String)>) -> Result<(), ImportError> {
        let positions = self.positions.entry(table.to_owned()).or_default();
        let mut unknown: Vec<String> = pairs
            .iter()
            .map(|(source, _)| source)
            .filter(|source| !positions.contains_key(*source))
            .cloned()
            .collect();
        unknown.sort();
        unknown.dedup();
        positions.extend(self.writer.next_positions(table, &unknown).await?);
        let rows = pairs.into_iter().map(|(source, target)| {
            let next = positions.entry(source.clone()).or_insert(0);
            let position = *next;
            *next += 1;
            LinkRow { source, target, position }
        });
        let rows: Vec<LinkRow> = rows.collect();
        Ok(self.writer.links(table, &rows).await?)
    }

    fn note(&mut self, problems: impl IntoIterator<Item = Problem>) {
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
}

fn reading<'a, 'm>(
    model: &'m Model,
    resolver: &'a mut Resolver<'m>,
    patterns: &'a Patterns,
) -> Reading<'a, 'm> {
    Reading { model, resolver, patterns, faults: Vec::new() }
}
