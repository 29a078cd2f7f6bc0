//! What tests stand on.

pub mod asking;
pub mod content;
pub mod events;
pub mod generator;
pub mod handled;
pub mod node;
pub mod postgres;
pub mod process;
pub mod queries;
pub mod sample;
pub mod site;
pub mod smtp;
pub mod socket;
