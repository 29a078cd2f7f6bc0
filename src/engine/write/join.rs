//! Many-to-many relations: who is in a list, and the records that are written inside it.
//!
//! Read [`Run::join`] first.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::authorize::{Purpose, Wanted};
use super::data::{Data, ToMany};
use super::fault;
use super::run::{Done, Run};
use crate::access::Action;
use crate::changes::{Image, Link, LinkField, by_source};
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, RelationStorage, Value};

/// The records of a list while it is written.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    /// Their ids, in order.
    pub ids: IndexSet<String>,
    /// Where they are kept; none inside a component, which is written with them.
    kept: Option<Kept<'a>>,
}

/// A list in a join table, seen from one of its ends.
#[derive(Debug)]
struct Kept<'a> {
    list: LinkField<'a>,
    is_owner: bool,
    /// The record whose list it is.
    id: String,
    /// Where the input speaks of it.
    path: String,
    is_new: bool,
    /// What is stored of it.
    links: Vec<Link>,
}

impl Kept<'_> {
    /// The column with the record's own id.
    fn column(&self) -> &'static str {
        if self.is_owner { JOIN_SOURCE } else { JOIN_TARGET }
    }

    /// The ids of the records at the other end.
    fn others(&self) -> IndexSet<String> {
        let other = |link: &Link| if self.is_owner { link.target.clone() } else { link.source.clone() };
        self.links.iter().map(other).collect()
    }
}

