//! Records in plain data, who asks, and what of the records they may see.

use std::collections::BTreeMap;
use std::sync::Arc;

use headwater::access::{Actor, Identity};
use serde_json::{Map, Value, json};

use super::filter::holds;
use super::makes::Maker;
use super::model::{Field, Kind, Line, Model};

/// A record's own values: the id of a record in a to-one field, a list of ids in one that holds many.
pub type Row = BTreeMap<String, Value>;
pub type Name = (String, String);

#[derive(Debug, Clone)]
pub struct World {
    pub model: Arc<Model>,
    pub rows: BTreeMap<Name, Row>,
}

/// Whose view counts.
#[derive(Debug, Clone, Copy)]
pub enum Eyes<'a> {
    /// A rule's: it sees everything.
    Rules,
    Of(&'a Asker),
}

#[derive(Debug, Clone)]
pub struct Asker {
    pub id: Option<String>,
    pub roles: Vec<&'static str>,
    pub claims: Map<String, Value>,
}

/// How much of a field may be read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cover {
    No,
    Partly,
    All,
}

impl Asker {
    pub fn is_admin(&self) -> bool {
        self.roles.contains(&"admin")
    }

    pub fn has_one_of(&self, roles: &[&str]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// Null where it has no value.
    pub fn variable(&self, world: &World, name: &str) -> Value {
        let record = self.id.as_ref().and_then(|id| world.rows.get(&("User".to_owned(), id.clone())));
        match name {
            "user.id" => json!(self.id),
            "claims.word" => self.claims.get("word").cloned().unwrap_or_default(),
            "user.roles" => json!(self.roles),
            _ => record.map_or(Value::Null, |row| row[name.trim_start_matches("user.")].clone()),
        }
    }

    /// The roles that the user's record names.
    fn own_roles(&self) -> Value {
        self.roles.iter().filter(|role| !["public", "user"].contains(role)).copied().collect()
    }

    pub fn actor(&self, world: &World) -> Actor {
        let Some(id) = &self.id else {
            return if self.is_admin() { Actor::admin() } else { Actor::public() };
        };
        let row = world.rows.get(&("User".to_owned(), id.clone())).cloned().unwrap_or_default();
        let mut record: Map<String, Value> = row.into_iter().filter(|(_, value)| !value.is_array()).collect();
        record.insert("roles".into(), self.own_roles());
        let identity =
            Identity { id: id.clone(), record, claims: self.claims.clone(), ..Identity::default() };
        Actor::user(identity, self.roles.iter().copied())
    }
}

impl World {
    /// The line's condition on the stored record.
    pub fn passes(&self, asker: &Asker, of: &str, row: &Row, line: &Line) -> bool {
        let Some(condition) = &line.condition else { return true };
        holds(self, Eyes::Rules, asker, of, row, condition) == Some(true)
    }

    /// The line's condition on the record after the write.
    pub fn passes_after(&self, asker: &Asker, of: &str, row: &Row, line: &Line) -> bool {
        let Some(check) = line.check.as_ref().or(line.condition.as_ref()) else { return true };
        holds(self, Eyes::Rules, asker, of, row, check) == Some(true)
    }

