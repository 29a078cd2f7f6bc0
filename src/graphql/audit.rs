//! Answers questions about the change log: `changes`, of the records that somebody may see, and
//! `changeConsumers`, for those who may look inside.
//!
//! What the schema says of them is in `types/change.rs`. Read [`Audit::answer`] first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use apollo_compiler::Name;
use serde_json::{Map, Value as Json, json};

use super::handlers::{Call, Handlers};
use super::system::Root;
use crate::access::Actor;
use crate::access::rules::{self, Access, Action};
use crate::changes::{Change, ChangeFilter, Log, Operation, Position, Progress, progress, set_aside};
use crate::engine::read::Reader;
use crate::error::{Code, Error};
use crate::model::suggest::did_you_mean;
use crate::model::{Model, Scalar, Value};

/// The changes that are shown of those that a consumer could not take.
const SET_ASIDE_SHOWN: u64 = 100;

/// What the answers are made of.
#[derive(Debug)]
pub struct Audit {
    /// The log.
    pub log: Log,
    /// The model, which names the collections.
    pub model: Arc<Model>,
    /// The consumers of this node.
    pub consumers: Vec<String>,
    /// The most changes of one answer.
    pub rows: u32,
    /// What tells which records somebody may see.
    pub reader: Arc<Reader>,
}

/// How many changes are looked through at most for those that somebody who is no admin may see.
const LOOKED_THROUGH: u64 = 10_000;

impl Audit {
    /// Adds the handlers.
    pub fn answer(self, handlers: &mut Handlers) {
        let audit = Arc::new(self);
        let shared = audit.clone();
        handlers.on(Root::Query, "changes", move |call| {
            let audit = shared.clone();
            async move { audit.changes(&call).await }
        });
        handlers.on(Root::Query, "changeConsumers", move |call| {
            let audit = audit.clone();
            async move { audit.consumers(&call).await }
        });
    }

    async fn changes(&self, call: &Call) -> Result<Json, Error> {
        let limit = self.limit(&call.arguments)?;
        let before = position(&call.arguments)?;
        let filter = self.filter(&call.arguments).await?;
        let changes = match call.actor.is_admin() {
            true => self.log.audit(&filter, limit, before).await?,
            false => self.visible(&call.actor, filter, limit, before).await?,
        };
        Ok(changes.into_iter().map(shown).collect())
    }

    /// The changes of records that the actor may see now, with the fields that may be read in all of them.
    async fn visible(
        &self,
        actor: &Actor,
        mut filter: ChangeFilter,
        limit: u64,
        mut before: Option<Position>,
    ) -> Result<Vec<Change>, Error> {
        let readable = self.model.collections.values().filter(|collection| {
            rules::rows(collection, &actor.roles, Action::Read) != Access::Nothing
                && filter.collections.as_ref().is_none_or(|asked| asked.contains(&collection.name))
        });
        let readable: Vec<String> = readable.map(|collection| collection.name.clone()).collect();
        if readable.is_empty() {
            return Err(Error::new(
                Code::Forbidden,
                "you may not read any of the records whose changes these are",
            ));
        }
        filter.collections = Some(readable);
        let page = limit.clamp(100, 1_000);
        let mut found: Vec<Change> = Vec::new();
        let mut looked_through = 0;
        while (found.len() as u64) < limit && looked_through < LOOKED_THROUGH {
            let changes = self.log.audit(&filter, page, before).await?;
            let count = changes.len() as u64;
            before = changes.last().map(|change| change.position);
            // Once more after the fields were cut: whether a field was changed that may not be read is nobody's business.
            let seen = self.seen(actor, changes).await?.into_iter();
            found.extend(seen.filter(|change| filter.field.as_ref().is_none_or(|field| change.is_of(field))));
            looked_through += count;
            if count < page {
                break;
            }
        }
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }

