//! What a transaction did to each record, gathered until it ends: one change for each record.
//!
//! Read [`Notes`] first.

use serde_json::{Map, Value as Json};

use super::by_record::ByRecord;
use crate::model::{Field, FieldKind, Model};

/// The changes of a transaction so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
    /// Where the last note of a record is.
    latest: ByRecord<usize>,
    changes: usize,
}

/// What was done to one record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Note {
    pub collection: String,
    pub id: String,
    pub version: i64,
    pub kind: Kind,
}

/// Fields by name, in the API's JSON form.
pub(super) type Fields = Map<String, Json>;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// With these values.
    Create(Fields),
    /// From these values to those.
    Update(Fields, Fields),
    /// Which had these values.
    Delete(Fields),
    /// It was made and taken away again.
    Nothing,
}

impl Notes {
    pub(super) fn create(&mut self, collection: &str, id: &str, version: i64, after: Fields) {
        self.push(collection, id, version, Kind::Create(after));
    }

    pub(super) fn update(
        &mut self,
        collection: &str,
        id: &str,
        version: i64,
        (before, after): (Fields, Fields),
    ) {
        self.changes += 1;
        let Some(note) = self.find(collection, id) else {
            return self.push(collection, id, version, Kind::Update(before, after));
        };
        note.version = version;
        match &mut note.kind {
            Kind::Create(known) => known.extend(after),
            Kind::Update(known_before, known_after) => {
                for (name, value) in before {
                    known_before.entry(name).or_insert(value);
                }
                known_after.extend(after);
            }
            Kind::Delete(_) | Kind::Nothing => {
                self.push(collection, id, version, Kind::Update(before, after))
            }
        }
    }

    pub(super) fn delete(&mut self, collection: &str, id: &str, version: i64, mut image: Fields) {
        self.changes += 1;
        let Some(note) = self.find(collection, id) else {
            return self.push(collection, id, version, Kind::Delete(image));
        };
        note.version = version;
        note.kind = match std::mem::replace(&mut note.kind, Kind::Nothing) {
            Kind::Create(_) | Kind::Nothing => Kind::Nothing,
            Kind::Update(before, _) => {
                image.extend(before);
                Kind::Delete(image)
            }
            Kind::Delete(before) => Kind::Delete(before),
        };
    }

