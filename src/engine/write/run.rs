//! Does what a mutation wants, step by step in the order of the input: records are made, changed and
//! found; relations and deletions are in the files beside.
//!
//! Read [`Run::create`] and [`Run::update`] first.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use serde_json::Value as Json;

use super::amount;
use super::authorize::{Purpose, Wanted, Written};
use super::data::{Assignment, Data, Embedded, Key, Upsert};
use super::fault::Stop;
use super::found::Found;
use super::{Inner, fault, keep};
use crate::access::{Action, Actor};
use crate::changes::{Image, NewRecord, Slugs, Tx};
use crate::error::{Error, FieldError};
use crate::model::check::quoted;
use crate::model::{Collection, Field, FieldKind, Model, RelationStorage, Value};
use crate::query::dialect::write::Lock;

/// The doing of one root field.
pub(super) struct Run<'a, 't> {
    pub writer: &'a Inner,
    pub model: &'a Model,
    pub tx: &'a mut Tx<'t>,
    /// Who writes.
    pub actor: &'a Actor,
    /// What was allowed to be written, and has to be judged yet.
    pub written: Written<'a>,
    /// Which records whoever writes may read, as far as it was asked, by collection.
    pub seen: HashMap<&'a str, HashMap<String, bool>>,
    /// What is wrong so far. The doing goes on where it can, so that everything is found.
    pub faults: Vec<FieldError>,
    pub found: Found,
    pub slugs: Slugs,
    /// The records that were written by the input, with their places in it, by collection.
    pub touched: HashMap<String, Vec<(String, String)>>,
}

/// The field through which a nested record is made, and the id that it gets there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parent<'a> {
    pub field: &'a str,
    pub id: &'a str,
}

pub(super) type Done<T> = Result<T, Stop>;

impl<'a, 't> Run<'a, 't> {
    /// Nothing was done yet.
    pub(super) fn begin(writer: &'a Inner, tx: &'a mut Tx<'t>, actor: &'a Actor) -> Self {
        Self {
            writer,
            model: &writer.model,
            tx,
            actor,
            written: Written::default(),
            seen: HashMap::new(),
            faults: Vec::new(),
            found: Found::default(),
            slugs: Slugs::default(),
            touched: HashMap::new(),
        }
    }

