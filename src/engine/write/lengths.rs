//! How long lists of records may be, judged when a mutation is done: those of the records that it wrote,
//! and those that these are in at the far ends of their relations.
//!
//! Read [`Run::check_lengths`] first.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::run::{Done, Run};
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, Model, RelationStorage, Value};
use crate::query::dialect::write::Lock;

/// Records by id, with the places in the input where they are written.
type Places = IndexMap<String, String>;

impl<'a> Run<'a, '_> {
    /// Judges the lists of what was written, and those that it is in.
    pub(super) async fn check_lengths(&mut self) -> Done<()> {
        let collections: Vec<&'a Collection> =
            self.touched.keys().filter_map(|name| self.model.collections.get(name)).collect();
        for collection in collections {
            for field in collection.fields.values() {
                let far = limited_far_field(self.model, collection, field);
                if is_limited(field) || far.is_some() {
                    let places = self.places(collection);
                    self.check_own(field, &places).await?;
                    self.check_far(collection, field, far, &places).await?;
                }
            }
        }
        Ok(())
    }

    /// The collection's records that were written and are still there.
    fn places(&self, collection: &Collection) -> Places {
        let touched = self.touched.get(&collection.name).into_iter().flatten();
        let mut places = Places::new();
        for (id, path) in touched.filter(|(id, _)| !self.tx.has_deleted(collection, id)) {
            places.entry(id.clone()).or_insert_with(|| path.clone());
        }
        places
    }

    async fn check_own(&mut self, field: &'a Field, places: &Places) -> Done<()> {
        if !is_limited(field) {
            return Ok(());
        }
        let lengths = self.lengths(field, places).await?;
        for (id, path) in places {
            self.judge(field, lengths.get(id).copied().unwrap_or(0), &format!("{path}.{}", field.name), "");
        }
        Ok(())
    }

    async fn check_far(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        far: Option<&'a Field>,
        places: &Places,
    ) -> Done<()> {
        let (Some(far), Some(target)) = (far, self.target(field)) else { return Ok(()) };
        // Their lists are judged as their own.
        let written = self.places(target);
        let ids = places.keys().map(|id| Value::Text(id.clone())).collect();
        let mut targets = Places::new();
        let pairs = self.pairs(collection, field, ids).await?;
        for (own, id) in pairs.into_iter().filter(|(_, id)| !written.contains_key(id)) {
            let path = places.get(&own).map(String::as_str).unwrap_or_default();
            targets.entry(id).or_insert_with(|| format!("{path}.{}", field.name));
        }
        let lengths = self.lengths(far, &targets).await?;
        for (id, path) in &targets {
            let whose = format!("leads to a record whose `{}` then ", far.name);
            self.judge(far, lengths.get(id).copied().unwrap_or(0), path, &whose);
        }
        Ok(())
    }

    fn judge(&mut self, field: &Field, length: usize, path: &str, whose: &str) {
        let relation = field.relation();
        let violations = relation.map(|relation| relation.length_violations(field, length));
        for violation in violations.into_iter().flatten() {
            self.fault(path, violation.code, format!("{whose}{}", violation.message));
        }
    }

    /// How many records the lists of those records hold; lists that hold none are left out.
    async fn lengths(&mut self, field: &'a Field, places: &Places) -> Done<HashMap<String, usize>> {
        let ids = places.keys().map(|id| Value::Text(id.clone())).collect();
        let mut lengths = HashMap::new();
        match field.relation().map(|relation| (&relation.storage, self.target(field))) {
            Some((RelationStorage::Join { table, owner, .. }, _)) => {
                let column = if *owner { JOIN_SOURCE } else { JOIN_TARGET };
                for link in self.tx.links(table, column, ids).await? {
                    *lengths.entry(if *owner { link.source } else { link.target }).or_default() += 1;
                }
            }
            Some((RelationStorage::Inverse { field: near, .. }, Some(target))) => {
                let Some(near) = target.fields.get(near) else { return Ok(lengths) };
                for image in self.tx.images(target, &[near], near, ids, Lock::None).await? {
                    let id = image.fields.get(&near.name).and_then(|id| id.as_str());
                    *lengths.entry(id.unwrap_or_default().to_owned()).or_default() += 1;
                }
            }
            _ => {}
        }
        Ok(lengths)
    }

    /// The records of those ids, each with a record that its relation leads to.
    async fn pairs(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        ids: Vec<Value>,
    ) -> Done<Vec<(String, String)>> {
        if let Some(table) = join_table(field) {
            let links = self.tx.links(table, JOIN_SOURCE, ids).await?;
            return Ok(links.into_iter().map(|link| (link.source, link.target)).collect());
        }
        let Some(id) = collection.fields.get("id") else { return Ok(Vec::new()) };
        let images = self.tx.images(collection, &[field], id, ids, Lock::None).await?;
        let pairs = images.into_iter().filter_map(|image| {
            let target = image.fields.get(&field.name)?.as_str()?.to_owned();
            Some((image.id, target))
        });
        Ok(pairs.collect())
    }
}

/// The join table of a field that owns one.
fn join_table(field: &Field) -> Option<&str> {
    match &field.relation()?.storage {
        RelationStorage::Join { table, owner: true, .. } => Some(table),
        RelationStorage::ForeignKey { .. }
        | RelationStorage::Inverse { .. }
        | RelationStorage::Join { .. }
        | RelationStorage::Embedded { .. } => None,
    }
}

/// The other end of a relation, if that is a list whose length is limited.
fn limited_far_field<'a>(model: &'a Model, collection: &Collection, field: &Field) -> Option<&'a Field> {
    let relation = field.relation()?;
    let target = model.collections.get(&relation.target)?;
    let far = match &relation.storage {
        RelationStorage::Join { owner: true, inverse, .. } => target.fields.get(inverse.as_ref()?)?,
        RelationStorage::ForeignKey { column } => target.fields.values().find(|far| {
            far.relation().is_some_and(|relation| {
                relation.target == collection.name && matches!(&relation.storage, RelationStorage::Inverse { field: near, column: of, many: true }
                    if *near == field.name && of == column)
            })
        })?,
        RelationStorage::Join { .. } | RelationStorage::Inverse { .. } | RelationStorage::Embedded { .. } => {
            return None;
        }
    };
    is_limited(far).then_some(far)
}

/// Whether the field is a list of records whose length is limited.
fn is_limited(field: &Field) -> bool {
    let relation = field.relation().filter(|relation| relation.is_to_many());
    relation.is_some_and(|relation| relation.max.is_some() || field.check.is_some())
}
