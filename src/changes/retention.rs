//! How long changes are kept.
//!
//! A change goes when it is older than its collection's are kept and every consumer is done with it. Read
//! [`retain`] first.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{
    BinOper, Cond, DeleteStatement, Expr, ExprTrait, InsertStatement, OnConflict, Order, Query,
    QueryStatementWriter,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use tokio_util::sync::CancellationToken;

use super::consumer::{only_store, progress};
use super::once::KEPT_FOR;
use super::pump::pause;
use super::{Log, Position};
use crate::model::Value;
use crate::model::kind::JsonForm;
use crate::query::dialect::value::to_database;
use crate::store::entity::change::{Column, Entity};
use crate::store::entity::change_removed;
use crate::store::{Store, StoreError, WriteError};

/// How many rows are removed at once: writers wait so long.
const BATCH: u64 = 500;
/// How often it is looked for what is too old.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// For how many days changes are kept; 0 keeps them for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention {
    /// Of collections that nothing else is said about, and of the model.
    pub keep_days: u32,
    /// Of these collections.
    pub keep_days_of: BTreeMap<String, u32>,
}

impl Retention {
    /// Removes what is too old, every hour until it is told to stop.
    pub(super) async fn run(&self, log: &Log, consumers: &[String], stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match retain(log, self, consumers, Utc::now()).await {
                Ok(0) => {}
                Ok(changes) => tracing::info!(changes, "changes were removed that are kept no longer"),
                Err(error) => tracing::error!(%error, "old changes can't be removed; it will be tried again"),
            }
            pause(EVERY, stop).await;
        }
    }

    /// What is kept so long, and which collections that is about.
    fn rules(&self) -> impl Iterator<Item = (u32, Expr)> {
        let named = self.keep_days_of.iter().map(|(collection, days)| {
            let is_it = Expr::col("collection").eq(Expr::val(collection.as_str()));
            (*days, is_it)
        });
        let names: Vec<&str> = self.keep_days_of.keys().map(String::as_str).collect();
        let others = match names.is_empty() {
            true => Expr::val(1).eq(Expr::val(1)),
            false => Expr::col("collection").is_not_in(names),
        };
        named.chain([(self.keep_days, others)]).filter(|(days, _)| *days > 0)
    }
}

/// Removes the changes that are too old at that moment and that each of the consumers is done with, and
/// answers how many there were. Requests that may not come again are forgotten as well.
///
/// # Errors
///
/// A database that does not answer.
pub async fn retain(
    log: &Log,
    retention: &Retention,
    consumers: &[String],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let store = log.store();
    forget_requests(store, now - KEPT_FOR).await?;
    let done = done_by_all(store, consumers).await?;
    let mut removed = 0;
    for (days, collections) in retention.rules() {
        let oldest_kept = now - TimeDelta::days(days.into());
        let Some(newest) = newest_before(store, oldest_kept).await? else { continue };
        let end = done.map_or(newest, |done| done.min(newest));
        removed += remove(store, oldest_kept, end, &collections).await?;
    }
    Ok(removed)
}

/// The last change that all of the consumers are done with; none when there are no consumers.
async fn done_by_all(store: &Store, consumers: &[String]) -> Result<Option<Position>, StoreError> {
    if consumers.is_empty() {
        return Ok(None);
    }
    let progress = progress(store).await?;
    let position = |name: &String| {
        let known = progress.iter().find(|known| known.name == *name);
        // One that has not begun may want everything.
        known.map_or(Position::START, |known| known.position)
    };
    Ok(consumers.iter().map(position).min())
}

/// The newest of the changes before that moment.
async fn newest_before(store: &Store, moment: DateTime<Utc>) -> Result<Option<Position>, StoreError> {
    let newest = Entity::find().select_only().column(Column::Position).filter(Column::At.lt(moment));
    let newest: Option<i64> =
        newest.order_by_desc(Column::At).limit(1).into_tuple().one(store.connection()).await?;
    Ok(newest.map(Position))
}

/// Removes those of the changes up to the end that are older, some at a time.
async fn remove(
    store: &Store,
    oldest_kept: DateTime<Utc>,
    end: Position,
    collections: &Expr,
) -> Result<u64, StoreError> {
    let mut start = Position::START;
    let mut removed = 0;
    loop {
        let some = Query::select()
            .column("position")
            .from("hw_change")
            .and_where(Expr::col("position").gt(Expr::val(start.0)))
            .and_where(Expr::col("position").lte(Expr::val(end.0)))
            .and_where(Expr::col("at").lt(Expr::val(stored(store, oldest_kept))))
            .and_where(collections.clone())
            .order_by("position", Order::Asc)
            .limit(BATCH)
            .to_owned();
        let delete = Query::delete()
            .from_table("hw_change")
            .and_where(Expr::col("position").in_subquery(some))
            .returning(Query::returning().expr(position_and_collection()))
            .to_owned();
        let gone = remove_and_note(store, &delete).await?;
        removed += gone.len() as u64;
        match gone.iter().map(|(position, _)| *position).max() {
            Some(last) if gone.len() as u64 == BATCH => start = Position(last),
            _ => return Ok(removed),
        }
    }
}

