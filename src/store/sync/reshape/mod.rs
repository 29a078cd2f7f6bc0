//! Changes of components and of unions of them, whose values are JSON inside the columns of records.
//!
//! Owns their steps of a plan and what carries them out: the values are read, rewritten and stored by Headwater,
//! since SQL has no way to follow components that hold themselves. Read [`steps`] first, then [`apply`].

mod shape;
mod walk;

use std::collections::HashSet;

use indexmap::IndexMap;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

pub(super) use self::shape::Reshaping;
use self::shape::{Change, Holder, Number};
use self::walk::Walk;
use super::column::{count, fill_hint, shown, shown_type};
use super::{PlanStep, StepKind};
use crate::model::layout::Table;
use crate::query::dialect::Dialect;
use crate::store::StoreError;
use crate::store::ddl::quoted;

/// How many values are read at once.
const BATCH: u64 = 500;

/// The ids of the records that meet a change, by collection: one may meet it in several fields.
type Met = IndexMap<String, HashSet<String>>;

/// What the records say to the changes.
#[derive(Default)]
struct Findings {
    met: IndexMap<Number, Met>,
    stuck: IndexMap<Number, Met>,
}

/// The steps for what changes in components and unions, judged by what is stored.
pub(super) async fn steps(
    db: &impl ConnectionTrait,
    reshaping: &Reshaping,
) -> Result<Vec<PlanStep>, StoreError> {
    let mut findings = Findings::default();
    for holder in &reshaping.holders {
        let (table, column) = (&holder.tables.0, &holder.columns.0.name);
        let mut after = String::new();
        while let Some(values) = read(db, table, column, &after, "").await? {
            for (id, text) in values {
                let mut walk = Walk::new(reshaping);
                rewrite(&mut walk, holder, table, &id, &text)?;
                let collection = &holder.tables.1.collection;
                for (found, numbers) in [(&mut findings.met, walk.met), (&mut findings.stuck, walk.stuck)] {
                    for number in numbers {
                        found
                            .entry(number)
                            .or_default()
                            .entry(collection.clone())
                            .or_default()
                            .insert(id.clone());
                    }
                }
                after = id;
            }
        }
    }
    // What no stored value can lead to is not worth a word.
    if reshaping.is_empty() {
        return Ok(Vec::new());
    }
    let changes = reshaping.changes.iter().enumerate();
    Ok(changes.map(|(number, change)| step(change, number, &findings)).collect())
}

/// Rewrites what is stored. The tables and columns have their new names by now.
pub(super) async fn apply(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    reshaping: &Reshaping,
) -> Result<(), StoreError> {
    for holder in &reshaping.holders {
        let (table, column) = (&holder.tables.1, &holder.columns.1.name);
        let (name, value) = (quoted(&table.name), quoted(column));
        // On SQLite nobody else writes meanwhile.
        let (update, lock) = match dialect {
            Dialect::Sqlite => (format!("UPDATE {name} SET {value} = ? WHERE id = ?"), ""),
            Dialect::Postgres => {
                (format!("UPDATE {name} SET {value} = CAST($1 AS json) WHERE id = $2"), " FOR UPDATE")
            }
        };
        let mut after = String::new();
        while let Some(values) = read(db, table, column, &after, lock).await? {
            for (id, text) in values {
                let mut walk = Walk::new(reshaping);
                if let Some(text) = rewrite(&mut walk, holder, table, &id, &text)? {
                    // SQL's null, not that of JSON.
                    let text = Some(text).filter(|text| text != "null");
                    let values = [text.into(), id.as_str().into()];
                    db.execute_raw(statement(db, &update, values)).await?;
                }
                after = id;
            }
        }
    }
    Ok(())
}

/// The ids and values of the next records; none when there are no more.
async fn read(
    db: &impl ConnectionTrait,
    table: &Table,
    column: &str,
    after: &str,
    lock: &str,
) -> Result<Option<Vec<(String, String)>>, StoreError> {
    let (table, column) = (quoted(&table.name), quoted(column));
    let parameter = if db.get_database_backend() == DbBackend::Postgres { "$1" } else { "?" };
    let sql = format!(
        "SELECT id, CAST({column} AS text) FROM {table} WHERE {column} IS NOT NULL AND id > {parameter} \
         ORDER BY id LIMIT {BATCH}{lock}"
    );
    let rows = db.query_all_raw(statement(db, &sql, [after.into()])).await?;
    let values = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    let values = values.collect::<Result<Vec<_>, StoreError>>()?;
    Ok((!values.is_empty()).then_some(values))
}

