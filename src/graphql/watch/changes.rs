//! Streams of changes: which records enter what passes a filter, change in it, or leave.
//!
//! Read [`PreparedChanges`] first, then [`watch`].

use std::sync::Arc;

use apollo_compiler::Node;
use apollo_compiler::Schema;
use apollo_compiler::executable::Argument;
use apollo_compiler::schema::FieldDefinition;
use futures_util::stream::{self, StreamExt};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::events::Events;
use super::reader;
use crate::access::{Actor, Roles};
use crate::changes::Position;
use crate::engine::read::Planned;
use crate::error::Error;
use crate::graphql::answer::RequestId;
use crate::graphql::content::Content;
use crate::graphql::input::coerce_arguments;
use crate::graphql::operation::Checked;
use crate::graphql::prepared::Work;
use crate::graphql::ready::Ready;
use crate::graphql::select::{EVENT_IDS, EventField, changes};
use crate::graphql::subscription::{Payload, Payloads, Standing, reported};
use crate::live::cohort::Key;
use crate::live::stream::{Changes, Judge, Turn, Watching};
use crate::model::Model;
use crate::query;
use crate::query::selection::Entry;

/// A subscription to changes without a request's values.
#[derive(Debug)]
pub struct PreparedChanges {
    /// The key of the events in the answer.
    pub(super) key: String,
    collection: String,
    /// What is asked of each event.
    pub(super) entries: Vec<Entry<EventField>>,
    watched: Arc<Planned>,
    /// What is asked of the events' records.
    pub(super) records: Option<Planned>,
    definition: Node<FieldDefinition>,
    arguments: Vec<Node<Argument>>,
    /// The variables that `@skip` and `@include` ask for.
    pub conditions: Vec<String>,
}

impl PreparedChanges {
    /// What the operation watches, for those roles; none when it is no stream of changes.
    pub fn new(model: &Model, schema: &Schema, checked: &Checked, roles: &Roles) -> Option<Self> {
        let asked = changes(model, schema, &checked.document, &checked.operation)?;
        let watched = Arc::new(Planned::new(query::plan(model, asked.watched, roles)));
        let records = asked.records.map(|records| Planned::new(query::plan(model, records, roles)));
        let mut conditions =
            records.as_ref().map(|records| records.plan.conditions.clone()).unwrap_or_default();
        asked.entries.iter().for_each(|entry| entry.when.note_variables(&mut conditions));
        Some(Self {
            key: asked.field.response_key().to_string(),
            collection: asked.collection.name.clone(),
            entries: asked.entries,
            watched,
            records,
            definition: asked.field.definition.clone(),
            arguments: asked.field.arguments.clone(),
            conditions,
        })
    }
}

/// Watches the changes.
///
/// # Errors
///
/// Everything for which that can't be done.
pub async fn watch(ready: Ready, standing: Standing, request_id: RequestId) -> Result<Payloads, Vec<Error>> {
    let ready = Arc::new(ready);
    let arguments = arguments(&ready)?;
    let since = since(&arguments).map_err(|error| vec![error])?;
    let watching = join(&ready, &arguments, since, &request_id).await?;
    let changes = LiveChanges { ready, watching, standing, arguments, request_id };
    Ok(stream::unfold(Some(changes), next).boxed())
}

/// Changes that somebody watches.
struct LiveChanges {
    ready: Arc<Ready>,
    watching: Watching,
    standing: Standing,
    arguments: Map<String, Json>,
    request_id: RequestId,
}

type Sent = Result<Payload, Vec<Error>>;

async fn next(changes: Option<LiveChanges>) -> Option<(Sent, Option<LiveChanges>)> {
    let mut changes = changes?;
    loop {
        tokio::select! {
            biased;
            actor = changes.standing.changed() => {
                // Boxed: it seldom happens, and is large.
                if let Err(errors) = Box::pin(changes.go_on_as(&actor)).await {
                    return Some((Err(reported(errors, &changes.request_id)), None));
                }
            }
            event = changes.watching.next() => {
                return Some(match event {
                    Ok(text) => (Ok(Payload(text)), Some(changes)),
                    Err(errors) => (Err(reported(errors, &changes.request_id)), None),
                });
            }
        }
    }
}

