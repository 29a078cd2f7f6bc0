//! What schema sync has to do with the change log: it notes that a model was applied, and mends what a
//! restored dump holds.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use serde_json::json;

use super::MigrationPlan;
use crate::query::dialect::Dialect;
use crate::store::StoreError;

/// Makes an entry of the steps that were done for a model.
pub(super) async fn note_model(
    tx: &DatabaseTransaction,
    dialect: Dialect,
    version: i64,
    plan: &MigrationPlan,
) -> Result<(), StoreError> {
    let (transaction, number) = match dialect {
        Dialect::Sqlite => (
            "transaction_id, ",
            "(SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'hw_change'), ",
        ),
        // The column's default is the transaction's number.
        Dialect::Postgres => ("", ""),
    };
    let sql = format!(
        "INSERT INTO hw_change ({transaction}collection, record_id, operation, version, after) \
         VALUES ({number}'', CAST($1 AS text), 'MODEL', $1, {})",
        match dialect {
            Dialect::Sqlite => "$2",
            Dialect::Postgres => "$2::json",
        }
    );
    let steps: Vec<&str> = plan.steps.iter().map(|step| step.words.as_str()).collect();
    let after = json!({ "steps": steps }).to_string();
    let statement =
        Statement::from_sql_and_values(tx.get_database_backend(), sql, [version.into(), after.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}

/// A dump of another server holds the numbers of that server's transactions. Those that this one will give
/// to transactions of its own become 0: nobody may take them for the same.
///
/// A dump's newest changes have its greatest numbers, so a few of them tell whether all must be looked at.
pub(super) async fn mend_transactions(tx: &DatabaseTransaction, dialect: Dialect) -> Result<(), StoreError> {
    match dialect {
        Dialect::Sqlite => return Ok(()),
        Dialect::Postgres => {}
    }
    let sql = "WITH next AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS id), \
               newest AS (SELECT transaction_id AS id FROM hw_change ORDER BY position DESC LIMIT 1000) \
               UPDATE hw_change SET transaction_id = 0 WHERE transaction_id >= (SELECT id FROM next) \
               AND (SELECT max(newest.id) >= max(next.id) FROM newest, next)";
    tx.execute_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    Ok(())
}
