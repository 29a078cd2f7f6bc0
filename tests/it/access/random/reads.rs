//! What must be answered to a question, and for what it must be refused.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::filter::{Filter, holds};
use super::model::Kind;
use super::query::{Asked, Direction, Item, Key, List, Root, Totals};
use super::world::{Asker, Cover, Eyes, Row, World};

/// The place of a field in an answer.
pub type Path = Vec<Value>;

/// What a question must come to.
#[derive(Debug)]
pub enum Judged {
    /// The whole request is refused, for one or more of these fields.
    Refused(BTreeSet<String>),
    /// The data, and the fields that are refused within it.
    Answered(Value, BTreeSet<String>),
}

/// Judges one asker's questions.
pub struct Judge<'w> {
    pub world: &'w World,
    pub asker: &'w Asker,
    faults: BTreeSet<String>,
    errors: BTreeSet<String>,
}

/// A null that the parent has to take.
struct Spoiled;

type Told<T> = Result<T, Spoiled>;

fn shown(path: &Path) -> String {
    Value::Array(path.clone()).to_string()
}

fn with(path: &Path, step: impl Into<Value>) -> Path {
    let mut path = path.clone();
    path.push(step.into());
    path
}

impl<'w> Judge<'w> {
    pub fn new(world: &'w World, asker: &'w Asker) -> Self {
        Self { world, asker, faults: BTreeSet::new(), errors: BTreeSet::new() }
    }

