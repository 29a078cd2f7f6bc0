//! Mutations made at random: most of them can be done, some can't.
//!
//! Read [`Maker::request`] first.

use headwater::model::{Field, FieldKind, Scalar};
use serde_json::{Value, json};

use super::world::{Kept, Record, World, kept, own_fields};
use crate::support::generator::Random;

const TYPES: [&str; 5] = ["Author", "Profile", "Book", "Tag", "Note"];
/// How deep records are written inside others.
const DEPTH: usize = 3;

/// What a root field is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Create,
    CreateMany,
    Update,
    UpdateMany,
    Upsert,
    Delete,
    DeleteMany,
}

/// A root field of a mutation.
#[derive(Debug, Clone)]
pub struct Step {
    pub verb: Verb,
    pub of: String,
    pub arguments: Value,
}

/// Makes requests for what is there.
pub struct Maker<'w> {
    pub random: Random,
    pub world: &'w World,
    /// How many names were given.
    pub named: &'w mut usize,
}

/// What is known of the record that is written.
#[derive(Clone, Copy)]
struct Near<'a> {
    of: &'a str,
    /// None for one that is made.
    id: Option<&'a str>,
}

impl Maker<'_> {
    /// One to four root fields; sometimes the last can't be done.
    pub fn request(&mut self) -> Vec<Step> {
        let count = if self.random.chance(3) { 2 + self.random.below(3) } else { 1 };
        let mut steps: Vec<Step> = (0..count).map(|_| self.step()).collect();
        if self.random.chance(12) {
            steps.push(self.impossible());
        }
        steps
    }

    fn step(&mut self) -> Step {
        use Verb::{Create, CreateMany, Delete, DeleteMany, Update, UpdateMany, Upsert};
        let verbs = [
            Create, Create, CreateMany, Update, Update, Update, Update, UpdateMany, Upsert, Delete,
            DeleteMany,
        ];
        let (verb, of) = (*self.random.pick(&verbs), (*self.random.pick(&TYPES)).to_owned());
        let arguments = match (verb, self.any(&of)) {
            (Create, _) => json!({ "data": self.create(&of, DEPTH, None) }),
            (CreateMany, _) | (_, None) => {
                let count = 1 + self.random.below(3);
                let data: Vec<_> = (0..count).map(|_| self.create(&of, DEPTH - 1, None)).collect();
                return Step { verb: CreateMany, of, arguments: json!({ "data": data }) };
            }
            (Update, Some(id)) => json!({ "id": id, "data": self.update(&of, Some(&id), DEPTH) }),
            (UpdateMany, _) => json!({ "where": self.filter(&of), "data": self.update(&of, None, 1) }),
            (Upsert, _) => self.upsert(&of, DEPTH, None),
            (Delete, Some(id)) => json!({ "id": id }),
            (DeleteMany, _) => json!({ "where": self.filter(&of) }),
        };
        Step { verb, of, arguments }
    }

    /// A root field that is refused whatever is stored.
    fn impossible(&mut self) -> Step {
        let name = self.name();
        let wrong = [
            (Verb::Create, "Author", json!({ "data": { "id": name } })),
            (Verb::Create, "Author", json!({ "data": { "id": name, "name": name, "score": 99 } })),
            (
                Verb::Create,
                "Author",
                json!({ "data": { "id": name, "name": name, "words": ["a", "b", "c", "d", "e", "f", "g"] } }),
            ),
            (
                Verb::Create,
                "Author",
                json!({ "data": { "id": name, "name": name, "mentor": { "connect": { "id": "nobody" } } } }),
            ),
            (
                Verb::Create,
                "Author",
                json!({ "data": { "id": name, "name": name, "mentor": { "connect": { "id": "a" }, "create": { "name": "b" } } } }),
            ),
            (
                Verb::Create,
                "Book",
                json!({ "data": { "id": name, "title": "t", "author": { "connect": { "name": "nobody" } } } }),
            ),
            (Verb::Create, "Book", json!({ "data": { "id": name, "title": "t" } })),
            (
                Verb::CreateMany,
                "Tag",
                json!({ "data": [{ "id": name, "label": "l" }, { "id": name, "label": "m" }] }),
            ),
            (Verb::Update, "Author", json!({ "id": "nobody", "data": { "score": 1 } })),
            (Verb::Delete, "Tag", json!({ "id": "nobody" })),
        ];
        let (verb, of, arguments) = self.random.pick(&wrong).clone();
        Step { verb, of: of.to_owned(), arguments }
    }

    /// A name that nothing has yet.
    fn name(&mut self) -> String {
        *self.named += 1;
        format!("n{:04}", self.named)
    }

    fn any(&mut self, of: &str) -> Option<String> {
        let ids = self.world.ids(of);
        (!ids.is_empty()).then(|| self.random.pick(&ids).clone())
    }

    fn filter(&mut self, of: &str) -> Value {
        let number = match of {
            "Author" => "score",
            "Book" => "edition",
            "Tag" => "weight",
            _ => "id",
        };
        match self.random.below(12) {
            0 => json!({}),
            1..4 if number != "id" => json!({ number: { "gte": 4 + self.random.below(10) } }),
            _ => {
                let ids: Vec<_> = (0..1 + self.random.below(3)).filter_map(|_| self.any(of)).collect();
                json!({ "id": { "in": ids } })
            }
        }
    }

    fn create(&mut self, of: &str, depth: usize, parent: Option<&str>) -> Value {
        let model = self.world.model.clone();
        let id = if self.random.chance(60) { self.any(of) } else { None };
        let mut data = Record::new();
        data.insert("id".to_owned(), json!(id.unwrap_or_else(|| self.name())));
        for field in own_fields(&model.collections[of]).filter(|field| parent != Some(&field.name)) {
            let is_needed = field.required && !field.list && !field.is_to_many() && field.default.is_none();
            let is_wanted = is_needed || self.random.chance(if field.relation().is_some() { 4 } else { 2 });
            let value = is_wanted.then(|| self.field(Near { of, id: None }, field, depth)).flatten();
            data.extend(value.map(|value| (field.name.clone(), value)));
        }
        Value::Object(data)
    }

    fn update(&mut self, of: &str, id: Option<&str>, depth: usize) -> Value {
        let model = self.world.model.clone();
        let mut data = Record::new();
        for field in own_fields(&model.collections[of]) {
            let is_unique_for_many = field.unique && id.is_none();
            if self.random.chance(4) && !is_unique_for_many {
                let near = Near { of, id: Some(id.unwrap_or("")) };
                data.extend(self.field(near, field, depth).map(|value| (field.name.clone(), value)));
            }
        }
        Value::Object(data)
    }

    fn field(&mut self, near: Near<'_>, field: &Field, depth: usize) -> Option<Value> {
        match (&field.kind, kept(field)) {
            (_, Some((target, Kept::Here))) => self.one(near, field, &target, None, depth),
            (_, Some((target, Kept::There { field: far, many: false }))) => {
                self.one(near, field, &target, Some(&far), depth)
            }
            (_, Some((target, Kept::There { field: far, .. }))) => {
                Some(self.many(near, field, &target, Some(&far), depth))
            }
            (_, Some((target, _))) => Some(self.many(near, field, &target, None, depth)),
            (FieldKind::Component(_) | FieldKind::Blocks(_), _) if field.list => {
                let count = self.random.below(3);
                Some((0..count).map(|_| self.embedded(&field.kind, depth)).collect())
            }
            (FieldKind::Component(_), _) if self.random.chance(6) => Some(Value::Null),
            (FieldKind::Component(_) | FieldKind::Blocks(_), _) => Some(self.embedded(&field.kind, depth)),
            _ if near.id.is_some() => Some(self.change(near.of, field)),
            _ => Some(self.value(near.of, field)),
        }
    }

    fn value(&mut self, of: &str, field: &Field) -> Value {
        let FieldKind::Scalar(scalar) = field.kind else { return Value::Null };
        if field.list {
            let count = self.random.below(4);
            return (0..count).map(|_| json!(*self.random.pick(&["a", "b", "c"]))).collect();
        }
        if !field.required && self.random.chance(6) {
            return Value::Null;
        }
        let known = self.any(of).filter(|_| field.unique && self.random.chance(30));
        if let Some(id) = known {
            return self.world.value(of, &id, &field.name);
        }
        match scalar {
            Scalar::Int => json!(1 + self.random.below(6)),
            Scalar::BigInt => json!(self.name().trim_start_matches(['n', '0'])),
            Scalar::Float => json!(*self.random.pick(&[0.5, 2.0, -1.25])),
            Scalar::Decimal => json!(*self.random.pick(&["0.5", "2", "-1.25"])),
            _ if field.name == "title" && self.random.chance(3) => json!(*self.random.pick(&["x", "y"])),
            _ => json!(self.name()),
        }
    }

    /// What becomes of the value of a record that is there.
    fn change(&mut self, of: &str, field: &Field) -> Value {
        let FieldKind::Scalar(scalar) = field.kind else { return Value::Null };
        let words = |maker: &mut Self| json!([*maker.random.pick(&["a", "b", "c"])]);
        if field.list && self.random.chance(2) {
            let mut change = Record::new();
            for name in ["append", "prepend", "remove"] {
                if change.is_empty() || self.random.chance(3) {
                    change.insert(name.to_owned(), words(self));
                }
            }
            return Value::Object(change);
        }
        let plain = self.value(of, field);
        if field.list || !Scalar::NUMBERS.contains(&scalar) {
            return plain;
        }
        let text = matches!(scalar, Scalar::BigInt | Scalar::Decimal);
        let operand = *self.random.pick(&[1, 2, -1]);
        let operand = if text { json!(operand.to_string()) } else { json!(operand) };
        match self.random.below(5) {
            0 | 1 => json!({ "inc": operand }),
            2 => json!({ "mul": operand }),
            3 => json!({ "set": plain }),
            _ => plain,
        }
    }

    /// A key of a record, or now and then of none.
    fn key(&mut self, of: &str, id: &str) -> Value {
        if self.random.chance(60) {
            return json!({ "id": "nobody" });
        }
        let model = self.world.model.clone();
        let fields = model.collections[of].fields.values().filter(|field| field.unique);
        let known = fields.map(|field| (field.name.clone(), self.world.value(of, id, &field.name)));
        let known: Vec<_> = known.filter(|(_, value)| !value.is_null()).collect();
        match known.is_empty() || self.random.chance(2) {
            true => json!({ "id": id }),
            false => {
                let (name, value) = self.random.pick(&known).clone();
                json!({ name: value })
            }
        }
    }

    fn any_key(&mut self, of: &str) -> Option<Value> {
        let id = self.any(of)?;
        Some(self.key(of, &id))
    }

    /// `far` is the field of the target that the relation itself sets.
    fn upsert(&mut self, of: &str, depth: usize, far: Option<&str>) -> Value {
        let mut create = self.create(of, depth, far);
        let known = self.any(of).filter(|_| self.random.chance(2));
        let key = match &known {
            Some(id) => self.key(of, id),
            None => {
                let text = if create.get("name").is_some() && self.random.chance(2) { "name" } else { "id" };
                let key = json!({ text: create[text] });
                if self.random.chance(2) {
                    create.as_object_mut().unwrap().remove(text);
                }
                key
            }
        };
        let update = self.update(of, known.as_deref(), depth);
        json!({ "key": key, "create": create, "update": update })
    }

    fn one(
        &mut self,
        near: Near<'_>,
        field: &Field,
        target: &str,
        far: Option<&str>,
        depth: usize,
    ) -> Option<Value> {
        let is_change = near.id.is_some();
        let current = near.id.and_then(|id| self.world.members(near.of, id, field).pop());
        let may_end = is_change && !field.required;
        let inner = depth.saturating_sub(1);
        Some(match self.random.below(14) {
            0..4 if self.any(target).is_some() => json!({ "connect": self.any_key(target)? }),
            4 if depth > 0 && self.any(target).is_some() => {
                let id = self.any(target)?;
                json!({ "connect": self.key(target, &id), "update": self.update(target, Some(&id), inner) })
            }
            5 | 6 if depth > 0 => json!({ "upsert": self.upsert(target, inner, far) }),
            7..10 if current.is_some() && depth > 0 => {
                json!({ "update": self.update(target, current.as_deref(), inner) })
            }
            10 if may_end => json!({ "disconnect": true }),
            11 if may_end => json!({ "delete": true }),
            12 if may_end && far.is_none() => Value::Null,
            _ if depth > 0 || self.any(target).is_none() && field.required && !is_change => {
                json!({ "create": self.create(target, inner, far) })
            }
            _ => json!({ "connect": self.any_key(target)? }),
        })
    }

    fn many(
        &mut self,
        near: Near<'_>,
        field: &Field,
        target: &str,
        far: Option<&str>,
        depth: usize,
    ) -> Value {
        let members = near.id.map(|id| self.world.members(near.of, id, field)).unwrap_or_default();
        let inner = depth.saturating_sub(1);
        let mut write = Record::new();
        for _ in 0..1 + self.random.below(2) {
            let member = if members.is_empty() { None } else { Some(self.random.pick(&members).clone()) };
            let (name, item) = match (self.random.below(10), member, near.id) {
                (0..3, ..) => ("connect", self.any_key(target)),
                (3 | 4, ..) if depth > 0 => ("create", Some(self.create(target, inner, far))),
                (5, ..) if depth > 0 => ("upsert", Some(self.upsert(target, inner, far))),
                (6, Some(member), _) => ("disconnect", Some(self.key(target, &member))),
                (7, Some(member), _) => ("delete", Some(self.key(target, &member))),
                (8, _, Some(_)) => ("set", self.any_key(target)),
                (_, Some(member), _) if depth > 0 => {
                    let data = self.update(target, Some(&member), inner);
                    ("update", Some(json!({ "key": self.key(target, &member), "data": data })))
                }
                _ => ("connect", self.any_key(target)),
            };
            let list = write.entry(name).or_insert_with(|| json!([]));
            list.as_array_mut().unwrap().extend(item);
        }
        Value::Object(write)
    }

    fn embedded(&mut self, kind: &FieldKind, depth: usize) -> Value {
        let model = self.world.model.clone();
        let name = match kind {
            FieldKind::Blocks(union) => {
                let member = self.random.pick(&model.blocks[union].members).clone();
                let inner = self.embedded(&FieldKind::Component(member.clone()), depth);
                return json!({ member.to_lowercase(): inner });
            }
            FieldKind::Component(name) => name,
            _ => return Value::Null,
        };
        let mut data = Record::new();
        for field in model.components[name].fields.values() {
            let Some(relation) = field.relation() else {
                let value = self.value("", field);
                data.insert(field.name.clone(), value);
                continue;
            };
            if !field.required && self.random.chance(2) {
                continue;
            }
            let key = self.any_key(&relation.target);
            let may_create = depth > 0 || key.is_none();
            let value = match (key, relation.is_to_many()) {
                (Some(key), true) if depth > 0 && self.random.chance(2) => {
                    json!({ "connect": [key], "create": [self.create(&relation.target, 0, None)] })
                }
                (Some(key), true) => json!({ "connect": [key] }),
                (None, true) => continue,
                (Some(key), false) if !may_create || self.random.chance(2) => json!({ "connect": key }),
                (_, false) => json!({ "create": self.create(&relation.target, 0, None) }),
            };
            data.insert(field.name.clone(), value);
        }
        Value::Object(data)
    }
}
