//! Which of some records whoever asks may see, for those who learn of records by other ways than a query: the
//! change log's readers.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use super::read::{Planned, Reader};
use super::write::{among, ids_of};
use crate::access::Actor;
use crate::access::rules::{self, Access, Action};
use crate::error::Error;
use crate::model::Collection;
use crate::query::selection::Input;
use crate::query::{self, Variables};

/// The variable that holds the ids of the records to look at.
const IDS: &str = "#ids";

impl Reader {
    /// Those of the collection's records that the actor may see now.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn visible(
        &self,
        actor: &Actor,
        collection: &Collection,
        ids: &[&str],
    ) -> Result<HashSet<String>, Error> {
        if rules::rows(collection, &actor.roles, Action::Read) == Access::Nothing || ids.is_empty() {
            return Ok(HashSet::new());
        }
        let arguments =
            vec![("where".to_owned(), among(IDS)), ("limit".to_owned(), Input::Constant(json!(ids.len())))];
        let planned = Planned::new(query::plan(self.model(), ids_of(collection, arguments), &actor.roles));
        let variables: Variables = [(IDS.to_owned(), ids.iter().copied().collect())].into_iter().collect();
        let bound = self.bind_all(&planned, &variables, actor).map_err(first)?;
        let answer = self.read(&planned, &bound, String::new()).await?;
        let read: Json = serde_json::from_str(&answer.text).map_err(Error::internal)?;
        let found = read["ids"].as_array().into_iter().flatten();
        Ok(found.filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect())
    }
}

fn first(errors: Vec<Error>) -> Error {
    let error = errors.into_iter().next();
    error.unwrap_or_else(|| Error::internal(anyhow::anyhow!("refused without a word")))
}