    /// What the actor may see of the changes.
    async fn seen(&self, actor: &Actor, changes: Vec<Change>) -> Result<Vec<Change>, Error> {
        let mut ids: HashMap<&str, Vec<&str>> = HashMap::new();
        for change in &changes {
            let known = ids.entry(&change.collection).or_default();
            if !known.contains(&change.id.as_str()) {
                known.push(&change.id);
            }
        }
        let mut visible: HashMap<String, HashSet<String>> = HashMap::new();
        for (name, ids) in ids {
            let Some(collection) = self.model.collections.get(name) else { continue };
            visible.insert(name.to_owned(), self.reader.visible(actor, collection, &ids).await?);
        }
        let is_seen =
            |change: &Change| visible.get(&change.collection).is_some_and(|seen| seen.contains(&change.id));
        let seen = changes.into_iter().filter(is_seen).filter_map(|change| self.readable(actor, change));
        Ok(seen.collect())
    }

    /// The change with the fields that the actor may read; none when it is of no such field.
    fn readable(&self, actor: &Actor, mut change: Change) -> Option<Change> {
        let fields = self.model.fields_of(&change.collection)?;
        let may = |name: &String| {
            fields.get(name).is_some_and(|field| {
                let access = rules::field(&self.model, &change.collection, field, &actor.roles, Action::Read);
                // The ids that a relation holds tell of records that may be hidden.
                let target = field.relation().and_then(|to| self.model.collections.get(&to.target));
                let shows_target = target
                    .is_none_or(|target| rules::rows(target, &actor.roles, Action::Read) == Access::All);
                access == Access::All && shows_target
            })
        };
        let cut = |fields: Option<Map<String, Json>>| {
            fields.map(|fields| fields.into_iter().filter(|(name, _)| may(name)).collect::<Map<_, _>>())
        };
        let (before, after) = (cut(change.before.take()), cut(change.after.take()));
        let is_empty = before.as_ref().is_none_or(Map::is_empty) && after.as_ref().is_none_or(Map::is_empty);
        (!is_empty || change.operation != Operation::Update).then_some(Change { before, after, ..change })
    }

    fn limit(&self, arguments: &Map<String, Json>) -> Result<u64, Error> {
        let limit = arguments.get("limit").and_then(Json::as_i64).unwrap_or(100);
        if limit > i64::from(self.rows) {
            return Err(Error::limit(format!(
                "argument `limit` may be at most {} (setting `limits.rows`)",
                self.rows
            )));
        }
        u64::try_from(limit).map_err(|_| Error::bad_request("argument `limit` must not be negative"))
    }

    async fn filter(&self, arguments: &Map<String, Json>) -> Result<ChangeFilter, Error> {
        let empty = Map::new();
        let asked = arguments.get("where").and_then(Json::as_object).unwrap_or(&empty);
        let text = |name: &str| asked.get(name).and_then(Json::as_str).map(str::to_owned);
        let id = text("id");
        let collections = match text("collection") {
            Some(name) => Some(vec![self.known(name).await?]),
            // The log's index begins with collections: a record is found sooner in all of them than in none.
            None => id.as_ref().map(|_| self.collections()),
        };
        Ok(ChangeFilter {
            collections,
            id,
            actor: text("actor"),
            since: moment(asked, "since")?,
            until: moment(asked, "until")?,
            operations: operations(asked),
            field: text("field").map(field_name).transpose()?,
        })
    }

    /// All that a change can be of; the model's own have no name.
    fn collections(&self) -> Vec<String> {
        self.model.collections.keys().cloned().chain([String::new()]).collect()
    }

    /// The collection, if the model has it or had it once.
    async fn known(&self, collection: String) -> Result<String, Error> {
        if self.model.collections.contains_key(&collection) || self.log.knows(&collection).await? {
            return Ok(collection);
        }
        let near = did_you_mean(&collection, self.model.collections.keys().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("; {near}"));
        Err(Error::bad_request(format!(
            "argument `where.collection` is `{collection}`, which is not a collection of the model{near}"
        )))
    }