fn statement<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [sea_orm::Value; N]) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

fn rewrite(
    walk: &mut Walk<'_>,
    holder: &Holder,
    table: &Table,
    id: &str,
    text: &str,
) -> Result<Option<String>, StoreError> {
    walk.column(text, &holder.columns.0, &holder.columns.1).map_err(|error| {
        let field = shown(&table.collection, &holder.columns.0);
        StoreError::Other(format!("{field} of the record `{id}` holds no valid JSON: {error}"))
    })
}

fn step(change: &Change, number: Number, findings: &Findings) -> PlanStep {
    let rows = findings.met.get(&number);
    let (words, kind) = match change {
        Change::Remove { component, field } => {
            let name = shown(component, field);
            let why = |rows: &Met| format!("{name} has a value in {}", places(rows));
            (format!("drop {name}"), lossy(rows, why))
        }
        Change::Rename { component, field } => {
            let words = format!("rename `{}.{}` to `{}.{}`", component.0, field.0, component.1, field.1);
            (words, StepKind::Safe)
        }
        Change::Retype { component, old, new } => {
            let (name, from, to) = (shown(component, new), shown_type(old), shown_type(new));
            let reason = |rows: &Met| {
                format!(
                    "{name} has a value in {}, and {from} can't become {to} without losing something",
                    places(rows)
                )
            };
            let hint =
                "add a field of the new type under another name, copy the values, then drop the old one";
            (format!("change {name} from {from} to {to}"), refused(rows, reason, hint))
        }
        Change::Require { component, field, fill } => {
            let name = shown(component, field);
            match (rows, fill) {
                (Some(rows), Some(fill)) => {
                    let words =
                        format!("require {name}, with {fill} where it is missing: in {}", places(rows));
                    (words, StepKind::Safe)
                }
                (rows, _) => {
                    let reason =
                        |rows: &Met| format!("{name} is required, and it is missing in {}", places(rows));
                    (format!("require {name}"), refused(rows, reason, &fill_hint(field)))
                }
            }
        }
        Change::RemoveValues { component, field, values } => {
            let name = shown(component, field);
            let values = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let reason = |rows: &Met| format!("{name} holds {values} in {}", places(rows));
            let hint = "keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first";
            (format!("remove values of {name}: {values}"), refused(rows, reason, hint))
        }
        Change::RenameValues { component, field, values } => {
            let names = values.iter().map(|(from, to)| format!("`{from}` to `{to}`"));
            let names = names.collect::<Vec<_>>().join(", ");
            (format!("rename values of {}: {names}", shown(component, field)), StepKind::Safe)
        }
        Change::RemoveMember { union, member } => {
            let kind = match findings.stuck.get(&number) {
                Some(rows) => StepKind::Refused {
                    reason: format!("a `{union}` is required where it is a `{member}`, in {}", places(rows)),
                    hint: "make the field optional, or put another block there first".to_owned(),
                },
                None => lossy(rows, |rows| format!("there are blocks `{member}` in {}", places(rows))),
            };
            (format!("take `{member}` out of `{union}`"), kind)
        }
        Change::RenameMember { old, new } => {
            (format!("rename the blocks `{old}` to `{new}`"), StepKind::Safe)
        }
    };
    PlanStep { words, sql: Vec::new(), kind }
}

fn lossy(rows: Option<&Met>, why: impl Fn(&Met) -> String) -> StepKind {
    rows.map_or(StepKind::Safe, |rows| StepKind::Destructive {
        rows: rows.values().map(|ids| ids.len() as u64).sum(),
        why: why(rows),
    })
}

fn refused(rows: Option<&Met>, reason: impl Fn(&Met) -> String, hint: &str) -> StepKind {
    rows.map_or(StepKind::Safe, |rows| StepKind::Refused { reason: reason(rows), hint: hint.to_owned() })
}

/// `2 rows of Post and 1 row of Page`
fn places(rows: &Met) -> String {
    let places =
        rows.iter().map(|(collection, ids)| format!("{} of `{collection}`", count(ids.len() as u64, "row")));
    places.collect::<Vec<_>>().join(" and ")
}
