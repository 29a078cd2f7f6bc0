//! Whom a request comes from.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use chrono::Utc;
use serde_json::{Map, Value as Json};

use crate::filter::{Asker, At};

use super::roles::{ADMIN, PUBLIC, Roles, USER};

/// Whom a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The roles that rules judge by: `public` is always among them, and `user` when somebody is signed in.
    pub roles: Roles,
    /// Whether they develop with this server: it runs for nobody else.
    pub develops: bool,
    /// The user; none when nobody is signed in.
    pub identity: Option<Arc<Identity>>,
    /// The address that the request comes from, where it is known.
    pub ip: Option<IpAddr>,
}

/// A user who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The user's id.
    pub id: String,
    /// The values of the user's own columns as they are stored now, in the API's JSON form; of a to-one
    /// relation the id.
    pub record: Map<String, Json>,
    /// The claims of the token that was shown.
    pub claims: Map<String, Json>,
    /// The session that the token belongs to; none for an API token and for tokens of other issuers.
    pub session: Option<String>,
    /// The admin who acts as this user.
    pub impersonator: Option<String>,
}

impl Actor {
    /// Nobody in particular.
    pub fn public() -> Self {
        static ROLES: LazyLock<Roles> = LazyLock::new(|| Roles::new([PUBLIC]));
        Self::with_roles(ROLES.clone())
    }

    /// Someone who may do everything and is no user: the server itself, its command line, and whoever shows
    /// the setting `server.admin_token`.
    pub fn admin() -> Self {
        static ROLES: LazyLock<Roles> = LazyLock::new(|| Roles::new([PUBLIC, ADMIN]));
        Self::with_roles(ROLES.clone())
    }

    /// A user with those roles; `public` and `user` need not be named.
    pub fn user<'a>(identity: Identity, roles: impl IntoIterator<Item = &'a str>) -> Self {
        let roles = Roles::new([PUBLIC, USER].into_iter().chain(roles));
        Self { identity: Some(Arc::new(identity)), ..Self::with_roles(roles) }
    }

    fn with_roles(roles: Roles) -> Self {
        Self { roles, develops: false, identity: None, ip: None }
    }

    /// The id of the user; none when nobody is signed in.
    pub fn user_id(&self) -> Option<&str> {
        self.identity.as_ref().map(|identity| identity.id.as_str())
    }

    /// The id of the user, if it is one who has a record; users of other issuers may have none.
    pub fn recorded_user_id(&self) -> Option<&str> {
        let identity = self.identity.as_ref().filter(|identity| identity.record.contains_key("id"));
        identity.map(|identity| identity.id.as_str())
    }

    /// Whom the log names; none when nobody is signed in.
    pub fn name(&self) -> Option<Cow<'_, str>> {
        match &self.identity {
            Some(identity) => Some(match &identity.impersonator {
                None => Cow::Borrowed(identity.id.as_str()),
                Some(admin) => Cow::Owned(format!("{admin} as {}", identity.id)),
            }),
            None => self.is_admin().then_some(Cow::Borrowed(ADMIN)),
        }
    }

    /// Calls the function with what variables of rules stand for, when they ask now.
    pub fn asking<T>(&self, ask: impl FnOnce(&dyn Asker) -> T) -> T {
        let roles: Vec<&str> = self.roles.iter().collect();
        ask(&At {
            user: self.identity.as_ref().map(|identity| &identity.record),
            roles: &roles,
            claims: self.identity.as_ref().map(|identity| &identity.claims),
            now: Utc::now(),
            ip: self.ip,
        })
    }

    /// Whether they may be told how the server works and what was done with it: admins, and everyone who
    /// develops.
    pub fn may_look_inside(&self) -> bool {
        self.is_admin() || self.develops
    }

    /// Whether everything is allowed.
    pub fn is_admin(&self) -> bool {
        self.roles.are_admin()
    }
}
