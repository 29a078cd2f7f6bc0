//! What the components of stored records hold of records that are to be deleted: no database watches over
//! the ids inside JSON.
//!
//! Read [`Holds`] first.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::remove::Going;
use crate::model::{Field, FieldKind, Model, OnDelete, RelationStorage};

/// A component needs the record that is to go.
pub(super) struct InTheWay;

/// What components hold of the records that go.
pub(super) struct Holds<'m, 'g> {
    pub model: &'m Model,
    pub going: &'g Going<'m>,
}

impl Holds<'_, '_> {
    /// Whether the field's components may point to one of the records.
    pub(super) fn field(&self, field: &Field) -> bool {
        self.kind(&field.kind, &mut HashSet::new())
    }

    fn kind(&self, kind: &FieldKind, seen: &mut HashSet<String>) -> bool {
        match kind {
            FieldKind::Scalar(_) | FieldKind::Enum(_) => false,
            FieldKind::Relation(relation) => {
                matches!(relation.storage, RelationStorage::Embedded { .. })
                    && self.going.contains_key(relation.target.as_str())
            }
            FieldKind::Component(name) => {
                let component = self.model.components.get(name).filter(|_| seen.insert(name.clone()));
                component.is_some_and(|component| {
                    component.fields.values().any(|field| self.kind(&field.kind, seen))
                })
            }
            FieldKind::Blocks(name) => self.model.blocks.get(name).is_some_and(|blocks| {
                blocks.members.iter().any(|member| self.kind(&FieldKind::Component(member.clone()), seen))
            }),
        }
    }

    /// Whether the record goes.
    pub(super) fn goes(&self, collection: &str, id: &str) -> bool {
        self.going.get(collection).is_some_and(|gone| gone.contains_key(id))
    }

    /// The ids of all that go.
    pub(super) fn ids(&self) -> Vec<String> {
        self.going.values().flat_map(|records| records.keys().cloned()).collect()
    }

    /// Takes every mention of the records out of a component's JSON, and says whether there was one.
    pub(super) fn taken_out(&self, kind: &FieldKind, json: &mut Json) -> Result<bool, InTheWay> {
        if let (Json::Array(items), FieldKind::Component(_) | FieldKind::Blocks(_)) = (&mut *json, kind) {
            let mut changed = false;
            for item in items {
                changed |= self.taken_out(kind, item)?;
            }
            return Ok(changed);
        }
        let name = match kind {
            FieldKind::Component(name) => name.clone(),
            FieldKind::Blocks(_) => {
                json.get("__typename").and_then(Json::as_str).unwrap_or_default().to_owned()
            }
            FieldKind::Scalar(_) | FieldKind::Enum(_) | FieldKind::Relation(_) => return Ok(false),
        };
        let (Some(component), Json::Object(entries)) = (self.model.components.get(&name), json) else {
            return Ok(false);
        };
        let mut changed = false;
        for field in component.fields.values() {
            let Some(value) = entries.get_mut(&field.name) else { continue };
            changed |= match field.relation() {
                None => self.taken_out(&field.kind, value)?,
                Some(relation) => {
                    let Some(gone) = self.going.get(relation.target.as_str()) else { continue };
                    let is_gone = |json: &Json| json.as_str().is_some_and(|id| gone.contains_key(id));
                    let found = match &*value {
                        Json::Array(items) => items.iter().any(is_gone),
                        single => is_gone(single),
                    };
                    let stands = field.required && !relation.is_to_many();
                    if found && (relation.on_delete == OnDelete::Restrict || stands) {
                        return Err(InTheWay);
                    }
                    match value {
                        Json::Array(items) => items.retain(|item| !is_gone(item)),
                        single if found => *single = Json::Null,
                        _ => {}
                    }
                    found
                }
            };
        }
        Ok(changed)
    }
}
