//! What is done with content: the verbs.

pub mod read;
mod statements;
pub mod verdict;
pub mod write;