/// `7 Post`
fn position_and_collection() -> Expr {
    let position = Expr::col("position").cast_as("text");
    position
        .binary(BinOper::Custom("||"), Expr::val(" "))
        .binary(BinOper::Custom("||"), Expr::col("collection"))
}

/// Removes changes, and notes how far those of each collection are gone. Answers positions and collections.
async fn remove_and_note(store: &Store, delete: &DeleteStatement) -> Result<Vec<(i64, String)>, StoreError> {
    let dialect = store.dialect();
    let delete = Arc::new(dialect.build(delete));
    let removed: Result<_, WriteError<Infallible>> = store
        .write(move |tx| {
            let delete = delete.clone();
            Box::pin(async move {
                let texts = tx.texts(&delete.0, &delete.1).await?;
                let gone = texts.iter().filter_map(|text| text.split_once(' '));
                let gone =
                    gone.filter_map(|(position, name)| Some((position.parse().ok()?, name.to_owned())));
                let gone: Vec<(i64, String)> = gone.collect();
                let mut last: BTreeMap<&str, i64> = BTreeMap::new();
                for (position, name) in &gone {
                    let known = last.entry(name).or_insert(*position);
                    *known = std::cmp::max(*known, *position);
                }
                for (collection, position) in last {
                    let (sql, values) = dialect.build(&note_removed(collection, position));
                    tx.execute(&sql, &values).await?;
                }
                Ok(gone)
            })
        })
        .await;
    removed.map_err(only_store)
}

fn note_removed(collection: &str, position: i64) -> InsertStatement {
    let row = change_removed::ActiveModel { collection: Set(collection.to_owned()), position: Set(position) };
    let mut conflict = OnConflict::column("collection");
    let is_ahead = Expr::col(("excluded", "position")).gt(Expr::col(("hw_change_removed", "position")));
    let conflict = conflict.update_column("position").action_and_where(is_ahead).to_owned();
    change_removed::Entity::insert(row).on_conflict(conflict).into_query()
}

/// Whether a change of the collection after that position may have been removed.
///
/// # Errors
///
/// A database that does not answer.
pub async fn is_removed_since(log: &Log, collection: &str, since: Position) -> Result<bool, StoreError> {
    let connection = log.store().connection();
    let removed = change_removed::Entity::find_by_id(collection).one(connection).await?;
    if removed.is_some_and(|removed| removed.position > since.0) {
        return Ok(true);
    }
    // Whoever keeps the database may have removed changes by hand, or brought an older one back.
    let first = Entity::find().select_only().column(Column::Position).order_by_asc(Column::Position);
    let first: Option<i64> = first.into_tuple().one(connection).await?;
    let last = log.last().await?;
    Ok(first.map_or(since > Position::START, |first| since.0 + 1 < first) || since > last)
}

/// Forgets requests before that moment.
async fn forget_requests(store: &Store, moment: DateTime<Utc>) -> Result<(), StoreError> {
    loop {
        let some = Query::select()
            .columns(["actor", "key"])
            .from("hw_idempotency")
            .and_where(Expr::col("created_at").lt(Expr::val(stored(store, moment))))
            .limit(BATCH)
            .to_owned();
        let key = Expr::tuple([Expr::col("actor"), Expr::col("key")]);
        let delete = Query::delete()
            .from_table("hw_idempotency")
            .cond_where(Cond::all().add(key.in_subquery(some)))
            .returning(Query::returning().column("key"))
            .to_owned();
        if (run(store, &delete).await?.len() as u64) < BATCH {
            return Ok(());
        }
    }
}

/// The moment as the tables hold it.
fn stored(store: &Store, moment: DateTime<Utc>) -> sea_orm::Value {
    to_database(store.dialect(), JsonForm::DateTime, &Value::DateTime(moment))
}

async fn run(store: &Store, statement: &impl QueryStatementWriter) -> Result<Vec<String>, StoreError> {
    let statement = Arc::new(store.dialect().build(statement));
    let written: Result<Vec<String>, WriteError<Infallible>> = store
        .write(move |tx| {
            let statement = statement.clone();
            Box::pin(async move { Ok(tx.texts(&statement.0, &statement.1).await?) })
        })
        .await;
    written.map_err(only_store)
}
