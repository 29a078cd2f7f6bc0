//! What the server itself writes as part of a larger step: an account's user, with the account.
//!
//! Everything that is judged of a mutation is judged here too. Read [`Writer::create_in`] first.

use serde_json::{Map, Value as Json};

use super::data::Command;
use super::fault::{self, Stop};
use super::input::Reading;
use super::run::{Done, Run};
use super::{Inner, Writer};
use crate::access::Actor;
use crate::changes::{self, Author, Failure, Tx};
use crate::error::Error;
use crate::model::Collection;
use crate::query::mutation::MutationKind;
use crate::store::WriteError;

pub(super) type Written<T> = Result<T, WriteError<Vec<Error>>>;

impl Writer {
    /// Runs the work in a transaction, commits it with the log of what it did, and wakes those who follow the
    /// log.
    ///
    /// # Errors
    ///
    /// What the work says, or a database that fails.
    pub async fn transact<W: changes::Work>(
        &self,
        author: Author,
        work: W,
    ) -> Result<W::Done, WriteError<W::Refusal>> {
        let done = changes::write(&self.0.store, self.0.tables.clone(), author, work).await?;
        self.0.log.wake();
        Ok(done)
    }

    /// Makes a record of the collection inside a transaction, as the mutation `create...` would with that
    /// `data`, and returns its id.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the data, or that the actor may not do.
    pub async fn create_in(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        collection: &str,
        data: &Map<String, Json>,
    ) -> Written<String> {
        let collection = self.0.collection(collection)?;
        let given = arguments([("data", Json::Object(data.clone()))]);
        let command = self.0.command(actor, collection, MutationKind::Create, &given)?;
        let mut run = Run::begin(&self.0, tx, actor);
        let made = run.create_first(collection, &command).await;
        run.end(made).await
    }

    /// Changes the record of that id inside a transaction, as the mutation `update...` would with that
    /// `data`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the data, or that the actor may not do.
    pub async fn update_in(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        collection: &str,
        id: &str,
        data: &Map<String, Json>,
    ) -> Written<()> {
        let collection = self.0.collection(collection)?;
        let given = arguments([("id", id.into()), ("data", Json::Object(data.clone()))]);
        let command = self.0.command(actor, collection, MutationKind::Update, &given)?;
        let mut run = Run::begin(&self.0, tx, actor);
        let changed = run.update_first(collection, &command).await;
        run.end(changed).await
    }
}

fn arguments<const N: usize>(given: [(&str, Json); N]) -> Map<String, Json> {
    given.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Inner {
    fn collection(&self, name: &str) -> Written<&Collection> {
        let found = self.model.collections.get(name);
        found.ok_or_else(|| {
            let cause = anyhow::anyhow!("the model has no collection `{name}`");
            WriteError::Refused(vec![Error::internal(cause)])
        })
    }

    fn command(
        &self,
        actor: &Actor,
        collection: &Collection,
        kind: MutationKind,
        given: &Map<String, Json>,
    ) -> Written<Command> {
        let mut reading = Reading::new(&self.model, &self.patterns, &actor.roles);
        let command = reading.command(collection, kind, given);
        match reading.faults.is_empty() {
            true => Ok(command),
            false => Err(WriteError::Refused(vec![fault::error_of(reading.faults)])),
        }
    }
}

impl<'a> Run<'a, '_> {
    async fn create_first(&mut self, collection: &'a Collection, command: &Command) -> Done<String> {
        self.find_all(collection, command).await?;
        let Command::Create(records) = command else { return Err(Stop::Faults) };
        let Some(data) = records.first() else { return Err(Stop::Faults) };
        let id = self.create(collection, data, None).await?;
        self.settle().await?;
        Ok(id)
    }

    async fn update_first(&mut self, collection: &'a Collection, command: &Command) -> Done<()> {
        self.find_all(collection, command).await?;
        let Command::Update(key, data, _) = command else { return Err(Stop::Faults) };
        let id = self.named(collection, key).await?;
        self.update(collection, &id, data).await?;
        self.settle().await
    }

    /// What a step ended with, in words for whoever asked for it.
    pub(super) async fn end<T>(mut self, mut ended: Done<T>) -> Written<T> {
        if let Err(Stop::Failure(Failure::Taken(taken))) = ended {
            ended = match self.tell_taken(taken).await {
                Ok(()) => Err(Stop::Faults),
                Err(stop) => Err(stop),
            };
        }
        let faults = std::mem::take(&mut self.faults);
        ended.map_err(|stop| match stop {
            Stop::Again => WriteError::Again,
            Stop::Faults => WriteError::Refused(vec![fault::error_of(faults)]),
            Stop::Refused(error) => WriteError::Refused(vec![error]),
            Stop::Failure(Failure::Store(error)) => WriteError::Store(error),
            Stop::Failure(Failure::Taken(_)) => WriteError::Again,
        })
    }
}
