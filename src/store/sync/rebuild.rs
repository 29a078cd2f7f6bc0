//! Rebuilding a table on SQLite, which can change little of one in place: a new table is made, the
//! rows are copied, and it takes the old one's name. <https://sqlite.org/lang_altertable.html#otheralter>

use super::alter;
use super::column::{Action, ColumnStep, sources};
use crate::model::diff::{ColumnChange, TableChange};
use crate::model::layout::ForeignKey;
use crate::query::dialect::Dialect;
use crate::store::ddl::{self, quoted};

/// Whether SQLite must rebuild the table.
pub(super) fn is_needed(change: &TableChange, steps: &[ColumnStep]) -> bool {
    steps.iter().any(|step| alter::sqlite(change, &step.action).is_none())
        || has_colliding_renames(change)
        || !lost_keys(change).is_empty()
        || !gained_keys(change).is_empty()
}

/// Whether a column takes the name of another one that is still there.
fn has_colliding_renames(change: &TableChange) -> bool {
    change.columns.iter().any(|column| match column {
        ColumnChange::Keep { old, new, .. } => {
            old.name != new.name && change.old.columns.contains_key(&new.name)
        }
        ColumnChange::Add(_) | ColumnChange::Drop(_) => false,
    })
}

/// Foreign keys that go although their column stays.
pub(super) fn lost_keys(change: &TableChange) -> Vec<&ForeignKey> {
    change
        .drop_keys
        .iter()
        .filter(|key| !change.add_keys.iter().any(|new| is_moved(change, key, new)))
        .collect()
}

/// Foreign keys of columns that were there before.
pub(super) fn gained_keys(change: &TableChange) -> Vec<&ForeignKey> {
    let is_added = |key: &ForeignKey| {
        change
            .columns
            .iter()
            .any(|column| matches!(column, ColumnChange::Add(column) if column.name == key.column))
    };
    let is_moved = |key: &ForeignKey| change.drop_keys.iter().any(|old| is_moved(change, old, key));
    change.add_keys.iter().filter(|key| !is_added(key) && !is_moved(key)).collect()
}

/// Whether SQLite moves the key by itself: its column or a table has another name, nothing else.
fn is_moved(change: &TableChange, old: &ForeignKey, new: &ForeignKey) -> bool {
    // A column that stays refers to the same collection as before.
    change.new_column(&old.column) == Some(new.column.as_str()) && old.on_delete == new.on_delete
}

/// The statements. The table has its new name by now, the columns their old ones.
pub(super) fn rebuild(change: &TableChange, steps: &[ColumnStep]) -> Vec<String> {
    let table = &change.new;
    let copy = format!("hw_new_{}", table.name);
    let sources = sources(change, steps);
    let columns = sources.keys().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let values = sources.values().map(|source| source.sql().to_owned()).collect::<Vec<_>>().join(", ");
    let rebuilt = [
        ddl::create_table(table, &copy, Dialect::Sqlite),
        format!("INSERT INTO {} ({columns}) SELECT {values} FROM {}", quoted(&copy), quoted(&table.name)),
        alter::drop_table(&table.name),
        alter::rename_table(&copy, &table.name),
    ];
    // Indexes that change are dropped before and made after all tables are in place.
    let kept = table.indexes.values().filter(|index| !change.add_indexes.contains(index));
    let indexes = kept.map(|index| ddl::create_index(table, index, Dialect::Sqlite));
    rebuilt.into_iter().chain(indexes).collect()
}

/// The statements that are due after the rebuild.
pub(super) fn afterwards(change: &TableChange, step: &ColumnStep) -> Vec<String> {
    match &step.action {
        Action::RenameValues { .. } => {
            alter::sqlite(change, &step.action).map(|(_, sql)| sql).unwrap_or_default()
        }
        Action::Add { .. }
        | Action::Drop(_)
        | Action::Rename { .. }
        | Action::Retype { .. }
        | Action::AllowNull(_)
        | Action::Require { .. } => Vec::new(),
    }
}
