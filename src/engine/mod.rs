//! What is done with content: the verbs.

pub mod read;
mod statements;
mod visible;
pub mod write;
