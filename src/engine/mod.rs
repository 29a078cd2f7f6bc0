//! What is done with content: the verbs.

mod counts;
mod passing;
pub mod read;
mod statements;
pub mod verdict;
mod visible;
pub mod watch;
pub mod write;
