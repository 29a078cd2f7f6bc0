//! The transaction of an import: one for all of its files, written and logged batch by batch, so that
//! what is in memory is one batch.
//!
//! Read [`ImportTx`] first.

use std::sync::Arc;

use super::pending::References;
use super::tables::Tables;
use super::tx::{Author, Failure, State, Tx};
use crate::store::{Store, StoreError, Transaction};

/// A transaction in which references are judged at the end, so that records may be written before those
/// that they point to. When it is dropped nothing happened.
#[derive(Debug)]
pub struct ImportTx {
    db: Transaction,
    tables: Arc<Tables>,
    author: Author,
    state: State,
}

impl ImportTx {
    /// Begins a transaction. It waits in no queue, and its statements may take as long as they need.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn begin(store: &Store, tables: Arc<Tables>, author: Author) -> Result<Self, StoreError> {
        let db = store.begin_import().await?;
        Ok(Self { db, tables, author, state: State::new(References::AtTheEnd) })
    }

    /// What reads and writes.
    pub fn tx(&mut self) -> Tx<'_> {
        Tx { db: &mut self.db, tables: &self.tables, author: &self.author, state: &mut self.state }
    }

    /// Begins a batch. A record's version goes up once in each.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn begin_batch(&mut self) -> Result<(), StoreError> {
        self.tx().begin_step();
        self.db.savepoint().await
    }

    /// Writes what the batch did, and the log of it.
    ///
    /// # Errors
    ///
    /// A database that fails, or records that are there already.
    pub async fn end_batch(&mut self) -> Result<(), Failure> {
        self.tx().finish().await?;
        Ok(self.db.release().await?)
    }

    /// Undoes what was done since the batch began.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn undo_batch(&mut self) -> Result<(), StoreError> {
        self.state.forget();
        self.db.roll_back_to().await
    }

    /// Makes everything durable. Whatever was done is in the log by then.
    ///
    /// # Errors
    ///
    /// A database that fails, or a reference that does not hold.
    pub async fn commit(mut self) -> Result<(), Failure> {
        self.tx().finish().await?;
        Ok(self.db.commit().await?)
    }

    /// Undoes everything.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn rollback(self) -> Result<(), StoreError> {
        self.db.rollback().await
    }
}
