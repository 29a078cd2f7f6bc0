//! From a diff of two layouts to the steps of a plan, in the order in which a database takes them.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;

use super::column::{Action, ColumnStep, Source, column_steps, count, shown, sources};
use super::discover::Found;
use super::drift::Difference;
use super::reshape::Reshaping;
use super::{MigrationPlan, Phase, PlanStep, StepKind, alter, rebuild, reshape, rows};
use crate::model::JOIN_TARGET;
use crate::model::diff::{Diff, TableChange, diff};
use crate::model::layout::{ForeignKey, Layout, Table, TableIndex};
use crate::query::dialect::Dialect;
use crate::store::StoreError;
use crate::store::ddl;

/// A step and when it is due.
type Due = (Phase, PlanStep);

/// The plan from the old layout, whose tables are in the database, to the new one. A table that was
/// changed by hand is not touched: what its statements would do there, nobody knows.
pub(super) async fn plan_change(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    (old, new): (&Layout, &Layout),
    found: &Found,
    drift: Vec<Difference>,
) -> Result<MigrationPlan, StoreError> {
    let diff = diff(old, new);
    let mut steps = Vec::new();
    for table in &diff.drop {
        match grave(&drift, table) {
            Some(difference) => steps.push(leave_alone(table, difference)),
            None => steps.extend(drop_table(db, dialect, table).await?),
        }
    }
    steps.extend(rename_tables(&diff));
    for table in &diff.create {
        match found.tables.contains_key(&table.name) && !old.tables.contains_key(&table.name) {
            true => steps.push(refuse_foreign_table(table)),
            false => steps.extend(create_table(table, dialect)),
        }
    }
    for change in &diff.change {
        match grave(&drift, &change.old) {
            Some(difference) => steps.push(leave_alone(&change.old, difference)),
            None => steps.extend(change_table(db, dialect, new, change).await?),
        }
    }
    let reshaping = Reshaping::between(old, new, &diff);
    let by_hand = reshaping.tables().find_map(|table| Some((grave(&drift, table)?, table)));
    match by_hand {
        Some((difference, table)) => steps.push(leave_alone(table, difference)),
        None => {
            let reshaped = reshape::steps(db, &reshaping).await?;
            steps.extend(reshaped.into_iter().map(|step| (Phase::Values, step)));
        }
    }
    // Stable: what is due together keeps the model's order.
    steps.sort_by_key(|(phase, _)| *phase);
    Ok(MigrationPlan { steps: steps.into_iter().map(|(_, step)| step).collect(), drift })
}

/// A change by hand that makes changing the table unsafe.
fn grave<'a>(drift: &'a [Difference], table: &Table) -> Option<&'a Difference> {
    drift.iter().find(|difference| difference.table == table.name && !difference.is_harmless)
}

fn leave_alone(table: &Table, difference: &Difference) -> Due {
    let kind = StepKind::Refused {
        reason: format!("the database was changed by hand: {}", difference.words),
        hint: "undo that change first".to_owned(),
    };
    step(Phase::Unlink, format!("change the table `{}` of `{}`", table.name, table.holds()), kind, Vec::new())
}

fn refuse_foreign_table(table: &Table) -> Due {
    let kind = StepKind::Refused {
        reason: format!("the database has a table `{}` that headwater did not make", table.name),
        hint: "rename that table, or use another database".to_owned(),
    };
    step(
        Phase::CreateTables,
        format!("create the table `{}` for `{}`", table.name, table.holds()),
        kind,
        Vec::new(),
    )
}

fn step(phase: Phase, words: String, kind: StepKind, sql: Vec<String>) -> Due {
    (phase, PlanStep { words, sql, kind })
}

async fn drop_table(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    table: &Table,
) -> Result<Vec<Due>, StoreError> {
    let rows = rows::rows(db, table).await?;
    let kind = match (rows, &table.field) {
        (0, _) => StepKind::Safe,
        (rows, None) => StepKind::Destructive {
            rows,
            why: format!("`{}` has {}", table.collection, count(rows, "record")),
        },
        (rows, Some(_)) => {
            StepKind::Destructive { rows, why: format!("`{}` holds {}", table.holds(), count(rows, "link")) }
        }
    };
    let words = format!("drop the table `{}` of `{}`", table.name, table.holds());
    let dropped = step(Phase::DropTables, words, kind, vec![alter::drop_table(&table.name)]);
    // Dropped tables may refer to each other.
    let keys = match dialect {
        Dialect::Sqlite => Vec::new(),
        Dialect::Postgres => table.foreign_keys.iter().map(|key| alter::drop_key(table, key)).collect(),
    };
    let unlinked =
        step(Phase::Unlink, format!("drop the foreign keys of `{}`", table.name), StepKind::Safe, keys);
    Ok([unlinked, dropped].into_iter().filter(|(_, step)| !step.sql.is_empty()).collect())
}

