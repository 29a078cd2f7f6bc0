//! Subscriptions to content: live queries, and streams of changes.
//!
//! Both go on when whoever watches becomes another: by their new roles and values from then on. Read [`queries`]
//! for the first, [`changes`] for the second.

pub mod changes;
mod events;
pub mod queries;

use std::sync::Arc;

use super::ready::Ready;
use crate::engine::read::Reader;
use crate::error::Error;

fn reader(ready: &Ready) -> Result<&Arc<Reader>, Vec<Error>> {
    let content =
        ready.api.content().ok_or_else(|| vec![Error::internal(anyhow::anyhow!("there is no content"))]);
    content.map(|content| content.reader())
}
