//! What must change for one layout to become another.
//!
//! Owns the matching of old and new names: by name, and by `@oldName` where a name is new. It does
//! not judge whether a change loses data: that depends on the rows, and the store knows them. Read
//! [`Diff`] first.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::layout::{Column, ColumnKind, ForeignKey, Layout, StoredValue, Table, TableIndex};

/// The changes from one layout to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// Tables that are new.
    pub create: Vec<Table>,
    /// Tables that are no longer there.
    pub drop: Vec<Table>,
    /// Tables that stay, under the same or another name, and change.
    pub change: Vec<TableChange>,
}

/// The changes of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// The table as it is.
    pub old: Table,
    /// The table as it shall be.
    pub new: Table,
    /// The columns that change.
    pub columns: Vec<ColumnChange>,
    /// The indexes to drop, as they are.
    pub drop_indexes: Vec<TableIndex>,
    /// The indexes to make.
    pub add_indexes: Vec<TableIndex>,
    /// The foreign keys to drop, as they are.
    pub drop_keys: Vec<ForeignKey>,
    /// The foreign keys to make.
    pub add_keys: Vec<ForeignKey>,
}

/// The change of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "there are few at a time")]
pub enum ColumnChange {
    /// The column is new.
    Add(Column),
    /// The column is no longer there.
    Drop(Column),
    /// The column stays, under the same or another name.
    Keep {
        /// The column as it is.
        old: Column,
        /// The column as it shall be.
        new: Column,
        /// What becomes of the values of its enum.
        values: ValueChanges,
    },
}

/// What becomes of the values of a column's enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueChanges {
    /// Values that are no longer there.
    pub removed: Vec<String>,
    /// Values with another name, as (old, new).
    pub renamed: Vec<(String, String)>,
}

impl ValueChanges {
    /// Whether the values stay as they are.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.renamed.is_empty()
    }
}

impl Diff {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.create.is_empty() && self.drop.is_empty() && self.change.is_empty()
    }
}

impl TableChange {
    /// The new name of a column of the old table, when the column stays.
    pub fn new_column(&self, old: &str) -> Option<&str> {
        let moved = self.columns.iter().find_map(|change| match change {
            ColumnChange::Keep { old: from, new, .. } if from.name == old => Some(Some(new.name.as_str())),
            ColumnChange::Drop(column) if column.name == old => Some(None),
            ColumnChange::Keep { .. } | ColumnChange::Drop(_) | ColumnChange::Add(_) => None,
        });
        moved.unwrap_or_else(|| self.new.columns.get(old).map(|column| column.name.as_str()))
    }

    fn is_empty(&self) -> bool {
        self.old.name == self.new.name
            && self.columns.is_empty()
            && self.drop_indexes.is_empty()
            && self.add_indexes.is_empty()
            && self.drop_keys.is_empty()
            && self.add_keys.is_empty()
    }
}

/// The changes that turn `old` into `new`.
pub fn diff(old: &Layout, new: &Layout) -> Diff {
    let tables = match_tables(old, new);
    let kept = tables
        .iter()
        .filter_map(|(new_name, old_name)| Some((old.tables.get(*old_name)?, new.tables.get(*new_name)?)));
    let context = Context { old, new, tables: &tables };
    Diff {
        create: new
            .tables
            .values()
            .filter(|table| !tables.contains_key(table.name.as_str()))
            .cloned()
            .collect(),
        drop: old
            .tables
            .values()
            .filter(|table| !tables.values().any(|kept| *kept == table.name))
            .cloned()
            .collect(),
        change: kept
            .map(|(old, new)| table_change(&context, old, new))
            .filter(|change| !change.is_empty())
            .collect(),
    }
}

/// Whether a collection of the old layout is that one of the new layout.
pub fn is_same_collection(old: &Layout, new: &Layout, old_name: &str, new_name: &str) -> bool {
    let tables = match_tables(old, new);
    Context { old, new, tables: &tables }.new_collection(old_name) == Some(new_name)
}

/// What comparing two tables needs to know of the rest.
struct Context<'a> {
    old: &'a Layout,
    new: &'a Layout,
    /// Old table by new table, of those that stay.
    tables: &'a IndexMap<&'a str, &'a str>,
}

impl Context<'_> {
    /// The collection's name in the new layout, when its table stays.
    fn new_collection(&self, old: &str) -> Option<&str> {
        let own = |table: &&Table| table.field.is_none();
        let table = self.old.tables.values().filter(own).find(|table| table.collection == old)?;
        let (name, _) = self.tables.iter().find(|(_, kept)| **kept == table.name)?;
        self.new.tables.get(*name).map(|table| table.collection.as_str())
    }

    fn new_table(&self, old: &str) -> Option<&str> {
        self.tables.iter().find(|(_, kept)| **kept == old).map(|(name, _)| *name)
    }
}

