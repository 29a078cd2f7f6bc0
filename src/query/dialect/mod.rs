//! The databases that Headwater speaks to, and what differs between them.

pub mod value;

/// The database that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// For more than one machine.
    Postgres,
}
