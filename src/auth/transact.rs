//! Steps of accounts in one transaction.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;

use super::client::Client;
use crate::access::Actor;
use crate::changes::{self, Author, Tx};
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::WriteError;

/// What a step of a transaction ends with.
pub type Written<T> = Result<T, WriteError<Vec<Error>>>;

/// Work made of what it is about and what is done with it.
struct Steps<C, F> {
    about: C,
    run: F,
}

impl<C, F, T> changes::Work for Steps<C, F>
where
    C: Send + Sync + 'static,
    F: for<'a, 't> Fn(&'a C, &'a mut Tx<'t>) -> BoxFuture<'a, Written<T>> + Send + Sync + 'static,
    T: Send + 'static,
{
    type Done = T;
    type Refusal = Vec<Error>;

    fn run<'a>(&'a self, tx: &'a mut Tx<'_>) -> BoxFuture<'a, Written<T>> {
        (self.run)(&self.about, tx)
    }
}

/// Runs the steps in one transaction and commits it. They may be run several times: everything random is
/// made before and stands in `about`.
///
/// # Errors
///
/// What the steps say, or a database that fails.
pub async fn transact<C, F, T>(writer: &Writer, author: Author, about: C, steps: F) -> Result<T, Error>
where
    C: Send + Sync + 'static,
    F: for<'a, 't> Fn(&'a C, &'a mut Tx<'t>) -> BoxFuture<'a, Written<T>> + Send + Sync + 'static,
    T: Send + 'static,
{
    let written = writer.transact(author, Steps { about, run: steps }).await;
    written.map_err(|error| match error {
        WriteError::Refused(errors) => {
            let first = errors.into_iter().next();
            first.unwrap_or_else(|| Error::internal(anyhow::anyhow!("a step refused without a word")))
        }
        WriteError::Store(error) => Error::from(error),
        WriteError::Again => {
            Error::new(Code::Unavailable, "other writes came first again and again; try again")
        }
    })
}

/// A step that is not done, and why.
pub fn refuse<T>(error: Error) -> Written<T> {
    Err(WriteError::Refused(vec![error]))
}

/// Whom the log names for what the actor does.
pub fn author(actor: &Actor, client: &Client) -> Author {
    Author {
        user: actor.recorded_user_id().map(str::to_owned),
        ..client.author(actor.name().map(|name| name.into_owned()))
    }
}

/// Milliseconds since 1970, as system tables have times.
pub fn millis(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_millis()
}

/// The time that a system table has.
pub fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
