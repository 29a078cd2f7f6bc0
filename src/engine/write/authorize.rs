//! Who may write what: the one place where rules for writing are applied.
//!
//! A record is judged before it is changed or deleted by what is stored, and after it was made or changed by
//! what it has become. Each field that is written needs a line of the model that grants it and holds both
//! times. Read [`Run::authorize`] first, then [`Run::judge_written`].

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value as Json, json};

use super::data::Key;
use super::fault;
use super::judge::{named, passing};
use super::run::{Done, Run};
use crate::access::Roles;
use crate::access::rules::{self, Access, Action};
use crate::model::{Allow, Collection, Field, Model};

/// The records that were allowed to be written in this step, and what has to be judged of them yet.
#[derive(Debug, Default)]
pub(super) struct Written<'a>(IndexMap<(&'a str, String), Judged<'a>>);

/// What is known of a record that is written.
#[derive(Debug)]
struct Judged<'a> {
    collection: &'a Collection,
    action: Action,
    /// The lines that hold for it as it was stored.
    lines: Vec<&'a Allow>,
    /// The fields' own lines that hold for it as it was stored, by field.
    narrow: HashMap<&'a str, Vec<&'a Allow>>,
    /// The fields that are written, with their places in the input.
    fields: IndexMap<&'a str, String>,
    /// Its place in the input.
    path: String,
}

impl<'a> Judged<'a> {
    /// Nothing is written of it yet.
    fn new(collection: &'a Collection, wanted: Wanted<'a, '_>, lines: Vec<&'a Allow>) -> Self {
        let (narrow, fields) = (HashMap::new(), IndexMap::new());
        Self { collection, action: wanted.action, lines, narrow, fields, path: wanted.path.to_owned() }
    }
}

/// What is written of records, and where the input says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a, 'w> {
    pub action: Action,
    pub fields: &'w [&'a str],
    pub path: &'w str,
}

/// What a record that the input names is named for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A relation is to lead to it, or no more.
    Lead,
    /// It is to be changed.
    Update,
    /// It is to be deleted.
    Delete,
}

/// Why a record may not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It may be read, but not written.
    Forbidden,
    /// As far as they know there is none.
    Unseen,
}

