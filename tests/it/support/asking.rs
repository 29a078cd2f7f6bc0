//! Asking executors and stores.

use headwater::access::Actor;
use headwater::error::Error;
use headwater::graphql::answer::Answer;
use headwater::graphql::executor::{Asked, Executor};
use headwater::graphql::ready::Ready;
use headwater::store::{ReadStatement, Store, StoreError};
use serde_json::Value;

/// The document's only operation, ready to run for an admin.
pub fn ready(executor: &Executor, document: &str, variables: &Value) -> Result<Ready, Vec<Error>> {
    let variables = variables.as_object().cloned().unwrap_or_default();
    executor.ready(Asked::new(&Actor::admin(), document, variables))
}

/// The whole answer to an admin, whether the operation runs or is refused.
pub async fn answer(executor: &Executor, document: &str, variables: &Value) -> String {
    match ready(executor, document, variables) {
        Ok(ready) => ready.run().await.into_json(),
        Err(errors) => Answer::refused(errors).into_json(),
    }
}

/// The one text that a statement answers.
pub async fn read_text(store: &Store, sql: &str, values: &[sea_orm::Value]) -> Result<String, StoreError> {
    let mut text = String::new();
    store.read_text(&ReadStatement::new(sql), values, &mut text).await?;
    Ok(text)
}
