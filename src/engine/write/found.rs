//! Which records keys were found to name, so that a thousand references cost one look.
//!
//! Read [`Found`] first.

use std::collections::HashMap;

use super::data::{Command, Data, Key, Target, ToMany, ToOne, Upsert, Write};
use super::run::{Done, Run};
use crate::model::{Collection, Model, Value};
use crate::query::dialect::write::Lock;

/// The ids that keys were found to name.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By collection and field, then by the value's JSON text.
    ids: HashMap<(String, String), HashMap<String, String>>,
    /// Where records are made because an upsert found none, with the field and the value that it looked
    /// for: if there is one after all, another transaction was faster.
    expected_new: HashMap<String, (String, Value)>,
}

impl Found {
    pub(super) fn get(&self, collection: &Collection, key: &Key) -> Option<String> {
        let place = (collection.name.clone(), key.field.clone());
        self.ids.get(&place)?.get(&text(collection, key)).cloned()
    }

    pub(super) fn add(&mut self, collection: &Collection, key: &Key, id: &str) {
        let place = (collection.name.clone(), key.field.clone());
        self.ids.entry(place).or_default().insert(text(collection, key), id.to_owned());
    }

    /// Forgets what these fields were found to name: their values change.
    pub(super) fn forget<'f>(&mut self, collection: &Collection, fields: impl Iterator<Item = &'f str>) {
        for field in fields {
            self.ids.remove(&(collection.name.clone(), field.to_owned()));
        }
    }

    /// Forgets everything: records go.
    pub(super) fn forget_all(&mut self) {
        self.ids.clear();
    }

    /// Notes that the record of that place should be new: there is none with that value in the field.
    pub(super) fn expect_new(&mut self, path: &str, field: &str, value: &Value) {
        self.expected_new.insert(path.to_owned(), (field.to_owned(), value.clone()));
    }

    /// Whether none was found with that value.
    pub(super) fn expects_new(&self, path: &str, field: &str, value: &Value) -> bool {
        self.expected_new.get(path).is_some_and(|(known, own)| known == field && own == value)
    }
}

/// The key's value as images have it.
fn text(collection: &Collection, key: &Key) -> String {
    let field = collection.fields.get(&key.field);
    field.map_or_else(|| key.value.to_json(), |field| field.json_of(&key.value)).to_string()
}

impl<'a> Run<'a, '_> {
    /// Looks for all that the command's keys name, with one statement for each field that they name
    /// it by. What is not found may yet be made by the command itself.
    pub(super) async fn find_all(&mut self, collection: &'a Collection, command: &Command) -> Done<()> {
        let mut keys = Keys { model: self.model, keys: HashMap::new() };
        keys.command(&collection.name, command);
        for ((collection, field), wanted) in keys.keys {
            let Some(collection) = self.model.collections.get(&collection) else { continue };
            let Some(field) = collection.fields.get(&field).filter(|_| wanted.len() > 1) else { continue };
            let values = wanted.iter().map(|key| key.value.clone()).collect();
            let images = self.tx.images(collection, &[field], field, values, Lock::Keep).await?;
            let found: Vec<String> = images.iter().map(|image| image.id.clone()).collect();
            self.look_at(collection, &found).await?;
            let place = (collection.name.clone(), field.name.clone());
            let ids = self.found.ids.entry(place).or_default();
            for image in images {
                let value = image.fields.get(&field.name).map(ToString::to_string).unwrap_or_default();
                ids.insert(value, image.id);
            }
        }
        Ok(())
    }
}

/// The keys of a command by the collection and the field that they name records by.
struct Keys<'m, 'd> {
    model: &'m Model,
    keys: HashMap<(String, String), Vec<&'d Key>>,
}

impl<'d> Keys<'_, 'd> {
    fn command(&mut self, collection: &str, command: &'d Command) {
        match command {
            Command::Create(records) => records.iter().for_each(|data| self.data(collection, data)),
            Command::Update(_, data, _) | Command::UpdateMatching(data) | Command::UpdateOnly(data, _) => {
                self.data(collection, data);
            }
            Command::Upsert(upsert) => {
                // Which of the two is done is not known yet: what one needs is seldom much.
                self.data(collection, &upsert.create);
                self.data(collection, &upsert.update);
            }
            Command::Delete(..) | Command::DeleteMatching | Command::DeleteOnly(_) => {}
        }
    }

    fn data(&mut self, collection: &str, data: &'d Data) {
        for (name, write) in &data.relations {
            let field = self.model.collections.get(collection).and_then(|known| known.fields.get(name));
            let target = field.and_then(|field| field.relation()).map(|relation| relation.target.clone());
            if let Some(target) = target {
                self.write(&target, write);
            }
        }
        for embedded in &data.embedded {
            self.write(&embedded.target, &embedded.write);
        }
    }

    fn write(&mut self, target: &str, write: &'d Write) {
        match write {
            Write::One(to_one) => self.note_one(target, to_one),
            Write::Many(to_many) => self.note_many(target, to_many),
        }
    }

    fn note_one(&mut self, target: &str, to_one: &'d ToOne) {
        match &to_one.link {
            Some(Target::Connect(key)) => self.key(target, key),
            Some(Target::Create(data)) => self.data(target, data),
            Some(Target::Upsert(upsert)) => self.upsert(target, upsert),
            Some(Target::Disconnect | Target::Delete) | None => {}
        }
        if let Some(data) = &to_one.update {
            self.data(target, data);
        }
    }

    fn note_many(&mut self, target: &str, to_many: &'d ToMany) {
        let set = to_many.set.iter().flatten();
        for key in set.chain(&to_many.connect).chain(&to_many.disconnect).chain(&to_many.delete) {
            self.key(target, key);
        }
        to_many.create.iter().for_each(|data| self.data(target, data));
        for (key, data) in &to_many.update {
            self.key(target, key);
            self.data(target, data);
        }
        to_many.upsert.iter().for_each(|upsert| self.upsert(target, upsert));
    }

    fn upsert(&mut self, target: &str, upsert: &'d Upsert) {
        self.key(target, &upsert.key);
        self.data(target, &upsert.create);
        self.data(target, &upsert.update);
    }

    fn key(&mut self, target: &str, key: &'d Key) {
        self.keys.entry((target.to_owned(), key.field.clone())).or_default().push(key);
    }
}
