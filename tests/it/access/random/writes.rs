//! What a mutation must do to the records, and for what it must be refused.

mod deletion;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::changes::{Change, Data, Given, Many, One};
use super::model::{Field, Kind, Line};
use super::reads::Judge;
use super::world::{Asker, Eyes, Name, World, ids};

type Codes = BTreeSet<&'static str>;

/// What a mutation must come to.
#[derive(Debug)]
pub struct Verdict {
    /// Why it must be refused.
    pub faults: Codes,
    /// Why it may be refused as well: what the rules leave open.
    pub doubts: Codes,
    /// The records after it.
    pub after: World,
    /// The records that it answers.
    pub written: Vec<String>,
}

#[derive(Debug, Default)]
struct Touch {
    is_made: bool,
    /// It is changed by itself, not through a relation's other end alone.
    is_named: bool,
    times: usize,
    given: BTreeSet<String>,
    /// Relations through which something else was written.
    passed: BTreeSet<String>,
    forced: BTreeSet<String>,
}

pub struct Doing<'w> {
    before: &'w World,
    after: World,
    asker: &'w Asker,
    faults: Codes,
    doubts: Codes,
    touched: BTreeMap<Name, Touch>,
    /// Records whose visibility counted.
    seen: BTreeSet<Name>,
}

fn name(of: &str, id: &str) -> Name {
    (of.to_owned(), id.to_owned())
}

pub fn judge(world: &World, asker: &Asker, of: &str, change: &Change) -> Verdict {
    let (faults, doubts) = (Codes::new(), Codes::new());
    let mut doing = Doing {
        before: world,
        after: world.clone(),
        asker,
        faults,
        doubts,
        touched: BTreeMap::new(),
        seen: BTreeSet::new(),
    };
    let written = match change {
        Change::Create(data) => vec![doing.create(of, data, None)],
        Change::Update(id, data) => doing.update_one(of, id, data),
        Change::Upsert(id, create, update) => match world.row(of, id) {
            Some(_) if doing.is_open(of, id, "UPDATE") => doing.update_one(of, id, update),
            Some(_) => {
                // Whether it is there must not be told; that the key is taken is found out in any case.
                doing.faults.extend(["NOT_FOUND", "VALIDATION", "CONFLICT"]);
                Vec::new()
            }
            None => vec![doing.create(of, create, None)],
        },
        Change::Delete(id) => {
            if world.row(of, id).is_none() {
                doing.faults.insert("NOT_FOUND");
            }
            doing.delete(of, vec![id.clone()]);
            vec![id.clone()]
        }
        Change::UpdateAll(filter, _) | Change::DeleteAll(filter) => {
            let action = if matches!(change, Change::DeleteAll(_)) { "DELETE" } else { "UPDATE" };
            let found = doing.found(of, filter, action);
            match change {
                Change::UpdateAll(_, data) => found.iter().for_each(|id| doing.update(of, id, data)),
                _ => doing.delete(of, found.clone()),
            }
            found
        }
    };
    doing.judge_touched();
    doing.doubt_what_changes();
    Verdict { faults: doing.faults, doubts: doing.doubts, after: doing.after, written }
}

