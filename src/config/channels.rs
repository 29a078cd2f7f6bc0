//! `[channels]` and `[[channel]]`: messages between those who are connected.
//!
//! What a `[[channel]]` says is about the model, and is checked with it in `channel/rules.rs`.

use std::fmt;

use ::config::{Value, ValueKind};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

/// The setting that is a list of tables.
pub(super) const RULES: &str = "channel";

/// The most bytes that a message or a state may be allowed to have: nodes hand them to each other whole.
const MOST_BYTES: usize = 1024 * 1024;

/// `[channels]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Channels {
    /// The largest payload of a message, in bytes of JSON.
    pub payload_bytes: usize,
    /// The largest state of a member, in bytes of JSON.
    pub state_bytes: usize,
    /// The most events that wait for a member who reads slowly.
    pub queue: usize,
}

impl Default for Channels {
    fn default() -> Self {
        Self { payload_bytes: 65_536, state_bytes: 4_096, queue: 128 }
    }
}

/// What the types can't say, a sentence each.
pub(super) fn check(settings: &Channels) -> Vec<String> {
    let sizes = [("payload_bytes", settings.payload_bytes), ("state_bytes", settings.state_bytes)];
    let too_large = sizes.into_iter().filter(|(_, size)| *size > MOST_BYTES);
    too_large.map(|(name, _)| format!("`channels.{name}` must be at most {MOST_BYTES}")).collect()
}

/// The `[[channel]]` tables of a file, or what is wrong with them.
pub(super) fn of_file(file: &str, value: Value) -> Result<(String, Value), String> {
    match value.kind {
        ValueKind::Array(_) => Ok((RULES.to_owned(), Value::new(Some(&file.to_owned()), value.kind))),
        _ => Err(format!("{file}: write `[[{RULES}]]` for each channel; limits belong to `[channels]`")),
    }
}

/// A list of tables, or JSON as the environment has it.
pub(super) fn rules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Json>, D::Error> {
    let mut rules = deserializer.deserialize_any(TablesOrText)?;
    // The file's reader keeps no order: messages should.
    rules.iter_mut().for_each(Json::sort_all_objects);
    Ok(rules)
}

struct TablesOrText;

impl<'de> Visitor<'de> for TablesOrText {
    type Value = Vec<Json>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("tables `[[channel]]`, or a list of them as JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, tables: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(tables))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        serde_json::from_str(text).map_err(E::custom)
    }
}
