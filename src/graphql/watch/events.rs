//! Writes the events of a stream of changes, with the records that they are about as they are now.
//!
//! Read [`Events::render`] first.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};

use super::changes::PreparedChanges;
use super::reader;
use crate::engine::read::{Answer as Read, Planned};
use crate::error::{Error, Step};
use crate::graphql::answer::{Answer, JsonData, RequestId};
use crate::graphql::prepared::Work;
use crate::graphql::ready::Ready;
use crate::graphql::select::{EVENT_IDS, EventField, SEEN};
use crate::live::stream::{Event, Render};

/// Writes events by what an operation asks of them.
pub(super) struct Events {
    pub(super) ready: Arc<Ready>,
    pub(super) request_id: RequestId,
}

/// What is asked of one record: JSON by key, and what went wrong in it.
#[derive(Debug, Default, Clone)]
struct Record {
    nodes: HashMap<String, String>,
    errors: Vec<Error>,
}

impl Render for Events {
    fn render<'a>(&'a self, events: &'a [Event]) -> BoxFuture<'a, Result<Vec<Arc<str>>, Vec<Error>>> {
        Box::pin(async move {
            let Work::Changes(prepared) = &self.ready.prepared.work else { return Err(Vec::new()) };
            let mut ids: Vec<&str> = events.iter().filter_map(|event| event.id.as_deref()).collect();
            ids.sort_unstable();
            ids.dedup();
            let records = match &prepared.records {
                Some(planned) if !ids.is_empty() => self.records(prepared, planned, &ids).await?,
                _ => HashMap::new(),
            };
            let nothing = Record::default();
            let write = |event: &Event| {
                let record = event.id.as_ref().and_then(|id| records.get(id)).unwrap_or(&nothing);
                self.write(prepared, event, record)
            };
            Ok(events.iter().map(write).collect())
        })
    }
}

impl Events {
    fn write(&self, prepared: &PreparedChanges, event: &Event, record: &Record) -> Arc<str> {
        let held = prepared.entries.iter().filter(|entry| entry.when.holds(&self.ready.variables));
        let members = held.map(|entry| {
            let value = match &entry.output {
                EventField::Typename(name) => json!(name).to_string(),
                EventField::Op => json!(event.turn.name()).to_string(),
                EventField::Cursor => json!(event.position.to_string()).to_string(),
                EventField::Id => json!(event.id).to_string(),
                EventField::Changed => json!(event.changed).to_string(),
                EventField::Node => {
                    record.nodes.get(&entry.key).cloned().unwrap_or_else(|| "null".to_owned())
                }
            };
            format!("\"{}\":{value}", entry.key)
        });
        let members: Vec<String> = members.collect();
        let data = format!("{{\"{}\":{{{}}}}}", prepared.key, members.join(","));
        let answer = Answer::new(JsonData::from(data.as_str()), record.errors.clone());
        answer.into_payload(&self.request_id).0
    }

    /// What is asked of the records that may be seen, by id.
    async fn records(
        &self,
        prepared: &PreparedChanges,
        planned: &Planned,
        ids: &[&str],
    ) -> Result<HashMap<String, Record>, Vec<Error>> {
        let read = self.read(planned, ids).await?;
        if read.errors.is_empty() {
            return taken_apart(&read.text);
        }
        // What is wrong with one must not touch the others.
        let mut records = HashMap::with_capacity(ids.len());
        for id in ids {
            let Read { text, errors } = self.read(planned, &[*id]).await?;
            let mut record = match errors.is_empty() {
                true => taken_apart(&text)?.remove(*id).unwrap_or_default(),
                false => taken_apart(&text).ok().and_then(|mut found| found.remove(*id)).unwrap_or_default(),
            };
            record.errors = errors.into_iter().map(|error| inside(error, &prepared.key)).collect();
            records.insert((*id).to_owned(), record);
        }
        Ok(records)
    }

    async fn read(&self, planned: &Planned, ids: &[&str]) -> Result<Read, Vec<Error>> {
        let reader = reader(&self.ready)?;
        let mut variables = self.ready.variables.clone();
        variables.insert(EVENT_IDS.to_owned(), ids.iter().copied().collect());
        let bound = reader.bind_all(planned, &variables, &self.ready.actor)?;
        reader.read(planned, &bound, String::new()).await.map_err(|error| vec![error])
    }
}

/// The error's place in the event: `record[0].title` of the lists that were read is `posts.record.title`.
fn inside(mut error: Error, key: &str) -> Error {
    if matches!(error.path.get(1), Some(Step::Index(_))) {
        error.path.remove(1);
    }
    error.path.insert(0, Step::Key(key.to_owned()));
    error
}

/// The lists of what is asked of each record, beside that of those that may be seen.
fn taken_apart(text: &str) -> Result<HashMap<String, Record>, Vec<Error>> {
    let unreadable = |error| vec![Error::internal(error)];
    let lists: Option<HashMap<&str, Box<RawValue>>> = serde_json::from_str(text).map_err(unreadable)?;
    let Some(mut lists) = lists else { return Ok(HashMap::new()) };
    let seen = lists.remove(SEEN).map(|list| list.get().to_owned()).unwrap_or_default();
    let seen: Vec<Json> = serde_json::from_str(&seen).map_err(unreadable)?;
    let ids = seen.iter().filter_map(|record| record["id"].as_str());
    let mut records: Vec<(String, Record)> = ids.map(|id| (id.to_owned(), Record::default())).collect();
    for (key, list) in lists {
        let list: Option<Vec<&RawValue>> = serde_json::from_str(list.get()).map_err(unreadable)?;
        for ((_, record), value) in records.iter_mut().zip(list.unwrap_or_default()) {
            record.nodes.insert(key.to_owned(), value.get().to_owned());
        }
    }
    Ok(records.into_iter().collect())
}
