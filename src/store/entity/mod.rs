//! SeaORM entities of the system tables (`hw_*`), one file each.

pub mod model_version;
