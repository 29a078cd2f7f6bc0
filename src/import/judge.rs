//! `@check(where)` of types: judged when everything is written, since a check may look at records that
//! come later in the files.
//!
//! Read [`Judge::problems`] first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::problem::{Fault, Place, Problem};
use crate::changes::{Failure, Tx};
use crate::engine::read::{ReadLimits, Reader};
use crate::engine::write::Checks;
use crate::model::{Collection, Model, Value};
use crate::query::dialect::write::Lock;
use crate::store::Store;

/// How many bytes of statements are kept.
const STATEMENT_BYTES: u64 = 1 << 20;

/// Knows the checks of a model's types.
#[derive(Debug)]
pub struct Judge {
    checks: Checks,
    reader: Reader,
}

/// The rows that speak of each record, by collection and id.
pub type Rows = HashMap<String, IndexMap<String, Vec<Place>>>;

impl Judge {
    /// The judge of that model's records.
    pub fn new(store: &Store, model: &Arc<Model>) -> Self {
        let limits = ReadLimits { rows: u32::MAX, cost: u64::MAX };
        let reader = Reader::new(store.clone(), model.clone(), limits, STATEMENT_BYTES);
        Self { checks: Checks::of(model), reader }
    }

    /// Whether records of the collection have to pass any checks.
    pub fn concerns(&self, collection: &Collection) -> bool {
        self.checks.concern(&collection.name)
    }

    /// What is wrong with those of the records that were written: a problem of every row that speaks of
    /// them.
    pub async fn problems(
        &self,
        tx: &mut Tx<'_>,
        collection: &Collection,
        rows: &IndexMap<&str, &[Place]>,
    ) -> Result<Vec<Problem>, Failure> {
        let ids: Vec<&str> = rows.keys().copied().collect();
        let broken = self.checks.broken(&self.reader, tx, &collection.name, &ids).await?;
        let written = written(tx, collection, broken.iter().map(|(id, _)| *id)).await?;
        let mut problems = Vec::new();
        for (id, message) in broken.iter().filter(|(id, _)| written.contains(*id)) {
            let places = rows.get(id).copied().unwrap_or_default();
            problems.extend(
                places.iter().map(|place| Problem { place: *place, fault: Fault::new("", *message) }),
            );
        }
        Ok(problems)
    }
}

/// Those of the ids of which there are records.
async fn written<'i>(
    tx: &mut Tx<'_>,
    collection: &Collection,
    ids: impl Iterator<Item = &'i str>,
) -> Result<HashSet<String>, Failure> {
    let Some(id) = collection.fields.get("id") else { return Ok(HashSet::new()) };
    let ids = ids.map(|id| Value::Text(id.to_owned())).collect();
    let images = tx.images(collection, &[], id, ids, Lock::None).await?;
    Ok(images.into_iter().map(|image| image.id).collect())
}
