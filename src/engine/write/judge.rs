//! Which records pass a rule, asked in the transaction that writes.
//!
//! The statements are those of queries: a rule is planned once for a model and then kept. Read [`passing`]
//! first.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value as Json, json};

use super::checks::{IDS, RECORDS_AT_ONCE, among, ids_of, read_ids};
use super::run::{Done, Run};
use crate::access::Action;
use crate::engine::read::Planned;
use crate::model::{Collection, Model};
use crate::query::selection::Input;
use crate::query::{self, Variables};

/// The rules of a model that were asked so far, planned. There are no more than the model has lines.
#[derive(Debug, Default)]
pub(super) struct Rules(Mutex<HashMap<String, Arc<Planned>>>);

impl Rules {
    /// The plan of the ids, among those in a variable, of the collection's records that pass.
    fn planned(&self, model: &Model, collection: &Collection, rule: &Json) -> Arc<Planned> {
        let key = format!("{} {rule}", collection.name);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let planned = known.entry(key).or_insert_with(|| {
            let arguments = vec![
                ("where".to_owned(), among(IDS)),
                ("limit".to_owned(), Input::Constant(json!(RECORDS_AT_ONCE))),
            ];
            Arc::new(Planned::new(query::plan_by_rule(model, ids_of(collection, arguments), rule)))
        });
        planned.clone()
    }
}

/// The ids of those of the records that pass the rule for whoever writes.
pub(super) async fn passing<'a>(
    run: &mut Run<'a, '_>,
    collection: &'a Collection,
    rule: &Json,
    ids: impl ExactSizeIterator<Item = &String>,
) -> Done<HashSet<String>> {
    let planned = run.writer.rules.planned(run.model, collection, rule);
    let ids: Vec<&String> = ids.collect();
    let mut passing = HashSet::with_capacity(ids.len());
    for ids in ids.chunks(RECORDS_AT_ONCE) {
        let among: Json = ids.iter().map(|id| Json::from(id.as_str())).collect();
        let variables: Variables = [(IDS.to_owned(), among)].into_iter().collect();
        let bound = run.writer.reader.bind_all(&planned, &variables, run.actor)?;
        passing.extend(read_ids(&run.writer.reader, run.tx, &planned, &bound).await?);
    }
    Ok(passing)
}

/// What is said of a record that was written and is not what its writer may write.
pub(super) fn named(action: Action, collection: &Collection) -> String {
    let name = &collection.name;
    match action {
        Action::Create => format!("you may not create such a {name}"),
        _ => format!("you may not make the {name} into this"),
    }
}