impl LiveChanges {
    /// Goes on where it is, by what that actor may see.
    async fn go_on_as(&mut self, actor: &Arc<Actor>) -> Result<(), Vec<Error>> {
        let ready = Arc::new(self.ready.for_actor(actor)?);
        let since = Some(self.watching.position());
        self.watching = join(&ready, &self.arguments, since, &self.request_id).await?;
        self.ready = ready;
        Ok(())
    }
}

fn prepared(ready: &Ready) -> Result<&PreparedChanges, Vec<Error>> {
    match &ready.prepared.work {
        Work::Changes(changes) => Ok(changes),
        _ => Err(vec![Error::internal(anyhow::anyhow!("no stream of changes"))]),
    }
}

fn arguments(ready: &Ready) -> Result<Map<String, Json>, Vec<Error>> {
    let prepared = prepared(ready)?;
    let definitions = &prepared.definition.arguments;
    coerce_arguments(ready.api.judge(), definitions, &prepared.arguments, &ready.variables)
        .map_err(|error| vec![error])
}

/// Where to go on.
fn since(arguments: &Map<String, Json>) -> Result<Option<Position>, Error> {
    let Some(cursor) = arguments.get("since").and_then(Json::as_str) else { return Ok(None) };
    let position = cursor.parse().ok().filter(|position| *position >= Position::START);
    let wrong = || {
        Error::bad_request(format!(
            "argument `since` is `{cursor}`; it takes the `cursor` of an event, or \"0\" for the beginning"
        ))
    };
    position.map(Some).ok_or_else(wrong)
}

/// The turns that are asked for. Whether changes are missing is always told.
fn turns(arguments: &Map<String, Json>) -> Vec<Turn> {
    let Some(ops) = arguments.get("ops").and_then(Json::as_array) else { return Turn::ALL.to_vec() };
    let is_asked = |turn: &Turn| *turn == Turn::Resync || ops.iter().any(|op| op == turn.name());
    Turn::ALL.into_iter().filter(is_asked).collect()
}

async fn join(
    ready: &Arc<Ready>,
    arguments: &Map<String, Json>,
    since: Option<Position>,
    request_id: &RequestId,
) -> Result<Watching, Vec<Error>> {
    let prepared = prepared(ready)?;
    let reader = reader(ready)?;
    let live = ready.api.content().map(Content::live);
    let live = live.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("there is no content"))])?;
    let model = reader.model();
    let collection = model.collections.get(&prepared.collection);
    let collection =
        collection.ok_or_else(|| vec![Error::internal(anyhow::anyhow!("no collection to watch"))])?;
    let (variables, actor) = (&ready.variables, Arc::new(ready.actor.clone()));
    let watched = reader.watch(&prepared.watched, variables, &actor)?;
    let records = match &prepared.records {
        None => None,
        Some(records) => {
            let mut variables = variables.clone();
            variables.insert(EVENT_IDS.to_owned(), Json::Array(Vec::new()));
            Some(reader.watch(records, &variables, &actor)?.digest)
        }
    };
    let shared = (reader.clone(), prepared.watched.clone());
    let judge = Judge::new(shared.0, collection, shared.1, variables.clone(), actor);
    let turns = turns(arguments);
    let held: Vec<bool> = prepared.entries.iter().map(|entry| entry.when.holds(variables)).collect();
    let told = format!(
        "{:?} {records:?} {} {:?} {held:?} {turns:?} {}",
        watched.digest,
        prepared.key,
        prepared.entries,
        judge.differs_by()
    );
    let render = Box::new(Events { ready: ready.clone(), request_id: request_id.clone() });
    let key = Key(Sha256::digest(told).into());
    let watching = live.changes(Changes { key, judge, turns, render }, since).await;
    watching.map_err(|error| vec![error])
}
