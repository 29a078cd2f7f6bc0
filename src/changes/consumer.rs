//! Those who follow the log, and how far they are.
//!
//! Read [`Consumer`] first; the pump feeds them.

use std::convert::Infallible;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Change, Log, Position};
use crate::store::entity::{consumer, set_aside as set_aside_table};
use crate::store::{Store, StoreError, WriteError};

/// Follows the log: search, webhooks and the like. It is given every change at least once, one after the
/// other in the order of the log, on one node at a time; after a crash the last ones may come again.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// What its position is stored under. Another name is another consumer.
    fn name(&self) -> &str;

    /// Whether it is given all that the log holds when it is new, and not just what comes from then on.
    fn starts_at_the_beginning(&self) -> bool {
        false
    }

    /// Takes a change.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from doing so. It is tried again later, and after some tries the change is set
    /// aside.
    async fn consume(&self, change: &Change) -> anyhow::Result<()>;
}

/// How far a consumer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The consumer's name.
    pub name: String,
    /// The last change that it is done with.
    pub position: Position,
}

/// A change that a consumer could not take, and went on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The change.
    pub position: Position,
    /// What the consumer said the last time.
    pub error: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it was given up.
    pub at: DateTime<Utc>,
}

/// How far the consumers are that have begun, by name.
///
/// # Errors
///
/// A database that does not answer.
pub async fn progress(store: &Store) -> Result<Vec<Progress>, StoreError> {
    let rows = consumer::Entity::find().order_by_asc(consumer::Column::Name).all(store.connection()).await?;
    Ok(rows.into_iter().map(|row| Progress { name: row.name, position: Position(row.position) }).collect())
}

/// The changes that the consumer could not take, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn set_aside(store: &Store, consumer: &str, limit: u64) -> Result<Vec<SetAside>, StoreError> {
    use set_aside_table::{Column, Entity};
    let rows = Entity::find().filter(Column::Consumer.eq(consumer)).order_by_desc(Column::Position);
    let rows = rows.limit(limit).all(store.connection()).await?;
    let shown = rows.into_iter().map(|row| SetAside {
        position: Position(row.position),
        error: row.error,
        tries: u32::try_from(row.tries).unwrap_or_default(),
        at: row.set_aside_at,
    });
    Ok(shown.collect())
}

/// Where the consumer goes on. One that is new begins here, and its place is stored.
pub(super) async fn begin(log: &Log, consumer: &dyn Consumer) -> Result<Position, StoreError> {
    let known = consumer::Entity::find_by_id(consumer.name()).one(log.store().connection()).await?;
    if let Some(known) = known {
        return Ok(Position(known.position));
    }
    let start = if consumer.starts_at_the_beginning() { Position::START } else { log.last().await? };
    store_position(log.store(), consumer.name(), start).await?;
    Ok(start)
}

/// Stores how far the consumer is. It never goes back: a node that lost the lead without knowing may be
/// behind the one that has it.
pub(super) async fn store_position(store: &Store, name: &str, position: Position) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert.into_table("hw_consumer").columns(["name", "position"]);
    insert.values([Expr::val(name), Expr::val(position.0)]).map_err(unbuilt)?;
    let is_ahead = Expr::col(("excluded", "position")).gt(Expr::col(("hw_consumer", "position")));
    let mut conflict = OnConflict::column("name");
    conflict.update_column("position").value("updated_at", Expr::cust("CURRENT_TIMESTAMP"));
    insert.on_conflict(conflict.action_and_where(is_ahead).to_owned());
    run(store, &insert).await
}

/// Notes that the consumer goes on without the change.
pub(super) async fn store_set_aside(
    store: &Store,
    name: &str,
    position: Position,
    error: &str,
    tries: u32,
) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert.into_table("hw_set_aside").columns(["consumer", "position", "error", "tries"]);
    let row = [Expr::val(name), Expr::val(position.0), Expr::val(error), Expr::val(i64::from(tries))];
    insert.values(row).map_err(unbuilt)?;
    let mut conflict = OnConflict::columns(["consumer", "position"]);
    insert.on_conflict(conflict.update_columns(["error", "tries"]).to_owned());
    run(store, &insert).await
}

fn unbuilt(error: sea_query::error::Error) -> StoreError {
    StoreError::Other(error.to_string())
}

async fn run(store: &Store, insert: &InsertStatement) -> Result<(), StoreError> {
    let statement = Arc::new(store.dialect().build(insert));
    let written: Result<u64, WriteError<Infallible>> = store
        .write(move |tx| {
            let statement = statement.clone();
            Box::pin(async move { Ok(tx.execute(&statement.0, &statement.1).await?) })
        })
        .await;
    written.map(|_| ()).map_err(only_store)
}

/// What is left of an error when the work never refuses.
pub(super) fn only_store(error: WriteError<Infallible>) -> StoreError {
    match error {
        WriteError::Store(error) => error,
        WriteError::Again => StoreError::Contention("the log's own tables".to_owned()),
        WriteError::Refused(never) => match never {},
    }
}