    async fn consumers(&self, call: &Call) -> Result<Json, Error> {
        check_actor(&call.actor)?;
        let progress = progress(self.log.store()).await?;
        let begun = progress.iter().map(|known| &known.name);
        let new = self.consumers.iter().filter(|name| !progress.iter().any(|known| known.name == **name));
        let mut names: Vec<&String> = begun.chain(new).collect();
        names.sort();
        let mut shown = Vec::with_capacity(names.len());
        for name in names {
            let known = progress.iter().find(|known| known.name == *name);
            shown.push(self.consumer(name, known).await?);
        }
        Ok(shown.into())
    }

    async fn consumer(&self, name: &str, known: Option<&Progress>) -> Result<Json, Error> {
        let behind = match known {
            Some(known) => Some(self.log.count_after(known.position).await?),
            None => None,
        };
        let aside = set_aside(self.log.store(), name, SET_ASIDE_SHOWN).await?;
        let aside = aside.into_iter().map(|aside| {
            json!({
                "position": aside.position.to_string(),
                "error": aside.error,
                "tries": aside.tries,
                "at": Value::DateTime(aside.at).to_json(),
            })
        });
        Ok(json!({
            "name": name,
            "position": known.map(|known| known.position.to_string()),
            "behind": behind,
            "setAside": aside.collect::<Json>(),
        }))
    }
}

fn check_actor(actor: &Actor) -> Result<(), Error> {
    match actor.may_look_inside() {
        true => Ok(()),
        false => Err(Error::new(Code::Forbidden, "only admins may ask who follows the change log")),
    }
}

fn position(arguments: &Map<String, Json>) -> Result<Option<Position>, Error> {
    let text = arguments.get("before").and_then(Json::as_str);
    let position = text.map(|text| {
        let message = format!("argument `before` is `{text}`, which is not the `position` of a change");
        text.parse().map_err(|_| Error::bad_request(message))
    });
    position.transpose()
}

fn moment(asked: &Map<String, Json>, name: &str) -> Result<Option<chrono::DateTime<chrono::Utc>>, Error> {
    let Some(given) = asked.get(name).filter(|given| !given.is_null()) else { return Ok(None) };
    match Scalar::DateTime.parse(given) {
        Ok(Value::DateTime(moment)) => Ok(Some(moment)),
        Ok(_) => Ok(None),
        Err(reason) => Err(Error::bad_request(format!("argument `where.{name}` {reason}"))),
    }
}

/// The operations that are asked for, which the schema has checked.
fn operations(asked: &Map<String, Json>) -> Option<Vec<Operation>> {
    let names = asked.get("operations")?.as_array()?;
    let is_asked = |operation: &Operation| names.iter().any(|name| name == operation.name());
    Some(Operation::ALL.into_iter().filter(is_asked).collect())
}

/// Fields that the model has no more can be asked for as well: only the form of the name is checked.
fn field_name(name: String) -> Result<String, Error> {
    match Name::is_valid_syntax(&name) {
        true => Ok(name),
        false => Err(Error::bad_request(format!(
            "argument `where.field` is `{name}`, which no field can be called"
        ))),
    }
}

fn shown(change: Change) -> Json {
    let at = Value::DateTime(change.at).to_json();
    json!({
        "position": change.position.to_string(),
        "transaction": change.transaction,
        "at": at,
        "actor": change.actor,
        "requestId": change.request_id,
        "collection": change.collection,
        "id": change.id,
        "operation": change.operation.name(),
        "version": change.version,
        "fields": fields(change.before.unwrap_or_default(), change.after.unwrap_or_default()),
    })
}

fn fields(before: Map<String, Json>, mut after: Map<String, Json>) -> Json {
    let mut fields: Vec<Json> = Vec::with_capacity(before.len().max(after.len()));
    for (name, before) in before {
        let after = after.shift_remove(&name);
        fields.push(json!({ "name": name, "before": before, "after": after }));
    }
    fields.extend(
        after.into_iter().map(|(name, after)| json!({ "name": name, "before": null, "after": after })),
    );
    fields.into()
}
