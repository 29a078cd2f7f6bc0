//! Why the database refused a record, in words of the model.
//!
//! Read [`tell_taken`] first.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::problem::Fault;
use super::target::Target;
use crate::changes::{Failure, NewRecord, Taken, Tx};
use crate::model::check::quoted;
use crate::model::layout::Layout;
use crate::model::{Collection, Field, Value};
use crate::query::dialect::write::Lock;
use crate::store::{Constraint, StoreError};

/// For each of the new records, the values that another record has.
pub async fn tell_taken(
    tx: &mut Tx<'_>,
    target: &Target<'_>,
    taken: &Taken,
) -> Result<Vec<(String, Fault)>, Failure> {
    let collection = target.collection;
    let mut faults = Vec::new();
    let mut told: HashMap<&str, bool> = HashMap::new();
    for fields in collection.unique_sets() {
        let is_id = fields.iter().any(|field| field.name == "id");
        let stored = stored(tx, collection, &fields, taken).await?;
        for record in &taken.records {
            // Whoever has the id has the other values as well.
            let has_id = told.get(record.id.as_str()).copied().unwrap_or_default();
            let own = fields.iter().map(|field| value(collection, field, record));
            let own: Vec<Json> = own.map(|value| value.map_or(Json::Null, Value::to_json)).collect();
            if has_id
                || own.iter().any(Json::is_null)
                || !stored.contains(&Json::from(own.clone()).to_string())
            {
                continue;
            }
            told.insert(&record.id, is_id);
            let fault = match is_id {
                true => id_taken(collection, &record.id),
                false => values_taken(collection, &fields, &own),
            };
            faults.push((record.id.clone(), fault));
        }
    }
    let untold = taken.records.iter().filter(|record| !told.contains_key(record.id.as_str()));
    // Whoever was in the way has gone meanwhile.
    faults.extend(untold.map(|record| (record.id.clone(), Fault::new("", "met another write: try again"))));
    Ok(faults)
}

/// The values that stored records have in the fields, of those that share the first with a refused one.
async fn stored(
    tx: &mut Tx<'_>,
    collection: &Collection,
    fields: &[&Field],
    taken: &Taken,
) -> Result<HashSet<String>, Failure> {
    let Some(first) = fields.first() else { return Ok(HashSet::new()) };
    let wanted = taken.records.iter().filter_map(|record| value(collection, first, record).cloned());
    let wanted = wanted.filter(|value| *value != Value::Null).collect();
    let images = tx.images(collection, fields, first, wanted, Lock::None).await?;
    let values = images.iter().map(|image| {
        let values = fields.iter().map(|field| image.fields.get(&field.name).cloned().unwrap_or_default());
        values.collect::<Json>().to_string()
    });
    Ok(values.collect())
}

fn value<'r>(collection: &Collection, field: &Field, record: &'r NewRecord) -> Option<&'r Value> {
    let columns = collection.fields.values().filter(|field| field.has_column());
    columns.zip(&record.values).find(|(known, _)| known.name == field.name).map(|(_, value)| value)
}

/// The fault of a record whose id is that of another.
fn id_taken(collection: &Collection, id: &str) -> Fault {
    let (collection, id) = (&collection.name, quoted(id));
    Fault::new("id", format!("is the id of a {collection} that is there already: {id}"))
        .with_hint("`--upsert` puts the row in its place")
}

/// The fault of a record that has the values of another.
fn values_taken(collection: &Collection, fields: &[&Field], values: &[Json]) -> Fault {
    let collection = &collection.name;
    let values: Vec<String> = values.iter().map(shown).collect();
    match (fields, values.as_slice()) {
        ([field], [value]) => {
            Fault::new(&field.name, format!("must be unique, and another {collection} has {value}"))
        }
        (fields, values) => {
            let fields: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let (fields, values) = (fields.join("`, `"), values.join(", "));
            Fault::new(
                "",
                format!("`{fields}` must be unique together, and another {collection} has {values}"),
            )
        }
    }
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}

/// The fault of a record, of those values, that broke a constraint.
pub fn broken(layout: &Layout, target: &Target<'_>, values: &[Value], error: &StoreError) -> Fault {
    let StoreError::Constraint { constraint, message } = error else {
        return Fault::new("", error.to_string());
    };
    match constraint {
        Constraint::Unique { index, columns, .. } => {
            let columns = match columns.as_slice() {
                [] => index_columns(layout, target, index.as_deref()),
                columns => columns.to_vec(),
            };
            let found = columns.iter().filter_map(|name| {
                let place = target.columns.iter().position(|column| column.name == *name)?;
                Some((target.columns[place].field, values.get(place)?.to_json()))
            });
            let (fields, values): (Vec<&Field>, Vec<Json>) = found.unzip();
            values_taken(target.collection, &fields, &values)
        }
        Constraint::NotNull { column, .. } => {
            let column =
                column.as_deref().and_then(|name| target.columns.iter().find(|own| own.name == name));
            Fault::new(column.map_or("", |column| &column.field.name), "is required")
        }
        Constraint::ForeignKey { .. } | Constraint::Check { .. } => Fault::new("", message.clone()),
    }
}

fn index_columns(layout: &Layout, target: &Target<'_>, index: Option<&str>) -> Vec<String> {
    let table = layout.tables.get(&target.collection.table);
    let index = table.zip(index).and_then(|(table, index)| table.indexes.get(index));
    index.map(|index| index.columns.iter().map(|column| column.name.clone()).collect()).unwrap_or_default()
}
