//! What users keep beside the content and may share by role: views of lists, operations.
//!
//! Knows who sees and who may change an item, not what is in it. Read [`list`] first, then [`save`].

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait, Set,
};
use serde_json::Value as Json;

use super::client::Client;
use super::transact::{author, millis, refuse, transact};
use super::{Auth, narrow};
use crate::access::{Actor, Identity};
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::store::StoreError;
use crate::store::entity::saved_item::{ActiveModel, Column, Entity, Model};

/// The most items that a user may have.
const MOST: u64 = 1000;

/// An item as it is to be.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// `VIEW` or `OPERATION`.
    pub kind: String,
    /// The collection that it is about, if it is about one.
    pub collection: Option<String>,
    /// What its owner calls it.
    pub name: String,
    /// What is kept, as JSON.
    pub data: String,
    /// The roles that see it too.
    pub roles: Vec<String>,
}

/// The roles that see an item beside its owner.
pub fn roles(item: &Model) -> Vec<String> {
    serde_json::from_str(&item.roles).unwrap_or_default()
}

/// Whether the item is one's own, or shared with a role that one has.
pub fn sees(actor: &Actor, item: &Model) -> bool {
    actor.user_id() == Some(item.user_id.as_str())
        || roles(item).iter().any(|role| narrow::holds(actor, role))
}

/// The items that somebody sees, by name. Without a collection those of all and of none.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(
    auth: &Auth,
    actor: &Actor,
    kind: &str,
    collection: Option<&str>,
) -> Result<Vec<Model>, Error> {
    let own = Column::UserId.eq(actor.user_id().unwrap_or_default());
    let rows = Entity::find()
        .filter(Column::Kind.eq(kind))
        .apply_if(collection, |rows, collection| rows.filter(Column::Collection.eq(collection)))
        .filter(Condition::any().add(own).add(Column::Roles.ne("[]")))
        .order_by_asc(Column::Id)
        .all(auth.store().connection());
    let mut rows = rows.await.map_err(StoreError::from)?;
    rows.retain(|item| sees(actor, item));
    // Stable: what is called the same stays in the order in which it was made.
    rows.sort_by_cached_key(|item| item.name.to_lowercase());
    Ok(rows)
}

/// The item, if the actor may change it: its owner, and admins.
///
/// # Errors
///
/// `NOT_FOUND` when they may not see it, `FORBIDDEN` when they may not change it, or a database that does not answer.
pub async fn find_to_change(auth: &Auth, actor: &Actor, id: &str) -> Result<Model, Error> {
    let found = Entity::find_by_id(id).one(auth.store().connection()).await.map_err(StoreError::from)?;
    match found {
        Some(item) if actor.is_admin() || actor.user_id() == Some(item.user_id.as_str()) => Ok(item),
        Some(item) if sees(actor, &item) => {
            let message = "only who saved it may change or remove it; save one of your own instead";
            Err(Error::new(Code::Forbidden, message))
        }
        Some(_) | None => Err(missing(id)),
    }
}

fn missing(id: &str) -> Error {
    Error::new(Code::NotFound, format!("there is no saved item `{id}`"))
}

/// Keeps a new item.
///
/// # Errors
///
/// When its owner has very many, or a database that fails.
pub async fn make(
    auth: &Auth,
    writer: &Writer,
    actor: &Actor,
    client: &Client,
    draft: Draft,
) -> Result<Model, Error> {
    let own = Entity::find().filter(Column::UserId.eq(&draft.user_id));
    if own.count(auth.store().connection()).await.map_err(StoreError::from)? >= MOST {
        return Err(Error::limit(format!("you have {MOST} saved items: remove some first")));
    }
    transact(writer, author(actor, client), draft, |draft, tx| {
        Box::pin(async move {
            let now = millis(tx.now());
            let item = row(draft, now, now);
            let made = ActiveModel {
                id: Set(item.id.clone()),
                user_id: Set(item.user_id.clone()),
                kind: Set(item.kind.clone()),
                collection: Set(item.collection.clone()),
                name: Set(item.name.clone()),
                data: Set(item.data.clone()),
                roles: Set(item.roles.clone()),
                created_at: Set(now),
                updated_at: Set(now),
            };
            tx.execute_system(&Entity::insert(made).into_query()).await?;
            Ok(item)
        })
    })
    .await
}

/// Changes an item that was found to be changed.
///
/// # Errors
///
/// When it was removed meanwhile, or a database that fails.
pub async fn save(
    writer: &Writer,
    actor: &Actor,
    client: &Client,
    before: Model,
    draft: Draft,
) -> Result<Model, Error> {
    transact(writer, author(actor, client), (before, draft), |(before, draft), tx| {
        Box::pin(async move {
            let item = row(draft, before.created_at, millis(tx.now()));
            let update = Entity::update_many()
                .col_expr(Column::Collection, Expr::val(item.collection.clone()))
                .col_expr(Column::Name, Expr::val(item.name.clone()))
                .col_expr(Column::Data, Expr::val(item.data.clone()))
                .col_expr(Column::Roles, Expr::val(item.roles.clone()))
                .col_expr(Column::UpdatedAt, Expr::val(item.updated_at))
                .filter(Column::Id.eq(&item.id));
            match tx.execute_system(&update.into_query()).await? {
                0 => refuse(missing(&item.id)),
                _ => Ok(item),
            }
        })
    })
    .await
}

/// Removes an item that was found to be changed.
///
/// # Errors
///
/// When it was removed meanwhile, or a database that fails.
pub async fn remove(writer: &Writer, actor: &Actor, client: &Client, id: String) -> Result<(), Error> {
    transact(writer, author(actor, client), id, |id, tx| {
        Box::pin(async move {
            let removed = Entity::delete_many().filter(Column::Id.eq(id.as_str()));
            match tx.execute_system(&removed.into_query()).await? {
                0 => refuse(missing(id)),
                _ => Ok(()),
            }
        })
    })
    .await
}

fn row(draft: &Draft, created_at: i64, updated_at: i64) -> Model {
    let Draft { id, user_id, kind, collection, name, data, roles } = draft.clone();
    let roles = Json::from(roles).to_string();
    Model { id, user_id, kind, collection, name, data, roles, created_at, updated_at }
}

/// Whether somebody may share with the role: one that they have, or any for admins.
pub fn may_share(actor: &Actor, role: &str) -> bool {
    narrow::holds(actor, role)
}

/// Who it is that keeps items: somebody who is signed in.
///
/// # Errors
///
/// `UNAUTHENTICATED` when nobody is.
pub fn keeper(actor: &Actor) -> Result<&Identity, Error> {
    let missing = || Error::new(Code::Unauthenticated, "saved items are kept by users: sign in first");
    actor.identity.as_deref().ok_or_else(missing)
}
