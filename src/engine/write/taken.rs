//! Which values of a record another one has that must be unique: told for every one of them, since the
//! database names only the first.
//!
//! Read [`Run::tell_taken`] first.

use serde_json::Value as Json;

use super::fault::Stop;
use super::run::{Done, Run};
use crate::changes::{Image, NewRecord, Taken};
use crate::model::check::quoted;
use crate::model::{Collection, Field, Value};
use crate::query::dialect::write::Lock;

impl<'a> Run<'a, '_> {
    /// Finds out why the new records were refused.
    pub(super) async fn tell_taken(&mut self, taken: Taken) -> Done<()> {
        let Some(collection) = self.model.collections.get(&taken.collection) else { return Ok(()) };
        for record in &taken.records {
            self.tell_record(collection, record).await?;
        }
        // Nothing is in the way any more: whoever it was has gone.
        if self.faults.is_empty() { Err(Stop::Again) } else { Err(Stop::Faults) }
    }

    async fn tell_record(&mut self, collection: &'a Collection, record: &NewRecord) -> Done<()> {
        let columns = collection.fields.values().filter(|field| field.column().is_some());
        let values: Vec<(&Field, &Value)> = columns.zip(&record.values).collect();
        let value = |field: &Field| {
            let found = values.iter().find(|(known, _)| known.name == field.name);
            found.map(|(_, value)| (*value).clone()).filter(|value| *value != Value::Null)
        };
        for fields in collection.unique_sets() {
            let Some(own) = fields.iter().map(|field| value(field)).collect::<Option<Vec<Value>>>() else {
                continue;
            };
            let found = self.agreeing(collection, &fields, &own).await?;
            if found.is_empty() {
                continue;
            }
            let was_free = fields.iter().zip(&own).any(|(field, value)| {
                let text = if let Value::Text(text) = value { text.as_str() } else { "" };
                self.slugs.has_made(&collection.name, &field.name, text)
                    || self.found.expects_new(&record.place, &field.name, value)
            });
            if was_free && !found.iter().any(|image| self.is_own(collection, image, &record.id)) {
                return Err(Stop::Again);
            }
            self.note_taken(collection, &fields, &own, &record.place);
        }
        Ok(())
    }

    /// Whether this transaction itself wrote the record that is in the way of the new one.
    fn is_own(&self, collection: &Collection, image: &Image, new: &str) -> bool {
        let least = if image.id == new { 2 } else { 1 };
        self.tx.times_written(collection, &image.id) >= least
    }

    /// Refuses changes of unique values that another record has.
    pub(super) async fn check_free(
        &mut self,
        collection: &'a Collection,
        image: &Image,
        changed: &[(&'a Field, Value)],
        path: &str,
    ) -> Done<()> {
        let new = |field: &Field| {
            changed.iter().find(|(known, _)| known.name == field.name).map(|(_, value)| value)
        };
        for fields in collection.unique_sets() {
            if !fields.iter().any(|field| new(field).is_some()) {
                continue;
            }
            let own: Vec<Json> = fields
                .iter()
                .map(|field| match new(field) {
                    Some(value) => field.json_of(value),
                    None => image.fields.get(&field.name).cloned().unwrap_or_default(),
                })
                .collect();
            if own.iter().any(Json::is_null) {
                continue;
            }
            let Some((first, value)) = fields.iter().find_map(|field| Some((*field, new(field)?))) else {
                continue;
            };
            let found = self.tx.images(collection, &fields, first, vec![value.clone()], Lock::None).await?;
            let agrees = |other: &&Image| {
                let values = fields.iter().map(|field| other.fields.get(&field.name).unwrap_or(&Json::Null));
                other.id != image.id && values.eq(own.iter())
            };
            if found.iter().any(|other| agrees(&other)) {
                let own: Vec<Value> = own.into_iter().map(Value::Json).collect();
                self.note_taken(collection, &fields, &own, path);
            }
        }
        Ok(())
    }

    /// The records that have these values in these fields.
    async fn agreeing(
        &mut self,
        collection: &'a Collection,
        fields: &[&'a Field],
        own: &[Value],
    ) -> Done<Vec<Image>> {
        let (Some(first), Some(value)) = (fields.first(), own.first()) else { return Ok(Vec::new()) };
        let found = self.tx.images(collection, fields, first, vec![value.clone()], Lock::None).await?;
        let agrees = |other: &Image| {
            fields
                .iter()
                .zip(own)
                .all(|(field, value)| other.fields.get(&field.name) == Some(&field.json_of(value)))
        };
        Ok(found.into_iter().filter(agrees).collect())
    }

    fn note_taken(&mut self, collection: &Collection, fields: &[&Field], own: &[Value], path: &str) {
        let shown = |value: &Value| match value.to_json() {
            Json::String(text) => quoted(&text),
            other => quoted(&other.to_string()),
        };
        let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
        let values: Vec<String> = own.iter().map(shown).collect();
        let (name, values) = (&collection.name, values.join(" and "));
        let message = match fields {
            [field] if field.name == "id" => format!("is the id of another {name}: {values}"),
            [_] => format!("must be unique, and another {name} has {values}"),
            _ => format!("{} must be unique together, and another {name} has {values}", names.join(" and ")),
        };
        for field in fields {
            self.fault(&format!("{path}.{}", field.name), "UNIQUE", message.clone());
        }
    }
}
