//! What tests stand on.

pub mod content;
pub mod handled;
pub mod node;
pub mod postgres;
pub mod process;
pub mod queries;
pub mod sample;
