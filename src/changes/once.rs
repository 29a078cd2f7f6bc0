//! Requests that are done once however often they are sent: what a repeated one is answered.
//!
//! The row that says so is written in the request's own transaction, so that it is there exactly when
//! what the request wrote is. On PostgreSQL a second request waits for the first at that row; on SQLite
//! one write follows the other anyway. Read [`Once`] first.

use chrono::TimeDelta;
use sea_orm::Value as Sql;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};

use super::tx::Tx;
use crate::model::Value;
use crate::model::kind::JsonForm;
use crate::query::dialect::value::to_database;
use crate::store::{StoreError, WriteError};

/// How long an answer is kept.
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// What tells a request from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who asks; keys of others are others.
    pub actor: String,
    /// The key that the client chose.
    pub key: String,
    /// A hash of what is asked.
    pub fingerprint: String,
}

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was not done yet.
    New,
    /// It was done, and answered this.
    Answered(String),
    /// The key belongs to another request.
    Other,
}

const TABLE: &str = "hw_idempotency";

impl Once {
    /// Takes the key, or finds what it was taken for.
    ///
    /// # Errors
    ///
    /// A database that fails, or another request that gives the key back at this moment.
    pub async fn begin<E>(&self, tx: &mut Tx<'_>) -> Result<Outcome, WriteError<E>> {
        // A second time, when it is there but too old to count.
        for _ in 0..2 {
            if self.take(tx).await? {
                return Ok(Outcome::New);
            }
            if let Some(outcome) = self.stored(tx).await? {
                return Ok(outcome);
            }
            self.forget(tx).await?;
        }
        Err(WriteError::Again)
    }

    /// Keeps the answer.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn end(&self, tx: &mut Tx<'_>, answer: &str) -> Result<(), StoreError> {
        let mut update = Query::update();
        update.table(TABLE).value("answer", Expr::val(answer)).and_where(self.is_own());
        let (sql, values) = tx.dialect().build(&update);
        tx.system().execute(&sql, &values).await?;
        Ok(())
    }

    async fn take(&self, tx: &mut Tx<'_>) -> Result<bool, StoreError> {
        let made = self.time(tx, TimeDelta::zero());
        let row: [Expr; 4] =
            [Expr::val(&self.actor), Expr::val(&self.key), Expr::val(&self.fingerprint), Expr::val(made)];
        let mut insert = Query::insert();
        insert.into_table(TABLE).columns(["actor", "key", "fingerprint", "created_at"]);
        insert.values(row).map_err(|error| StoreError::Other(error.to_string()))?;
        insert.on_conflict(OnConflict::columns(["actor", "key"]).do_nothing().to_owned());
        let (sql, values) = tx.dialect().build(&insert);
        Ok(tx.system().execute(&sql, &values).await? == 1)
    }

    async fn stored(&self, tx: &mut Tx<'_>) -> Result<Option<Outcome>, StoreError> {
        let Some(fingerprint) = self.read(tx, "fingerprint").await? else { return Ok(None) };
        if fingerprint != self.fingerprint {
            return Ok(Some(Outcome::Other));
        }
        Ok(self.read(tx, "answer").await?.map(Outcome::Answered))
    }

    /// A column of the row, if that counts and holds something.
    async fn read(&self, tx: &mut Tx<'_>, column: &'static str) -> Result<Option<String>, StoreError> {
        let oldest = self.time(tx, KEPT_FOR);
        let mut select: SelectStatement = Query::select();
        select.column(column).from(TABLE).and_where(self.is_own());
        select.and_where(Expr::col("created_at").gt(Expr::val(oldest)));
        select.and_where(Expr::col(column).is_not_null());
        let (sql, values) = tx.dialect().build(&select);
        Ok(tx.system().texts(&sql, &values).await?.into_iter().next())
    }

    async fn forget(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut delete = Query::delete();
        delete.from_table(TABLE).and_where(self.is_own());
        let (sql, values) = tx.dialect().build(&delete);
        tx.system().execute(&sql, &values).await?;
        Ok(())
    }

    fn is_own(&self) -> Expr {
        Expr::col("actor").eq(Expr::val(&self.actor)).and(Expr::col("key").eq(Expr::val(&self.key)))
    }

    /// So long before the transaction began.
    fn time(&self, tx: &Tx<'_>, before: TimeDelta) -> Sql {
        to_database(tx.dialect(), JsonForm::DateTime, &Value::DateTime(tx.now() - before))
    }
}
