//! The query API: one statement, the same text from both databases.

mod reads;
mod sql;
