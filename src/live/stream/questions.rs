//! What the judge of a stream has to ask the database: conditions on other records.
//!
//! Questions are gathered while changes are judged, and answered together: one statement for each condition. Read
//! [`Questions::answer`] first.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_json::{Value as Json, json};

use crate::access::Actor;
use crate::changes::Past;
use crate::engine::read::{Planned, Reader};
use crate::engine::write::ids_of;
use crate::error::Error;
use crate::filter::{Facts, Filter, Question, Test, TextMode, Values, Verdict};
use crate::model::Value;
use crate::query::{self, Bindings, Reads};

/// Questions and their answers.
pub(super) struct Questions<'a> {
    database: Database<'a>,
    known: RefCell<HashMap<Condition, Answers>>,
    rounds: usize,
}

/// Where the answers come from.
#[derive(Clone, Copy)]
struct Database<'a> {
    reader: &'a Reader,
    watched: &'a Planned,
    bindings: &'a Bindings,
}

/// Whose slots a condition has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// Those of the records that are watched.
    Records,
    /// Those of the rules of fields.
    Fields,
}

/// A condition on records of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Condition {
    collection: String,
    filter: Filter,
    is_rule: bool,
    /// Whether it is asked of the record that is judged. The rules may hide it by now: then nothing is known.
    is_own: bool,
    whose: Whose,
}

#[derive(Debug, Default)]
struct Answers {
    verdicts: HashMap<String, Verdict>,
    open: HashSet<String>,
    values: Values,
}

/// Answers lead to further questions as often as conditions stand within conditions.
const MOST_ROUNDS: usize = 32;

impl<'a> Questions<'a> {
    pub(super) fn new(reader: &'a Reader, watched: &'a Planned, bindings: &'a Bindings) -> Self {
        Self { database: Database { reader, watched, bindings }, known: RefCell::default(), rounds: 0 }
    }

    fn ask(&self, own_id: &str, (whose, values): (Whose, &Values), question: Question<'_>) -> Verdict {
        let condition = Condition {
            collection: question.collection.to_owned(),
            filter: question.filter.clone(),
            is_rule: question.is_rule,
            is_own: question.id.is_none(),
            whose,
        };
        let id = question.id.unwrap_or(own_id);
        let mut known = self.known.borrow_mut();
        let answers = known
            .entry(condition)
            .or_insert_with(|| Answers { values: values.clone(), ..Answers::default() });
        match answers.verdicts.get(id) {
            Some(verdict) => *verdict,
            None => {
                answers.open.insert(id.to_owned());
                Verdict::Unknown
            }
        }
    }

    /// Answers what was asked; whether there was anything is told.
    pub(super) async fn answer(&mut self) -> Result<bool, Error> {
        self.rounds += 1;
        let mut known = std::mem::take(self.known.get_mut());
        let (database, mut was_asked) = (self.database, false);
        for (condition, answers) in &mut known {
            let open = std::mem::take(&mut answers.open);
            if open.is_empty() || self.rounds > MOST_ROUNDS {
                continue;
            }
            was_asked = true;
            let ids: Vec<String> = open.into_iter().collect();
            let found = database.matching(condition, &condition.filter, &answers.values, &ids).await?;
            let is_hidden = match condition.is_own && !condition.is_rule {
                true => {
                    let everything = Filter::And(Vec::new());
                    let seen = database.matching(condition, &everything, &answers.values, &ids).await?;
                    ids.iter().filter(|id| !seen.contains(*id)).cloned().collect()
                }
                false => HashSet::new(),
            };
            for id in ids {
                let verdict = match found.contains(&id) {
                    true => Verdict::Yes,
                    false if is_hidden.contains(&id) => Verdict::Unknown,
                    false => Verdict::No,
                };
                answers.verdicts.insert(id, verdict);
            }
        }
        *self.known.get_mut() = known;
        Ok(was_asked)
    }
}

impl Database<'_> {
    /// Those of the ids whose records match now.
    async fn matching(
        &self,
        condition: &Condition,
        filter: &Filter,
        values: &Values,
        ids: &[String],
    ) -> Result<HashSet<String>, Error> {
        let model = self.reader.model();
        let Some(collection) = model.collections.get(&condition.collection) else {
            return Ok(HashSet::new());
        };
        let arguments = vec![("limit".to_owned(), query::selection::Input::Constant(json!(ids.len())))];
        let mut plan = query::plan(model, ids_of(collection, arguments), &Actor::admin().roles);
        let mut bindings =
            query::bind_open(model, &plan, &query::Variables::new(), u32::MAX).map_err(refused)?;
        let mut values = values.clone();
        let among = values.push_list(ids.iter().map(|id| Value::Text(id.clone())).collect());
        let limit = values.push(Value::Integer(i64::try_from(ids.len()).unwrap_or(i64::MAX)));
        let filter = match condition.is_rule {
            true => Filter::Rule(Box::new(filter.clone())),
            false => filter.clone(),
        };
        let is_among = Test::In { values: among, negated: false, mode: TextMode::Sensitive };
        if let Some(Reads::List { filter: asked, window, .. }) = bindings.nodes.first_mut() {
            *asked = Filter::Field("id".to_owned(), is_among).and(filter);
            window.limit = limit;
        }
        if !condition.is_rule {
            plan.sight = self.watched.plan.sight.clone();
            bindings.rows = self.bindings.rows.clone();
        }
        bindings.values = values;
        let planned = Planned::new(plan);
        let bound = self.reader.lower_once(&planned, &bindings);
        let answer = self.reader.read(&planned, &bound, String::new()).await?;
        let read: Json = serde_json::from_str(&answer.text).map_err(Error::internal)?;
        let found = read["ids"].as_array().into_iter().flatten();
        Ok(found.filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect())
    }
}

fn refused(bad: Vec<query::BadArgument>) -> Error {
    Error::internal(anyhow::anyhow!("a condition can't be asked: {bad:?}"))
}

/// A record at one side of a change, and what can be asked of others.
pub(super) struct Seen<'a> {
    pub(super) past: Past<'a>,
    pub(super) questions: &'a Questions<'a>,
    pub(super) whose: Whose,
    pub(super) values: &'a Values,
}

impl Facts for Seen<'_> {
    fn value(&self, field: &str) -> Option<&Json> {
        self.past.value(field)
    }

    fn sees_all(&self, collection: &str) -> Option<bool> {
        let Database { watched, bindings, .. } = self.questions.database;
        let is_limited =
            watched.plan.sight.rows.contains_key(collection) || bindings.rows.contains_key(collection);
        Some(!is_limited)
    }

    fn ask(&self, question: Question<'_>) -> Verdict {
        let own = self.past.value("id").and_then(Json::as_str).unwrap_or_default();
        self.questions.ask(own, (self.whose, self.values), question)
    }
}
