//! What a constraint of the database that a record breaks means in words of the model.

use super::problem::Fault;
use super::row::Record;
use super::target::Target;
use crate::model::Value;
use crate::model::check::quoted;
use crate::model::layout::Layout;
use crate::store::{Constraint, StoreError};

/// The fault of a record that the database refused.
pub fn fault(layout: &Layout, target: &Target, record: &Record, error: &StoreError) -> Fault {
    let StoreError::Constraint { constraint, message } = error else {
        return Fault::new("", error.to_string());
    };
    match constraint {
        Constraint::Unique { index, columns, .. } => taken(layout, target, record, index.as_deref(), columns),
        Constraint::NotNull { column, .. } => {
            let field = column.as_deref().and_then(|column| field_of(target, column));
            Fault::new(field.unwrap_or_default(), "is required")
        }
        Constraint::ForeignKey { .. } | Constraint::Check { .. } => Fault::new("", message.clone()),
    }
}

/// The fault of a record whose id is that of another.
pub fn id_taken(target: &Target, record: &Record) -> Fault {
    let (collection, id) = (&target.collection.name, quoted(&record.id));
    Fault::new("id", format!("is the id of a {collection} that is there already: {id}"))
        .with_hint("`--upsert` puts the row in its place")
}

fn taken(
    layout: &Layout,
    target: &Target,
    record: &Record,
    index: Option<&str>,
    columns: &[String],
) -> Fault {
    let collection = &target.collection.name;
    let of_index = || {
        let table = layout.tables.get(&target.collection.table)?;
        let index = table.indexes.get(index?)?;
        Some(index.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>())
    };
    let columns = match columns {
        [] => of_index().unwrap_or_else(|| vec!["id".to_owned()]),
        columns => columns.to_vec(),
    };
    let fields: Vec<&str> = columns.iter().filter_map(|column| field_of(target, column)).collect();
    let values: Vec<String> = columns.iter().map(|column| shown(target, record, column)).collect();
    match (fields.as_slice(), values.as_slice()) {
        (["id"], _) => id_taken(target, record),
        ([field], [value]) => {
            Fault::new(*field, format!("must be unique, and another {collection} has {value}"))
        }
        (fields, values) => {
            let (fields, values) = (fields.join("`, `"), values.join(", "));
            Fault::new(
                "",
                format!("`{fields}` must be unique together, and another {collection} has {values}"),
            )
        }
    }
}

fn field_of<'m>(target: &Target<'m>, column: &str) -> Option<&'m str> {
    target.columns.iter().find(|known| known.name == column).map(|known| known.field.name.as_str())
}

fn shown(target: &Target, record: &Record, column: &str) -> String {
    let position = target.columns.iter().position(|known| known.name == column);
    let value = position.and_then(|position| record.columns.get(position)).unwrap_or(&Value::Null);
    match value {
        Value::Text(text) => quoted(text),
        other => quoted(other.to_json().to_string().trim_matches('"')),
    }
}
