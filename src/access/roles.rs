//! Sets of roles.

use std::sync::Arc;

/// The role that everyone has.
pub const PUBLIC: &str = "public";
/// The role that everyone has who is signed in.
pub const USER: &str = "user";
/// The role that may do everything.
pub const ADMIN: &str = "admin";

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

    /// Whether everything is allowed.
    pub fn are_admin(&self) -> bool {
        self.has(ADMIN)
    }

    /// The roles in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|role| &**role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_roles_have_no_order() {
        assert_eq!(Roles::new(["editor", "author", "editor"]), Roles::new(["author", "editor"]));
        assert_ne!(Roles::new(["author"]), Roles::new(["author", "editor"]));
    }
}
