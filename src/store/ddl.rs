//! Statements that make and change tables, in the SQL of the running database.

use sea_orm::sea_query::{
    ColumnDef, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, PostgresQueryBuilder,
    SqliteQueryBuilder, Table as TableSql, TableCreateStatement,
};

use crate::model::layout::{self, Column, Table, TableIndex};
use crate::model::{OnDelete, Scalar};
use crate::query::dialect::Dialect;

/// Makes the table under the given name. On SQLite its foreign keys are part of it; on PostgreSQL
/// they are added when every table is there.
pub(super) fn create_table(table: &Table, name: &str, dialect: Dialect) -> String {
    let mut statement = TableSql::create();
    statement.table(name.to_owned());
    for column in table.columns.values() {
        statement.col(column_definition(column, dialect));
    }
    let mut key = Index::create();
    for column in &table.primary_key {
        key.col(column.clone());
    }
    statement.primary_key(&mut key);
    match dialect {
        Dialect::Sqlite => {
            for key in &table.foreign_keys {
                statement.foreign_key(&mut foreign_key(&table.name, key));
            }
            statement.extra(sqlite_table_options(table));
        }
        Dialect::Postgres => {}
    }
    build_create(&statement, dialect)
}

/// A join table is its own primary-key index.
fn sqlite_table_options(table: &Table) -> &'static str {
    if table.primary_key.len() > 1 { "STRICT, WITHOUT ROWID" } else { "STRICT" }
}

fn build_create(statement: &TableCreateStatement, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => statement.to_string(SqliteQueryBuilder),
        Dialect::Postgres => statement.to_string(PostgresQueryBuilder),
    }
}

/// The column with its type and whether it may be null.
pub(super) fn column_definition(column: &Column, dialect: Dialect) -> ColumnDef {
    let mut definition = ColumnDef::new(column.name.clone());
    definition.custom(column_type(column.scalar(), dialect));
    if !column.nullable {
        definition.not_null();
    }
    definition
}

/// Adds the table's foreign keys where they are not part of the table's own statement.
pub(super) fn add_foreign_keys(table: &Table, dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => table.foreign_keys.iter().map(|key| add_foreign_key(&table.name, key)).collect(),
    }
}

/// Adds one foreign key on PostgreSQL. It may be deferred, so that an import can bring records in
/// any order.
pub(super) fn add_foreign_key(table: &str, key: &layout::ForeignKey) -> String {
    let statement = foreign_key(table, key).to_string(PostgresQueryBuilder);
    format!("{statement} DEFERRABLE INITIALLY IMMEDIATE")
}

fn foreign_key(table: &str, key: &layout::ForeignKey) -> ForeignKeyCreateStatement {
    let action = match key.on_delete {
        OnDelete::Restrict => ForeignKeyAction::Restrict,
        OnDelete::Cascade => ForeignKeyAction::Cascade,
        OnDelete::SetNull => ForeignKeyAction::SetNull,
    };
    ForeignKey::create()
        .name(key.name.clone())
        .from(table.to_owned(), key.column.clone())
        .to(key.target.clone(), "id")
        .on_delete(action)
        .to_owned()
}

/// Makes an index. Nulls count as smallest on both databases: SQLite does that by itself, PostgreSQL
/// must be told (which sea-query can't say), or lists in ascending order could not use the index.
pub(super) fn create_index(table: &Table, index: &TableIndex, dialect: Dialect) -> String {
    let columns = index.columns.iter().map(|column| {
        let nullable = table.columns.get(&column.name).is_some_and(|column| column.nullable);
        let order = match (column.descending, nullable && dialect == Dialect::Postgres) {
            (false, false) => "",
            (false, true) => " NULLS FIRST",
            (true, false) => " DESC",
            (true, true) => " DESC NULLS LAST",
        };
        format!("{}{order}", quoted(&column.name))
    });
    let unique = if index.unique { "UNIQUE " } else { "" };
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("CREATE {unique}INDEX {} ON {} ({columns})", quoted(&index.name), quoted(&table.name))
}

/// The name in the quotes of both databases. Names come from the model: letters, digits, underscores.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The type of a scalar's column.
pub(super) fn column_type(scalar: Scalar, dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => scalar.kind().sqlite,
        Dialect::Postgres => scalar.kind().postgres,
    }
}

/// The text in the quotes of both databases. It holds no U+0000, which neither could take.
pub(super) fn quoted_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
