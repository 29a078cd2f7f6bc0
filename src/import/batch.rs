//! What becomes of a batch of rows of one file: they are read and checked, get their slugs, and are
//! written with the lists that they own.
//!
//! Read [`Pass::write_batch`] first.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::lists::Change;
use super::pass::{Pass, RecordFile};
use super::problem::{Fault, Place, Problem};
use super::reader::Row;
use super::row::{self, Record};
use super::target::{Link, Target};
use super::{Existing, ImportError, collision};
use crate::changes::{Failure, Image, NewRecord, by_source, no_slug};
use crate::model::{Field, JOIN_SOURCE, JOIN_TARGET, Value};
use crate::query::dialect::write::Lock;
use crate::store::StoreError;

/// Fields of a record that stay as they are when a row takes its place.
const KEPT: [&str; 4] = ["id", "version", "createdAt", "createdBy"];
/// Fields that say of a change when and by whom it was made.
const OF_CHANGES: [&str; 2] = ["updatedAt", "updatedBy"];

/// The records that rows take the place of, by id.
type Stored = HashMap<String, Image>;

/// What was written of a batch.
#[derive(Default)]
struct Written {
    rows: u64,
    links: u64,
    problems: Vec<Problem>,
}

impl<'m> Pass<'_, 'm> {
    /// Writes the rows. When the database refuses them as a whole, they are tried in halves, until the
    /// one is found that is to blame.
    pub(super) async fn write_batch(
        &mut self,
        file: &mut RecordFile<'_, 'm>,
        rows: &[Row],
    ) -> Result<(), ImportError> {
        let mut left = vec![rows];
        while let Some(rows) = left.pop() {
            let (records, problems) = self.read_batch(file, rows).await?;
            let single = if let [record] = records.as_slice() { Some(record.clone()) } else { None };
            let ended = self.try_batch(&file.target, records).await?;
            match (ended, single) {
                (Ok(written), _) => {
                    let summary = &mut self.outcome.files[file.index];
                    summary.rows += written.rows;
                    summary.links += written.links;
                    self.note(problems.into_iter().chain(written.problems));
                }
                (Err(error), Some(record)) => {
                    let fault = collision::broken(self.context.layout, &file.target, &record.columns, &error);
                    self.note(problems.into_iter().chain([Problem { place: record.place, fault }]));
                }
                (Err(_), None) => {
                    let (first, second) = rows.split_at(rows.len() / 2);
                    left.extend([second, first]);
                }
            }
        }
        Ok(())
    }

    /// The good ones of the rows as records, and what is wrong with the others.
    async fn read_batch(
        &mut self,
        file: &mut RecordFile<'_, 'm>,
        rows: &[Row],
    ) -> Result<(Vec<Record>, Vec<Problem>), ImportError> {
        loop {
            let mut problems = Vec::new();
            let mut records = Vec::with_capacity(rows.len());
            for row in rows {
                let place = row.place(file.index);
                match self.read_row(file, place, row) {
                    Ok(record) => records.push(record),
                    Err(faults) => problems.extend(row::problems(place, faults)),
                }
            }
            if !self.resolver.ask(&mut self.tx.tx()).await? {
                return Ok((records, problems));
            }
        }
    }

    fn read_row(
        &mut self,
        file: &mut RecordFile<'_, 'm>,
        place: Place,
        row: &Row,
    ) -> Result<Record, Vec<Fault>> {
        let cells = row.cells.as_ref().map_err(|reason| vec![Fault::new("", reason.clone())])?;
        let mut faults = Vec::new();
        let fields = row::by_field(&file.target, &mut file.columns, cells, &mut faults);
        let id = match row::given_id(&file.target, &fields) {
            Some(Ok(id)) => Some(id),
            Some(Err(fault)) => {
                faults.push(fault);
                None
            }
            None => self.made_id(file, place),
        };
        let id = id.unwrap_or_default();
        faults.extend(self.clash(file, place, &id));
        let now = self.now.clone();
        let mut reading = self.reading();
        reading.faults = faults;
        let record = row::read(&mut reading, &file.target, place, &id, &fields, &now);
        if reading.faults.is_empty() { Ok(record) } else { Err(reading.faults) }
    }

    fn made_id(&self, file: &RecordFile<'_, 'm>, place: Place) -> Option<String> {
        let stored = file.singleton.as_ref().and_then(|singleton| singleton.stored.clone());
        match self.context.options.existing {
            Existing::Replace => stored.or_else(|| self.context.made.get(&place).cloned()),
            Existing::Refuse => self.context.made.get(&place).cloned(),
        }
    }

    /// Another row with the same id, or a second record of a singleton.
    fn clash(&self, file: &mut RecordFile<'_, 'm>, place: Place, id: &str) -> Option<Fault> {
        let name = &file.target.collection.name;
        if let Some(singleton) = &mut file.singleton {
            let first = *singleton.first.get_or_insert(place);
            if first != place {
                return Some(Fault::new("", format!("{name} is one record, and row {} has it", first.row)));
            }
            if let Some(stored) = singleton.stored.as_ref().filter(|stored| *stored != id) {
                let fault = Fault::new("", format!("{name} is one record, and it is there already"));
                return Some(fault.with_hint(format!("give the row the id `{stored}` and use `--upsert`")));
            }
        }
        let first = self.resolver.place_of(name, id).filter(|first| *first != place)?;
        let path = self.context.sources[first.file].path.file_name().unwrap_or_default().display();
        Some(Fault::new("id", format!("stands on two rows: `{id}` is also on {path}{first}")))
    }

    /// Writes the records, or none of them when the database refuses one.
    async fn try_batch(
        &mut self,
        target: &Target<'m>,
        records: Vec<Record>,
    ) -> Result<Result<Written, StoreError>, ImportError> {
        self.tx.begin_batch().await?;
        match self.write_records(target, records).await {
            Ok(written) => {
                self.tx.end_batch().await?;
                Ok(Ok(written))
            }
            Err(Failure::Store(error @ StoreError::Constraint { .. })) => {
                self.tx.undo_batch().await?;
                Ok(Err(error))
            }
            Err(failure) => Err(failure.into()),
        }
    }

    async fn write_records(
        &mut self,
        target: &Target<'m>,
        mut records: Vec<Record>,
    ) -> Result<Written, Failure> {
        let mut written = Written::default();
        let stored = self.stored(target, &records).await?;
        written.problems = self.make_slugs(target, &mut records, &stored).await?;
        without(&mut records, &written.problems);
        self.replace(target, &mut records, &stored).await?;
        for record in records.iter_mut().filter(|record| !stored.contains_key(&record.id)) {
            let (id, values) = (record.id.clone(), std::mem::take(&mut record.columns));
            self.tx.tx().insert(target.collection, NewRecord { id, values, place: String::new() });
        }
        match self.tx.tx().flush().await {
            Err(Failure::Taken(taken)) => {
                let faults = collision::tell_taken(&mut self.tx.tx(), target, &taken).await?;
                let places: HashMap<&str, Place> =
                    records.iter().map(|record| (record.id.as_str(), record.place)).collect();
                let refused = faults.into_iter().filter_map(|(id, fault)| {
                    places.get(id.as_str()).map(|place| Problem { place: *place, fault })
                });
                let refused: Vec<Problem> = refused.collect();
                without(&mut records, &refused);
                written.problems.extend(refused);
            }
            flushed => flushed?,
        }
        written.rows = records.len() as u64;
        for (index, link) in target.links.iter().enumerate() {
            written.links += self.write_lists(link, index, &mut records, &stored).await?;
        }
        self.tx.tx().finish().await?;
        Ok(written)
    }

    /// The records that the rows take the place of.
    async fn stored(&mut self, target: &Target<'m>, records: &[Record]) -> Result<Stored, Failure> {
        let id = target.collection.fields.get("id");
        let (Some(id), Existing::Replace) = (id, self.context.options.existing) else {
            return Ok(Stored::new());
        };
        let fields: Vec<&Field> = target.columns.iter().map(|column| column.field).collect();
        let ids = records.iter().map(|record| Value::Text(record.id.clone())).collect();
        let images = self.tx.tx().images(target.collection, &fields, id, ids, Lock::Update).await?;
        Ok(images.into_iter().map(|image| (image.id.clone(), image)).collect())
    }

    /// Gives rows without a slug the one that the record has, or a new one.
    async fn make_slugs(
        &mut self,
        target: &Target<'m>,
        records: &mut [Record],
        stored: &Stored,
    ) -> Result<Vec<Problem>, Failure> {
        let mut problems = Vec::new();
        for (place, column) in target.columns.iter().enumerate() {
            let (collection, field) = (target.collection, column.field);
            let Some(from) = field.slug_from.as_deref().and_then(|from| target.place_of(from)) else {
                continue;
            };
            let mut without_slug = Vec::new();
            for record in records.iter_mut().filter(|record| record.columns[place] == Value::Null) {
                let image = stored.get(&record.id).and_then(|image| image.fields.get(&field.name)?.as_str());
                match image {
                    Some(slug) => record.columns[place] = Value::Text(slug.to_owned()),
                    None => without_slug.push(record),
                }
            }
            let texts: Vec<Value> = without_slug.iter().map(|record| record.columns[from].clone()).collect();
            let is_given = |slug: &str| self.resolver.is_given(&collection.name, &field.name, slug);
            let made = self.slugs.make(&mut self.tx.tx(), (collection, field), &texts, is_given).await?;
            for (record, slug) in without_slug.into_iter().zip(made) {
                match slug {
                    Some(slug) => record.columns[place] = Value::Text(slug),
                    None if field.required => {
                        let fault = Fault::new(&field.name, no_slug(field));
                        problems.push(Problem { place: record.place, fault });
                    }
                    None => {}
                }
            }
        }
        self.slugs.forget_made();
        Ok(problems)
    }

    /// Changes the records that rows take the place of, where they differ.
    async fn replace(
        &mut self,
        target: &Target<'m>,
        records: &mut [Record],
        stored: &Stored,
    ) -> Result<(), Failure> {
        let mut changed = Vec::new();
        let mut places: HashSet<usize> = HashSet::new();
        for record in records.iter_mut() {
            let Some(image) = stored.get(&record.id) else { continue };
            let differing = differing(target, record, image);
            if !differing.is_empty() {
                places.extend(differing);
                changed.push((record, image));
            }
        }
        // The same columns for all of them, so that they are one statement.
        let is_written = |place: &usize, field: &Field| {
            places.contains(place) || (field.built_in && OF_CHANGES.contains(&field.name.as_str()))
        };
        for (record, image) in changed {
            let columns = target.columns.iter().map(|column| column.field).zip(record.columns.drain(..));
            let values = columns.enumerate().filter(|(place, (field, _))| is_written(place, field));
            let values = values.map(|(_, value)| value).collect();
            self.tx.tx().update(target.collection, image, values).await?;
        }
        Ok(())
    }

    /// Writes what the records say of a many-to-many relation, and returns how many links that are. Lists
    /// that belong to records of the other end are gathered.
    async fn write_lists(
        &mut self,
        link: &Link<'m>,
        index: usize,
        records: &mut [Record],
        stored: &Stored,
    ) -> Result<u64, Failure> {
        let given: Vec<(Place, String, Vec<String>)> = records
            .iter_mut()
            .filter_map(|record| {
                let (_, ids) = record.links.iter_mut().find(|(place, _)| *place == index)?;
                Some((record.place, record.id.clone(), std::mem::take(ids)))
            })
            .collect();
        let near = if link.is_owner { JOIN_SOURCE } else { JOIN_TARGET };
        let replaced = given.iter().filter(|(_, id, _)| stored.contains_key(id));
        let replaced = replaced.map(|(_, id, _)| Value::Text(id.clone())).collect();
        let links = self.tx.tx().links(link.list.table, near, replaced).await?;
        let count = given.iter().map(|(_, _, ids)| ids.len() as u64).sum();
        if link.is_owner {
            let mut before = by_source(links);
            for (_, id, ids) in &given {
                let before = before.remove(id).unwrap_or_default();
                let new = Image { id: id.clone(), version: 1, fields: Default::default() };
                let owner = stored.get(id).unwrap_or(&new);
                self.tx.tx().relink(link.list, owner, &before, ids).await?;
            }
            return Ok(count);
        }
        let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
        for link in &links {
            owners.entry(&link.target).or_default().push(&link.source);
        }
        for (place, id, wanted) in &given {
            let were: IndexSet<&str> = owners.remove(id.as_str()).into_iter().flatten().collect();
            let wanted: IndexSet<&str> = wanted.iter().map(String::as_str).collect();
            for owner in were.difference(&wanted) {
                self.gather(link.list, *place, (owner, id), Change::Leave);
            }
            for owner in wanted.difference(&were) {
                self.gather(link.list, *place, (owner, id), Change::Join);
            }
        }
        Ok(count)
    }
}

/// The places of the columns in which the row differs from the record.
fn differing(target: &Target<'_>, record: &Record, image: &Image) -> Vec<usize> {
    let columns = target.columns.iter().zip(&record.columns).enumerate();
    let differs = columns.filter(|(_, (column, value))| {
        let (field, name) = (column.field, column.field.name.as_str());
        let is_judged = !(field.built_in && (KEPT.contains(&name) || OF_CHANGES.contains(&name)));
        is_judged && image.fields.get(name).cloned().unwrap_or_default() != value.to_json()
    });
    differs.map(|(place, _)| place).collect()
}

/// Leaves out the records that have problems.
fn without(records: &mut Vec<Record>, problems: &[Problem]) {
    if !problems.is_empty() {
        let places: HashSet<Place> = problems.iter().map(|problem| problem.place).collect();
        records.retain(|record| !places.contains(&record.place));
    }
}
