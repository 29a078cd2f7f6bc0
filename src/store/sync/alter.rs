//! Statements that change a table in place: everything on PostgreSQL, what SQLite can do of it.

use sea_orm::sea_query::{PostgresQueryBuilder, SqliteQueryBuilder, Table as TableSql};

use super::Phase;
use super::column::Action;
use crate::model::OnDelete;
use crate::model::diff::{ColumnChange, TableChange};
use crate::model::layout::{Column, ForeignKey, Table, TableIndex};
use crate::query::dialect::Dialect;
use crate::store::ddl::{self, column_type, quoted, quoted_text};

/// The statements of an action on PostgreSQL, and when they are due.
pub(super) fn postgres(change: &TableChange, action: &Action) -> (Phase, Vec<String>) {
    let old = quoted(&change.old.name);
    let new = quoted(&change.new.name);
    match action {
        Action::Add { column, fill } => {
            let mut statements = add_on_postgres(&change.new.name, column, fill.as_deref());
            statements.extend(new_primary_key(change, column));
            (Phase::Alter, statements)
        }
        Action::Drop(column) => {
            (Phase::DropColumns, vec![format!("ALTER TABLE {old} DROP COLUMN {}", quoted(&column.name))])
        }
        Action::Rename { from, to } => {
            let waiting = waiting_columns(change).into_iter().find(|(column, _)| column == from);
            let from = waiting.map_or_else(|| from.clone(), |(_, waiting)| waiting);
            (Phase::RenameColumns, vec![rename_column(&change.new.name, &from, to)])
        }
        Action::Retype { expression: None, .. } => (Phase::Alter, Vec::new()),
        Action::Retype { column, expression: Some(expression) } => {
            let name = quoted(&column.name);
            // The column has its new name by now.
            let expression = expression.replace(&quoted(old_name(change, column)), &name);
            let kind = column_type(column.scalar(), Dialect::Postgres);
            (
                Phase::Alter,
                vec![format!("ALTER TABLE {new} ALTER COLUMN {name} TYPE {kind} USING {expression}")],
            )
        }
        Action::AllowNull(column) => (
            Phase::Alter,
            vec![format!("ALTER TABLE {new} ALTER COLUMN {} DROP NOT NULL", quoted(&column.name))],
        ),
        Action::Require { column, fill } => {
            let name = quoted(&column.name);
            let fill = fill
                .as_ref()
                .map(|literal| format!("UPDATE {new} SET {name} = {literal} WHERE {name} IS NULL"));
            let require = format!("ALTER TABLE {new} ALTER COLUMN {name} SET NOT NULL");
            (Phase::Alter, fill.into_iter().chain([require]).collect())
        }
        Action::RenameValues { column, renamed } => {
            (Phase::Values, rename_values(&change.new, column, renamed, Dialect::Postgres))
        }
    }
}

/// PostgreSQL takes the primary key away with one of its columns: a join table whose field leads to another
/// collection gets it anew, once the last of its new columns is there.
fn new_primary_key(change: &TableChange, column: &Column) -> Option<String> {
    let mut added = change.columns.iter().filter_map(|change| match change {
        ColumnChange::Add(column) => Some(column),
        ColumnChange::Keep { .. } | ColumnChange::Drop(_) => None,
    });
    let last = added.rfind(|column| change.new.primary_key.contains(&column.name))?;
    let columns = change.new.primary_key.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    (last.name == column.name)
        .then(|| format!("ALTER TABLE {} ADD PRIMARY KEY ({columns})", quoted(&change.new.name)))
}

fn old_name<'a>(change: &'a TableChange, column: &'a Column) -> &'a str {
    let mut names = change.old.columns.values().map(|old| old.name.as_str());
    names.find(|old| change.new_column(old) == Some(column.name.as_str())).unwrap_or(&column.name)
}

fn add_on_postgres(table: &str, column: &Column, fill: Option<&str>) -> Vec<String> {
    let mut definition = ddl::column_definition(column, Dialect::Postgres);
    let Some(literal) = fill else {
        let statement = TableSql::alter().table(table.to_owned()).add_column(definition).to_owned();
        return vec![statement.to_string(PostgresQueryBuilder)];
    };
    // PostgreSQL fills the rows that are there without rewriting them; the default itself goes.
    definition.extra(format!("DEFAULT {literal}"));
    let statement = TableSql::alter().table(table.to_owned()).add_column(definition).to_owned();
    let forget = format!("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", quoted(table), quoted(&column.name));
    vec![statement.to_string(PostgresQueryBuilder), forget]
}