    /// Makes a record with all that hangs on it, and returns its id.
    pub(super) fn create<'b>(
        &'b mut self,
        collection: &'a Collection,
        data: &'b Data,
        parent: Option<Parent<'b>>,
    ) -> BoxFuture<'b, Done<String>> {
        Box::pin(async move {
            let id = data.id.clone().unwrap_or_else(|| self.new_id(collection));
            let fields = given(collection, data).chain(parent.and_then(|parent| {
                let field = collection.fields.get(parent.field)?;
                Some(field.name.as_str())
            }));
            let fields: Vec<&'a str> = fields.collect();
            let wanted = Wanted { action: Action::Create, fields: &fields, path: &data.path };
            self.allow_new(collection, &id, wanted).await?;
            let mut values = self.first_values(collection, data, &id);
            if let Some((parent, field)) =
                parent.and_then(|parent| Some((parent, collection.fields.get(parent.field)?)))
            {
                values.insert(&field.name, Value::Text(parent.id.to_owned()));
            }
            for (field, write) in owned(collection, data) {
                let to = self.lead(field, write, None).await?;
                values.insert(&field.name, to.map_or(Value::Null, Value::Text));
            }
            let embedded = self.embedded_ids(data).await?;
            for (embedded, ids) in data.embedded.iter().zip(embedded) {
                embed(embedded, ids, values.get_mut(embedded.field.as_str()));
            }
            self.preset(collection, data, &mut values);
            self.make_slugs(collection, data, &mut values).await?;
            let columns = collection.fields.values().filter(|field| field.column().is_some());
            let values = columns.map(|field| values.remove(field.name.as_str()).unwrap_or(Value::Null));
            let record = NewRecord { id: id.clone(), values: values.collect(), place: data.path.clone() };
            if !self.is_lost() {
                self.tx.insert(collection, record);
                self.touch(collection, &id, &data.path);
            }
            self.relate(collection, &id, data, true).await?;
            self.check_there(collection, &id, data);
            Ok(id)
        })
    }

    /// A singleton's id is its name, so that there can't be two.
    fn new_id(&self, collection: &Collection) -> String {
        match collection.singleton {
            true => collection.singular.clone(),
            false => uuid::Uuid::now_v7().to_string(),
        }
    }

    /// What a new record's columns hold, relations aside.
    fn first_values(&self, collection: &'a Collection, data: &Data, id: &str) -> HashMap<&'a str, Value> {
        let mut values: HashMap<&'a str, Value> = HashMap::with_capacity(collection.fields.len());
        for field in collection.fields.values().filter(|field| field.built_in) {
            let value = match field.name.as_str() {
                "id" => Value::Text(id.to_owned()),
                "createdAt" | "updatedAt" => Value::DateTime(self.tx.now()),
                "version" => Value::Integer(1),
                "createdBy" | "updatedBy" => {
                    self.tx.user().map_or(Value::Null, |id| Value::Text(id.to_owned()))
                }
                _ => default(field).unwrap_or(Value::Null),
            };
            values.insert(&field.name, value);
        }
        for (name, assignment) in &data.values {
            let Some(field) = collection.fields.get(name) else { continue };
            if let Assignment::Set(value) = assignment {
                values.insert(&field.name, value.clone());
            }
        }
        values
    }

    /// Changes the record of that id, with all that hangs on it.
    pub(super) async fn update(&mut self, collection: &'a Collection, id: &str, data: &Data) -> Done<()> {
        match self.image(collection, id, data).await? {
            Some(image) => self.update_image(collection, &image, data).await,
            None => Err(Stop::Refused(fault::not_found(collection, id))),
        }
    }

    /// The record with the fields that the change concerns.
    pub(super) async fn image(
        &mut self,
        collection: &'a Collection,
        id: &str,
        data: &Data,
    ) -> Done<Option<Image>> {
        let images = self.images(collection, &[id.to_owned()], &concerned(collection, data)).await?;
        Ok(images.into_iter().next())
    }

    /// The records of those ids, to be changed.
    pub(super) async fn images(
        &mut self,
        collection: &'a Collection,
        ids: &[String],
        fields: &[&Field],
    ) -> Done<Vec<Image>> {
        let Some(id) = collection.fields.get("id") else { return Ok(Vec::new()) };
        let ids = ids.iter().map(|id| Value::Text(id.clone())).collect();
        Ok(self.tx.images(collection, fields, id, ids, Lock::Update).await?)
    }

    /// Changes a record that was read with the fields that the change concerns. What its own columns
    /// lead to is written first.
    pub(super) fn update_image<'b>(
        &'b mut self,
        collection: &'a Collection,
        image: &'b Image,
        data: &'b Data,
    ) -> BoxFuture<'b, Done<()>> {
        Box::pin(async move {
            let fields: Vec<&'a str> = given(collection, data).collect();
            let wanted = Wanted { action: Action::Update, fields: &fields, path: &data.path };
            if !self.allow(collection, std::slice::from_ref(&image.id), wanted).await? {
                return Ok(());
            }
            let (first, already) = (image, self.tx.changes());
            let mut changed: Vec<(&'a Field, Value)> = Vec::with_capacity(data.values.len());
            for (field, write) in owned(collection, data) {
                let current = image.fields.get(&field.name).and_then(Json::as_str);
                let to = self.lead(field, write, current).await?;
                changed.extend(write.link.as_ref().map(|_| (field, to.map_or(Value::Null, Value::Text))));
            }
            let embedded = self.embedded_ids(data).await?;
            // What was written first may have come back to this record.
            let again = match self.tx.changes() == already {
                true => None,
                false => Some(self.image_again(collection, &image.id, data).await?),
            };
            let image = again.as_ref().unwrap_or(image);
            for (name, assignment) in &data.values {
                let Some(field) = collection.fields.get(name) else { continue };
                let value = self.assigned(field, image, assignment, &data.path);
                let kept = value.map(|value| keep::unwritable(self, field, image, value));
                changed.extend(kept.map(|value| (field, value)));
            }
            for (embedded, ids) in data.embedded.iter().zip(embedded) {
                let of_field = changed.iter_mut().find(|(field, _)| field.name == embedded.field);
                embed(embedded, ids, of_field.map(|(_, value)| value));
            }
            self.remake_slugs(collection, image, data, &mut changed).await?;
            changed.retain(|(field, value)| image.fields.get(&field.name) != Some(&field.json_of(value)));
            self.check_written_once(&changed, image, &data.path);
            self.change(collection, image, changed, &data.path).await?;
            self.touch(collection, &image.id, &data.path);
            self.delete_left(collection, first, data).await?;
            self.relate(collection, &image.id, data, false).await?;
            self.check_there(collection, &image.id, data);
            Ok(())
        })
    }

    /// Changes fields of a record that was read with them and with those that are unique together with
    /// them, unless another record has such values.
    pub(super) async fn change(
        &mut self,
        collection: &'a Collection,
        image: &Image,
        changed: Vec<(&'a Field, Value)>,
        path: &str,
    ) -> Done<()> {
        self.check_free(collection, image, &changed, path).await?;
        if !changed.is_empty() && !self.is_lost() {
            self.found.forget(collection, changed.iter().map(|(field, _)| field.name.as_str()));
            self.tx.update(collection, image, changed).await?;
        }
        Ok(())
    }

    async fn image_again(&mut self, collection: &'a Collection, id: &str, data: &Data) -> Done<Image> {
        let image = self.image(collection, id, data).await?;
        self.check_there(collection, id, data);
        image.ok_or(Stop::Faults)
    }

    /// Refuses a write inside of which its own record is deleted.
    fn check_there(&mut self, collection: &Collection, id: &str, data: &Data) {
        if self.tx.has_deleted(collection, id) {
            self.fault(&data.path, "INVALID", "deletes its own record further down");
        }
    }

    /// The value that a field comes to have; none when that is wrong.
    fn assigned(
        &mut self,
        field: &Field,
        image: &Image,
        assignment: &Assignment,
        path: &str,
    ) -> Option<Value> {
        let before = image.fields.get(&field.name).unwrap_or(&Json::Null);
        let changed = match assignment {
            Assignment::Set(value) => return Some(value.clone()),
            Assignment::List(change) => amount::list(field, before, change),
            Assignment::Add(by) => amount::added(field, before, by, &self.writer.patterns),
            Assignment::Multiply(by) => amount::multiplied(field, before, by, &self.writer.patterns),
        };
        match changed {
            Ok(value) => Some(value),
            Err(violations) => {
                let path = format!("{path}.{}", field.name);
                self.faults.extend(fault::broken(&path, violations));
                None
            }
        }
    }

    fn check_written_once(&mut self, changed: &[(&Field, Value)], image: &Image, path: &str) {
        for (field, _) in changed.iter().filter(|(field, _)| field.write_once) {
            if image.fields.get(&field.name).is_some_and(|before| !before.is_null()) {
                let path = format!("{path}.{}", field.name);
                self.fault(&path, "WRITE_ONCE", "has a value already, and may not get another");
            }
        }
    }

    /// Changes the record if it is there, and else makes it. Returns its id.
    pub(super) async fn upsert(
        &mut self,
        collection: &'a Collection,
        upsert: &Upsert,
        parent: Option<Parent<'_>>,
    ) -> Done<String> {
        match self.find(collection, &upsert.key).await? {
            Some(id) => {
                if self.admit(collection, &id, &upsert.key, Purpose::Update).await? {
                    self.update(collection, &id, &upsert.update).await?;
                }
                Ok(id)
            }
            None => {
                self.expect_new(upsert);
                self.create(collection, &upsert.create, parent).await
            }
        }
    }

    /// Notes that the record of the upsert was not found.
    pub(super) fn expect_new(&mut self, upsert: &Upsert) {
        self.found.expect_new(&upsert.create.path, &upsert.key.field, &upsert.key.value);
    }

    /// The id of the record that the key names, if there is one.
    pub(super) async fn find(&mut self, collection: &'a Collection, key: &Key) -> Done<Option<String>> {
        if let Some(id) = self.found.get(collection, key) {
            return Ok(Some(id));
        }
        let Some(field) = collection.fields.get(&key.field) else { return Ok(None) };
        let images = self.tx.images(collection, &[field], field, vec![key.value.clone()], Lock::Keep).await?;
        let id = images.into_iter().next().map(|image| image.id);
        if let Some(id) = &id {
            self.found.add(collection, key, id);
        }
        Ok(id)
    }

    /// The id of the record that the key names. That there is none, or none for this purpose, is noted.
    pub(super) async fn find_or_fault(
        &mut self,
        collection: &'a Collection,
        key: &Key,
        purpose: Purpose,
    ) -> Done<Option<String>> {
        let Some(id) = self.find(collection, key).await? else {
            let message = fault::names_nothing(collection, key);
            self.fault(&key.path, "NOT_FOUND", message);
            return Ok(None);
        };
        let is_admitted = self.admit(collection, &id, key, purpose).await?;
        Ok(Some(id).filter(|_| is_admitted))
    }

    /// Makes the slugs that are not given.
    async fn make_slugs(
        &mut self,
        collection: &'a Collection,
        data: &Data,
        values: &mut HashMap<&'a str, Value>,
    ) -> Done<()> {
        for field in collection.fields.values().filter(|field| field.slug_from.is_some()) {
            let given = data.values.iter().any(|(name, _)| *name == field.name);
            if given || values.contains_key(field.name.as_str()) {
                continue;
            }
            let from = field.slug_from.as_deref().unwrap_or_default();
            let text = values.get(from).cloned().unwrap_or(Value::Null);
            let slug = self.slug(collection, field, &text, &data.path).await?;
            values.insert(&field.name, slug.map_or(Value::Null, Value::Text));
        }
        Ok(())
    }

    /// Makes a slug anew that is set to null though it is required.
    async fn remake_slugs(
        &mut self,
        collection: &'a Collection,
        image: &Image,
        data: &Data,
        changed: &mut [(&'a Field, Value)],
    ) -> Done<()> {
        let source = |changed: &[(&Field, Value)], from: &str| {
            let new = changed.iter().find(|(field, _)| field.name == from).map(|(_, value)| value.clone());
            let stored =
                || image.fields.get(from).and_then(Json::as_str).map(|text| Value::Text(text.to_owned()));
            new.or_else(stored).unwrap_or(Value::Null)
        };
        for index in 0..changed.len() {
            let (field, value) = &changed[index];
            let (field, is_null) = (*field, *value == Value::Null);
            if let Some(from) = field.slug_from.as_deref().filter(|_| is_null && field.required) {
                let text = source(changed, from);
                let slug = self.slug(collection, field, &text, &data.path).await?;
                changed[index].1 = slug.map_or(Value::Null, Value::Text);
            }
        }
        Ok(())
    }

    pub(super) fn touch(&mut self, collection: &Collection, id: &str, path: &str) {
        let touched = self.touched.entry(collection.name.clone()).or_default();
        touched.push((id.to_owned(), path.to_owned()));
    }

    pub(super) fn fault(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.faults.push(FieldError { path: path.to_owned(), code, message: message.into() });
    }

    /// Whether something is wrong already: nothing is written any more, and what is left is only looked
    /// through for more that is wrong.
    pub(super) fn is_lost(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Ends here if anything is wrong.
    pub(super) fn check_faults(&self) -> Done<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(Stop::Faults) }
    }

    /// Refuses a record that has another version than the request expects.
    pub(super) fn check_version(collection: &Collection, image: &Image, expected: Option<i64>) -> Done<()> {
        match expected.filter(|expected| *expected != image.version) {
            None => Ok(()),
            Some(expected) => {
                let (name, id, version) = (&collection.name, quoted(&image.id), image.version);
                let message = format!(
                    "{name} {id} is at version {version}, not {expected}: read it again and decide anew"
                );
                Err(Stop::Refused(Error::conflict(message).with_current_version(version)))
            }
        }
    }
}

/// The fields that the input speaks of.
pub(super) fn given<'a>(collection: &'a Collection, data: &Data) -> impl Iterator<Item = &'a str> {
    data.given.iter().filter_map(|name| collection.fields.get(name)).map(|field| field.name.as_str())
}

