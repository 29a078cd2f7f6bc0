//! The one statement that every request with a token runs: is the session alive, does the user exist, who
//! are they now.
//!
//! It follows the model, because rules read the user's own columns. Read [`Statements`] first.

use sea_orm::Value as Sql;
use sea_orm::sea_query::{Alias, BinOper, Cond, Expr, ExprTrait, JoinType, Query, SelectStatement};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::access::{Actor, Identity};
use crate::error::Error;
use crate::model::Model;
use crate::query::dialect::Dialect;
use crate::store::{ReadStatement, Store};

/// The collection of users.
pub const USER: &str = "User";
/// How statements call its table.
const U: &str = "u";
/// How statements call the account.
const A: &str = "a";
/// How statements call what was shown: a session or an API token.
const C: &str = "c";

/// The statements of the model of the moment.
#[derive(Debug)]
pub(super) struct Statements {
    by_session: ReadStatement,
    by_api_token: ReadStatement,
    by_user: ReadStatement,
    account_by_user: ReadStatement,
    account_by_email: ReadStatement,
    admins: ReadStatement,
}

/// What such a statement answers.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Found {
    /// The user's id.
    pub id: String,
    /// The user's own columns.
    pub record: Map<String, Json>,
    /// When all access was taken away.
    pub disabled_at: Option<i64>,
    /// What was shown: the session's or the API token's id.
    #[serde(default)]
    pub credential: Option<String>,
    /// When it was given out.
    #[serde(default)]
    pub created_at: Option<i64>,
    /// Until when it counts.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// The admin who acts as the user.
    #[serde(default)]
    pub impersonator: Option<String>,
    /// The roles of an API token: a JSON list.
    #[serde(default)]
    pub roles: Option<String>,
    /// When an API token was used last.
    #[serde(default)]
    pub last_used_at: Option<i64>,
}

impl Statements {
    pub(super) fn new(model: &Model, dialect: Dialect) -> anyhow::Result<Self> {
        let users = model.collections.get(USER);
        let users = users.ok_or_else(|| anyhow::anyhow!("the model has no collection `{USER}`"))?;
        let columns = users.fields.values().filter(|field| !field.secret);
        let record: Vec<_> = columns.filter_map(|field| dialect.shown_field(U, field)).collect();
        let user = |alias: &'static str| Expr::col((Alias::new(U), Alias::new(alias)));
        let table = || Alias::new(users.table.clone());
        let base = || {
            let mut rows = SelectStatement::new();
            rows.from_as(table(), Alias::new(U));
            let is_same =
                Expr::col((Alias::new(A), Alias::new("user_id"))).equals((Alias::new(U), Alias::new("id")));
            rows.join_as(JoinType::LeftJoin, Alias::new("hw_account"), Alias::new(A), is_same);
            rows
        };
        let column = |table: &'static str, name: &'static str| {
            (name.to_owned(), Expr::col((Alias::new(table), Alias::new(name))))
        };
        let own = || {
            let record = ("record".to_owned(), dialect.nested(record.clone()));
            vec![("id".to_owned(), user("id")), record, column(A, "disabled_at")]
        };
        let shown = |of: &'static str, by: &'static str, more: &[&'static str]| {
            let mut rows = base();
            let is_same =
                Expr::col((Alias::new(C), Alias::new("user_id"))).equals((Alias::new(U), Alias::new("id")));
            rows.join_as(JoinType::InnerJoin, Alias::new(of), Alias::new(C), is_same);
            rows.and_where(Expr::col((Alias::new(C), Alias::new(by))).eq(Expr::val("")));
            let mut entries = own();
            entries.push(("credential".to_owned(), Expr::col((Alias::new(C), Alias::new("id")))));
            entries.extend(more.iter().map(|name| column(C, name)));
            ReadStatement::new(dialect.system_object(rows, entries).0)
        };
        let account = |by: &'static str| {
            let mut rows = base();
            rows.and_where(user(by).eq(Expr::val("")));
            let more = ["password_hash", "verified_email", "anonymous_at"].map(|name| column(A, name));
            let mut entries = own();
            entries.extend(more);
            ReadStatement::new(dialect.system_object(rows, entries).0)
        };
        let mut by_user = base();
        by_user.and_where(user("id").eq(Expr::val("")));
        Ok(Self {
            by_session: shown("hw_session", "id", &["created_at", "expires_at", "impersonator"]),
            by_api_token: shown(
                "hw_api_token",
                "token_hash",
                &["created_at", "expires_at", "roles", "last_used_at"],
            ),
            by_user: ReadStatement::new(dialect.system_object(by_user, own()).0),
            account_by_user: account("id"),
            account_by_email: account("email"),
            admins: ReadStatement::new(admins(dialect, table())),
        })
    }

    pub(super) async fn by_session(&self, store: &Store, id: &str) -> Result<Option<Found>, Error> {
        one(store, &self.by_session, id).await
    }

    pub(super) async fn by_api_token(&self, store: &Store, hash: &str) -> Result<Option<Found>, Error> {
        one(store, &self.by_api_token, hash).await
    }

    pub(super) async fn by_user(&self, store: &Store, id: &str) -> Result<Option<Found>, Error> {
        one(store, &self.by_user, id).await
    }

    pub(super) async fn account_by_user<T: for<'a> Deserialize<'a>>(
        &self,
        store: &Store,
        id: &str,
    ) -> Result<Option<T>, Error> {
        one(store, &self.account_by_user, id).await
    }

    pub(super) async fn account_by_email<T: for<'a> Deserialize<'a>>(
        &self,
        store: &Store,
        email: &str,
    ) -> Result<Option<T>, Error> {
        one(store, &self.account_by_email, email).await
    }

    /// Whether somebody has the role `admin` and may sign in.
    pub(super) async fn has_admin(&self, store: &Store) -> Result<bool, Error> {
        let found: Option<Json> = one(store, &self.admins, "%\"admin\"%").await?;
        Ok(found.is_some_and(|found| found["id"] != Json::Null))
    }
}

