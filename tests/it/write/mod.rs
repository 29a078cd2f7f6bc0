//! Writing content through the API: what mutations do, the same on both databases.

mod concurrent;
mod idempotency;
mod killed;
mod lists;
mod nested;
mod random;
mod validation;
mod values;

use headwater::graphql::executor::Executor;
use headwater::store::Store;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

use crate::support::asking::answer;
use crate::support::content::Content;

/// A model's tables and its API on both databases.
struct Both {
    content: Content,
    executors: [Executor; 2],
}

/// An entry of the change log, without the time at which its record was made.
#[derive(Debug, PartialEq)]
struct Logged {
    collection: String,
    id: String,
    operation: String,
    version: i64,
    before: Value,
    after: Value,
}

impl Both {
    async fn new(sdl: &str) -> Self {
        let content = Content::new(sdl).await;
        let executors = content.executors();
        Self { content, executors }
    }

    /// The answer to a document, which must be the same from both.
    async fn ask(&self, document: &str, variables: &Value) -> Value {
        let [first, second] = &self.executors;
        let answers = [answer(first, document, variables).await, answer(second, document, variables).await];
        assert_eq!(
            answers[0], answers[1],
            "SQLite and PostgreSQL disagree about {document} with {variables}"
        );
        serde_json::from_str(&answers[0]).unwrap()
    }

    /// Takes all rows out of tables.
    async fn empty(&self, tables: &[&str]) {
        for store in &self.content.stores {
            for table in tables {
                store.connection().execute_unprepared(&format!("DELETE FROM {table}")).await.unwrap();
            }
        }
    }

    /// What was logged after so many entries: the same in both.
    async fn log(&self, after: usize) -> Vec<Logged> {
        let [sqlite, postgres] = &self.content.stores;
        let logs = [log_of(sqlite, after).await, log_of(postgres, after).await];
        let [first, second] = logs;
        assert_eq!(first, second, "SQLite and PostgreSQL logged otherwise");
        first
    }
}

async fn log_of(store: &Store, after: usize) -> Vec<Logged> {
    let sql = format!(
        r#"SELECT collection, record_id, operation, CAST(version AS text), CAST("before" AS text), CAST("after" AS text)
           FROM hw_change WHERE operation <> 'MODEL' ORDER BY position LIMIT 100000 OFFSET {after}"#
    );
    let db = store.connection();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let logged = rows.iter().map(|row| {
        let text = |column: usize| row.try_get_by_index::<Option<String>>(column).unwrap();
        let json = |column: usize| {
            let mut json: Value =
                text(column).map_or(Value::Null, |text| serde_json::from_str(&text).unwrap());
            json.as_object_mut().and_then(|fields| fields.shift_remove("createdAt"));
            json
        };
        Logged {
            collection: text(0).unwrap(),
            id: text(1).unwrap(),
            operation: text(2).unwrap(),
            version: text(3).unwrap().parse().unwrap(),
            before: json(4),
            after: json(5),
        }
    });
    logged.collect()
}
