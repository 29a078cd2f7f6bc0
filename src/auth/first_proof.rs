//! An address is proved for the first time, by who reads its mail.
//!
//! Whoever made the account may be somebody else, who waited for the address's owner to begin to use it. So
//! nothing of what they can come back with stays: no password, session, passkey, authenticator app, API token, or account
//! elsewhere. Read [`prove_in`] first.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::account::{normalised, set_in, set_verified_in};
#[cfg(feature = "passkeys")]
use super::passkey;
use super::{linked, session, totp};
use crate::changes::{Failure, Tx};
use crate::store::entity::account::{Column, Entity};
use crate::store::entity::api_token;

/// Notes that who reads the address's mail is the account's user, and takes away what others may have left in it
/// while nobody had proved it. A new password is to be set after this.
///
/// # Errors
///
/// A database that fails.
pub async fn prove_in(tx: &mut Tx<'_>, user_id: &str, email: &str) -> Result<(), Failure> {
    let known = tx.system_rows(Entity::find_by_id(user_id)).await?.into_iter().next();
    let is_proved = known.and_then(|row| row.verified_email).is_some_and(|known| known == normalised(email));
    if !is_proved {
        clear_in(tx, user_id).await?;
    }
    set_verified_in(tx, user_id, email).await
}

async fn clear_in(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    session::end_all_in(tx, user_id, None).await?;
    totp::clear_in(tx, user_id).await?;
    #[cfg(feature = "passkeys")]
    passkey::clear_in(tx, user_id).await?;
    let tokens = api_token::Entity::delete_many().filter(api_token::Column::UserId.eq(user_id));
    tx.execute_system(&tokens.into_query()).await?;
    linked::clear_in(tx, user_id).await?;
    set_in(tx, user_id, [(Column::PasswordHash, Expr::val(None::<String>))]).await
}
