//! The sample's records as plain JSON, and what a query language would be needed for.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use serde_json::{Value, json};

use super::repository;

/// The raw records of every file that the answers are computed from.
pub struct Raw {
    records: HashMap<&'static str, Vec<Value>>,
}

const FILES: [&str; 10] = [
    "Artist.jsonl",
    "Album.jsonl",
    "Track.jsonl",
    "Genre.jsonl",
    "Playlist.jsonl",
    "Customer.jsonl",
    "Employee.jsonl",
    "Invoice.jsonl",
    "InvoiceLine.jsonl",
    "Article.json",
];

impl Raw {
    /// Reads the files.
    pub fn read() -> Self {
        let records = FILES.map(|file| {
            let text = fs::read_to_string(repository().join("sample").join(file)).unwrap();
            let (name, extension) = file.split_once('.').unwrap();
            let records = match extension {
                "json" => serde_json::from_str(&text).unwrap(),
                _ => text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            };
            (name, records)
        });
        Self { records: records.into() }
    }

    /// The records of the collection.
    pub fn all(&self, collection: &str) -> &[Value] {
        &self.records[collection]
    }

    /// The records that pass.
    pub fn filter(&self, collection: &str, passes: impl Fn(&Value) -> bool) -> Vec<&Value> {
        self.all(collection).iter().filter(|record| passes(record)).collect()
    }

    /// The record of that id.
    pub fn get(&self, collection: &str, id: &Value) -> &Value {
        self.all(collection).iter().find(|record| record["id"] == *id).unwrap()
    }

    /// The records by the text of a field.
    pub fn by(&self, collection: &str, field: &str) -> BTreeMap<String, Vec<&Value>> {
        let mut groups: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
        for record in self.all(collection) {
            groups.entry(text(&record[field]).to_owned()).or_default().push(record);
        }
        groups
    }
}

/// The text of a value; empty for null.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An amount of money in cents.
pub fn cents(value: &Value) -> i64 {
    let (whole, part) = text(value).split_once('.').unwrap();
    whole.parse::<i64>().unwrap() * 100 + part.parse::<i64>().unwrap()
}

/// Cents as the API writes a decimal: without trailing zeros.
pub fn decimal(cents: i64) -> String {
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The fields of each record, in that order.
pub fn pick(records: &[&Value], fields: &[&str]) -> Value {
    let pick =
        |record: &&Value| fields.iter().map(|field| ((*field).to_owned(), record[*field].clone())).collect();
    Value::Array(records.iter().map(|record| Value::Object(pick(record))).collect())
}

/// Sorts by keys of a record; the id breaks ties.
pub fn sorted<K: Ord>(mut records: Vec<&Value>, key: impl Fn(&Value) -> K) -> Vec<&Value> {
    records.sort_by(|left, right| (key(left), text(&left["id"])).cmp(&(key(right), text(&right["id"]))));
    records
}

/// `{"data": {name: value}}`
pub fn data(name: &str, value: Value) -> String {
    json!({ "data": { name: value } }).to_string()
}
