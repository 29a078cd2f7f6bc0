//! Codes of authenticator apps (TOTP, RFC 6238) as a second factor, and recovery codes for who lost the app.
//!
//! The shared secret is sealed in the database. A code counts within one step of thirty seconds before and after,
//! and no step counts twice. Read [`start`] first, then [`check_in`].

use chrono::Utc;
use rand::RngExt;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Set};
use totp_rs::{Builder, Secret, Totp};

use super::Auth;
use super::transact::millis;
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::store::StoreError;
use crate::store::entity::{recovery_code, totp};

/// Seconds of a step, as every app has them.
const STEP: u64 = 30;
/// Recovery codes that are given out together.
const RECOVERY_CODES: usize = 10;
/// Letters and digits that are not mistaken for others.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";

/// An authenticator app to be set up.
#[derive(Debug, Clone)]
pub struct NewTotp {
    /// The secret, for who types it.
    pub secret: String,
    /// The same as an address that apps read from a picture: `otpauth://totp/...`.
    pub url: String,
    sealed: String,
}

impl NewTotp {
    /// A new secret for the user, who sees it under these names in the app.
    ///
    /// # Errors
    ///
    /// When it can't be sealed.
    pub fn new(auth: &Auth, user_id: &str, issuer: &str, account: &str) -> Result<Self, Error> {
        let secret = Secret::generate();
        // A colon would end the name.
        let (issuer, account) = (issuer.replace(':', " "), account.replace(':', " "));
        let totp =
            Builder::new().with_secret(secret.clone()).with_issuer(Some(issuer)).with_account_name(account);
        let url = totp.build().map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?.to_url();
        let secret = secret.to_base32();
        Ok(Self {
            url: url.map_err(|error| Error::internal(anyhow::anyhow!("{error}")))?,
            sealed: auth.secret().seal("totp").seal(user_id, &secret).map_err(Error::internal)?,
            secret,
        })
    }
}

/// Whether the user has an app that is asked for.
///
/// # Errors
///
/// A database that does not answer.
pub async fn is_on(auth: &Auth, user_id: &str) -> Result<bool, Error> {
    let row =
        totp::Entity::find_by_id(user_id).one(auth.store().connection()).await.map_err(StoreError::from)?;
    Ok(row.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Those of these users who have an app that is asked for.
///
/// # Errors
///
/// A database that does not answer.
pub async fn on_of(auth: &Auth, users: &[String]) -> Result<Vec<String>, Error> {
    let rows = totp::Entity::find()
        .filter(totp::Column::UserId.is_in(users))
        .filter(totp::Column::ConfirmedAt.is_not_null());
    let rows = rows.all(auth.store().connection()).await.map_err(StoreError::from)?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

/// Keeps the secret until the user shows that the app works. Answers whether that was possible: one that is
/// asked for already is not replaced.
///
/// # Errors
///
/// A database that fails.
pub async fn start_in(tx: &mut Tx<'_>, user_id: &str, new: &NewTotp) -> Result<bool, Failure> {
    use totp::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        user_id: Set(user_id.to_owned()),
        secret: Set(new.sealed.clone()),
        last_step: Set(0),
        created_at: Set(millis(tx.now())),
        confirmed_at: Set(None),
    };
    let mut insert = Entity::insert(row).into_query();
    let mut conflict = OnConflict::column(Column::UserId);
    conflict.update_columns([Column::Secret, Column::LastStep, Column::CreatedAt]);
    conflict.action_and_where(Expr::col((Entity, Column::ConfirmedAt)).is_null());
    insert.on_conflict(conflict);
    Ok(tx.execute_system(&insert).await? == 1)
}

/// From now on the app is asked for, if the code is its own. Answers whether that is so.
///
/// # Errors
///
/// A database that fails.
pub async fn confirm_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    user_id: &str,
    code: &str,
    recovery_codes: &[String],
) -> Result<bool, Failure> {
    use totp::{Column, Entity};
    if !check_code_in(tx, auth, user_id, code, Stage::SetUp).await? {
        return Ok(false);
    }
    let confirm = Entity::update_many()
        .col_expr(Column::ConfirmedAt, Expr::val(millis(tx.now())))
        .filter(Column::UserId.eq(user_id));
    tx.execute_system(&confirm.into_query()).await?;
    let old = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user_id));
    tx.execute_system(&old.into_query()).await?;
    let rows = recovery_codes.iter().map(|code| recovery_code::ActiveModel {
        code_hash: Set(hash(auth, user_id, code)),
        user_id: Set(user_id.to_owned()),
        used_at: Set(None),
    });
    tx.execute_system(&recovery_code::Entity::insert_many(rows).into_query()).await?;
    Ok(true)
}