/// One user whose list of roles, as JSON text, is like the parameter, and who is not disabled.
fn admins(dialect: Dialect, users: Alias) -> String {
    let mut rows = Query::select();
    rows.from_as(users, Alias::new(U));
    let is_same = Expr::col((Alias::new(A), Alias::new("user_id"))).equals((Alias::new(U), Alias::new("id")));
    rows.join_as(JoinType::LeftJoin, Alias::new("hw_account"), Alias::new(A), is_same);
    let roles = Expr::col((Alias::new(U), Alias::new("roles"))).cast_as(Alias::new("text"));
    rows.cond_where(
        Cond::all()
            .add(roles.binary(BinOper::Like, Expr::val("")))
            .add(Expr::col((Alias::new(A), Alias::new("disabled_at"))).is_null()),
    );
    let any = Expr::col((Alias::new(U), Alias::new("id"))).min();
    dialect.system_object(rows, vec![("id".to_owned(), any)]).0
}

async fn one<T: for<'a> Deserialize<'a>>(
    store: &Store,
    statement: &ReadStatement,
    parameter: &str,
) -> Result<Option<T>, Error> {
    let mut text = String::new();
    let parameters: Vec<Sql> = vec![Sql::String(Some(parameter.to_owned()))];
    store.read_text(statement, &parameters, &mut text).await?;
    serde_json::from_str(&text).map_err(Error::internal)
}

/// How far the clocks of two nodes may be apart, in milliseconds.
const CLOCKS_DIFFER: i64 = 5 * 60 * 1000;

impl Found {
    /// Whether what was shown still counts: the user may have access, it is not over, and it was given to
    /// this user and not to somebody who had the same id before.
    pub(super) fn counts(&self, now: i64) -> bool {
        let user_since = self.record.get("createdAt").and_then(Json::as_str);
        let user_since = user_since.and_then(|text| text.parse::<chrono::DateTime<chrono::Utc>>().ok());
        let user_since = user_since.map_or(0, |since| since.timestamp_millis() - CLOCKS_DIFFER);
        self.disabled_at.is_none()
            && self.expires_at.is_none_or(|expires_at| expires_at > now)
            && self.created_at.is_none_or(|created_at| created_at >= user_since)
    }

    /// The user's roles as they are stored.
    pub(super) fn stored_roles(&self) -> impl Iterator<Item = &str> {
        self.record.get("roles").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
    }

    /// The user as whom the token acts, with all of their roles.
    pub(super) fn into_actor(self, claims: Map<String, Json>, session: Option<String>) -> Actor {
        let roles: Vec<String> = self.stored_roles().map(str::to_owned).collect();
        let Self { id, record, impersonator, .. } = self;
        let identity = Identity { id, record, claims, session, impersonator };
        Actor::user(identity, roles.iter().map(String::as_str))
    }
}
