//! Who asks, and what rules allow them.
//!
//! Read [`Actor`] first.

mod actor;
mod roles;

pub use actor::{Actor, Identity};
pub use roles::{ADMIN, PUBLIC, Roles, USER};
