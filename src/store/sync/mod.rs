//! Brings the content tables in step with the model.
//!
//! Owns the plan from the stored model to the new one and its application: in one transaction, under
//! a lock, with the new model stored beside it. Read [`apply`] first, then [`MigrationPlan`].

mod alter;
mod column;
mod convert;
mod default;
mod discover;
mod drift;
mod log;
mod plan;
mod rebuild;
mod reshape;
mod rows;
mod stored;
mod words;

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use serde::Serialize;

pub use discover::{Found, FoundTable};
pub use drift::Difference;
pub use stored::StoredModel;

use self::reshape::Reshaping;
use super::{Store, StoreError};
use crate::model::{Layout, Model, diff};
use crate::query::dialect::Dialect;

/// The key of PostgreSQL's advisory lock for schema changes: `hw` in ASCII, then a number of ours.
const LOCK_KEY: i64 = 0x6877_0001;

/// What must be done for the database to fit a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MigrationPlan {
    /// The steps in the order in which they are done.
    pub steps: Vec<PlanStep>,
    /// Where the database was changed by hand.
    pub drift: Vec<Difference>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanStep {
    /// What it does: "create the table `post` for `Post`".
    pub words: String,
    /// The statements for the running database.
    pub sql: Vec<String>,
    /// Whether it may be done.
    pub kind: StepKind,
}

/// What a step does to the data that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StepKind {
    /// It only adds.
    Additive,
    /// It changes or drops something and loses nothing.
    Safe,
    /// It loses data: done only when asked for.
    Destructive {
        /// How many rows lose a value.
        rows: u64,
        /// What is lost.
        why: String,
    },
    /// It can't be done.
    Refused {
        /// Why not.
        reason: String,
        /// What to do about it.
        hint: String,
    },
}

/// How far [`apply`] may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// No further than steps that lose nothing.
    Safe,
    /// Data may be lost as the plan says.
    Destructive,
}

/// What became of [`apply`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The database fitted the model already.
    UpToDate,
    /// The plan was carried out.
    Applied(MigrationPlan),
    /// Nothing was done: the plan has steps that may not be done.
    Refused(MigrationPlan),
}

impl MigrationPlan {
    /// Whether nothing must be done.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether it may be carried out with that consent.
    pub fn is_allowed(&self, consent: Consent) -> bool {
        self.steps.iter().all(|step| match step.kind {
            StepKind::Additive | StepKind::Safe => true,
            StepKind::Destructive { .. } => consent == Consent::Destructive,
            StepKind::Refused { .. } => false,
        })
    }
}

/// What must be done for the database to fit the model. Changes nothing.
pub async fn plan(store: &Store, model: &Model) -> Result<MigrationPlan, StoreError> {
    let connection = store.connect_for_schema().await?;
    let current = stored::current(&connection).await?;
    let plan = plan_on(&connection, store.dialect(), current.as_ref(), model).await;
    connection.close().await?;
    plan
}

/// Whether a model was ever applied to the database.
pub async fn has_model(store: &Store) -> Result<bool, StoreError> {
    Ok(stored::current(store.connection()).await?.is_some())
}

/// When the model was changed last; none when none was ever applied.
///
/// # Errors
///
/// A database that does not answer.
pub async fn applied_at(store: &Store) -> Result<Option<DateTime<Utc>>, StoreError> {
    stored::applied_at(store.connection()).await
}

/// Whether the model's tables are the ones that were made last. Looks at no table: quick enough to
/// be asked every few seconds.
pub async fn is_applied(store: &Store, model: &Model) -> Result<bool, StoreError> {
    let current = stored::current(store.connection()).await?;
    let layout = Layout::of(model);
    Ok(current.is_some_and(|current| {
        let diff = diff::diff(&current.layout, &layout);
        diff.is_empty() && Reshaping::between(&current.layout, &layout, &diff).is_empty()
    }))
}

/// What the database holds of models.
#[derive(Debug, Clone)]
pub struct Status {
    /// The model applied last.
    pub applied: Option<StoredModel>,
    /// What must be done for the database to fit the model.
    pub plan: MigrationPlan,
}

/// Which model was applied, what must be done for this one, and where the database was changed by
/// hand. Changes nothing.
pub async fn status(store: &Store, model: &Model) -> Result<Status, StoreError> {
    let applied = stored::current(store.connection()).await?;
    Ok(Status { applied, plan: plan(store, model).await? })
}

