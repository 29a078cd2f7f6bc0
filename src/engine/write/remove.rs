//! Deletes records, with what `onDelete` says of those that point to them: they stand in the way, go
//! along, or point nowhere. All of that is logged like any other change.
//!
//! Read [`Run::remove`] first.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::embedded::{Holds, InTheWay};
use super::fault::{self, FORBIDDEN, Stop};
use super::leavers;
use super::run::{Done, Run};
use crate::access::Action;
use crate::changes::{Image, LinkField};
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, OnDelete, RelationStorage, Value};
use crate::query::dialect::write::Lock;

/// The records that go, by collection and id.
pub(super) type Going<'a> = IndexMap<&'a str, IndexMap<String, Image>>;

/// A field of a record that goes, which points to another that goes.
#[derive(Debug, Clone)]
struct Edge<'a> {
    from: (&'a str, String),
    to: (&'a str, String),
    field: &'a Field,
}

impl<'a> Run<'a, '_> {
    /// Deletes the records. `path` is where the input asks for it.
    pub(super) async fn remove(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
        path: &str,
    ) -> Done<()> {
        self.check_faults()?;
        let mut going: Going<'a> = IndexMap::new();
        let mut next = vec![(collection, ids.to_vec())];
        let mut cut: Vec<(&'a Collection, &'a Field, Vec<String>)> = Vec::new();
        while let Some((collection, ids)) = next.pop() {
            let known = going.entry(&collection.name).or_default();
            let ids: Vec<String> = ids.into_iter().filter(|id| !known.contains_key(id)).collect();
            let images = self.whole(collection, &ids).await?;
            let ids: Vec<Value> = images.iter().map(|image| Value::Text(image.id.clone())).collect();
            known.extend(images.into_iter().map(|image| (image.id.clone(), image)));
            if ids.is_empty() {
                continue;
            }
            for (other, field) in pointing_to(self.model, collection) {
                let found = self.tx.images(other, &[field], field, ids.clone(), Lock::Delete).await?;
                let found: Vec<String> = found.into_iter().map(|image| image.id).collect();
                match field.relation().map(|relation| relation.on_delete) {
                    Some(OnDelete::Cascade) => next.push((other, found)),
                    Some(OnDelete::Restrict | OnDelete::SetNull) => cut.push((other, field, found)),
                    None => {}
                }
            }
        }
        self.judge_going(&going, (collection, ids), path).await?;
        // Only now is it known who goes along.
        for (other, field, ids) in cut {
            let gone = going.get(other.name.as_str());
            let left = ids.into_iter().filter(|id| gone.is_none_or(|gone| !gone.contains_key(id)));
            self.let_go(other, field, left.collect(), path).await?;
        }
        self.check_faults()?;
        self.unlink(&going, path).await?;
        self.unembed(&going, path).await?;
        self.check_faults()?;
        self.found.forget_all();
        for (name, records) in &going {
            if let Some(touched) = self.touched.get_mut(*name) {
                touched.retain(|(id, _)| !records.contains_key(id));
            }
        }
        self.delete_in_order(going).await
    }

    /// Refuses to delete what may not be deleted, what goes along too.
    async fn judge_going(
        &mut self,
        going: &Going<'a>,
        (collection, ids): (&'a Collection, &[String]),
        path: &str,
    ) -> Done<()> {
        for (name, records) in going {
            let Some(going) = self.model.collections.get(*name) else { continue };
            let all: Vec<String> = records.keys().cloned().collect();
            for (id, reason) in self.undeletable(going, &all).await? {
                let is_named = going.name == collection.name && ids.contains(&id);
                let (code, message) = match is_named {
                    true => fault::refusal(going, Action::Delete, reason),
                    false => (FORBIDDEN, format!("would delete a {} that you may not delete", going.name)),
                };
                self.fault(path, code, message);
            }
        }
        Ok(())
    }

    /// The records with everything that they hold.
    async fn whole(&mut self, collection: &'a Collection, ids: &[String]) -> Done<Vec<Image>> {
        let Some(id) = collection.fields.get("id") else { return Ok(Vec::new()) };
        let fields: Vec<&Field> =
            collection.fields.values().filter(|field| field.column().is_some()).collect();
        let values: Vec<Value> = ids.iter().map(|id| Value::Text(id.clone())).collect();
        let mut images = self.tx.images(collection, &fields, id, values, Lock::Delete).await?;
        for field in collection.fields.values() {
            let Some(RelationStorage::Join { table, owner: true, .. }) =
                field.relation().map(|relation| &relation.storage)
            else {
                continue;
            };
            let owners = images.iter().map(|image| Value::Text(image.id.clone())).collect();
            let mut lists: HashMap<String, Vec<Json>> = HashMap::new();
            for link in self.tx.links(table, JOIN_SOURCE, owners).await? {
                lists.entry(link.source).or_default().push(link.target.into());
            }
            for image in &mut images {
                let list = lists.remove(&image.id).unwrap_or_default();
                image.fields.insert(field.name.clone(), Json::Array(list));
            }
        }
        Ok(images)
    }

    /// Which records stand in the way, as far as whoever deletes may see them.
    async fn still_point_here(
        &mut self,
        collection: &'a Collection,
        field: &Field,
        ids: &[String],
    ) -> Done<String> {
        let seen = self.visible(collection, ids).await?;
        let seen: Vec<String> = ids.iter().filter(|id| seen.contains(*id)).cloned().collect();
        Ok(match seen.is_empty() {
            true => "is still needed by records that you may not see".to_owned(),
            false => fault::still_point_here(collection, field, &seen),
        })
    }

    /// Makes records that stay point nowhere, or finds that they stand in the way.
    async fn let_go(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        ids: Vec<String>,
        path: &str,
    ) -> Done<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let restricts = field.relation().is_some_and(|relation| relation.on_delete == OnDelete::Restrict);
        if restricts || field.required {
            let message = self.still_point_here(collection, field, &ids).await?;
            self.fault(path, "RESTRICT", message);
            return Ok(());
        }
        for image in self.images(collection, &ids, &[field]).await? {
            self.change(collection, &image, vec![(field, Value::Null)], path).await?;
            self.touch(collection, &image.id, path);
        }
        Ok(())
    }

    /// Takes the records out of the many-to-many lists of those that stay.
    async fn unlink(&mut self, going: &Going<'a>, path: &str) -> Done<()> {
        for collection in self.model.collections.values() {
            for field in collection.fields.values() {
                let Some(relation) = field.relation() else { continue };
                let RelationStorage::Join { table, owner: true, .. } = &relation.storage else { continue };
                let Some(gone) = going.get(relation.target.as_str()) else { continue };
                let ids = gone.keys().map(|id| Value::Text(id.clone())).collect();
                let stays = |owner: &String| {
                    going.get(collection.name.as_str()).is_none_or(|gone| !gone.contains_key(owner))
                };
                let links = self.tx.links(table, JOIN_TARGET, ids).await?;
                let owners: HashSet<String> =
                    links.into_iter().map(|link| link.source).filter(stays).collect();
                let owners: Vec<String> = owners.into_iter().collect();
                let list = LinkField { collection, field, table };
                self.relink_each(list, &owners, path, |targets| {
                    targets.retain(|target| !gone.contains_key(target))
                })
                .await?;
            }
        }
        Ok(())
    }

    /// Deletes those first that nothing points to any more.
    async fn delete_in_order(&mut self, mut going: Going<'a>) -> Done<()> {
        let mut edges = self.edges(&going);
        while going.values().any(|records| !records.is_empty()) {
            let held: HashSet<(&str, &str)> =
                edges.iter().map(|edge| (edge.to.0, edge.to.1.as_str())).collect();
            let mut free: Vec<(&'a str, Vec<Image>)> = Vec::new();
            for (name, records) in &going {
                let images = records.iter().filter(|(id, _)| !held.contains(&(*name, id.as_str())));
                let images: Vec<Image> = images.map(|(_, image)| image.clone()).collect();
                if !images.is_empty() {
                    free.push((*name, images));
                }
            }
            if free.is_empty() {
                self.cut_circle(&mut edges).await?;
                continue;
            }
            let mut gone: HashSet<(&str, String)> = HashSet::new();
            for (name, images) in free {
                let Some(collection) = self.model.collections.get(name) else { continue };
                self.tx.delete(collection, &images).await?;
                if collection.name == leavers::USERS {
                    leavers::forget_in(self.tx, &images).await?;
                }
                for image in images {
                    if let Some(records) = going.get_mut(name) {
                        records.swap_remove(&image.id);
                    }
                    gone.insert((name, image.id));
                }
            }
            edges.retain(|edge| !gone.contains(&edge.from));
        }
        Ok(())
    }

    /// Who of those that go points to another of them.
    fn edges(&self, going: &Going<'a>) -> Vec<Edge<'a>> {
        let mut edges = Vec::new();
        for (name, records) in going {
            let Some(collection) = self.model.collections.get(*name) else { continue };
            for field in collection.fields.values() {
                let Some(relation) = field.relation() else { continue };
                let RelationStorage::ForeignKey { .. } = relation.storage else { continue };
                let Some((target, gone)) = going.get_key_value(relation.target.as_str()) else { continue };
                for (id, image) in records {
                    let to = image.fields.get(&field.name).and_then(Json::as_str);
                    if let Some(to) = to.filter(|to| gone.contains_key(*to)) {
                        let (from, to) = ((*name, id.clone()), (*target, to.to_owned()));
                        edges.push(Edge { from, to, field });
                    }
                }
            }
        }
        edges
    }

    /// Records that point to each other in a circle: one that may point nowhere lets go.
    async fn cut_circle(&mut self, edges: &mut Vec<Edge<'a>>) -> Done<()> {
        let Some(place) = edges.iter().position(|edge| !edge.field.required) else {
            let message = "these records need each other in a circle: none can be deleted before the others";
            return Err(Stop::Refused(crate::error::Error::conflict(message)));
        };
        let edge = edges.swap_remove(place);
        if let Some(collection) = self.model.collections.get(edge.from.0) {
            self.tx.cut(collection, edge.field, std::slice::from_ref(&edge.from.1)).await?;
        }
        Ok(())
    }

    /// Takes the records out of the components of those that stay, or finds that they stand in the way.
    async fn unembed(&mut self, going: &Going<'a>, path: &str) -> Done<()> {
        for collection in self.model.collections.values() {
            for field in collection.fields.values() {
                let holds = Holds { model: self.model, going };
                if holds.field(field) {
                    let stay = self.mentioning(collection, field, &holds).await?;
                    self.unembed_from(collection, field, &holds, &stay, path).await?;
                }
            }
        }
        Ok(())
    }

    /// The records that stay and of which the field points to one that goes.
    async fn mentioning(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        holds: &Holds<'a, '_>,
    ) -> Done<Vec<String>> {
        let images = self.tx.mentions(collection, field, &holds.ids()).await?;
        let stays = |image: &Image| !holds.goes(&collection.name, &image.id);
        let points = |image: &Image| {
            let mut json = image.fields.get(&field.name).cloned().unwrap_or_default();
            !matches!(holds.taken_out(&field.kind, &mut json), Ok(false))
        };
        let images = images.into_iter().filter(|image| stays(image) && points(image));
        Ok(images.map(|image| image.id).collect())
    }

    async fn unembed_from(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        holds: &Holds<'a, '_>,
        ids: &[String],
        path: &str,
    ) -> Done<()> {
        let mut in_the_way = Vec::new();
        for image in self.images(collection, ids, &[field]).await? {
            let mut json = image.fields.get(&field.name).cloned().unwrap_or_default();
            match holds.taken_out(&field.kind, &mut json) {
                Ok(false) => {}
                Ok(true) => self.tx.update(collection, &image, vec![(field, Value::Json(json))]).await?,
                Err(InTheWay) => in_the_way.push(image.id),
            }
        }
        if !in_the_way.is_empty() {
            let message = self.still_point_here(collection, field, &in_the_way).await?;
            self.fault(path, "RESTRICT", message);
        }
        Ok(())
    }
}

/// The fields whose column points to a collection.
fn pointing_to<'a>(
    model: &'a crate::model::Model,
    collection: &Collection,
) -> Vec<(&'a Collection, &'a Field)> {
    let all = model.collections.values();
    let fields = all.flat_map(|other| other.fields.values().map(move |field| (other, field)));
    let points = |field: &Field| {
        field.relation().is_some_and(|relation| {
            relation.target == collection.name
                && matches!(relation.storage, RelationStorage::ForeignKey { .. })
        })
    };
    fields.filter(|(_, field)| points(field)).collect()
}