impl<'a> Run<'a, '_> {
    /// Judges whether the records may be written as they are stored now. Those that may not are returned with
    /// the reason; of the others it is noted what has to be judged once they are written.
    pub(super) async fn authorize(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
        wanted: Wanted<'a, '_>,
    ) -> Done<Vec<(String, Refused)>> {
        if self.actor.is_admin() {
            return Ok(Vec::new());
        }
        let known = |id: &&String| self.written.0.contains_key(&(collection.name.as_str(), (*id).clone()));
        let new: Vec<String> = ids.iter().filter(|id| !known(id)).cloned().collect();
        let new: IndexSet<String> = new.into_iter().collect();
        let lines: Vec<&'a Allow> = rules::grants(collection, &self.actor.roles, wanted.action).collect();
        let holding = self.holding(collection, &lines, &new).await?;
        let mut refused: IndexSet<String> = IndexSet::new();
        for (id, lines) in new.iter().zip(holding) {
            if lines.is_empty() {
                refused.insert(id.clone());
                continue;
            }
            self.written.0.insert((&collection.name, id.clone()), Judged::new(collection, wanted, lines));
        }
        let allowed: IndexSet<String> = ids.iter().filter(|id| !refused.contains(*id)).cloned().collect();
        self.add_fields(collection, &allowed, wanted).await?;
        self.with_reasons(collection, refused.into_iter().collect()).await
    }

    /// The same, with a fault for each record that may not be written. Whether all may is returned.
    pub(super) async fn allow(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
        wanted: Wanted<'a, '_>,
    ) -> Done<bool> {
        let refused = self.authorize(collection, ids, wanted).await?;
        for (_, reason) in &refused {
            let (code, message) = fault::refusal(collection, wanted.action, *reason);
            self.fault(wanted.path, code, message);
        }
        Ok(refused.is_empty())
    }

    /// Whether the record that the key names may be used for the purpose. That it may not is noted, in the
    /// words for a key that names nothing when whoever writes may not see the record.
    pub(super) async fn admit(
        &mut self,
        collection: &'a Collection,
        id: &str,
        key: &Key,
        purpose: Purpose,
    ) -> Done<bool> {
        if self.actor.is_admin() || self.written.0.contains_key(&(collection.name.as_str(), id.to_owned())) {
            return Ok(true);
        }
        let ids = [id.to_owned()];
        let (action, refused) = match purpose {
            Purpose::Lead => {
                let is_seen = self.sees(collection, id).await?;
                (Action::Read, (!is_seen).then_some(Refused::Unseen))
            }
            Purpose::Update => {
                let wanted = Wanted { action: Action::Update, fields: &[], path: &key.path };
                (Action::Update, self.authorize(collection, &ids, wanted).await?.pop().map(|(_, why)| why))
            }
            Purpose::Delete => {
                (Action::Delete, self.undeletable(collection, &ids).await?.pop().map(|(_, why)| why))
            }
        };
        match refused {
            None => return Ok(true),
            Some(Refused::Unseen) => {
                let message = fault::names_nothing(collection, key);
                self.fault(&key.path, "NOT_FOUND", message);
            }
            Some(Refused::Forbidden) => {
                let (code, message) = fault::refusal(collection, action, Refused::Forbidden);
                self.fault(&key.path, code, message);
            }
        }
        Ok(false)
    }

    /// Those of the records that may not be deleted, as they are stored now.
    pub(super) async fn undeletable(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
    ) -> Done<Vec<(String, Refused)>> {
        if self.actor.is_admin() {
            return Ok(Vec::new());
        }
        let lines: Vec<&'a Allow> = rules::grants(collection, &self.actor.roles, Action::Delete).collect();
        let ids: IndexSet<String> = ids.iter().cloned().collect();
        let holding = self.holding(collection, &lines, &ids).await?;
        let refused = ids.iter().zip(holding).filter(|(_, lines)| lines.is_empty());
        let refused: Vec<String> = refused.map(|(id, _)| id.clone()).collect();
        self.with_reasons(collection, refused).await
    }

    async fn with_reasons(
        &mut self,
        collection: &'a Collection,
        refused: Vec<String>,
    ) -> Done<Vec<(String, Refused)>> {
        let seen = self.visible(collection, &refused).await?;
        let reason = |id: &String| if seen.contains(id) { Refused::Forbidden } else { Refused::Unseen };
        Ok(refused.into_iter().map(|id| (id.clone(), reason(&id))).collect())
    }

    /// Whether whoever writes may read the record. What was found once is known for the step.
    async fn sees(&mut self, collection: &'a Collection, id: &str) -> Done<bool> {
        let known = self.seen.get(collection.name.as_str()).and_then(|seen| seen.get(id));
        if let Some(known) = known {
            return Ok(*known);
        }
        self.look_at(collection, &[id.to_owned()]).await?;
        Ok(self.seen.get(collection.name.as_str()).and_then(|seen| seen.get(id)).copied().unwrap_or(false))
    }

    /// Finds out with one look which of the records whoever writes may read.
    pub(super) async fn look_at(&mut self, collection: &'a Collection, ids: &[String]) -> Done<()> {
        if self.actor.is_admin() {
            return Ok(());
        }
        let visible = self.visible(collection, ids).await?;
        let seen = self.seen.entry(&collection.name).or_default();
        seen.extend(ids.iter().map(|id| (id.clone(), visible.contains(id))));
        Ok(())
    }

    /// Judges whether a record may be made at all, before anything of it is.
    pub(super) async fn allow_new(
        &mut self,
        collection: &'a Collection,
        id: &str,
        wanted: Wanted<'a, '_>,
    ) -> Done<()> {
        if self.actor.is_admin() {
            return Ok(());
        }
        let lines: Vec<&'a Allow> = rules::grants(collection, &self.actor.roles, Action::Create).collect();
        if lines.is_empty() {
            let message = format!("you may not create any {}", collection.name);
            self.fault(wanted.path, "FORBIDDEN", message);
            return Ok(());
        }
        self.written.0.insert((&collection.name, id.to_owned()), Judged::new(collection, wanted, lines));
        self.add_fields(collection, &IndexSet::from([id.to_owned()]), wanted).await
    }

    /// Notes that these fields of the records are written. A field that no line covers is refused at once.
    async fn add_fields(
        &mut self,
        collection: &'a Collection,
        ids: &IndexSet<String>,
        wanted: Wanted<'a, '_>,
    ) -> Done<()> {
        let fields = wanted.fields.iter().filter_map(|name| collection.fields.get(*name));
        for field in fields {
            let narrowing: Vec<&'a Allow> =
                field.allow.iter().filter(|line| rules::names(line, wanted.action)).collect();
            let own: Vec<&'a Allow> =
                narrowing.iter().copied().filter(|line| rules::meets(line, &self.actor.roles)).collect();
            // A record is judged once for a field, as it was stored before.
            let is_new = |id: &&String| {
                let judged = self.written.0.get(&(collection.name.as_str(), (*id).clone()));
                judged.is_some_and(|judged| !judged.fields.contains_key(field.name.as_str()))
            };
            let ids: &IndexSet<String> = &ids.iter().filter(is_new).cloned().collect();
            // What is made has no stored row that a line's `where` could judge.
            let holding = match wanted.action {
                Action::Create => ids.iter().map(|_| own.clone()).collect(),
                _ => self.holding(collection, &own, ids).await?,
            };
            for (id, holding) in ids.iter().zip(holding) {
                let Some(judged) = self.written.0.get_mut(&(collection.name.as_str(), id.clone())) else {
                    continue;
                };
                let place = format!("{}.{}", wanted.path, field.name);
                let is_covered = judged.lines.iter().any(|line| rules::covers(line, &field.name));
                if !is_covered || (!narrowing.is_empty() && holding.is_empty()) {
                    let message = format!("you may not write `{}.{}`", collection.name, field.name);
                    if !self.faults.iter().any(|fault| fault.path == place && fault.message == message) {
                        self.fault(&place, "FORBIDDEN", message);
                    }
                    break;
                }
                if !narrowing.is_empty() {
                    judged.narrow.insert(&field.name, holding);
                }
                judged.fields.entry(&field.name).or_insert(place);
            }
        }
        Ok(())
    }

    /// Of each record the lines whose `where` it passes as it is stored.
    async fn holding(
        &mut self,
        collection: &'a Collection,
        lines: &[&'a Allow],
        ids: &IndexSet<String>,
    ) -> Done<Vec<Vec<&'a Allow>>> {
        let mut holding: Vec<Vec<&'a Allow>> = vec![Vec::new(); ids.len()];
        for line in lines.iter().filter(|_| !ids.is_empty()) {
            let passing = match &line.filter {
                None => None,
                Some(filter) => Some(passing(self, collection, filter, ids.iter()).await?),
            };
            for (id, holding) in ids.iter().zip(&mut holding) {
                if passing.as_ref().is_none_or(|passing| passing.contains(id)) {
                    holding.push(line);
                }
            }
        }
        Ok(holding)
    }

    /// Those of the records that whoever writes may read.
    pub(super) async fn visible(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
    ) -> Done<HashSet<String>> {
        match rules::rows(collection, &self.actor.roles, Action::Read) {
            _ if ids.is_empty() => Ok(HashSet::new()),
            Access::All => Ok(ids.iter().cloned().collect()),
            Access::Nothing => Ok(HashSet::new()),
            Access::Where(filter) => passing(self, collection, &filter, ids.iter()).await,
        }
    }

    /// Judges everything that was written by what it has become.
    pub(super) async fn judge_written(&mut self) -> Done<()> {
        let written = std::mem::take(&mut self.written.0);
        let mut by_collection: IndexMap<(&str, Action), Vec<(String, Judged<'a>)>> = IndexMap::new();
        for ((name, id), judged) in written {
            if !self.tx.has_deleted(judged.collection, &id) {
                by_collection.entry((name, judged.action)).or_default().push((id, judged));
            }
        }
        for records in by_collection.into_values() {
            self.judge_records(&records).await?;
        }
        Ok(())
    }

    async fn judge_records(&mut self, records: &[(String, Judged<'a>)]) -> Done<()> {
        let Some((_, Judged { collection, action, .. })) = records.first() else { return Ok(()) };
        let mut verdicts = Verdicts::default();
        for (id, judged) in records {
            let lines = judged.lines.iter().chain(judged.narrow.values().flatten());
            for line in lines {
                verdicts.ask(line, id);
            }
        }
        for verdict in &mut verdicts.0 {
            if let Some(rule) = rule_after(collection, *action, verdict.line, &self.actor.roles) {
                let passing = passing(self, collection, &rule, verdict.ids.iter()).await?;
                verdict.ids.retain(|id| passing.contains(id));
            }
        }
        for (id, judged) in records {
            let holds = |line: &&&'a Allow| verdicts.holds(line, id);
            let lines: Vec<&&Allow> = judged.lines.iter().filter(holds).collect();
            let changes_nothing = judged.action == Action::Update && judged.fields.is_empty();
            if lines.is_empty() && !changes_nothing {
                let message = named(*action, collection);
                self.fault(&judged.path, "FORBIDDEN", message);
                continue;
            }
            for (field, place) in &judged.fields {
                let is_covered = lines.iter().any(|line| rules::covers(line, field));
                let narrow = judged.narrow.get(field);
                if !is_covered || narrow.is_some_and(|lines| !lines.iter().any(|line| holds(&line))) {
                    let message = format!("you may not write `{}.{field}` with this value", collection.name);
                    self.fault(place, "FORBIDDEN", message);
                }
            }
        }
        Ok(())
    }
}

/// Whether anybody with these roles may make records of the collection at all.
pub(super) fn may_create(collection: &Collection, roles: &Roles) -> bool {
    rules::rows(collection, roles, Action::Create) != Access::Nothing
}

/// Whether a component's field may be written: its own rules speak of roles alone.
pub(super) fn may_write_inside(
    model: &Model,
    component: &str,
    field: &Field,
    roles: &Roles,
    action: Action,
) -> bool {
    rules::field(model, component, field, roles, action) != Access::Nothing
}

/// Whether records may be looked for by the field: who can find one by a value learns the value.
pub(super) fn may_find_by(model: &Model, collection: &Collection, field: &Field, roles: &Roles) -> bool {
    rules::field(model, &collection.name, field, roles, Action::Read) == Access::All
}

/// For which of the records that a line grants something of it still holds.
#[derive(Debug, Default)]
struct Verdicts<'a>(Vec<Verdict<'a>>);

#[derive(Debug)]
struct Verdict<'a> {
    line: &'a Allow,
    ids: IndexSet<String>,
}

