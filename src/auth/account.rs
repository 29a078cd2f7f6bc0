//! Accounts: a record of the collection `User`, and beside it what is no content.
//!
//! The address is the record's `email`, kept in lower case. Read [`Account`] first, then [`create_in`].

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::Auth;
use super::identity::USER;
use super::transact::{Written, millis, moment};
use crate::access::rules::{self, Access, Action};
use crate::access::{self, Actor, Identity, PUBLIC, Roles};
use crate::changes::{Failure, Tx};
use crate::engine::write::Writer;
use crate::error::{Code, Error, FieldError};
use crate::model::{Field, Model};
use crate::store::StoreError;
use crate::store::entity::account::{self as entity, ActiveModel, Column, Entity};

/// What is known of an account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The user's id.
    pub user_id: String,
    /// The record's own columns, as the API shows them.
    pub record: Map<String, Json>,
    /// The address, in lower case.
    pub email: Option<String>,
    /// Argon2id; none for who has no password.
    pub password_hash: Option<String>,
    /// Whether the address was proved to be theirs.
    pub is_verified: bool,
    /// Whether there is nothing to sign in with again.
    pub is_anonymous: bool,
    /// When an admin took all access away.
    pub disabled_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    record: Map<String, Json>,
    password_hash: Option<String>,
    verified_email: Option<String>,
    anonymous_at: Option<i64>,
    disabled_at: Option<i64>,
}

/// An account to be made.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// The address.
    pub email: Option<String>,
    /// The password's hash.
    pub password_hash: Option<String>,
    /// Fields of the record that the new user chose: only those that they may change themselves.
    pub data: Map<String, Json>,
    /// The roles that somebody who may gave them.
    pub roles: Vec<String>,
    /// Whether the address was proved.
    pub is_verified: bool,
    /// Whether there is nothing to sign in with again.
    pub is_anonymous: bool,
}

impl Account {
    /// The name of a field of the record, if it is text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.record.get(field).and_then(Json::as_str)
    }
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        let email = row.record.get("email").and_then(Json::as_str).map(normalised);
        Self {
            is_verified: email.is_some() && row.verified_email == email,
            is_anonymous: row.anonymous_at.is_some(),
            disabled_at: row.disabled_at.map(moment),
            user_id: row.id,
            record: row.record,
            email,
            password_hash: row.password_hash,
        }
    }
}

/// The address as it is kept: addresses that differ in case are the same.
pub fn normalised(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The account of that address.
///
/// # Errors
///
/// A database that does not answer.
pub async fn find_by_email(auth: &Auth, email: &str) -> Result<Option<Account>, Error> {
    let statements = auth.statements();
    let row: Option<Row> = statements.account_by_email(auth.store(), &normalised(email)).await?;
    Ok(row.map(Account::from))
}

/// The account of that user.
///
/// # Errors
///
/// A database that does not answer.
pub async fn find(auth: &Auth, user_id: &str) -> Result<Option<Account>, Error> {
    let row: Option<Row> = auth.statements().account_by_user(auth.store(), user_id).await?;
    Ok(row.map(Account::from))
}

/// What is kept of these users beside their records, in the order of their ids. Who never had anything to sign in
/// with has nothing.
///
/// # Errors
///
/// A database that does not answer.
pub async fn states(auth: &Auth, users: &[String]) -> Result<Vec<entity::Model>, Error> {
    let rows = Entity::find().filter(Column::UserId.is_in(users)).order_by_asc(Column::UserId);
    Ok(rows.all(auth.store().connection()).await.map_err(StoreError::from)?)
}

/// Makes the record and what belongs to it, and returns the user's id. What the new user chose is written as
/// the new user, so that rules judge it.
///
/// # Errors
///
/// Everything that is wrong with the values: an address that is taken is a `CONFLICT` at `email`.
pub async fn create_in(tx: &mut Tx<'_>, writer: &Writer, new: &NewAccount) -> Written<String> {
    let email = new.email.as_deref().map(normalised);
    let mut data = Map::new();
    if let Some(email) = &email {
        data.insert("email".to_owned(), email.as_str().into());
    }
    data.insert("roles".to_owned(), new.roles.iter().map(String::as_str).collect());
    let own = own_data(&new.data)?;
    // What must be there from the beginning is no change, which the rules would judge below.
    for (name, value) in &own {
        if let Some(field) = set_at_once(writer.model(), name) {
            check_own(writer.model(), field, &new.roles)?;
            data.insert(name.clone(), value.clone());
        }
    }
    let user_id = writer.create_in(tx, &Actor::admin(), USER, &data).await?;
    if !own.is_empty() {
        let identity =
            Identity { id: user_id.clone(), record: record(&user_id, &data), ..Identity::default() };
        let actor = Actor::user(identity, new.roles.iter().map(String::as_str));
        writer.update_in(tx, &actor, USER, &user_id, &own).await?;
    }
    let now = millis(tx.now());
    let row = ActiveModel {
        user_id: Set(user_id.clone()),
        password_hash: Set(new.password_hash.clone()),
        password_changed_at: Set(new.password_hash.as_ref().map(|_| now)),
        verified_email: Set(email.filter(|_| new.is_verified)),
        anonymous_at: Set(new.is_anonymous.then_some(now)),
        disabled_at: Set(None),
        created_at: Set(now),
        signed_in_at: Set(None),
    };
    // A row may be left of a user of that id who was deleted: nothing of it may pass on.
    tx.execute_system(&Entity::delete_many().filter(Column::UserId.eq(&user_id)).into_query()).await?;
    super::totp::clear_in(tx, &user_id).await?;
    super::linked::clear_in(tx, &user_id).await?;
    #[cfg(feature = "passkeys")]
    super::passkey::clear_in(tx, &user_id).await?;
    tx.execute_system(&Entity::insert(row).into_query()).await?;
    Ok(user_id)
}

/// What a new user may say of themselves. The address and the roles come from elsewhere.
fn own_data(data: &Map<String, Json>) -> Written<Map<String, Json>> {
    for (name, what) in [
        ("email", "is given as the argument `email`"),
        ("roles", "are given by admins"),
        ("id", "is chosen by the server"),
    ] {
        if data.contains_key(name) {
            let mut error = Error::new(Code::Validation, format!("`data.{name}`: {what}"));
            error.fields = Box::new([FieldError {
                path: format!("data.{name}"),
                code: "NOT_ALLOWED",
                message: what.to_owned(),
            }]);
            return super::transact::refuse(error);
        }
    }
    Ok(data.clone())
}

/// The field of that name, if it can't be set later: every user must have a value that nobody makes up, or
/// it is written once.
fn set_at_once<'m>(model: &'m Model, name: &str) -> Option<&'m Field> {
    let field = model.collections.get(USER)?.fields.get(name)?;
    let is_required = field.required && field.default.is_none() && !field.list;
    (is_required || field.write_once).then_some(field)
}

