//! Accounts elsewhere that belong to users: `hw_identity`.
//!
//! Who an account elsewhere stands for is decided in `arrival.rs`. Read [`Elsewhere`] first.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::Auth;
use super::provider::Profile;
use super::transact::millis;
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::store::StoreError;
use crate::store::entity::identity::{ActiveModel, Column, Entity, Model};

/// Somebody who proved who they are elsewhere.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The provider's name in the settings; empty for an issuer whose tokens are trusted.
    pub provider: String,
    /// Who says so, where they have a name.
    pub issuer: String,
    /// Who they are there.
    pub profile: Profile,
}

/// Whose account elsewhere it is.
///
/// # Errors
///
/// A database that does not answer.
pub async fn find(auth: &Auth, elsewhere: &Elsewhere) -> Result<Option<Model>, Error> {
    let row = Entity::find()
        .filter(Column::Provider.eq(&elsewhere.provider))
        .filter(Column::Issuer.eq(&elsewhere.issuer))
        .filter(Column::Subject.eq(&elsewhere.profile.subject))
        .one(auth.store().connection());
    Ok(row.await.map_err(StoreError::from)?)
}

/// The accounts elsewhere of a user, the oldest first.
///
/// # Errors
///
/// A database that does not answer.
pub async fn list(auth: &Auth, user_id: &str) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(user_id))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(auth.store().connection());
    Ok(rows.await.map_err(StoreError::from)?)
}

/// Links the account elsewhere to a user, and answers whether nobody else was first.
///
/// # Errors
///
/// A database that fails.
pub async fn link_in(
    tx: &mut Tx<'_>,
    id: &str,
    user_id: &str,
    elsewhere: &Elsewhere,
) -> Result<bool, Failure> {
    let now = millis(tx.now());
    let row = ActiveModel {
        id: Set(id.to_owned()),
        provider: Set(elsewhere.provider.clone()),
        issuer: Set(elsewhere.issuer.clone()),
        subject: Set(elsewhere.profile.subject.clone()),
        user_id: Set(user_id.to_owned()),
        email: Set(elsewhere.profile.email.clone()),
        created_at: Set(now),
        used_at: Set(now),
    };
    let mut insert = Entity::insert(row).into_query();
    let taken = OnConflict::columns([Column::Provider, Column::Issuer, Column::Subject]);
    insert.on_conflict(taken.clone().do_nothing().to_owned());
    Ok(tx.execute_system(&insert).await? == 1)
}

/// Notes that somebody signed in with it.
///
/// # Errors
///
/// A database that fails.
pub async fn use_in(tx: &mut Tx<'_>, id: &str, profile: &Profile) -> Result<(), Failure> {
    let update = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::val(millis(tx.now())))
        .col_expr(Column::Email, Expr::val(profile.email.clone()))
        .filter(Column::Id.eq(id));
    tx.execute_system(&update.into_query()).await?;
    Ok(())
}

/// Takes an account elsewhere away from a user, and answers whether it was theirs.
///
/// # Errors
///
/// A database that fails.
pub async fn unlink_in(tx: &mut Tx<'_>, user_id: &str, id: &str) -> Result<bool, Failure> {
    let delete = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::UserId.eq(user_id));
    Ok(tx.execute_system(&delete.into_query()).await? > 0)
}

/// Takes all accounts elsewhere away from a user.
///
/// # Errors
///
/// A database that fails.
pub async fn clear_in(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    let delete = Entity::delete_many().filter(Column::UserId.eq(user_id));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}
