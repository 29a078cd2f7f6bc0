//! Who asks: the roles that rules are written for.
//!
//! Read [`Actor`] first.

use std::sync::{Arc, LazyLock};

/// The role that everyone has.
const PUBLIC: &str = "public";
/// The role that may do everything.
const ADMIN: &str = "admin";

/// Whom a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The roles that rules judge by.
    pub roles: Roles,
    /// Whether they develop with this server: it runs for nobody else.
    pub develops: bool,
}

impl Actor {
    /// Nobody in particular.
    pub fn public() -> Self {
        static ROLES: LazyLock<Roles> = LazyLock::new(|| Roles::new([PUBLIC]));
        Self { roles: ROLES.clone(), develops: false }
    }

    /// Someone who may do everything.
    pub fn admin() -> Self {
        static ROLES: LazyLock<Roles> = LazyLock::new(|| Roles::new([PUBLIC, ADMIN]));
        Self { roles: ROLES.clone(), develops: false }
    }

    /// Whom the log names; none when nobody is signed in.
    pub fn name(&self) -> Option<&str> {
        self.is_admin().then_some(ADMIN)
    }

    /// Whether they may be told how the server works and what was done with it: admins, and everyone who
    /// develops.
    pub fn may_look_inside(&self) -> bool {
        self.is_admin() || self.develops
    }

    /// Whether everything is allowed.
    pub fn is_admin(&self) -> bool {
        self.roles.has(ADMIN)
    }
}

/// A set of roles. Equal sets are equal however they were put together. Clones share it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Roles(Arc<[Box<str>]>);

impl Roles {
    /// The set of those roles.
    pub fn new<'a>(roles: impl IntoIterator<Item = &'a str>) -> Self {
        let mut roles: Vec<Box<str>> = roles.into_iter().map(Box::from).collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles.into())
    }

    /// Whether the role is in the set.
    pub fn has(&self, role: &str) -> bool {
        self.0.iter().any(|known| **known == *role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_roles_have_no_order() {
        assert_eq!(Roles::new(["editor", "author", "editor"]), Roles::new(["author", "editor"]));
        assert_ne!(Roles::new(["author"]), Roles::new(["author", "editor"]));
        assert!(Actor::admin().is_admin() && !Actor::public().is_admin());
    }
}
