//! Where the database is not as Headwater left it: somebody changed it by hand.

use std::collections::BTreeMap;

use serde::Serialize;

use super::alter::on_delete_words;
use super::discover::{Found, FoundTable};
use crate::model::layout::{Column, Layout, Table, TableIndex};
use crate::query::dialect::Dialect;
use crate::store::ddl::column_type;

/// A difference between the database and the stored layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The table.
    pub table: String,
    /// What is different, in words.
    pub words: String,
    /// Whether the table can still be changed: an index more or less is in nobody's way.
    pub is_harmless: bool,
}

/// Everything in which the database differs from the layout. Tables that the layout does not know
/// are none of its business.
pub(super) fn differences(layout: &Layout, found: &Found, dialect: Dialect) -> Vec<Difference> {
    let tables = layout.tables.values();
    tables.flat_map(|table| table_differences(table, found.tables.get(&table.name), dialect)).collect()
}

fn table_differences(table: &Table, found: Option<&FoundTable>, dialect: Dialect) -> Vec<Difference> {
    let name = &table.name;
    let differ = |words: String, is_harmless| Difference { table: name.clone(), words, is_harmless };
    let Some(found) = found else {
        return vec![differ(format!("the table `{name}` is missing"), false)];
    };
    let wanted = expected(table, dialect);
    let columns = map_differences(&wanted.columns, &found.columns, &format!("column `{name}."));
    let indexes = map_differences(&wanted.indexes, &found.indexes, "index `");
    let key = (wanted.primary_key != found.primary_key)
        .then(|| format!("the primary key of `{name}` is ({})", found.primary_key.join(", ")));
    let lost = wanted.foreign_keys.difference(&found.foreign_keys);
    let lost = lost.map(|key| format!("the foreign key `{name}.{key}` is missing"));
    let gained = found.foreign_keys.difference(&wanted.foreign_keys);
    let gained = gained.map(|key| format!("the foreign key `{name}.{key}` is not of the model"));
    let grave = columns.into_iter().chain(key).chain(lost).chain(gained);
    let grave = grave.map(|words| differ(words, false)).collect::<Vec<_>>();
    grave.into_iter().chain(indexes.into_iter().map(|words| differ(words, true))).collect()
}

fn map_differences(
    wanted: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
    what: &str,
) -> Vec<String> {
    let missing = wanted.iter().filter_map(|(name, form)| match found.get(name) {
        None => Some(format!("the {what}{name}` is missing")),
        Some(other) if other != form => Some(format!("the {what}{name}` is `{other}`, not `{form}`")),
        Some(_) => None,
    });
    let extra = found.keys().filter(|name| !wanted.contains_key(*name));
    missing.chain(extra.map(|name| format!("the {what}{name}` is not of the model"))).collect()
}

/// The table in the words of the database's catalog.
fn expected(table: &Table, dialect: Dialect) -> FoundTable {
    let columns = table.columns.values();
    let indexes = table.indexes.values();
    let keys = table.foreign_keys.iter().map(|key| {
        let action = on_delete_words(key.on_delete).to_lowercase();
        format!("{} to {} on delete {action}", key.column, key.target)
    });
    FoundTable {
        columns: columns.map(|column| (column.name.clone(), catalog_type(column, dialect))).collect(),
        primary_key: table.primary_key.clone(),
        foreign_keys: keys.collect(),
        indexes: indexes.map(|index| (index.name.clone(), index_words(index))).collect(),
    }
}

fn catalog_type(column: &Column, dialect: Dialect) -> String {
    let kind = column_type(column.scalar(), dialect);
    let kind = match (dialect, kind) {
        // The catalog does not tell collations.
        (Dialect::Sqlite, kind) => kind.split(' ').next().unwrap_or(kind),
        (Dialect::Postgres, "timestamptz(3)") => "timestamp(3) with time zone",
        (Dialect::Postgres, "time(3)") => "time(3) without time zone",
        (Dialect::Postgres, kind) => kind,
    };
    format!("{kind}{}", if column.nullable { "" } else { " NOT NULL" })
}

fn index_words(index: &TableIndex) -> String {
    let columns = index.columns.iter().map(|column| match column.descending {
        true => format!("{} desc", column.name),
        false => column.name.clone(),
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("{}({columns})", if index.unique { "unique " } else { "" })
}
