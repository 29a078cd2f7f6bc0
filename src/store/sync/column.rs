//! What the change of a column does to the rows: judged here, the same on both databases.
//!
//! Read [`ColumnStep`] first. The statements are made in `alter.rs` and `rebuild.rs`.

use indexmap::IndexMap;
use sea_orm::ConnectionTrait;

use super::convert::{Conversion, NO_VALUE, conversion};
use super::rows::{self, Membership};
use super::{StepKind, default};
use crate::model::diff::{ColumnChange, TableChange, ValueChanges};
use crate::model::layout::{Column, ColumnKind, Layout};
use crate::query::dialect::Dialect;
use crate::store::StoreError;
use crate::store::ddl::{column_type, quoted};

/// One thing that happens to a column.
#[derive(Debug, Clone)]
pub(super) struct ColumnStep {
    pub(super) words: String,
    pub(super) kind: StepKind,
    pub(super) action: Action,
}

/// What is done.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// A new column, with a literal for the rows that are there.
    Add { column: Column, fill: Option<String> },
    /// The column goes.
    Drop(Column),
    /// The column gets another name.
    Rename { from: String, to: String },
    /// The column gets another type; without an expression what is stored stays as it is.
    Retype { column: Column, expression: Option<String> },
    /// The column may be null from now on.
    AllowNull(Column),
    /// The column may no longer be null; nulls become the literal.
    Require { column: Column, fill: Option<String> },
    /// Values of the enum get other names.
    RenameValues { column: Column, renamed: Vec<(String, String)> },
}

/// Where the values of a column of the new table come from, over the rows of the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Null,
    Literal(String),
    Expression(String),
}

impl Source {
    pub(super) fn sql(&self) -> &str {
        match self {
            Self::Null => NO_VALUE,
            Self::Literal(sql) | Self::Expression(sql) => sql,
        }
    }
}

/// Everything that happens to the table's columns.
pub(super) async fn column_steps(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    layout: &Layout,
    change: &TableChange,
) -> Result<Vec<ColumnStep>, StoreError> {
    let mut steps = Vec::new();
    for column in &change.columns {
        match column {
            ColumnChange::Add(column) => steps.push(add(db, dialect, change, column).await?),
            ColumnChange::Drop(column) => steps.push(drop(db, dialect, change, column).await?),
            ColumnChange::Keep { old, new, values } => {
                steps.extend(rename(change, old, new));
                steps.extend(retype(db, dialect, layout, change, old, new).await?);
                steps.extend(nullability(db, dialect, change, old, new).await?);
                steps.extend(rename_values(db, dialect, change, (old, new), values).await?);
            }
        }
    }
    Ok(steps)
}

/// Where each column of the new table gets its values.
pub(super) fn sources(change: &TableChange, steps: &[ColumnStep]) -> IndexMap<String, Source> {
    let source = |column: &Column| {
        let old = change.columns.iter().find_map(|change| match change {
            ColumnChange::Keep { old, new, .. } if new.name == column.name => Some(old.name.as_str()),
            ColumnChange::Keep { .. } | ColumnChange::Add(_) | ColumnChange::Drop(_) => None,
        });
        let mut source = Source::Expression(quoted(old.unwrap_or(&column.name)));
        for step in steps {
            match &step.action {
                Action::Add { column: added, fill } if added.name == column.name => {
                    source = fill.clone().map_or(Source::Null, Source::Literal);
                }
                Action::Retype { column: changed, expression: Some(expression) }
                    if changed.name == column.name =>
                {
                    source = match expression.as_str() {
                        NO_VALUE => Source::Null,
                        expression => Source::Expression(expression.to_owned()),
                    };
                }
                Action::Require { column: changed, fill: Some(fill) } if changed.name == column.name => {
                    source = match source {
                        Source::Expression(sql) => Source::Expression(format!("COALESCE({sql}, {fill})")),
                        Source::Null | Source::Literal(_) => Source::Literal(fill.clone()),
                    };
                }
                _ => {}
            }
        }
        source
    };
    change.new.columns.values().map(|column| (column.name.clone(), source(column))).collect()
}