    fn eyes(&self) -> Eyes<'w> {
        Eyes::Of(self.asker)
    }

    pub fn judge(mut self, roots: &[Root]) -> Judged {
        for (place, root) in roots.iter().enumerate() {
            self.check_root(root, &vec![json!(format!("r{place}"))]);
        }
        if !self.faults.is_empty() {
            return Judged::Refused(self.faults);
        }
        let mut data = Map::new();
        let mut is_spoiled = false;
        for (place, root) in roots.iter().enumerate() {
            let name = format!("r{place}");
            match self.root(root, &vec![json!(name)]) {
                Ok(value) => drop(data.insert(name, value)),
                Err(Spoiled) => is_spoiled = true,
            }
        }
        let data = if is_spoiled { Value::Null } else { Value::Object(data) };
        Judged::Answered(data, self.errors)
    }

    // What may not be asked for at all.

    fn check_root(&mut self, root: &Root, path: &Path) {
        match root {
            Root::Node(..) => {}
            Root::ById(of, _, inner) | Root::ByCode(of, _, inner) => {
                self.check_type(of, path);
                if matches!(root, Root::ByCode(..)) {
                    self.check_use(of, "code", path);
                }
                self.check_asked(of, inner, path);
            }
            Root::List(of, list, inner) => self.check_list(of, list, inner, path, path.clone()),
            Root::Connection(of, list, inner) => self.check_list(of, list, inner, path, with(path, "nodes")),
            Root::Aggregate(of, filter, totals) => self.check_totals(of, filter.as_ref(), totals, path),
        }
    }

    fn check_type(&mut self, of: &str, path: &Path) -> bool {
        let may = self.world.may_read_any(self.asker, of);
        if !may {
            self.faults.insert(shown(path));
        }
        may
    }

    fn check_list(&mut self, of: &str, list: &List, inner: &Asked, path: &Path, below: Path) {
        if !self.check_type(of, path) {
            return;
        }
        self.check_filter(of, list.filter.as_ref(), path);
        for (key, _) in &list.order {
            match key {
                Key::Value(name) | Key::Count(name) | Key::Of(name, _) => self.check_use(of, name, path),
            }
            let field = match key {
                Key::Of(name, _) | Key::Count(name) => self.world.model.of(of).field(name),
                Key::Value(_) => continue,
            };
            let target = field.target().unwrap().to_owned();
            self.check_type(&target, path);
            if let Key::Of(_, inner) = key {
                self.check_use(&target, inner, path);
            }
        }
        self.check_asked(of, inner, &below);
    }

    /// Filters, orders and totals use a field only where every visible record shows it.
    fn check_use(&mut self, of: &str, name: &str, path: &Path) {
        if self.world.cover(self.asker, of, name) != Cover::All {
            self.faults.insert(shown(path));
        }
    }

    fn check_filter(&mut self, of: &str, filter: Option<&Filter>, path: &Path) {
        let Some(filter) = filter else { return };
        let mut related = |name: &str, inner: Option<&Filter>| {
            self.check_use(of, name, path);
            let target = self.world.model.of(of).field(name).target().map(str::to_owned);
            if let Some(target) = target {
                self.check_type(&target, path);
                self.check_filter(&target, inner, path);
            }
        };
        match filter {
            Filter::All(parts) | Filter::Any(parts) => {
                parts.iter().for_each(|part| self.check_filter(of, Some(part), path));
            }
            Filter::Not(inner) => self.check_filter(of, Some(inner), path),
            Filter::Id(..) | Filter::Fresh => {}
            Filter::Value(name, ..) | Filter::IsNull(name, _) => self.check_use(of, name, path),
            Filter::Missing(name) | Filter::Count(name, ..) => related(name, None),
            Filter::Inside(name, inner) => related(name, Some(inner)),
            Filter::Some(name, inner) | Filter::Every(name, inner) | Filter::None(name, inner) => {
                related(name, Some(inner));
            }
        }
    }

    fn check_totals(&mut self, of: &str, filter: Option<&Filter>, totals: &Totals, path: &Path) {
        if !self.check_type(of, path) {
            return;
        }
        self.check_filter(of, filter, path);
        let mut inside = |names: &[&str], field: &str| {
            if self.world.cover(self.asker, of, field) != Cover::All {
                let place = names.iter().fold(path.clone(), |path, name| with(&path, *name));
                // The field itself, or the one that takes it as an argument.
                self.faults.insert(shown(&place));
                self.faults.insert(shown(&with(&place, "v")));
            }
        };
        let all = [("sum", &totals.sum), ("min", &totals.least), ("countDistinct", &totals.different)];
        for (name, field) in all {
            if let Some(field) = field {
                inside(&[name], field);
            }
        }
        if let Some((field, _)) = &totals.groups {
            inside(&["groups"], field);
            if self.world.cover(self.asker, of, field) != Cover::All {
                self.faults.insert(shown(&with(&with(&with(path, "groups"), "key"), "v")));
            }
            let target = self.world.model.of(of).field(field).target().map(str::to_owned);
            if target.is_some_and(|target| !self.world.may_read_any(self.asker, &target)) {
                self.faults.insert(shown(&with(path, "groups")));
                self.faults.insert(shown(&with(&with(&with(path, "groups"), "key"), "v")));
            }
        }
    }

    pub fn check_asked(&mut self, of: &str, asked: &Asked, path: &Path) {
        for (place, item) in asked.items.iter().enumerate() {
            let path = with(path, format!("a{place}"));
            let (Item::Plain(name)
            | Item::Card(name)
            | Item::One(name, _)
            | Item::List(name, ..)
            | Item::Connection(name, ..)
            | Item::Aggregate(name, ..)) = item;
            if self.world.cover(self.asker, of, name) == Cover::No {
                self.faults.insert(shown(&path));
            }
            let Some(target) = self.target(of, name) else { continue };
            match item {
                Item::Plain(_) | Item::Card(_) => {}
                Item::One(_, inner) => {
                    if self.check_type(&target, &path) {
                        self.check_asked(&target, inner, &path);
                    }
                }
                Item::List(_, list, inner) => self.check_list(&target, list, inner, &path, path.clone()),
                Item::Connection(_, list, inner) => {
                    self.check_list(&target, list, inner, &path, with(&path, "nodes"));
                }
                Item::Aggregate(_, filter, totals) => {
                    self.check_totals(&target, filter.as_ref(), totals, &path)
                }
            }
        }
    }

    /// The filter of a mutation.
    pub fn check_batch(&mut self, of: &str, filter: &Filter) {
        if self.check_type(of, &Path::new()) {
            self.check_filter(of, Some(filter), &Path::new());
        }
    }

    /// What is answered of a record that was written, where all of it may be read.
    pub fn written(&mut self, of: &str, id: &str, asked: &Asked) -> Option<Value> {
        self.record(of, id, asked, &Path::new()).ok().filter(|_| self.errors.is_empty())
    }

    pub fn faults(self) -> BTreeSet<String> {
        self.faults
    }

    fn target(&self, of: &str, name: &str) -> Option<String> {
        let field = self.world.model.of(of).fields.iter().find(|field| field.name == name)?;
        field.target().map(str::to_owned)
    }

    // What is answered.

    fn root(&mut self, root: &Root, path: &Path) -> Told<Value> {
        Ok(match root {
            Root::ById(of, id, inner) => self.record_or_null(of, Some(id.clone()), inner, path),
            Root::ByCode(of, code, inner) => {
                let ids = self.world.ids(of);
                let id = ids.into_iter().find(|id| self.world.row(of, id).unwrap()["code"] == json!(code));
                self.record_or_null(of, id, inner, path)
            }
            Root::Node(of, id) => match self.world.is_visible(self.eyes(), of, id) {
                true => json!({ "id": id, "__typename": of }),
                false => Value::Null,
            },
            Root::List(of, list, inner) => {
                let all = self.matching(of, self.world.ids(of), list);
                self.list(of, all.into_iter().take(list.limit), inner, path)?
            }
            Root::Connection(of, list, inner) => self.pages(of, self.world.ids(of), list, inner, path)?,
            Root::Aggregate(of, filter, totals) => {
                self.totals(of, self.world.ids(of), filter.as_ref(), totals)
            }
        })
    }

    fn record_or_null(&mut self, of: &str, id: Option<String>, inner: &Asked, path: &Path) -> Value {
        match id.filter(|id| self.world.is_visible(self.eyes(), of, id)) {
            Some(id) => self.record(of, &id, inner, path).unwrap_or_default(),
            None => Value::Null,
        }
    }

    /// What is asked of a record that may be seen.
    fn record(&mut self, of: &str, id: &str, asked: &Asked, path: &Path) -> Told<Value> {
        let row = self.world.row(of, id).unwrap();
        let mut answer = Map::new();
        let mut is_spoiled = false;
        for (place, item) in asked.items.iter().enumerate() {
            let name = format!("a{place}");
            match self.item(of, row, item, &with(path, name.as_str())) {
                Ok(value) => drop(answer.insert(name, value)),
                Err(Spoiled) => is_spoiled = true,
            }
        }
        if is_spoiled { Err(Spoiled) } else { Ok(Value::Object(answer)) }
    }

    fn refuse(&mut self, path: &Path, may_be_null: bool) -> Told<Value> {
        self.errors.insert(shown(path));
        if may_be_null { Ok(Value::Null) } else { Err(Spoiled) }
    }

    fn item(&mut self, of: &str, row: &Row, item: &Item, path: &Path) -> Told<Value> {
        let (Item::Plain(name)
        | Item::Card(name)
        | Item::One(name, _)
        | Item::List(name, ..)
        | Item::Connection(name, ..)
        | Item::Aggregate(name, ..)) = item;
        if name == "__typename" {
            return Ok(json!(of));
        }
        let field = self.world.model.of(of).fields.iter().find(|field| field.name == *name);
        let may_be_null = field.is_some_and(|field| !field.required && !field.is_list());
        if !self.world.may_read(self.asker, of, row, name) {
            return self.refuse(path, may_be_null);
        }
        let Some(target) = self.target(of, name) else { return Ok(row[name].clone()) };
        let members = self.world.members(of, row, name);
        match item {
            Item::Plain(_) | Item::Card(_) => unreachable!("a relation is no value"),
            Item::One(_, inner) => {
                let Some(id) = members.into_iter().next() else { return Ok(Value::Null) };
                if !self.world.is_visible(self.eyes(), &target, &id) {
                    return if may_be_null { Ok(Value::Null) } else { self.refuse(path, false) };
                }
                match self.record(&target, &id, inner, path) {
                    Err(Spoiled) if may_be_null => Ok(Value::Null),
                    told => told,
                }
            }
            Item::List(_, list, inner) => {
                let all = self.matching(&target, members, list);
                self.list(&target, all.into_iter().take(list.limit), inner, path)
            }
            Item::Connection(_, list, inner) => self.pages(&target, members, list, inner, path),
            Item::Aggregate(_, filter, totals) => Ok(self.totals(&target, members, filter.as_ref(), totals)),
        }
    }

    fn list(
        &mut self,
        of: &str,
        ids: impl Iterator<Item = String>,
        inner: &Asked,
        path: &Path,
    ) -> Told<Value> {
        let items: Vec<_> =
            ids.enumerate().map(|(place, id)| self.record(of, &id, inner, &with(path, place))).collect();
        Ok(Value::Array(items.into_iter().collect::<Told<Vec<_>>>()?))
    }

    fn pages(&mut self, of: &str, ids: Vec<String>, list: &List, inner: &Asked, path: &Path) -> Told<Value> {
        let all = self.matching(of, ids, list);
        let (count, most) = (all.len(), list.limit);
        let nodes = self.list(of, all.into_iter().take(most), inner, &with(path, "nodes"))?;
        Ok(json!({ "totalCount": count, "nodes": nodes, "pageInfo": { "hasNextPage": count > most } }))
    }

    fn passing(&self, of: &str, ids: Vec<String>, filter: Option<&Filter>) -> Vec<String> {
        let passes = |id: &String| {
            let row = self.world.row(of, id).unwrap();
            self.world.is_visible(self.eyes(), of, id)
                && filter.is_none_or(|filter| {
                    holds(self.world, self.eyes(), self.asker, of, row, filter) == Some(true)
                })
        };
        ids.into_iter().filter(passes).collect()
    }

    /// The visible records of a list, in their order.
    pub fn matching(&self, of: &str, ids: Vec<String>, list: &List) -> Vec<String> {
        let mut order = list.order.clone();
        let usual = self.world.model.of(of).order.as_ref().filter(|_| order.is_empty());
        let usual = usual.filter(|(field, _)| self.world.cover(self.asker, of, field) == Cover::All);
        order.extend(usual.map(|(field, down)| {
            let way = if *down { Direction::Down } else { Direction::Up };
            (Key::Value(field.clone()), way)
        }));
        let mut found: Vec<(Vec<Value>, String)> = self
            .passing(of, ids, list.filter.as_ref())
            .into_iter()
            .map(|id| (order.iter().map(|(key, _)| self.key(of, &id, key)).collect(), id))
            .collect();
        found.sort_by(|(left, left_id), (right, right_id)| {
            let keys = left.iter().zip(right).zip(&order);
            let keys = keys.map(|((left, right), (_, way))| in_order(left, right, *way));
            keys.fold(Ordering::Equal, Ordering::then).then_with(|| left_id.cmp(right_id))
        });
        found.into_iter().map(|(_, id)| id).collect()
    }

    fn key(&self, of: &str, id: &str, key: &Key) -> Value {
        let row = self.world.row(of, id).unwrap();
        let seen = |name: &str| {
            let target = self.target(of, name).unwrap();
            let ids = self.world.members(of, row, name).into_iter();
            (ids.filter(|id| self.world.is_visible(self.eyes(), &target, id)).collect::<Vec<_>>(), target)
        };
        match key {
            Key::Value(name) => row[name].clone(),
            Key::Count(name) => json!(seen(name).0.len()),
            Key::Of(name, inner) => {
                let (ids, target) = seen(name);
                ids.first().map_or(Value::Null, |id| self.world.row(&target, id).unwrap()[inner].clone())
            }
        }
    }

    fn totals(&self, of: &str, ids: Vec<String>, filter: Option<&Filter>, totals: &Totals) -> Value {
        let ids = self.passing(of, ids, filter);
        let values = |name: &str| {
            let values = ids.iter().map(|id| self.world.row(of, id).unwrap()[name].clone());
            values.filter(|value| !value.is_null()).collect::<Vec<_>>()
        };
        let mut answer = Map::from_iter([("count".to_owned(), json!(ids.len()))]);
        let mut put = |name: &str, value: Value| drop(answer.insert(name.to_owned(), json!({ "v": value })));
        if let Some(field) = &totals.sum {
            let values = values(field);
            let sum: i64 = values.iter().filter_map(Value::as_i64).sum();
            put("sum", if values.is_empty() { Value::Null } else { json!(sum) });
        }
        if let Some(field) = &totals.least {
            let mut values = values(field);
            values.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
            put("min", values.first().cloned().unwrap_or_default());
        }
        if let Some(field) = &totals.different {
            let different: BTreeSet<String> = values(field).iter().map(Value::to_string).collect();
            put("countDistinct", json!(different.len()));
        }
        if let Some((field, least)) = &totals.groups {
            answer.insert("groups".into(), self.groups(of, &ids, field, *least));
        }
        Value::Object(answer)
    }

    /// By their keys: groups without an order may come in any.
    fn groups(&self, of: &str, ids: &[String], field: &str, least: usize) -> Value {
        let mut groups: BTreeMap<String, (Value, usize)> = BTreeMap::new();
        for id in ids {
            let row = self.world.row(of, id).unwrap();
            let key = match &self.world.model.of(of).field(field).kind {
                Kind::One(target, _) => row[field]
                    .as_str()
                    .filter(|id| self.world.is_visible(self.eyes(), target, id))
                    .map_or(Value::Null, |id| json!({ "id": id })),
                _ => row[field].clone(),
            };
            groups.entry(key.to_string()).or_insert((key, 0)).1 += 1;
        }
        let groups = groups.into_values().filter(|(_, count)| *count >= least);
        groups.map(|(key, count)| json!({ "key": { "v": key }, "count": count })).collect()
    }
}

/// A null is less than every value, unless the direction says otherwise.
fn in_order(left: &Value, right: &Value, way: Direction) -> Ordering {
    let nulls = left.is_null().cmp(&right.is_null());
    let values = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_i64().cmp(&right.as_i64()),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        _ => left.as_str().cmp(&right.as_str()),
    };
    let values = if nulls.is_ne() { Ordering::Equal } else { values };
    match way {
        Direction::Up => nulls.reverse().then(values),
        Direction::Down => nulls.then(values.reverse()),
        Direction::UpNullsLast => nulls.then(values),
        Direction::DownNullsFirst => nulls.reverse().then(values.reverse()),
    }
}
