//! Answers what the content model is as far as somebody may see it: `model`.
//!
//! The rules of [`crate::access`] decide; nothing here judges records. What the schema says of it is in
//! `types/model.rs`. Read [`Models::answer`] first, then [`view::View`].

mod collection;
mod field;
mod label;
mod values;
mod view;

use std::sync::Arc;

use quick_cache::sync::Cache;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::handlers::{Call, Handlers};
use super::system::Root;
use super::types::Reach;
use crate::access::{Actor, Roles};
use crate::error::Error;
use crate::model::Model;
use view::View;

/// Whose answers are kept at most. The model is in memory once; each answer is a few times its size.
const ANSWERS: usize = 16;

/// Whose fingerprints are kept at most: those who watch nothing else are asked for it every second.
const FINGERPRINTS: usize = 4096;

/// The answers of a model, by what they depend on.
#[derive(Debug)]
pub struct Models {
    model: Arc<Model>,
    answers: Cache<Reader, Arc<Map<String, Json>>>,
    fingerprints: Cache<Reader, Arc<str>>,
}

/// What an answer depends on, beside the model.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Reader {
    roles: Roles,
    develops: bool,
}

impl Reader {
    fn of(actor: &Actor) -> Self {
        Self { roles: actor.roles.clone(), develops: actor.develops }
    }
}

impl Models {
    /// The answers of that model.
    pub fn new(model: Arc<Model>) -> Self {
        Self { model, answers: Cache::new(ANSWERS), fingerprints: Cache::new(FINGERPRINTS) }
    }

    /// Adds the handler.
    pub fn answer(self, handlers: &mut Handlers) {
        let models = Arc::new(self);
        handlers.on(Root::Query, "model", move |call| {
            let models = models.clone();
            async move { models.asked(&call) }
        });
    }

    /// What is asked for, and no more: the rest would be copied for nothing.
    fn asked(&self, call: &Call) -> Result<Json, Error> {
        let mut parts = call.asked.iter().filter(|name| !name.starts_with("__"));
        if parts.all(|name| name == "fingerprint") {
            return Ok(json!({ "fingerprint": &*self.fingerprint(&call.actor)? }));
        }
        let answer = self.whole(&call.actor)?;
        let asked = call.asked.iter().filter_map(|name| Some((name.clone(), answer.get(name)?.clone())));
        Ok(Json::Object(asked.collect()))
    }

    fn fingerprint(&self, actor: &Actor) -> Result<Arc<str>, Error> {
        self.fingerprints.get_or_insert_with(&Reader::of(actor), || {
            let answer = self.whole(actor)?;
            let fingerprint = answer.get("fingerprint").and_then(Json::as_str).unwrap_or_default();
            Ok(Arc::from(fingerprint))
        })
    }

    fn whole(&self, actor: &Actor) -> Result<Arc<Map<String, Json>>, Error> {
        self.answers.get_or_insert_with(&Reader::of(actor), || {
            let mut answer = shown(&self.model, actor);
            let text = serde_json::to_string(&answer).map_err(Error::internal)?;
            let digest = Sha256::digest(text.as_bytes());
            let fingerprint: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            answer.insert("fingerprint".to_owned(), fingerprint.into());
            Ok(Arc::new(answer))
        })
    }
}

/// The whole answer, without its fingerprint.
fn shown(model: &Model, actor: &Actor) -> Map<String, Json> {
    let view = View { model, roles: &actor.roles, looks_inside: actor.may_look_inside() };
    let (reach, reached) = (Reach::new(model), view.reached());
    let is_reached = |name: &&String| reached.contains(name.as_str());
    let collections: Vec<Json> =
        view.collections().map(|collection| collection::shown(&view, &reach, collection)).collect();
    let components = model.components.iter().filter(|(name, _)| is_reached(name));
    let components: Vec<Json> =
        components.map(|(_, component)| values::component(&view, &reach, component)).collect();
    let blocks = model.blocks.iter().filter(|(name, _)| is_reached(name));
    let blocks: Vec<Json> = blocks.map(|(_, blocks)| values::blocks(blocks)).collect();
    let enums = model.enums.iter().filter(|(name, of)| is_reached(name) && !of.values.is_empty());
    let enums: Vec<Json> = enums.map(|(_, of)| values::enumeration(of)).collect();
    let locales: Vec<&str> = model.locales.iter().map(|locale| locale.name.as_str()).collect();
    let mut answer = Map::new();
    answer.insert("stage".to_owned(), if actor.develops { "DEVELOPMENT" } else { "PRODUCTION" }.into());
    answer.insert("collections".to_owned(), collections.into());
    answer.insert("components".to_owned(), components.into());
    answer.insert("blocks".to_owned(), blocks.into());
    answer.insert("enums".to_owned(), enums.into());
    answer.insert("roles".to_owned(), values::roles(model).into());
    answer.insert("locales".to_owned(), locales.into());
    answer
}
