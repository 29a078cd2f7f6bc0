//! Does what nested writes want: which records relations lead to, and what becomes of those.
//!
//! A to-one relation in the record's own column is led before the record is written ([`Run::lead`]),
//! everything else after it ([`Run::relate`]).

use std::collections::HashSet;

use serde_json::Value as Json;

use super::authorize::{Purpose, Wanted};
use super::data::{Data, Embedded, Key, Target, ToMany, ToOne, Write};
use super::fault;
use super::join::Members;
use super::run::{Done, Parent, Run, judged_with};
use crate::access::Action;
use crate::changes::Image;
use crate::model::{Collection, Field, Relation, RelationStorage, Value};
use crate::query::dialect::write::Lock;

/// The far end of a relation: the records whose column points back.
#[derive(Debug, Clone, Copy)]
struct FarEnd<'a> {
    /// The collection that the relation starts from.
    near: &'a Collection,
    /// The relation's field there.
    name: &'a str,
    /// The collection of the related records.
    collection: &'a Collection,
    /// Their field that points back.
    field: &'a Field,
    /// The name of that field.
    written: &'a str,
}

impl<'a> FarEnd<'a> {
    /// That its records point elsewhere.
    fn wanted<'w>(&'w self, path: &'w str) -> Wanted<'a, 'w> {
        Wanted { action: Action::Update, fields: std::slice::from_ref(&self.written), path }
    }
}