/// Tables may take each other's names: one whose name is still taken waits under another.
fn rename_tables(diff: &Diff) -> Vec<Due> {
    let renamed = diff.change.iter().filter(|change| change.old.name != change.new.name);
    let taken = renamed.clone().map(|change| change.old.name.as_str()).collect::<HashSet<_>>();
    let renamed = renamed.enumerate().flat_map(|(number, change)| {
        let (from, to) = (change.old.name.as_str(), change.new.name.as_str());
        let words = format!("rename the table `{from}` to `{to}`, for `{}`", change.new.holds());
        if !taken.contains(to) {
            let sql = vec![alter::rename_table(from, to)];
            return vec![step(Phase::RenameTables, words, StepKind::Safe, sql)];
        }
        let waiting = format!("hw_waiting_{number}");
        let away = format!("move the table `{from}` out of the way");
        vec![
            step(Phase::MakeWay, away, StepKind::Safe, vec![alter::rename_table(from, &waiting)]),
            step(Phase::RenameTables, words, StepKind::Safe, vec![alter::rename_table(&waiting, to)]),
        ]
    });
    renamed.collect()
}

/// The steps that make a table: the table, its indexes, and its foreign keys once all tables are there.
pub(super) fn create_table(table: &Table, dialect: Dialect) -> Vec<Due> {
    let create = ddl::create_table(table, &table.name, dialect);
    let words = match &table.field {
        None => format!("create the table `{}` for `{}`", table.name, table.collection),
        Some(_) => format!("create the join table `{}` for `{}`", table.name, table.holds()),
    };
    let indexes = table.indexes.values().map(|index| ddl::create_index(table, index, dialect));
    let sql = [create].into_iter().chain(indexes).collect();
    let keys = ddl::add_foreign_keys(table, dialect);
    let link =
        step(Phase::Link, format!("add the foreign keys of `{}`", table.name), StepKind::Additive, keys);
    let made = step(Phase::CreateTables, words, StepKind::Additive, sql);
    [made, link].into_iter().filter(|(_, step)| !step.sql.is_empty()).collect()
}

async fn change_table(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    layout: &Layout,
    change: &TableChange,
) -> Result<Vec<Due>, StoreError> {
    let columns = column_steps(db, dialect, layout, change).await?;
    let mut steps = change.drop_indexes.iter().map(|index| drop_index(change, index)).collect::<Vec<_>>();
    steps.extend(match dialect {
        Dialect::Postgres => change_on_postgres(change, &columns),
        Dialect::Sqlite => change_on_sqlite(change, &columns),
    });
    for index in &change.add_indexes {
        steps.push(add_index(db, dialect, change, &columns, index).await?);
    }
    Ok(steps)
}

fn change_on_postgres(change: &TableChange, columns: &[ColumnStep]) -> Vec<Due> {
    let mut columns = columns
        .iter()
        .map(|column| {
            let (phase, sql) = alter::postgres(change, &column.action);
            step(phase, column.words.clone(), column.kind.clone(), sql)
        })
        .collect::<Vec<_>>();
    columns.extend(make_way(change));
    let dropped = change.drop_keys.iter().map(|key| {
        step(
            Phase::Unlink,
            drop_key_words(change, key),
            StepKind::Safe,
            vec![alter::drop_key(&change.old, key)],
        )
    });
    let added = change.add_keys.iter().map(|key| {
        let sql = vec![ddl::add_foreign_key(&change.new.name, key)];
        step(Phase::Link, add_key_words(change, key), StepKind::Additive, sql)
    });
    dropped.chain(columns).chain(added).collect()
}

/// Columns may take each other's names: one whose name is still taken waits under another. The
/// renaming itself then starts from there (`alter::postgres`).
fn make_way(change: &TableChange) -> Vec<Due> {
    let waiting = alter::waiting_columns(change);
    let moved = waiting.iter().map(|(column, waiting)| {
        let words = format!("move the column `{}.{column}` out of the way", change.new.name);
        let sql = vec![alter::rename_column(&change.new.name, column, waiting)];
        step(Phase::RenameTables, words, StepKind::Safe, sql)
    });
    moved.collect()
}