/// Puts the ids that a relation inside a component leads to into the component's JSON.
fn embed(embedded: &Embedded, ids: Json, value: Option<&mut Value>) {
    if let Some(Value::Json(json)) = value
        && let Some(place) = json.pointer_mut(&embedded.pointer)
    {
        *place = ids;
    }
}

/// The relations of the data whose keys are in the record's own columns.
fn owned<'d, 'a>(
    collection: &'a Collection,
    data: &'d Data,
) -> impl Iterator<Item = (&'a Field, &'d super::data::ToOne)> {
    data.relations.iter().filter_map(move |(name, write)| {
        let field = collection.fields.get(name)?;
        let RelationStorage::ForeignKey { .. } = &field.relation()?.storage else { return None };
        match write {
            super::data::Write::One(to_one) => Some((field, to_one)),
            super::data::Write::Many(_) => None,
        }
    })
}

/// The fields that must be read to make the change.
pub(super) fn concerned<'a>(collection: &'a Collection, data: &Data) -> Vec<&'a Field> {
    let values = data.values.iter().map(|(name, _)| name);
    let relations = data.relations.iter().map(|(name, _)| name);
    let named: Vec<&'a Field> =
        values.chain(relations).filter_map(|name| collection.fields.get(name)).collect();
    let sources = named.iter().filter_map(|field| collection.fields.get(field.slug_from.as_deref()?));
    let wanted: Vec<&str> = named.iter().copied().chain(sources).map(|field| field.name.as_str()).collect();
    judged_with(collection, &wanted)
}

/// The columns of those fields, and those that are unique together with them.
pub(super) fn judged_with<'a>(collection: &'a Collection, wanted: &[&str]) -> Vec<&'a Field> {
    let together = collection.indexes.iter().filter(|index| index.unique);
    let together = together.filter(|index| index.fields.iter().any(|name| wanted.contains(&name.as_str())));
    let together: Vec<&str> = together.flat_map(|index| index.fields.iter().map(String::as_str)).collect();
    let is_judged = |field: &&Field| {
        let name = field.name.as_str();
        field.column().is_some() && (wanted.contains(&name) || together.contains(&name))
    };
    collection.fields.values().filter(is_judged).collect()
}

/// What a field holds when nothing is said of it.
pub(super) fn default(field: &Field) -> Option<Value> {
    let json = field.default.as_ref()?;
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.parse(json).ok(),
        FieldKind::Enum(_) => json.as_str().map(|text| Value::Text(text.to_owned())),
        FieldKind::Component(_) | FieldKind::Blocks(_) => Some(Value::Json(json.clone())),
        FieldKind::Relation(_) => None,
    }
}
