//! From a row to a checked record.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::cell;
use super::problem::{Fault, Place, Problem};
use super::reader::{Cell, Cells};
use super::target::{Columns, Target, Use};
use super::value::Reading;
use crate::model::check::quoted;
use crate::model::{Field, Scalar, Value};

/// A record that may be written.
#[derive(Debug, Clone)]
pub struct Record {
    /// The row that it comes from.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// The values of the target's columns, in their order.
    pub columns: Vec<Value>,
    /// For each of the target's links that the row speaks of: its position, and the ids.
    pub links: Vec<(usize, Vec<String>)>,
}

/// The cells of a row by field. Faults are columns that are no field, or that are given twice.
pub fn by_field<'c>(
    target: &Target,
    columns: &mut Columns,
    cells: &'c Cells,
    faults: &mut Vec<Fault>,
) -> HashMap<String, &'c Cell> {
    let mut fields = HashMap::with_capacity(cells.len());
    for (column, cell) in cells {
        match columns.of(target.collection, column) {
            Use::Nothing => {}
            Use::Unknown(fault) => faults.push(fault.clone()),
            Use::Field(field) => {
                if fields.insert(field.clone(), cell).is_some() {
                    faults.push(Fault::new(column, format!("gives the value of `{field}` a second time")));
                }
            }
        }
    }
    fields
}

/// The id that the row gives, if it gives one.
pub fn given_id(target: &Target, fields: &HashMap<String, &Cell>) -> Option<Result<String, Fault>> {
    let field = target.collection.fields.get("id")?;
    let fault = |reason: String| Fault::new("id", reason);
    let json = match cell::to_json(field, fields.get("id")?) {
        Ok(Json::Null) => return None,
        Ok(json) => json,
        Err(reason) => return Some(Err(fault(reason))),
    };
    Some(match Scalar::ID.parse(&json) {
        Ok(Value::Text(id)) => Ok(id),
        Ok(_) => Err(fault("must be text".to_owned())),
        Err(reason) => Err(fault(format!("{reason}, not {}", quoted(&json.to_string())))),
    })
}

/// Reads the row as a record of that id. The record is good when no fault was noted.
pub fn read(
    reading: &mut Reading,
    target: &Target,
    place: Place,
    id: &str,
    fields: &HashMap<String, &Cell>,
    now: &Value,
) -> Record {
    let mut columns = Vec::with_capacity(target.columns.len());
    for column in &target.columns {
        let field = column.field;
        let Ok(given) = given(reading, field, fields) else {
            columns.push(Value::Null);
            continue;
        };
        columns.push(match (field.name.as_str(), given) {
            ("id", _) => Value::Text(id.to_owned()),
            ("createdAt" | "updatedAt", None) if field.built_in => now.clone(),
            ("version", None) if field.built_in => Value::Integer(1),
            ("status", None) if field.built_in && field.default.is_none() => Value::Text("DRAFT".to_owned()),
            // Slugs that are not given are made later, many at once.
            (_, None) if field.slug_from.is_some() && field.default.is_none() => Value::Null,
            (_, given) => reading.column(field, &field.name, given),
        });
    }
    let mut links = Vec::new();
    for (index, link) in target.links.iter().enumerate() {
        if fields.contains_key(&link.field.name) {
            let given = given(reading, link.field, fields).unwrap_or_default().unwrap_or_default();
            links.push((index, reading.references(link.field, link.relation, &link.field.name, given)));
        }
    }
    Record { place, id: id.to_owned(), columns, links }
}

/// A cell that can't be read is noted as a fault; the field must not be missed as well.
fn given(reading: &mut Reading, field: &Field, fields: &HashMap<String, &Cell>) -> Result<Option<Json>, ()> {
    let Some(cell) = fields.get(&field.name) else { return Ok(None) };
    match cell::to_json(field, cell) {
        Ok(Json::Null) => Ok(None),
        Ok(json) => Ok(Some(json)),
        Err(reason) => {
            reading.faults.push(Fault::new(&field.name, reason));
            Err(())
        }
    }
}

/// The faults of a row as problems of its place.
pub fn problems(place: Place, faults: Vec<Fault>) -> impl Iterator<Item = Problem> {
    faults.into_iter().map(move |fault| Problem { place, fault })
}
