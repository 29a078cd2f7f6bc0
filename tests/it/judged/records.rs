//! Records made at random, as files to import, and as each database tells of them.

use std::collections::BTreeMap;

use headwater::filter::{Facts, Question, Values, Verdict, answer};
use headwater::model::kind::JsonForm;
use headwater::model::{self, Field, FieldKind, Model, Relation, RelationStorage};
use headwater::query::dialect::write::{self, Lock};
use headwater::store::Store;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value, json};

use super::model::COLLECTIONS;
use super::values::Pool;

/// The records of each collection; the last are deleted behind Headwater's back, so that components point to
/// what is gone.
pub const ROWS: usize = 14;
pub const GONE: usize = 2;

/// The records of each collection, as lines of JSON.
pub fn files(pool: &mut Pool<'_>, model: &Model) -> Vec<(String, String)> {
    COLLECTIONS
        .iter()
        .map(|name| {
            let lines = (0..ROWS).map(|row| record(pool, model, name, row).to_string());
            (format!("{name}.jsonl"), lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

fn id(collection: &str, row: usize) -> String {
    format!("{}{row}", collection.to_lowercase())
}

fn record(pool: &mut Pool<'_>, model: &Model, collection: &str, row: usize) -> Value {
    let mut record = Map::from_iter([("id".to_owned(), json!(id(collection, row)))]);
    let fields = model.collections[collection].fields.values().filter(|field| !field.built_in);
    for field in fields {
        if !field.required && pool.random.chance(4) {
            continue;
        }
        let value = match field.relation().map(|relation| (relation, &relation.storage)) {
            Some((_, RelationStorage::Inverse { .. } | RelationStorage::Join { owner: false, .. })) => {
                continue;
            }
            // One of each.
            Some((relation, _)) if field.unique => json!(id(&relation.target, row % (ROWS - GONE))),
            Some((relation, RelationStorage::Join { .. })) => {
                let count = pool.random.below(4);
                let first = pool.random.below(ROWS);
                let rows = (0..count).map(|place| (first + 3 * place) % (ROWS - GONE));
                rows.map(|row| id(&relation.target, row)).collect()
            }
            Some((relation, _)) => json!(id(&relation.target, pool.random.below(ROWS - GONE))),
            None => value(pool, model, field),
        };
        if row >= ROWS - GONE && field.unique {
            continue;
        }
        record.insert(field.name.clone(), value);
    }
    record.into()
}

fn value(pool: &mut Pool<'_>, model: &Model, field: &Field) -> Value {
    if !field.list {
        return item(pool, model, field);
    }
    let count = pool.random.below(4);
    let items = (0..count).map(|_| match !field.items_required && pool.random.chance(3) {
        true => Value::Null,
        false => item(pool, model, field),
    });
    items.collect()
}

/// A value, or an item of a list.
pub fn item(pool: &mut Pool<'_>, model: &Model, field: &Field) -> Value {
    match &field.kind {
        FieldKind::Scalar(scalar) => pool.scalar(*scalar),
        FieldKind::Enum(_) => json!(*pool.random.pick(&["HAPPY", "SAD", "CALM"])),
        FieldKind::Component(name) => component(pool, model, name).into(),
        FieldKind::Blocks(name) => {
            let member = pool.random.pick(&model.blocks[name].members).clone();
            let mut block = Map::from_iter([("__typename".to_owned(), json!(member))]);
            block.extend(component(pool, model, &member));
            block.into()
        }
        FieldKind::Relation(Relation { target, storage, .. }) => match storage {
            RelationStorage::Embedded { many: true } => {
                let first = pool.random.below(ROWS);
                (0..pool.random.below(4)).map(|place| id(target, (first + 3 * place) % ROWS)).collect()
            }
            _ => json!(id(target, pool.random.below(ROWS))),
        },
    }
}

fn component(pool: &mut Pool<'_>, model: &Model, name: &str) -> Map<String, Value> {
    let mut object = Map::new();
    for field in model.components[name].fields.values() {
        match if field.required { 4 } else { pool.random.below(5) } {
            0 => continue,
            1 => object.insert(field.name.clone(), Value::Null),
            _ => object.insert(field.name.clone(), value(pool, model, field)),
        };
    }
    object
}

/// The records that a database has.
pub struct Images {
    model: Model,
    rows: BTreeMap<(String, String), Map<String, Value>>,
}

impl Images {
    pub async fn read(store: &Store, model: &Model) -> Self {
        let mut images = Self { model: model.clone(), rows: BTreeMap::new() };
        for name in COLLECTIONS {
            for text in read(store, &model.collections[name]).await {
                let row: Map<String, Value> = serde_json::from_str(&text).unwrap();
                let id = row["id"].as_str().unwrap().to_owned();
                images.rows.insert((name.to_owned(), id), row);
            }
        }
        for name in COLLECTIONS {
            for field in model.collections[name].fields.values() {
                images.add_lists(store, name, field).await;
            }
        }
        images
    }

    /// Adds the ids that stand elsewhere: in join tables, and in the keys of other records.
    async fn add_lists(&mut self, store: &Store, name: &str, field: &Field) {
        let Some(relation) = field.relation() else { return };
        let mut lists: BTreeMap<String, Vec<String>> =
            self.ids(name).into_iter().map(|id| (id, Vec::new())).collect();
        match &relation.storage {
            RelationStorage::Join { table, owner, .. } => {
                let (own, other) = if *owner { ("source", "target") } else { ("target", "source") };
                let sql = format!("SELECT {own}_id, {other}_id FROM \"{table}\" ORDER BY position");
                let db = store.connection();
                let rows =
                    db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
                for row in rows {
                    let [own, other] = [0, 1].map(|index| row.try_get_by_index::<String>(index).unwrap());
                    lists.get_mut(&own).unwrap().push(other);
                }
            }
            RelationStorage::Inverse { field: far, .. } => {
                for id in self.ids(&relation.target) {
                    let key = self.rows[&(relation.target.clone(), id.clone())][far].as_str();
                    if let Some(key) = key {
                        lists.get_mut(key).unwrap().push(id);
                    }
                }
            }
            RelationStorage::ForeignKey { .. } | RelationStorage::Embedded { .. } => return,
        }
        for (id, list) in lists {
            let value = match relation.is_to_many() {
                true => json!(list),
                false => json!(list.first()),
            };
            self.rows.get_mut(&(name.to_owned(), id)).unwrap().insert(field.name.clone(), value);
        }
    }

    pub fn ids(&self, collection: &str) -> Vec<String> {
        self.rows.keys().filter(|(of, _)| of == collection).map(|(_, id)| id.clone()).collect()
    }

    /// Whether the record itself holds the field.
    fn is_own(&self, field: &str) -> bool {
        let fields = self.model.collections.values().filter_map(|collection| collection.fields.get(field));
        fields.into_iter().all(Field::has_column)
    }

    pub fn row(&self, collection: &str, id: &str) -> Option<&Map<String, Value>> {
        self.rows.get(&(collection.to_owned(), id.to_owned()))
    }
}

async fn read(store: &Store, collection: &model::Collection) -> Vec<String> {
    let fields: Vec<&Field> = collection.fields.values().filter(|field| field.has_column()).collect();
    let sql =
        write::images(store.dialect(), &collection.table, &fields, &collection.fields["id"], Lock::None);
    let ids = (0..ROWS).map(|row| model::Value::Text(id(&collection.name, row))).collect();
    let parameter = write::list_parameter(store.dialect(), JsonForm::Text, ids);
    let db = store.connection();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [parameter]);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

/// How much is known.
#[derive(Debug, Clone, Copy)]
pub enum Knowledge {
    /// Every record, and the lists that stand elsewhere.
    All,
    /// This and that, by chance.
    Parts(u64),
    /// The record itself.
    Alone,
}

/// What is known of a record.
pub struct Known<'a> {
    pub images: &'a Images,
    pub values: &'a Values,
    pub row: &'a Map<String, Value>,
    pub knowledge: Knowledge,
}

impl Facts for Known<'_> {
    fn value(&self, field: &str) -> Option<&Value> {
        let is_known = match self.knowledge {
            Knowledge::All => true,
            Knowledge::Parts(_) => self.is_told(&[field, self.row["id"].as_str().unwrap()]),
            Knowledge::Alone => self.images.is_own(field),
        };
        self.row.get(field).filter(|_| is_known)
    }

    fn ask(&self, question: Question<'_>) -> Verdict {
        let is_known = match self.knowledge {
            Knowledge::All => true,
            Knowledge::Parts(_) => self.is_told(&[question.id.unwrap_or_default()]),
            Knowledge::Alone => false,
        };
        let Some(id) = question.id.filter(|_| is_known) else { return Verdict::Unknown };
        let Some(row) = self.images.row(question.collection, id) else { return Verdict::No };
        answer(&self.images.model, question, self.values, &Known { row, ..*self })
    }

    fn sees_all(&self, collection: &str) -> Option<bool> {
        let is_known = match self.knowledge {
            Knowledge::All => true,
            Knowledge::Parts(_) => self.is_told(&[collection]),
            Knowledge::Alone => false,
        };
        is_known.then_some(true)
    }
}

impl Known<'_> {
    /// Twice in three times, and always the same.
    fn is_told(&self, of: &[&str]) -> bool {
        let Knowledge::Parts(seed) = self.knowledge else { return false };
        let bytes = of.iter().flat_map(|text| text.bytes());
        let hash = bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        (hash >> 20) % 3 != 0
    }
}
