//! Counts of the rows that a change would touch. Whether a change loses data depends on them.

use sea_orm::{ConnectionTrait, Statement};

use crate::model::layout::{Column, ColumnKind, Table};
use crate::query::dialect::Dialect;
use crate::store::StoreError;
use crate::store::ddl::{quoted, quoted_text};

/// The rows of the table.
pub(super) async fn rows(db: &impl ConnectionTrait, table: &Table) -> Result<u64, StoreError> {
    count(db, &format!("SELECT count(*) FROM {}", quoted(&table.name))).await
}

/// The rows with a value in the column.
pub(super) async fn rows_with_value(
    db: &impl ConnectionTrait,
    table: &Table,
    column: &Column,
) -> Result<u64, StoreError> {
    let sql = format!("SELECT count({}) FROM {}", quoted(&column.name), quoted(&table.name));
    count(db, &sql).await
}

/// The rows that would lose something with the column: an empty list is nothing.
pub(super) async fn rows_at_stake(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    table: &Table,
    column: &Column,
) -> Result<u64, StoreError> {
    if !column.list {
        return rows_with_value(db, table, column).await;
    }
    let text = text_of(column, dialect);
    count(db, &format!("SELECT count(*) FROM {} WHERE {text} <> '[]'", quoted(&table.name))).await
}

/// The rows whose value, or one of whose values, is or is not among the given ones.
pub(super) async fn rows_by_values(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    table: &Table,
    column: &Column,
    values: Membership<'_>,
) -> Result<u64, StoreError> {
    let (operator, values) = match values {
        Membership::Among(values) => ("IN", values),
        Membership::Outside(values) => ("NOT IN", values),
    };
    let values = values.iter().map(|value| quoted_text(value)).collect::<Vec<_>>().join(", ");
    let name = quoted(&column.name);
    let condition = match (column.list, dialect) {
        (false, _) => format!("{name} {operator} ({values})"),
        (true, Dialect::Sqlite) => {
            format!("EXISTS (SELECT 1 FROM json_each({name}) AS item WHERE item.value {operator} ({values}))")
        }
        (true, Dialect::Postgres) => format!(
            "EXISTS (SELECT 1 FROM json_array_elements_text({name}) AS item(value) \
             WHERE item.value {operator} ({values}))"
        ),
    };
    count(db, &format!("SELECT count(*) FROM {} WHERE {condition}", quoted(&table.name))).await
}

/// Which values are counted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Membership<'a> {
    Among(&'a [String]),
    Outside(&'a [String]),
}

/// How many values, or combinations of values, several rows share. Nulls agree with nothing.
pub(super) async fn shared_values(
    db: &impl ConnectionTrait,
    table: &Table,
    expressions: &[String],
) -> Result<u64, StoreError> {
    let table = quoted(&table.name);
    let present =
        expressions.iter().map(|sql| format!("{sql} IS NOT NULL")).collect::<Vec<_>>().join(" AND ");
    let groups = expressions.join(", ");
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {present} GROUP BY {groups} HAVING count(*) > 1) AS shared"
    );
    count(db, &sql).await
}

/// The column as text, where JSON can't be compared.
pub(super) fn text_of(column: &Column, dialect: Dialect) -> String {
    let is_json = column.list || matches!(column.kind, ColumnKind::Component(_) | ColumnKind::Blocks(_));
    match (is_json, dialect) {
        (true, Dialect::Postgres) => format!("{}::text", quoted(&column.name)),
        (true, Dialect::Sqlite) | (false, _) => quoted(&column.name),
    }
}

async fn count(db: &impl ConnectionTrait, sql: &str) -> Result<u64, StoreError> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let count: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(count.unwrap_or_default().unsigned_abs())
}
