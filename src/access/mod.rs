//! Who asks, and what rules allow them.
//!
//! Read [`Actor`] first, then [`rules::grants`].

mod actor;
pub mod matrix;
mod roles;
pub mod rules;

pub use actor::{Actor, Identity};
pub use roles::{ADMIN, PUBLIC, Roles, USER};
pub use rules::{Access, Action};
