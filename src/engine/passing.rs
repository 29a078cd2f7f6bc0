//! Whether a record passes a rule: asked by the compiler that answers queries. Read [`Reader::passes`] first.

use serde_json::{Map, Value as Json, json};

use super::read::{Planned, Reader};
use super::write::{among, ids_of};
use crate::access::Actor;
use crate::error::Error;
use crate::filter::InChannel;
use crate::model::Collection;
use crate::query::selection::Input;
use crate::query::{self, Variables};

/// The variable that holds the record's id.
const ID: &str = "#id";

impl Reader {
    /// A rule for records of the collection, ready to be asked.
    pub fn plan_rule(&self, collection: &Collection, rule: &Json) -> Planned {
        let arguments =
            vec![("where".to_owned(), among(ID)), ("limit".to_owned(), Input::Constant(json!(1)))];
        Planned::new(query::plan_by_rule(self.model(), ids_of(collection, arguments), rule))
    }

    /// Whether there is a record of that id and it passes the rule, for the actor's variables and those of a
    /// channel's name.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn passes(
        &self,
        rule: &Planned,
        id: &str,
        actor: &Actor,
        channel: &Map<String, Json>,
    ) -> Result<bool, Error> {
        let variables: Variables = [(ID.to_owned(), json!([id]))].into_iter().collect();
        let bound = actor.asking(|asker| self.bind_rule(rule, &variables, &InChannel { asker, channel }));
        let bound = bound.map_err(|errors| {
            let nothing = || Error::internal(anyhow::anyhow!("refused without a word"));
            errors.into_iter().next().unwrap_or_else(nothing)
        })?;
        let answer = self.read(rule, &bound, String::new()).await?;
        let found: Json = serde_json::from_str(&answer.text).map_err(Error::internal)?;
        Ok(found["ids"].as_array().is_some_and(|records| !records.is_empty()))
    }
}