/// The tables that the database really has, Headwater's own aside.
pub async fn discover(store: &Store) -> Result<Found, StoreError> {
    discover::discover(store.connection(), store.dialect()).await
}

/// Carries out what must be done for the database to fit the model, all of it or nothing. `sources`
/// is the SDL that the model was read from.
pub async fn apply(
    store: &Store,
    model: &Model,
    sources: &str,
    consent: Consent,
) -> Result<Outcome, StoreError> {
    let connection = store.connect_for_schema().await?;
    let tx = connection.begin_with_options(write_transaction()).await?;
    let outcome = apply_in(&tx, store.dialect(), model, sources, consent).await;
    match &outcome {
        Ok(Outcome::UpToDate | Outcome::Applied(_)) => tx.commit().await?,
        Ok(Outcome::Refused(_)) | Err(_) => tx.rollback().await?,
    }
    connection.close().await?;
    outcome
}

/// SQLite takes the one write lock at the start, before anything is read.
fn write_transaction() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

async fn apply_in(
    tx: &DatabaseTransaction,
    dialect: Dialect,
    model: &Model,
    sources: &str,
    consent: Consent,
) -> Result<Outcome, StoreError> {
    lock(tx, dialect).await?;
    migrations::Migrator::up(tx, None).await?;
    log::mend_transactions(tx, dialect).await?;
    // Read after the lock: another node may have applied the same model while this one waited.
    let current = stored::current(tx).await?;
    let plan = plan_on(tx, dialect, current.as_ref(), model).await?;
    if !plan.is_allowed(consent) {
        return Ok(Outcome::Refused(plan));
    }
    for sql in plan.steps.iter().flat_map(|step| &step.sql) {
        tx.execute_unprepared(sql).await?;
    }
    let layout = Layout::of(model);
    if let Some(current) = &current {
        let diff = diff::diff(&current.layout, &layout);
        reshape::apply(tx, dialect, &Reshaping::between(&current.layout, &layout, &diff)).await?;
    }
    // Every row is looked at: a start that changes nothing must not take the longer, the more there are.
    if !plan.is_empty() {
        check_foreign_keys(tx, dialect).await?;
    }
    // A newer Headwater may want other tables or indexes for the same model.
    let is_stored =
        |current: StoredModel| current.fingerprint == stored::fingerprint(model) && current.layout == layout;
    if !current.is_some_and(is_stored) {
        let version = stored::insert(tx, model, sources).await?;
        log::note_model(tx, dialect, version, &plan).await?;
    }
    Ok(if plan.is_empty() { Outcome::UpToDate } else { Outcome::Applied(plan) })
}

/// Two nodes that start together take turns. The lock ends with the transaction.
async fn lock(tx: &DatabaseTransaction, dialect: Dialect) -> Result<(), StoreError> {
    match dialect {
        Dialect::Sqlite => {}
        Dialect::Postgres => {
            let sql = format!("SELECT pg_advisory_xact_lock({LOCK_KEY})::text");
            tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
        }
    }
    Ok(())
}

/// SQLite did not look at foreign keys while tables were rebuilt: it does now.
async fn check_foreign_keys(tx: &DatabaseTransaction, dialect: Dialect) -> Result<(), StoreError> {
    match dialect {
        Dialect::Postgres => return Ok(()),
        Dialect::Sqlite => {}
    }
    let sql = "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT 1";
    let broken = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    let Some(broken) = broken else { return Ok(()) };
    let table: String = broken.try_get_by_index(0)?;
    let parent: String = broken.try_get_by_index(1)?;
    let rows: i64 = broken.try_get_by_index(2)?;
    Err(StoreError::Refused(format!(
        "{rows} rows of `{table}` refer to rows of `{parent}` that are not there: mend them first"
    )))
}

/// When a step is due. Names become free before they are taken, tables are there before they are
/// referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Unlink,
    DropTables,
    DropColumns,
    MakeWay,
    RenameTables,
    RenameColumns,
    CreateTables,
    Alter,
    Values,
    Indexes,
    Link,
}

async fn plan_on(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    current: Option<&StoredModel>,
    model: &Model,
) -> Result<MigrationPlan, StoreError> {
    let empty = Layout::default();
    let old = current.map_or(&empty, |current| &current.layout);
    let found = discover::discover(db, dialect).await?;
    let drift = drift::differences(old, &found, dialect);
    plan::plan_change(db, dialect, (old, &Layout::of(model)), &found, drift).await
}