async fn add(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: &TableChange,
    column: &Column,
) -> Result<ColumnStep, StoreError> {
    let name = shown(&change.new.collection, column);
    let words = format!("add {name} ({})", shown_type(column));
    let step = |kind, fill| ColumnStep { words, kind, action: Action::Add { column: column.clone(), fill } };
    if column.nullable {
        // A default is for records made from now on.
        return Ok(step(StepKind::Additive, None));
    }
    let rows = rows::rows(db, &change.old).await?;
    let fill = default::literal(column, dialect);
    if rows == 0 || fill.is_some() {
        return Ok(step(StepKind::Additive, fill));
    }
    let reason = format!("{name} is required, and {} would have no value", count(rows, "row"));
    Ok(step(StepKind::Refused { reason, hint: fill_hint(column) }, None))
}

pub(super) fn fill_hint(column: &Column) -> String {
    match column.kind {
        ColumnKind::Reference(_) => {
            "make it optional, give every record a value, and require it afterwards".to_owned()
        }
        _ => "give it a value for them with `@default(value: ...)`, or make it optional".to_owned(),
    }
}

async fn drop(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: &TableChange,
    column: &Column,
) -> Result<ColumnStep, StoreError> {
    let name = shown(&change.old.collection, column);
    let rows = rows::rows_at_stake(db, dialect, &change.old, column).await?;
    let kind = match rows {
        0 => StepKind::Safe,
        rows => StepKind::Destructive { rows, why: format!("{name} has a value in {}", count(rows, "row")) },
    };
    Ok(ColumnStep { words: format!("drop {name}"), kind, action: Action::Drop(column.clone()) })
}

fn rename(change: &TableChange, old: &Column, new: &Column) -> Option<ColumnStep> {
    (old.name != new.name).then(|| ColumnStep {
        words: format!(
            "rename {} to {}",
            shown(&change.old.collection, old),
            shown(&change.new.collection, new)
        ),
        kind: StepKind::Safe,
        action: Action::Rename { from: old.name.clone(), to: new.name.clone() },
    })
}

async fn retype(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    layout: &Layout,
    change: &TableChange,
    old: &Column,
    new: &Column,
) -> Result<Option<ColumnStep>, StoreError> {
    if shown_type(old) == shown_type(new) || matches!(new.kind, ColumnKind::Reference(_)) {
        return Ok(None);
    }
    let conversion = conversion(old, new, layout);
    let is_same_type = column_type(old.scalar(), dialect) == column_type(new.scalar(), dialect);
    let expression = conversion.expression(&old.name, dialect);
    let is_identity = is_same_type && expression == quoted(&old.name);
    let name = shown(&change.new.collection, new);
    let words = format!("change {name} from {} to {}", shown_type(old), shown_type(new));
    let unfit = match &conversion {
        Conversion::Same | Conversion::By { .. } => 0,
        Conversion::Among(values) => {
            rows::rows_by_values(db, dialect, &change.old, old, Membership::Outside(values)).await?
        }
        Conversion::Lossy => rows::rows_with_value(db, &change.old, old).await?,
    };
    let kind = match unfit {
        0 => StepKind::Safe,
        rows => refuse_type(&conversion, &name, rows, old, new),
    };
    let expression = (!is_identity).then_some(expression);
    Ok(Some(ColumnStep { words, kind, action: Action::Retype { column: new.clone(), expression } }))
}

fn refuse_type(conversion: &Conversion, name: &str, rows: u64, old: &Column, new: &Column) -> StepKind {
    let (from, to) = (shown_type(old), shown_type(new));
    match conversion {
        Conversion::Among(_) => StepKind::Refused {
            reason: format!("{name} holds a text that is no value of {to} in {}", count(rows, "row")),
            hint: format!("change those texts first, or add the missing values to {to}"),
        },
        Conversion::Same | Conversion::By { .. } | Conversion::Lossy => StepKind::Refused {
            reason: format!(
                "{name} has a value in {}, and {from} can't become {to} without losing something",
                count(rows, "row")
            ),
            hint: "add a field of the new type under another name, copy the values, then drop the old one"
                .to_owned(),
        },
    }
}

