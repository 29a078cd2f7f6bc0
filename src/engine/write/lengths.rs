//! The lists that relations have at their far ends: a record that points to another makes that one's list
//! longer, and `@relation(max)` holds there too.
//!
//! Read [`Run::check_far_lengths`] first.

use std::collections::HashMap;

use super::run::{Done, Run};
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, Model, RelationStorage, Value};
use crate::query::dialect::write::Lock;

impl<'a> Run<'a, '_> {
    /// Judges the lists that relations of what was written have at their far ends.
    pub(super) async fn check_far_lengths(&mut self) -> Done<()> {
        let collections: Vec<&'a Collection> =
            self.touched.keys().filter_map(|name| self.model.collections.get(name)).collect();
        for collection in collections {
            if collection
                .fields
                .values()
                .any(|field| limited_far_field(self.model, collection, field).is_some())
            {
                let records = self.touched.get(&collection.name).cloned().unwrap_or_default();
                self.check_lengths(collection, &records).await?;
            }
        }
        Ok(())
    }

    async fn check_lengths(&mut self, collection: &'a Collection, records: &[(String, String)]) -> Done<()> {
        for field in collection.fields.values() {
            let Some(far) = limited_far_field(self.model, collection, field) else { continue };
            let ids = records.iter().map(|(id, _)| Value::Text(id.clone())).collect();
            let paths: HashMap<&str, &str> =
                records.iter().map(|(id, path)| (id.as_str(), path.as_str())).collect();
            let mut targets: HashMap<String, String> = HashMap::new();
            for (own, target) in self.pairs(collection, field, ids).await? {
                let path = paths.get(own.as_str()).copied().unwrap_or_default();
                targets.entry(target).or_insert_with(|| format!("{path}.{}", field.name));
            }
            for (target, path) in targets {
                let length = self.number_pointing(collection, field, &target).await?;
                let Some(relation) = far.relation() else { continue };
                for violation in relation.length_violations(far, length) {
                    let message =
                        format!("leads to a record whose `{}` then {}", far.name, violation.message);
                    self.fault(&path, violation.code, message);
                }
            }
        }
        Ok(())
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

    /// How many records' relation leads to that one.
    async fn number_pointing(
        &mut self,
        collection: &'a Collection,
        field: &'a Field,
        id: &str,
    ) -> Done<usize> {
        let id = vec![Value::Text(id.to_owned())];
        match join_table(field) {
            Some(table) => Ok(self.tx.links(table, JOIN_TARGET, id).await?.len()),
            None => Ok(self.tx.images(collection, &[], field, id, Lock::None).await?.len()),
        }
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
    let is_limited = far.relation().is_some_and(|relation| relation.max.is_some()) || far.check.is_some();
    is_limited.then_some(far)
}