impl<'a> Run<'a, '_> {
    /// Does what is wanted of a many-to-many relation, from either end.
    pub(super) async fn join(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        id: &str,
        to_many: &ToMany,
        is_new: bool,
    ) -> Done<()> {
        let (Some((list, is_owner)), Some(target)) = (self.list_of(collection, field), self.target(field))
        else {
            return Ok(());
        };
        let (id, path) = (id.to_owned(), to_many.path.clone());
        let mut kept = Kept { list, is_owner, id, path, is_new, links: Vec::new() };
        if !is_new {
            kept.links = self.lock_links(&kept).await?;
        }
        let members = Members { ids: kept.others(), kept: Some(kept) };
        let members = self.gather(target, to_many, members).await?;
        self.store(&members).await?;
        for key in &to_many.delete {
            let Some(gone) = self.find_or_fault(target, key, Purpose::Delete).await? else { continue };
            if members.ids.contains(&gone) {
                self.remove(target, &[gone], &key.path).await?;
            } else {
                let message = fault::is_no_member(collection, &field.name, target, key);
                self.fault(&key.path, "NOT_FOUND", message);
            }
        }
        Ok(())
    }

    /// The list that the field is an end of, and whether it is the owner's.
    fn list_of(&self, collection: &'a Collection, field: &'a Field) -> Option<(LinkField<'a>, bool)> {
        let RelationStorage::Join { table, owner, inverse } = &field.relation()?.storage else { return None };
        if *owner {
            return Some((LinkField { collection, field, table }, true));
        }
        let collection = self.target(field)?;
        let field = collection.fields.get(inverse.as_ref()?)?;
        Some((LinkField { collection, field, table }, false))
    }

    /// The links of the record, which nobody else changes meanwhile.
    async fn lock_links(&mut self, kept: &Kept<'a>) -> Done<Vec<Link>> {
        if kept.is_owner {
            self.images(kept.list.collection, std::slice::from_ref(&kept.id), &[]).await?;
        }
        let id = vec![Value::Text(kept.id.clone())];
        Ok(self.tx.links(kept.list.table, kept.column(), id).await?)
    }

    /// What the members come to be, with the records among them made and changed.
    pub(super) async fn gather(
        &mut self,
        target: &'a Collection,
        to_many: &ToMany,
        mut members: Members<'a>,
    ) -> Done<Members<'a>> {
        if let Some(keys) = &to_many.set {
            // Those that they may not see are not theirs to take out.
            let before: Vec<String> = members.ids.iter().cloned().collect();
            let seen = self.visible(target, &before).await?;
            let unseen = before.into_iter().filter(|id| !seen.contains(id));
            members.ids = self.find_each(target, keys).await?.into_iter().chain(unseen).collect();
        }
        members.ids.extend(self.find_each(target, &to_many.connect).await?);
        let gone = self.find_each(target, &to_many.disconnect).await?;
        members.ids.retain(|id| !gone.contains(id));
        for data in &to_many.create {
            self.before_inner(data, &members).await?;
            let id = self.create(target, data, None).await?;
            self.after_inner(data, &mut members).await?;
            members.ids.insert(id);
        }
        for (key, data) in &to_many.update {
            let Some(id) = self.find_or_fault(target, key, Purpose::Update).await? else { continue };
            if members.ids.contains(&id) {
                self.update_inner(target, &id, data, &mut members).await?;
            } else {
                let message =
                    format!("is not among the records of this relation: connect the {} first", target.name);
                self.fault(&key.path, "NOT_FOUND", message);
            }
        }
        for upsert in &to_many.upsert {
            if let Some(id) = self.find(target, &upsert.key).await? {
                if !self.admit(target, &id, &upsert.key, Purpose::Update).await? {
                    continue;
                }
                members.ids.insert(id.clone());
                self.update_inner(target, &id, &upsert.update, &mut members).await?;
                continue;
            }
            self.expect_new(upsert);
            self.before_inner(&upsert.create, &members).await?;
            let id = self.create(target, &upsert.create, None).await?;
            self.after_inner(&upsert.create, &mut members).await?;
            members.ids.insert(id);
        }
        Ok(members)
    }

    async fn update_inner(
        &mut self,
        target: &'a Collection,
        id: &str,
        data: &Data,
        members: &mut Members<'a>,
    ) -> Done<()> {
        self.before_inner(data, members).await?;
        self.update(target, id, data).await?;
        self.after_inner(data, members).await
    }

    /// What is written inside a member may come back to the list: it must be there as it is by then.
    async fn before_inner(&mut self, data: &Data, members: &Members<'a>) -> Done<()> {
        if reaches_on(data) { self.store(members).await } else { Ok(()) }
    }

    async fn after_inner(&mut self, data: &Data, members: &mut Members<'a>) -> Done<()> {
        if let Some(kept) = members.kept.as_mut().filter(|_| reaches_on(data) && !self.is_lost()) {
            kept.links = self.lock_links(kept).await?;
            members.ids = kept.others();
        }
        Ok(())
    }

    /// Writes the list as it has become.
    async fn store(&mut self, members: &Members<'a>) -> Done<()> {
        let Some(kept) = members.kept.as_ref().filter(|_| !self.is_lost()) else { return Ok(()) };
        if !kept.is_owner {
            return self.relink_far(kept, &members.ids).await;
        }
        let ids: Vec<String> = members.ids.iter().cloned().collect();
        let owner = Image { id: kept.id.clone(), version: 1, fields: Default::default() };
        let owner = match kept.is_new {
            true => Some(owner),
            false => self.images(kept.list.collection, &[owner.id], &[]).await?.into_iter().next(),
        };
        match owner {
            Some(owner) => Ok(self.tx.relink(kept.list, &owner, &kept.links, &ids).await?),
            None => Ok(()),
        }
    }

    /// Changes the lists of the records at the far end that own them.
    async fn relink_far(&mut self, kept: &Kept<'a>, members: &IndexSet<String>) -> Done<()> {
        let owners: Vec<String> = kept.others().symmetric_difference(members).cloned().collect();
        let fields = [kept.list.field.name.as_str()];
        let wanted = Wanted { action: Action::Update, fields: &fields, path: &kept.path };
        if !self.allow(kept.list.collection, &owners, wanted).await? {
            return Ok(());
        }
        self.relink_each(kept.list, &owners, &kept.path, |targets| {
            match targets.iter().position(|target| *target == kept.id) {
                Some(place) => drop(targets.remove(place)),
                None => targets.push(kept.id.clone()),
            }
        })
        .await
    }

    /// Changes the lists of several owners.
    pub(super) async fn relink_each(
        &mut self,
        list: LinkField<'a>,
        owners: &[String],
        path: &str,
        change: impl Fn(&mut Vec<String>) + Send + Sync,
    ) -> Done<()> {
        let images = self.images(list.collection, owners, &[]).await?;
        let ids = owners.iter().map(|owner| Value::Text(owner.clone())).collect();
        let mut lists: HashMap<String, Vec<Link>> =
            by_source(self.tx.links(list.table, JOIN_SOURCE, ids).await?);
        for image in images {
            let before = lists.remove(&image.id).unwrap_or_default();
            let mut targets: Vec<String> = before.iter().map(|link| link.target.clone()).collect();
            change(&mut targets);
            self.tx.relink(list, &image, &before, &targets).await?;
            self.touch(list.collection, &image.id, path);
        }
        Ok(())
    }
}

/// Whether what is said of a record speaks of others too.
fn reaches_on(data: &Data) -> bool {
    !data.relations.is_empty() || !data.embedded.is_empty()
}
