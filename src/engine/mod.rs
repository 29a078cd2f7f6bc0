//! What is done with content. Reads only, until writes arrive.

pub mod read;
mod statements;