/// The statements of an action that SQLite can do in place; none when the table must be rebuilt.
pub(super) fn sqlite(change: &TableChange, action: &Action) -> Option<(Phase, Vec<String>)> {
    match action {
        Action::Add { column, fill: None } if column.nullable => {
            let key = change.new.foreign_keys.iter().find(|key| key.column == column.name);
            Some((Phase::Alter, vec![add_on_sqlite(&change.new.name, column, key)]))
        }
        Action::Rename { from, to } => {
            Some((Phase::RenameColumns, vec![rename_column(&change.new.name, from, to)]))
        }
        Action::Retype { expression: None, .. } => Some((Phase::Alter, Vec::new())),
        Action::RenameValues { column, renamed } => {
            Some((Phase::Values, rename_values(&change.new, column, renamed, Dialect::Sqlite)))
        }
        Action::Add { .. }
        | Action::Drop(_)
        | Action::Retype { expression: Some(_), .. }
        | Action::AllowNull(_)
        | Action::Require { .. } => None,
    }
}

fn add_on_sqlite(table: &str, column: &Column, key: Option<&ForeignKey>) -> String {
    let mut definition = ddl::column_definition(column, Dialect::Sqlite);
    if let Some(key) = key {
        let action = on_delete_words(key.on_delete);
        definition.extra(format!("REFERENCES {} (\"id\") ON DELETE {action}", quoted(&key.target)));
    }
    TableSql::alter().table(table.to_owned()).add_column(definition).to_string(SqliteQueryBuilder)
}

/// The action in SQL.
pub(super) fn on_delete_words(action: OnDelete) -> &'static str {
    match action {
        OnDelete::Restrict => "RESTRICT",
        OnDelete::Cascade => "CASCADE",
        OnDelete::SetNull => "SET NULL",
    }
}

pub(super) fn rename_table(from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to))
}

/// Columns that are renamed while another one wants their name, with the name under which they wait.
pub(super) fn waiting_columns(change: &TableChange) -> Vec<(String, String)> {
    let renamed = change.columns.iter().filter_map(|column| match column {
        ColumnChange::Keep { old, new, .. } if old.name != new.name => Some((&old.name, &new.name)),
        ColumnChange::Keep { .. } | ColumnChange::Add(_) | ColumnChange::Drop(_) => None,
    });
    let wanted = renamed.clone().map(|(_, new)| new).collect::<Vec<_>>();
    let waiting = renamed.enumerate().filter(|(_, (old, _))| wanted.contains(old));
    waiting.map(|(number, (old, _))| (old.clone(), format!("hw_waiting_{number}"))).collect()
}

pub(super) fn rename_column(table: &str, from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME COLUMN {} TO {}", quoted(table), quoted(from), quoted(to))
}

pub(super) fn drop_table(table: &str) -> String {
    format!("DROP TABLE {}", quoted(table))
}

pub(super) fn drop_index(index: &TableIndex) -> String {
    format!("DROP INDEX IF EXISTS {}", quoted(&index.name))
}

pub(super) fn drop_key(table: &Table, key: &ForeignKey) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {}", quoted(&table.name), quoted(&key.name))
}

/// All at once, so that two values can change places.
fn rename_values(
    table: &Table,
    column: &Column,
    renamed: &[(String, String)],
    dialect: Dialect,
) -> Vec<String> {
    if renamed.is_empty() {
        return Vec::new();
    }
    let (table, name) = (quoted(&table.name), quoted(&column.name));
    let old = renamed.iter().map(|(old, _)| quoted_text(old)).collect::<Vec<_>>().join(", ");
    let cases =
        renamed.iter().map(|(old, new)| format!("WHEN {} THEN {}", quoted_text(old), quoted_text(new)));
    let cases = cases.collect::<Vec<_>>().join(" ");
    let case = |value: &str| format!("CASE {value} {cases} ELSE {value} END");
    let sql = match (column.list, dialect) {
        (false, _) => format!("UPDATE {table} SET {name} = {} WHERE {name} IN ({old})", case(&name)),
        (true, Dialect::Sqlite) => format!(
            "UPDATE {table} SET {name} = (SELECT json_group_array({} ORDER BY item.key) FROM json_each({name}) AS item) \
             WHERE EXISTS (SELECT 1 FROM json_each({name}) AS item WHERE item.value IN ({old}))",
            case("item.value")
        ),
        // Put together by hand: the database's own aggregate writes spaces between the items.
        (true, Dialect::Postgres) => format!(
            "UPDATE {table} SET {name} = (SELECT '[' || string_agg(coalesce(to_json({})::text, 'null'), ',' ORDER BY item.place) || ']' \
             FROM json_array_elements_text({name}) WITH ORDINALITY AS item(value, place))::json \
             WHERE EXISTS (SELECT 1 FROM json_array_elements_text({name}) AS item(value) WHERE item.value IN ({old}))",
            case("item.value")
        ),
    };
    vec![sql]
}