/// Refuses a field that users may not change in their own record.
fn check_own(model: &Model, field: &Field, roles: &[String]) -> Written<()> {
    let roles = Roles::new([PUBLIC, access::USER].into_iter().chain(roles.iter().map(String::as_str)));
    match rules::field(model, USER, field, &roles, Action::Update) {
        Access::All | Access::Where(_) => Ok(()),
        Access::Nothing => {
            let message = format!("you may not set `data.{}`", field.name);
            super::transact::refuse(Error::new(Code::Forbidden, message))
        }
    }
}

fn record(user_id: &str, data: &Map<String, Json>) -> Map<String, Json> {
    let mut record = data.clone();
    record.insert("id".to_owned(), user_id.into());
    record
}

/// Changes columns of the account, whose row is made if it is not there yet.
///
/// # Errors
///
/// A database that fails.
pub async fn set_in(
    tx: &mut Tx<'_>,
    user_id: &str,
    values: impl IntoIterator<Item = (Column, Expr)> + Send,
) -> Result<(), Failure> {
    let row = ActiveModel {
        user_id: Set(user_id.to_owned()),
        created_at: Set(millis(tx.now())),
        ..Default::default()
    };
    let mut insert = Entity::insert(row).into_query();
    insert.on_conflict(OnConflict::column(Column::UserId).do_nothing().to_owned());
    tx.execute_system(&insert).await?;
    let mut update = Entity::update_many().filter(Column::UserId.eq(user_id));
    for (column, value) in values {
        update = update.col_expr(column, value);
    }
    tx.execute_system(&update.into_query()).await?;
    Ok(())
}

/// Sets the password.
///
/// # Errors
///
/// A database that fails.
pub async fn set_password_in(tx: &mut Tx<'_>, user_id: &str, hash: &str) -> Result<(), Failure> {
    let now = millis(tx.now());
    let values = [(Column::PasswordHash, Expr::val(hash)), (Column::PasswordChangedAt, Expr::val(now))];
    set_in(tx, user_id, values).await
}

/// Notes that the address was proved to be the user's. It counts while it is the record's.
///
/// # Errors
///
/// A database that fails.
pub async fn set_verified_in(tx: &mut Tx<'_>, user_id: &str, email: &str) -> Result<(), Failure> {
    set_in(tx, user_id, [(Column::VerifiedEmail, Expr::val(normalised(email)))]).await
}
