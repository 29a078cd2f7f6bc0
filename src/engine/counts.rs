//! How many records rules allow something on, for a set of roles and nobody in particular.
//!
//! Read [`Reader::count_allowed`] first.

use serde_json::Value as Json;

use super::read::{Planned, Reader};
use crate::access::rules::{self, Access, Action};
use crate::access::{Actor, Roles};
use crate::error::Error;
use crate::filter::Variable;
use crate::model::Collection;
use crate::query::selection::{AggregateField, Entry, Many, Node, NodeId, Role, Root, Selection, When};
use crate::query::{self, Variables};

impl Reader {
    /// On how many of the collection's records the action is allowed to somebody with those roles: none where that
    /// depends on who it is, and of records that are yet to be made.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn count_allowed(
        &self,
        collection: &Collection,
        roles: &Roles,
        action: Action,
    ) -> Result<Option<u64>, Error> {
        let (model, asked) = (self.model(), count_of(collection));
        let plan = match rules::rows(collection, roles, action) {
            Access::Nothing => return Ok(Some(0)),
            Access::All | Access::Where(_) if action == Action::Create => return Ok(None),
            Access::Where(rule) if depends_on_user(&rule) => return Ok(None),
            // As a list of theirs is planned.
            Access::All | Access::Where(_) if action == Action::Read => query::plan(model, asked, roles),
            Access::All => query::plan(model, asked, &Actor::admin().roles),
            Access::Where(rule) => query::plan_by_rule(model, asked, &rule),
        };
        let (planned, actor) = (Planned::new(plan), Actor { roles: roles.clone(), ..Actor::public() });
        let bound = self.bind_all(&planned, &Variables::new(), &actor).map_err(first)?;
        let answer = self.read(&planned, &bound, String::new()).await?;
        let read: Json = serde_json::from_str(&answer.text).map_err(Error::internal)?;
        Ok(read["records"]["count"].as_u64())
    }
}

/// Asks how many records there are: `{"records":{"count":7}}`.
fn count_of(collection: &Collection) -> Selection {
    let entry = |key: &str, output| Entry { key: key.to_owned(), when: When::Always, output };
    let count = Entry { key: "count".to_owned(), when: When::Always, output: AggregateField::Count };
    let node = Node {
        collection: collection.name.clone(),
        role: Role::Aggregate,
        arguments: Vec::new(),
        when: When::Always,
        path: vec!["records".to_owned()],
    };
    let root = Root::Many(NodeId(0), Many::Aggregate(vec![count]));
    Selection { roots: vec![entry("records", root)], nodes: vec![node] }
}

/// Whether a rule asks for anything but the roles and the time.
fn depends_on_user(rule: &Json) -> bool {
    match rule {
        Json::String(text) => match Variable::parse(text) {
            Some(Variable::User(_) | Variable::Claim(_) | Variable::Ip | Variable::Channel(_)) => true,
            Some(Variable::Roles | Variable::Now(_)) | None => false,
        },
        Json::Array(items) => items.iter().any(depends_on_user),
        Json::Object(entries) => entries.values().any(depends_on_user),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

fn first(errors: Vec<Error>) -> Error {
    let error = errors.into_iter().next();
    error.unwrap_or_else(|| Error::internal(anyhow::anyhow!("refused without a word")))
}
