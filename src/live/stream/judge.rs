//! What a change is to somebody who watches: by their filter and by the rules, before it and after it.
//!
//! What the record itself does not tell is asked of the database, as it is now: conditions on other records hold
//! as they hold when the event is judged. Read [`Judge::events`] first.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::questions::{Questions, Seen, Whose};
use super::{Event, Turn};
use crate::access::Actor;
use crate::access::rules::{self, Access, Action};
use crate::changes::{Change, Histories, Log, Operation, Past, Tables};
use crate::engine::read::{Planned, Reader};
use crate::engine::watch::at_no_time;
use crate::error::Error;
use crate::filter::{Filter, Values, Verdict, evaluate, read_rule};
use crate::model::{Collection, Model};
use crate::query::{Bindings, Reads, Variables};

/// Tells what changes of a collection are to somebody.
#[derive(Debug)]
pub struct Judge {
    reader: Arc<Reader>,
    /// The plan of the records that they watch.
    watched: Arc<Planned>,
    variables: Variables,
    actor: Arc<Actor>,
    collection: String,
    /// The fields that they may read in some records only or not at all.
    fields: BTreeMap<String, Option<Filter>>,
    /// The values of those filters.
    field_values: Values,
}

/// Both sides of a change.
struct Sides<'a> {
    before: Option<Past<'a>>,
    after: Option<Past<'a>>,
}

impl Judge {
    /// A judge for the actor, whose roles the records they watch were planned for.
    pub fn new(
        reader: Arc<Reader>,
        collection: &Collection,
        watched: Arc<Planned>,
        variables: Variables,
        actor: Arc<Actor>,
    ) -> Self {
        let mut field_values = Values::default();
        let mut fields = BTreeMap::new();
        let model = reader.model();
        for field in collection.fields.values() {
            match rules::field(model, &collection.name, field, &actor.roles, Action::Read) {
                Access::All => {}
                Access::Nothing => {
                    fields.insert(field.name.clone(), None);
                }
                Access::Where(rule) => {
                    let filter = read_rule(model, &collection.name, &rule, &mut field_values).ok();
                    fields.insert(field.name.clone(), filter);
                }
            }
        }
        let collection = collection.name.clone();
        Self { reader, watched, variables, actor, collection, fields, field_values }
    }

    /// The collection whose changes are judged.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// What two judges differ by who judge the same records: what the fields are that each may read.
    pub fn differs_by(&self) -> String {
        format!("{:?} {:?}", self.fields, at_no_time(&self.actor, &self.field_values))
    }

    fn model(&self) -> &Model {
        self.reader.model()
    }

    /// What the changes of the collection are, in their order. They are all that there were of their records
    /// between the first and the last of them.
    ///
    /// # Errors
    ///
    /// A database that does not answer.
    pub async fn events(
        &self,
        log: &Log,
        tables: &Arc<Tables>,
        changes: &[Arc<Change>],
    ) -> Result<Vec<Event>, Error> {
        let bindings = self.reader.bindings(&self.watched, &self.variables, &self.actor)?;
        let mut field_values = self.field_values.clone();
        self.actor.asking(|asker| field_values.fill(asker));
        let everything = Filter::And(Vec::new());
        let filter = match bindings.nodes.first() {
            Some(Reads::List { filter, .. }) => filter,
            _ => &everything,
        };
        let rule = self.watched.plan.sight.rows.get(&self.collection);
        let is_open = matches!(filter, Filter::And(parts) if parts.is_empty()) && rule.is_none();
        let histories = match is_open && self.fields.is_empty() {
            // Nothing is asked of any record.
            true => Histories::default(),
            false => Histories::of(log, tables, changes.iter()).await?,
        };
        let mut questions = Questions::new(&self.reader, &self.watched, &bindings);
        let judging = Judging { judge: self, filter, rule, bindings: &bindings, field_values: &field_values };
        loop {
            let mut events = Vec::new();
            for change in changes {
                let sides = Sides { before: histories.before(change), after: histories.after(change) };
                events.extend(judging.event(change, &sides, &questions));
            }
            // Answers may lead to further questions.
            if !questions.answer().await? {
                return Ok(events);
            }
        }
    }
}

/// The judging of some changes.
struct Judging<'a> {
    judge: &'a Judge,
    filter: &'a Filter,
    rule: Option<&'a Filter>,
    bindings: &'a Bindings,
    field_values: &'a Values,
}

impl Judging<'_> {
    fn event(&self, change: &Change, sides: &Sides<'_>, questions: &Questions<'_>) -> Option<Event> {
        let was_there = change.operation != Operation::Create;
        let is_there = change.operation != Operation::Delete;
        let was_seen = was_there && self.is_seen(sides.before, questions);
        let is_seen = is_there && self.is_seen(sides.after, questions);
        if !was_seen && !is_seen {
            return None;
        }
        let did_match = if was_seen { self.matches(sides.before, questions) } else { Verdict::No };
        let does_match = if is_seen { self.matches(sides.after, questions) } else { Verdict::No };
        let turn = match (did_match, does_match) {
            (Verdict::No, Verdict::Yes) => Turn::Entered,
            // What can't be told of how it was: nothing is lost if it is told once too often.
            (Verdict::Yes | Verdict::Unknown, Verdict::Yes) => Turn::Updated,
            (Verdict::Yes | Verdict::Unknown, _) => Turn::Left,
            (Verdict::No, _) => return None,
        };
        let changed = self.changed(change, sides, questions);
        // A change that they may not see at all is none.
        if turn == Turn::Updated && changed.is_empty() {
            return None;
        }
        Some(Event { turn, position: change.position, id: Some(change.id.clone()), changed })
    }

    /// Whether the rules show the record. What is not sure is not shown.
    fn is_seen(&self, past: Option<Past<'_>>, questions: &Questions<'_>) -> bool {
        self.rule.is_none_or(|rule| self.verdict(rule, Whose::Records, past, questions) == Verdict::Yes)
    }

    fn matches(&self, past: Option<Past<'_>>, questions: &Questions<'_>) -> Verdict {
        self.verdict(self.filter, Whose::Records, past, questions)
    }

    fn verdict(
        &self,
        filter: &Filter,
        whose: Whose,
        past: Option<Past<'_>>,
        questions: &Questions<'_>,
    ) -> Verdict {
        if matches!(filter, Filter::And(parts) if parts.is_empty()) {
            return Verdict::Yes;
        }
        let Some(past) = past else { return Verdict::Unknown };
        let judge = self.judge;
        let values = match whose {
            Whose::Records => &self.bindings.values,
            Whose::Fields => self.field_values,
        };
        evaluate(judge.model(), &judge.collection, filter, values, &Seen { past, questions, whose, values })
    }

    /// The fields that changed and may be read.
    fn changed(&self, change: &Change, sides: &Sides<'_>, questions: &Questions<'_>) -> Vec<String> {
        let fields = change.after.as_ref().or(change.before.as_ref());
        let names = fields.into_iter().flat_map(|fields| fields.keys());
        let past = sides.after.or(sides.before);
        let may_read = |name: &&String| match self.judge.fields.get(*name) {
            None => true,
            Some(None) => false,
            Some(Some(filter)) => self.verdict(filter, Whose::Fields, past, questions) == Verdict::Yes,
        };
        let is_known = |name: &&String| {
            let collection = self.judge.model().collections.get(&self.judge.collection);
            collection.is_some_and(|collection| collection.fields.contains_key(*name))
        };
        names.filter(is_known).filter(may_read).cloned().collect()
    }
}
