//! What a transaction reads: records as they are stored, links, and what statements of the compiler
//! answer. All of it sees what the transaction wrote.
//!
//! Read [`Tx::images`] first.

use std::collections::HashMap;

use sea_orm::Value as Sql;
use serde_json::Value as Json;

use super::notes::Fields;
use super::tx::{Failure, Tx};
use crate::model::kind::JsonForm;
use crate::model::{Collection, Field, Value};
use crate::query::dialect::write::{self, Lock};
use crate::store::{ReadStatement, StoreError};

/// A record as it is stored, or those fields of it that were asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Its id.
    pub id: String,
    /// How many times it was written.
    pub version: i64,
    /// The fields in the API's JSON form; of a to-one relation the id.
    pub fields: Fields,
}

/// A row of a join table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The owner's id.
    pub source: String,
    /// The other record's id.
    pub target: String,
    /// The place in the owner's list.
    pub position: i64,
}

impl Tx<'_> {
    /// The records of which the field has one of the values, with the fields asked for. A relation's
    /// value is an id.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn images(
        &mut self,
        collection: &Collection,
        fields: &[&Field],
        by: &Field,
        values: Vec<Value>,
        lock: Lock,
    ) -> Result<Vec<Image>, Failure> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        self.flush().await?;
        let always = ["id", "version"].into_iter().filter_map(|name| collection.fields.get(name));
        let mut asked: Vec<&Field> = always.collect();
        asked.extend(fields.iter().filter(|field| !["id", "version"].contains(&field.name.as_str())));
        let sql = self.tables.images(&collection.table, &asked, by, lock);
        let parameter = write::list_parameter(self.tables.dialect, by.form(), values);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        let floats = asked.iter().filter(|field| !field.list && field.form() == JsonForm::Float);
        let floats: Vec<&str> = floats.map(|field| field.name.as_str()).collect();
        texts.iter().map(|text| image(text, &floats)).collect()
    }

    /// The records of which the field's JSON holds one of the ids, with that field: more than those that
    /// point to them. Nobody is kept from changing them.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn mentions(
        &mut self,
        collection: &Collection,
        field: &Field,
        ids: &[String],
    ) -> Result<Vec<Image>, Failure> {
        /// Beyond that, looking at all records is faster than looking for each id in each of them.
        const MOST_IDS: usize = 32;
        self.flush().await?;
        let always = ["id", "version"].into_iter().filter_map(|name| collection.fields.get(name));
        let fields: Vec<&Field> = always.chain([field]).collect();
        let sql = write::mentions(self.tables.dialect, &collection.table, &fields, field);
        let texts: Vec<Value> = match ids.len() <= MOST_IDS {
            true => ids.iter().map(|id| Value::Text(Json::from(id.as_str()).to_string())).collect(),
            false => vec![Value::Text("\"".to_owned())],
        };
        let parameter = write::list_parameter(self.tables.dialect, JsonForm::Text, texts);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        texts.iter().map(|text| image(text, &[])).collect()
    }

    /// The rows of a join table whose column has one of the ids, in the order of their lists.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn links(&mut self, table: &str, by: &str, ids: Vec<Value>) -> Result<Vec<Link>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.flush().await?;
        let sql = write::links(self.tables.dialect, table, by);
        let parameter = write::list_parameter(self.tables.dialect, JsonForm::Text, ids);
        let texts = self.db.texts(&sql, &[parameter]).await?;
        texts.iter().map(|text| link(text)).collect()
    }

    /// Notes which of the records this transaction has changed already, in steps before this one: their
    /// versions don't go up again.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn recall(&mut self, collection: &Collection, ids: &[Value]) -> Result<(), Failure> {
        self.flush().await?;
        let dialect = self.tables.dialect;
        let ids = write::list_parameter(dialect, JsonForm::Text, ids.to_vec());
        let mut parameters = vec![Sql::String(Some(collection.name.clone())), ids];
        parameters.extend(self.number().await?.map(|number| Sql::BigInt(Some(number))));
        for id in self.db.texts(write::changed_here(dialect), &parameters).await? {
            self.state.raised.insert(&collection.name, &id, ());
        }
        Ok(())
    }

    /// Runs a statement of the compiler, which sees everything that was written.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn read_text(
        &mut self,
        statement: &ReadStatement,
        values: &[Sql],
        into: &mut String,
    ) -> Result<(), Failure> {
        self.flush().await?;
        Ok(self.db.read_text(statement, values, into).await?)
    }

    /// The ids of the first records of a collection: of a singleton, the one there is.
    ///
    /// # Errors
    ///
    /// A database that fails, or records waiting that are there already.
    pub async fn ids(&mut self, collection: &Collection) -> Result<Vec<String>, Failure> {
        self.flush().await?;
        Ok(self.db.texts(&write::first_ids(&collection.table), &[]).await?)
    }
}

fn image(text: &str, floats: &[&str]) -> Result<Image, Failure> {
    let mut fields: Fields = serde_json::from_str(text).map_err(unreadable)?;
    for name in floats {
        // The databases write `2` for what is 2.0 everywhere else.
        if let Some(value) = fields.get_mut(*name) {
            *value = value.as_f64().map_or(Json::Null, Json::from);
        }
    }
    let id = fields.get("id").and_then(Json::as_str).unwrap_or_default().to_owned();
    let version = fields.get("version").and_then(Json::as_i64).unwrap_or(1);
    Ok(Image { id, version, fields })
}

fn link(text: &str) -> Result<Link, Failure> {
    let (source, target, position) = serde_json::from_str(text).map_err(unreadable)?;
    Ok(Link { source, target, position })
}

fn unreadable(error: serde_json::Error) -> Failure {
    Failure::Store(StoreError::Other(format!("a stored record can't be read: {error}")))
}

/// Links by the id of the list's owner.
pub fn by_source(links: Vec<Link>) -> HashMap<String, Vec<Link>> {
    let mut lists: HashMap<String, Vec<Link>> = HashMap::new();
    for link in links {
        lists.entry(link.source.clone()).or_default().push(link);
    }
    lists
}
