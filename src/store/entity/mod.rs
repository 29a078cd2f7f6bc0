//! SeaORM entities of the system tables (`hw_*`), one file each.

pub mod change;
pub mod consumer;
pub mod mail;
pub mod model_version;
pub mod set_aside;