/// Old table by new table, of those that stay.
fn match_tables<'a>(old: &'a Layout, new: &'a Layout) -> IndexMap<&'a str, &'a str> {
    let collections = |layout: &'a Layout| layout.tables.values().filter(|table| table.field.is_none());
    let types = match_names(collections(old).map(|table| table.collection.as_str()), || {
        collections(new).map(|table| (table.collection.as_str(), table.old_name.as_deref()))
    });
    let own = collections(new).filter_map(|table| {
        let kept = types.get(table.collection.as_str())?;
        let before = collections(old).find(|table| table.collection == *kept)?;
        Some((table.name.as_str(), before.name.as_str()))
    });
    let joins = types.iter().flat_map(|(new_type, old_type)| {
        let of = |layout: &'a Layout, collection: &str| {
            let collection = collection.to_owned();
            let tables = layout.tables.values();
            tables.filter(move |table| table.field.is_some() && table.collection == collection)
        };
        let fields = match_names(of(old, old_type).filter_map(|table| table.field.as_deref()), || {
            of(new, new_type).filter_map(|table| Some((table.field.as_deref()?, table.old_name.as_deref())))
        });
        let find = move |layout: &'a Layout, collection: &str, field: &str| {
            let mut tables = of(layout, collection);
            tables.find(|table| table.field.as_deref() == Some(field)).map(|table| table.name.as_str())
        };
        fields.into_iter().filter_map(move |(new_field, old_field)| {
            Some((find(new, new_type, new_field)?, find(old, old_type, old_field)?))
        })
    });
    own.chain(joins).collect()
}

/// Which old name each new name continues. A name that is new may claim the one in its `@oldName`;
/// names that stay match themselves; and an `@oldName` whose renaming is long done does nothing.
pub fn match_names<'a, N: Iterator<Item = (&'a str, Option<&'a str>)>>(
    old: impl Iterator<Item = &'a str>,
    new: impl Fn() -> N,
) -> IndexMap<&'a str, &'a str> {
    let old = old.collect::<Vec<_>>();
    let mut claimed: HashMap<&str, &str> = HashMap::new();
    let renamed = new().filter_map(|(name, old_name)| Some((name, old_name?)));
    let fresh = renamed.filter(|(name, _)| !old.contains(name));
    let same = new().map(|(name, _)| (name, name));
    for (name, wanted) in fresh.chain(same) {
        if old.contains(&wanted) {
            claimed.entry(wanted).or_insert(name);
        }
    }
    new()
        .filter_map(|(name, _)| {
            let (old_name, _) = claimed.iter().find(|(_, taken)| **taken == name)?;
            Some((name, *old_name))
        })
        .collect()
}

fn table_change(context: &Context<'_>, old: &Table, new: &Table) -> TableChange {
    let mut change = TableChange {
        old: old.clone(),
        new: new.clone(),
        columns: column_changes(context, old, new),
        drop_indexes: Vec::new(),
        add_indexes: Vec::new(),
        drop_keys: Vec::new(),
        add_keys: Vec::new(),
    };
    let stays = |index: &TableIndex| {
        let moved = moved_index(&change, index);
        moved.is_some_and(|moved| new.indexes.get(&index.name) == Some(&moved))
    };
    change.drop_indexes = old.indexes.values().filter(|index| !stays(index)).cloned().collect();
    let dropped = |name: &str| change.drop_indexes.iter().any(|index| index.name == name);
    let is_new = |index: &&TableIndex| !old.indexes.contains_key(&index.name) || dropped(&index.name);
    change.add_indexes = new.indexes.values().filter(is_new).cloned().collect();

    let keys = old.foreign_keys.iter().map(|key| (key, moved_key(context, &change, key))).collect::<Vec<_>>();
    let stays = |moved: &Option<ForeignKey>| moved.as_ref().is_some_and(|key| new.foreign_keys.contains(key));
    change.drop_keys =
        keys.iter().filter(|(_, moved)| !stays(moved)).map(|(key, _)| (*key).clone()).collect();
    let kept = keys.into_iter().filter_map(|(_, moved)| moved).collect::<Vec<_>>();
    change.add_keys = new.foreign_keys.iter().filter(|key| !kept.contains(key)).cloned().collect();
    change
}

