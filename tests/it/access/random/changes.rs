//! What may be written: made at random, and written as GraphQL.

use std::fmt;

use serde_json::Value;

use super::filter::Filter;
use super::makes::Maker;
use super::model::{Field, Kind};
use super::query::Asked;
use super::world::World;

/// The values of an input, by field.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Of a record to be made.
    pub id: Option<String>,
    pub fields: Vec<(String, Given)>,
}

#[derive(Debug, Clone)]
pub enum Given {
    Value(Value),
    One(One),
    Many(Many),
}

#[derive(Debug, Clone)]
pub enum One {
    Connect(String),
    Create(Data),
    Update(Data),
    Disconnect,
}

#[derive(Debug, Clone)]
pub enum Many {
    Set(Vec<String>),
    Connect(String),
    Disconnect(String),
    Create(Data),
    Update(String, Data),
    Upsert(String, Data, Data),
    Delete(String),
}

/// A mutation field.
#[derive(Debug, Clone)]
pub enum Change {
    Create(Data),
    Update(String, Data),
    UpdateAll(Filter, Data),
    Upsert(String, Data, Data),
    Delete(String),
    DeleteAll(Filter),
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.id.iter().map(|id| format!("id: \"{id}\""));
        let fields = self.fields.iter().map(|(name, given)| format!("{name}: {given}"));
        write!(f, "{{ {} }}", id.chain(fields).collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(Value::Object(card)) => {
                let parts: Vec<_> = card.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                write!(f, "{{ {} }}", parts.join(", "))
            }
            Self::Value(value) => write!(f, "{value}"),
            Self::One(One::Connect(id)) => write!(f, "{{ connect: {{ id: \"{id}\" }} }}"),
            Self::One(One::Create(data)) => write!(f, "{{ create: {data} }}"),
            Self::One(One::Update(data)) => write!(f, "{{ update: {data} }}"),
            Self::One(One::Disconnect) => write!(f, "{{ disconnect: true }}"),
            Self::Many(many) => match many {
                Many::Set(ids) => {
                    let keys: Vec<_> = ids.iter().map(|id| format!("{{ id: \"{id}\" }}")).collect();
                    write!(f, "{{ set: [{}] }}", keys.join(", "))
                }
                Many::Connect(id) => write!(f, "{{ connect: [{{ id: \"{id}\" }}] }}"),
                Many::Disconnect(id) => write!(f, "{{ disconnect: [{{ id: \"{id}\" }}] }}"),
                Many::Create(data) => write!(f, "{{ create: [{data}] }}"),
                Many::Update(id, data) => {
                    write!(f, "{{ update: [{{ key: {{ id: \"{id}\" }}, data: {data} }}] }}")
                }
                Many::Upsert(id, create, update) => write!(
                    f,
                    "{{ upsert: [{{ key: {{ id: \"{id}\" }}, create: {create}, update: {update} }}] }}"
                ),
                Many::Delete(id) => write!(f, "{{ delete: [{{ id: \"{id}\" }}] }}"),
            },
        }
    }
}

impl Change {
    pub fn written(&self, world: &World, of: &str, asked: &Asked) -> String {
        let (one, many) = (of, &world.model.of(of).plural);
        let all = format!("{}{}", many[..1].to_uppercase(), &many[1..]);
        match self {
            Self::Create(data) => format!("create{one}(data: {data}) {asked}"),
            Self::Update(id, data) => format!("update{one}(id: \"{id}\", data: {data}) {asked}"),
            Self::UpdateAll(filter, data) => {
                format!("update{all}(where: {filter}, data: {data}) {{ count nodes {asked} }}")
            }
            Self::Upsert(id, create, update) => {
                format!("upsert{one}(key: {{ id: \"{id}\" }}, create: {create}, update: {update}) {asked}")
            }
            Self::Delete(id) => format!("delete{one}(id: \"{id}\") {asked}"),
            Self::DeleteAll(filter) => format!("delete{all}(where: {filter}) {{ count nodes {asked} }}"),
        }
    }
}