    /// Forgets what was done to these new records: they were not written.
    pub(super) fn forget<'i>(&mut self, collection: &str, ids: impl Iterator<Item = &'i str>) {
        for id in ids {
            if let Some(note) = self.find(collection, id) {
                note.kind = Kind::Nothing;
            }
        }
    }

    /// The changes, each of which changed something.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Note> + use<> {
        self.latest.clear();
        std::mem::take(&mut self.notes).into_iter().filter_map(|mut note| {
            match &mut note.kind {
                Kind::Nothing => return None,
                Kind::Update(before, after) => {
                    let same: Vec<String> = after
                        .iter()
                        .filter(|(name, value)| before.get(*name) == Some(value))
                        .map(|(name, _)| name.clone())
                        .collect();
                    for name in same {
                        before.remove(&name);
                        after.remove(&name);
                    }
                    if after.is_empty() {
                        return None;
                    }
                }
                Kind::Create(_) | Kind::Delete(_) => {}
            }
            Some(note)
        })
    }

    /// The record's version after what was done to it.
    pub(super) fn version(&self, collection: &str, id: &str) -> Option<i64> {
        let place = self.latest.get(collection, id)?;
        self.notes.get(*place).map(|note| note.version)
    }

    /// How often a record was changed or deleted.
    pub(super) fn changes(&self) -> usize {
        self.changes
    }

    /// Whether the record's last note is that it is gone.
    pub(super) fn has_deleted(&self, collection: &str, id: &str) -> bool {
        let note = self.latest.get(collection, id).and_then(|place| self.notes.get(*place));
        note.is_some_and(|note| matches!(note.kind, Kind::Delete(_) | Kind::Nothing))
    }

    /// How many notes there are of the record.
    pub(super) fn count(&self, collection: &str, id: &str) -> usize {
        self.notes.iter().filter(|note| note.collection == collection && note.id == id).count()
    }

    /// Whether a record that was there had the entry in its list, and has it no more.
    pub(super) fn took_from_list(&self, collection: &str, field: &str, entry: &str) -> bool {
        let has = |fields: &Fields| {
            let list = fields.get(field).and_then(Json::as_array);
            list.is_some_and(|list| list.iter().any(|known| known == entry))
        };
        let mut notes = self.notes.iter().filter(|note| note.collection == collection);
        notes.any(|note| match &note.kind {
            Kind::Update(before, after) => has(before) && after.contains_key(field) && !has(after),
            Kind::Delete(before) => has(before),
            Kind::Create(_) | Kind::Nothing => false,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    fn find(&mut self, collection: &str, id: &str) -> Option<&mut Note> {
        let place = self.latest.get(collection, id)?;
        self.notes.get_mut(*place)
    }

    fn push(&mut self, collection: &str, id: &str, version: i64, kind: Kind) {
        self.latest.insert(collection, id, self.notes.len());
        let (collection, id) = (collection.to_owned(), id.to_owned());
        self.notes.push(Note { collection, id, version, kind });
    }
}

/// The fields that Headwater writes with every change: the change itself says as much.
const IMPLIED: [&str; 4] = ["id", "version", "updatedAt", "updatedBy"];

/// The field's value as the log may hold it; none for what it must not hold.
pub(super) fn loggable(model: &Model, field: &Field, value: impl FnOnce() -> Json) -> Option<Json> {
    if field.secret || (field.built_in && IMPLIED.contains(&field.name.as_str())) {
        return None;
    }
    Some(without_secrets(model, &field.kind, value()))
}

/// Components without their secret fields.
fn without_secrets(model: &Model, kind: &FieldKind, value: Json) -> Json {
    let name = match (kind, &value) {
        (FieldKind::Component(name), Json::Object(_)) => name.clone(),
        (FieldKind::Blocks(_), Json::Object(block)) => {
            block.get("__typename").and_then(Json::as_str).unwrap_or_default().to_owned()
        }
        (FieldKind::Component(_) | FieldKind::Blocks(_), Json::Array(_)) => {
            let Json::Array(items) = value else { return value };
            return items.into_iter().map(|item| without_secrets(model, kind, item)).collect();
        }
        _ => return value,
    };
    let (Json::Object(fields), Some(component)) = (value, model.components.get(&name)) else {
        return Json::Null;
    };
    let kept = fields.into_iter().filter_map(|(name, value)| match component.fields.get(&name) {
        Some(field) if field.secret => None,
        Some(field) => Some((name, without_secrets(model, &field.kind, value))),
        None => Some((name, value)),
    });
    Json::Object(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(json: Json) -> Fields {
        json.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn record_has_one_change_whatever_is_done_to_it() {
        let mut notes = Notes::default();
        notes.create("Post", "1", 1, fields(json!({ "title": "a" })));
        notes.update("Post", "1", 2, (fields(json!({ "title": "a" })), fields(json!({ "title": "b" }))));
        notes.update("Post", "2", 2, (fields(json!({ "n": 1 })), fields(json!({ "n": 2 }))));
        notes.update("Post", "2", 3, (fields(json!({ "n": 2, "m": 1 })), fields(json!({ "n": 3, "m": 2 }))));
        notes.create("Post", "3", 1, Fields::new());
        notes.delete("Post", "3", 1, Fields::new());
        notes.update("Post", "4", 2, (fields(json!({ "n": 1 })), fields(json!({ "n": 2 }))));
        notes.delete("Post", "4", 2, fields(json!({ "n": 2, "m": 5 })));
        notes.update("Post", "5", 2, (fields(json!({ "n": 1 })), fields(json!({ "n": 2 }))));
        notes.update("Post", "5", 3, (fields(json!({ "n": 2 })), fields(json!({ "n": 1 }))));
        let kinds: Vec<_> = notes.take().map(|note| (note.id, note.kind)).collect();
        let expected = [
            ("1".to_owned(), Kind::Create(fields(json!({ "title": "b" })))),
            (
                "2".to_owned(),
                Kind::Update(fields(json!({ "n": 1, "m": 1 })), fields(json!({ "n": 3, "m": 2 }))),
            ),
            ("4".to_owned(), Kind::Delete(fields(json!({ "n": 1, "m": 5 })))),
        ];
        assert_eq!(kinds, expected);
    }
}