impl Doing<'_> {
    fn found(&mut self, of: &str, filter: &super::filter::Filter, action: &str) -> Vec<String> {
        let mut judge = Judge::new(self.before, self.asker);
        judge.check_batch(of, filter);
        if !judge.faults().is_empty() {
            self.faults.insert("FORBIDDEN");
        }
        if !self.asker.is_admin() && self.before.grants(self.asker, of, action).next().is_none() {
            self.doubts.insert("FORBIDDEN");
        }
        let list = super::query::List { filter: Some(filter.clone()), ..Default::default() };
        let found = Judge::new(self.before, self.asker).matching(of, self.before.ids(of), &list);
        found.into_iter().filter(|id| self.has_grant(of, id, action)).collect()
    }

    fn has_grant(&self, of: &str, id: &str, action: &str) -> bool {
        let Some(row) = self.before.row(of, id) else { return false };
        self.asker.is_admin()
            || self
                .before
                .grants(self.asker, of, action)
                .any(|line| self.before.passes(self.asker, of, row, line))
    }

    fn is_visible(&mut self, of: &str, id: &str) -> bool {
        self.seen.insert(name(of, id));
        self.before.is_visible(Eyes::Of(self.asker), of, id)
    }

    /// What comes into view by the request itself, or goes, may count either way.
    fn doubt_what_changes(&mut self) {
        let eyes = Eyes::Of(self.asker);
        let changes =
            |(of, id): &Name| self.before.is_visible(eyes, of, id) != self.after.is_visible(eyes, of, id);
        if self.seen.iter().any(changes) {
            self.doubts.extend(["NOT_FOUND", "FORBIDDEN"]);
        }
    }

    /// Whether a record may be named to do that to it.
    fn is_open(&mut self, of: &str, id: &str, action: &str) -> bool {
        self.is_visible(of, id) || self.has_grant(of, id, action)
    }

    fn touch(&mut self, of: &str, id: &str) -> &mut Touch {
        let touch = self.touched.entry(name(of, id)).or_default();
        touch.times += 1;
        touch
    }

    fn give(&mut self, of: &str, id: &str, field: &str) {
        let touch = self.touched.entry(name(of, id)).or_default();
        touch.given.insert(field.to_owned());
    }

    fn pass(&mut self, of: &str, id: &str, field: &str) {
        let touch = self.touched.entry(name(of, id)).or_default();
        touch.passed.insert(field.to_owned());
    }

    fn set(&mut self, of: &str, id: &str, field: &str, value: Value) {
        if let Some(row) = self.after.rows.get_mut(&name(of, id)) {
            row.insert(field.to_owned(), value);
        }
    }

    fn create(&mut self, of: &str, data: &Data, parent: Option<(&str, Value)>) -> String {
        let id = data.id.clone().unwrap();
        if self.after.row(of, &id).is_some() {
            self.faults.insert("VALIDATION");
        }
        let mut row = self.after.nothing(of);
        row.insert("id".into(), json!(id));
        self.after.rows.insert(name(of, &id), row);
        self.touch(of, &id).is_made = true;
        let mut forced = BTreeSet::new();
        if !self.asker.is_admin() {
            let grants: Vec<Line> = self.before.grants(self.asker, of, "CREATE").cloned().collect();
            for (field, value) in grants.iter().rev().flat_map(|line| line.set.iter().rev()) {
                let in_all = grants.iter().all(|line| line.set.contains(&(field.clone(), value.clone())));
                if in_all {
                    forced.insert(field.clone());
                }
                let value = match value {
                    super::filter::Operand::Literal(value) => value.clone(),
                    super::filter::Operand::Variable(variable) => self.asker.variable(self.before, variable),
                };
                self.set(of, &id, field, value);
            }
        }
        if let Some((field, value)) = parent {
            if forced.contains(field) {
                self.doubts.extend(["FORBIDDEN", "VALIDATION"]);
            }
            self.set(of, &id, field, value);
            self.give(of, &id, field);
        }
        for (field, given) in &data.fields {
            if !forced.contains(field) {
                self.apply(of, &id, field, given);
            }
        }
        self.touch(of, &id).forced = forced;
        id
    }

    fn update_one(&mut self, of: &str, id: &str, data: &Data) -> Vec<String> {
        match self.after.row(of, id) {
            Some(_) => self.update(of, id, data),
            None => drop(self.faults.insert("NOT_FOUND")),
        }
        vec![id.to_owned()]
    }

    fn update(&mut self, of: &str, id: &str, data: &Data) {
        self.touch(of, id).is_named = true;
        for (field, given) in &data.fields {
            self.apply(of, id, field, given);
        }
    }

    /// A record that is named to be connected to.
    fn named(&mut self, of: &str, id: &str) -> bool {
        let is_there = self.is_visible(of, id);
        if !is_there {
            self.faults.insert("NOT_FOUND");
        }
        is_there
    }

    fn apply(&mut self, of: &str, id: &str, field: &str, given: &Given) {
        let model = self.before.model.clone();
        let field = model.of(of).field(field);
        match given {
            Given::Value(value) => {
                self.set(of, id, &field.name, value.clone());
                self.give(of, id, &field.name);
            }
            Given::One(one) => self.apply_one(of, id, field, one),
            Given::Many(many) => self.apply_many(of, id, field, many),
        }
    }

    fn apply_one(&mut self, of: &str, id: &str, field: &Field, one: &One) {
        let target = field.target().unwrap();
        let value = match one {
            One::Connect(other) => {
                self.named(target, other);
                json!(other)
            }
            One::Create(data) => json!(self.create(target, data, None)),
            One::Disconnect => Value::Null,
            One::Update(data) => {
                self.pass(of, id, &field.name);
                let current =
                    self.after.row(of, id).and_then(|row| row[&field.name].as_str().map(str::to_owned));
                match current {
                    Some(other) if self.is_open(target, &other, "UPDATE") => {
                        self.update(target, &other, data)
                    }
                    _ => drop(self.faults.insert("NOT_FOUND")),
                }
                return;
            }
        };
        self.set(of, id, &field.name, value);
        self.give(of, id, &field.name);
    }

    /// Makes the record a member, or no member, by the field that holds the relation.
    fn hold(&mut self, of: &str, id: &str, field: &Field, other: &str, holds: bool) {
        let list_with = |list: &Value, id: &str| {
            let mut list = ids(list);
            list.retain(|known| known != id);
            if holds {
                list.push(id.to_owned());
            }
            json!(list)
        };
        self.give(of, id, &field.name);
        let (holder, holder_id, far, value) = match &field.kind {
            Kind::Many(_) => {
                let list = list_with(&self.after.row(of, id).unwrap()[&field.name], other);
                return self.set(of, id, &field.name, list);
            }
            Kind::Far(holder, far) => (holder, other, far, if holds { json!(id) } else { Value::Null }),
            Kind::ManyFar(holder, far) => {
                let Some(row) = self.after.row(holder, other) else { return };
                (holder, other, far, list_with(&row[far], id))
            }
            other => panic!("{other:?} holds one at most"),
        };
        let is_new = !self.touched.get(&name(holder, holder_id)).is_some_and(|touch| touch.is_made);
        if is_new {
            self.touch(holder, holder_id);
        }
        self.give(holder, holder_id, far);
        self.set(holder, holder_id, far, value);
    }

    fn apply_many(&mut self, of: &str, id: &str, field: &Field, many: &Many) {
        let target = field.target().unwrap();
        let members = self.after.members(of, self.after.row(of, id).unwrap(), &field.name);
        let parent = match &field.kind {
            Kind::Far(_, far) => Some((far.as_str(), json!(id))),
            Kind::ManyFar(_, far) => Some((far.as_str(), json!([id]))),
            _ => None,
        };
        let made = |doing: &mut Self, data: &Data| {
            let other = doing.create(target, data, parent.clone());
            if parent.as_ref().is_none_or(|(far, _)| {
                !ids(&doing.after.row(target, &other).unwrap()[*far]).contains(&id.to_owned())
            }) {
                doing.hold(of, id, field, &other, true);
            }
            doing.give(of, id, &field.name);
        };
        match many {
            Many::Connect(other) => {
                if self.named(target, other) {
                    self.hold(of, id, field, other, true);
                }
                self.give(of, id, &field.name);
            }
            Many::Disconnect(other) => {
                if members.contains(other) && self.named(target, other) {
                    self.hold(of, id, field, other, false);
                } else {
                    self.faults.insert("NOT_FOUND");
                }
                self.give(of, id, &field.name);
            }
            Many::Set(wanted) => {
                self.give(of, id, &field.name);
                for other in &members {
                    if !wanted.contains(other) && self.is_visible(target, other) {
                        self.hold(of, id, field, other, false);
                    }
                }
                for other in wanted {
                    if self.named(target, other) && !members.contains(other) {
                        self.hold(of, id, field, other, true);
                    }
                }
            }
            Many::Create(data) => made(self, data),
            Many::Update(other, data) => {
                self.pass(of, id, &field.name);
                match members.contains(other) && self.is_open(target, other, "UPDATE") {
                    true => self.update(target, other, data),
                    false => drop(self.faults.insert("NOT_FOUND")),
                }
            }
            Many::Upsert(other, create, update) => match self.after.row(target, other).is_some() {
                false => made(self, create),
                true if !self.is_open(target, other, "UPDATE") => {
                    self.faults.extend(["NOT_FOUND", "VALIDATION", "CONFLICT"]);
                }
                true => {
                    if !self.is_visible(target, other) {
                        self.doubts.insert("NOT_FOUND");
                    }
                    self.update(target, other, update);
                    if members.contains(other) {
                        self.pass(of, id, &field.name);
                    } else {
                        self.hold(of, id, field, other, true);
                        // Both are one write of that record.
                        self.touched.get_mut(&name(target, other)).unwrap().times = 1;
                    }
                }
            },
            Many::Delete(other) => {
                self.pass(of, id, &field.name);
                match members.contains(other) && self.is_open(target, other, "DELETE") {
                    true => self.delete(target, vec![other.clone()]),
                    false => drop(self.faults.insert("NOT_FOUND")),
                }
            }
        }
    }

    fn judge_touched(&mut self) {
        for ((of, id), touch) in std::mem::take(&mut self.touched) {
            let Some(row) = self.after.row(&of, &id).cloned() else { continue };
            for field in &self.before.model.clone().of(&of).fields {
                if field.required && row[&field.name].is_null() {
                    self.faults.insert("VALIDATION");
                }
                let others = self.after.rows.iter().filter(|((other, _), _)| *other == of);
                let same = others.filter(|(_, other)| other[&field.name] == row[&field.name]).count();
                if field.unique && !row[&field.name].is_null() && same > 1 {
                    self.faults.extend(["VALIDATION", "CONFLICT"]);
                }
            }
            if self.asker.is_admin() {
                continue;
            }
            match touch.is_made {
                true => self.judge_made(&of, &id, &touch),
                false => self.judge_changed(&of, &id, &touch),
            }
        }
    }

    fn judge_made(&mut self, of: &str, id: &str, touch: &Touch) {
        let row = &self.after.row(of, id).unwrap().clone();
        let model = self.before.model.clone();
        let has_set = |line: &Line| {
            line.set.iter().all(|(field, value)| {
                let value = match value {
                    super::filter::Operand::Literal(value) => value.clone(),
                    super::filter::Operand::Variable(variable) => self.asker.variable(self.before, variable),
                };
                row[field] == value
            })
        };
        let grants = self.after.grants(self.asker, of, "CREATE");
        let holding: Vec<&Line> = grants
            .filter(|line| self.after.passes_after(self.asker, of, row, line) && has_set(line))
            .collect();
        let covers = |field: &String| {
            let narrowed = model.of(of).field(field);
            holding.iter().any(|line| line.names(field))
                && self.after.is_let_through(self.asker, of, row, narrowed, "CREATE")
        };
        let mut given = touch.given.difference(&touch.forced);
        let is_fine = !holding.is_empty() && given.all(covers);
        let is_surely_fine = touch.passed.iter().all(covers) && touch.times <= 2;
        if !is_fine {
            self.faults.insert("FORBIDDEN");
        } else if !is_surely_fine {
            self.doubts.insert("FORBIDDEN");
        }
    }

    fn judge_changed(&mut self, of: &str, id: &str, touch: &Touch) {
        let Some(before) = self.before.row(of, id) else { return };
        let after = self.after.row(of, id).unwrap().clone();
        let model = self.before.model.clone();
        let grants = self.before.grants(self.asker, of, "UPDATE");
        let grants: Vec<&Line> =
            grants.filter(|line| self.before.passes(self.asker, of, before, line)).collect();
        let covers = |field: &&String| {
            let narrowed = model.of(of).field(field);
            let covers =
                |line: &&Line| line.names(field) && self.after.passes_after(self.asker, of, &after, line);
            grants.iter().any(covers)
                && self.before.is_let_through(self.asker, of, before, narrowed, "UPDATE")
        };
        let is_changed = |field: &&String| {
            let mut members = [self.before.members(of, before, field), self.after.members(of, &after, field)];
            members.iter_mut().for_each(|ids| ids.sort());
            before[*field] != after[*field] || members[0] != members[1]
        };
        let (changed, same): (Vec<&String>, Vec<&String>) = touch.given.iter().partition(is_changed);
        let is_visible = self.before.is_visible(Eyes::Of(self.asker), of, id);
        let code = if is_visible { "FORBIDDEN" } else { "NOT_FOUND" };
        let is_needed = touch.is_named || !changed.is_empty();
        let is_fine = !is_needed || !grants.is_empty() && changed.iter().all(covers);
        // Whoever may change something of a record knows that it is there.
        if !is_fine && !grants.is_empty() {
            self.faults.insert("FORBIDDEN");
        }
        let passes_check = |line: &&Line| self.after.passes_after(self.asker, of, &after, line);
        let is_surely_fine = grants.iter().any(passes_check)
            && same.iter().all(covers)
            && touch.passed.iter().all(|field| covers(&field))
            && touch.times <= 1;
        if !is_fine {
            self.faults.insert(code);
        } else if !is_surely_fine {
            self.doubts.extend([code, "FORBIDDEN"]);
        }
    }
}
