//! The query API: one statement, the same text from both databases.

mod arguments;
mod generated;
mod plans;
mod reads;
mod sql;
