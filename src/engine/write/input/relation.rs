//! Nested writes: what becomes of relations, and of the records that they lead to.

use serde_json::Value as Json;

use super::super::data::{Data, Key, Target, ToMany, ToOne, Write};
use super::{Moment, Reading, items, object};
use crate::model::{Collection, Field, Model, Relation, RelationStorage};

impl<'m> Reading<'m> {
    /// What becomes of a relation; none when nothing does.
    pub(super) fn relation(
        &mut self,
        field: &'m Field,
        relation: &'m Relation,
        json: Option<&Json>,
        moment: Moment,
    ) -> Option<(String, Write)> {
        let model: &'m Model = self.model;
        let target = model.collections.get(&relation.target)?;
        let given = json.filter(|json| !json.is_null());
        let write = match (given, relation.is_to_many()) {
            (Some(json), true) => {
                let to_many = self.read_many(target, relation, json);
                self.check_embedded(field, relation, &to_many);
                Write::Many(to_many)
            }
            (Some(json), false) => Write::One(self.read_one(field, target, relation, json, moment)?),
            (None, true) => return None,
            (None, false) if moment == Moment::Create || json.is_none() => {
                if field.required {
                    self.fault("REQUIRED", "is required");
                }
                return None;
            }
            // `author: null` takes the author away.
            (None, false) => {
                self.check_optional(field);
                let (path, link) = (self.path.clone(), Some(Target::Disconnect));
                Write::One(ToOne { path, link, update: None })
            }
        };
        Some((field.name.clone(), write))
    }

    fn read_one(
        &mut self,
        field: &Field,
        target: &'m Collection,
        relation: &Relation,
        json: &Json,
        moment: Moment,
    ) -> Option<ToOne> {
        const WAYS: [&str; 5] = ["connect", "create", "upsert", "disconnect", "delete"];
        let given = object(json);
        let is_given =
            |name: &str| given.get(name).is_some_and(|json| !json.is_null() && *json != Json::Bool(false));
        let ways: Vec<&str> = WAYS.into_iter().filter(|name| is_given(name)).collect();
        let parent = far_field(relation);
        let link = match ways.as_slice() {
            [] if !is_given("update") => {
                if field.required && moment == Moment::Create {
                    self.fault("REQUIRED", "is required");
                } else if !given.is_empty() && moment == Moment::Create {
                    self.fault("INVALID", "takes one of `connect`, `create` and `upsert`");
                }
                return None;
            }
            [] => None,
            [way] => {
                let json = given.get(*way).unwrap_or(&Json::Null);
                // That it leads nowhere is told of the field: there is no other place that it could be.
                let place = self.path.clone();
                self.at(format_args!(".{way}"), |this| match *way {
                    "connect" => {
                        this.key(target, json).map(|key| Target::Connect(Key { path: place.clone(), ..key }))
                    }
                    "create" => Some(Target::Create(Box::new(this.create(target, json, parent)))),
                    "upsert" => Some(Target::Upsert(Box::new(this.upsert(target, object(json), parent)))),
                    "disconnect" => {
                        this.check_optional(field);
                        Some(Target::Disconnect)
                    }
                    _ => {
                        this.check_optional(field);
                        Some(Target::Delete)
                    }
                })
            }
            several => {
                self.fault("INVALID", format!("takes one of `{}`, not several", several.join("`, `")));
                None
            }
        };
        let update = given.get("update").filter(|json| !json.is_null());
        let update = update.map(|json| self.at(".update", |this| Box::new(this.update(target, json))));
        let needs_connect = moment == Moment::Create || link.is_some();
        if update.is_some()
            && needs_connect
            && !matches!(link, Some(Target::Connect(_)))
            && self.faults.is_empty()
        {
            self.fault("INVALID", "takes `update` only beside `connect`, or alone where a record is changed");
        }
        Some(ToOne { path: self.path.clone(), link, update })
    }

    fn check_optional(&mut self, field: &Field) {
        if field.required {
            self.fault("REQUIRED", "is required: connect another record instead");
        }
    }

    fn read_many(&mut self, target: &'m Collection, relation: &Relation, json: &Json) -> ToMany {
        let given = object(json);
        let parent = far_field(relation);
        let part = |name: &str| given.get(name).map(items).unwrap_or_default();
        let set = given.get("set").filter(|json| !json.is_null());
        ToMany {
            path: self.path.clone(),
            set: set.map(|json| self.at(".set", |this| this.keys(target, items(json)))),
            connect: self.at(".connect", |this| this.keys(target, part("connect"))),
            disconnect: self.at(".disconnect", |this| this.keys(target, part("disconnect"))),
            create: self.at(".create", |this| {
                this.each(part("create"), |this, item| this.create(target, item, parent))
            }),
            update: self.at(".update", |this| this.patches(target, part("update"))),
            upsert: self.at(".upsert", |this| {
                this.each(part("upsert"), |this, item| this.upsert(target, object(item), parent))
            }),
            delete: self.at(".delete", |this| this.keys(target, part("delete"))),
        }
    }

    /// What is embedded is written as a whole: its length is known.
    fn check_embedded(&mut self, field: &Field, relation: &Relation, to_many: &ToMany) {
        let RelationStorage::Embedded { .. } = relation.storage else { return };
        let connected = to_many.connect.len() + to_many.set.as_ref().map_or(0, Vec::len);
        let length = connected + to_many.create.len() + to_many.upsert.len();
        self.broken(relation.length_violations(field, length));
    }

    fn keys(&mut self, target: &'m Collection, given: &[Json]) -> Vec<Key> {
        let keys = self.each(given, |this, item| this.key(target, item));
        keys.into_iter().flatten().collect()
    }

    fn patches(&mut self, target: &'m Collection, given: &[Json]) -> Vec<(Key, Data)> {
        let patches = self.each(given, |this, item| {
            let part = |name: &str| object(item).get(name).unwrap_or(&Json::Null);
            let key = this.at(".key", |this| this.key(target, part("key")));
            let data = this.at(".data", |this| this.update(target, part("data")));
            Some((key?, data))
        });
        patches.into_iter().flatten().collect()
    }
}

/// The field of the related records that the relation itself sets.
fn far_field(relation: &Relation) -> Option<&str> {
    match &relation.storage {
        RelationStorage::Inverse { field, .. } => Some(field),
        RelationStorage::ForeignKey { .. }
        | RelationStorage::Join { .. }
        | RelationStorage::Embedded { .. } => None,
    }
}
