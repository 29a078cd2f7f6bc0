//! API tokens: for programs. A token acts as the user who made it, with those of its roles that the user
//! still has.
//!
//! Read [`judge`] first.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Cond, Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde_json::Map;

use super::session::Judged;
use super::transact::{millis, moment};
use super::{Auth, access_token, narrow, secret};
use crate::access::Actor;
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::store::StoreError;
use crate::store::entity::api_token::{ActiveModel, Column, Entity, Model};

/// What API tokens begin with, so that people and scanners know them.
pub const PREFIX: &str = "hwt_";
/// How exactly it is known when a token was used last: not every request writes.
pub const USE_IS_NOTED_EVERY: Duration = Duration::from_secs(60);

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Its id.
    pub id: String,
    /// As whom it acts.
    pub user_id: String,
    /// What it is for.
    pub name: String,
    /// The token, which is shown once.
    pub token: String,
    /// The roles that it is to have.
    pub roles: Vec<String>,
    /// Until when it counts.
    pub expires_at: Option<DateTime<Utc>>,
}

impl NewApiToken {
    /// A token of that user, with a new secret.
    pub fn new(user_id: &str, name: &str, roles: Vec<String>, expires_at: Option<DateTime<Utc>>) -> Self {
        Self {
            id: uuid::Uuid::now_v7().to_string(),
            user_id: user_id.to_owned(),
            name: name.to_owned(),
            token: format!("{PREFIX}{}", secret::random()),
            roles,
            expires_at,
        }
    }
}

/// Who shows that token.
///
/// # Errors
///
/// `UNAUTHENTICATED` when it does not count.
pub(super) async fn judge(auth: &Auth, token: &str) -> Result<Judged, Error> {
    let found = auth.statements().by_api_token(auth.store(), &secret::hash(token)).await?;
    let now = millis(Utc::now());
    let Some(found) = found.filter(|found| found.counts(now)) else { return Err(access_token::invalid()) };
    let every = i64::try_from(USE_IS_NOTED_EVERY.as_millis()).unwrap_or(i64::MAX);
    if found.last_used_at.is_none_or(|used| used + every <= now)
        && let Some(id) = &found.credential
    {
        auth.note_use(id);
    }
    let roles: Vec<String> =
        found.roles.as_deref().and_then(|roles| serde_json::from_str(roles).ok()).unwrap_or_default();
    let until = found.expires_at.map(moment);
    let actor = found.into_actor(Map::new(), None);
    // Those that the user does not have any more are gone from the token, too.
    let held: Vec<&str> =
        roles.iter().map(String::as_str).filter(|role| narrow::holds(&actor, role)).collect();
    let roles = narrow::only(&held);
    Ok(Judged { actor: Actor { roles, ..actor }, until })
}

/// Makes the token.
///
/// # Errors
///
/// A database that fails.
pub async fn create_in(tx: &mut Tx<'_>, new: &NewApiToken) -> Result<(), Failure> {
    let hint: String = new.token.chars().skip(new.token.chars().count().saturating_sub(4)).collect();
    let row = ActiveModel {
        id: Set(new.id.clone()),
        user_id: Set(new.user_id.clone()),
        name: Set(new.name.clone()),
        token_hash: Set(secret::hash(&new.token)),
        hint: Set(hint),
        roles: Set(serde_json::Value::from(new.roles.clone()).to_string()),
        created_at: Set(millis(tx.now())),
        expires_at: Set(new.expires_at.map(millis)),
        last_used_at: Set(None),
    };
    tx.execute_system(&Entity::insert(row).into_query()).await?;
    Ok(())
}

/// Takes the token away, and answers whether it was there.
///
/// # Errors
///
/// A database that fails.
pub async fn revoke_in(tx: &mut Tx<'_>, id: &str, user_id: &str) -> Result<bool, Failure> {
    let revoked = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::UserId.eq(user_id));
    Ok(tx.execute_system(&revoked.into_query()).await? > 0)
}

/// Notes that tokens were used just now.
///
/// # Errors
///
/// A database that fails.
pub async fn note_use_in(tx: &mut Tx<'_>, ids: &[String], at: i64) -> Result<(), Failure> {
    let is_older: Condition =
        Cond::any().add(Column::LastUsedAt.is_null()).add(Expr::col(Column::LastUsedAt).lt(at));
    let note = Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::val(at))
        .filter(Column::Id.is_in(ids))
        .filter(is_older);
    tx.execute_system(&note.into_query()).await?;
    Ok(())
}

/// The token of that id.
///
/// # Errors
///
/// A database that does not answer.
pub async fn find(auth: &Auth, id: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(auth.store().connection()).await.map_err(StoreError::from)?)
}

/// The user's tokens, the newest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(auth: &Auth, user_id: &str) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(auth.store().connection());
    Ok(rows.await.map_err(StoreError::from)?)
}