impl<'a> Verdicts<'a> {
    fn ask(&mut self, line: &'a Allow, id: &str) {
        let known = self.0.iter().position(|known| std::ptr::eq(known.line, line));
        let place = known.unwrap_or_else(|| {
            self.0.push(Verdict { line, ids: IndexSet::new() });
            self.0.len() - 1
        });
        self.0[place].ids.insert(id.to_owned());
    }

    fn holds(&self, line: &Allow, id: &str) -> bool {
        let verdict = self.0.iter().find(|known| std::ptr::eq(known.line, line));
        verdict.is_some_and(|verdict| verdict.ids.contains(id))
    }
}

/// What a line asks of a record after it was written; none when it asks for nothing.
fn rule_after(collection: &Collection, action: Action, line: &Allow, roles: &Roles) -> Option<Json> {
    let check = line.check.as_ref().or(line.filter.as_ref());
    let mut parts: Vec<Json> = check.into_iter().cloned().collect();
    if action == Action::Create {
        let presets = rules::presets(collection, roles);
        let forced = |field: &str| presets.iter().any(|preset| preset.field == field && preset.is_forced);
        let set = line.set.as_ref().and_then(Json::as_object).into_iter().flatten();
        for (name, value) in set.filter(|(name, _)| !forced(name)) {
            parts.extend(collection.fields.get(name).map(|field| has_value(field, value)));
        }
    }
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(json!({ "and": parts })),
    }
}

/// The rule that a field has the value.
fn has_value(field: &Field, value: &Json) -> Json {
    match (&field.relation(), value) {
        (_, Json::Null) => json!({ &field.name: null }),
        (Some(_), value) => json!({ &field.name: { "id": { "eq": value } } }),
        (None, value) => json!({ &field.name: { "eq": value } }),
    }
}
