//! Somebody must be left who may do everything: a user who asks for a change can't take the last admin away.
//!
//! The server's command line and the admin token can: they can make another one. Read [`Writer::keep_admin_in`] first.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};

use super::leavers::USERS;
use super::own::Written;
use super::{Inner, Writer};
use crate::access::{ADMIN, Actor};
use crate::changes::{Failure, Tx};
use crate::error::Error;
use crate::model::{Collection, Value};
use crate::query::dialect::write::Lock;
use crate::store::WriteError;

/// The field that holds a user's roles.
const ROLES: &str = "roles";
/// As many admins are looked at.
const LOOKED_AT: u64 = 100;

impl Writer {
    /// Refuses what the transaction did so far if it took the role `admin` from the last who had it and may sign in.
    /// Of two transactions that take it from each other's users, one waits for the other.
    ///
    /// # Errors
    ///
    /// `CONFLICT`, or a database that fails.
    pub async fn keep_admin_in(&self, tx: &mut Tx<'_>, actor: &Actor) -> Written<()> {
        self.0.keep_admin_in(tx, actor).await
    }

    /// The same where the user of that id is kept from signing in.
    ///
    /// # Errors
    ///
    /// `CONFLICT`, or a database that fails.
    pub async fn keep_admin_without_in(&self, tx: &mut Tx<'_>, actor: &Actor, user_id: &str) -> Written<()> {
        let Some(users) = self.0.model.collections.get(USERS) else { return Ok(()) };
        // What becomes of them waits for this transaction.
        let was_admin = self.0.admins_among(tx, users, vec![user_id.to_owned()]).await.map_err(failed)?;
        match was_admin && is_bound(actor) {
            true => self.0.check_admin_left_in(tx, users).await,
            false => Ok(()),
        }
    }
}

impl Inner {
    pub(super) async fn keep_admin_in(&self, tx: &mut Tx<'_>, actor: &Actor) -> Written<()> {
        let Some(users) = self.model.collections.get(USERS) else { return Ok(()) };
        match is_bound(actor) && tx.took_from_list(users, ROLES, ADMIN) {
            true => self.check_admin_left_in(tx, users).await,
            false => Ok(()),
        }
    }

    async fn check_admin_left_in(&self, tx: &mut Tx<'_>, users: &Collection) -> Written<()> {
        let ids = tx.system_texts(&admins(users)).await.map_err(failed)?;
        match self.admins_among(tx, users, ids).await.map_err(failed)? {
            true => Ok(()),
            false => {
                let message = "nobody would be left who has the role `admin` and may sign in: make somebody else an admin first";
                Err(WriteError::Refused(vec![Error::conflict(message)]))
            }
        }
    }

    /// Whether one of the users has the role. Whoever else wants to change them waits.
    async fn admins_among(
        &self,
        tx: &mut Tx<'_>,
        users: &Collection,
        ids: Vec<String>,
    ) -> Result<bool, Failure> {
        let (Some(id), Some(roles)) = (users.fields.get("id"), users.fields.get(ROLES)) else {
            return Ok(false);
        };
        let ids = ids.into_iter().map(Value::Text).collect();
        let found = tx.images(users, &[roles], id, ids, Lock::Update).await?;
        Ok(found.iter().any(|user| {
            user.fields
                .get(ROLES)
                .and_then(|roles| roles.as_array())
                .is_some_and(|roles| roles.iter().any(|role| role == ADMIN))
        }))
    }
}

/// Whether somebody has no other way to make an admin.
fn is_bound(actor: &Actor) -> bool {
    actor.identity.is_some() || !actor.is_admin()
}

/// The ids of users whose list of roles mentions the role and who may sign in.
fn admins(users: &Collection) -> SelectStatement {
    let (user, account) = (Alias::new("u"), Alias::new("a"));
    let column = |table: &Alias, name: &str| Expr::col((table.clone(), Alias::new(name)));
    let is_theirs = column(&account, "user_id").eq(column(&user, "id"));
    let roles = column(&user, ROLES).cast_as(Alias::new("text"));
    let mut select = Query::select();
    select
        .expr(column(&user, "id"))
        .from_as(Alias::new(users.table.clone()), user.clone())
        .join_as(JoinType::LeftJoin, Alias::new("hw_account"), account.clone(), is_theirs)
        .cond_where(
            Cond::all()
                .add(roles.like(format!("%\"{ADMIN}\"%")))
                .add(column(&account, "disabled_at").is_null()),
        )
        .order_by_expr(column(&user, "id"), Order::Asc)
        .limit(LOOKED_AT);
    select
}

fn failed(failure: Failure) -> WriteError<Vec<Error>> {
    match failure {
        Failure::Store(error) => WriteError::Store(error),
        Failure::Taken(_) => WriteError::Again,
    }
}
