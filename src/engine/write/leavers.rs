//! What goes with a user who is deleted: everything that they could sign in with and what they saved, in the same
//! transaction.
//!
//! What happened to the account stays in the log of events. Read [`forget_in`] first.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, Iden, QueryFilter, QueryTrait};

use crate::changes::{Failure, Image, Tx};
use crate::store::entity::{
    account, api_token, identity, passkey, recovery_code, refresh_token, saved_item, session, ticket, totp,
};

/// The collection whose records are users.
pub(super) const USERS: &str = "User";

/// Forgets all that the users could sign in with, and what they saved.
pub(super) async fn forget_in(tx: &mut Tx<'_>, users: &[Image]) -> Result<(), Failure> {
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    let mut sessions = Query::select();
    sessions.column(session::Column::Id).from(session::Entity);
    sessions.and_where(session::Column::UserId.is_in(ids.iter().copied()));
    let tokens =
        refresh_token::Entity::delete_many().filter(refresh_token::Column::SessionId.in_subquery(sessions));
    tx.execute_system(&tokens.into_query()).await?;
    delete_in::<session::Entity>(tx, session::Column::UserId, &ids).await?;
    delete_in::<api_token::Entity>(tx, api_token::Column::UserId, &ids).await?;
    delete_in::<ticket::Entity>(tx, ticket::Column::UserId, &ids).await?;
    delete_in::<totp::Entity>(tx, totp::Column::UserId, &ids).await?;
    delete_in::<recovery_code::Entity>(tx, recovery_code::Column::UserId, &ids).await?;
    delete_in::<passkey::Entity>(tx, passkey::Column::UserId, &ids).await?;
    delete_in::<identity::Entity>(tx, identity::Column::UserId, &ids).await?;
    delete_in::<saved_item::Entity>(tx, saved_item::Column::UserId, &ids).await?;
    delete_in::<account::Entity>(tx, account::Column::UserId, &ids).await
}

async fn delete_in<E: EntityTrait>(
    tx: &mut Tx<'_>,
    user_id: impl ColumnTrait + Iden,
    ids: &[&str],
) -> Result<(), Failure> {
    let delete = E::delete_many().filter(user_id.is_in(ids.iter().copied()));
    tx.execute_system(&delete.into_query()).await?;
    Ok(())
}