impl<'a> Run<'a, '_> {
    /// The id that a to-one relation of a record's own column leads to.
    pub(super) async fn lead(
        &mut self,
        field: &'a Field,
        to_one: &ToOne,
        current: Option<&str>,
    ) -> Done<Option<String>> {
        let Some(target) = self.target(field) else { return Ok(None) };
        let id = match &to_one.link {
            None => current.map(str::to_owned),
            Some(Target::Connect(key)) => self.find_or_fault(target, key, Purpose::Lead).await?,
            Some(Target::Create(data)) => Some(self.create(target, data, None).await?),
            Some(Target::Upsert(upsert)) => Some(self.upsert(target, upsert, None).await?),
            Some(Target::Disconnect) => None,
            // The record goes once nothing leads to it any more: see `delete_left`.
            Some(Target::Delete) => None,
        };
        if let Some(data) = &to_one.update {
            match &id {
                Some(id) => self.update(target, id, data).await?,
                None if to_one.link.is_none() => {
                    let message = format!("leads to no {}: connect or create one", target.name);
                    self.fault(&to_one.path, "NOT_FOUND", message);
                }
                None => {}
            }
        }
        Ok(id)
    }

    /// Deletes the records that to-one relations led to and that are to go.
    pub(super) async fn delete_left(
        &mut self,
        collection: &'a Collection,
        image: &Image,
        data: &Data,
    ) -> Done<()> {
        for (name, write) in &data.relations {
            let Some(field) = collection.fields.get(name) else { continue };
            let is_own = field.relation().is_some_and(is_foreign_key);
            let Write::One(ToOne { link: Some(Target::Delete), .. }) = write else { continue };
            let Some(target) = self.target(field).filter(|_| is_own) else { continue };
            if let Some(id) = image.fields.get(name).and_then(Json::as_str) {
                self.remove(target, &[id.to_owned()], &data.path).await?;
            }
        }
        Ok(())
    }

    /// Does what is wanted of the relations that are kept elsewhere than in the record.
    pub(super) async fn relate(
        &mut self,
        collection: &'a Collection,
        id: &str,
        data: &Data,
        is_new: bool,
    ) -> Done<()> {
        for (name, write) in &data.relations {
            let Some(field) = collection.fields.get(name) else { continue };
            let (Some(relation), Some(target)) = (field.relation(), self.target(field)) else { continue };
            match &relation.storage {
                RelationStorage::ForeignKey { .. } | RelationStorage::Embedded { .. } => {}
                RelationStorage::Inverse { field: far, .. } => {
                    let Some(far) = target.fields.get(far) else { continue };
                    let (near, name, written) = (collection, &field.name, far.name.as_str());
                    let end = FarEnd { near, name, collection: target, field: far, written };
                    match write {
                        Write::One(to_one) => self.relate_one(end, id, to_one).await?,
                        Write::Many(to_many) => self.relate_many(end, id, to_many).await?,
                    }
                }
                RelationStorage::Join { .. } => {
                    if let Write::Many(to_many) = write {
                        self.join(collection, field, id, to_many, is_new).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The far end of a unique to-one relation.
    async fn relate_one(&mut self, end: FarEnd<'a>, id: &str, to_one: &ToOne) -> Done<()> {
        let parent = Parent { field: &end.field.name, id };
        let current = self.members(end, id).await?.into_iter().next();
        let next = match &to_one.link {
            None => current.as_ref().map(|image| image.id.clone()),
            Some(Target::Connect(key)) => self.find_or_fault(end.collection, key, Purpose::Lead).await?,
            Some(Target::Upsert(upsert)) => match self.find(end.collection, &upsert.key).await? {
                Some(found) => {
                    if !self.admit(end.collection, &found, &upsert.key, Purpose::Update).await? {
                        return Ok(());
                    }
                    self.release(end, current.as_ref(), Some(&found), &to_one.path).await?;
                    self.attach(end, id, std::slice::from_ref(&found), &to_one.path).await?;
                    self.update(end.collection, &found, &upsert.update).await?;
                    return Ok(());
                }
                None => {
                    self.release(end, current.as_ref(), None, &to_one.path).await?;
                    self.expect_new(upsert);
                    self.create(end.collection, &upsert.create, Some(parent)).await?;
                    return Ok(());
                }
            },
            Some(Target::Create(data)) => {
                self.release(end, current.as_ref(), None, &to_one.path).await?;
                self.create(end.collection, data, Some(parent)).await?;
                return Ok(());
            }
            Some(Target::Disconnect) => None,
            Some(Target::Delete) => {
                if let Some(image) = &current {
                    self.remove(end.collection, std::slice::from_ref(&image.id), &to_one.path).await?;
                }
                return Ok(());
            }
        };
        self.release(end, current.as_ref(), next.as_deref(), &to_one.path).await?;
        if let Some(next) = next {
            self.attach(end, id, std::slice::from_ref(&next), &to_one.path).await?;
            if let Some(data) = &to_one.update {
                self.update(end.collection, &next, data).await?;
            }
        } else if to_one.update.is_some() && to_one.link.is_none() {
            let message = format!("leads to no {}: connect or create one", end.collection.name);
            self.fault(&to_one.path, "NOT_FOUND", message);
        }
        Ok(())
    }

    /// Takes the record out of the relation that another one takes the place of.
    async fn release(
        &mut self,
        end: FarEnd<'a>,
        current: Option<&Image>,
        next: Option<&str>,
        path: &str,
    ) -> Done<()> {
        match current.filter(|current| Some(current.id.as_str()) != next) {
            Some(current) => self.detach(end, std::slice::from_ref(&current.id), path).await,
            None => Ok(()),
        }
    }

    /// The far end of a to-one relation of many records.
    async fn relate_many(&mut self, end: FarEnd<'a>, id: &str, to_many: &ToMany) -> Done<()> {
        let path = to_many.path.as_str();
        if let Some(keys) = &to_many.set {
            let wanted = self.find_each(end.collection, keys).await?;
            let current = self.members(end, id).await?;
            let left = current.iter().map(|image| &image.id).filter(|id| !wanted.contains(id));
            let left: Vec<String> = left.cloned().collect();
            // Those that they may not see are not theirs to take out.
            let seen = self.visible(end.collection, &left).await?;
            let left: Vec<String> = left.into_iter().filter(|id| seen.contains(id)).collect();
            self.detach(end, &left, &format!("{path}.set")).await?;
            self.attach(end, id, &wanted, path).await?;
        }
        let connected = self.find_each(end.collection, &to_many.connect).await?;
        self.attach(end, id, &connected, path).await?;
        let disconnected = self.find_each(end.collection, &to_many.disconnect).await?;
        let left = self.those_of(end, id, &disconnected).await?;
        self.detach(end, &left, &format!("{path}.disconnect")).await?;
        let parent = Parent { field: &end.field.name, id };
        for data in &to_many.create {
            self.create(end.collection, data, Some(parent)).await?;
        }
        for (key, data) in &to_many.update {
            if let Some(member) = self.member(end, id, key, Purpose::Update).await? {
                self.update(end.collection, &member, data).await?;
            }
        }
        for upsert in &to_many.upsert {
            match self.find(end.collection, &upsert.key).await? {
                Some(found) => {
                    if !self.admit(end.collection, &found, &upsert.key, Purpose::Update).await? {
                        continue;
                    }
                    self.attach(end, id, std::slice::from_ref(&found), path).await?;
                    self.update(end.collection, &found, &upsert.update).await?;
                }
                None => {
                    self.expect_new(upsert);
                    self.create(end.collection, &upsert.create, Some(parent)).await?;
                }
            }
        }
        for key in &to_many.delete {
            if let Some(member) = self.member(end, id, key, Purpose::Delete).await? {
                self.remove(end.collection, &[member], &key.path).await?;
            }
        }
        Ok(())
    }

    /// The records of the relation, with the field that points back.
    async fn members(&mut self, end: FarEnd<'a>, id: &str) -> Done<Vec<Image>> {
        let by = vec![Value::Text(id.to_owned())];
        Ok(self.tx.images(end.collection, &[end.field], end.field, by, Lock::Update).await?)
    }

    /// Those of the records that belong to the relation.
    async fn those_of(&mut self, end: FarEnd<'a>, id: &str, ids: &[String]) -> Done<Vec<String>> {
        let images = self.images(end.collection, ids, &[end.field]).await?;
        let points_back =
            |image: &Image| image.fields.get(&end.field.name).and_then(Json::as_str) == Some(id);
        Ok(images.into_iter().filter(points_back).map(|image| image.id).collect())
    }

    /// The record that the key names, if it belongs to the relation. That it does not is noted.
    async fn member(
        &mut self,
        end: FarEnd<'a>,
        id: &str,
        key: &Key,
        purpose: Purpose,
    ) -> Done<Option<String>> {
        let Some(found) = self.find_or_fault(end.collection, key, purpose).await? else { return Ok(None) };
        let members = self.those_of(end, id, std::slice::from_ref(&found)).await?;
        if members.is_empty() {
            let message = fault::is_no_member(end.near, end.name, end.collection, key);
            self.fault(&key.path, "NOT_FOUND", message);
        }
        Ok(members.into_iter().next())
    }

    /// Makes the records point to the record of that id.
    async fn attach(&mut self, end: FarEnd<'a>, id: &str, ids: &[String], path: &str) -> Done<()> {
        if self.is_lost() {
            return Ok(());
        }
        let fields = judged_with(end.collection, &[&end.field.name]);
        let images = self.images(end.collection, ids, &fields).await?;
        let is_new = |image: &Image| image.fields.get(&end.field.name).and_then(Json::as_str) != Some(id);
        let new: Vec<String> =
            images.iter().filter(|image| is_new(image)).map(|image| image.id.clone()).collect();
        if !self.allow(end.collection, &new, end.wanted(path)).await? {
            return Ok(());
        }
        for image in images {
            if is_new(&image) {
                let value = Value::Text(id.to_owned());
                self.change(end.collection, &image, vec![(end.field, value)], path).await?;
            }
            self.touch(end.collection, &image.id, path);
        }
        Ok(())
    }

    /// Makes the records point nowhere, if they can.
    async fn detach(&mut self, end: FarEnd<'a>, ids: &[String], path: &str) -> Done<()> {
        if !self.allow(end.collection, ids, end.wanted(path)).await? {
            return Ok(());
        }
        if end.field.required && !ids.is_empty() {
            let message = fault::needs(end.collection, end.field, ids);
            self.fault(path, "REQUIRED", message);
            return Ok(());
        }
        if self.is_lost() {
            return Ok(());
        }
        let images = self.images(end.collection, ids, &[end.field]).await?;
        for image in images {
            self.change(end.collection, &image, vec![(end.field, Value::Null)], path).await?;
            self.touch(end.collection, &image.id, path);
        }
        Ok(())
    }

    /// The ids of each of the relations inside the record's components.
    pub(super) async fn embedded_ids(&mut self, data: &Data) -> Done<Vec<Json>> {
        let mut ids = Vec::with_capacity(data.embedded.len());
        for Embedded { target, write, .. } in &data.embedded {
            let Some(target) = self.model.collections.get(target) else { continue };
            ids.push(self.ids_of(target, write).await?);
        }
        Ok(ids)
    }

    /// The ids of a relation inside a component.
    async fn ids_of(&mut self, target: &'a Collection, write: &Write) -> Done<Json> {
        match write {
            Write::One(to_one) => {
                let id = match &to_one.link {
                    Some(Target::Connect(key)) => self.find_or_fault(target, key, Purpose::Lead).await?,
                    Some(Target::Create(data)) => Some(self.create(target, data, None).await?),
                    Some(Target::Upsert(upsert)) => Some(self.upsert(target, upsert, None).await?),
                    Some(Target::Disconnect | Target::Delete) | None => None,
                };
                if let (Some(id), Some(data)) = (&id, &to_one.update) {
                    self.update(target, id, data).await?;
                }
                Ok(id.map_or(Json::Null, Json::from))
            }
            Write::Many(to_many) => {
                let members = self.gather(target, to_many, Members::default()).await?;
                Ok(members.ids.into_iter().collect())
            }
        }
    }

    /// The ids that the keys name, each once.
    pub(super) async fn find_each(&mut self, collection: &'a Collection, keys: &[Key]) -> Done<Vec<String>> {
        let mut ids = Vec::with_capacity(keys.len());
        for key in keys {
            if let Some(id) = self.find_or_fault(collection, key, Purpose::Lead).await? {
                ids.push(id);
            }
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        Ok(ids)
    }

    pub(super) fn target(&self, field: &Field) -> Option<&'a Collection> {
        self.model.collections.get(&field.relation()?.target)
    }
}

fn is_foreign_key(relation: &Relation) -> bool {
    matches!(relation.storage, RelationStorage::ForeignKey { .. })
}
