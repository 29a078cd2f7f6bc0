//! The first reading of the files: which ids and unique values they hold, so that rows may refer to
//! each other in any order.

use std::collections::HashMap;

use uuid::Uuid;

use super::problem::Place;
use super::reader::{Cell, Row, Rows};
use super::resolve::{Known, key_text, unique_fields};
use super::target::{Columns, Target};
use super::{ImportError, Options, Source, cell, row};
use crate::model::{FieldKind, Model, Value};

/// What the files hold.
#[derive(Debug, Default)]
pub struct Survey {
    /// The ids and unique values by collection.
    pub known: HashMap<String, Known>,
    /// The ids made for rows that have none.
    pub made: HashMap<Place, String>,
    /// The number of rows.
    pub rows: u64,
}

/// Reads every file once. What is wrong with a row is left to the second reading.
pub fn survey(
    model: &Model,
    sources: &[Source],
    options: &Options,
    mut progress: impl FnMut(usize, u64),
) -> Result<Survey, ImportError> {
    const ROWS_BETWEEN_REPORTS: u64 = 4_096;
    let mut survey = Survey::default();
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| source.field.is_none()) {
        let target = Target::new(model, source.collection_in(model)?);
        let mut columns = Columns::new(options);
        let mut rows = Rows::open(&source.path, source.format).map_err(|reason| source.unreadable(reason))?;
        while let Some(next) = rows.next() {
            // A file that breaks off is reported by the second reading, with what came before.
            let Ok(next) = next else { break };
            survey.rows += 1;
            survey.add(&target, &mut columns, file, &next);
            if survey.rows.is_multiple_of(ROWS_BETWEEN_REPORTS) {
                progress(file, rows.bytes_read());
            }
        }
    }
    Ok(survey)
}

impl Survey {
    fn add(&mut self, target: &Target, columns: &mut Columns, file: usize, next: &Row) {
        let place = next.place(file);
        let Ok(cells) = &next.cells else { return };
        let fields = row::by_field(target, columns, cells, &mut Vec::new());
        let id = match row::given_id(target, &fields) {
            Some(Ok(id)) => id,
            Some(Err(_)) => return,
            None => self.made.entry(place).or_insert_with(new_id).clone(),
        };
        let known = self.known.entry(target.collection.name.clone()).or_default();
        for (field, value) in unique_values(target, &fields) {
            known.unique.entry(field).or_default().entry(value).or_insert_with(|| id.clone());
        }
        known.ids.entry(id).or_insert(place);
    }
}

/// Ids that are made sort by the time at which they were made.
fn new_id() -> String {
    Uuid::now_v7().to_string()
}

fn unique_values(target: &Target, fields: &HashMap<String, &Cell>) -> Vec<(String, String)> {
    let unique = unique_fields(target.collection).filter_map(|field| {
        let json = cell::to_json(field, fields.get(&field.name)?).ok().filter(|json| !json.is_null())?;
        let value = match &field.kind {
            FieldKind::Scalar(scalar) => scalar.parse(&json).ok()?,
            FieldKind::Enum(_) => Value::Text(json.as_str()?.to_owned()),
            FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => return None,
        };
        Some((field.name.clone(), key_text(&value)?))
    });
    unique.collect()
}
