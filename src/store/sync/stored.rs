//! The model that was applied last, as the database keeps it in `hw_model`.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QuerySelect, Statement};
use sha2::{Digest, Sha256};

use crate::model::{Layout, Model};
use crate::store::StoreError;
use crate::store::entity::model_version;

/// An applied model.
#[derive(Debug, Clone)]
pub struct StoredModel {
    /// Counts up with every applied model.
    pub version: i64,
    /// When it was applied.
    pub applied_at: DateTime<Utc>,
    /// A hash of the model: equal for equal models.
    pub fingerprint: String,
    /// The tables that were made for it. The model itself is kept for people and tools: a newer
    /// Headwater may not read an older one's.
    pub layout: Layout,
}

/// The model applied last; none when there was none.
pub async fn current(db: &impl ConnectionTrait) -> Result<Option<StoredModel>, StoreError> {
    if !table_exists(db).await? {
        return Ok(None);
    }
    let newest = model_version::Entity::find().order_by_desc(model_version::Column::Id).one(db).await?;
    newest.map(read).transpose()
}

/// When the newest model was applied; none when there is none.
pub(super) async fn applied_at(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, StoreError> {
    let newest = model_version::Entity::find().select_only().column(model_version::Column::AppliedAt);
    Ok(newest.order_by_desc(model_version::Column::Id).into_tuple().one(db).await?)
}

fn read(row: model_version::Model) -> Result<StoredModel, StoreError> {
    let layout = serde_json::from_value(row.layout)
        .map_err(|error| StoreError::Other(format!("the stored model {} can't be read: {error}", row.id)))?;
    Ok(StoredModel { version: row.id, applied_at: row.applied_at, fingerprint: row.fingerprint, layout })
}

async fn table_exists(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'hw_model'",
        _ => "SELECT 1 WHERE to_regclass('hw_model') IS NOT NULL",
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(row.is_some())
}

/// Stores the model as the one that holds from now on, and answers its version.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    model: &Model,
    sources: &str,
) -> Result<i64, StoreError> {
    let row = model_version::ActiveModel {
        id: ActiveValue::NotSet,
        applied_at: ActiveValue::Set(Utc::now()),
        fingerprint: ActiveValue::Set(fingerprint(model)),
        model: ActiveValue::Set(to_json(model)?),
        layout: ActiveValue::Set(to_json(&Layout::of(model))?),
        sources: ActiveValue::Set(sources.to_owned()),
    };
    Ok(model_version::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// A hash of the model: equal for equal models.
pub fn fingerprint(model: &Model) -> String {
    // A model is plain data with text keys, which always serializes.
    let text = serde_json::to_vec(model).unwrap_or_default();
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn to_json(value: &impl serde::Serialize) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(value)
        .map_err(|error| StoreError::Other(format!("the model can't be stored: {error}")))
}
