//! The lists of many-to-many relations, which belong to the records at one of their ends.
//!
//! Read [`Tx::relink`] first.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::notes::loggable;
use super::reads::{Image, Link};
use super::tx::{Failure, Tx};
use crate::model::{Collection, Field, Model, RelationStorage, Value};

/// The list of a many-to-many field, at the end that owns it.
#[derive(Debug, Clone, Copy)]
pub struct LinkField<'m> {
    /// The collection that owns the list.
    pub collection: &'m Collection,
    /// The field.
    pub field: &'m Field,
    /// The join table.
    pub table: &'m str,
}

impl<'m> LinkField<'m> {
    /// The list that the field is one end of, when it is many-to-many.
    pub fn of(model: &'m Model, collection: &'m Collection, field: &'m Field) -> Option<Self> {
        let relation = field.relation()?;
        let RelationStorage::Join { table, owner, inverse } = &relation.storage else { return None };
        if *owner {
            return Some(Self { collection, field, table });
        }
        let collection = model.collections.get(&relation.target)?;
        Some(Self { collection, field: collection.fields.get(inverse.as_ref()?)?, table })
    }
}

impl Tx<'_> {
    /// Gives a list of records other members: those that are gone from it, and those that it has now,
    /// in order. The owner's version goes up.
    ///
    /// # Errors
    ///
    /// A database that fails.
    pub async fn relink(
        &mut self,
        list: LinkField<'_>,
        owner: &Image,
        before: &[Link],
        after: &[String],
    ) -> Result<(), Failure> {
        let old: Vec<&str> = before.iter().map(|link| link.target.as_str()).collect();
        if old == after {
            return Ok(());
        }
        self.note_list(list, owner, &old, after).await?;
        let kept: HashSet<&str> = after.iter().map(String::as_str).collect();
        let stays: Vec<&Link> = before.iter().filter(|link| kept.contains(link.target.as_str())).collect();
        let in_order = stays.iter().map(|link| link.target.as_str()).eq(after.iter().take(stays.len()));
        let (gone, added, first): (Vec<&Link>, &[String], i64) = match in_order {
            // What stays keeps its place: only the end of the list is new.
            true => (
                before.iter().filter(|link| !kept.contains(link.target.as_str())).collect(),
                after.get(stays.len()..).unwrap_or_default(),
                stays.iter().map(|link| link.position + 1).max().unwrap_or(0),
            ),
            false => (before.iter().collect(), after, 0),
        };
        for link in gone {
            self.state.pending.unlink(list.table, link_key(&link.source, &link.target).to_vec());
        }
        for (target, position) in added.iter().zip(first..) {
            let [source, target] = link_key(&owner.id, target);
            self.state.pending.link(list.table, vec![source, target, Value::Integer(position)]);
        }
        Ok(())
    }

    async fn note_list(
        &mut self,
        list: LinkField<'_>,
        owner: &Image,
        old: &[&str],
        new: &[String],
    ) -> Result<(), Failure> {
        let LinkField { collection, field, .. } = list;
        if !self.state.raised.contains(&collection.name, &owner.id) {
            // The record itself changes in its version alone.
            self.update(collection, owner, Vec::new()).await?;
        }
        let noted = |list: Json| {
            let shown = loggable(&self.tables.model, field, || list);
            shown.map(|list| (field.name.clone(), list)).into_iter().collect()
        };
        let (before, after) = (noted(Json::from(old.to_vec())), noted(Json::from(new.to_vec())));
        let version = self.version_of(collection, owner);
        self.state.notes.update(&collection.name, &owner.id, version, (before, after));
        Ok(())
    }
}

fn link_key(source: &str, target: &str) -> [Value; 2] {
    [Value::Text(source.to_owned()), Value::Text(target.to_owned())]
}
