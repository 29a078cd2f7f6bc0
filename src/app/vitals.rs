//! How the server is: `serverInfo`. For admins.
//!
//! What the schema says of it is in `graphql/types/server.rs`. Read [`Vitals::answer`] first.

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};

use crate::changes::{Log, Position};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::http::{Connections, Stage};
use crate::mail::Told;
use crate::model::Value;
use crate::store::sync;

/// What is looked at. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Vitals {
    pub(super) log: Log,
    pub(super) mails: Told,
    pub(super) connections: Connections,
    pub(super) stage: Stage,
    pub(super) started_at: DateTime<Utc>,
}

impl Vitals {
    /// Adds the handler.
    pub(super) fn answer(&self, handlers: &mut Handlers) {
        let vitals = self.clone();
        handlers.on(Root::Query, "serverInfo", move |call| {
            let vitals = vitals.clone();
            async move { vitals.shown(&call).await }
        });
    }

    async fn shown(&self, call: &Call) -> Result<Json, Error> {
        if !call.actor.may_look_inside() {
            return Err(Error::new(Code::Forbidden, "only admins may ask how the server is"));
        }
        let time = |moment| Value::DateTime(moment).to_json();
        let store = self.log.store();
        let database = store.vitals().await?;
        let changed_at = sync::applied_at(store).await?;
        let position = Some(self.log.last().await?).filter(|position| *position != Position::START);
        let (waiting, failed) = self.mails.unsent().await?;
        Ok(json!({
            "version": env!("CARGO_PKG_VERSION"),
            "stage": match self.stage {
                Stage::Development => "DEVELOPMENT",
                Stage::Production => "PRODUCTION",
            },
            "startedAt": time(self.started_at),
            "database": database.database,
            "databaseBytes": database.bytes.to_string(),
            "memoryBytes": resident_bytes().map(|bytes| bytes.to_string()),
            "connections": self.connections.count(),
            "nodes": database.nodes,
            "modelChangedAt": changed_at.map(time),
            "logPosition": position.map(|position| position.to_string()),
            "mailsWaiting": waiting,
            "mailsFailed": failed,
            "mailConfigured": self.mails.has_server,
        }))
    }
}

/// The memory that the process has, where the system says so in a file of its own.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