async fn nullability(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: &TableChange,
    old: &Column,
    new: &Column,
) -> Result<Option<ColumnStep>, StoreError> {
    let name = shown(&change.new.collection, new);
    match (old.nullable, new.nullable) {
        (true, true) | (false, false) => Ok(None),
        (false, true) => Ok(Some(ColumnStep {
            words: format!("let {name} be empty"),
            kind: StepKind::Safe,
            action: Action::AllowNull(new.clone()),
        })),
        (true, false) => {
            let empty =
                rows::rows(db, &change.old).await? - rows::rows_with_value(db, &change.old, old).await?;
            Ok(Some(require(&name, new, empty, default::literal(new, dialect))))
        }
    }
}

fn require(name: &str, column: &Column, empty: u64, fill: Option<String>) -> ColumnStep {
    let fill = if empty == 0 { None } else { fill };
    let (words, kind) = match (empty, &fill) {
        (0, _) => (format!("require {name}"), StepKind::Safe),
        (rows, Some(literal)) => (
            format!("require {name}, with {literal} in the {} without a value", count(rows, "row")),
            StepKind::Safe,
        ),
        (rows, None) => {
            let reason = format!("{name} is required now, and {} no value", has(rows, "row"));
            (format!("require {name}"), StepKind::Refused { reason, hint: fill_hint(column) })
        }
    };
    ColumnStep { words, kind, action: Action::Require { column: column.clone(), fill } }
}

async fn rename_values(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: &TableChange,
    (old, new): (&Column, &Column),
    values: &ValueChanges,
) -> Result<Option<ColumnStep>, StoreError> {
    if values.is_empty() || old.list != new.list {
        return Ok(None);
    }
    let name = shown(&change.new.collection, new);
    let renamed = values.renamed.iter().map(|(from, to)| format!("`{from}` to `{to}`")).collect::<Vec<_>>();
    let removed = values.removed.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
    let rows = match values.removed.is_empty() {
        true => 0,
        false => {
            rows::rows_by_values(db, dialect, &change.old, old, Membership::Among(&values.removed)).await?
        }
    };
    let words = match (renamed.is_empty(), removed.is_empty()) {
        (false, true) => format!("rename values of {name}: {}", renamed.join(", ")),
        (true, _) => format!("remove values of {name}: {removed}"),
        (false, false) => format!("change values of {name}: {}, without {removed}", renamed.join(", ")),
    };
    let kind = match rows {
        0 => StepKind::Safe,
        rows => StepKind::Refused {
            reason: format!("{name} holds {removed} in {}", count(rows, "row")),
            hint:
                "keep the value, say which one it became with `@oldName(is: ...)`, or change those rows first"
                    .to_owned(),
        },
    };
    let action = Action::RenameValues { column: new.clone(), renamed: values.renamed.clone() };
    Ok(Some(ColumnStep { words, kind, action }))
}

/// `Post.title`, in backticks.
pub(super) fn shown(collection: &str, column: &Column) -> String {
    format!("`{collection}.{}`", column.field.as_deref().unwrap_or(&column.name))
}

/// The type as the model writes it, without the `!`.
pub(super) fn shown_type(column: &Column) -> String {
    let name = match &column.kind {
        ColumnKind::Scalar(scalar) => scalar.name(),
        ColumnKind::Enum(name)
        | ColumnKind::Component(name)
        | ColumnKind::Blocks(name)
        | ColumnKind::Reference(name) => name,
    };
    if column.list { format!("[{name}]") } else { name.to_owned() }
}

/// `1 row`, `12 rows`.
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn has(number: u64, noun: &str) -> String {
    format!("{} {}", count(number, noun), if number == 1 { "has" } else { "have" })
}
