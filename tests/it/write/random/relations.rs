//! What becomes of relations that are kept elsewhere than in a field of the record.

use std::collections::BTreeSet;

use headwater::model::Field;
use serde_json::{Value, json};

use super::world::{Done, Kept, World, items, kept, own_fields, part, strings};

impl World {
    /// What is wanted of the relations that are kept elsewhere than in a field of the record.
    pub fn relate(&mut self, of: &str, id: &str, given: &Value) -> Done<()> {
        let model = self.model.clone();
        for field in own_fields(&model.collections[of]) {
            let (Some(write), Some((target, kept))) = (part(given, &field.name), kept(field)) else {
                continue;
            };
            match kept {
                Kept::Here => {}
                Kept::There { field: far, many: false } => {
                    let current = self.members(of, id, field).pop();
                    self.relate_one(&target, &far, id, write, current)?;
                }
                Kept::There { many: true, .. } | Kept::List | Kept::FarList { .. } => {
                    self.relate_many(of, id, field, &target, write)?;
                }
            }
        }
        Ok(())
    }

    fn relate_one(
        &mut self,
        target: &str,
        far: &str,
        id: &str,
        write: &Value,
        current: Option<String>,
    ) -> Done<()> {
        let parent = Some((far, id));
        let upsert = part(write, "upsert");
        let next = if let Some(key) = part(write, "connect") {
            Some(self.must_find(target, key)?)
        } else if let Some(upsert) = upsert {
            self.find(target, &upsert["key"])
        } else if part(write, "update").is_some() {
            Some(current.clone().ok_or("nothing to update")?)
        } else {
            None
        };
        if write["delete"] == true {
            let gone = current.into_iter().map(|id| (target.to_owned(), id)).collect();
            return self.remove(gone);
        }
        if write.as_object().unwrap().is_empty() {
            return Ok(());
        }
        if let Some(current) = current.filter(|current| Some(current) != next.as_ref()) {
            self.let_go(target, &current, far)?;
        }
        if let Some(next) = &next {
            self.set(target, next, far, json!(id))?;
        }
        match (next, part(write, "create"), upsert) {
            (None, Some(data), _) => self.create(target, data, parent).map(|_| ()),
            (None, _, Some(upsert)) => self.create(target, &self.filled(target, upsert), parent).map(|_| ()),
            (Some(next), _, Some(upsert)) => self.update(target, &next, &upsert["update"]),
            (Some(next), _, _) => match part(write, "update") {
                Some(data) => self.update(target, &next, data),
                None => Ok(()),
            },
            (None, None, None) => Ok(()),
        }
    }

    /// Makes a record of the far end point nowhere.
    fn let_go(&mut self, of: &str, id: &str, field: &str) -> Done<()> {
        if self.model.collections[of].fields[field].required {
            return Err(format!("{of} {id} needs {field}"));
        }
        self.set(of, id, field, Value::Null)
    }

    fn relate_many(&mut self, of: &str, id: &str, field: &Field, target: &str, write: &Value) -> Done<()> {
        let find_all = |world: &Self, name: &str| -> Done<Vec<String>> {
            items(write, name).iter().map(|key| world.must_find(target, key)).collect()
        };
        if part(write, "set").is_some() {
            let wanted = find_all(self, "set")?;
            for member in self.members(of, id, field).iter().filter(|member| !wanted.contains(member)) {
                self.leave(of, id, field, member)?;
            }
            for member in &wanted {
                self.join(of, id, field, member)?;
            }
            self.order(of, id, field, &wanted)?;
        }
        for member in find_all(self, "connect")? {
            self.join(of, id, field, &member)?;
        }
        for member in find_all(self, "disconnect")? {
            if self.members(of, id, field).contains(&member) {
                self.leave(of, id, field, &member)?;
            }
        }
        let far = kept(field)
            .and_then(|(_, kept)| if let Kept::There { field, .. } = kept { Some(field) } else { None });
        let parent = far.as_deref().map(|far| (far, id));
        for data in items(write, "create") {
            let made = self.create(target, data, parent)?;
            self.join(of, id, field, &made)?;
        }
        for patch in items(write, "update") {
            let member = self.member(of, id, field, target, &patch["key"])?;
            self.update(target, &member, &patch["data"])?;
        }
        for upsert in items(write, "upsert") {
            match self.find(target, &upsert["key"]) {
                Some(found) => {
                    self.join(of, id, field, &found)?;
                    self.update(target, &found, &upsert["update"])?;
                }
                None => {
                    let made = self.create(target, &self.filled(target, upsert), parent)?;
                    self.join(of, id, field, &made)?;
                }
            }
        }
        for key in items(write, "delete") {
            let member = self.member(of, id, field, target, key)?;
            self.remove(vec![(target.to_owned(), member)])?;
        }
        Ok(())
    }

    fn member(&self, of: &str, id: &str, field: &Field, target: &str, key: &Value) -> Done<String> {
        let found = self.must_find(target, key)?;
        let is_member = self.members(of, id, field).contains(&found);
        if is_member { Ok(found) } else { Err(format!("{target} {found} is not among {}", field.name)) }
    }

    fn join(&mut self, of: &str, id: &str, field: &Field, member: &str) -> Done<()> {
        match kept(field).unwrap() {
            (target, Kept::There { field: far, .. }) => self.set(&target, member, &far, json!(id)),
            (_, Kept::List) => self.add(of, id, &field.name, member),
            (target, Kept::FarList { field: far }) => self.add(&target, member, &far, id),
            (_, Kept::Here) => Ok(()),
        }
    }

    fn leave(&mut self, of: &str, id: &str, field: &Field, member: &str) -> Done<()> {
        match kept(field).unwrap() {
            (target, Kept::There { field: far, .. }) => self.let_go(&target, member, &far),
            (_, Kept::List) => self.take(of, id, &field.name, member),
            (target, Kept::FarList { field: far }) => self.take(&target, member, &far, id),
            (_, Kept::Here) => Ok(()),
        }
    }

    /// Gives the list of a record that order.
    fn order(&mut self, of: &str, id: &str, field: &Field, wanted: &[String]) -> Done<()> {
        let Some((_, Kept::List)) = kept(field) else { return Ok(()) };
        let mut seen = BTreeSet::new();
        let wanted: Vec<_> = wanted.iter().filter(|id| seen.insert(*id)).collect();
        self.set(of, id, &field.name, json!(wanted))
    }

    fn add(&mut self, of: &str, id: &str, field: &str, member: &str) -> Done<()> {
        let mut list = strings(&self.value(of, id, field));
        if !list.contains(&member.to_owned()) {
            list.push(member.to_owned());
        }
        self.set(of, id, field, json!(list))
    }

    fn take(&mut self, of: &str, id: &str, field: &str, member: &str) -> Done<()> {
        let list: Vec<_> =
            strings(&self.value(of, id, field)).into_iter().filter(|id| id != member).collect();
        self.set(of, id, field, json!(list))
    }
}
