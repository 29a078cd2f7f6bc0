//! What tables the database really has, asked from its own catalog.
//!
//! Read [`Found`] first. `drift.rs` compares it with what a layout needs.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, QueryResult, Statement};

use crate::query::dialect::Dialect;
use crate::store::StoreError;

/// The tables of a database by name, Headwater's own (`hw_*`) aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Every table by name.
    pub tables: BTreeMap<String, FoundTable>,
}

/// A table of the database, in the words of its catalog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundTable {
    /// The columns by name, each with its type and `NOT NULL`: `text COLLATE "C" NOT NULL`.
    pub columns: BTreeMap<String, String>,
    /// The columns of the primary key.
    pub primary_key: Vec<String>,
    /// The foreign keys: `author_id to user on delete restrict`.
    pub foreign_keys: BTreeSet<String>,
    /// The indexes by name: `unique (slug)`, `(published_at desc, id)`.
    pub indexes: BTreeMap<String, String>,
}

/// The tables that the database has.
pub async fn discover(db: &impl ConnectionTrait, dialect: Dialect) -> Result<Found, StoreError> {
    let queries = match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    };
    let mut found = Found::default();
    for row in rows(db, queries.columns).await? {
        let [table, column, kind] = texts(&row)?;
        found.tables.entry(table).or_default().columns.insert(column, kind);
    }
    for row in rows(db, queries.primary_keys).await? {
        let [table, column] = texts(&row)?;
        found.tables.entry(table).or_default().primary_key.push(column);
    }
    for row in rows(db, queries.foreign_keys).await? {
        let [table, key] = texts(&row)?;
        found.tables.entry(table).or_default().foreign_keys.insert(key);
    }
    for row in rows(db, queries.indexes).await? {
        let [table, index, columns] = texts(&row)?;
        found.tables.entry(table).or_default().indexes.insert(index, columns);
    }
    Ok(found)
}

/// What a catalog is asked. Every query answers texts: the table first, then what it has.
struct Queries {
    /// Table, column, type.
    columns: &'static str,
    /// Table, column, in the key's order.
    primary_keys: &'static str,
    /// Table, key.
    foreign_keys: &'static str,
    /// Table, index, columns.
    indexes: &'static str,
}

const SQLITE: Queries = Queries {
    columns: "SELECT t.name, c.name, c.type || iif(c.\"notnull\", ' NOT NULL', '') \
              FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c \
              WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
              AND t.name NOT LIKE 'hw\\_%' ESCAPE '\\'",
    primary_keys: "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c \
              WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
              AND t.name NOT LIKE 'hw\\_%' ESCAPE '\\' AND c.pk > 0 ORDER BY t.name, c.pk",
    foreign_keys: "SELECT t.name, k.\"from\" || ' to ' || k.\"table\" || ' on delete ' || lower(k.on_delete) \
              FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS k \
              WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'hw\\_%' ESCAPE '\\'",
    indexes: "SELECT t.name, i.name, iif(i.\"unique\", 'unique ', '') || '(' || (SELECT group_concat( \
              coalesce(c.name, 'expression') || iif(c.desc, ' desc', ''), ', ' ORDER BY c.seqno) \
              FROM pragma_index_xinfo(i.name) AS c WHERE c.key) || ')' || iif(i.partial, ' partial', '') \
              FROM pragma_table_list AS t, pragma_index_list(t.name) AS i \
              WHERE t.schema = 'main' AND t.type = 'table' AND i.origin = 'c' \
              AND t.name NOT LIKE 'hw\\_%' ESCAPE '\\'",
};

/// Only what is in the schema that new tables go to. Where nulls go in an index is said only where
/// it is not as Headwater makes it, and only for columns that have nulls.
const POSTGRES: Queries = Queries {
    columns: "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod) \
              || coalesce((SELECT ' COLLATE \"' || l.collname || '\"' FROM pg_collation AS l \
                 WHERE l.oid = a.attcollation AND l.collname <> 'default'), '') \
              || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END \
              FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid \
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') \
              AND a.attnum > 0 AND NOT a.attisdropped AND c.relname NOT LIKE 'hw\\_%'",
    primary_keys: "SELECT c.relname::text, a.attname::text \
              FROM pg_class AS c JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary \
              CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place) \
              JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum \
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE 'hw\\_%' \
              ORDER BY c.relname, k.place",
    foreign_keys: "SELECT c.relname::text, (SELECT string_agg(a.attname, ', ') FROM pg_attribute AS a \
              WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)) || ' to ' || t.relname \
              || ' on delete ' || CASE k.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' \
              WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' ELSE 'no action' END \
              FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid \
              JOIN pg_class AS t ON t.oid = k.confrelid \
              WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace \
              AND c.relname NOT LIKE 'hw\\_%'",
    indexes: "SELECT c.relname::text, n.relname::text, CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || '(' \
              || (SELECT string_agg(coalesce(a.attname, 'expression') \
                 || CASE WHEN o.option & 1 = 1 THEN ' desc' ELSE '' END \
                 || CASE WHEN a.attnotnull OR o.option IN (1, 2) THEN '' \
                    WHEN o.option & 2 = 2 THEN ' nulls first' ELSE ' nulls last' END, ', ' ORDER BY o.place) \
                 FROM unnest(i.indkey::int2[], i.indoption::int2[]) WITH ORDINALITY AS o(attnum, option, place) \
                 LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = o.attnum AND o.attnum > 0 \
                 WHERE o.place <= i.indnkeyatts) || ')' \
              || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END \
              FROM pg_class AS c JOIN pg_index AS i ON i.indrelid = c.oid AND NOT i.indisprimary \
              JOIN pg_class AS n ON n.oid = i.indexrelid \
              WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') \
              AND c.relname NOT LIKE 'hw\\_%'",
};

async fn rows(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<QueryResult>, StoreError> {
    Ok(db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?)
}

fn texts<const N: usize>(row: &QueryResult) -> Result<[String; N], StoreError> {
    let mut texts = std::array::from_fn(|_| String::new());
    for (index, text) in texts.iter_mut().enumerate() {
        *text = row.try_get_by_index(index)?;
    }
    Ok(texts)
}