    pub fn grants<'a>(
        &'a self,
        asker: &'a Asker,
        of: &str,
        action: &'a str,
    ) -> impl Iterator<Item = &'a Line> {
        let rules = self.model.of(of).rules();
        rules.filter(move |line| line.does(action) && asker.has_one_of(&line.to))
    }

    pub fn may_read_any(&self, asker: &Asker, of: &str) -> bool {
        asker.is_admin() || self.grants(asker, of, "READ").next().is_some()
    }

    pub fn is_visible(&self, eyes: Eyes<'_>, of: &str, id: &str) -> bool {
        let Some(row) = self.rows.get(&(of.to_owned(), id.to_owned())) else { return false };
        let Eyes::Of(asker) = eyes else { return true };
        asker.is_admin() || self.grants(asker, of, "READ").any(|line| self.passes(asker, of, row, line))
    }

    /// The lines of a field that name the action.
    fn narrowing<'a>(&self, field: &'a Field, action: &'a str) -> Vec<&'a Line> {
        field.lines.iter().filter(|line| line.does(action)).collect()
    }

    /// Whether those lines let the asker through, on that record.
    pub fn is_let_through(&self, asker: &Asker, of: &str, row: &Row, field: &Field, action: &str) -> bool {
        let lines = self.narrowing(field, action);
        let passes = |line: &&Line| asker.has_one_of(&line.to) && self.passes(asker, of, row, line);
        lines.is_empty() || lines.iter().any(passes)
    }

    pub fn cover(&self, asker: &Asker, of: &str, name: &str) -> Cover {
        if asker.is_admin() {
            return Cover::All;
        }
        let grants: Vec<&Line> = self.grants(asker, of, "READ").collect();
        if name == "id" || name == "__typename" {
            return if grants.is_empty() { Cover::No } else { Cover::All };
        }
        let field = self.model.of(of).field(name);
        let covering: Vec<&&Line> = grants.iter().filter(|line| line.names(name)).collect();
        let lines = self.narrowing(field, "READ");
        let own: Vec<&&Line> = lines.iter().filter(|line| asker.has_one_of(&line.to)).collect();
        if covering.is_empty() || !lines.is_empty() && own.is_empty() {
            return Cover::No;
        }
        let is_covered = |grant: &&Line| {
            covering.iter().any(|line| line.condition.is_none() || line.condition == grant.condition)
        };
        let narrows = !own.is_empty() && own.iter().all(|line| line.condition.is_some());
        match grants.iter().all(is_covered) && !narrows {
            true => Cover::All,
            false => Cover::Partly,
        }
    }

    /// Whether the field may be read of that visible record.
    pub fn may_read(&self, asker: &Asker, of: &str, row: &Row, name: &str) -> bool {
        if asker.is_admin() || name == "id" || name == "__typename" {
            return true;
        }
        let field = self.model.of(of).field(name);
        let covers = |line: &Line| line.names(name) && self.passes(asker, of, row, line);
        self.grants(asker, of, "READ").any(covers) && self.is_let_through(asker, of, row, field, "READ")
    }

    /// The ids of a relation's records, seen or not, in no particular order.
    pub fn members(&self, of: &str, row: &Row, field: &str) -> Vec<String> {
        let holders = |holder: &str, far: &str, holds: &dyn Fn(&Value) -> bool| {
            let rows = self.rows.iter().filter(|((of, _), row)| of == holder && holds(&row[far]));
            rows.map(|((_, id), _)| id.clone()).collect::<Vec<_>>()
        };
        let id = &row["id"];
        if id.is_null() {
            return Vec::new();
        }
        match &self.model.of(of).field(field).kind {
            Kind::One(..) => row[field].as_str().map(str::to_owned).into_iter().collect(),
            Kind::Many(_) => ids(&row[field]),
            Kind::Far(holder, far) => holders(holder, far, &|value| value == id),
            Kind::ManyFar(holder, far) => {
                holders(holder, far, &|value| value.as_array().is_some_and(|ids| ids.contains(id)))
            }
            Kind::Int | Kind::Text | Kind::Flag | Kind::Card => Vec::new(),
        }
    }

    pub fn ids(&self, of: &str) -> Vec<String> {
        self.rows.keys().filter(|(name, _)| name == of).map(|(_, id)| id.clone()).collect()
    }

    pub fn row(&self, of: &str, id: &str) -> Option<&Row> {
        self.rows.get(&(of.to_owned(), id.to_owned()))
    }

    /// A record without values.
    pub fn nothing(&self, of: &str) -> Row {
        let mut row = Row::from([("id".to_owned(), Value::Null)]);
        for field in &self.model.of(of).fields {
            let value = if matches!(field.kind, Kind::Many(_)) { json!([]) } else { Value::Null };
            row.insert(field.name.clone(), value);
        }
        row
    }

    /// Records made at random: the more the type is pointed to, the earlier.
    pub fn generate(maker: &mut Maker, model: Arc<Model>) -> Self {
        let mut world = Self { model: model.clone(), rows: BTreeMap::new() };
        let types = ["User", "Alpha", "Beta", "Gamma"];
        for of in types {
            let count = if of == "User" { 4 } else { 3 + maker.below(7) };
            for number in 0..count {
                let id = format!("{}{number}", of.to_lowercase());
                let mut row = world.nothing(of);
                row.insert("id".into(), json!(id));
                world.rows.insert((of.to_owned(), id), row);
            }
        }
        for of in types {
            for id in world.ids(of) {
                for field in &model.of(of).fields {
                    let value = maker.stored(&world, of, &id, field);
                    world
                        .rows
                        .get_mut(&(of.to_owned(), id.clone()))
                        .unwrap()
                        .insert(field.name.clone(), value);
                }
            }
        }
        world
    }

    /// The records as files to import.
    pub fn files(&self) -> Vec<(String, String)> {
        let file = |of: &str| {
            let rows = self.rows.iter().filter(|((name, _), _)| name == of).map(|(_, row)| {
                let stored = row.iter().filter(|(_, value)| !value.is_null());
                let far = |name: &str| {
                    name != "id"
                        && matches!(self.model.of(of).field(name).kind, Kind::Far(..) | Kind::ManyFar(..))
                };
                let stored = stored.filter(|(name, _)| !far(name));
                Value::Object(stored.map(|(name, value)| (name.clone(), value.clone())).collect()).to_string()
            });
            (format!("{of}.jsonl"), rows.collect::<Vec<_>>().join("\n"))
        };
        ["User", "Alpha", "Beta", "Gamma"].map(file).into()
    }
}

pub fn ids(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned()).collect()
}