/// The index under the new names of its columns; none when a column goes or when a column's nulls
/// begin or end to matter, which an index on PostgreSQL has to know.
fn moved_index(change: &TableChange, index: &TableIndex) -> Option<TableIndex> {
    if change.old.name != change.new.name {
        return None;
    }
    let mut moved = index.clone();
    for column in &mut moved.columns {
        let old = change.old.columns.get(&column.name)?;
        let new = change.new.columns.get(change.new_column(&column.name)?)?;
        if old.nullable != new.nullable {
            return None;
        }
        column.name.clone_from(&new.name);
    }
    Some(moved)
}

/// The foreign key under the new names of its column and its target; none when one of them goes.
fn moved_key(context: &Context<'_>, change: &TableChange, key: &ForeignKey) -> Option<ForeignKey> {
    Some(ForeignKey {
        column: change.new_column(&key.column)?.to_owned(),
        target: context.new_table(&key.target)?.to_owned(),
        ..key.clone()
    })
}

fn column_changes(context: &Context<'_>, old: &Table, new: &Table) -> Vec<ColumnChange> {
    // Join tables have the same columns always; their names stand for the fields.
    let key = |column: &'_ Column| column.field.clone().unwrap_or_else(|| column.name.clone());
    let old_keys = old.columns.values().map(key).collect::<Vec<_>>();
    let new_keys =
        new.columns.values().map(|column| (key(column), column.old_name.clone())).collect::<Vec<_>>();
    let names = match_names(old_keys.iter().map(String::as_str), || {
        new_keys.iter().map(|(name, old_name)| (name.as_str(), old_name.as_deref()))
    });
    let find = |table: &Table, name: &str| table.columns.values().find(|column| key(column) == name).cloned();
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for column in new.columns.values() {
        let before = names.get(key(column).as_str()).and_then(|name| find(old, name));
        match before {
            Some(before) if is_continued(context, &before, column) => {
                let values = value_changes(context, &before, column);
                kept.push(before.name.clone());
                if !is_same(context, &before, column) || !values.is_empty() {
                    changes.push(ColumnChange::Keep { old: before, new: column.clone(), values });
                }
            }
            Some(_) | None => changes.push(ColumnChange::Add(column.clone())),
        }
    }
    let dropped = old.columns.values().filter(|column| !kept.contains(&column.name));
    changes.extend(dropped.cloned().map(ColumnChange::Drop));
    changes
}

/// Whether the new column takes over the old one's values. A reference to another collection does
/// not: its ids mean nothing there.
fn is_continued(context: &Context<'_>, old: &Column, new: &Column) -> bool {
    match (&old.kind, &new.kind) {
        (ColumnKind::Reference(old), ColumnKind::Reference(new)) => {
            context.new_collection(old) == Some(new.as_str())
        }
        (_, ColumnKind::Reference(_)) => false,
        (_, _) => true,
    }
}

fn is_same(context: &Context<'_>, old: &Column, new: &Column) -> bool {
    let same_kind = match (&old.kind, &new.kind) {
        // Judged by `is_continued`.
        (ColumnKind::Reference(_), ColumnKind::Reference(_)) => true,
        (ColumnKind::Enum(old), ColumnKind::Enum(new)) => old == new || same_values(context, old, new),
        (old, new) => old == new,
    };
    same_kind && old.name == new.name && old.list == new.list && old.nullable == new.nullable
}

fn same_values(context: &Context<'_>, old: &str, new: &str) -> bool {
    context.old.enums.get(old) == context.new.enums.get(new)
}

/// What becomes of the values when both columns are of an enum.
fn value_changes(context: &Context<'_>, old: &Column, new: &Column) -> ValueChanges {
    match (&old.kind, &new.kind) {
        (ColumnKind::Enum(old), ColumnKind::Enum(new)) => enum_changes(context.old, context.new, old, new),
        _ => ValueChanges::default(),
    }
}

/// What becomes of the values of an enum of the old layout that are those of one of the new layout.
pub fn enum_changes(old: &Layout, new: &Layout, old_name: &str, new_name: &str) -> ValueChanges {
    let none = Vec::new();
    let old: &Vec<StoredValue> = old.enums.get(old_name).unwrap_or(&none);
    let new: &Vec<StoredValue> = new.enums.get(new_name).unwrap_or(&none);
    let names = match_names(old.iter().map(|value| value.name.as_str()), || {
        new.iter().map(|value| (value.name.as_str(), value.old_name.as_deref()))
    });
    let is_kept = |value: &&StoredValue| names.values().any(|kept| *kept == value.name);
    let renamed = names.iter().filter(|(new, old)| new != old);
    ValueChanges {
        removed: old.iter().filter(|value| !is_kept(value)).map(|value| value.name.clone()).collect(),
        renamed: renamed.map(|(new, old)| ((*old).to_owned(), (*new).to_owned())).collect(),
    }
}
