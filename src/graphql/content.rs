//! The content half of an operation: every content field at its root, answered by one statement, or
//! written in one transaction.

use std::collections::HashMap;
use std::sync::Arc;

use apollo_compiler::Schema;
use serde_json::value::RawValue;

use super::operation::Checked;
use super::select::select;
use crate::access::Roles;
use crate::changes::Log;
use crate::config::{Graphql, Limits};
use crate::engine::read::{Planned, ReadLimits, Reader};
use crate::engine::write::Writer;
use crate::error::Error;
use crate::live::Live;
use crate::model::Model;
use crate::query;
use crate::store::Store;

/// Where content is read and written.
#[derive(Debug)]
pub struct Content {
    reader: Arc<Reader>,
    writer: Writer,
    live: Live,
}

impl Content {
    /// The content of that model in that database.
    pub fn new(store: Store, log: Log, model: Arc<Model>, limits: &Limits, settings: &Graphql) -> Self {
        let read_limits = ReadLimits { rows: limits.rows, cost: limits.cost };
        let reader = Reader::new(store.clone(), model, read_limits, settings.cache_bytes / 8 * 3);
        let reader = Arc::new(reader);
        let writer = Writer::new(store, log.clone(), reader.clone(), limits.rows);
        let live = Live::new(log);
        live.follow_model(writer.tables().clone());
        Self { reader, writer, live }
    }

    /// The same content, watched together with what else is watched there. That is to follow this content's model
    /// once it is the database's ([`Live::follow_model`]).
    #[must_use]
    pub fn watched_by(self, live: Live) -> Self {
        Self { live, ..self }
    }

    /// What watches the content.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// What writes the content.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// What reads the content.
    pub fn reader(&self) -> &Arc<Reader> {
        &self.reader
    }

    /// The same, for those who keep it.
    pub fn shared_reader(&self) -> Arc<Reader> {
        self.reader.clone()
    }

    /// Plans the content half of an operation for those roles, which stays the same whatever the variables are.
    pub fn plan(&self, schema: &Schema, checked: &Checked, roles: &Roles) -> Planned {
        let model = self.reader.model();
        let selection = select(model, schema, &checked.document, &checked.operation);
        Planned::new(query::plan(model, selection, roles))
    }
}

/// Takes the object apart by its keys, without reading what is below them.
///
/// # Errors
///
/// When the text is not an object.
pub fn split(data: &str) -> Result<HashMap<&str, &RawValue>, Error> {
    let fields: Option<HashMap<&str, &RawValue>> = serde_json::from_str(data).map_err(Error::internal)?;
    Ok(fields.unwrap_or_default())
}