/// Whether the code is the app's, or a recovery code. It is used then.
///
/// # Errors
///
/// A database that fails.
pub async fn check_in(tx: &mut Tx<'_>, auth: &Auth, user_id: &str, code: &str) -> Result<bool, Failure> {
    if check_code_in(tx, auth, user_id, code, Stage::InUse).await? {
        return Ok(true);
    }
    use recovery_code::{Column, Entity};
    let spend = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::val(millis(tx.now())))
        .filter(Column::CodeHash.eq(hash(auth, user_id, code)))
        .filter(Column::UserId.eq(user_id))
        .filter(Column::UsedAt.is_null());
    Ok(tx.execute_system(&spend.into_query()).await? == 1)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    SetUp,
    InUse,
}

async fn check_code_in(
    tx: &mut Tx<'_>,
    auth: &Auth,
    user_id: &str,
    code: &str,
    stage: Stage,
) -> Result<bool, Failure> {
    use totp::{Column, Entity};
    let row = tx.system_rows(Entity::find_by_id(user_id)).await?.into_iter().next();
    let row = row.filter(|row| row.confirmed_at.is_some() == (stage == Stage::InUse));
    let Some(row) = row else { return Ok(false) };
    let opened = auth.secret().seal("totp").open(user_id, &row.secret);
    let secret = opened.map_err(|error| StoreError::Other(error.to_string()))?;
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    let Some(step) = step_of(&secret, &code) else { return Ok(false) };
    // Of two who show the same code one changes the row.
    let take = Entity::update_many()
        .col_expr(Column::LastStep, Expr::val(step))
        .filter(Column::UserId.eq(user_id))
        .filter(Column::LastStep.lt(step));
    Ok(tx.execute_system(&take.into_query()).await? == 1)
}

/// The step of now, or one beside it, that the code belongs to.
fn step_of(secret: &str, code: &str) -> Option<i64> {
    let now = u64::try_from(Utc::now().timestamp()).ok()?;
    let step = totp(secret)?.check(code, now)?;
    i64::try_from(step).ok()
}

fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).with_skew(1).with_step_duration(STEP).build().ok()
}

/// Takes the app and the recovery codes away.
///
/// # Errors
///
/// A database that fails.
pub async fn clear_in(tx: &mut Tx<'_>, user_id: &str) -> Result<(), Failure> {
    let app = totp::Entity::delete_many().filter(totp::Column::UserId.eq(user_id));
    tx.execute_system(&app.into_query()).await?;
    let codes = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user_id));
    tx.execute_system(&codes.into_query()).await?;
    Ok(())
}

/// Recovery codes, such as `k3f9q-x7m2r`: fifty bits each.
pub fn recovery_codes() -> Vec<String> {
    let mut random = rand::rng();
    let mut half = || -> String {
        (0..5).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
    };
    (0..RECOVERY_CODES).map(|_| format!("{}-{}", half(), half())).collect()
}

/// However the code is written: people leave dashes out and write capitals.
fn hash(auth: &Auth, user_id: &str, code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    let code: String = letters.map(|sign| sign.to_ascii_lowercase()).collect();
    auth.secret().digest("recovery code", &[user_id, &code])
}