impl Maker {
    pub fn change(&mut self, world: &World, of: &str) -> Change {
        let Some(id) = self.any(world, of) else { return Change::Create(self.create(world, of, None, 2)) };
        match self.below(10) {
            0..=2 => Change::Create(self.create(world, of, None, 2)),
            3..=5 => Change::Update(id.clone(), self.update(world, of, Some(&id), 2)),
            6 => {
                let filter = self.filter(&world.model.clone(), of, 1);
                Change::UpdateAll(filter, self.update(world, of, None, 0))
            }
            7 => {
                let create = self.create(world, of, None, 1);
                let id = if self.chance(3) { create.id.clone().unwrap() } else { id };
                Change::Upsert(id.clone(), create, self.update(world, of, Some(&id), 1))
            }
            8 => {
                let filter = self.filter(&world.model.clone(), of, 1);
                Change::DeleteAll(filter)
            }
            _ => Change::Delete(id),
        }
    }

    fn any(&mut self, world: &World, of: &str) -> Option<String> {
        let ids = world.ids(of);
        (!ids.is_empty()).then(|| self.pick(&ids).clone())
    }

    /// `parent` is the field that the record around sets.
    fn create(&mut self, world: &World, of: &str, parent: Option<&str>, depth: usize) -> Data {
        let id = Some(self.name());
        let mut fields = Vec::new();
        for field in &world.model.clone().of(of).fields {
            let is_needed = field.required;
            let times = if field.target().is_some() { 5 } else { 2 };
            if parent != Some(&field.name) && (is_needed || self.chance(times)) {
                fields.extend(self.given(world, field, None, depth).map(|given| (field.name.clone(), given)));
            }
        }
        Data { id, fields }
    }

    fn update(&mut self, world: &World, of: &str, id: Option<&str>, depth: usize) -> Data {
        let row = id.and_then(|id| world.row(of, id));
        let mut fields = Vec::new();
        for field in &world.model.clone().of(of).fields {
            // What is unique can't be given to many.
            let may = !field.unique || id.is_some();
            if may && self.chance(4) {
                let members = row.map(|row| world.members(of, row, &field.name)).unwrap_or_default();
                let given = self.given(world, field, Some(&members), depth);
                fields.extend(given.map(|given| (field.name.clone(), given)));
            }
        }
        Data { id: None, fields }
    }

    /// `members` are the records that are held, of a record that is there.
    fn given(
        &mut self,
        world: &World,
        field: &Field,
        members: Option<&[String]>,
        depth: usize,
    ) -> Option<Given> {
        let Some(target) = field.target() else { return Some(Given::Value(self.plain(field))) };
        let inner = depth.saturating_sub(1);
        let member = members.filter(|ids| !ids.is_empty()).map(|ids| self.pick(ids).clone());
        let is_change = members.is_some();
        if let Kind::One(..) = field.kind {
            let one = match self.below(6) {
                0 if is_change && !field.required => One::Disconnect,
                1 | 2 if depth > 0 => One::Create(self.create(world, target, None, inner)),
                3 if depth > 0 && member.is_some() => {
                    One::Update(self.update(world, target, member.as_deref(), inner))
                }
                _ => One::Connect(self.any(world, target)?),
            };
            return Some(Given::One(one));
        }
        // A far end that is to-one is set by this record.
        let parent = match &field.kind {
            Kind::Far(_, far) => Some(far.clone()),
            _ => None,
        };
        let many = match (self.below(9), member) {
            (0, _) if is_change && depth > 0 => {
                let ids: std::collections::BTreeSet<_> =
                    (0..self.below(3)).filter_map(|_| self.any(world, target)).collect();
                Many::Set(ids.into_iter().collect())
            }
            (1, Some(member)) => Many::Disconnect(member),
            (2, Some(member)) => Many::Delete(member),
            (3, Some(member)) if depth > 0 => {
                let data = self.update(world, target, Some(&member), inner);
                Many::Update(member, data)
            }
            (4, _) if depth > 0 => {
                let create = self.create(world, target, parent.as_deref(), inner);
                let known = self.any(world, target).filter(|_| self.chance(2));
                let id = known.unwrap_or_else(|| create.id.clone().unwrap());
                let mut update = self.update(world, target, Some(&id), 0);
                update.fields.retain(|(name, _)| Some(name) != parent.as_ref());
                Many::Upsert(id, create, update)
            }
            (5 | 6, _) if depth > 0 => Many::Create(self.create(world, target, parent.as_deref(), inner)),
            _ => Many::Connect(self.any(world, target)?),
        };
        Some(Given::Many(many))
    }
}

/// What is asked of what was written.
pub fn ids_only() -> Asked {
    Asked { items: vec![super::query::Item::Plain("id".into())] }
}
