//! Answers that change as time goes by: a rule compares the moment with a date-time of records.
//!
//! As long as no record has a value that was passed, nothing changes. Read [`Moments::passed`] first.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};

use crate::changes::{Log, Tables};
use crate::model::Value;
use crate::model::kind::JsonForm;
use crate::query::dialect::value::to_database;
use crate::query::footprint::Moment;
use crate::store::StoreError;

/// Which moments were looked at, up to when.
#[derive(Debug)]
pub(super) struct Moments {
    up_to: DateTime<Utc>,
}

impl Moments {
    /// Nothing was passed before now.
    pub(super) fn from_now() -> Self {
        Self { up_to: Utc::now() }
    }

    /// Those of the moments that passed a record's value since it was looked last.
    ///
    /// # Errors
    ///
    /// A database that does not answer: they are looked at again.
    pub(super) async fn passed(
        &mut self,
        log: &Log,
        tables: &Tables,
        moments: BTreeSet<Moment>,
    ) -> Result<BTreeSet<Moment>, StoreError> {
        let now = Utc::now();
        let mut passed = BTreeSet::new();
        for moment in moments {
            if is_passed(log, tables, &moment, (self.up_to, now)).await? {
                passed.insert(moment);
            }
        }
        self.up_to = now;
        Ok(passed)
    }
}

async fn is_passed(
    log: &Log,
    tables: &Tables,
    moment: &Moment,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let Some(collection) = tables.model.collections.get(&moment.collection) else { return Ok(true) };
    let Some(column) = collection.fields.get(&moment.field).and_then(|field| field.column()) else {
        return Ok(true);
    };
    let moved = |time: DateTime<Utc>| {
        // Values have whole milliseconds.
        let time = time.checked_add_signed(TimeDelta::seconds(moment.shift)).unwrap_or(time);
        let time = DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time);
        Expr::val(to_database(tables.dialect, JsonForm::DateTime, &Value::DateTime(time)))
    };
    let column = Alias::new(column);
    let mut one = Query::select();
    one.expr(Expr::val(1)).from(Alias::new(&collection.table)).limit(1);
    // Both ends: `lt` changes when a value is reached, `lte` behind it.
    one.and_where(Expr::col(column.clone()).gte(moved(from))).and_where(Expr::col(column).lte(moved(to)));
    Ok(log.store().connection().query_one(&one).await?.is_some())
}