/// Everything that SQLite can't do in place is done by one rebuild of the table.
fn change_on_sqlite(change: &TableChange, columns: &[ColumnStep]) -> Vec<Due> {
    if !rebuild::is_needed(change, columns) {
        let in_place = columns.iter().filter_map(|column| {
            let (phase, sql) = alter::sqlite(change, &column.action)?;
            Some(step(phase, column.words.clone(), column.kind.clone(), sql))
        });
        return in_place.collect();
    }
    let columns_words = columns.iter().map(|column| {
        let sql = rebuild::afterwards(change, column);
        let phase = if sql.is_empty() { Phase::Alter } else { Phase::Values };
        step(phase, column.words.clone(), column.kind.clone(), sql)
    });
    let lost = rebuild::lost_keys(change).into_iter().map(|key| drop_key_words(change, key));
    let gained = rebuild::gained_keys(change).into_iter().map(|key| add_key_words(change, key));
    let keys = lost.chain(gained).map(|words| step(Phase::Alter, words, StepKind::Safe, Vec::new()));
    let words = format!("rebuild the table `{}`, with the changes above", change.new.name);
    let rebuilt = step(Phase::Alter, words, StepKind::Safe, rebuild::rebuild(change, columns));
    columns_words.chain(keys).chain([rebuilt]).collect()
}

fn drop_key_words(change: &TableChange, key: &ForeignKey) -> String {
    format!("drop the foreign key of `{}.{}` to `{}`", change.old.name, key.column, key.target)
}

fn add_key_words(change: &TableChange, key: &ForeignKey) -> String {
    let action = alter::on_delete_words(key.on_delete).to_lowercase();
    format!(
        "add the foreign key of `{}.{}` to `{}` (on delete {action})",
        change.new.name, key.column, key.target
    )
}

fn drop_index(change: &TableChange, index: &TableIndex) -> Due {
    let words = format!("drop the index `{}` of `{}`", index.name, change.old.holds());
    step(Phase::Unlink, words, StepKind::Safe, vec![alter::drop_index(index)])
}

async fn add_index(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: &TableChange,
    columns: &[ColumnStep],
    index: &TableIndex,
) -> Result<Due, StoreError> {
    // The id at the end of an index only breaks ties.
    let columns_named = match index.columns.split_last() {
        Some((last, before)) if last.name == "id" && !before.is_empty() => before,
        _ => &index.columns,
    };
    let fields = columns_named.iter().filter_map(|column| change.new.columns.get(&column.name));
    let fields = fields.map(|column| shown(&change.new.collection, column)).collect::<Vec<_>>().join(", ");
    let sql = vec![ddl::create_index(&change.new, index, dialect)];
    if !index.unique {
        let words = match change.new.field {
            Some(_) => {
                let backwards = index.columns.first().is_some_and(|first| first.name == JOIN_TARGET);
                let how = if backwards { "backwards" } else { "in order" };
                format!("index the join table `{}` {how}", change.new.name)
            }
            None => format!("index {fields}"),
        };
        return Ok(step(Phase::Indexes, words, StepKind::Additive, sql));
    }
    let shared = shared_values(db, change, columns, index).await?;
    let kind = match shared {
        0 => StepKind::Additive,
        shared => StepKind::Refused {
            reason: format!("{fields} can't be unique: {} shared by several rows", are(shared)),
            hint: "make them different first".to_owned(),
        },
    };
    Ok(step(Phase::Indexes, format!("make {fields} unique"), kind, sql))
}

fn are(values: u64) -> String {
    format!("{} {}", count(values, "value"), if values == 1 { "is" } else { "are" })
}

/// How many values of a unique index several rows would share.
async fn shared_values(
    db: &impl ConnectionTrait,
    change: &TableChange,
    columns: &[ColumnStep],
    index: &TableIndex,
) -> Result<u64, StoreError> {
    // An index that was unique before stays so under another name.
    let was_unique = |old: &TableIndex| {
        old.unique
            && old
                .columns
                .iter()
                .map(|column| change.new_column(&column.name))
                .eq(index.columns.iter().map(|column| Some(column.name.as_str())))
    };
    let is_filled = columns.iter().any(|step| matches!(step.action, Action::Require { fill: Some(_), .. }));
    if change.old.indexes.values().any(was_unique) && !is_filled {
        return Ok(0);
    }
    let sources = sources(change, columns);
    let sources = index.columns.iter().filter_map(|column| sources.get(&column.name)).collect::<Vec<_>>();
    if sources.contains(&&Source::Null) {
        return Ok(0);
    }
    // A literal is the same in every row.
    let expressions = sources.iter().filter_map(|source| match source {
        Source::Expression(sql) => Some(sql.clone()),
        Source::Literal(_) | Source::Null => None,
    });
    let expressions = expressions.collect::<Vec<_>>();
    if expressions.is_empty() {
        return Ok(u64::from(rows::rows(db, &change.old).await? > 1));
    }
    rows::shared_values(db, &change.old, &expressions).await
}
